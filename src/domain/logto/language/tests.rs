use proptest::prelude::*;
use serde_json::Value;

use super::canonical::Canonicalizer;
use super::*;

/// A sign-in whose browser sends `header`, with `custom` languages.
fn browser(header: &str, custom: &[&str]) -> LocaleRequest {
    let mut request = LocaleRequest::new(Flow::Experience);
    request.accept_language = Some(header.to_owned());
    request.library.custom = custom.iter().map(|tag| (*tag).to_owned()).collect();
    request
}

fn ui(tags: &str, custom: &[&str]) -> LocaleRequest {
    LocaleRequest {
        ui_locales: Some(tags.to_owned()),
        accept_language: None,
        ..browser("", custom)
    }
}

fn locale(request: &LocaleRequest) -> Option<String> {
    resolve(request).locale
}

#[test]
fn ui_locales_are_matched_one_by_one() {
    assert_eq!(locale(&ui("fr-CA fr en", &[])).as_deref(), Some("fr"));
    assert_eq!(
        locale(&ui("fr-CA fr en", &["fr-CA"])).as_deref(),
        Some("fr-CA")
    );
    assert_eq!(locale(&ui("tr", &[])).as_deref(), Some("tr-TR"));
    assert_eq!(locale(&ui(" \t uk ", &[])).as_deref(), Some("uk-UA"));
}

#[test]
fn the_browser_is_matched_as_logto_does() {
    for (header, custom, expected) in [
        ("pt", &[] as &[&str], "pt-PT"),
        ("pt-AO", &[], "pt-PT"),
        ("pl", &[], "pl-PL"),
        ("zh", &[], "zh-CN"),
        ("zh-SG", &[], "zh-CN"),
        ("zh-Hant-TW", &[], "zh-CN"),
        ("zh-HK", &["zh-TW"], "zh-HK"),
        ("nl,fr;q=0.5", &[], "fr"),
        ("nl-BE", &["nl-NL"], "nl-NL"),
        ("fi", &["fi-FI"], "fi-FI"),
        ("en-GB", &["en-US"], "en"),
        ("en-US", &["en-US"], "en-US"),
        ("EN-us", &[], "en"),
        ("en_GB", &[], "en"),
        ("fa", &[], "fa-IR"),
        ("no", &[], "en"),
        ("iw", &[], "en"),
        ("iw", &["he-IL"], "he-IL"),
        ("cmn", &[], "zh-CN"),
        ("*", &[], "en"),
        ("xx", &[], "en"),
    ] {
        assert_eq!(
            locale(&browser(header, custom)).as_deref(),
            Some(expected),
            "{header} {custom:?}"
        );
    }
}

#[test]
fn without_detection_only_ui_locales_and_the_fallback_count() {
    let mut request = browser("fr", &[]);
    request.library.auto_detect = false;
    request.library.fallback = "de".to_owned();
    assert_eq!(locale(&request).as_deref(), Some("de"));
    request.ui_locales = Some("fr".to_owned());
    assert_eq!(locale(&request).as_deref(), Some("fr"));
}

#[test]
fn the_query_parameter_comes_before_the_browser() {
    let mut request = browser("fr", &[]);
    request.query_locales = vec!["es".to_owned()];
    assert_eq!(locale(&request).as_deref(), Some("es"));
}

#[test]
fn an_unsupported_fallback_ends_in_english() {
    let mut request = browser("xx-XX", &[]);
    request.library.fallback = "yy-YY".to_owned();
    let resolution = resolve(&request);
    assert_eq!(resolution.locale.as_deref(), Some("en"));
    let outcomes: Vec<_> = resolution
        .steps
        .iter()
        .map(|step| (step.source, step.outcome))
        .collect();
    assert_eq!(
        outcomes,
        [
            (CandidateSource::AcceptLanguage, StepOutcome::NoMatch),
            (CandidateSource::Fallback, StepOutcome::NoMatch),
            (CandidateSource::LastResort, StepOutcome::Chosen),
        ]
    );
}

#[test]
fn later_candidates_are_shown_as_not_tried() {
    let resolution = resolve(&ui("! fr de", &[]));
    let outcomes: Vec<_> = resolution.steps.iter().map(|step| step.outcome).collect();
    assert_eq!(
        outcomes,
        [
            StepOutcome::Invalid,
            StepOutcome::Chosen,
            StepOutcome::NotTried,
            StepOutcome::NotTried,
            StepOutcome::NotTried,
        ]
    );
    assert_eq!(resolution.steps[2].reason, "fr is already found");
}

#[test]
fn the_console_rule_needs_an_exact_language() {
    for flow in [Flow::Interaction, Flow::Console] {
        let mut request = browser("fr-FR, fr;q=0.9", &["fr-FR"]);
        request.flow = flow;
        request.ui_locales = Some("de".to_owned());
        assert_eq!(locale(&request).as_deref(), Some("fr"));
        request.accept_language = Some("cs, fr-CA".to_owned());
        assert_eq!(locale(&request).as_deref(), Some("en"));
        request.library.auto_detect = false;
        request.query_locales = vec!["zh-tw".to_owned()];
        assert_eq!(locale(&request).as_deref(), Some("zh-TW"));
    }
}

#[test]
fn an_invitation_takes_the_callers_locale_as_written() {
    for flow in [Flow::Invitation, Flow::ConnectorTest] {
        let mut request = browser("de", &[]);
        request.flow = flow;
        assert_eq!(locale(&request), None);
        request.message_locale = Some("FR-fr ".to_owned());
        assert_eq!(locale(&request).as_deref(), Some("FR-fr "));
    }
}

#[test]
fn the_management_api_gives_no_locale() {
    let mut request = browser("de", &[]);
    request.flow = Flow::Management;
    request.message_locale = Some("fr".to_owned());
    let resolution = resolve(&request);
    assert_eq!(resolution.locale, None);
    assert!(
        resolution
            .steps
            .iter()
            .all(|step| step.outcome == StepOutcome::Ignored)
    );
}

#[test]
fn allowed_tags_are_found_ignoring_case() {
    assert_eq!(allowed_language("pt-br"), Some("pt-BR"));
    assert_eq!(allowed_language("pt-AO"), None);
    for built_in in BUILT_IN_LANGUAGES {
        assert_eq!(allowed_language(built_in), Some(built_in));
    }
}

#[test]
fn only_languages_of_the_tenant_are_reachable() {
    let library = LanguageLibrary {
        custom: ["fr-CA", "EN", "nl_NL", "nl-NL", "nonsense!", ""]
            .map(str::to_owned)
            .to_vec(),
        fallback: "oc".to_owned(),
        auto_detect: false,
    };
    let reachable = ReachableLanguages::new(&library);
    for (tag, experience, console) in [
        ("fr", true, true),
        ("fr-CA", true, false),
        // `en` itself goes to the custom language, `en-GB` to the built-in one.
        ("EN", true, false),
        ("en", true, true),
        // The other spelling is the same tag and comes first.
        ("nl_NL", true, false),
        ("nl-NL", false, false),
        ("uk-UA", true, false),
        ("oc", false, false),
        ("nonsense!", false, false),
        ("zh-Hant-TW", false, false),
        ("cimode", false, true),
        ("", false, false),
    ] {
        let contains = |source| reachable.contains(source, tag);
        assert_eq!(contains(LocaleSource::Experience), experience, "{tag}");
        assert_eq!(contains(LocaleSource::ConsoleLanguages), console, "{tag}");
        assert_eq!(contains(LocaleSource::Raw), !tag.is_empty(), "{tag}");
        assert!(!contains(LocaleSource::None), "{tag}");
    }
}

fn fixture() -> Value {
    serde_json::from_str(include_str!(
        "../../../../tests/fixtures/logto/language-node.json"
    ))
    .unwrap()
}

#[test]
fn tags_are_canonicalised_as_node_does() {
    for case in fixture()["canonical"].as_array().unwrap() {
        let tag = case["tag"].as_str().unwrap();
        let canonical = Canonicalizer::new()
            .canonicalize(tag)
            .map(|canonical| canonical.tag);
        let expected = case["canonical"].as_str().map(str::to_ascii_lowercase);
        assert_eq!(canonical, expected, "{tag:?}");
    }
}

#[test]
fn languages_are_resolved_as_node_does() {
    let strings = |value: &Value| -> Vec<String> { serde_json::from_value(value.clone()).unwrap() };
    for case in fixture()["resolve"].as_array().unwrap() {
        let request = LocaleRequest {
            flow: Flow::Experience,
            ui_locales: case["uiLocales"].as_str().map(str::to_owned),
            query_locales: strings(&case["query"]),
            accept_language: case["header"].as_str().map(str::to_owned),
            message_locale: None,
            library: LanguageLibrary {
                custom: strings(&case["custom"]),
                fallback: case["fallback"].as_str().unwrap().to_owned(),
                auto_detect: case["autoDetect"].as_bool().unwrap(),
            },
        };
        assert_eq!(
            locale(&request).as_deref(),
            case["expected"].as_str(),
            "{case}"
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_request_is_resolved(
        header in "([a-z]{1,9}|[-_,;=* ]|q=|[0-9.]{1,3}|\\PC){0,12}",
        tags in "([a-zA-Z]{1,9}|[-_ \\t]|\\PC){0,12}",
        flow in proptest::sample::select(Flow::ALL.to_vec()),
    ) {
        let mut request = browser(&header, &["fr-CA", "nonsense!"]);
        request.flow = flow;
        request.ui_locales = Some(tags.clone());
        request.message_locale = Some(tags);
        let resolution = resolve(&request);
        let chosen = resolution
            .steps
            .iter()
            .filter(|step| step.outcome == StepOutcome::Chosen)
            .count();
        prop_assert_eq!(chosen, usize::from(resolution.locale.is_some()));
    }

    #[test]
    fn what_is_reachable_is_what_requests_resolve_to(
        custom in proptest::collection::vec("(en|fr|nl|pt|zh)([-_](GB|CA|Hant))?|[!]", 0..6),
        fallback in "(en|nl|sv)(-BE)?",
        wish in "([a-z]{2}|en|fr|nl|pt|zh)(-(GB|CA|Hant|x-a))?",
    ) {
        let library = LanguageLibrary { custom, fallback, auto_detect: true };
        let reachable = ReachableLanguages::new(&library);
        let resolved = |wish: &str| {
            let mut request = ui(wish, &[]);
            request.library = library.clone();
            locale(&request).unwrap()
        };
        prop_assert!(reachable.contains(LocaleSource::Experience, &resolved(&wish)));
        for tag in BUILT_IN_LANGUAGES.into_iter().chain(library.custom.iter().map(String::as_str)) {
            let base = tag.split(['-', '_']).next().unwrap();
            let wishes = [tag.to_owned(), format!("{base}-x-other"), String::new()];
            let is_reached = wishes.iter().any(|wish| resolved(wish) == tag);
            prop_assert_eq!(reachable.contains(LocaleSource::Experience, tag), is_reached, "{}", tag);
        }
    }
}
