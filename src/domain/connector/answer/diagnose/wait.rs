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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_asks_to_be_tried_again_later_is_quoted() {
        let told = |status, value: &str| {
            words(&HttpAnswer {
                status,
                headers: vec![("retry-after".to_owned(), value.to_owned())],
                reason: String::new(),
                body: Vec::new(),
                is_cut: false,
                origin: String::new(),
            })
        };
        let is_told = |status, value, part: &str| {
            let told = told(status, value).unwrap();
            assert!(told.contains(part), "{told}");
        };
        is_told(429, "17", "in 17 seconds");
        is_told(503, "1", "in 1 second");
        is_told(503, "99999999999999999999", "more than a day");
        let date = "Sat, 21 Nov 2026 10:00:00 GMT";
        is_told(503, date, date);
        assert_eq!((told(429, ""), told(200, "17")), (None, None));
    }
}
