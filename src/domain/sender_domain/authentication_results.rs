//! `Authentication-Results` (RFC 8601 section 2.2): what a receiver found out about SPF, DKIM and
//! DMARC of a message, as it wrote it into the header.

use self::scanner::{Scanner, Word};
use super::tag_list;
use crate::domain::finding::{Finding, Severity, Span};

mod scanner;
#[cfg(test)]
mod tests;

/// The result of one check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// `pass`.
    Pass,
    /// `fail`, also in its old form `hardfail`.
    Fail,
    /// `softfail`, of SPF.
    SoftFail,
    /// `neutral`.
    Neutral,
    /// `none`: there was nothing to check.
    None,
    /// `policy`: it passed, but not by the receiver's own rules.
    Policy,
    /// `temperror`.
    TempError,
    /// `permerror`.
    PermError,
    /// A word of its own.
    Other(String),
}

impl Verdict {
    fn of(word: &str) -> Self {
        match word.to_ascii_lowercase().as_str() {
            "pass" => Self::Pass,
            "fail" | "hardfail" => Self::Fail,
            "softfail" => Self::SoftFail,
            "neutral" => Self::Neutral,
            "none" => Self::None,
            "policy" => Self::Policy,
            "temperror" => Self::TempError,
            "permerror" => Self::PermError,
            _ => Self::Other(word.to_owned()),
        }
    }
}

/// `type.property=value`: what the check was about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Property {
    /// Where it comes from, such as `smtp` or `header`; empty if the writer left it out.
    pub source: String,
    /// The property, such as `mailfrom` or `d`.
    pub name: String,
    /// The value, quotation marks resolved.
    pub value: String,
    /// From the name to the end of the value.
    pub span: Span,
}

/// One check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MethodResult {
    /// What was checked, in small letters: `spf`, `dkim`, `dmarc` and others.
    pub method: String,
    /// The version of the method, if one is given.
    pub version: Option<String>,
    /// The result.
    pub verdict: Verdict,
    /// Where `method=result` stands.
    pub span: Span,
    /// `reason=`.
    pub reason: Option<String>,
    /// What the check was about.
    pub properties: Vec<Property>,
    /// Where comments stand, parentheses included.
    pub comments: Vec<Span>,
}

impl MethodResult {
    /// The value of a property, for example of `smtp` and `mailfrom`.
    pub fn property(&self, source: &str, name: &str) -> Option<&str> {
        let is_it = |it: &&Property| {
            it.source.eq_ignore_ascii_case(source) && it.name.eq_ignore_ascii_case(name)
        };
        self.properties
            .iter()
            .find(is_it)
            .map(|it| it.value.as_str())
    }
}

/// The value of the header field. Its spans lie in the value as it stands in the message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuthenticationResults {
    /// The text.
    pub text: String,
    /// Who checked; empty if the writer left it out.
    pub server: String,
    /// The version of the header, if one is given.
    pub version: Option<String>,
    /// The checks in order; empty for `none`.
    pub results: Vec<MethodResult>,
    /// Where the text leaves the grammar.
    pub findings: Vec<Finding>,
    words: Vec<Span>,
}

impl AuthenticationResults {
    /// Reads the value of the header field: all after the colon.
    pub fn parse(value: &str) -> Self {
        let mut parser = Parser {
            scanner: Scanner::new(value),
            header: Self {
                text: value.to_owned(),
                server: String::new(),
                version: None,
                results: Vec::new(),
                findings: Vec::new(),
                words: Vec::new(),
            },
        };
        parser.head();
        while parser.scanner.take(';') {
            parser.result();
        }
        parser.header
    }

    /// The results of a method, in order.
    pub fn of<'a>(&'a self, method: &'a str) -> impl Iterator<Item = &'a MethodResult> {
        let results = self.results.iter();
        results.filter(move |it| it.method.eq_ignore_ascii_case(method))
    }

    /// The value put together again from its words and what stands between them.
    pub fn print(&self) -> String {
        let mut printed = String::with_capacity(self.text.len());
        let mut done = 0;
        for word in &self.words {
            printed.push_str(tag_list::slice(&self.text, Span::new(done, word.start)));
            printed.push_str(tag_list::slice(&self.text, *word));
            done = word.end;
        }
        printed.push_str(tag_list::slice(
            &self.text,
            Span::new(done, self.text.len()),
        ));
        printed
    }
}

struct Parser<'a> {
    scanner: Scanner<'a>,
    header: AuthenticationResults,
}

impl Parser<'_> {
    /// The name of the server and the version, up to the first semicolon.
    fn head(&mut self) {
        self.scanner.skip_white();
        let start = self.scanner.clone();
        let Some(id) = self.scanner.value() else {
            self.flaw("The header does not say which server checked", start.rest());
            return;
        };
        self.scanner.skip_white();
        if id.text.contains('=') || self.scanner.peek() == Some('=') {
            // Some servers leave their name out and begin with the first result.
            self.flaw("The header does not say which server checked", id.span);
            self.scanner = start;
            self.result();
            return;
        }
        self.header.words.push(id.span);
        self.header.server = id.text;
        if let Some(version) = self.scanner.value() {
            let is_number = version.text.bytes().all(|byte| byte.is_ascii_digit());
            self.header.words.push(version.span);
            if is_number {
                self.header.version = Some(version.text);
            } else {
                self.flaw(
                    "A word stands between the server and the results",
                    version.span,
                );
            }
        }
        self.skip_to_end_of_part();
    }

    /// One result, up to the next semicolon.
    fn result(&mut self) {
        let mut comments = self.scanner.skip_white();
        let Some((method, value)) = self.pair(&mut comments) else {
            self.skip_to_end_of_part();
            return;
        };
        let Some(value) = value else {
            if !method.text.eq_ignore_ascii_case("none") {
                self.flaw("A result is not written as method=result", method.span);
            }
            self.skip_to_end_of_part();
            return;
        };
        let (name, version) = match method.text.split_once('/') {
            Some((name, version)) => (name, Some(version.to_owned())),
            None => (method.text.as_str(), None),
        };
        let mut result = MethodResult {
            method: name.to_ascii_lowercase(),
            version,
            verdict: Verdict::of(&value.text),
            span: Span::new(method.span.start, value.span.end),
            reason: None,
            properties: Vec::new(),
            comments: Vec::new(),
        };
        loop {
            comments.extend(self.scanner.skip_white());
            let Some((key, value)) = self.pair(&mut comments) else {
                break;
            };
            match value {
                None => self.flaw("A property has no value", key.span),
                Some(value) if key.text.eq_ignore_ascii_case("reason") => {
                    result.reason = Some(value.text);
                }
                Some(value) => result.properties.push(property(&key, value)),
            }
        }
        result.comments = comments;
        self.header.results.push(result);
        self.skip_to_end_of_part();
    }

    /// A word and, after an equals sign, its value. None at the end of the part.
    fn pair(&mut self, comments: &mut Vec<Span>) -> Option<(Word, Option<Word>)> {
        let key = self.scanner.key()?;
        self.header.words.push(key.span);
        comments.extend(self.scanner.skip_white());
        if !self.scanner.take('=') {
            return Some((key, None));
        }
        comments.extend(self.scanner.skip_white());
        let value = self.scanner.value().unwrap_or_else(|| Word {
            text: String::new(),
            span: Span::new(self.scanner.position(), self.scanner.position()),
        });
        self.header.words.push(value.span);
        Some((key, Some(value)))
    }

    fn skip_to_end_of_part(&mut self) {
        self.scanner.skip_white();
        let stray = self.scanner.skip_part();
        if stray.start != stray.end {
            self.flaw("This does not belong into the header", stray);
        }
    }

    fn flaw(&mut self, message: &str, span: Span) {
        let finding = Finding::new(Severity::Warning, "authres.syntax", message).at(span);
        self.header.findings.push(finding);
    }
}

fn property(key: &Word, value: Word) -> Property {
    let (source, name) = key.text.split_once('.').unwrap_or(("", &key.text));
    Property {
        source: source.to_ascii_lowercase(),
        name: name.to_ascii_lowercase(),
        span: Span::new(key.span.start, value.span.end),
        value: value.text,
    }
}
