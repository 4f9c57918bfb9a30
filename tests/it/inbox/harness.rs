//! A running capture server with a store in a folder of its own, and a client that speaks by hand.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use letterhead::services::clock::SystemClock;
use letterhead::services::inbox::{
    Inbox, InboxConfig, InboxEvent, RefusedReason, SmtpServer, StoredMessage,
};
use parking_lot::Mutex;
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::TcpStream;
use tokio::sync::Notify;
use tokio::task::JoinSet;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

/// How long anything may take before a test fails.
const LIMIT: Duration = Duration::from_secs(20);

/// A running server; it stops when dropped.
pub struct Harness {
    pub folder: TempDir,
    pub inbox: Arc<Inbox>,
    pub address: SocketAddr,
    pub certificate_pem: Option<String>,
    pub shutdown: CancellationToken,
    events: Arc<Mutex<Vec<InboxEvent>>>,
    has_news: Arc<Notify>,
    running: JoinSet<()>,
}

impl Harness {
    pub async fn start() -> Self {
        Self::with(InboxConfig::default()).await
    }

    pub async fn with(config: InboxConfig) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let inbox = Arc::new(Inbox::open(folder.path(), Arc::new(SystemClock)).unwrap());
        let events = Arc::new(Mutex::new(Vec::new()));
        let heard = Arc::clone(&events);
        let has_news = Arc::new(Notify::new());
        let news = Arc::clone(&has_news);
        let server = SmtpServer::bind(config, Arc::clone(&inbox), move |event| {
            heard.lock().push(event);
            news.notify_one();
        })
        .await
        .unwrap();
        let address = server.local_addr();
        let certificate_pem = server.certificate_pem().map(str::to_owned);
        let shutdown = CancellationToken::new();
        let mut running = JoinSet::new();
        running.spawn(server.run(shutdown.clone()));
        Self {
            folder,
            inbox,
            address,
            certificate_pem,
            shutdown,
            events,
            has_news,
            running,
        }
    }

    /// Stops the server and waits for its end.
    pub async fn stop(&mut self) {
        self.shutdown.cancel();
        timeout(LIMIT, self.running.join_next()).await.unwrap();
    }

    /// A client that was greeted.
    pub async fn client(&self) -> Client {
        let mut client = Client::connect(self.address).await;
        assert!(client.reply().await.starts_with("220 "));
        client
    }

    /// A client that said EHLO.
    pub async fn greeted(&self) -> Client {
        let mut client = self.client().await;
        client.expect("EHLO test.example", "250").await;
        client
    }

    /// The only message.
    pub fn only_message(&self) -> StoredMessage {
        let list = self.inbox.list();
        assert_eq!(list.len(), 1, "{list:?}");
        self.inbox.load(&list[0].id).unwrap()
    }

    /// Why clients were refused, in order.
    pub fn refusals(&self) -> Vec<RefusedReason> {
        self.events
            .lock()
            .iter()
            .filter_map(|event| match event {
                InboxEvent::Refused { reason, .. } => Some(reason.clone()),
                _ => None,
            })
            .collect()
    }

    /// Waits for the first refusal.
    pub async fn next_refusal(&self) -> RefusedReason {
        loop {
            if let Some(refusal) = self.refusals().into_iter().next() {
                return refusal;
            }
            timeout(LIMIT, self.has_news.notified())
                .await
                .expect("a refusal in time");
        }
    }

    /// How many messages were announced as received.
    pub fn received(&self) -> usize {
        let events = self.events.lock();
        events
            .iter()
            .filter(|event| matches!(event, InboxEvent::Received(_)))
            .count()
    }
}

/// A connection driven by hand.
pub struct Client {
    stream: BufReader<TcpStream>,
}

impl Client {
    pub async fn connect(address: SocketAddr) -> Self {
        let stream = TcpStream::connect(address).await.unwrap();
        Self {
            stream: BufReader::new(stream),
        }
    }

    pub async fn send(&mut self, bytes: impl AsRef<[u8]>) {
        self.stream.write_all(bytes.as_ref()).await.unwrap();
    }

    /// Sends what the server may no longer want to read.
    pub async fn try_send(&mut self, bytes: &[u8]) {
        self.stream.write_all(bytes).await.ok();
    }

    /// One answer, all its lines.
    pub async fn reply(&mut self) -> String {
        let mut reply = String::new();
        loop {
            let mut line = String::new();
            timeout(LIMIT, self.stream.read_line(&mut line))
                .await
                .expect("an answer in time")
                .unwrap();
            let is_last = line.as_bytes().get(3) != Some(&b'-');
            reply.push_str(&line);
            if is_last {
                return reply;
            }
        }
    }

    pub async fn command(&mut self, line: &str) -> String {
        self.send(format!("{line}\r\n")).await;
        self.reply().await
    }

    /// Says a line and checks how the answer begins.
    pub async fn expect(&mut self, line: &str, begin: &str) -> String {
        let reply = self.command(line).await;
        assert!(reply.starts_with(begin), "{line:?} was answered {reply:?}");
        reply
    }

    /// Announces a message for one recipient.
    pub async fn announce(&mut self) {
        self.expect("MAIL FROM:<a@example.com>", "250").await;
        self.expect("RCPT TO:<b@example.com>", "250").await;
    }

    /// Sends a whole message as it shall stand on the wire, dot included.
    pub async fn message(&mut self, wire: &[u8]) -> String {
        self.announce().await;
        self.expect("DATA", "354").await;
        self.send(wire).await;
        self.reply().await
    }

    /// Everything up to the end of the connection.
    pub async fn rest(&mut self) -> String {
        let mut rest = Vec::new();
        timeout(LIMIT, self.stream.read_to_end(&mut rest))
            .await
            .expect("the end in time")
            .ok();
        String::from_utf8(rest).unwrap()
    }

    /// The raw stream; bytes that were read ahead are lost.
    pub fn into_stream(self) -> TcpStream {
        self.stream.into_inner()
    }
}

/// The names of all files in a folder and its subfolders that hold part of a message.
pub fn leftovers(folder: &Path) -> Vec<String> {
    let mut waiting = vec![folder.to_owned()];
    let mut names = Vec::new();
    while let Some(folder) = waiting.pop() {
        for entry in std::fs::read_dir(folder).unwrap().flatten() {
            let name = entry.file_name().into_string().unwrap();
            if entry.file_type().unwrap().is_dir() {
                waiting.push(entry.path());
            } else if !name.ends_with("lock") {
                names.push(name);
            }
        }
    }
    names.sort();
    names
}
