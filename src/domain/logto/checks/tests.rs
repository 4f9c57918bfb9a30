use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::domain::logto::{Kind, paths, sample_payload};

/// The findings on a content, without those on what is missing: code, severity, marked text, and
/// the content after the fix.
fn on_content(flow: Flow, content: &str) -> Vec<(&'static str, String, Option<String>)> {
    let usage_type = flow.usage_types()[0];
    on_payload(flow, content, &sample_payload(flow, usage_type))
}

fn on_payload(
    flow: Flow,
    content: &str,
    payload: &Value,
) -> Vec<(&'static str, String, Option<String>)> {
    check_placeholders(&template("", content), flow, flow.usage_types()[0], payload)
        .into_iter()
        .filter(|found| !found.finding.code.starts_with("template-"))
        .map(|found| {
            let finding = found.finding;
            let marked = content[finding.span.unwrap().range()].to_owned();
            let fixed = finding.fix.map(|fix| {
                let mut text = content.to_owned();
                text.replace_range(fix.span.range(), &fix.replacement);
                text
            });
            (finding.code, marked, fixed)
        })
        .collect()
}

fn template(subject: &str, content: &str) -> TemplateDetails {
    TemplateDetails {
        subject: subject.to_owned(),
        content: content.to_owned(),
        ..TemplateDetails::default()
    }
}

fn codes(details: &TemplateDetails, flow: Flow) -> Vec<(Field, &'static str, Severity)> {
    check_placeholders(details, flow, flow.usage_types()[0], &json!({}))
        .into_iter()
        .map(|found| (found.field, found.finding.code, found.finding.severity))
        .collect()
}

#[test]
fn every_path_of_every_flow_is_accepted() {
    for flow in Flow::ALL {
        for &usage_type in flow.usage_types() {
            for path in paths(flow, usage_type) {
                if matches!(path.kind, Kind::Object(_)) {
                    continue;
                }
                let content = format!("{{{{ {} }}}}", path.path);
                assert_eq!(on_content(flow, &content), [], "{flow} {content}");
            }
        }
    }
}

#[test]
fn an_unknown_name_is_renamed_to_the_nearest() {
    for (content, code, fixed) in [
        ("{{Code}}", "placeholder-unknown-root", Some("{{code}}")),
        (
            "{{ app.name }}",
            "placeholder-unknown-root",
            Some("{{ application.name }}"),
        ),
        (
            "{{logoUrl}}",
            "placeholder-unknown-root",
            Some("{{application.branding.logoUrl}}"),
        ),
        ("{{companyInfo}}", "placeholder-unknown-root", None),
        (
            // Another flow has it: nothing is misspelt.
            "{{user.name}}",
            "placeholder-unknown-root",
            None,
        ),
        ("{{.code}}", "placeholder-unknown-root", Some("{{code}}")),
        (
            "{{application.nmae}}",
            "placeholder-unknown-path",
            Some("{{application.name}}"),
        ),
        ("{{code.length}}", "placeholder-unknown-path", None),
        ("{{code.}}", "placeholder-unknown-path", Some("{{code}}")),
        ("{{application}}", "placeholder-prints-object", None),
        (
            "{{organization.branding}}",
            "placeholder-prints-object",
            None,
        ),
    ] {
        assert_eq!(
            on_content(Flow::Experience, content),
            [(code, content.to_owned(), fixed.map(str::to_owned))]
        );
    }
}

#[test]
fn syntax_of_other_languages_is_found() {
    for (content, fixed) in [
        ("{{#if code}}", Some("")),
        ("{{/if}}", Some("")),
        ("{{else}}", Some("")),
        ("{{this}}", None),
        ("{{! note }}", Some("")),
        ("{{> footer}}", None),
        ("{{@index}}", None),
        ("{{}}", None),
        ("{{code | upper}}", Some("{{code}}")),
        ("{{&code}}", Some("{{code}}")),
        ("{{~code~}}", Some("{{code}}")),
        ("{{\"code\"}}", Some("{{code}}")),
        ("{{application-name}}", Some("{{application.name}}")),
        ("{{application[0]}}", None),
    ] {
        assert_eq!(
            on_content(Flow::Experience, content),
            [(
                "placeholder-unsupported",
                content.to_owned(),
                fixed.map(str::to_owned)
            )],
        );
    }
}

#[test]
fn an_invisible_character_is_found_and_removed() {
    for content in ["{{co\u{200b}de}}", "{{code\u{85}}}", "{{\u{2060}code}}"] {
        assert_eq!(
            on_content(Flow::Management, content),
            [(
                "placeholder-invisible-character",
                content.to_owned(),
                Some("{{code}}".to_owned())
            )]
        );
    }
}

#[test]
fn triple_braces_are_reduced() {
    assert_eq!(
        on_content(Flow::Management, "a {{{code}}} b"),
        [(
            "placeholder-triple-braces",
            "{{{code}}}".to_owned(),
            Some("a {{code}} b".to_owned())
        )]
    );
    assert_eq!(on_content(Flow::Management, ".a{{{code}};b{c}"), []);
}

#[test]
fn names_that_objects_inherit_are_found() {
    for content in [
        "{{constructor}}",
        "{{toString}}",
        "{{application.constructor.name}}",
    ] {
        let found = on_content(Flow::Experience, content);
        assert_eq!(found[0].0, "placeholder-inherited-name", "{content}");
    }
}

#[test]
fn an_invitation_has_a_link_and_no_code() {
    assert_eq!(
        on_content(Flow::Invitation, "Use {{code}}"),
        [(
            "placeholder-code-in-invitation",
            "{{code}}".to_owned(),
            Some("Use {{link}}".to_owned())
        )]
    );
    assert_eq!(
        codes(&template("", "Welcome"), Flow::Invitation),
        [(Field::Content, "template-link-missing", Severity::Warning)]
    );
    assert_eq!(codes(&template("", "{{link}}"), Flow::Invitation), []);
}

#[test]
fn what_the_caller_adds_to_an_invitation_is_known() {
    let payload = json!({ "team": "Blue", "code": "1", "organization": { "motto": "!" } });
    assert_eq!(
        on_payload(
            Flow::Invitation,
            "{{team}} {{code}} {{organization.motto}}",
            &payload
        ),
        []
    );
    // No other flow takes it.
    assert_eq!(on_payload(Flow::Account, "{{team}}", &payload).len(), 1);
    let findings = check_placeholders(
        &template("", "{{team}} {{link}}"),
        Flow::Invitation,
        UsageType::OrganizationInvitation,
        &json!({}),
    );
    assert_eq!(findings[0].finding.severity, Severity::Warning);
}

#[test]
fn a_mail_without_its_code_is_an_error() {
    assert_eq!(
        codes(&template("Hello", "No code"), Flow::Experience),
        [(Field::Content, "template-code-missing", Severity::Error)]
    );
    assert_eq!(
        codes(&template("{{code}}", "See above"), Flow::Experience),
        [(Field::Content, "template-code-missing", Severity::Warning)]
    );
    assert_eq!(codes(&template("", "{{ code }}"), Flow::Experience), []);
}

#[test]
fn every_field_is_checked_in_order() {
    let details = TemplateDetails {
        reply_to: Some("{{b}}".to_owned()),
        send_from: Some("{{c}}".to_owned()),
        ..template("{{a}}", "{{code}}")
    };
    let fields: Vec<Field> = codes(&details, Flow::Management)
        .into_iter()
        .map(|(field, _, _)| field)
        .collect();
    assert_eq!(fields, [Field::Subject, Field::ReplyTo, Field::SendFrom]);
}

#[test]
fn a_flow_that_never_sends_the_type_is_said_once() {
    let findings = check_placeholders(
        &template("", "{{nonsense}}"),
        Flow::Management,
        UsageType::SignIn,
        &json!({}),
    );
    assert_eq!(findings.len(), 1);
    assert_eq!(findings[0].finding.code, "flow-never-sends-type");
}

#[test]
fn an_object_that_cannot_be_printed_is_named() {
    let payload = json!({ "team": { "toString": 1 } });
    let found = on_payload(Flow::Invitation, "{{team}}", &payload);
    assert_eq!(found[0].0, "placeholder-throws");
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_checked_and_every_span_fits(
        content in "([{}]{1,3}|[a-c.#|\\[ ]{1,3}|code|user\\.name|[\\u{200b}é🚀]){0,16}",
        flow in proptest::sample::select(Flow::ALL.to_vec()),
    ) {
        let usage_type = flow.usage_types()[0];
        let details = template(&content, &content);
        for found in check_placeholders(&details, flow, usage_type, &json!({ "user": 1 })) {
            if let Some(span) = found.finding.span {
                prop_assert!(content.get(span.range()).is_some());
            }
            if let Some(fix) = found.finding.fix {
                prop_assert!(content.get(fix.span.range()).is_some());
                prop_assert_ne!(content.get(fix.span.range()), Some(fix.replacement.as_str()));
            }
        }
    }
}
