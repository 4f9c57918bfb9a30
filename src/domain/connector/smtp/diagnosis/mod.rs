//! What a server's refusal means: first as the provider uses it, else as the RFCs say.

mod general;
mod providers;
#[cfg(test)]
mod tests;

use super::super::diagnosis::Diagnosis;
use super::submission::SmtpSubmission;

/// The most of a server's words that is repeated, in characters.
const MOST_TOLD: usize = 300;

/// What a server refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// The connection.
    Greeting,
    /// `EHLO` or `HELO`.
    Hello,
    /// `STARTTLS`.
    StartTls,
    /// The login.
    Login,
    /// `MAIL FROM`.
    Sender,
    /// `RCPT TO`.
    Recipient,
    /// `DATA`.
    Data,
    /// The mail.
    Message,
}

/// A server's refusal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ServerAnswer<'a> {
    /// What it refused.
    pub step: Step,
    /// The three digits.
    pub code: u16,
    /// The text of all lines without the code, lines separated by a line feed.
    pub text: &'a str,
}

impl ServerAnswer<'_> {
    /// The enhanced status code at the beginning of the text (RFC 3463), for example `5.7.8`.
    pub fn status(&self) -> Option<&str> {
        let word = self.text.split_whitespace().next()?;
        let parts: Vec<&str> = word.split('.').collect();
        let is_number = |part: &&str| {
            (1..=3).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit())
        };
        let is_class = matches!(parts.first(), Some(&("2" | "4" | "5")));
        (parts.len() == 3 && is_class && parts.iter().all(is_number)).then_some(word)
    }

    /// Whether the status ends so, for example `.7.8`, whatever its class.
    fn has_status(&self, end: &str) -> bool {
        self.status()
            .and_then(|status| status.get(1..))
            .is_some_and(|rest| rest == end)
    }

    /// Whether trying again later may help.
    const fn is_temporary(&self) -> bool {
        matches!(self.code, 400..=499)
    }

    /// The text in small letters and on one line, the codes of further lines left out.
    fn plain_text(&self) -> String {
        let status = self.status().unwrap_or("\0");
        let words = self.text.split_whitespace().filter(|word| *word != status);
        words.collect::<Vec<_>>().join(" ").to_lowercase()
    }

    /// What it said, on one line and not without end; nothing if it gave the codes only.
    fn shown_words(&self) -> Option<String> {
        let status = self.status().unwrap_or("\0");
        let words = self.text.split_whitespace().filter(|word| *word != status);
        let line = words.collect::<Vec<_>>().join(" ");
        match line.char_indices().nth(MOST_TOLD) {
            Some((end, _)) => Some(format!("{}…", line.get(..end).unwrap_or_default())),
            None => (!line.is_empty()).then_some(line),
        }
    }

    /// Code and status, as people look them up.
    fn printed_code(&self) -> String {
        match self.status() {
            Some(status) => format!("{} {status}", self.code),
            None => self.code.to_string(),
        }
    }
}

impl SmtpSubmission {
    /// What a server's refusal means for this configuration.
    pub fn diagnose(&self, answer: &ServerAnswer<'_>) -> Diagnosis {
        let text = answer.plain_text();
        let mut diagnosis = providers::diagnose(&self.host, answer, &text)
            .unwrap_or_else(|| general::diagnose(self, answer, &text));
        diagnosis.provider_code = Some(answer.printed_code());
        if let Some(words) = answer.shown_words() {
            diagnosis.why = format!("{} The server's words: “{words}”.", diagnosis.why);
        }
        diagnosis
    }

    /// The provider that runs the host, if it is a known one.
    pub fn provider(&self) -> Option<&'static str> {
        providers::name(&self.host)
    }
}
