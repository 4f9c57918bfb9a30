//! The support of clients among the checks of a mail.

use std::borrow::Cow;
use std::sync::LazyLock;

use super::audience::Audience;
use super::data::ClientData;
use super::report::{Entry, Loss, Report};
use crate::domain::checks::{
    Audience as Wished, CheckInput, Example, Group, MoreChecks, Page, Rule,
};
use crate::domain::finding::{Finding, Severity};
use crate::domain::logto::{Field, FieldFinding};

/// All checks that join in with those of [`checks`](crate::domain::checks).
pub const MORE: &[&dyn MoreChecks] = &[&ClientSupport];

/// Tells of what the clients of the readers do not show: one finding for each feature, at the first
/// place where it is used.
#[derive(Debug, Clone, Copy)]
pub struct ClientSupport;

const SOURCE: &str = "caniemail.com, by its tests; each finding names the day of the last one";

const RULES: &[Rule] = &[
    Rule {
        id: "client-content",
        title: "Something that some readers do not see",
        why: "Their mail client drops what carries or hides content, so they miss something or see what should be hidden. Say it in another way too.",
        bad: Example::Content(
            "<html lang=\"en\"><body><p>{{code}}</p><svg width=\"9\" height=\"9\"><circle r=\"4\"/></svg></body></html>",
        ),
        good: Example::Content("<html lang=\"en\"><body><p>{{code}}</p></body></html>"),
        source: SOURCE,
        group: Group::Clients,
        severity: Severity::Error,
    },
    Rule {
        id: "client-layout",
        title: "A layout that some readers do not get",
        why: "Their mail client drops what places or sizes the parts. Tables, widths and padding of cells work nearly everywhere.",
        bad: Example::Content(
            "<html lang=\"en\"><body><p style=\"display:grid\">{{code}}</p></body></html>",
        ),
        good: Example::Content("<html lang=\"en\"><body><p>{{code}}</p></body></html>"),
        source: SOURCE,
        group: Group::Clients,
        severity: Severity::Warning,
    },
    Rule {
        id: "client-looks",
        title: "Looks that some readers do not get",
        why: "The mail looks different in their client. That is fine as long as it can be read without them.",
        bad: Example::Content(
            "<html lang=\"en\"><body><p style=\"box-shadow:0 0 2px #000\">{{code}}</p></body></html>",
        ),
        good: Example::Content("<html lang=\"en\"><body><p>{{code}}</p></body></html>"),
        source: SOURCE,
        group: Group::Clients,
        severity: Severity::Info,
    },
    Rule {
        id: "client-extra",
        title: "An extra that some readers do without",
        why: "Their mail client ignores it, and nobody misses it who does not know of it. Nothing needs to be done.",
        bad: Example::Content(
            "<html lang=\"en\"><body><p style=\"transition:all 1s\">{{code}}</p></body></html>",
        ),
        good: Example::Content("<html lang=\"en\"><body><p>{{code}}</p></body></html>"),
        source: SOURCE,
        group: Group::Clients,
        severity: Severity::Info,
    },
];

/// The mix for those who have not said who reads their mails, read once.
static USUAL: LazyLock<Audience> = LazyLock::new(|| Audience::usual(ClientData::bundled()));

impl MoreChecks for ClientSupport {
    fn rules(&self) -> &[Rule] {
        RULES
    }

    fn check(&self, page: &Page, input: &CheckInput<'_>) -> Vec<FieldFinding> {
        if !page.is_html {
            return Vec::new();
        }
        let data = ClientData::bundled();
        let audience = audience(input.audience, data);
        let report = Report::of(&page.document, data, &audience);
        report.entries.iter().map(finding).collect()
    }
}

/// Who reads the mail; the usual mix if nobody that is known was named.
fn audience(wished: &Wished, data: &ClientData) -> Cow<'static, Audience> {
    let named: Vec<_> = wished
        .clients
        .iter()
        .map(|(name, share)| (data.find(name), *share))
        .filter(|(clients, _)| !clients.is_empty())
        .collect();
    if named.is_empty() {
        Cow::Borrowed(&*USUAL)
    } else {
        Cow::Owned(Audience::of_shares(&named))
    }
}

fn finding(entry: &Entry) -> FieldFinding {
    let more = match entry.spans.len() {
        0 | 1 => String::new(),
        2 => "; used in one more place".to_owned(),
        count => format!("; used in {} more places", count - 1),
    };
    let message = format!("{}{more}", entry.message);
    let mut finding =
        Finding::new(entry.severity, code(entry.loss), message).hint(entry.hint.clone());
    finding.span = entry.spans.first().copied();
    FieldFinding {
        field: Field::Content,
        finding,
    }
}

const fn code(loss: Loss) -> &'static str {
    match loss {
        Loss::Content => "client-content",
        Loss::Layout => "client-layout",
        Loss::Looks => "client-looks",
        Loss::Extra => "client-extra",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::checks::check_with;
    use crate::domain::logto::{Flow, TemplateDetails, UsageType, sample_payload};

    fn found(content: &str, clients: &[(&str, Option<f64>)]) -> Vec<Finding> {
        let details = TemplateDetails {
            subject: "Code".to_owned(),
            content: content.to_owned(),
            ..TemplateDetails::default()
        };
        let payload = sample_payload(Flow::Experience, UsageType::SignIn);
        let wished = Wished {
            clients: clients
                .iter()
                .map(|(name, share)| ((*name).to_owned(), *share))
                .collect(),
        };
        let input = CheckInput::new(&details, UsageType::SignIn, "en", &payload).read_by(&wished);
        let all = check_with(&input, MORE).into_iter();
        all.map(|found| found.finding)
            .filter(|finding| finding.code.starts_with("client-"))
            .collect()
    }

    #[test]
    fn every_rule_finds_its_bad_example_and_spares_the_good_one() {
        for rule in RULES {
            let codes = |text| -> Vec<&str> {
                let found = found(text, &[("outlook.windows", None)]);
                found.iter().map(|finding| finding.code).collect()
            };
            assert!(codes(rule.bad.text()).contains(&rule.id), "{}", rule.id);
            assert!(!codes(rule.good.text()).contains(&rule.id), "{}", rule.id);
        }
    }

    #[test]
    fn a_finding_says_how_many_readers_it_touches_and_when_that_was_tested() {
        let content = "<p style=\"display:grid\">a</p><p style=\"display:grid\">b</p>";
        let clients = [
            ("outlook.windows", Some(30.0)),
            ("apple-mail.macos", Some(70.0)),
        ];
        let found = found(content, &clients);
        let grid = found
            .iter()
            .find(|finding| finding.message.contains("grid"));
        let grid = grid.expect("display: grid");
        assert!(grid.message.contains("30 %"), "{}", grid.message);
        assert!(grid.message.ends_with("; used in one more place"));
        let hint = grid.hint.as_deref().unwrap_or_default();
        assert!(hint.contains("Last tested 20"), "{hint}");
        assert!(content[grid.span.expect("a place").range()].contains("grid"));
    }

    #[test]
    fn without_a_wish_the_usual_mix_reads_and_names_without_a_share_get_what_is_left() {
        let content = "<p style=\"display:grid\">a</p>";
        assert_eq!(found(content, &[]), found(content, &[("nobody", None)]));
        let clients = [("outlook.windows", None), ("apple-mail.macos", Some(80.0))];
        let found = found(content, &clients);
        assert!(found.iter().any(|finding| finding.message.contains("20 %")));
    }
}
