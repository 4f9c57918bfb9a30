//! Front matter and placeholders.

use std::collections::BTreeSet;
use std::fs;

use letterhead::domain::authoring::{source_text, version};
use letterhead::domain::logto::{
    TemplateDetails, UsageType, check_placeholders, context_failed_payload, flows_of,
    minimal_payload, render, sample_payload,
};
use letterhead::domain::workspace::TemplateKey;
use letterhead::services::workspace::{load, read_version};
use serde_json::{Value, json};

use super::{Sample, TAGS, folder, samples};

#[test]
fn all_nine_usage_types_exist_in_all_five_languages_and_nothing_else_does() {
    let expected: BTreeSet<String> = samples().iter().map(Sample::name).collect();
    assert_eq!(expected.len(), UsageType::ALL.len() * TAGS.len());

    let mut found = BTreeSet::new();
    for usage_type in fs::read_dir(folder().join("templates")).unwrap() {
        let usage_type = usage_type.unwrap();
        for file in fs::read_dir(usage_type.path()).unwrap() {
            let path = file.unwrap().path();
            assert_eq!(path.extension().unwrap(), "html");
            let tag = path.file_stem().unwrap().to_str().unwrap();
            found.insert(format!("{}/{tag}", usage_type.file_name().display()));
        }
    }
    assert_eq!(found, expected);
}

#[test]
fn front_matter_holds_a_subject_the_content_type_and_the_layout() {
    for sample in samples() {
        let keys: Vec<&str> = sample.front_matter.keys().map(String::as_str).collect();
        let mut expected = vec!["contentType", "layout", "subject"];
        if sample.tag != "en" {
            expected.push("translatedFrom");
        }
        assert_eq!(keys, expected, "{}", sample.name());
        let content_type = sample.front_matter["contentType"].as_str();
        assert_eq!(content_type, Some("text/html"), "{}", sample.name());
    }
}

#[test]
fn every_translation_is_of_the_english_text_as_it_is() {
    let workspace = load(&folder()).unwrap().workspace;
    for (key, file) in &workspace.templates {
        let english = TemplateKey::new(key.usage_type, "en");
        let details = workspace.templates[&english].details();
        let strings = workspace.strings.get("en").map(AsRef::as_ref);
        let text = source_text(key.usage_type, details, strings);
        let from = file.authoring().translated_from.as_deref();
        let expected = (key.tag != "en").then(|| version(&text));
        assert_eq!(from, expected.as_deref(), "{key}");
        assert_eq!(
            read_version(&folder(), &version(&text)).unwrap(),
            text,
            "{key}"
        );
    }
}

#[test]
fn subjects_are_short_and_differ_within_a_language() {
    let mut seen = BTreeSet::new();
    for sample in samples() {
        let length = sample.subject().chars().count();
        assert!((5..=50).contains(&length), "{}: {length}", sample.name());
        let new = seen.insert((sample.tag, sample.subject().to_owned()));
        assert!(new, "{}", sample.name());
    }
}

#[test]
fn the_subject_shows_the_code_except_where_it_would_give_the_account_away() {
    for sample in samples() {
        let hidden = matches!(
            sample.usage_type,
            UsageType::ForgotPassword
                | UsageType::UserPermissionValidation
                | UsageType::BindMfa
                | UsageType::OrganizationInvitation
        );
        let shown = sample.subject().contains("{{code}}");
        assert_eq!(shown, !hidden, "{}", sample.name());
    }
}

#[test]
fn no_mail_prints_any_other_variable_than_its_own() {
    for sample in samples() {
        let variable = sample.variable();
        assert!(sample.content.contains(variable), "{}", sample.name());
        for text in [sample.subject(), &sample.content] {
            let rest = text.replace(variable, "");
            assert!(!rest.contains("{{"), "{}", sample.name());
            assert!(!rest.contains("}}"), "{}", sample.name());
        }
    }
}

#[test]
fn no_flow_leaves_a_placeholder_or_a_finding() {
    for sample in samples() {
        let details = TemplateDetails {
            subject: sample.subject().to_owned(),
            content: sample.content.clone(),
            ..TemplateDetails::default()
        };
        for flow in flows_of(sample.usage_type) {
            for make in [minimal_payload, context_failed_payload, sample_payload] {
                let payload = with_link(make(flow, sample.usage_type), sample.usage_type);
                for text in [&details.subject, &details.content] {
                    let rendered = render(text, &payload).unwrap();
                    assert!(!rendered.contains("{{"), "{} by {flow}", sample.name());
                }
                let findings = check_placeholders(&details, flow, sample.usage_type, &payload);
                assert_eq!(findings, [], "{} by {flow}", sample.name());
            }
        }
    }
}

/// Logto makes no link; a caller who wants an invitation to be mailed passes one.
fn with_link(mut payload: Value, usage_type: UsageType) -> Value {
    if usage_type == UsageType::OrganizationInvitation {
        payload["link"] = json!("https://app.lindmoor.example/invitations/8fk2n1x9");
    }
    payload
}
