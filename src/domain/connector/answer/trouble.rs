//! Why there is no answer, in the words of Node.js.

use std::time::Duration;

use serde::Serialize;

/// The part of a request that took too long.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum HttpPhase {
    /// Looking up the host, connecting and the TLS handshake.
    Connect,
    /// Handing over the request.
    Send,
    /// Waiting for the answer, or for more of it.
    Answer,
}

/// What went wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum TroubleKind {
    /// The host has no address.
    Dns,
    /// Nobody listens at the port.
    Refused,
    /// No way leads to the host.
    Unreachable,
    /// The other side tore the connection down.
    Reset,
    /// The other side closed the connection without an answer.
    Closed,
    /// The connection ended in the middle of the answer.
    Cut,
    /// The certificate has expired.
    CertificateExpired,
    /// The certificate is not valid yet.
    CertificateNotYetValid,
    /// The certificate is for another name.
    CertificateWrongName,
    /// Nobody trusted has signed the certificate.
    CertificateUnknownIssuer,
    /// The certificate cannot be accepted otherwise.
    CertificateOther,
    /// The other side does not speak TLS at this port.
    NoTls,
    /// The two sides cannot agree on how to encrypt.
    Tls,
    /// A limit ran out: this program's own, or that of Logto's client.
    Timeout(HttpPhase),
    /// What answers does not speak HTTP.
    NotHttp,
    /// The head of the answer is too long.
    TooLarge,
    /// The redirects do not end.
    RedirectLoop,
    /// A redirect leads nowhere.
    BadRedirect,
    /// The proxy does not let the request through.
    Proxy,
    /// Something else.
    Other,
}

/// Stands where Node would have a code.
const OWN_LIMIT: &str = "own-limit";

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NetworkTrouble {
    /// What went wrong.
    pub kind: TroubleKind,
    /// The code of Node's error, for example `ECONNREFUSED`.
    pub code: String,
    /// The message of Node's error, for example `connect ECONNREFUSED 127.0.0.1:25`; for a limit of
    /// this program's own, what it is.
    pub message: String,
}

impl NetworkTrouble {
    /// A trouble with code and message.
    pub fn new(kind: TroubleKind, code: &str, message: impl Into<String>) -> Self {
        Self {
            kind,
            code: code.to_owned(),
            message: message.into(),
        }
    }

    /// The host has no address, as `getaddrinfo` said it; `is_temporary` if it could not find out.
    pub fn dns(host: &str, is_temporary: bool) -> Self {
        let code = if is_temporary {
            "EAI_AGAIN"
        } else {
            "ENOTFOUND"
        };
        Self::new(TroubleKind::Dns, code, format!("getaddrinfo {code} {host}"))
    }

    /// The connection to `peer`, an address and a port, was not made.
    pub fn connect(kind: TroubleKind, code: &str, peer: &str) -> Self {
        Self::new(kind, code, format!("connect {code} {peer}"))
    }

    /// The other side tore the connection down.
    pub fn reset() -> Self {
        Self::new(TroubleKind::Reset, "ECONNRESET", "read ECONNRESET")
    }

    /// The other side closed the connection without an answer.
    pub fn closed() -> Self {
        Self::new(TroubleKind::Closed, "ECONNRESET", "socket hang up")
    }

    /// The connection ended in the middle of the answer.
    pub fn cut() -> Self {
        let message = "The server aborted pending request";
        Self::new(TroubleKind::Cut, "ECONNRESET", message)
    }

    /// The answer is none of HTTP.
    pub fn not_http() -> Self {
        let message = "Parse Error: Expected HTTP/, RTSP/ or ICE/";
        Self::new(TroubleKind::NotHttp, "HPE_INVALID_CONSTANT", message)
    }

    /// The head of the answer is longer than a client reads.
    pub fn too_large() -> Self {
        let message = "Parse Error: Header overflow";
        Self::new(TroubleKind::TooLarge, "HPE_HEADER_OVERFLOW", message)
    }

    /// A limit of this program's own ran out after that time. Node says nothing: Logto would wait on.
    pub fn timeout(phase: HttpPhase, after: Duration) -> Self {
        let message = match after.as_millis() {
            ms @ 0..1000 => format!("Letterhead stopped waiting after {ms} ms"),
            _ => format!("Letterhead stopped waiting after {} s", after.as_secs()),
        };
        Self::new(TroubleKind::Timeout(phase), OWN_LIMIT, message)
    }

    /// The limit of axios ran out after that time, so that Logto would report the same
    /// (`axios/lib/adapters/http.js`).
    pub fn timeout_of_axios(phase: HttpPhase, after: Duration) -> Self {
        let message = format!("timeout of {}ms exceeded", after.as_millis());
        Self::new(TroubleKind::Timeout(phase), "ECONNABORTED", message)
    }

    /// Whether only this program gave up, so that nobody knows what Logto would report.
    pub fn is_own_limit(&self) -> bool {
        matches!(self.kind, TroubleKind::Timeout(_)) && self.code == OWN_LIMIT
    }

    /// Whether the other side may have the whole request all the same, once it was handed over.
    pub const fn leaves_doubt(&self) -> bool {
        matches!(
            self.kind,
            TroubleKind::Reset
                | TroubleKind::Closed
                | TroubleKind::Cut
                | TroubleKind::Timeout(HttpPhase::Answer)
                | TroubleKind::NotHttp
                | TroubleKind::TooLarge
                | TroubleKind::Other
        )
    }

    /// The name of got's error.
    pub(super) const fn name_in_got(&self) -> &'static str {
        match self.kind {
            TroubleKind::Cut => "ReadError",
            TroubleKind::RedirectLoop => "MaxRedirectsError",
            _ => "RequestError",
        }
    }
}
