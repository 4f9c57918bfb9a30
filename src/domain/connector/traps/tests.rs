use serde_json::json;

use super::*;
use crate::domain::connector::guard::{UnknownKeys, optional, required};
use crate::domain::connector::kit::ConfigTemplate;
use crate::domain::connector::recorded::codes;
use crate::domain::logto::{ContentType, UsageType};

fn template(usage_type: &str, subject: &str, content: &str) -> ConfigTemplate {
    ConfigTemplate {
        usage_type: usage_type.to_owned(),
        content_type: None,
        subject: subject.to_owned(),
        content: content.to_owned(),
    }
}

fn found(check: impl FnOnce(&mut Traps)) -> Vec<&'static str> {
    let mut traps = Traps::default();
    check(&mut traps);
    codes(&traps.findings())
}

#[test]
fn templates_that_are_never_used_or_blank_are_found() {
    let mut all: Vec<ConfigTemplate> = UsageType::ALL
        .map(|usage_type| template(usage_type.as_str(), "s", "{{link}}"))
        .into();
    assert!(found(|traps| traps.templates(&all)).is_empty());
    all.push(template("Test", "s", "c"));
    all.push(template("SignIn", " ", "\n"));
    let expected = [
        "connector-template-unreachable",
        "connector-template-shadowed",
        "connector-template-blank",
        "connector-template-blank",
    ];
    assert_eq!(found(|traps| traps.templates(&all)), expected);
}

#[test]
fn an_invitation_that_falls_back_to_a_code_is_found() {
    let all = |content| {
        vec![
            template("SignIn", "s", "c"),
            template("Generic", "s", content),
        ]
    };
    let fallback = "connector-template-fallback";
    let expected = [
        fallback,
        "connector-invitation-without-link",
        "connector-invitation-with-code",
    ];
    assert_eq!(found(|traps| traps.templates(&all("{{code}}"))), expected);
    assert_eq!(found(|traps| traps.templates(&all("{{link}}"))), [fallback]);
    // A word is no placeholder.
    let word = found(|traps| traps.templates(&all("Follow the link")));
    assert_eq!(word, [fallback, "connector-invitation-without-link"]);
}

#[test]
fn plain_text_with_line_breaks_is_found_where_it_is_sent_as_html() {
    let check =
        |content: &str| found(|traps| traps.html_by_default(&[template("SignIn", "s", content)]));
    assert_eq!(check("a\nb < c"), ["connector-plain-as-html"]);
    assert!(check("a b\n").is_empty());
    assert!(check("a<br>\nb").is_empty());
    let plain = ConfigTemplate {
        content_type: Some(ContentType::Plain),
        ..template("SignIn", "s", "a\nb")
    };
    assert!(found(|traps| traps.html_by_default(&[plain])).is_empty());
}

#[test]
fn names_and_texts_that_arrive_otherwise_are_found() {
    let text = |text| found(|traps| traps.optional_text("a", text));
    assert!(text(None).is_empty());
    assert_eq!(text(Some("")), ["connector-text-empty"]);
    assert_eq!(text(Some("b\n")), ["connector-text-untrimmed"]);
    let name = |name| found(|traps| traps.display_name("a", Some(name)));
    assert!(name("Acme & Söhne").is_empty());
    assert_eq!(name("Acme, Inc."), ["connector-name-unquoted"]);
    assert_eq!(name("<Acme>"), ["connector-name-cleaned"]);
}

#[test]
fn keys_nobody_reads_are_found_in_lists_too() {
    let item = Check::Object(vec![required("a", Check::String)], UnknownKeys::Kept);
    let guard = Check::Object(
        vec![optional("list", Check::Array(Box::new(item), |_| None))],
        UnknownKeys::Kept,
    );
    let source = json!({ "list": [{ "a": "", "b": 1, "c": 2 }], "d": 3 });
    let mut traps = Traps::default();
    traps.unread(&guard, &source, &["c"]);
    let findings = traps.findings();
    let messages: Vec<&str> = findings
        .iter()
        .map(|found| found.message.as_str())
        .collect();
    assert_eq!(messages.len(), 2);
    assert!(messages[0].starts_with("d: ") && messages[1].starts_with("list[0].b: "));
    let hint = "Remove it, or check its spelling; known are a";
    assert_eq!(findings[1].hint.as_deref(), Some(hint));
}
