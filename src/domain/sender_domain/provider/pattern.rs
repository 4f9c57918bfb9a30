//! Names and values with variables and wildcards, as the table of providers writes them.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Serialize, Serializer};
use thiserror::Error;

use super::variable::Variable;
use crate::domain::sender_domain::dns::Name;

/// The values of variables; several where a provider has several keys.
pub type Values = BTreeMap<Variable, Vec<String>>;

/// Why a text is no pattern.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum PatternError {
    /// A brace without its partner.
    #[error("a brace is not closed")]
    OpenBrace,
    /// The name between braces is none of a variable.
    #[error("there is no variable {0}")]
    UnknownVariable(String),
}

/// A text in which parts may be variable.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Pattern {
    parts: Vec<Part>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    Literal(String),
    Variable(Variable, Option<String>),
    /// `*`: any part of a label, nothing too.
    Label,
    /// `**`: any text.
    Labels,
}

/// A variable whose value differs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// The variable.
    pub variable: Variable,
    /// The value that stands there.
    pub found: String,
    /// The value that should.
    pub expected: String,
}

impl Pattern {
    /// Reads `{…}` as variables, `*` and `**` as wildcards.
    pub fn parse(text: &str) -> Result<Self, PatternError> {
        let mut parts = Vec::new();
        let mut rest = text;
        while let Some(at) = rest.find(['{', '*']) {
            let (literal, special) = rest.split_at(at);
            if !literal.is_empty() {
                parts.push(Part::Literal(literal.to_owned()));
            }
            rest = if let Some(after) = special.strip_prefix("**") {
                parts.push(Part::Labels);
                after
            } else if let Some(after) = special.strip_prefix('*') {
                parts.push(Part::Label);
                after
            } else {
                let inner = special.get(1..).unwrap_or_default();
                let (name, after) = inner.split_once('}').ok_or(PatternError::OpenBrace)?;
                let variable = Variable::from_name(name)
                    .ok_or_else(|| PatternError::UnknownVariable(name.to_owned()))?;
                parts.push(Part::Variable(variable, None));
                after
            };
        }
        if !rest.is_empty() {
            parts.push(Part::Literal(rest.to_owned()));
        }
        Ok(Self { parts })
    }

    /// The pattern that only `text` fits, whatever characters it has.
    pub fn exactly(text: impl Into<String>) -> Self {
        Self {
            parts: vec![Part::Literal(text.into())],
        }
    }

    /// The same pattern with the values that are known; of a list the one at `index`.
    pub(in crate::domain::sender_domain) fn filled(&self, values: &Values, index: usize) -> Self {
        let fill = |part: &Part| match part {
            Part::Variable(variable, _) => {
                let all = values.get(variable).map(Vec::as_slice).unwrap_or_default();
                let value = all.get(if variable.is_list() { index } else { 0 });
                Part::Variable(*variable, value.cloned())
            }
            other => other.clone(),
        };
        Self {
            parts: self.parts.iter().map(fill).collect(),
        }
    }

    /// The variables in it, known and unknown.
    pub(super) fn variables(&self) -> impl Iterator<Item = Variable> {
        self.parts.iter().filter_map(|part| match part {
            Part::Variable(variable, _) => Some(*variable),
            _ => None,
        })
    }

    /// The variables without a value, each once.
    pub fn unknown(&self) -> Vec<Variable> {
        let mut unknown = Vec::new();
        for part in &self.parts {
            if let Part::Variable(variable, None) = part
                && !unknown.contains(variable)
            {
                unknown.push(*variable);
            }
        }
        unknown
    }

    /// The one text that fits; none while a variable is unknown or if there is a wildcard.
    pub fn exact(&self) -> Option<String> {
        self.parts
            .iter()
            .map(|part| match part {
                Part::Literal(text) | Part::Variable(_, Some(text)) => Some(text.as_str()),
                _ => None,
            })
            .collect()
    }

    /// The one name that fits.
    pub fn name(&self) -> Option<Name> {
        let name = Name::from_plain(&self.exact()?).ok()?;
        (!name.is_root()).then_some(name)
    }

    /// Whether there is a wildcard.
    pub(super) fn is_open(&self) -> bool {
        let is_wild = |part: &Part| matches!(part, Part::Label | Part::Labels);
        self.parts.iter().any(is_wild)
    }

    /// Whether `text` fits, without regard to the case of letters. What is unknown fits anything.
    pub fn matches(&self, text: &str) -> bool {
        self.fit(text, Strictness::Values).is_some()
    }

    /// The variables whose values differ, if `text` has the form of the pattern.
    pub fn differences(&self, text: &str) -> Option<Vec<Difference>> {
        let taken = self.fit(text, Strictness::Form)?;
        let mut differences = Vec::new();
        let variables = self.parts.iter().filter_map(|part| match part {
            Part::Variable(variable, value) => Some((*variable, value)),
            _ => None,
        });
        for ((variable, expected), found) in variables.zip(taken) {
            if let Some(expected) = expected
                && !expected.eq_ignore_ascii_case(&found)
            {
                differences.push(Difference {
                    variable,
                    found,
                    expected: expected.clone(),
                });
            }
        }
        Some(differences)
    }

    /// The values that `text` gives to the variables, if it has the form of the pattern.
    pub(super) fn captures(&self, text: &str) -> Option<Vec<(Variable, String)>> {
        let taken = self.fit(text, Strictness::Form)?;
        Some(self.variables().zip(taken).collect())
    }

    /// What each variable takes of `text`.
    fn fit(&self, text: &str, strictness: Strictness) -> Option<Vec<String>> {
        let mut taken = Vec::new();
        // Every wildcard tries all ends; names are short, longer texts have no wildcard to fit.
        let is_short = text.len() <= MOST_WILD_BYTES || self.exact().is_some();
        (is_short && fits(&self.parts, text, strictness, &mut taken)).then_some(taken)
    }
}

/// How long a text may be to be tried against wildcards.
const MOST_WILD_BYTES: usize = 512;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Strictness {
    /// Known variables have their values.
    Values,
    /// Variables may have any value.
    Form,
}

fn fits(parts: &[Part], text: &str, strictness: Strictness, taken: &mut Vec<String>) -> bool {
    let Some((first, rest)) = parts.split_first() else {
        return text.is_empty();
    };
    let literal = match first {
        Part::Literal(literal) => Some(literal),
        Part::Variable(_, Some(value)) if strictness == Strictness::Values => Some(value),
        _ => None,
    };
    if let Some(literal) = literal {
        let start = text.get(..literal.len());
        if !start.is_some_and(|start| start.eq_ignore_ascii_case(literal)) {
            return false;
        }
        if matches!(first, Part::Variable(..)) {
            taken.push(literal.clone());
        }
        let after = text.get(literal.len()..).unwrap_or_default();
        return fits(rest, after, strictness, taken);
    }
    let (least, has_labels) = match first {
        Part::Variable(variable, _) => (1, variable.has_labels()),
        Part::Labels => (1, true),
        Part::Literal(_) | Part::Label => (0, false),
    };
    let ends = text.char_indices().map(|(at, _)| at).chain([text.len()]);
    for end in ends.filter(|end| *end >= least) {
        let (here, after) = text.split_at(end);
        if !has_labels && here.contains('.') {
            return false;
        }
        let length = taken.len();
        if matches!(first, Part::Variable(..)) {
            taken.push(here.to_owned());
        }
        if fits(rest, after, strictness, taken) {
            return true;
        }
        taken.truncate(length);
    }
    false
}

/// What is unknown stands between angle brackets, a wildcard is an ellipsis.
impl fmt::Display for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for part in &self.parts {
            match part {
                Part::Literal(text) | Part::Variable(_, Some(text)) => f.write_str(text)?,
                Part::Variable(variable, None) => write!(f, "<{}>", variable.label())?,
                Part::Label | Part::Labels => f.write_str("…")?,
            }
        }
        Ok(())
    }
}

impl Serialize for Pattern {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled(text: &str, values: &[(Variable, &str)]) -> Pattern {
        let values = values
            .iter()
            .map(|(variable, value)| (*variable, vec![(*value).to_owned()]));
        Pattern::parse(text).unwrap().filled(&values.collect(), 0)
    }

    #[test]
    fn wildcards_stay_in_a_label_or_cross_dots() {
        for (pattern, text, expected) in [
            (
                "spfdm-*.aliyun.com",
                "spfdm-ap-southeast-1.ALIYUN.com",
                true,
            ),
            ("spfdm-*.aliyun.com", "spfdm-a.b.aliyun.com", false),
            ("s1.**.sendgrid.net", "s1.u1.wl2.sendgrid.net", true),
            ("s1.**.sendgrid.net", "s1.sendgrid.net", false),
            ("**.sendgrid.net", "sendgrid.net", false),
            ("*", "", true),
            ("a", "ab", false),
            ("a", "é", false),
        ] {
            assert_eq!(
                Pattern::parse(pattern).unwrap().matches(text),
                expected,
                "{pattern} {text}"
            );
        }
    }

    #[test]
    fn what_differs_is_told_by_variable() {
        let host = filled(
            "feedback-smtp.{region}.amazonses.com",
            &[(Variable::Region, "eu-west-1")],
        );
        assert!(host.matches("feedback-smtp.eu-west-1.amazonses.com"));
        assert!(!host.matches("feedback-smtp.us-east-1.amazonses.com"));
        let different = host
            .differences("feedback-smtp.us-east-1.amazonses.com")
            .unwrap();
        assert_eq!(different.len(), 1);
        assert_eq!(
            (
                different[0].variable,
                different[0].found.as_str(),
                different[0].expected.as_str()
            ),
            (Variable::Region, "us-east-1", "eu-west-1")
        );
        assert_eq!(host.differences("mx.example.com"), None);
    }

    #[test]
    fn unknown_variables_are_shown_and_leave_the_text_open() {
        let name = filled(
            "{dkim_selector}._domainkey.{domain}",
            &[(Variable::Domain, "example.com")],
        );
        assert_eq!(name.to_string(), "<DKIM selector>._domainkey.example.com");
        assert_eq!(name.unknown(), [Variable::DkimSelector]);
        assert_eq!((name.exact(), name.name()), (None, None));
    }

    #[test]
    fn broken_patterns_are_refused() {
        assert_eq!(Pattern::parse("{domain"), Err(PatternError::OpenBrace));
        let unknown = PatternError::UnknownVariable("x".to_owned());
        assert_eq!(Pattern::parse("a.{x}"), Err(unknown));
    }

    #[test]
    fn long_texts_take_no_time() {
        let long = "a.".repeat(40_000);
        assert!(!Pattern::parse("**.**.**.**.b").unwrap().matches(&long));
        assert!(Pattern::exactly(long.clone()).matches(&long));
    }
}
