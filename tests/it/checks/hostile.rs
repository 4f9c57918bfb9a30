//! Mails that are made to take long are checked and shown like all others, within bounds.

use letterhead::domain::checks::{CheckInput, check_with};
use letterhead::domain::clients::checks::MORE;
use letterhead::domain::emulate::{Client, Dark, Images, View, emulate};
use letterhead::domain::logto::{
    Field, FieldFinding, Flow, TemplateDetails, UsageType, sample_payload,
};
use letterhead::domain::markup::html::Document;
use letterhead::domain::markup::style::{Colour, Environment, Painted, Styled};

use super::hostile_mails::hostile;

/// Enough for what grows faster than a mail to show, and little enough for a test.
const BYTES: usize = 8_000;

fn check(content: &str) -> Vec<FieldFinding> {
    let details = TemplateDetails {
        subject: "Your code".to_owned(),
        content: content.to_owned(),
        ..TemplateDetails::default()
    };
    let payload = sample_payload(Flow::Experience, UsageType::SignIn);
    let input = CheckInput::new(&details, UsageType::SignIn, "en", &payload);
    check_with(&input, MORE)
}

fn has(content: &str, code: &str) -> bool {
    let findings = check(content);
    findings.iter().any(|found| found.finding.code == code)
}

#[test]
fn findings_and_fixes_of_hostile_mails_have_their_places() {
    for (name, mail) in hostile(BYTES) {
        for found in check(&mail) {
            if found.field != Field::Content {
                continue;
            }
            let fix = found.finding.fix.as_ref().map(|fix| fix.span);
            for span in found.finding.span.into_iter().chain(fix) {
                assert!(mail.get(span.range()).is_some(), "{name}: {found:?}");
            }
        }
    }
}

#[test]
fn every_client_shows_hostile_mails_in_bounded_space() {
    for (name, mail) in hostile(BYTES / 4) {
        for client in Client::ALL {
            let view = View {
                client,
                images: Images::Off,
                dark: Dark::Full,
            };
            let shown = emulate(&mail, None, view);
            let most = 100 * mail.len() + 10_000;
            assert!(shown.html.len() <= most, "{name}: {view:?}");
        }
    }
}

#[test]
fn what_is_painted_is_what_a_walk_up_from_each_element_finds() {
    for (name, mail) in hostile(BYTES / 4) {
        let document = Document::parse(mail);
        let styled = Styled::new(&document, &Environment::default());
        let painted = Painted::of(&document, &styled, Colour::WHITE);
        for id in document.elements() {
            let is_shown = styled.is_shown(&document, id);
            assert_eq!(painted.is_shown(&document, &styled, id), is_shown, "{name}");
            let behind = styled.background(&document, id, Colour::WHITE);
            assert_eq!(painted.behind(id), Some(behind), "{name}");
        }
    }
}

#[test]
fn selectors_and_elements_beyond_the_bound_are_told_and_those_of_mails_are_not() {
    let selectors = "div ~ div div > div div > .z div,".repeat(6_000);
    let elements = "<div><div>x</div>".repeat(3_000);
    let bomb = format!("<style>{selectors}p{{color:red}}</style>{elements}");
    assert!(has(&bomb, "styles-not-all-read"));
    let mail = "<style>td div > p, .a ~ .b { color: #333 }</style><div><p class=b>x</p></div>";
    assert!(!has(mail, "styles-not-all-read"));
}

#[test]
fn a_sheet_whose_nested_rules_would_grow_beyond_bounds_is_told() {
    let parents = "p,".repeat(30);
    let sheet = format!("{parents}p{{{}}}", "& p{color:red}".repeat(20_000));
    assert!(has(
        &format!("<style>{sheet}</style><p>x</p>"),
        "styles-not-all-read"
    ));
}

#[test]
fn more_than_a_thousand_faults_of_one_kind_are_counted() {
    let pictures = "<img src=\"https://example.com/a.png\">".repeat(1_200);
    let findings = check(&pictures);
    let missing = |found: &&FieldFinding| found.finding.code == "image-alt-missing";
    assert_eq!(findings.iter().filter(missing).count(), 1_000);
    let rest = findings
        .iter()
        .find(|found| found.finding.code == "findings-not-listed");
    let rest = rest.expect("the rest is told");
    assert!(rest.finding.message.starts_with("200 more findings"));
}
