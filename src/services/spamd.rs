//! A client of spamd, `SpamAssassin`'s server, over its own protocol. Off unless somebody sets it up.
//!
//! Protocol: `spamd/PROTOCOL` of `SpamAssassin` 4.0, `SPAMC/1.5`. The mail goes to a server on this
//! machine or one that the person names, and nowhere else.

use std::io;
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::domain::checks::spam::{SpamVerdict, rules};

/// How long an answer may take; rules that ask the network take seconds.
const MOST_TIME: Duration = Duration::from_mins(1);
/// The longest answer that is read, in bytes.
const LONGEST: u64 = 1024 * 1024;

/// Why there is no verdict.
#[derive(Debug, thiserror::Error)]
pub enum SpamdError {
    /// Nobody answers there, or the connection broke.
    #[error("nobody answers there")]
    Io(#[from] io::Error),
    /// It took too long.
    #[error("spamd gave no answer within 60 seconds")]
    Timeout,
    /// It refused: a code of `sysexits.h` and a word.
    #[error("spamd refused: {0}")]
    Refused(String),
    /// It is something else.
    #[error("what answers there is not spamd{}", said(.0))]
    NotSpamd(String),
}

fn said(words: &str) -> String {
    if words.is_empty() {
        String::new()
    } else {
        format!(": {words}")
    }
}

/// Asks spamd at `address` (`localhost:783`) for its report on a mail with all its headers.
///
/// # Errors
///
/// Where there is no answer, or none of spamd's.
pub async fn ask(address: &str, mail: &[u8]) -> Result<SpamVerdict, SpamdError> {
    let asking = async {
        let mut stream = TcpStream::connect(address).await?;
        exchange(&mut stream, mail).await
    };
    tokio::time::timeout(MOST_TIME, asking)
        .await
        .map_err(|_elapsed| SpamdError::Timeout)?
}

async fn exchange(
    stream: &mut (impl AsyncRead + AsyncWrite + Unpin),
    mail: &[u8],
) -> Result<SpamVerdict, SpamdError> {
    let head = format!("REPORT SPAMC/1.5\r\nContent-length: {}\r\n\r\n", mail.len());
    stream.write_all(head.as_bytes()).await?;
    stream.write_all(mail).await?;
    stream.flush().await?;
    // It closes the connection after its answer.
    let mut answer = Vec::new();
    stream.take(LONGEST).read_to_end(&mut answer).await?;
    read(&String::from_utf8_lossy(&answer))
}

/// Reads an answer: `SPAMD/1.1 0 EX_OK`, headers, an empty line, the report.
fn read(answer: &str) -> Result<SpamVerdict, SpamdError> {
    let (head, report) = answer.split_once("\r\n\r\n").unwrap_or((answer, ""));
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
        rules: rules(report),
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
    use crate::domain::checks::spam::SpamRule;

    /// What comes of an answer, and what was asked.
    async fn against(answer: &str) -> (String, Result<SpamVerdict, SpamdError>) {
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
        tokio::join!(serving, exchange(&mut client, b"hello"))
    }

    #[tokio::test]
    async fn a_score_comes_with_its_rules() {
        let answer = "SPAMD/1.1 0 EX_OK\r\nContent-length: 200\r\nSpam: True ; 15.3 / 5.0\r\n\r\n\
            ---- ------ -----\n15.3 GTUBE  BODY: Generic Test\n";
        let (asked, verdict) = against(answer).await;
        assert_eq!(asked, "REPORT SPAMC/1.5\r\nContent-length: 5\r\n\r\nhello");
        let rule = SpamRule {
            points: 15.3,
            name: "GTUBE".to_owned(),
            description: "BODY: Generic Test".to_owned(),
        };
        let expected = SpamVerdict {
            is_spam: true,
            score: 15.3,
            threshold: 5.0,
            rules: vec![rule],
        };
        assert_eq!(verdict.unwrap(), expected);
    }

    #[tokio::test]
    async fn a_mail_may_have_points_below_zero() {
        let answer = "SPAMD/1.1 0 EX_OK\r\nSpam: False ; -0.1 / 5.0\r\n\r\nAll well.";
        let verdict = against(answer).await.1.unwrap();
        assert_eq!((verdict.is_spam, verdict.score), (false, -0.1));
    }

    #[tokio::test]
    async fn refusals_and_strangers_are_told_apart() {
        let refused = against("SPAMD/1.0 76 Bad header line\r\n").await.1;
        assert!(
            matches!(refused, Err(SpamdError::Refused(_))),
            "{refused:?}"
        );
        let stranger = against("HTTP/1.1 400 Bad Request\r\n\r\n").await.1;
        assert!(
            matches!(stranger, Err(SpamdError::NotSpamd(_))),
            "{stranger:?}"
        );
        let silent = against("").await.1.unwrap_err();
        assert_eq!(silent.to_string(), "what answers there is not spamd");
    }

    #[tokio::test]
    async fn nobody_there_is_told() {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap().to_string();
        drop(listener);
        let asked = ask(&address, b"x").await;
        assert!(matches!(asked, Err(SpamdError::Io(_))), "{asked:?}");
    }
}
