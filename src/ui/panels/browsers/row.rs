//! One browser.

use egui::text::{LayoutJob, TextFormat};
use egui::{
    Align, Layout, Rect, Response, RichText, Sense, TextStyle, Ui, UiBuilder, WidgetInfo, pos2,
    vec2,
};

use super::columns::{BUTTONS, Columns, EDGE, cell_ui, small_mono};
use crate::domain::coverage::{MailSource, Served};
use crate::domain::language::english_name;
use crate::domain::logto::{Place, UsageType};
use crate::ui::theme::{icons, size, space, tokens};
use crate::ui::widgets::{IconButton, RowFocus, Tone};

/// What a row says.
pub(super) struct Row {
    /// The browser's name.
    pub name: &'static str,
    header: Option<&'static str>,
    /// The tag of the mail, as far as it has one, and the language in words.
    tag: Option<String>,
    language: String,
    /// What answers, in a few words.
    pub answer: String,
    /// What there is to add to them.
    more: Option<String>,
    tone: Tone,
    /// The template that answers, if it can be opened.
    pub template: Option<(UsageType, String)>,
}

/// How a row stands in the list.
#[derive(Clone, Copy)]
pub(super) struct State {
    pub focus: RowFocus,
    pub is_current: bool,
}

/// What was asked of a row.
#[derive(Clone, Copy)]
pub(super) enum Asked {
    Resolve,
    Open,
    Copy,
}

impl Row {
    pub(super) fn of(served: &Served, usage_type: UsageType, fallback: &str) -> Self {
        let tag = served.tag.clone();
        let language = match &tag {
            Some(tag) => english_name(tag),
            None => format!("None, so the fallback {fallback}"),
        };
        let (answer, tone) = answer(served, usage_type);
        let more = match &served.source {
            MailSource::NotFound(error) => {
                Some(format!("Logto answers {} ({})", error.code, error.status))
            }
            _ => None,
        };
        let template = match &served.source {
            MailSource::Template(Place::Custom {
                usage_type,
                language_tag,
            }) => Some((*usage_type, language_tag.clone())),
            _ => None,
        };
        Self {
            name: served.name,
            header: served.header,
            tag,
            language,
            answer,
            more,
            tone,
            template,
        }
    }

    /// The header that is sent; empty if none is.
    pub(super) fn header(&self) -> &'static str {
        self.header.unwrap_or_default()
    }

    /// The header in words.
    pub(super) fn header_words(&self) -> &'static str {
        self.header.unwrap_or("no header")
    }

    /// The language in words: its tag and its name.
    pub(super) fn language_words(&self) -> String {
        match &self.tag {
            Some(tag) => format!("{tag} {}", self.language),
            None => self.language.clone(),
        }
    }

    /// Whether it says what is wanted, which is in lower case.
    pub(super) fn matches(&self, wanted: &str) -> bool {
        let said = [
            self.name,
            self.header_words(),
            &self.language_words(),
            &self.answer,
        ];
        said.iter().any(|said| said.to_lowercase().contains(wanted))
    }

    /// Shows the row; returns what was asked of it.
    pub(super) fn ui(
        &self,
        ui: &mut Ui,
        columns: &Columns,
        state: State,
    ) -> (Response, Option<Asked>) {
        let wanted = vec2(ui.available_width(), columns.row_height());
        let (rect, response) = ui.allocate_exact_size(wanted, Sense::CLICK);
        self.describe(ui, &response, state);
        let is_pointed_at = response.contains_pointer();
        plate_ui(ui, rect.shrink2(vec2(space::XS, 1.0)), state, is_pointed_at);
        let words = rect.shrink2(vec2(EDGE, 0.0));
        let middle = match columns {
            Columns::Line(widths) => {
                self.cells_ui(ui, Columns::cells(widths, words));
                rect.center().y
            }
            Columns::TwoLines => {
                self.cells_ui(ui, two_lines(words));
                rect.center().y
            }
            Columns::ThreeLines => {
                self.cells_ui(ui, three_lines(words));
                rect.top() + 16.0
            }
        };
        let at = pos2(rect.right() - space::S - BUTTONS / 2.0, middle);
        let buttons = Rect::from_center_size(at, vec2(BUTTONS, 26.0));
        let clicked = response.clicked().then_some(Asked::Resolve);
        let is_active = is_pointed_at || state.is_current;
        let pressed = self.buttons_ui(ui, buttons, state, is_active);
        let response = response.on_hover_text_at_pointer(self.tooltip());
        (response, pressed.or(clicked))
    }

    fn cells_ui(&self, ui: &mut Ui, [name, header, language, template]: [Rect; 4]) {
        cell_ui(ui, name, self.name);
        cell_ui(ui, header, self.header_text(ui));
        cell_ui(ui, language, self.language_text(ui));
        self.answer_ui(ui, template);
    }

    fn header_text(&self, ui: &Ui) -> RichText {
        let tokens = tokens(ui.ctx());
        let text = RichText::new(self.header_words());
        match self.header {
            Some(_) => text.font(small_mono()).color(tokens.text_muted),
            None => text.color(tokens.text_faint),
        }
    }

    /// The tag as it counts, the name of the language behind it as an aid.
    fn language_text(&self, ui: &Ui) -> LayoutJob {
        let tokens = tokens(ui.ctx());
        let body = TextStyle::Body.resolve(ui.style());
        let mut job = LayoutJob::default();
        let mut gap = 0.0;
        if let Some(tag) = &self.tag {
            job.append(tag, gap, TextFormat::simple(body.clone(), tokens.text));
            gap = space::S;
        }
        let format = TextFormat::simple(body, tokens.text_muted);
        job.append(&self.language, gap, format);
        job
    }

    fn answer_ui(&self, ui: &mut Ui, rect: Rect) {
        let color = self.tone.color(tokens(ui.ctx()));
        let icon = match self.tone {
            // A mark on most rows would be noise.
            Tone::Neutral => icons::REMOVE,
            tone => tone.icon(),
        };
        let icon_at = Rect::from_min_size(rect.min, vec2(16.0, rect.height()));
        let icon = icon.rich_text().size(size::BODY + 1.0).color(color);
        cell_ui(ui, icon_at, icon);
        let mut words = rect;
        words.min.x = icon_at.right() + space::XS;
        cell_ui(ui, words, RichText::new(&self.answer).color(color));
    }

    /// The buttons; those of the current row are stops for Tab.
    fn buttons_ui(&self, ui: &mut Ui, rect: Rect, state: State, is_active: bool) -> Option<Asked> {
        let sense = if state.is_current {
            Sense::click()
        } else {
            Sense::CLICK
        };
        let mut asked = None;
        let layout = Layout::right_to_left(Align::Center);
        let builder = UiBuilder::new().max_rect(rect).layout(layout);
        ui.scope_builder(builder, |ui| {
            ui.spacing_mut().item_spacing.x = 0.0;
            if let Some((usage_type, tag)) = &self.template {
                ui.scope(|ui| {
                    ui.set_opacity(if is_active { 1.0 } else { 0.6 });
                    let name = format!("Open {usage_type} in {tag}");
                    let button = IconButton::new(icons::DESIGN, &name).small();
                    if ui.add(button.sense(sense)).clicked() {
                        asked = Some(Asked::Open);
                    }
                });
            } else {
                ui.add_space(26.0);
            }
            if self.header.is_some() {
                // Out of the way until the row is pointed at or stood on.
                ui.set_opacity(if is_active { 1.0 } else { 0.0 });
                let name = format!("Copy the header of {}", self.name);
                let button = IconButton::new(icons::COPY, &name).small();
                if ui.add(button.sense(sense)).clicked() {
                    asked = Some(Asked::Copy);
                }
            }
        });
        asked
    }

    fn describe(&self, ui: &Ui, response: &Response, state: State) {
        let name = format!(
            "{}, {}: {}, {}",
            self.name,
            self.header_words(),
            self.language_words(),
            self.answer
        );
        let role = egui::Role::ListBoxOption;
        response.widget_info(|| WidgetInfo::labeled(role, ui.is_enabled(), &name));
        ui.ctx().accesskit_node_builder(response.id, |node| {
            node.set_selected(state.is_current);
            if let Some(more) = &self.more {
                node.set_description(more.as_str());
            }
        });
    }

    /// Everything in full, since a cell may be cut.
    fn tooltip(&self) -> String {
        let more = self.more.iter().map(|more| format!(": {more}"));
        format!(
            "{}\nAccept-Language: {}\nLanguage: {}\n{}{}\n\nClick to try it in the resolver",
            self.name,
            self.header_words(),
            self.language_words(),
            self.answer,
            more.collect::<String>()
        )
    }
}

/// Name and header, beside them language and template.
fn two_lines(words: Rect) -> [Rect; 4] {
    let room = words.width() - BUTTONS - space::L;
    let left = room * 0.55;
    let right = left + space::L;
    [
        line(words, 0.0, 0.0, left),
        line(words, 1.0, 0.0, left),
        line(words, 0.0, right, room - left),
        line(words, 1.0, right, room - left),
    ]
}

/// The name beside the buttons, the header below, then language and template.
fn three_lines(words: Rect) -> [Rect; 4] {
    let left = words.width() * 0.46;
    let right = left + space::M;
    [
        line(words, 0.0, 0.0, words.width() - BUTTONS),
        line(words, 1.0, 0.0, words.width()),
        line(words, 2.0, 0.0, left),
        line(words, 2.0, right, words.width() - right),
    ]
}

/// A part of the line with that number in a row, from `x` on.
fn line(words: Rect, number: f32, x: f32, width: f32) -> Rect {
    let at = pos2(words.left() + x, words.top() + space::XS + number * 20.0);
    Rect::from_min_size(at, vec2(width, 20.0))
}

fn plate_ui(ui: &Ui, plate: Rect, state: State, is_pointed_at: bool) {
    let tokens = tokens(ui.ctx());
    if state.is_current || is_pointed_at {
        let fill = if state.is_current {
            tokens.accent_subtle
        } else {
            tokens.hover
        };
        ui.painter().rect_filled(plate, space::RADIUS, fill);
    }
    if state.focus == (RowFocus::List { ring: true }) {
        let stroke = egui::Stroke::new(1.5, tokens.accent);
        let kind = egui::StrokeKind::Inside;
        ui.painter().rect_stroke(plate, space::RADIUS, stroke, kind);
    }
}

/// What the mail is made from in words, and what that means.
fn answer(served: &Served, usage_type: UsageType) -> (String, Tone) {
    match &served.source {
        MailSource::Template(Place::Custom {
            usage_type: found,
            language_tag,
        }) => {
            if *found == usage_type && served.tag.as_ref() == Some(language_tag) {
                ("Own template".to_owned(), Tone::Success)
            } else {
                let words = format!("Falls back to {found} in {language_tag}");
                (words, Tone::Neutral)
            }
        }
        MailSource::Template(Place::Config { usage_type: found }) => {
            let words = format!("Falls back to {found} of the connector’s configuration");
            (words, Tone::Neutral)
        }
        MailSource::NotFound(_) => ("No mail".to_owned(), Tone::Error),
        MailSource::Payload => ("No template needed".to_owned(), Tone::Neutral),
    }
}
