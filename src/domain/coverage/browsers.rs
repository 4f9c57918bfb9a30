//! What common browsers get.

use crate::domain::logto::{
    Flow, LanguageLibrary, LocaleRequest, Place, SelectionRequest, TemplateCatalog,
    TemplateNotFound, TemplateSupport, UsageType, choose, resolve,
};

/// A program that asks for a language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Browser {
    /// Program and language, for people.
    pub name: &'static str,
    /// The `Accept-Language` that it sends, if it sends one.
    pub header: Option<&'static str>,
}

impl Browser {
    pub(super) const fn new(name: &'static str, header: &'static str) -> Self {
        Self {
            name,
            header: Some(header),
        }
    }
}

/// Twenty common ones.
///
/// Chrome sends its list for the language of its menus (`IDS_ACCEPT_LANGUAGES`), or the user's own
/// list with the bare language added. Firefox sends the list of its edition; before version 147 its
/// weights went down in other steps. Safari sends one language and what it derives from it. Node's
/// `fetch` is undici (`lib/web/fetch/index.js`).
pub const BROWSERS: [Browser; 20] = [
    Browser::new("Chrome, English (United States)", "en-US,en;q=0.9"),
    Browser::new(
        "Chrome, English (United Kingdom)",
        "en-GB,en-US;q=0.9,en;q=0.8",
    ),
    Browser::new(
        "Chrome, German (Austria)",
        "de-AT,de;q=0.9,en-US;q=0.8,en;q=0.7",
    ),
    Browser::new("Firefox, French", "fr,fr-FR;q=0.9,en-US;q=0.8,en;q=0.7"),
    Browser::new("Safari iOS, French (Canada)", "fr-CA,fr;q=0.9"),
    Browser::new("Chrome, Spanish (Latin America)", "es-419,es;q=0.9"),
    Browser::new(
        "Chrome, Portuguese (Portugal)",
        "pt-PT,pt;q=0.9,en-US;q=0.8,en;q=0.7",
    ),
    Browser::new(
        "Firefox before 147, Portuguese (Brazil), English",
        "pt-BR,pt;q=0.8,en-US;q=0.5,en;q=0.3",
    ),
    Browser::new("Chrome, Dutch", "nl-NL,nl;q=0.9,en-US;q=0.8,en;q=0.7"),
    Browser::new("Chrome, Polish", "pl-PL,pl;q=0.9,en-US;q=0.8,en;q=0.7"),
    Browser::new(
        "Chrome, Norwegian",
        "nb-NO,nb;q=0.9,no;q=0.8,nn;q=0.7,en-US;q=0.6,en;q=0.5",
    ),
    Browser::new("Chrome, Japanese", "ja,en-US;q=0.9,en;q=0.8"),
    Browser::new("Chrome, Korean", "ko-KR,ko;q=0.9,en-US;q=0.8,en;q=0.7"),
    Browser::new("Chrome, Arabic", "ar,en-US;q=0.9,en;q=0.8"),
    Browser::new(
        "Safari iOS, Chinese simplified (China)",
        "zh-CN,zh-Hans;q=0.9",
    ),
    Browser::new(
        "Safari iOS, Chinese traditional (Taiwan)",
        "zh-TW,zh-Hant;q=0.9",
    ),
    Browser::new(
        "Chrome, Chinese traditional (Taiwan)",
        "zh-TW,zh;q=0.9,en-US;q=0.8,en;q=0.7",
    ),
    Browser::new(
        "iOS app with Alamofire, Chinese traditional (Taiwan)",
        "zh-Hant-TW;q=1.0, en-TW;q=0.9",
    ),
    Browser::new("Node fetch, any language", "*"),
    Browser {
        name: "curl without header",
        header: None,
    },
];

/// What a browser gets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Served {
    /// The browser's name.
    pub name: &'static str,
    /// The `Accept-Language` it sends, if it sends one.
    pub header: Option<&'static str>,
    /// The language of the mail; nothing if the flow has none.
    pub tag: Option<String>,
    /// What the mail is made from.
    pub source: MailSource,
}

/// What a mail is made from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MailSource {
    /// The template there.
    Template(Place),
    /// Nothing: Logto answers with an error.
    NotFound(TemplateNotFound),
    /// The payload, which the connector hands over without a template.
    Payload,
}

/// What each of [`BROWSERS`] gets for a mail of that type, sent by that flow.
pub fn who_gets_what(
    catalog: &impl TemplateCatalog,
    library: &LanguageLibrary,
    support: TemplateSupport,
    usage_type: UsageType,
    flow: Flow,
) -> Vec<Served> {
    let serve = |browser| serve(browser, catalog, library, support, usage_type, flow);
    BROWSERS.into_iter().map(serve).collect()
}

pub(super) fn serve(
    browser: Browser,
    catalog: &impl TemplateCatalog,
    library: &LanguageLibrary,
    support: TemplateSupport,
    usage_type: UsageType,
    flow: Flow,
) -> Served {
    let resolution = resolve(&LocaleRequest {
        accept_language: browser.header.map(str::to_owned),
        library: library.clone(),
        ..LocaleRequest::new(flow)
    });
    let request = SelectionRequest {
        usage_type,
        locale: resolution.locale,
        fallback: library.fallback.clone(),
        support,
    };
    let trace = choose(&request, catalog);
    Served {
        name: browser.name,
        header: browser.header,
        tag: request.locale,
        source: match (trace.chosen, trace.error) {
            (Some(place), _) => MailSource::Template(place),
            (None, Some(error)) => MailSource::NotFound(error),
            (None, None) => MailSource::Payload,
        },
    }
}
