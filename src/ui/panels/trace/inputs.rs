//! What the request asks for, to be edited.

use egui::{Label, RichText, Ui};

use super::{TraceEvent, TraceView};
use crate::domain::coverage::BROWSERS;
use crate::domain::logto::{LocaleRequest, LocaleSource};
use crate::ui::theme::tokens;
use crate::ui::widgets::{LabelledField, menu_item, quiet_button};

/// More custom languages than this are counted, not listed.
const MOST_LISTED: usize = 12;

/// Width of the column of labels.
const LABEL: f32 = 128.0;

/// The fields as typed.
#[derive(Default)]
pub(super) struct Inputs {
    typed: Option<(LocaleRequest, [String; 4])>,
}

impl Inputs {
    /// Draws the fields that the flow looks at.
    pub fn ui(&mut self, ui: &mut Ui, view: &TraceView<'_>) -> Option<TraceEvent> {
        let locale = view.locale;
        if self.typed.as_ref().is_none_or(|(of, _)| of != locale) {
            self.typed = Some((locale.clone(), texts(locale)));
        }
        let (of, typed) = self.typed.as_mut()?;
        let [ui_locales, query, accept, message] = typed;
        let mut fields: Vec<(&str, &str, &mut String)> = Vec::new();
        match locale.flow.locale_source() {
            LocaleSource::Experience => {
                fields.push(("ui_locales", "e.g. fr-CA fr", ui_locales));
                fields.push(("?locale", "e.g. fr", query));
                fields.push(("Accept-Language", "e.g. fr-CA,fr;q=0.9", accept));
            }
            LocaleSource::ConsoleLanguages => {
                fields.push(("?locale", "e.g. fr", query));
                fields.push(("Accept-Language", "e.g. fr-CA,fr;q=0.9", accept));
            }
            LocaleSource::Raw => fields.push(("locale of the caller", "e.g. fr", message)),
            LocaleSource::None => {
                ui.label("This flow has no language: Logto takes the tenant’s fallback.");
            }
        }
        let mut changed = false;
        for (label, hint, text) in fields {
            let field = LabelledField::new(label, text)
                .left(LABEL)
                .hint(hint)
                .mono();
            changed |= field.show(ui).changed();
        }
        let mut event = changed.then(|| {
            let asked = request(locale, typed);
            // What is typed stays, also where the request keeps less of it, such as a last comma.
            *of = asked.clone();
            TraceEvent::SetLocale(asked)
        });
        ui.horizontal(|ui| {
            if takes_header(locale) {
                let header = ui.menu_button("Headers of browsers", browsers_ui).inner;
                if let Some(header) = header.flatten() {
                    event = Some(TraceEvent::SetLocale(LocaleRequest {
                        // What an application asks for would outweigh the header.
                        ui_locales: None,
                        query_locales: Vec::new(),
                        accept_language: Some(header.to_owned()),
                        ..locale.clone()
                    }));
                }
            }
            if !view.follows && quiet_button(ui, "Ask for the open template").clicked() {
                event = Some(TraceEvent::Follow);
            }
        });
        tenant_ui(ui, locale);
        event
    }
}

/// The header that was chosen.
fn browsers_ui(ui: &mut Ui) -> Option<&'static str> {
    let mut chosen = None;
    for browser in BROWSERS {
        let Some(header) = browser.header else {
            continue;
        };
        let item = menu_item(ui, None, browser.name, None, true);
        if item.on_hover_text(header).clicked() {
            chosen = Some(header);
        }
    }
    chosen
}

const fn takes_header(locale: &LocaleRequest) -> bool {
    matches!(
        locale.flow.locale_source(),
        LocaleSource::Experience | LocaleSource::ConsoleLanguages
    )
}

fn texts(locale: &LocaleRequest) -> [String; 4] {
    [
        locale.ui_locales.clone().unwrap_or_default(),
        locale.query_locales.join(", "),
        locale.accept_language.clone().unwrap_or_default(),
        locale.message_locale.clone().unwrap_or_default(),
    ]
}

fn request(of: &LocaleRequest, typed: &[String; 4]) -> LocaleRequest {
    let [ui_locales, query, accept, message] = typed;
    let optional = |text: &String| (!text.is_empty()).then(|| text.clone());
    LocaleRequest {
        ui_locales: optional(ui_locales),
        query_locales: query
            .split(',')
            .map(str::trim)
            .filter(|tag| !tag.is_empty())
            .map(str::to_owned)
            .collect(),
        accept_language: optional(accept),
        message_locale: optional(message),
        ..of.clone()
    }
}

fn tenant_ui(ui: &mut Ui, locale: &LocaleRequest) {
    let library = &locale.library;
    let detect = if library.auto_detect { "on" } else { "off" };
    let custom = if library.custom.is_empty() {
        "none".to_owned()
    } else if library.custom.len() > MOST_LISTED {
        format!("{} of them", library.custom.len())
    } else {
        library.custom.join(", ")
    };
    let text = format!(
        "Tenant: fallback language {}, auto-detect {detect}, custom languages {custom} (letterhead.toml)",
        library.fallback,
    );
    let color = tokens(ui.ctx()).text_faint;
    ui.add(Label::new(RichText::new(text).small().color(color)).wrap());
}
