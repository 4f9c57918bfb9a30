//! What to tell where something else stands than should.

use core::cmp::Reverse;

use super::super::expected::{Expected, Match};
use super::super::pattern::{Difference, Pattern};
use super::super::rules::Role;
use super::super::variable::Variable;
use super::Slip;
use super::wording::{Says, replaced};
use crate::domain::finding::{Fix, Span};
use crate::domain::sender_domain::dns::{Name, RecordType};
use crate::domain::sender_domain::spf::{Mechanism, Record};
use crate::domain::sender_domain::{DomainFinding, RecordChange};

impl Says<'_> {
    /// The finding on a record that differs.
    pub(super) fn different(
        &self,
        name: &Name,
        found: &[String],
        slip: Option<Slip>,
        differences: &[Difference],
    ) -> DomainFinding {
        let record_type = self.expected.record_type;
        if let (Match::SpfInclude(includes), None, [record]) = (&self.expected.matches, slip, found)
        {
            return self.include_needed(name, record, includes, differences);
        }
        let shown = found.join(", ");
        let (message, hint) = match slip {
            Some(slip) => self.slipped(name, &shown, slip),
            None => self.mismatch(name, &shown, differences),
        };
        let finding = self.found("provider.mismatch", message).hint(hint);
        // Other texts at the name may be there for someone else, so only what went wrong is replaced.
        let old: Vec<(RecordType, String)> = match slip {
            Some(Slip::TextForAlias | Slip::KeyForAlias) => found
                .iter()
                .map(|it| (RecordType::Txt, it.clone()))
                .collect(),
            Some(Slip::TwoSpfRecords) => Vec::new(),
            _ => found.iter().map(|it| (record_type, it.clone())).collect(),
        };
        let changes = match slip {
            Some(Slip::TwoSpfRecords) => Vec::new(),
            Some(Slip::BrokenSpfRecord) => spelled(name, found).into_iter().collect(),
            // Mail that arrives elsewhere must not be lost for the sake of a provider.
            None if self.expected.role == Role::Receiving => Vec::new(),
            _ => self.changes(name, old),
        };
        self.about(finding, name, changes, "Publish the right value")
    }

    fn mismatch(&self, name: &Name, shown: &str, differences: &[Difference]) -> (String, String) {
        let Expected {
            provider, matches, ..
        } = self.expected;
        let hint = match (self.expected.data(), matches) {
            (Some(_), Match::Hosts { .. }) if self.expected.role == Role::Receiving => format!(
                "{}. If {name} takes mail already, send from a subdomain and leave its mail hosts as they are",
                self.expected.why
            ),
            (Some(data), _) => format!("{}. Publish: {data}", self.expected.why),
            (None, Match::Alias(values)) => {
                let values: Vec<String> = values.iter().map(Pattern::to_string).collect();
                format!(
                    "It should lead to {}. {}",
                    values.join(" or "),
                    self.where_to_find()
                )
            }
            _ => self.where_to_find(),
        };
        let Some(Difference {
            variable,
            found,
            expected,
        }) = differences.first()
        else {
            let message = format!("{name} has {shown}, which is not what {provider} asks for");
            return (message, hint);
        };
        let message = match variable.label() {
            "region" => format!(
                "{name} has {shown}, which is for another region of {provider} ({found}) than the one in use ({expected})"
            ),
            "account" => format!(
                "{name} has {shown}, which belongs to another account of {provider} ({found}) than yours ({expected})"
            ),
            label => format!("{name} has {shown}: its {label} is {found} and should be {expected}"),
        };
        let hint = if matches!(variable, Variable::DkimZone) {
            format!(
                "{hint}. If this domain copies its keys from a parent region, paste the records that the console shows"
            )
        } else {
            hint
        };
        (message, hint)
    }

    fn slipped(&self, name: &Name, shown: &str, slip: Slip) -> (String, String) {
        let provider = &self.expected.provider;
        let publish = match self.expected.data() {
            Some(data) => format!("Publish: {data}"),
            None => self.where_to_find(),
        };
        match slip {
            Slip::ZoneAppended => (
                format!("{name} leads to {shown}: the zone's own name was added to the value"),
                format!(
                    "Put a dot at the end of the value, or use the form for names outside of the zone. {publish}"
                ),
            ),
            Slip::Quotes => (
                format!("Quotation marks or backslashes became part of the value of {name}"),
                format!("Enter the value without them. {publish}"),
            ),
            Slip::Blanks => (
                format!("Blanks became part of the value of {name}"),
                format!("Enter the value without them. {publish}"),
            ),
            Slip::LetterCase => (
                format!(
                    "The value of {name} has capitals and small letters mixed up, and they count here"
                ),
                format!("Copy the value again. {publish}"),
            ),
            Slip::TextForAlias => (
                format!("{name} has a TXT record where {provider} needs a CNAME record"),
                format!("Delete the text and publish an alias. {publish}"),
            ),
            Slip::KeyForAlias => (
                format!(
                    "{name} has a key of its own where {provider} needs an alias, so mail fails when the key changes"
                ),
                format!("Delete the text and publish a CNAME record. {publish}"),
            ),
            Slip::TwoSpfRecords => (
                format!("{name} has more than one SPF record, so none of them counts"),
                "Put everything into one record".to_owned(),
            ),
            Slip::BrokenSpfRecord => {
                let record = Record::parse(shown);
                let first = record.problems.first();
                let problem = first.map(|it| it.kind.message(slice(shown, it.span)));
                (
                    format!(
                        "The SPF record of {name} is broken, so mail of {provider} fails it: {}",
                        problem.unwrap_or_default()
                    ),
                    "Correct the record; receivers answer any mistake in it with an error"
                        .to_owned(),
                )
            }
            Slip::Revoked => (
                format!("The key at {name} is withdrawn: its “p=” is empty"),
                publish,
            ),
        }
    }

    fn include_needed(
        &self,
        name: &Name,
        record: &str,
        includes: &[Pattern],
        differences: &[Difference],
    ) -> DomainFinding {
        let provider = &self.expected.provider;
        let exact = includes.iter().find_map(Pattern::exact);
        let wanted = exact
            .clone()
            .or_else(|| includes.first().map(Pattern::to_string));
        let wanted = wanted.unwrap_or_default();
        let message = match differences.first() {
            Some(other) => format!(
                "The SPF record of {name} is for another region of {provider} ({} instead of {})",
                other.found, other.expected
            ),
            None => format!(
                "The SPF record of {name} does not include {wanted}, so mail of {provider} fails it"
            ),
        };
        let hint = format!(
            "{}. Add include:{wanted}; if the record lists the addresses themselves, see to it that they stay right",
            self.expected.why
        );
        let found = self
            .found("provider.spf-include-needed", message)
            .hint(hint);
        let Some(exact) = exact else {
            return self.about(found, name, Vec::new(), "");
        };
        let change = replaced(name, record, with_include(record, &exact));
        self.about(found, name, vec![change], "Add the include")
    }
}

fn slice(text: &str, span: Span) -> &str {
    text.get(span.range()).unwrap_or_default()
}

/// The change to the record as it was probably meant; none if that is not clear.
fn spelled(name: &Name, found: &[String]) -> Option<RecordChange> {
    let [text] = found else {
        return None;
    };
    let problems = Record::parse(text).problems;
    let mut fixes: Vec<Fix> = problems
        .into_iter()
        .map(|it| it.fix)
        .collect::<Option<_>>()?;
    // From the end, so that no place moves before it is used.
    fixes.sort_by_key(|fix| Reverse(fix.span.start));
    let mut meant = text.clone();
    for fix in fixes {
        meant.get(fix.span.range())?;
        meant.replace_range(fix.span.range(), &fix.replacement);
    }
    let is_sound = Record::parse(&meant).problems.is_empty();
    is_sound.then(|| replaced(name, text, meant))
}

/// The record with an include before its `all` or `redirect`, else at its end.
fn with_include(text: &str, include: &str) -> String {
    let record = Record::parse(text);
    let words = record.terms.iter().map(ToString::to_string);
    let mut words: Vec<String> = words.collect();
    let is_last = |word: &String| {
        let word = word
            .trim_start_matches(['+', '-', '~', '?'])
            .to_ascii_lowercase();
        word == "all" || word.starts_with("redirect=")
    };
    let at = words.iter().position(is_last).unwrap_or(words.len());
    words.insert(at, format!("include:{include}"));
    words.insert(0, "v=spf1".to_owned());
    words.join(" ")
}

/// The include among `includes` that a record has, and the record without it.
pub(super) fn without_include(text: &str, includes: &[Pattern]) -> Option<(String, String)> {
    let record = Record::parse(text);
    let (term, target) = record.directives().find_map(|(term, directive)| {
        let Mechanism::Include(target) = &directive.mechanism else {
            return None;
        };
        let target = target.to_string();
        let is_it = includes
            .iter()
            .any(|include| include.matches(target.trim_end_matches('.')));
        is_it.then_some((term, target))
    })?;
    let others = record.terms.iter().filter(|other| other.span != term.span);
    let words = std::iter::once("v=spf1".to_owned()).chain(others.map(ToString::to_string));
    Some((target, words.collect::<Vec<_>>().join(" ")))
}
