//! What an answer is, before what it means: who answered, with which status, leading where.

use super::super::super::url::Url;
use super::super::HttpAnswer;
use super::super::facts::beginning;
use super::RequestFacts;

/// `https://h.example answers 500 (Internal Server Error) with a web page`, without a period.
pub(super) fn words(answer: &HttpAnswer, facts: &RequestFacts) -> String {
    let who = if answer.origin.is_empty() {
        facts.host.as_str()
    } else {
        &answer.origin
    };
    let status = answer.status;
    let mut words = match beginning(&answer.reason) {
        reason if reason.is_empty() => format!("{who} answers {status}"),
        reason => format!("{who} answers {status} ({reason})"),
    };
    if answer.is_web_page() {
        words.push_str(" with a web page");
    }
    if let Some(led) = led(answer, facts) {
        words.push_str(&led);
    }
    words
}

/// Where a redirect leads, if the answer is one.
fn led(answer: &HttpAnswer, facts: &RequestFacts) -> Option<String> {
    let location = answer.header("location").filter(|text| !text.is_empty())?;
    if !matches!(answer.status, 300..=399) {
        return None;
    }
    let from = Url::parse(&facts.url);
    let to = from.as_ref().and_then(|from| from.resolve(location));
    let is_itself =
        from.is_some() && from.map(|url| url.without_user()) == to.map(|url| url.without_user());
    let location = beginning(location);
    Some(if is_itself {
        format!(" and redirects to {location}, which is the same address again and again")
    } else {
        format!(" and redirects to {location}")
    })
}
