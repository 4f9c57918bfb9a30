use serde_json::json;

use super::*;
use crate::domain::finding::Severity;
use crate::domain::logto::ContentType;

const LAYOUT: &str = "<html lang=\"[[language.tag]]\" dir=\"[[language.dir]]\">\n  [[#if params.note]]\n  <p>[[strings.note]]</p>\n  [[/if]]\n  [[content]]\n  [[> button href=\"{{link}}\" label=strings.button]]\n  <p style=\"color: [[brand.colour]]\">[[strings.foot]] {{application.name}}</p>\n</html>\n";
const BUTTON: &str = "<a href=\"[[href]]\">[[label]]</a>\n";

fn strings(value: Value) -> Arc<Strings> {
    let Value::Object(values) = value else {
        panic!("not a table");
    };
    Arc::new(Strings::new(values, BTreeMap::new()))
}

fn sources() -> Sources {
    let files = |name: &str, text: &str| BTreeMap::from([(name.to_owned(), Arc::from(text))]);
    Sources {
        layouts: files("code", LAYOUT),
        partials: files("button", BUTTON),
        strings: BTreeMap::from([
            (
                "en".to_owned(),
                strings(
                    json!({"button": "Go & see", "foot": "Sent by", "note": "Note", "SignIn": {"subject": "Sign in: {{code}}"}}),
                ),
            ),
            (
                "fr".to_owned(),
                strings(json!({"button": "Voir", "SignIn": {"subject": "Connexion"}})),
            ),
        ]),
        brand: json!({"colour": "#0f6157"}).as_object().unwrap().clone(),
        source_language: "en".to_owned(),
    }
}

struct Case {
    tag: &'static str,
    layout: &'static str,
    params: Value,
    details: TemplateDetails,
}

impl Case {
    fn new(content: &str) -> Self {
        Self {
            tag: "en",
            layout: "code",
            params: json!({}),
            details: TemplateDetails {
                subject: "[[strings.subject]]".to_owned(),
                content: content.to_owned(),
                content_type: Some(ContentType::Html),
                ..TemplateDetails::default()
            },
        }
    }

    fn compose(&self, composer: &mut Composer) -> Arc<Composition> {
        composer.compose(&Authored {
            usage_type: UsageType::SignIn,
            tag: self.tag,
            layout: self.layout,
            params: &self.params,
            details: &self.details,
        })
    }

    fn codes(&self, sources: Sources) -> Vec<(&'static str, SourceFile)> {
        let mut composer = Composer::new();
        composer.set_sources(sources);
        let findings = self.compose(&mut composer).findings.clone();
        let codes = findings.into_iter();
        codes
            .map(|found| (found.finding.code, found.file))
            .collect()
    }
}

fn composer() -> Composer {
    let mut composer = Composer::new();
    composer.set_sources(sources());
    composer
}

fn with_layout(text: &str) -> Sources {
    let mut sources = sources();
    sources.layouts.insert("code".to_owned(), text.into());
    sources
}

#[test]
fn a_template_is_composed_and_placeholders_pass() {
    let made = Case::new("<p>{{ code }} & [[brand.colour]]</p>").compose(&mut composer());
    assert_eq!(made.findings, []);
    let expected = "<html lang=\"en\" dir=\"ltr\">\n  <p>{{ code }} & #0f6157</p>\n  <a href=\"{{link}}\">Go &amp; see</a>\n  <p style=\"color: #0f6157\">Sent by {{application.name}}</p>\n</html>\n";
    assert_eq!(made.details.content, expected);
    assert_eq!(made.details.subject, "Sign in: {{code}}");
}

#[test]
fn missing_words_come_from_the_source_language_and_are_told() {
    let mut case = Case::new("");
    case.tag = "fr";
    let made = case.compose(&mut composer());
    assert!(
        made.details
            .content
            .contains("Sent by {{application.name}}")
    );
    assert!(made.details.content.contains(">Voir</a>"));
    let told: Vec<&str> = made
        .findings
        .iter()
        .map(|found| found.finding.message.as_str())
        .collect();
    assert_eq!(
        told,
        [
            "foot is not in fr; readers get it in en",
            "note is not in fr; readers get it in en",
        ]
    );
}

#[test]
fn plain_text_and_subjects_are_not_escaped() {
    let mut case = Case::new("[[strings.button]]");
    case.details.content_type = Some(ContentType::Plain);
    case.details.subject = "[[strings.button]]".to_owned();
    let made = case.compose(&mut composer());
    assert!(made.details.content.contains("Go & see"));
    assert_eq!(made.details.subject, "Go & see");
}

#[test]
fn errors_tell_file_and_place() {
    let mut composer = Composer::new();
    composer.set_sources(with_layout("<p>\n  x [[strings.nothing]]</p>"));
    let made = Case::new("").compose(&mut composer);
    let found = &made.findings[0];
    assert!(made.is_failed);
    assert_eq!(
        found.file,
        SourceFile::Shared(SourceKey::Layout("code".to_owned()))
    );
    assert_eq!(found.finding.span.unwrap().start, 8);
    assert_eq!(
        found.finding.message,
        "There is no string nothing, in no language"
    );

    let partial = SourceFile::Shared(SourceKey::Partial("button".to_owned()));
    let mut broken = sources();
    broken
        .partials
        .insert("button".to_owned(), "<b>[[missing.name]]</b>".into());
    assert_eq!(
        Case::new("").codes(broken),
        [("compose-failed", partial.clone())]
    );

    let mut broken = sources();
    broken
        .partials
        .insert("button".to_owned(), "\n[[#if x]] [[/each]]".into());
    assert_eq!(Case::new("").codes(broken), [("compose-syntax", partial)]);

    let body = Case::new("<p>[[nothing.here]]</p>");
    assert_eq!(
        body.codes(sources()),
        [("compose-failed", SourceFile::Template)]
    );
}

#[test]
fn a_block_that_is_never_closed_is_told_where_it_opens() {
    let mut composer = Composer::new();
    composer.set_sources(with_layout(
        "a\n[[#if x]]\n[[#each y]]z[[/each]]\n[[content]]\n",
    ));
    let made = Case::new("text").compose(&mut composer);
    let messages: Vec<&str> = made
        .findings
        .iter()
        .map(|found| found.finding.message.as_str())
        .collect();
    assert_eq!(messages, ["[[#if]] is never closed"]);
    assert_eq!(made.findings[0].finding.span.unwrap().range(), 2..11);
}

#[test]
fn bad_input_is_told_and_ends() {
    let layout = || SourceFile::Shared(SourceKey::Layout("code".to_owned()));
    let mut sources = sources();
    sources.partials.insert("a".to_owned(), "[[> b]]".into());
    sources
        .partials
        .insert("b".to_owned(), "[[#if x]][[> a]][[/if]]".into());
    sources.layouts.insert("code".to_owned(), "[[> a]]".into());
    let b = SourceFile::Shared(SourceKey::Partial("b".to_owned()));
    assert_eq!(Case::new("").codes(sources), [("compose-cycle", b)]);
    assert_eq!(
        Case::new("").codes(with_layout("[[> none]]")),
        [("compose-no-partial", layout())]
    );
    assert_eq!(
        Case::new("").codes(with_layout("[[> (lookup brand \"x\")]]")),
        [("compose-unnamed-partial", layout())]
    );
    assert_eq!(
        Case::new("text").codes(with_layout("x")),
        [("compose-no-content", SourceFile::Template)]
    );
    assert_eq!(
        Case::new("").codes(with_layout("[[> button href=\"\" label=strings.nothing]]")),
        [("compose-missing-value", layout())]
    );
    assert_eq!(
        Case::new("").codes(with_layout("[[ {{code}} ]]")),
        [("compose-eats-placeholder", layout())]
    );
    let mut none = Case::new("");
    none.layout = "nothing";
    assert_eq!(
        none.codes(super::tests::sources()),
        [("compose-no-layout", SourceFile::Template)]
    );
}

#[test]
fn a_failed_template_stays_as_it_was_written() {
    let mut case = Case::new("text");
    case.layout = "nothing";
    let made = case.compose(&mut composer());
    assert!(made.is_failed);
    assert_eq!(made.details, case.details);
}

#[test]
fn every_piece_leads_back_to_where_it_was_written() {
    let case = Case::new("<p>{{code}} is [[brand.colour]]!</p>");
    let made = case.compose(&mut composer());
    let content = &made.details.content;
    let located = |text: &str| made.map.locate(content.find(text).unwrap()).unwrap();
    let written = |located: &Located| {
        let text = match &located.file {
            SourceFile::Template => case.details.content.as_str(),
            SourceFile::Shared(SourceKey::Layout(_)) => LAYOUT,
            SourceFile::Shared(_) => BUTTON,
        };
        text[located.span.start..].to_owned()
    };
    assert!(written(&located("{{code}}")).starts_with("{{code}} is"));
    assert!(written(&located("</p>\n  <a")).starts_with("</p>"));
    assert!(written(&located("{{application")).starts_with("{{application.name}}</p>"));
    assert!(written(&located("</a>")).starts_with("</a>"));
    let word = located("Go &amp;");
    assert!(!word.is_literal);
    assert_eq!(&BUTTON[word.span.range()], "[[label]]");
    let placeholder = content.find("{{code}}").unwrap();
    let span = crate::domain::finding::Span::new(placeholder, placeholder + 8);
    let back = made.map.locate_span(span).unwrap();
    assert_eq!(&case.details.content[back.span.range()], "{{code}}");
    let composed = made.map.composed(&SourceFile::Template, back.span.start);
    assert_eq!(composed, Some(placeholder));
}

#[test]
fn only_what_depends_on_a_change_is_composed_again() {
    let mut composer = composer();
    let mut fr = Case::new("");
    fr.tag = "fr";
    let en = Case::new("");
    for case in [&en, &fr] {
        case.compose(&mut composer);
    }
    assert_eq!(composer.composed(), 2);
    let mut sources = sources();
    sources.strings.insert(
        "fr".to_owned(),
        strings(json!({"button": "Aller", "SignIn": {"subject": "Connexion"}})),
    );
    sources.brand.insert("unused".to_owned(), json!(1));
    composer.set_sources(sources);
    assert!(fr.compose(&mut composer).details.content.contains("Aller"));
    en.compose(&mut composer);
    assert_eq!(composer.composed(), 3, "only French depends on the change");
}

#[test]
fn brackets_that_are_meant_stay() {
    let made = Case::new("\\[[brand]] a[0] {{code}}").compose(&mut composer());
    assert!(made.details.content.contains("[[brand]] a[0] {{code}}"));
    assert_eq!(made.findings, []);
    let mut sources = sources();
    sources.brand.insert("colour".to_owned(), json!("[[x]]"));
    let codes = Case::new("").codes(sources);
    assert_eq!(codes[0].0, "compose-brackets-in-value");
}

#[test]
fn arabic_runs_from_right_to_left() {
    let mut case = Case::new("");
    case.tag = "ar";
    assert!(
        case.compose(&mut composer())
            .details
            .content
            .contains("lang=\"ar\" dir=\"rtl\"")
    );
    assert!(
        case.compose(&mut composer())
            .findings
            .iter()
            .all(|found| found.finding.severity == Severity::Warning)
    );
}

proptest::proptest! {
    #[test]
    fn whatever_is_written_composes_or_tells_why(text in "[\\[\\]{}a.#/>!\" \n\\\\é]{0,60}") {
        let mut composer = composer();
        let case = Case::new(&text);
        let made = case.compose(&mut composer);
        proptest::prop_assert!(!made.is_failed || made.findings.iter().any(|found| found.finding.severity == Severity::Error));
    }

    #[test]
    fn text_without_brackets_passes_as_it_is(text in "[\\]{}a.#/>!\" \n\\\\é<]{0,60}") {
        let mut composer = Composer::new();
        composer.set_sources(with_layout("[[content]]"));
        let made = Case::new(&text).compose(&mut composer);
        let expected = text.strip_suffix('\n').unwrap_or(&text);
        proptest::prop_assert_eq!(&made.details.content, expected);
    }
}
