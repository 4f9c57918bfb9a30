//! Replies to standard output, written by a thread so that a slow reader never holds up drawing.

use std::io::Write as _;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use letterhead::services::preview::protocol::{FrameHeader, Reply};
use parking_lot::Mutex;

use super::slots::Slots;

/// How many replies may wait. A window that does not read at all stops the drawing, not the memory.
const WAITING_REPLIES: usize = 16;

struct Message {
    reply: Reply,
    pixels: Vec<u8>,
}

/// Where replies go.
#[derive(Clone)]
pub(crate) struct Output {
    sender: Arc<Mutex<Option<SyncSender<Message>>>>,
    writer: Arc<Mutex<Option<std::thread::JoinHandle<()>>>>,
    slots: Arc<Slots>,
}

impl Output {
    /// Starts the writing thread.
    #[expect(
        clippy::disallowed_methods,
        reason = "the helper is a program of its own without the task layer; the pipe blocks"
    )]
    pub(crate) fn start() -> Self {
        let (sender, receiver) = sync_channel(WAITING_REPLIES);
        let slots = Arc::new(Slots::create());
        let used = Arc::clone(&slots);
        let writer = std::thread::spawn(move || write_all(&receiver, &used));
        Self {
            sender: Arc::new(Mutex::new(Some(sender))),
            writer: Arc::new(Mutex::new(Some(writer))),
            slots,
        }
    }

    /// The memory that pictures go through.
    pub(crate) fn slots(&self) -> &Slots {
        &self.slots
    }

    /// Sends a reply without pixels.
    pub(crate) fn send(&self, reply: Reply) {
        self.message(Message {
            reply,
            pixels: Vec::new(),
        });
    }

    /// Sends a picture.
    pub(crate) fn send_frame(&self, header: FrameHeader, pixels: Vec<u8>) {
        debug_assert_eq!(
            header.byte_len(),
            pixels.len(),
            "the header tells how much to read"
        );
        self.message(Message {
            reply: Reply::Frame(header),
            pixels,
        });
    }

    fn message(&self, message: Message) {
        if let Some(sender) = self.sender.lock().as_ref() {
            // Without a reader this program is about to end.
            sender.send(message).ok();
        }
    }

    /// Waits until everything is written.
    pub(crate) fn finish(&self) {
        self.sender.lock().take();
        if let Some(writer) = self.writer.lock().take() {
            writer.join().ok();
        }
    }
}

fn write_all(messages: &Receiver<Message>, slots: &Slots) {
    let mut out = std::io::stdout().lock();
    for mut message in messages {
        if let Reply::Frame(header) = &mut message.reply {
            header.slot = slots.put(&message.pixels);
            if header.slot.is_some() {
                message.pixels.clear();
            }
        }
        let Ok(mut line) = serde_json::to_vec(&message.reply) else {
            continue;
        };
        line.push(b'\n');
        let written = out
            .write_all(&line)
            .and_then(|()| out.write_all(&message.pixels))
            .and_then(|()| out.flush());
        if written.is_err() {
            return;
        }
    }
}

/// Writes a line to standard error, which the window keeps for its log.
#[expect(
    clippy::print_stderr,
    reason = "the window collects standard error for its log"
)]
pub(crate) fn complain(line: &str) {
    eprintln!("{line}");
}
