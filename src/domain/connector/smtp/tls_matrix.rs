//! What comes of each setting of TLS with each kind of server (nodemailer `smtp-connection`).

use serde::Serialize;

use super::submission::{SmtpSecurity, SmtpSubmission, StartTls};

/// One setting met by one kind of server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TlsRow {
    /// What is set.
    pub set: &'static str,
    /// What the server speaks on the port.
    pub speaks: &'static str,
    /// What comes of it.
    pub outcome: &'static str,
    /// What to set instead; none if it works.
    pub change: Option<&'static str>,
    /// Whether this is the setting of the submission.
    pub is_yours: bool,
}

/// The settings that lead to different behaviour.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Set {
    Implicit,
    By465,
    IfOffered,
    Required,
    Never,
}

const AT_ONCE: &str = "TLS at once, as on 465";
const STARTTLS: &str = "plain text first, then STARTTLS, as on 587";
const PLAIN: &str = "plain text only, as on 1025 or 2525";

const WORKS: &str = "Works, encrypted";
const WAITS: &str = "Both sides wait: “Greeting never received”";
const NO_TLS: &str = "Fails at once: “wrong version number”";

const ROWS: [(Set, &str, &str, Option<&str>); 15] = [
    (Set::Implicit, AT_ONCE, WORKS, None),
    (
        Set::Implicit,
        STARTTLS,
        NO_TLS,
        Some("Set “secure” to false, or use port 465"),
    ),
    (Set::Implicit, PLAIN, NO_TLS, Some("Set “secure” to false")),
    (Set::By465, AT_ONCE, WORKS, None),
    (
        Set::By465,
        STARTTLS,
        NO_TLS,
        Some("Set “secure” to false, or use port 587"),
    ),
    (Set::By465, PLAIN, NO_TLS, Some("Set “secure” to false")),
    (Set::IfOffered, AT_ONCE, WAITS, Some("Set “secure” to true")),
    (Set::IfOffered, STARTTLS, WORKS, None),
    (
        Set::IfOffered,
        PLAIN,
        "Works unencrypted, the login too",
        Some("Outside of your own network use a port with TLS and set “requireTLS” to true"),
    ),
    (Set::Required, AT_ONCE, WAITS, Some("Set “secure” to true")),
    (Set::Required, STARTTLS, WORKS, None),
    (
        Set::Required,
        PLAIN,
        "The server refuses STARTTLS",
        Some("Use a port with TLS, or set “requireTLS” to false"),
    ),
    (
        Set::Never,
        AT_ONCE,
        WAITS,
        Some("Set “secure” to true and “ignoreTLS” to false"),
    ),
    (
        Set::Never,
        STARTTLS,
        "Goes on unencrypted; most servers then refuse the login or the sender",
        Some("Set “ignoreTLS” to false"),
    ),
    (Set::Never, PLAIN, "Works unencrypted, the login too", None),
];

impl Set {
    const fn of(security: SmtpSecurity) -> Self {
        match security {
            SmtpSecurity::Implicit { by_port: false } => Self::Implicit,
            SmtpSecurity::Implicit { by_port: true } => Self::By465,
            SmtpSecurity::Plain { starttls } => match starttls {
                StartTls::IfOffered => Self::IfOffered,
                StartTls::Required => Self::Required,
                StartTls::Never => Self::Never,
            },
        }
    }

    const fn text(self) -> &'static str {
        match self {
            Self::Implicit => "“secure”: true",
            Self::By465 => "no “secure”, port 465",
            Self::IfOffered => "“secure”: false",
            Self::Required => "“secure”: false, “requireTLS”: true",
            Self::Never => "“secure”: false, “ignoreTLS”: true",
        }
    }
}

impl SmtpSubmission {
    /// Every setting with every kind of server; the rows of this submission's are marked.
    pub fn tls_matrix(&self) -> Vec<TlsRow> {
        let yours = Set::of(self.security);
        let rows = ROWS.into_iter();
        rows.map(|(set, speaks, outcome, change)| TlsRow {
            set: set.text(),
            speaks,
            outcome,
            change,
            is_yours: set == yours,
        })
        .collect()
    }

    /// What is set about TLS, as a person would look for it in the configuration.
    pub fn tls_setting(&self) -> String {
        format!("{}, port {}", Set::of(self.security).text(), self.port)
            .replace(", port 465, port 465", ", port 465")
    }
}
