use crate::domain::finding::Severity;
use crate::domain::language::tag_findings;
use crate::domain::logto::{ALLOWED_LANGUAGES, BUILT_IN_LANGUAGES};

#[test]
fn odd_tags_are_reported() {
    const NOTHING: &[(&str, Severity)] = &[];
    const NOT_ADDED: (&str, Severity) = ("tag-not-added", Severity::Info);
    const SPELLING: (&str, Severity) = ("tag-spelling", Severity::Warning);
    const UNKNOWN: (&str, Severity) = ("tag-unknown", Severity::Warning);
    const TOO_LONG: (&str, Severity) = ("tag-too-long", Severity::Error);
    const INVALID: (&str, Severity) = ("tag-invalid", Severity::Error);
    for (tag, is_in_library, expected) in [
        ("en", false, NOTHING),
        ("pt-BR", false, NOTHING),
        ("nl-BE", true, NOTHING),
        ("nl-BE", false, &[NOT_ADDED]),
        // Logto's own spelling counts, though its canonical form is fil-PH.
        ("tl-PH", true, NOTHING),
        ("tl-ph", false, &[SPELLING, NOT_ADDED]),
        ("pt-br", false, &[SPELLING]),
        ("pt_BR", false, &[SPELLING]),
        ("iw-IL", false, &[SPELLING, NOT_ADDED]),
        ("fr-BE", false, &[UNKNOWN]),
        ("fr-BE", true, &[UNKNOWN]),
        ("sr-latn", false, &[SPELLING, UNKNOWN]),
        ("de-Latn-DE-1996", false, &[UNKNOWN]),
        ("de-Latn-DE-x-abc", false, &[UNKNOWN]),
        ("de-Latn-DE-x-abcd", false, &[TOO_LONG, UNKNOWN]),
        ("DE-latn-DE-x-abcd", false, &[TOO_LONG, SPELLING, UNKNOWN]),
        ("", false, &[INVALID]),
        ("english", false, &[INVALID]),
        ("what is this language", true, &[INVALID]),
    ] {
        let found: Vec<_> = tag_findings(tag, is_in_library)
            .iter()
            .map(|finding| (finding.code, finding.severity))
            .collect();
        assert_eq!(found, expected, "{tag:?} {is_in_library}");
    }
}

#[test]
fn built_in_languages_have_no_findings_and_the_others_are_to_be_added() {
    for tag in ALLOWED_LANGUAGES {
        assert_eq!(tag_findings(tag, true), [], "{tag}");
        let expected = usize::from(!BUILT_IN_LANGUAGES.contains(&tag));
        assert_eq!(tag_findings(tag, false).len(), expected, "{tag}");
    }
}

#[test]
fn findings_say_what_to_do() {
    let hint = |tag: &str, code: &str| {
        let findings = tag_findings(tag, false);
        let finding = findings.into_iter().find(|finding| finding.code == code);
        finding.unwrap().hint
    };
    for (tag, code, expected) in [
        ("pt-br", "tag-spelling", Some("Write pt-BR")),
        ("tl_ph", "tag-spelling", Some("Write tl-PH")),
        ("in-ID", "tag-spelling", Some("Write id-ID")),
        (
            "fr-BE",
            "tag-unknown",
            Some("For sign-ins, use one of fr, fr-CA, fr-FR"),
        ),
        ("ckb-IR", "tag-unknown", Some("For sign-ins, use cb-IQ")),
        ("xh-ZA", "tag-unknown", None),
        (
            "nl",
            "tag-not-added",
            Some("Add nl to the custom languages, here and in Logto's language library"),
        ),
    ] {
        assert_eq!(hint(tag, code).as_deref(), expected, "{tag}");
    }
    let invalid = &tag_findings("en-USA", false)[0];
    assert_eq!(
        invalid.message,
        "“en-USA” is no language tag: “USA” is no script, region or variant, or stands in the \
         wrong place"
    );
}
