//! Many queries on one connection, answered in any order (RFC 7766 section 6.2.1.1).

use std::sync::Arc;

use hickory_proto::op::Message;
use parking_lot::Mutex;
use tokio::io::{
    AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _, ReadHalf, WriteHalf,
};
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinSet;

use super::reply::{Problem, blame};
use super::wire::{Query, Received};

/// How many queries may wait to be written.
const MOST_WAITING: usize = 64;

/// A connection in use. It is closed when dropped.
pub(super) struct Pipeline {
    orders: mpsc::Sender<Vec<u8>>,
    open: Arc<Mutex<Open>>,
    _tasks: JoinSet<()>,
}

/// Who waits for an answer; nobody once the connection is closed.
#[derive(Default)]
struct Open {
    is_closed: bool,
    waiting: Vec<(Query, oneshot::Sender<Received>)>,
}

impl Pipeline {
    /// Takes a connection into use.
    pub(super) fn start<S>(stream: S) -> Self
    where
        S: AsyncRead + AsyncWrite + Send + 'static,
    {
        let (reader, writer) = tokio::io::split(stream);
        let (orders, queries) = mpsc::channel(MOST_WAITING);
        let open = Arc::new(Mutex::new(Open::default()));
        let mut tasks = JoinSet::new();
        tasks.spawn(write(writer, queries, Arc::clone(&open)));
        tasks.spawn(read(reader, Arc::clone(&open)));
        Self {
            orders,
            open,
            _tasks: tasks,
        }
    }

    /// Sends a query and waits for its answer.
    pub(super) async fn exchange(&self, query: &Query) -> Result<Message, Problem> {
        let (sender, answer) = oneshot::channel();
        {
            let mut open = self.open.lock();
            if open.is_closed {
                return Err(Problem::Closed);
            }
            // Those who gave up in the meantime are not waited for.
            open.waiting.retain(|(_, sender)| !sender.is_closed());
            open.waiting.push((query.clone(), sender));
        }
        let sent = self.orders.send(query.framed()).await;
        sent.map_err(blame(Problem::Closed))?;
        match answer.await {
            Ok(Received::Message(message)) => Ok(*message),
            Ok(Received::Foreign | Received::Cut | Received::Malformed) => Err(Problem::Malformed),
            Err(error) => Err(blame(Problem::Closed)(error)),
        }
    }
}

async fn write<S: AsyncWrite>(
    mut writer: WriteHalf<S>,
    mut queries: mpsc::Receiver<Vec<u8>>,
    open: Arc<Mutex<Open>>,
) {
    while let Some(query) = queries.recv().await {
        let written = writer.write_all(&query).await;
        if written.is_err() || writer.flush().await.is_err() {
            break;
        }
    }
    open.lock().close();
}

async fn read<S: AsyncRead>(mut reader: ReadHalf<S>, open: Arc<Mutex<Open>>) {
    let mut bytes = Vec::new();
    while let Ok(length) = reader.read_u16().await {
        bytes.resize(usize::from(length), 0);
        if reader.read_exact(&mut bytes).await.is_err() {
            break;
        }
        open.lock().hand_out(&bytes);
    }
    open.lock().close();
}

impl Open {
    /// Gives an answer to whoever asked the question; one that nobody asked is dropped.
    fn hand_out(&mut self, bytes: &[u8]) {
        for index in 0..self.waiting.len() {
            let received = self
                .waiting
                .get(index)
                .map(|(query, _)| query.receive(bytes));
            let Some(received) = received else {
                return;
            };
            if !matches!(received, Received::Foreign) {
                let (_, sender) = self.waiting.swap_remove(index);
                // Who asked may have given up.
                sender.send(received).ok();
                return;
            }
        }
    }

    /// Ends all waiting.
    fn close(&mut self) {
        self.is_closed = true;
        self.waiting.clear();
    }
}
