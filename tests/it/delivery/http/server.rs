//! A server that reads one request after the other and answers each by a script.

use std::net::SocketAddr;
use std::sync::Arc;

use parking_lot::Mutex;
use rustls::ServerConfig;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::net::{TcpSocket, TcpStream};
use tokio::task::JoinSet;
use tokio_rustls::TlsAcceptor;
use tokio_util::sync::CancellationToken;

/// What is done once a request was read.
#[derive(Clone)]
pub enum Act {
    /// These bytes, then the end.
    Say(Vec<u8>),
    /// These bytes, then nothing more, with the connection kept open.
    SayAndStall(Vec<u8>),
    /// These bytes, then the same byte for ever, with pauses.
    Drip(Vec<u8>),
    /// These bytes, then the connection is torn down.
    Reset(Vec<u8>),
    /// The request comes back as the body of an answer with this status.
    Echo(u16),
    /// The connection is accepted, but nothing is read from it.
    Ignore,
}

/// The server; it ends when it is dropped.
pub struct Server {
    pub address: SocketAddr,
    heard: Arc<Mutex<Vec<String>>>,
    /// Is cancelled when the first connection stands.
    pub accepted: CancellationToken,
    _serving: JoinSet<()>,
}

/// A certificate in PEM, and what a server needs of it.
pub struct Identity {
    pub pem: String,
    config: Arc<ServerConfig>,
}

impl Identity {
    /// A self-signed certificate, valid up to that year.
    pub fn new(name: &str, last_year: i32) -> Self {
        let mut params = rcgen::CertificateParams::new(vec![name.to_owned()]).unwrap();
        params.not_before = rcgen::date_time_ymd(2000, 1, 1);
        params.not_after = rcgen::date_time_ymd(last_year, 1, 1);
        let key = rcgen::KeyPair::generate().unwrap();
        let certificate = params.self_signed(&key).unwrap();
        let der = CertificateDer::from(certificate.der().to_vec());
        let key = PrivateKeyDer::try_from(key.serialize_der()).unwrap();
        let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
        let config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![der], key)
            .unwrap();
        Self {
            pem: certificate.pem(),
            config: Arc::new(config),
        }
    }
}

impl Server {
    /// Answers each connection by the next act; the last one stays.
    pub fn start(acts: impl IntoIterator<Item = Act>) -> Self {
        Self::start_with(acts, None)
    }

    /// The same behind TLS.
    pub fn start_with(acts: impl IntoIterator<Item = Act>, identity: Option<&Identity>) -> Self {
        // A small window, so that a client with much to say has to wait.
        let socket = TcpSocket::new_v4().unwrap();
        socket.set_recv_buffer_size(4096).unwrap();
        socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
        let listener = socket.listen(64).unwrap();
        let address = listener.local_addr().unwrap();
        let heard = Arc::new(Mutex::new(Vec::new()));
        let accepted = CancellationToken::new();
        let mut acts: Vec<Act> = acts.into_iter().collect();
        acts.reverse();
        let acceptor = identity.map(|identity| TlsAcceptor::from(Arc::clone(&identity.config)));
        let mut serving = JoinSet::new();
        let (all, told) = (Arc::clone(&heard), accepted.clone());
        serving.spawn(async move {
            let mut connections = JoinSet::new();
            while let Ok((stream, _)) = listener.accept().await {
                let act = if acts.len() > 1 {
                    acts.pop().unwrap()
                } else {
                    acts[0].clone()
                };
                let (acceptor, all, told) = (acceptor.clone(), Arc::clone(&all), told.clone());
                connections.spawn(async move {
                    told.cancel();
                    answer_one(stream, acceptor, act, &all).await;
                });
            }
        });
        Self {
            address,
            heard,
            accepted,
            _serving: serving,
        }
    }

    pub fn base(&self) -> String {
        format!("http://{}", self.address)
    }

    pub fn heard(&self) -> Vec<String> {
        self.heard.lock().clone()
    }
}

/// A client that refuses the certificate ends the handshake.
async fn answer_one(
    stream: TcpStream,
    acceptor: Option<TlsAcceptor>,
    act: Act,
    heard: &Mutex<Vec<String>>,
) {
    let Some(acceptor) = acceptor else {
        return serve_plain(stream, act, heard).await;
    };
    if let Ok(stream) = acceptor.accept(stream).await {
        serve(stream, act, heard).await;
    }
}

async fn serve_plain(stream: TcpStream, act: Act, heard: &Mutex<Vec<String>>) {
    match act {
        Act::Reset(bytes) => {
            let mut stream = stream;
            let request = read(&mut stream).await;
            heard.lock().push(request);
            stream.write_all(&bytes).await.unwrap();
            stream.set_zero_linger().unwrap();
        }
        Act::Ignore => {
            // The window fills up and the client cannot finish.
            std::future::pending::<()>().await;
            drop(stream);
        }
        act => serve(stream, act, heard).await,
    }
}

/// Whatever cannot be written any more is not missed: the client has gone.
async fn serve(
    mut stream: impl AsyncRead + AsyncWrite + Unpin,
    act: Act,
    heard: &Mutex<Vec<String>>,
) {
    let request = read(&mut stream).await;
    heard.lock().push(request.clone());
    match act {
        Act::Say(bytes) | Act::Reset(bytes) => {
            stream.write_all(&bytes).await.ok();
            stream.shutdown().await.ok();
        }
        Act::SayAndStall(bytes) => {
            stream.write_all(&bytes).await.ok();
            std::future::pending::<()>().await;
        }
        Act::Drip(bytes) => {
            stream.write_all(&bytes).await.ok();
            let mut pace = tokio::time::interval(std::time::Duration::from_millis(20));
            while stream.write_all(b" ").await.is_ok() {
                pace.tick().await;
            }
        }
        Act::Echo(status) => {
            stream
                .write_all(&answer(status, "text/plain", &request))
                .await
                .ok();
            stream.shutdown().await.ok();
        }
        Act::Ignore => std::future::pending().await,
    }
}

/// One whole request, by its `content-length`.
async fn read(stream: &mut (impl AsyncRead + Unpin)) -> String {
    let mut bytes = Vec::new();
    let mut buffer = [0; 4096];
    loop {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let lower = head.to_lowercase();
            let length = lower
                .lines()
                .find_map(|line| line.strip_prefix("content-length: ")?.parse().ok());
            if body.len() >= length.unwrap_or(0) {
                return text;
            }
        }
        match stream.read(&mut buffer).await {
            Ok(0) | Err(_) => return text,
            Ok(count) => bytes.extend_from_slice(&buffer[..count]),
        }
    }
}

/// An answer in bytes.
pub fn answer(status: u16, kind: &str, body: &str) -> Vec<u8> {
    let length = body.len();
    format!("HTTP/1.1 {status} Some Words\r\ncontent-type: {kind}\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{body}").into_bytes()
}

/// A redirect in bytes.
pub fn redirect(status: u16, location: &str) -> Vec<u8> {
    format!("HTTP/1.1 {status} Moved\r\nlocation: {location}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n").into_bytes()
}
