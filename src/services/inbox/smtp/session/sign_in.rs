//! AUTH as part of the dialogue.

use smtp_proto::{AUTH_LOGIN, AUTH_PLAIN};

use super::Session;
use crate::services::inbox::smtp::auth::{Mechanism, Progress, Step};
use crate::services::inbox::smtp::reply::Reply;

impl Session {
    /// The answer to AUTH.
    pub(super) fn auth(&mut self, mechanism: u64, initial: &str) -> Reply {
        if !self
            .greeting
            .as_ref()
            .is_some_and(|greeting| greeting.is_extended)
        {
            return Reply::line("503 5.5.1 say EHLO first");
        }
        if self.auth_user.is_some() {
            return Reply::line("503 5.5.1 signed in already");
        }
        if self.transaction.is_some() {
            return Reply::line("503 5.5.1 a message is open");
        }
        let mechanism = match mechanism {
            AUTH_PLAIN => Mechanism::Plain,
            AUTH_LOGIN => Mechanism::Login,
            _ => return Reply::line("504 5.5.4 only PLAIN and LOGIN are offered"),
        };
        let step = mechanism.begin();
        if initial.is_empty() {
            self.ask(step)
        } else {
            self.auth_answer(step, initial.as_bytes())
        }
    }

    fn ask(&mut self, step: Step) -> Reply {
        let reply = Reply::line(format!("334 {}", step.challenge()));
        self.auth_step = Some(step);
        reply
    }

    /// The answer to a line of credentials.
    pub(super) fn auth_answer(&mut self, step: Step, line: &[u8]) -> Reply {
        let answer = String::from_utf8_lossy(line);
        match step.answer(answer.trim()) {
            Progress::Next(step) => self.ask(step),
            Progress::Done { user } => {
                self.transcript
                    .note(&format!("signed in as {user}; the password is not kept"));
                self.auth_user = Some(user);
                Reply::line("235 2.7.0 signed in; any password is accepted here")
            }
            Progress::Cancelled => Reply::line("501 5.7.0 cancelled"),
            Progress::Malformed => Reply::line("501 5.5.2 cannot read the credentials"),
        }
    }
}
