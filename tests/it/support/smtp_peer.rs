//! A scripted SMTP server on loopback, which does what a test says and writes down what it hears.

use std::net::SocketAddr;
use std::sync::Arc;

use parking_lot::Mutex;
use rustls::ServerConfig;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio::io::{AsyncBufReadExt as _, AsyncRead, AsyncWrite, AsyncWriteExt as _, BufStream};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;
use tokio::task::JoinSet;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;

use super::certificates::{Authority, Shown};

/// What the peer does; the default takes everything without TLS and login.
#[derive(Clone)]
pub struct Script {
    /// The first line.
    pub greeting: String,
    /// The extensions it offers.
    pub extensions: Vec<String>,
    /// Whether TLS comes with the first byte.
    pub implicit_tls: bool,
    /// Replies by the beginning of the client's line; the first match counts, `MAIL-END` is the
    /// end of the mail, and an empty beginning the empty line. Lines without a match are agreed to.
    /// See [`SILENCE`], [`HANG_UP`] and [`RESET`].
    pub replies: Vec<(String, String)>,
    /// Lines of the mail after which the peer hangs up.
    pub hang_up_after_lines: Option<usize>,
    /// The certificate it shows under TLS.
    pub certificate: Shown,
}

/// In place of a reply: say nothing more, keep the connection.
pub const SILENCE: &str = "(silence)";
/// In place of a reply: close the connection.
pub const HANG_UP: &str = "(hang up)";
/// In place of a reply: break the connection.
pub const RESET: &str = "(reset)";

impl Default for Script {
    fn default() -> Self {
        Self {
            greeting: "220 peer.test ESMTP".to_owned(),
            extensions: Vec::new(),
            implicit_tls: false,
            replies: Vec::new(),
            hang_up_after_lines: None,
            certificate: Shown::SelfSigned,
        }
    }
}

impl Script {
    /// Offers these extensions.
    pub fn offering(extensions: &[&str]) -> Self {
        Self {
            extensions: extensions.iter().map(|&text| text.to_owned()).collect(),
            ..Self::default()
        }
    }

    /// Answers lines that begin so with that reply.
    pub fn reply(mut self, beginning: &str, reply: &str) -> Self {
        self.replies.push((beginning.to_owned(), reply.to_owned()));
        self
    }

    fn answer(&self, line: &str) -> Option<&str> {
        self.replies
            .iter()
            .find(|(beginning, _)| match beginning.as_str() {
                "" => line.is_empty(),
                beginning => line.starts_with(beginning),
            })
            .map(|(_, reply)| reply.as_str())
    }
}

/// What the peer heard on one connection.
#[derive(Debug, Clone, Default)]
pub struct Heard {
    /// The client's lines outside of the mail.
    pub lines: Vec<String>,
    /// The mail as it came, dots still stuffed, without the closing line.
    pub mail: Option<String>,
    /// Whether the connection was encrypted in the end.
    pub encrypted: bool,
}

/// A running peer; it ends with the value.
pub struct Peer {
    pub address: SocketAddr,
    /// What must be trusted: the authority of its certificate, or the certificate itself if it is
    /// self-signed.
    pub certificate_pem: String,
    heard: Arc<Mutex<Vec<Heard>>>,
    mail: Arc<Notify>,
    _tasks: JoinSet<()>,
}

impl Peer {
    pub async fn start(script: Script) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let shown = Authority::new().show(script.certificate);
        let chain = CertificateDer::pem_slice_iter(shown.chain_pem.as_bytes());
        let key = PrivateKeyDer::from_pem_slice(shown.key_pem.as_bytes()).unwrap();
        let config = ServerConfig::builder()
            .with_no_client_auth()
            .with_single_cert(chain.map(Result::unwrap).collect(), key)
            .unwrap();
        let acceptor = TlsAcceptor::from(Arc::new(config));
        let heard = Arc::new(Mutex::new(Vec::new()));
        let mut tasks = JoinSet::new();
        let (all, mail) = (Arc::clone(&heard), Arc::new(Notify::new()));
        let told = Arc::clone(&mail);
        tasks.spawn(async move {
            while let Ok((socket, _)) = listener.accept().await {
                let index = all.lock().len();
                all.lock().push(Heard::default());
                let connection = Connection {
                    script: &script,
                    heard: &all,
                    index,
                    mail: &told,
                };
                connection.serve(socket, &acceptor).await;
            }
        });
        Self {
            address,
            certificate_pem: shown.trusted_pem,
            heard,
            mail,
            _tasks: tasks,
        }
    }

    /// What was heard on the only connection.
    pub fn heard(&self) -> Heard {
        let heard = self.heard.lock();
        assert_eq!(heard.len(), 1, "one connection");
        heard[0].clone()
    }

    /// What was heard on the first connection.
    pub fn heard_first(&self) -> Heard {
        self.heard.lock().first().cloned().unwrap_or_default()
    }

    /// The next mail that arrives, on whichever connection.
    pub async fn next_mail(&self) -> String {
        self.mail.notified().await;
        let heard = self.heard.lock();
        let mut mails = heard.iter().rev().filter_map(|heard| heard.mail.clone());
        mails.next().unwrap()
    }

    /// How many connections there were.
    pub fn connections(&self) -> usize {
        self.heard.lock().len()
    }
}

struct Connection<'a> {
    script: &'a Script,
    heard: &'a Mutex<Vec<Heard>>,
    index: usize,
    mail: &'a Notify,
}

enum Next {
    End,
    StartTls,
}

impl Connection<'_> {
    async fn serve(&self, socket: TcpStream, acceptor: &TlsAcceptor) {
        let mut plain = BufStream::new(socket);
        if !self.script.implicit_tls {
            if self.greet(&mut plain).await.is_none() {
                return;
            }
            match self.converse(&mut plain).await {
                Some(Next::StartTls) => {}
                Some(Next::End) | None => return,
            }
        }
        let Ok(stream) = acceptor.accept(plain.into_inner()).await else {
            return;
        };
        self.note(|heard| heard.encrypted = true);
        let mut stream = BufStream::new(stream);
        if self.script.implicit_tls && self.greet(&mut stream).await.is_none() {
            return;
        }
        self.converse(&mut stream).await;
    }

    fn note(&self, change: impl FnOnce(&mut Heard)) {
        change(&mut self.heard.lock()[self.index]);
    }

    async fn greet<S: Breakable>(&self, stream: &mut BufStream<S>) -> Option<()> {
        say(stream, &self.script.greeting).await
    }

    /// Talks until the end or until TLS is to begin; none if the connection is gone.
    async fn converse<S: Breakable>(&self, stream: &mut BufStream<S>) -> Option<Next> {
        loop {
            let line = hear(stream).await?;
            self.note(|heard| heard.lines.push(line.clone()));
            let verb = line.split(' ').next().unwrap_or_default();
            let scripted = self.script.answer(&line);
            match (verb, scripted) {
                ("EHLO", None) => {
                    let mut lines = vec!["250 peer.test".to_owned()];
                    for extension in &self.script.extensions {
                        if let Some(before) = lines.last_mut() {
                            before.replace_range(3..4, "-");
                        }
                        lines.push(format!("250 {extension}"));
                    }
                    say(stream, &lines.join("\r\n")).await?;
                }
                ("STARTTLS", None) => {
                    say(stream, "220 go ahead").await?;
                    return Some(Next::StartTls);
                }
                ("AUTH", None) => say(stream, "235 2.7.0 Authentication successful").await?,
                ("DATA", None) => {
                    say(stream, "354 End data with <CR><LF>.<CR><LF>").await?;
                    self.take_mail(stream).await?;
                    let reply = self.script.answer("MAIL-END");
                    say(stream, reply.unwrap_or("250 2.0.0 Ok: queued as PEER1")).await?;
                }
                ("QUIT", None) => {
                    say(stream, "221 bye").await?;
                    return Some(Next::End);
                }
                (_, scripted) => {
                    say(stream, scripted.unwrap_or("250 2.1.0 Ok")).await?;
                    if verb == "STARTTLS" && scripted.is_some_and(|reply| reply.starts_with('2')) {
                        return Some(Next::StartTls);
                    }
                }
            }
        }
    }

    async fn take_mail<S: Breakable>(&self, stream: &mut BufStream<S>) -> Option<()> {
        let mut mail = String::new();
        let mut lines = 0;
        loop {
            if self.script.hang_up_after_lines == Some(lines) {
                return None;
            }
            let line = hear(stream).await?;
            lines += 1;
            if line == "." {
                self.note(|heard| heard.mail = Some(mail));
                self.mail.notify_one();
                return Some(());
            }
            mail.push_str(&line);
            mail.push_str("\r\n");
        }
    }
}

/// A stream whose connection can be broken.
trait Breakable: AsyncRead + AsyncWrite + Unpin {
    /// Makes the end of the connection a reset.
    fn reset(&self);
}

impl Breakable for TcpStream {
    fn reset(&self) {
        self.set_zero_linger().unwrap();
    }
}

impl Breakable for TlsStream<TcpStream> {
    fn reset(&self) {
        self.get_ref().0.reset();
    }
}

/// Says a reply; none if the connection is to end here or is gone.
async fn say<S: Breakable>(stream: &mut BufStream<S>, reply: &str) -> Option<()> {
    match reply {
        SILENCE => {
            while hear(stream).await.is_some() {}
            None
        }
        HANG_UP => {
            stream.shutdown().await.ok();
            None
        }
        RESET => {
            stream.get_ref().reset();
            None
        }
        reply => {
            stream.write_all(reply.as_bytes()).await.ok()?;
            stream.write_all(b"\r\n").await.ok()?;
            stream.flush().await.ok()
        }
    }
}

/// The next line without its line end, which must be CRLF.
async fn hear<S: Breakable>(stream: &mut BufStream<S>) -> Option<String> {
    let mut bytes = Vec::new();
    stream.read_until(b'\n', &mut bytes).await.ok()?;
    let line = bytes.strip_suffix(b"\r\n")?;
    Some(String::from_utf8_lossy(line).into_owned())
}
