use std::collections::BTreeSet;

use super::*;
use crate::domain::coverage::browsers::serve;
use crate::domain::logto::{Flow, TemplateNotFound};

#[test]
fn the_examples_of_requests_are_resolved_as_logto_does() {
    let stored = templates()
        .custom(SignIn, "en")
        .custom(SignIn, "fr")
        .custom(SignIn, "pt-PT")
        .custom(SignIn, "zh-TW");
    for (header, custom_tags, tag, place_tag) in [
        ("zh-Hant-TW", &[] as &[&str], "zh-CN", "en"),
        ("zh-TW,zh-Hant;q=0.9", &[], "zh-TW", "zh-TW"),
        ("pt", &[], "pt-PT", "pt-PT"),
        ("pt-AO", &[], "pt-PT", "pt-PT"),
        ("nl,fr;q=0.5", &[], "fr", "fr"),
        ("fr-CA,fr;q=0.9", &[], "fr", "fr"),
        ("fr-CA,fr;q=0.9", &["fr-CA"], "fr-CA", "en"),
        ("nl-BE", &["nl-NL"], "nl-NL", "en"),
        ("no", &[], "en", "en"),
    ] {
        let served = serve(
            Browser::new("test", header),
            &stored,
            &library(custom_tags),
            CustomAndConfig,
            SignIn,
            Flow::Experience,
        );
        assert_eq!(served.tag.as_deref(), Some(tag), "{header}");
        let expected = MailSource::Template(custom(SignIn, place_tag));
        assert_eq!(served.source, expected, "{header}");
    }
}

#[test]
fn common_browsers_are_resolved_as_logto_does() {
    let tags = |library: &LanguageLibrary, flow| -> Vec<Option<String>> {
        who_gets_what(&templates(), library, CustomAndConfig, SignIn, flow)
            .into_iter()
            .map(|served| {
                let error = TemplateNotFound::new(SignIn);
                assert_eq!(served.source, MailSource::NotFound(error));
                served.tag
            })
            .collect()
    };
    let expected = [
        "en", "en", "de", "fr", "fr", "es", "pt-PT", "pt-BR", "en", "pl-PL", "en", "ja", "ko",
        "ar", "zh-CN", "zh-TW", "zh-TW", "zh-CN", "en", "en",
    ];
    let expected: Vec<_> = expected.map(|tag| Some(tag.to_owned())).into();
    assert_eq!(tags(&library(&[]), Flow::Experience), expected);

    let off = LanguageLibrary {
        auto_detect: false,
        fallback: "de".to_owned(),
        ..library(&[])
    };
    let all_german = vec![Some("de".to_owned()); BROWSERS.len()];
    assert_eq!(tags(&off, Flow::Experience), all_german);
    assert_eq!(tags(&off, Flow::Invitation), vec![None; BROWSERS.len()]);

    let names: BTreeSet<&str> = BROWSERS.iter().map(|browser| browser.name).collect();
    assert_eq!(names.len(), BROWSERS.len());
    let served = who_gets_what(
        &templates(),
        &library(&[]),
        PayloadOnly,
        SignIn,
        Flow::Experience,
    );
    assert!(
        served
            .iter()
            .all(|served| served.source == MailSource::Payload)
    );
}
