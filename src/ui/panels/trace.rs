//! Why Logto takes this template: the language, step by step, then the places looked at.

use egui::{Grid, Label, RichText, ScrollArea, Ui};

use crate::domain::logto::{
    LocaleRequest, LocaleSource, Place, PlaceOutcome, Resolution, StepOutcome, Trace, UsageType,
};
use crate::domain::workspace::TemplateKey;
use crate::ui::theme::{fonts, icons, size, space, tokens};
use crate::ui::widgets::{LabelledField, Tone, quiet_button};

/// What is shown.
pub struct TraceView<'a> {
    /// What asks for a language.
    pub locale: &'a LocaleRequest,
    /// Whether that follows the open template.
    pub follows: bool,
    /// How the language was found.
    pub resolution: &'a Resolution,
    /// How the template was found.
    pub trace: &'a Trace,
    /// The open template.
    pub open: &'a TemplateKey,
}

/// What was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TraceEvent {
    /// Another request.
    SetLocale(LocaleRequest),
    /// The request that asks for the open template.
    Follow,
    /// Open this template.
    Open(UsageType, String),
}

/// Headers that browsers really send.
const BROWSERS: [(&str, &str); 6] = [
    ("Chrome, English (US)", "en-US,en;q=0.9"),
    ("Firefox, German", "de,en-US;q=0.7,en;q=0.3"),
    ("Safari, French (Canada)", "fr-CA,fr;q=0.9,en;q=0.8"),
    ("Chrome, Japanese", "ja,en-US;q=0.9,en;q=0.8"),
    (
        "Chrome, Chinese (Taiwan)",
        "zh-TW,zh;q=0.9,en-US;q=0.8,en;q=0.7",
    ),
    (
        "Edge, Portuguese (Brazil)",
        "pt-BR,pt;q=0.9,en;q=0.8,en-GB;q=0.7",
    ),
];

/// Width of the column of labels.
const LABEL: f32 = 128.0;

/// The panel's own state: the fields as typed.
#[derive(Default)]
pub struct TracePanel {
    typed: Option<(LocaleRequest, [String; 4])>,
}

impl TracePanel {
    /// Draws the panel.
    pub fn ui(&mut self, ui: &mut Ui, view: &TraceView<'_>) -> Option<TraceEvent> {
        let mut event = None;
        ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            egui::Frame::new()
                .inner_margin(egui::Margin::symmetric(space::M as i8, space::S as i8))
                .show(ui, |ui| {
                    ui.spacing_mut().item_spacing.y = space::XS;
                    event = verdict_ui(ui, view);
                    heading(ui, "What the request asks for");
                    let asked = self.inputs_ui(ui, view);
                    event = asked.or_else(|| event.take());
                    heading(ui, "Language");
                    language_ui(ui, view);
                    heading(ui, "Template");
                    let asked = places_ui(ui, view);
                    event = asked.or_else(|| event.take());
                    for note in &view.trace.notes {
                        ui.add(Label::new(note).wrap().selectable(true));
                    }
                });
        });
        event
    }

    fn inputs_ui(&mut self, ui: &mut Ui, view: &TraceView<'_>) -> Option<TraceEvent> {
        let locale = view.locale;
        if self.typed.as_ref().is_none_or(|(of, _)| of != locale) {
            self.typed = Some((locale.clone(), texts(locale)));
        }
        let (of, typed) = self.typed.as_mut()?;
        let [ui_locales, query, accept, message] = typed;
        let mut fields: Vec<(&str, &str, &mut String)> = Vec::new();
        match locale.flow.locale_source() {
            LocaleSource::Experience => {
                fields.push(("ui_locales", "fr-CA fr", ui_locales));
                fields.push(("?locale", "fr", query));
                fields.push(("Accept-Language", "fr-CA,fr;q=0.9", accept));
            }
            LocaleSource::ConsoleLanguages => {
                fields.push(("?locale", "fr", query));
                fields.push(("Accept-Language", "fr-CA,fr;q=0.9", accept));
            }
            LocaleSource::Raw => fields.push(("locale of the caller", "fr", message)),
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
            // When this request comes back, the fields stay as they are typed.
            *of = request(locale, typed);
            TraceEvent::SetLocale(of.clone())
        });
        ui.horizontal(|ui| {
            if takes_header(locale) {
                let header = ui.menu_button("Headers of browsers", browsers_ui).inner;
                if let Some(header) = header.flatten() {
                    event = Some(TraceEvent::SetLocale(LocaleRequest {
                        ui_locales: None,
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
    for (name, header) in BROWSERS {
        if ui.button(name).on_hover_text(header).clicked() {
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

fn heading(ui: &mut Ui, text: &str) {
    ui.add_space(space::S);
    let color = tokens(ui.ctx()).text_muted;
    ui.label(RichText::new(text).font(fonts::caption()).color(color));
}

fn tenant_ui(ui: &mut Ui, locale: &LocaleRequest) {
    let library = &locale.library;
    let detect = if library.auto_detect { "on" } else { "off" };
    let custom = if library.custom.is_empty() {
        "none".to_owned()
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

/// The answer, before its reasons.
fn verdict_ui(ui: &mut Ui, view: &TraceView<'_>) -> Option<TraceEvent> {
    let tokens = tokens(ui.ctx());
    let (tone, words) = match (&view.trace.chosen, &view.trace.error) {
        (Some(place), _) if is_open(place, view.open) => (
            Tone::Success,
            format!("Logto takes this template, {}", view.open),
        ),
        (Some(place), _) => (Tone::Warning, format!("Logto takes another one: {place}")),
        (None, Some(error)) => (
            Tone::Error,
            format!(
                "Logto sends no mail: {} (HTTP {})",
                error.code, error.status
            ),
        ),
        (None, None) => (
            Tone::Neutral,
            "The connector hands the payload over; the receiver makes the mail".to_owned(),
        ),
    };
    let mut event = None;
    ui.horizontal(|ui| {
        let icon = tone.icon().rich_text().size(size::BODY + 4.0);
        ui.label(icon.color(tone.color(tokens)));
        let words = RichText::new(words).font(fonts::medium());
        ui.add(Label::new(words).selectable(true));
        if let Some(Place::Custom {
            usage_type,
            language_tag,
        }) = &view.trace.chosen
            && tone == Tone::Warning
            && quiet_button(ui, "Open it").clicked()
        {
            event = Some(TraceEvent::Open(*usage_type, language_tag.clone()));
        }
    });
    event
}

fn is_open(place: &Place, open: &TemplateKey) -> bool {
    matches!(place, Place::Custom { usage_type, language_tag }
        if *usage_type == open.usage_type && *language_tag == open.tag)
}

fn language_ui(ui: &mut Ui, view: &TraceView<'_>) {
    let muted = tokens(ui.ctx()).text_muted;
    let grid = Grid::new("language steps").num_columns(4);
    wide(ui, "language", |ui| {
        grid.spacing([space::M, space::XS]).show(ui, |ui| {
            for step in &view.resolution.steps {
                outcome_ui(
                    ui,
                    step.outcome == StepOutcome::Chosen,
                    step.outcome.label(),
                );
                ui.monospace(&step.candidate);
                ui.label(RichText::new(step.source.label()).color(muted));
                ui.add(Label::new(RichText::new(&step.reason).color(muted)).selectable(true));
                ui.end_row();
            }
        });
    });
    let locale = match &view.resolution.locale {
        Some(locale) => format!("The mail’s locale is {locale}"),
        None => "The mail has no locale".to_owned(),
    };
    ui.add(Label::new(locale).selectable(true));
}

fn places_ui(ui: &mut Ui, view: &TraceView<'_>) -> Option<TraceEvent> {
    let muted = tokens(ui.ctx()).text_muted;
    let mut event = None;
    let grid = Grid::new("places tried").num_columns(3);
    wide(ui, "places", |ui| {
        grid.spacing([space::M, space::XS]).show(ui, |ui| {
            for tried in &view.trace.places {
                let chosen = tried.outcome == PlaceOutcome::Chosen;
                let word = match tried.outcome {
                    PlaceOutcome::Chosen => "chosen",
                    PlaceOutcome::Absent => "absent",
                    PlaceOutcome::NotTried => "not tried",
                };
                outcome_ui(ui, chosen, word);
                let text = RichText::new(tried.place.to_string());
                let text = if chosen {
                    text.font(fonts::medium())
                } else {
                    text
                };
                match &tried.place {
                    Place::Custom {
                        usage_type,
                        language_tag,
                    } if chosen => {
                        if ui.link(text).clicked() {
                            event = Some(TraceEvent::Open(*usage_type, language_tag.clone()));
                        }
                    }
                    _ => {
                        ui.add(Label::new(text).selectable(true));
                    }
                }
                ui.add(Label::new(RichText::new(&tried.reason).color(muted)).selectable(true));
                ui.end_row();
            }
        });
    });
    event
}

/// A table that scrolls sideways where it does not fit, instead of widening the panel.
fn wide(ui: &mut Ui, name: &str, table: impl FnOnce(&mut Ui)) {
    ScrollArea::horizontal()
        .id_salt(name)
        .auto_shrink([false, true])
        .show(ui, table);
}

fn outcome_ui(ui: &mut Ui, chosen: bool, word: &str) {
    let tokens = tokens(ui.ctx());
    let (icon, color) = if chosen {
        (icons::CHECK, tokens.success)
    } else {
        (icons::REMOVE, tokens.text_faint)
    };
    ui.horizontal(|ui| {
        ui.set_min_width(92.0);
        ui.label(icons::inline(icon).color(color));
        ui.label(RichText::new(word).color(color));
    });
}
