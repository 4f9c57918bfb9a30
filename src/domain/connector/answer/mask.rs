//! Hides the secrets of a request in whatever the other side repeats of it.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE, URL_SAFE_NO_PAD};
use serde_json::Value;

use super::super::js::push_percent;
use super::super::{Diagnosis, HttpRequest, LogtoError, Secret};
use super::{Accepted, HttpAnswer, NetworkTrouble};
use crate::domain::finding::Finding;

/// Puts [`Secret::MASK`] in place of the secrets of a request, in all the forms in which an answer may
/// hold them: as they are, escaped for JSON, URLs, forms and HTML, and in Base64.
#[derive(Clone, Default)]
pub struct Masker {
    /// Longest first, so that none is masked in part by another.
    needles: Vec<String>,
}

/// The parts of a header's value that are a secret of their own are not looked for if shorter.
const SHORTEST_PART: usize = 4;
/// The marks that providers put before their keys (`SG.`, `api-`, `key-`) are no longer.
const LONGEST_MARK: usize = 4;

impl Masker {
    /// Hides the secrets of a request.
    pub fn of(request: &HttpRequest) -> Self {
        Self::new(request.secrets.iter().map(Secret::expose))
    }

    /// Hides these texts; empty ones are left out.
    pub fn new<'a>(secrets: impl IntoIterator<Item = &'a str>) -> Self {
        let mut needles = Vec::new();
        for secret in secrets {
            for part in parts(secret) {
                needles.extend(forms(&part));
            }
        }
        needles.retain(|needle| !needle.is_empty());
        needles.sort_by(|one, other| other.len().cmp(&one.len()).then_with(|| one.cmp(other)));
        needles.dedup();
        Self { needles }
    }

    /// A text without the secrets.
    pub fn text(&self, text: &str) -> String {
        self.needles.iter().fold(text.to_owned(), |text, needle| {
            if text.contains(needle.as_str()) {
                text.replace(needle.as_str(), Secret::MASK)
            } else {
                text
            }
        })
    }

    /// A value without the secrets, in keys as well.
    pub fn json(&self, value: &Value) -> Value {
        match value {
            Value::String(text) => Value::String(self.text(text)),
            Value::Array(items) => items.iter().map(|item| self.json(item)).collect(),
            Value::Object(map) => map
                .iter()
                .map(|(key, item)| (self.text(key), self.json(item)))
                .collect(),
            other => other.clone(),
        }
    }

    /// An answer without the secrets.
    pub fn answer(&self, answer: &HttpAnswer) -> HttpAnswer {
        let mut body = self.text(&answer.text());
        if answer.is_cut {
            self.drop_begun(&mut body);
        }
        HttpAnswer {
            status: answer.status,
            reason: self.text(&answer.reason),
            headers: answer
                .headers
                .iter()
                .map(|(name, value)| (self.text(name), self.text(value)))
                .collect(),
            body: body.into_bytes(),
            is_cut: answer.is_cut,
            origin: self.text(&answer.origin),
        }
    }

    /// Why there is no answer, without the secrets.
    pub fn trouble(&self, trouble: &NetworkTrouble) -> NetworkTrouble {
        NetworkTrouble {
            kind: trouble.kind,
            code: self.text(&trouble.code),
            message: self.text(&trouble.message),
        }
    }

    /// What Logto would answer, without the secrets.
    pub fn error(&self, error: &LogtoError) -> LogtoError {
        LogtoError {
            code: error.code,
            status: error.status,
            data: self.json(&error.data),
        }
    }

    /// What was said of a mail, without the secrets.
    pub fn accepted(&self, accepted: Accepted) -> Accepted {
        let mut accepted = accepted;
        for fact in &mut accepted.facts {
            fact.value = self.text(&fact.value);
        }
        accepted.findings = self.findings(accepted.findings);
        accepted
    }

    /// Findings without the secrets.
    pub fn findings(&self, findings: Vec<Finding>) -> Vec<Finding> {
        let mut findings = findings;
        for finding in &mut findings {
            finding.message = self.text(&finding.message);
            finding.hint = finding.hint.as_ref().map(|hint| self.text(hint));
        }
        findings
    }

    /// A diagnosis without the secrets.
    pub fn diagnosis(&self, diagnosis: &Diagnosis) -> Diagnosis {
        Diagnosis {
            title: self.text(&diagnosis.title),
            why: self.text(&diagnosis.why),
            fix: diagnosis.fix.iter().map(|fix| self.text(fix)).collect(),
            provider_code: diagnosis.provider_code.as_ref().map(|code| self.text(code)),
            link: diagnosis.link,
        }
    }

    /// Takes away the beginning of a secret at the end of a text that was cut there.
    fn drop_begun(&self, text: &mut String) {
        let begun = self.needles.iter().filter_map(|needle| {
            let ends = needle.char_indices().map(|(end, _)| end).skip(1);
            let fitting =
                ends.filter(|end| needle.get(..*end).is_some_and(|part| text.ends_with(part)));
            fitting.max()
        });
        let longest = begun.max().unwrap_or_default();
        text.truncate(text.len().saturating_sub(longest));
    }
}

/// The secret itself; of a header's value such as `Bearer x` or `Basic eDp5` what follows the scheme,
/// and what that says; of a key such as `SG.x` or `api-x` what follows its mark.
fn parts(secret: &str) -> Vec<String> {
    let mut parts = vec![secret.to_owned(), secret.trim().to_owned()];
    let credentials = secret
        .trim()
        .split_once(' ')
        .map_or(secret, |(_, rest)| rest)
        .trim();
    if credentials.len() >= SHORTEST_PART {
        parts.push(credentials.to_owned());
    }
    let marked = credentials.split_once(['.', '-']);
    if let Some((mark, key)) = marked
        && mark.len() <= LONGEST_MARK
        && key.len() >= 2 * SHORTEST_PART
    {
        parts.push(key.to_owned());
    }
    let decoded = STANDARD
        .decode(credentials)
        .ok()
        .and_then(|bytes| String::from_utf8(bytes).ok());
    if let Some((_, password)) = decoded.as_deref().and_then(|login| login.split_once(':'))
        && password.len() >= SHORTEST_PART
    {
        parts.push(password.to_owned());
    }
    parts
}

/// How a text looks where it is quoted.
fn forms(text: &str) -> Vec<String> {
    let in_json = Value::from(text).to_string();
    let in_json = in_json
        .get(1..in_json.len().saturating_sub(1))
        .unwrap_or_default();
    let escaped = |keeps: &str| {
        let mut out = String::new();
        for byte in text.bytes() {
            if byte.is_ascii_alphanumeric() || keeps.as_bytes().contains(&byte) {
                out.push(char::from(byte));
            } else {
                push_percent(&mut out, byte);
            }
        }
        out
    };
    let in_url = escaped("-_.~");
    let in_form = escaped("-_.* ").replace(' ', "+");
    let in_html = text
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;");
    let mut forms = vec![
        text.to_owned(),
        in_json.to_owned(),
        in_json.replace('/', "\\/"),
        in_url.to_ascii_lowercase(),
        in_url,
        in_form,
        in_html.replace('\'', "&#39;"),
        in_html,
    ];
    if text.len() >= SHORTEST_PART {
        forms.extend(
            [&STANDARD, &STANDARD_NO_PAD, &URL_SAFE, &URL_SAFE_NO_PAD]
                .map(|engine| engine.encode(text)),
        );
    }
    forms
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    const SECRET: &str = "Bearer s3cr/et+\"ü\"&key";

    #[test]
    fn a_secret_is_found_in_every_form_an_answer_may_give_it() {
        let masker = Masker::new([SECRET, ""]);
        for form in forms(SECRET).into_iter().chain(forms("s3cr/et+\"ü\"&key")) {
            let masked = masker.text(&format!("got {form}."));
            assert_eq!(masked, format!("got {}.", Secret::MASK), "{form}");
        }
        assert_eq!(masker.text("nothing here"), "nothing here");
    }

    #[test]
    fn the_password_of_a_basic_login_is_hidden_too() {
        let basic = format!("Basic {}", STANDARD.encode("me:hunter2"));
        let masker = Masker::new([basic.as_str()]);
        assert_eq!(
            masker.text("wrong password hunter2 of me"),
            "wrong password •••••• of me"
        );
    }

    #[test]
    fn a_key_is_hidden_without_its_mark_too() {
        let masker = Masker::new(["SG.abcdefgh.ijklmnop", "key-0123456789"]);
        let masked = masker.text("abcdefgh.ijklmnop or 0123456789, SG.");
        assert_eq!(masked, "•••••• or ••••••, SG.");
    }

    #[test]
    fn keys_and_values_at_any_depth_are_masked() {
        let masker = Masker::new(["k-12345"]);
        let masked = masker.json(&json!({ "k-12345": [{ "a": "is k-12345" }, 1, null] }));
        assert_eq!(masked, json!({ "••••••": [{ "a": "is ••••••" }, 1, null] }));
    }

    #[test]
    fn a_body_cut_in_the_middle_of_a_secret_does_not_show_its_beginning() {
        let answer = HttpAnswer {
            status: 400,
            reason: String::new(),
            headers: vec![("x".to_owned(), "abcdefgh".to_owned())],
            body: b"your key is abcdefg".to_vec(),
            is_cut: true,
            origin: String::new(),
        };
        let masked = Masker::new(["abcdefgh"]).answer(&answer);
        assert_eq!(masked.text(), "your key is ");
        assert_eq!(masked.headers[0].1, Secret::MASK);
    }

    proptest! {
        #[test]
        fn no_text_is_left_with_a_secret(secret in "[a-z0-9:/+= ü\"<&]{5,30}", before in ".{0,20}", after in ".{0,20}") {
            let masker = Masker::new([secret.as_str()]);
            let masked = masker.text(&format!("{before}{secret}{after}"));
            prop_assert!(!masked.contains(&secret), "{}", masked);
        }
    }
}
