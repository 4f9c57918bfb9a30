//! What rules say where no short example shows it, and what their fixes do.
#![expect(
    clippy::literal_string_with_formatting_args,
    reason = "braces are what the templates are made of"
)]

use letterhead::domain::checks::{CheckInput, ForcedDark, Tenant, check};
use letterhead::domain::finding::Severity;
use letterhead::domain::logto::{
    Field, FieldFinding, Flow, LanguageLibrary, TemplateDetails, TemplateList, UsageType,
    sample_payload,
};
use letterhead::domain::markup::style::Colour;
use serde_json::Value;

fn details(content: &str) -> TemplateDetails {
    TemplateDetails {
        subject: "{{code}} is your code".to_owned(),
        content: content.to_owned(),
        ..TemplateDetails::default()
    }
}

fn payload() -> Value {
    sample_payload(Flow::Experience, UsageType::SignIn)
}

fn found(content: &str) -> Vec<FieldFinding> {
    check(&CheckInput::new(
        &details(content),
        UsageType::SignIn,
        "en",
        &payload(),
    ))
}

fn of<'f>(findings: &'f [FieldFinding], code: &str) -> Vec<&'f FieldFinding> {
    findings
        .iter()
        .filter(|found| found.finding.code == code)
        .collect()
}

/// The content after the first fix of a code.
fn fixed(content: &str, code: &str) -> String {
    let findings = found(content);
    let finding = of(&findings, code)
        .into_iter()
        .find_map(|found| found.finding.fix.clone());
    let fix = finding.unwrap_or_else(|| panic!("{code} has no fix in {findings:#?}"));
    let mut text = content.to_owned();
    text.replace_range(fix.span.range(), &fix.replacement);
    text
}

#[test]
fn fixes_leave_a_text_without_the_finding() {
    for (code, content, expected) in [
        (
            "code-split-by-tags",
            "<p>{{<b>code</b>}}</p>",
            "<p><b>{{code}}</b></p>",
        ),
        ("code-split-by-tags", "<b>{{co</b>de}}", "<b>{{code}}</b>"),
        (
            "code-split-by-tags",
            "<p>&#123;{code}}</p>",
            "<p>{{code}}</p>",
        ),
        (
            "code-split-by-tags",
            "<p>{{&nbsp;code&nbsp;}}</p>",
            "<p>{{code}}</p>",
        ),
        (
            "placeholder-triple-braces",
            "<p>{{{code}}}</p>",
            "<p>{{code}}</p>",
        ),
        (
            "placeholder-unsupported",
            "<p>{{#if a}}{{code}}</p>",
            "<p>{{code}}</p>",
        ),
        (
            "template-code-missing",
            "<p>Hello</p><p>Bye</p>",
            "<p>Hello</p>\n<p><strong>{{code}}</strong></p><p>Bye</p>",
        ),
        (
            "lang-missing",
            "<p dir=\"ltr\">{{code}}</p>",
            "<p lang=\"en\" dir=\"ltr\">{{code}}</p>",
        ),
        (
            "lang-differs",
            "<p lang=de dir=\"ltr\">{{code}}</p>",
            "<p lang=\"en\" dir=\"ltr\">{{code}}</p>",
        ),
        (
            "link-http",
            "{{code}}<a href=' HTTP://example.com'>Open</a>",
            "{{code}}<a href=' https://example.com'>Open</a>",
        ),
        (
            "link-without-scheme",
            "{{code}}<a href='www.example.com'>Open</a>",
            "{{code}}<a href='https://www.example.com'>Open</a>",
        ),
        (
            "contrast-low",
            "<p style=\"color:#aaa\">{{code}}</p>",
            "<p style=\"color:#767676\">{{code}}</p>",
        ),
        (
            "html-without-tags",
            "Hi\n\n{{code}}\nBye",
            "<p>Hi</p>\n<p>{{code}}<br>\nBye</p>",
        ),
    ] {
        let text = fixed(content, code);
        assert_eq!(text, expected, "{code}");
        assert!(
            of(&found(&text), code).is_empty(),
            "{code} is still found in {text}"
        );
    }
}

#[test]
fn a_variable_that_is_missing_somewhere_is_told_with_the_flows() {
    let findings = found(
        "<p>{{code}} {{organization.name}} {{organization.name}} {{application.displayName}}</p>",
    );
    let leaks = of(&findings, "variable-may-leak");
    assert_eq!(leaks.len(), 2);
    let message = &leaks[0].finding.message;
    assert!(
        message.starts_with("Readers see {{organization.name}} as it stands if "),
        "{message}"
    );
    assert!(
        message.contains("Sign-in pages; Sign-in pages, legacy API"),
        "{message}"
    );
    assert!(message.ends_with("here and in 1 more places"), "{message}");
}

#[test]
fn a_variable_that_can_be_null_may_be_empty() {
    let payload = sample_payload(Flow::Account, UsageType::BindNewIdentifier);
    let details = details("<p>{{code}} {{user.name}}</p>");
    let input = CheckInput::new(&details, UsageType::BindNewIdentifier, "en", &payload);
    let findings = check(&input.by(Flow::Account));
    let empty = of(&findings, "variable-may-be-empty");
    assert_eq!(
        empty.len() + of(&findings, "variable-may-leak").len(),
        1,
        "{findings:#?}"
    );
}

#[test]
fn large_mails_are_told_early_and_then_plainly() {
    let content =
        |kilobytes: usize| format!("<p>{{{{code}}}}</p><p>{}</p>", "x".repeat(kilobytes * 1024));
    assert!(of(&found(&content(80)), "content-near-clip").is_empty());
    assert_eq!(of(&found(&content(95)), "content-near-clip").len(), 1);
    assert_eq!(of(&found(&content(110)), "content-clipped").len(), 1);
    // Values count: each name can be 128 characters long.
    let names = "{{organization.name}}".repeat(900);
    assert_eq!(of(&found(&names), "content-clipped").len(), 1);
}

#[test]
fn style_sheets_count_together() {
    let sheet = format!("<style>{}</style>", ".a { color: red }\n".repeat(500));
    assert!(of(&found(&format!("{sheet}{{{{code}}}}")), "style-too-large").is_empty());
    let findings = found(&format!("{sheet}{sheet}{{{{code}}}}"));
    let told = of(&findings, "style-too-large");
    assert_eq!(told.len(), 1);
    assert_eq!(told[0].finding.span.unwrap().start, sheet.len());
}

#[test]
fn a_body_that_the_api_does_not_read_is_told() {
    let large = format!("<p>{{{{code}}}}</p>{}", "<br>".repeat(300_000));
    assert_eq!(of(&found(&large), "template-too-large-to-save").len(), 1);
}

#[test]
fn what_nobody_gets_and_what_hides_others_is_told() {
    let details = details("<p>{{code}}</p>");
    let payload = payload();
    let library = LanguageLibrary::default();
    let catalog = TemplateList::default()
        .custom(UsageType::Generic, "en")
        .config(UsageType::SignIn);
    let tenant = Tenant {
        library: &library,
        catalog: &catalog,
    };
    let generic = CheckInput::new(&details, UsageType::Generic, "en", &payload).of(tenant);
    let findings = check(&generic);
    let hidden = of(&findings, "generic-hides-config");
    assert_eq!(hidden.len(), 1);
    assert!(hidden[0].finding.message.ends_with("for SignIn"));
    let sign_in =
        |tag| check(&CheckInput::new(&details, UsageType::SignIn, tag, &payload).of(tenant));
    assert!(of(&sign_in("fr"), "template-unreachable").is_empty());
    let french = CheckInput::new(&details, UsageType::Generic, "fr", &payload).of(tenant);
    assert!(of(&check(&french), "generic-hides-config").is_empty());
}

#[test]
fn a_model_of_a_dark_client_is_asked_for_its_colours() {
    fn to_grey(_: Colour, _: Colour) -> (Colour, Colour) {
        (
            Colour::from_bytes(90, 90, 90),
            Colour::from_bytes(60, 60, 60),
        )
    }
    let darks = [ForcedDark {
        name: "Some client, dark",
        colours: to_grey,
    }];
    let details = details("<p>{{code}}</p>");
    let payload = payload();
    let input = CheckInput::new(&details, UsageType::SignIn, "en", &payload).darkened(&darks);
    let findings = check(&input);
    let told = of(&findings, "contrast-low-forced-dark");
    assert_eq!(told.len(), 1);
    assert!(told[0].finding.message.contains("Some client, dark"));
}

#[test]
fn contrast_is_that_of_the_colours_which_are_seen() {
    // Over a picture or a value nothing is known; over a translucent ground it is computed.
    for (content, count) in [
        (
            "<p style='color:#999;background-image:url(https://example.com/a.png)'>{{code}}</p>",
            0,
        ),
        ("<p style='color:{{a}}'>{{code}}</p>", 0),
        (
            "<div style='background:#000'><p style='color:#999'>{{code}}</p></div>",
            0,
        ),
        (
            "<div style='background:#000'><p style='color:#555'>{{code}}</p></div>",
            1,
        ),
        ("<div style='opacity:.4'>{{code}}</div>", 1),
        ("<p style='color:#777;font-size:24px'>{{code}}</p>", 0),
        ("<p style='color:#777'>{{code}}</p>", 1),
        ("<p style='color:#aaa'>·</p>{{code}}", 0),
        (
            "<table bgcolor='#333333'><tr><td><font color='#444444'>{{code}}</font></td></tr></table>",
            1,
        ),
    ] {
        let findings = found(content);
        assert_eq!(
            of(&findings, "contrast-low").len(),
            count,
            "{content}: {findings:#?}"
        );
    }
}

#[test]
fn numbers_of_minutes_are_found_in_many_languages() {
    for text in [
        "expires in 10 minutes",
        "10 Minuten gültig",
        "10 minutos",
        "10&nbsp;minutes",
        "10分以内",
        "10 分钟",
        "10분",
        "١٠ دقائق",
        "10 минут",
        "10 dakika",
        "10-minute code",
        "ten minutes",
    ] {
        let findings = found(&format!("<p>{{{{code}}}} {text}</p>"));
        assert_eq!(of(&findings, "expiry-written-out").len(), 1, "{text}");
    }
    for text in [
        "10 minor changes",
        "100 minutes",
        "10 people",
        "2.10 minutes",
        "minutes",
    ] {
        let findings = found(&format!("<p>{{{{code}}}} {text}</p>"));
        assert!(of(&findings, "expiry-written-out").is_empty(), "{text}");
    }
}

#[test]
fn findings_of_the_subject_stand_in_the_subject() {
    let mut template = details("<p>{{code}}</p>");
    template.subject = "{{nonsense}}".to_owned();
    let payload = payload();
    let findings = check(&CheckInput::new(
        &template,
        UsageType::SignIn,
        "en",
        &payload,
    ));
    let told = of(&findings, "placeholder-unknown-root");
    assert_eq!(told[0].field, Field::Subject);
    assert_eq!(told[0].finding.severity, Severity::Error);
}

#[test]
fn spans_are_of_the_text_whatever_it_is() {
    let hostile = [
        "<",
        "{{",
        "<a href=\"",
        "<a href=\"{{",
        "&#123;{code}}é",
        "<table><p>{{code}}</table>",
        "<style>p{color:#999",
        "<img src=x alt='é'>{{<b>code</b>}}ß",
        "<!--[if mso]><a href=x>é<![endif]-->",
        "<a href=https://example.com>https://é.example.org",
        "é{{co\u{200b}de}}",
        "<b><p>{{code}}</b>é</p>",
        "<td style=\"color:&#35;aaa\">é",
        "<a style='color:#999' href=http://é.com>x</a>",
        "分10分",
    ];
    for content in hostile {
        let deep = format!("{}{content}", "<div>".repeat(600));
        for text in [content, &deep] {
            for told in found(text) {
                let spans = [told.finding.span, told.finding.fix.map(|fix| fix.span)];
                for span in spans
                    .into_iter()
                    .flatten()
                    .filter(|_| told.field == Field::Content)
                {
                    assert!(
                        text.get(span.range()).is_some(),
                        "{} in {text}",
                        told.finding.code
                    );
                }
            }
        }
    }
}

#[test]
fn what_looks_wrong_and_is_not_is_left_alone() {
    for (code, content) in [
        // Facts for Gmail.
        (
            "active-content",
            "{{code}}<script type=\"application/ld+json\">{}</script>",
        ),
        // Told as a mark of another language, not as an address without scheme.
        (
            "link-without-scheme",
            "{{code}}<a href=\"<%- link %>\">Open your account</a>",
        ),
        (
            "link-without-scheme",
            "{{code}}<a href=\"{{link}}\">Open your account</a>",
        ),
        (
            "link-text-other-host",
            "{{code}}<a href=\"https://example.com/a\">{{link}}</a>",
        ),
        (
            "link-text-other-host",
            "{{code}}<a href=\"https://example.com/a\">help@example.org</a>",
        ),
        (
            "link-text-other-host",
            "{{code}}<a href=\"https://mail.example.com/\">example.com</a>",
        ),
        (
            "table-role-missing",
            "{{code}}<table><tr><th>Device</th><td>Phone</td></tr></table>",
        ),
        (
            "image-alt-missing",
            "{{code}}<img alt src=\"https://example.com/a.png\">",
        ),
        ("text-small", "<p>{{code}}<sup>1</sup></p>"),
        (
            "asks-for-secret",
            "{{code}} We will never ask you to send us your password.",
        ),
        (
            "code-not-visible",
            "<div style=\"display:none\">{{code}}</div><p>{{code}}</p>",
        ),
        (
            "contrast-low",
            "<div style=\"display:none;color:#fff\">Your code is here</div>{{code}}",
        ),
        ("value-unescaped", "{{code}} {{locale}}"),
        (
            "text-invisible",
            "<div style=\"max-height:0;overflow:hidden;color:#fff\">Hello</div>{{code}}",
        ),
    ] {
        let findings = found(content);
        assert!(of(&findings, code).is_empty(), "{content}: {findings:#?}");
    }
}
