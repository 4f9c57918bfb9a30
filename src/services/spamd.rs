//! A client of spamd, `SpamAssassin`'s server, over its own protocol. Off unless somebody sets it up.
//!
//! Protocol: `spamd/PROTOCOL` of `SpamAssassin` 4.0, `SPAMC/1.5`. The mail goes to a server on this
//! machine or one that the person names, and nowhere else.

use std::io;
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// The port of spamd.
pub const PORT: u16 = 783;
/// How long an answer may take; rules that ask the network take seconds.
const MOST_TIME: Duration = Duration::from_mins(1);
/// The longest answer that is read, in bytes.
const LONGEST: u64 = 1024 * 1024;

/// What is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Question {
    /// The score only.
    Check,
    /// The score and the rules with what they mean.
    Report,
}

/// What spamd says of a mail.
#[derive(Debug, Clone, PartialEq)]
pub struct SpamVerdict {
    /// Whether the score is at or over the threshold.
    pub is_spam: bool,
    /// The score.
    pub score: f64,
    /// The threshold.
    pub threshold: f64,
    /// The report; empty for [`Question::Check`].
    pub report: String,
}

/// Why there is no verdict.
#[derive(Debug, thiserror::Error)]
pub enum SpamdError {
    /// Nobody answers there, or the connection broke.
    #[error("spamd cannot be reached")]
    Io(#[from] io::Error),
    /// It took too long.
    #[error("spamd gave no answer within 60 seconds")]
    Timeout,
    /// It refused: a code of `sysexits.h` and a word.
    #[error("spamd refused: {0}")]
    Refused(String),
    /// It is something else.
    #[error("what answers there is not spamd: {0}")]
    NotSpamd(String),
}

/// Asks spamd at `address` (`localhost:783`) about a mail with all its headers.
///
/// # Errors
///
/// Where there is no answer, or none of spamd's.
pub async fn ask(
    address: &str,
    question: Question,
    mail: &[u8],
) -> Result<SpamVerdict, SpamdError> {
    let asking = async {
        let mut stream = TcpStream::connect(address).await?;
        exchange(&mut stream, question, mail).await
    };
    tokio::time::timeout(MOST_TIME, asking)
        .await
        .map_err(|_elapsed| SpamdError::Timeout)?
}

async fn exchange(
    stream: &mut (impl AsyncRead + AsyncWrite + Unpin),
    question: Question,
    mail: &[u8],
) -> Result<SpamVerdict, SpamdError> {
    let verb = match question {
        Question::Check => "CHECK",
        Question::Report => "REPORT",
    };
    let head = format!("{verb} SPAMC/1.5\r\nContent-length: {}\r\n\r\n", mail.len());
    stream.write_all(head.as_bytes()).await?;
    stream.write_all(mail).await?;
    stream.flush().await?;
    // It closes the connection after its answer.
    let mut answer = Vec::new();
    stream.take(LONGEST).read_to_end(&mut answer).await?;
    read(&String::from_utf8_lossy(&answer), question)
}

/// Reads an answer: `SPAMD/1.1 0 EX_OK`, headers, an empty line, the report.
fn read(answer: &str, question: Question) -> Result<SpamVerdict, SpamdError> {
    let (head, body) = answer.split_once("\r\n\r\n").unwrap_or((answer, ""));
    let mut lines = head.lines();
    let status = lines.next().unwrap_or_default();
    let short = || status.chars().take(80).collect::<String>();
    let Some(rest) = status.strip_prefix("SPAMD/") else {
        return Err(SpamdError::NotSpamd(short()));
    };
    let mut words = rest.split_ascii_whitespace().skip(1);
    if words.next() != Some("0") {
        return Err(SpamdError::Refused(short()));
    }
    let spam = lines.find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("spam").then_some(value)
    });
    let (is_spam, score, threshold) = spam
        .and_then(verdict)
        .ok_or_else(|| SpamdError::NotSpamd(short()))?;
    Ok(SpamVerdict {
        is_spam,
        score,
        threshold,
        report: match question {
            Question::Check => String::new(),
            Question::Report => body.to_owned(),
        },
    })
}

/// `True ; 15.3 / 5.0`
fn verdict(value: &str) -> Option<(bool, f64, f64)> {
    let (word, numbers) = value.split_once(';')?;
    let (score, threshold) = numbers.split_once('/')?;
    let word = word.trim();
    let is_spam = word.eq_ignore_ascii_case("true") || word.eq_ignore_ascii_case("yes");
    Some((
        is_spam,
        score.trim().parse().ok()?,
        threshold.trim().parse().ok()?,
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What spamd 4.0 answers to these, and what it was asked.
    async fn against(
        answer: &str,
        question: Question,
    ) -> (String, Result<SpamVerdict, SpamdError>) {
        let (mut client, mut server) = tokio::io::duplex(1024);
        let answer = answer.to_owned();
        let serving = async move {
            let mut asked = Vec::new();
            while !asked.ends_with(b"\r\n\r\nhello") {
                let mut part = [0; 64];
                let count = server.read(&mut part).await.unwrap();
                asked.extend_from_slice(&part[..count]);
            }
            server.write_all(answer.as_bytes()).await.unwrap();
            String::from_utf8(asked).unwrap()
        };
        tokio::join!(serving, exchange(&mut client, question, b"hello"))
    }

    #[tokio::test]
    async fn a_score_is_asked_for_and_read() {
        let answer = "SPAMD/1.1 0 EX_OK\r\nSpam: True ; 15.3 / 5.0\r\n\r\n";
        let (asked, verdict) = against(answer, Question::Check).await;
        assert_eq!(asked, "CHECK SPAMC/1.5\r\nContent-length: 5\r\n\r\nhello");
        let expected = SpamVerdict {
            is_spam: true,
            score: 15.3,
            threshold: 5.0,
            report: String::new(),
        };
        assert_eq!(verdict.unwrap(), expected);
    }

    #[tokio::test]
    async fn a_report_comes_with_its_score() {
        let answer =
            "SPAMD/1.1 0 EX_OK\r\nContent-length: 9\r\nSpam: False ; -0.1 / 5.0\r\n\r\nAll well.";
        let (asked, verdict) = against(answer, Question::Report).await;
        assert!(asked.starts_with("REPORT SPAMC/1.5\r\n"), "{asked}");
        let verdict = verdict.unwrap();
        assert!(!verdict.is_spam);
        assert_eq!(verdict.report, "All well.");
    }

    #[tokio::test]
    async fn refusals_and_strangers_are_told_apart() {
        let refused = against("SPAMD/1.0 76 Bad header line\r\n", Question::Check)
            .await
            .1;
        assert!(
            matches!(refused, Err(SpamdError::Refused(_))),
            "{refused:?}"
        );
        let stranger = against("HTTP/1.1 400 Bad Request\r\n\r\n", Question::Check)
            .await
            .1;
        assert!(
            matches!(stranger, Err(SpamdError::NotSpamd(_))),
            "{stranger:?}"
        );
        let silent = against("", Question::Check).await.1;
        assert!(matches!(silent, Err(SpamdError::NotSpamd(_))), "{silent:?}");
    }

    #[tokio::test]
    async fn nobody_there_is_told() {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap().to_string();
        drop(listener);
        let asked = ask(&address, Question::Check, b"x").await;
        assert!(matches!(asked, Err(SpamdError::Io(_))), "{asked:?}");
    }
}
