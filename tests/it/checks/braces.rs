//! Braces that Logto mails as they stand, and what a composed mail lacks.
#![expect(
    clippy::literal_string_with_formatting_args,
    reason = "braces are what the templates are made of"
)]

use letterhead::domain::checks::{CheckInput, check};
use letterhead::domain::finding::Severity;
use letterhead::domain::logto::{Field, Flow, TemplateDetails, UsageType, sample_payload};

/// What is found of braces: code, marked text, and the text after the fix.
fn found(content: &str) -> Vec<(&'static str, String, Option<String>)> {
    let details = TemplateDetails {
        subject: "Code".to_owned(),
        content: content.to_owned(),
        ..TemplateDetails::default()
    };
    let payload = sample_payload(Flow::Experience, UsageType::SignIn);
    check(&CheckInput::new(
        &details,
        UsageType::SignIn,
        "en",
        &payload,
    ))
    .into_iter()
    .filter(|found| found.finding.code.starts_with("placeholder-"))
    .map(|found| {
        let marked = content[found.finding.span.unwrap().range()].to_owned();
        let fixed = found.finding.fix.map(|fix| {
            let mut text = content.to_owned();
            text.replace_range(fix.span.range(), &fix.replacement);
            text
        });
        (found.finding.code, marked, fixed)
    })
    .collect()
}

#[test]
fn braces_that_are_mailed_as_written_are_told() {
    for (content, code, marked, fixed) in [
        (
            "<p>{{code</p>",
            "placeholder-unclosed",
            "{{code",
            Some("<p>{{code}}</p>"),
        ),
        (
            "<p>{{code}</p>",
            "placeholder-unclosed",
            "{{code}",
            Some("<p>{{code}}</p>"),
        ),
        (
            "<p>{code}}</p>",
            "placeholder-unclosed",
            "{code}}",
            Some("<p>{{code}}</p>"),
        ),
        ("<p>{{ other</p>", "placeholder-unclosed", "{{ other", None),
        (
            "<p>{code}</p>",
            "placeholder-single-braces",
            "{code}",
            Some("<p>{{code}}</p>"),
        ),
        (
            "<p>{{{{code}}</p>",
            "placeholder-stray-braces",
            "{{",
            Some("<p>{{code}}</p>"),
        ),
        (
            "<p>{{code}}}</p>",
            "placeholder-stray-braces",
            "}",
            Some("<p>{{code}}</p>"),
        ),
        (
            "<p>{{ code}} }}</p>",
            "placeholder-stray-braces",
            "}}",
            None,
        ),
    ] {
        let expected = (code, marked.to_owned(), fixed.map(str::to_owned));
        assert_eq!(found(content), [expected], "{content}");
    }
}

#[test]
fn braces_that_mean_nothing_to_readers_are_left_alone() {
    for content in [
        "<style>@media print{p{color:red}}</style><p>{{code}}</p>",
        "<p>{{code}} { } {a} {1}</p>",
        "<!-- {{code --><p>{{code}}</p>",
        "<p>{{{{code}}}}</p><script>a={b:{}}</script>",
    ] {
        let found = found(content);
        let others = found
            .iter()
            .filter(|found| found.0 != "placeholder-triple-braces");
        assert_eq!(others.count(), 0, "{content}: {found:?}");
    }
}

#[test]
fn the_subject_is_looked_at_too() {
    let details = TemplateDetails {
        subject: "{{code is your code".to_owned(),
        content: "<p>{{code}}</p>".to_owned(),
        ..TemplateDetails::default()
    };
    let payload = sample_payload(Flow::Experience, UsageType::SignIn);
    let all = check(&CheckInput::new(
        &details,
        UsageType::SignIn,
        "en",
        &payload,
    ));
    let told: Vec<_> = all
        .iter()
        .filter(|found| found.finding.code == "placeholder-unclosed")
        .map(|found| (found.field, found.finding.severity))
        .collect();
    assert_eq!(told, [(Field::Subject, Severity::Error)]);
}

/// What is found in a mail: code and message.
fn of_content(content: &str) -> Vec<(&'static str, String)> {
    let details = TemplateDetails {
        subject: "Code".to_owned(),
        content: content.to_owned(),
        ..TemplateDetails::default()
    };
    let payload = sample_payload(Flow::Experience, UsageType::SignIn);
    check(&CheckInput::new(
        &details,
        UsageType::SignIn,
        "en",
        &payload,
    ))
    .into_iter()
    .map(|found| (found.finding.code, found.finding.message))
    .collect()
}

#[test]
fn addresses_that_cannot_be_right_are_told() {
    for (address, code) in [
        ("https://exa mple.org", Some("link-malformed")),
        ("https://example..org/", Some("link-malformed")),
        ("mailto:foo", Some("link-malformed")),
        ("htps://example.com/", Some("link-scheme-misspelt")),
        ("httpss://example.com/", Some("link-scheme-misspelt")),
        ("mailto:help@example.com?subject=x", None),
        ("mailto:a@example.com,b@example.com", None),
        ("https://münchen.example/", None),
        ("https://example.com./a b", None),
        ("tel:+123", None),
    ] {
        let found = of_content(&format!("{{{{code}}}} <a href=\"{address}\">Open</a>"));
        let told = found
            .iter()
            .map(|(code, _)| *code)
            .find(|code| matches!(*code, "link-malformed" | "link-scheme-misspelt"));
        assert_eq!(told, code, "{address}: {found:?}");
    }
}

#[test]
fn one_colour_is_told_once_with_the_stricter_wish() {
    let found = of_content(
        "<style>td{color:#999999}</style><table role=\"presentation\"><tr>\
         <td style=\"font-size:32px\">{{code}}</td><td style=\"font-size:16px\">Hello</td></tr></table>",
    );
    let contrast: Vec<&str> = found
        .iter()
        .filter(|(code, _)| *code == "contrast-low")
        .map(|(_, message)| message.as_str())
        .collect();
    assert_eq!(contrast.len(), 1, "{contrast:?}");
    assert!(contrast[0].contains("for normal text"), "{contrast:?}");
    assert!(contrast[0].ends_with("need 4.5:1"), "{contrast:?}");
}
