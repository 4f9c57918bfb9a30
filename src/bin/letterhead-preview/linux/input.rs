//! Commands from standard input.

use std::io::BufRead as _;

use letterhead::services::preview::protocol::Command;
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

/// Starts reading. The receiver ends with standard input.
#[expect(
    clippy::disallowed_methods,
    reason = "the helper is a program of its own without the task layer; standard input blocks"
)]
pub(crate) fn start() -> UnboundedReceiver<Command> {
    let (sender, receiver) = unbounded_channel();
    std::thread::spawn(move || {
        for line in std::io::stdin().lock().split(b'\n') {
            let Ok(line) = line else { break };
            match serde_json::from_slice(&line) {
                Ok(command) => {
                    if sender.send(command).is_err() {
                        break;
                    }
                }
                Err(error) => super::output::complain(&format!("unreadable command: {error}")),
            }
        }
    });
    receiver
}
