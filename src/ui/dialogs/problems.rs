//! Dialogs about problems: what a rule means, and why it is ignored.

use egui::{Color32, Frame, Id, Label, Margin, RichText, ScrollArea, Ui};

use super::{Dialogs, Modal};
use crate::domain::workspace::TemplateKey;
use crate::model::{Command, Model, ProblemCommand, rule_of};
use crate::ui::Commands;
use crate::ui::theme::{fonts, space, tokens};
use crate::ui::widgets::{DialogAnswer, LabelledField, Segment, segmented};

/// The most of an example that is shown, in characters.
const LONGEST: usize = 600;

/// Where a rule is ignored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum IgnoredIn {
    /// In one mail.
    #[default]
    Mail,
    /// In all of its usage type.
    Type,
    /// In all in its language.
    Language,
    /// In all mails.
    All,
}

impl IgnoredIn {
    /// Where a rule is ignored unless somebody chooses: what is in a shared file concerns all.
    pub const fn usual(is_shared: bool) -> Self {
        if is_shared { Self::All } else { Self::Mail }
    }

    /// The templates as the settings name them; nothing for all.
    fn pattern(self, key: &TemplateKey) -> Option<String> {
        let (usage_type, tag) = (key.usage_type, &key.tag);
        match self {
            Self::Mail => Some(format!("{usage_type}/{tag}")),
            Self::Type => Some(format!("{usage_type}/*")),
            Self::Language => Some(format!("*/{tag}")),
            Self::All => None,
        }
    }
}

/// What a rule means.
pub(super) fn why_ui(ui: &Ui, code: &str, commands: &mut Commands) {
    let Some(rule) = rule_of(code) else {
        commands.push(Command::CloseDialog);
        return;
    };
    let dialog = Modal::new(Id::unique("why problem"), rule.title, "Close", "Close").width(560.0);
    let ((), given) = dialog.show(ui.ctx(), |ui| {
        let tokens = tokens(ui.ctx());
        let height = (ui.ctx().content_rect().height() * 0.6).max(160.0);
        let area = ScrollArea::vertical().max_height(height);
        area.show(ui, |ui| {
            ui.add(Label::new(rule.why).wrap());
            let examples = [
                ("Bad", rule.bad, tokens.error),
                ("Good", rule.good, tokens.success),
            ];
            for (word, example, color) in examples {
                ui.add_space(space::S);
                ui.label(RichText::new(word).font(fonts::medium()).color(color));
                let shown: String = example.text().chars().take(LONGEST).collect();
                code_ui(ui, &shown, tokens.sunken);
            }
            ui.add_space(space::S);
            let muted = tokens.text_muted;
            let id = format!("{} · {}", rule.group.label(), rule.id);
            ui.label(RichText::new(id).small().color(muted));
            let source = format!("Source: {}", rule.source);
            ui.add(Label::new(RichText::new(source).small().color(muted)).wrap());
        });
    });
    if given.is_some() {
        commands.push(Command::CloseDialog);
    }
}

/// A text as it is written, on a plate.
fn code_ui(ui: &mut Ui, text: &str, ground: Color32) {
    Frame::new()
        .fill(ground)
        .corner_radius(space::RADIUS)
        .inner_margin(Margin::same(space::S as i8))
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            let text = RichText::new(text).monospace().small();
            ui.add(Label::new(text).wrap().selectable(true));
        });
}

impl Dialogs {
    /// Asks why a rule shall be ignored, and where.
    pub(super) fn ignore_ui(
        &mut self,
        ui: &Ui,
        model: &Model,
        (code, key): (&'static str, &TemplateKey),
        commands: &mut Commands,
    ) {
        let rule = rule_of(code).map_or(code, |rule| rule.title);
        let title = format!("Ignore “{rule}”?");
        let reason = self.reason.trim().to_owned();
        let obstacle = if model.is_writable() {
            reason.is_empty().then_some("Say why")
        } else {
            Some("The workspace cannot be written")
        };
        let dialog = Modal::new(Id::unique("ignore problem"), &title, "Ignore", "Cancel")
            .obstacle(obstacle)
            .width(520.0);
        let tag = if key.is_connector_default() {
            "connector"
        } else {
            key.tag.as_str()
        };
        let (mail, of_type, in_language) = (
            key.to_string(),
            format!("All {}", key.usage_type),
            format!("All in {tag}"),
        );
        let ((), given) = dialog.show(ui.ctx(), |ui| {
            let field = LabelledField::new("Reason", &mut self.reason)
                .hint("Our brand colour, agreed with the designers")
                .show(ui);
            if std::mem::take(&mut self.focus_field) {
                field.request_focus();
            }
            ui.add_space(space::S);
            let places = [
                Segment::new(IgnoredIn::Mail, mail.as_str()),
                Segment::new(IgnoredIn::Type, of_type.as_str()),
                Segment::new(IgnoredIn::Language, in_language.as_str()),
                Segment::new(IgnoredIn::All, "All mails"),
            ];
            let muted = tokens(ui.ctx()).text_muted;
            ui.label(RichText::new("Where").small().color(muted));
            ui.horizontal_wrapped(|ui| {
                segmented(ui, "Where", &mut self.ignored_in, &places);
            });
            ui.add_space(space::S);
            let words = format!(
                "Goes into letterhead.toml when you save, for everybody, as {code}. Undo there takes it back."
            );
            ui.add(Label::new(RichText::new(words).small().color(muted)).wrap());
        });
        match given {
            Some(DialogAnswer::Primary) => {
                commands.push(Command::Problem(ProblemCommand::Ignore {
                    rule: code,
                    template: self.ignored_in.pattern(key),
                    reason,
                }));
            }
            Some(_) => commands.push(Command::CloseDialog),
            None => {}
        }
    }
}
