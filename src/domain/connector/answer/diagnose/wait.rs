//! When the other side wants to be asked again (RFC 9110, 10.2.3).

use super::super::HttpAnswer;
use super::super::facts::beginning;

/// A day; who asks for more is not waited for.
const MOST_SECONDS: u64 = 24 * 60 * 60;

/// A sentence without a period, if the answer is a refusal that says when to come back.
pub(super) fn words(answer: &HttpAnswer) -> Option<String> {
    if answer.status < 300 {
        return None;
    }
    let value = answer.header("retry-after")?.trim();
    if value.is_empty() {
        return None;
    }
    if !value.bytes().all(|byte| byte.is_ascii_digit()) {
        let date = beginning(value);
        return Some(format!("It asks to be tried again after {date}"));
    }
    let words = match value.parse() {
        Ok(0) => "It can be tried again at once".to_owned(),
        Ok(1) => "It asks to be tried again in 1 second".to_owned(),
        Ok(seconds @ 2..=MOST_SECONDS) => {
            format!("It asks to be tried again in {seconds} seconds")
        }
        // Longer than a day, or than any number.
        _ => "It asks to be tried again in more than a day".to_owned(),
    };
    Some(words)
}
