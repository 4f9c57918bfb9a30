use std::collections::BTreeSet;

use super::*;
use crate::domain::finding::Severity;
use crate::domain::logto::Flow;

#[test]
fn every_type_is_needed_by_one_feature() {
    let needed: Vec<UsageType> = Feature::ALL
        .iter()
        .flat_map(|feature| feature.usage_types())
        .copied()
        .collect();
    let distinct: BTreeSet<UsageType> = needed.iter().copied().collect();
    assert_eq!(distinct.len(), UsageType::ALL.len());
    assert_eq!(needed.len(), distinct.len());
    for feature in Feature::ALL {
        assert_eq!(Feature::from_key(feature.key()), Some(feature));
        let json = serde_json::to_value(feature).unwrap();
        assert_eq!(json, feature.key());
    }
    assert_eq!(Feature::from_key("signupByEmail"), None);
    assert_eq!(
        Feature::EmailMfaBind.flows(),
        [Flow::Experience, Flow::Account]
    );
    assert_eq!(
        Feature::ConsoleAndManagementApi.flows(),
        [Flow::Management, Flow::Console, Flow::ConnectorTest]
    );
}

fn covered(stored: &TemplateList, support: TemplateSupport, feature: Feature) -> FeatureCoverage {
    let coverage = coverage(stored, &library(&[]), support, &BTreeSet::from([feature]));
    let order: Vec<Feature> = coverage.iter().map(|found| found.feature).collect();
    assert_eq!(order, Feature::ALL);
    coverage
        .into_iter()
        .find(|found| found.feature == feature)
        .unwrap()
}

fn messages(coverage: &FeatureCoverage) -> Vec<&str> {
    let breaks = coverage.breaks.iter();
    breaks.map(|found| found.message.as_str()).collect()
}

#[test]
fn a_feature_without_any_template_breaks_in_every_language() {
    let found = covered(&templates(), CustomAndConfig, Feature::SignUpByEmail);
    assert_eq!(found.verdict, Some(Verdict::Breaks));
    assert_eq!(found.breaks[0].severity, Severity::Error);
    assert_eq!(
        messages(&found),
        ["No mail for new sign-ups in any language: Logto answers \
          connector.template_not_found (400)"]
    );
    assert_eq!(found.types[0].not_found.len(), BUILT_IN_LANGUAGES.len());
}

#[test]
fn a_feature_says_who_gets_the_text_of_another_language() {
    let complete = BUILT_IN_LANGUAGES
        .iter()
        .fold(templates(), |list, tag| list.custom(Register, *tag));
    let found = covered(&complete, CustomAndConfig, Feature::SignUpByEmail);
    assert_eq!(found.verdict, Some(Verdict::Complete));
    assert_eq!(messages(&found), [""; 0]);

    // A tag that no sign-up asks for makes no difference.
    let without = |missing: &[&str]| {
        let tags = BUILT_IN_LANGUAGES
            .iter()
            .filter(|tag| !missing.contains(tag));
        tags.fold(templates().custom(Register, "xx"), |list, tag| {
            list.custom(Register, *tag)
        })
    };
    for (missing, expected) in [
        (&["ja"] as &[&str], "Readers of ja get Register in en"),
        (&["fr", "ja"], "Readers of fr and ja get Register in en"),
        (
            &["ar", "cs", "fr", "ja"],
            "Readers of ar, cs, fr and ja get Register in en",
        ),
        (
            &["ar", "cs", "de", "fr", "ja"],
            "Readers of ar, cs, de and 2 more get Register in en",
        ),
    ] {
        let found = covered(&without(missing), CustomAndConfig, Feature::SignUpByEmail);
        assert_eq!(found.verdict, Some(Verdict::FallsBack));
        assert_eq!(found.breaks[0].severity, Severity::Warning);
        assert_eq!(messages(&found), [expected]);
        assert_eq!(found.types[0].falls_back, missing);
        assert_eq!(found.types[0].own.len(), 20 - missing.len());
    }
}

#[test]
fn a_fallback_language_without_templates_breaks_the_others() {
    let found = covered(
        &templates().custom(SignIn, "fr").custom(Generic, "fr"),
        CustomAndConfig,
        Feature::SignInByCode,
    );
    assert_eq!(found.verdict, Some(Verdict::Breaks));
    assert_eq!(
        messages(&found),
        [
            "No mail for sign-ins by code in en, ar, cs and 16 more: Logto answers \
          connector.template_not_found (400)"
        ]
    );
    assert_eq!(found.types[0].own, ["fr"]);
}

#[test]
fn a_feature_counts_what_the_connector_uses() {
    let stored = templates().custom(SignIn, "en").config(SignIn);
    let found = covered(&stored, ConfigOnly, Feature::SignInByCode);
    assert_eq!(found.verdict, Some(Verdict::FallsBack));
    assert_eq!(found.types[0].own, [""; 0]);
    assert_eq!(
        messages(&found),
        ["Readers of every language get SignIn of the connector's configuration"]
    );

    let found = covered(&stored, PayloadOnly, Feature::ForgotPassword);
    assert_eq!(found.verdict, Some(Verdict::Complete));
    assert_eq!(found.types[0].not_found, [""; 0]);
}

#[test]
fn a_feature_that_is_off_has_no_findings() {
    let all = coverage(
        &templates(),
        &library(&[]),
        CustomAndConfig,
        &BTreeSet::new(),
    );
    assert_eq!(all.len(), Feature::ALL.len());
    for found in all {
        assert!(!found.is_on());
        assert!(found.types.is_empty() && found.breaks.is_empty());
    }
}
