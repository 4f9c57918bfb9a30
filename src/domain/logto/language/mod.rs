//! Which language a mail is sent in, and why.

mod canonical;
mod console;
mod detect;
mod experience;
mod reachable;
mod tags;

use serde::{Deserialize, Serialize};

pub use self::reachable::ReachableLanguages;
pub use self::tags::{ALLOWED_LANGUAGES, BUILT_IN_LANGUAGES, CONSOLE_LANGUAGES, allowed_language};
use super::flow::{Flow, LocaleSource};
use super::white_space::is_js_white_space;

/// The tenant's languages: custom phrases and the language settings of the sign-in experience.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct LanguageLibrary {
    /// Tags that have custom phrases.
    pub custom: Vec<String>,
    /// Logto's `fallbackLanguage`.
    pub fallback: String,
    /// Logto's `autoDetect`: whether the browser's languages count.
    pub auto_detect: bool,
}

impl Default for LanguageLibrary {
    /// A new tenant: English, and the browser's languages count.
    fn default() -> Self {
        Self {
            custom: Vec::new(),
            fallback: "en".to_owned(),
            auto_detect: true,
        }
    }
}

/// All that can decide on the language of one mail.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct LocaleRequest {
    /// The flow that sends.
    pub flow: Flow,
    /// `ui_locales` of the sign-in request, which Logto keeps in a cookie: tags separated by
    /// white space.
    pub ui_locales: Option<String>,
    /// The query parameter `locale`, in order if it is given more than once.
    pub query_locales: Vec<String>,
    /// The header `Accept-Language`.
    pub accept_language: Option<String>,
    /// The `locale` of an invitation's message payload or of a connector test.
    pub message_locale: Option<String>,
    /// The tenant's languages.
    pub library: LanguageLibrary,
}

impl LocaleRequest {
    /// A request of `flow` that wishes for nothing, in a new tenant.
    pub fn new(flow: Flow) -> Self {
        Self {
            flow,
            ui_locales: None,
            query_locales: Vec::new(),
            accept_language: None,
            message_locale: None,
            library: LanguageLibrary::default(),
        }
    }
}

/// The language of a mail, and how it was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Resolution {
    /// The `locale` that goes with the mail, spelled as Logto has it; nothing if the flow has none.
    pub locale: Option<String>,
    /// Every candidate, in the order Logto looks at them.
    pub steps: Vec<ResolutionStep>,
}

/// A candidate for the language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ResolutionStep {
    /// The tag as it came.
    pub candidate: String,
    /// Where it came from.
    pub source: CandidateSource,
    /// What became of it.
    pub outcome: StepOutcome,
    /// Why, in one sentence.
    pub reason: String,
}

/// Where a candidate comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum CandidateSource {
    /// `ui_locales` of the sign-in request.
    UiLocales,
    /// The query parameter `locale`.
    QueryLocale,
    /// The header `Accept-Language`.
    AcceptLanguage,
    /// The tenant's fallback language.
    Fallback,
    /// What Logto takes if nothing matched: `en`.
    LastResort,
    /// The caller's `locale`.
    Message,
}

/// What became of a candidate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum StepOutcome {
    /// It decided.
    Chosen,
    /// No language of the tenant matches.
    NoMatch,
    /// It is no language tag.
    Invalid,
    /// The settings or the flow do not let it count.
    Ignored,
    /// An earlier one decided.
    NotTried,
}

impl StepOutcome {
    /// A word for people.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Chosen => "chosen",
            Self::NoMatch => "no match",
            Self::Invalid => "invalid",
            Self::Ignored => "ignored",
            Self::NotTried => "not tried",
        }
    }
}

impl CandidateSource {
    /// A name for people.
    pub const fn label(self) -> &'static str {
        match self {
            Self::UiLocales => "ui_locales",
            Self::QueryLocale => "?locale=",
            Self::AcceptLanguage => "Accept-Language",
            Self::Fallback => "fallback language",
            Self::LastResort => "last resort",
            Self::Message => "locale of the message",
        }
    }
}

/// Finds the language of a mail as the flow's route does.
pub fn resolve(request: &LocaleRequest) -> Resolution {
    let candidates = candidates(request);
    let languages;
    let verdict: &dyn Fn(&Candidate<'_>) -> Verdict = match request.flow.locale_source() {
        LocaleSource::Experience => {
            languages = experience::Languages::new(&request.library);
            &|candidate| languages.judge(candidate)
        }
        LocaleSource::ConsoleLanguages => &judge_for_console,
        LocaleSource::Raw => &judge_raw,
        LocaleSource::None => &|_| Verdict::Ignored("This flow gives connectors no language"),
    };
    let mut locale: Option<String> = None;
    let mut steps = Vec::with_capacity(candidates.len());
    for candidate in candidates {
        let (outcome, reason) = match (&locale, verdict(&candidate)) {
            (_, Verdict::Ignored(reason)) => (StepOutcome::Ignored, reason.to_owned()),
            (Some(found), _) => (StepOutcome::NotTried, format!("{found} is already found")),
            (None, Verdict::Chosen(tag, reason)) => {
                locale = Some(tag);
                (StepOutcome::Chosen, reason)
            }
            (None, Verdict::NoMatch(reason)) => (StepOutcome::NoMatch, reason.to_owned()),
            (None, Verdict::Invalid(reason)) => (StepOutcome::Invalid, reason.to_owned()),
        };
        steps.push(ResolutionStep {
            candidate: candidate.tag.to_owned(),
            source: candidate.source,
            outcome,
            reason,
        });
    }
    Resolution { locale, steps }
}

/// A tag and where it comes from.
#[derive(Debug, Clone, Copy)]
struct Candidate<'r> {
    tag: &'r str,
    source: CandidateSource,
}

/// What a rule says of a candidate if no earlier one decided.
enum Verdict {
    Chosen(String, String),
    NoMatch(&'static str),
    Invalid(&'static str),
    Ignored(&'static str),
}

fn candidates(request: &LocaleRequest) -> Vec<Candidate<'_>> {
    let from = |source| move |tag| Candidate { tag, source };
    let ui_locales = request.ui_locales.as_deref().unwrap_or_default();
    let header = request.accept_language.as_deref().unwrap_or_default();
    let mut candidates: Vec<Candidate<'_>> = ui_locales
        .split(is_js_white_space)
        .filter(|tag| !tag.is_empty())
        .map(from(CandidateSource::UiLocales))
        .collect();
    candidates.extend(
        request
            .query_locales
            .iter()
            .map(String::as_str)
            .map(from(CandidateSource::QueryLocale)),
    );
    candidates.extend(
        detect::accept_languages(header)
            .into_iter()
            .map(from(CandidateSource::AcceptLanguage)),
    );
    candidates.extend(
        request
            .message_locale
            .as_deref()
            .map(from(CandidateSource::Message)),
    );
    candidates.push(from(CandidateSource::Fallback)(&request.library.fallback));
    candidates.push(from(CandidateSource::LastResort)(experience::LAST_RESORT));
    candidates.retain(|candidate| is_worth_showing(candidate.source, request.flow));
    candidates
}

/// Whether a source can be part of the flow's explanation: a flow without a fallback shows none,
/// but wishes that it ignores are shown as such.
const fn is_worth_showing(source: CandidateSource, flow: Flow) -> bool {
    let rule = flow.locale_source();
    match source {
        CandidateSource::UiLocales
        | CandidateSource::QueryLocale
        | CandidateSource::AcceptLanguage
        | CandidateSource::Message => true,
        CandidateSource::Fallback => matches!(rule, LocaleSource::Experience),
        CandidateSource::LastResort => matches!(
            rule,
            LocaleSource::Experience | LocaleSource::ConsoleLanguages
        ),
    }
}

fn judge_for_console(candidate: &Candidate<'_>) -> Verdict {
    match candidate.source {
        CandidateSource::QueryLocale | CandidateSource::AcceptLanguage => {
            console::supported(candidate.tag).map_or(
                Verdict::NoMatch("It is not exactly one of the Console's languages"),
                |tag| Verdict::Chosen(tag.to_owned(), "It is a language of the Console".to_owned()),
            )
        }
        CandidateSource::LastResort => Verdict::Chosen(
            candidate.tag.to_owned(),
            "Nothing else matched, so i18next takes English".to_owned(),
        ),
        _ => Verdict::Ignored("This flow asks only ?locale= and Accept-Language"),
    }
}

fn judge_raw(candidate: &Candidate<'_>) -> Verdict {
    match candidate.source {
        CandidateSource::Message => Verdict::Chosen(
            candidate.tag.to_owned(),
            "The caller's locale is taken as written".to_owned(),
        ),
        _ => Verdict::Ignored("This flow takes the caller's locale only"),
    }
}

#[cfg(test)]
mod tests;
