//! The tables: the steps to the language, and the places of templates.

use egui::{Grid, Label, RichText, ScrollArea, Ui};

use super::{TraceEvent, TraceView};
use crate::domain::logto::{Place, PlaceOutcome, StepOutcome};
use crate::ui::theme::{fonts, icons, space, tokens};
use crate::ui::widgets::Tone;

/// Every candidate for the language, in Logto's order.
pub(super) fn language_ui(ui: &mut Ui, view: &TraceView<'_>) {
    let grid = Grid::new("language steps").num_columns(4);
    wide(ui, "language", |ui| {
        grid.spacing([space::M, space::XS]).show(ui, |ui| {
            for step in &view.resolution.steps {
                let look = Look::of_step(step.outcome);
                look.outcome_ui(ui);
                look.text_ui(ui, RichText::new(&step.candidate).monospace());
                look.aside_ui(ui, step.source.label());
                look.aside_ui(ui, &step.reason);
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

/// Every place of a template, in Logto's order.
pub(super) fn places_ui(ui: &mut Ui, view: &TraceView<'_>) -> Option<TraceEvent> {
    let mut event = None;
    let grid = Grid::new("places tried").num_columns(3);
    wide(ui, "places", |ui| {
        grid.spacing([space::M, space::XS]).show(ui, |ui| {
            for tried in &view.trace.places {
                let look = Look::of_place(tried.outcome);
                look.outcome_ui(ui);
                let text = RichText::new(tried.place.to_string());
                match &tried.place {
                    Place::Custom {
                        usage_type,
                        language_tag,
                    } if look.is_winner => {
                        if ui.link(text.font(fonts::medium())).clicked() {
                            event = Some(TraceEvent::Open(*usage_type, language_tag.clone()));
                        }
                    }
                    _ if look.is_winner => look.text_ui(ui, text.font(fonts::medium())),
                    _ => look.text_ui(ui, text),
                }
                look.aside_ui(ui, &tried.reason);
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
        .show(ui, |ui| {
            // Rows of text stand closer than rows of controls.
            ui.spacing_mut().interact_size.y = 20.0;
            table(ui);
        });
}

/// How a row of a table looks, by what became of it.
struct Look {
    word: &'static str,
    icon: icons::Icon,
    tone: Tone,
    is_winner: bool,
    /// Whether Logto did not get that far.
    is_skipped: bool,
}

impl Look {
    const fn of_step(outcome: StepOutcome) -> Self {
        match outcome {
            StepOutcome::Chosen => Self::winner(),
            StepOutcome::NoMatch => Self::passed_over("no match", icons::CLOSE, Tone::Neutral),
            StepOutcome::Invalid => Self::passed_over("invalid", icons::WARNING, Tone::Warning),
            StepOutcome::Ignored => Self::skipped("ignored"),
            StepOutcome::NotTried => Self::skipped("not tried"),
        }
    }

    const fn of_place(outcome: PlaceOutcome) -> Self {
        match outcome {
            PlaceOutcome::Chosen => Self::winner(),
            PlaceOutcome::Absent => Self::passed_over("absent", icons::CLOSE, Tone::Neutral),
            PlaceOutcome::NotTried => Self::skipped("not tried"),
        }
    }

    const fn winner() -> Self {
        Self {
            word: "chosen",
            icon: icons::CHECK,
            tone: Tone::Success,
            is_winner: true,
            is_skipped: false,
        }
    }

    const fn passed_over(word: &'static str, icon: icons::Icon, tone: Tone) -> Self {
        Self {
            word,
            icon,
            tone,
            is_winner: false,
            is_skipped: false,
        }
    }

    const fn skipped(word: &'static str) -> Self {
        Self {
            word,
            icon: icons::REMOVE,
            tone: Tone::Neutral,
            is_winner: false,
            is_skipped: true,
        }
    }

    /// The icon and the word for what became of it.
    fn outcome_ui(&self, ui: &mut Ui) {
        let tokens = tokens(ui.ctx());
        let color = if self.is_skipped {
            tokens.text_faint
        } else {
            self.tone.color(tokens)
        };
        let mut word = RichText::new(self.word).color(color);
        if self.is_winner {
            word = word.font(fonts::medium());
        }
        ui.horizontal(|ui| {
            ui.set_min_width(92.0);
            ui.label(icons::inline(self.icon).color(color));
            ui.add(Label::new(word).selectable(true));
        });
    }

    /// What was tried.
    fn text_ui(&self, ui: &mut Ui, text: RichText) {
        let tokens = tokens(ui.ctx());
        let color = if self.is_skipped {
            tokens.text_faint
        } else {
            tokens.text
        };
        ui.add(Label::new(text.color(color)).selectable(true));
    }

    /// Where it came from, or why it ended so.
    fn aside_ui(&self, ui: &mut Ui, text: &str) {
        let tokens = tokens(ui.ctx());
        let color = if self.is_skipped {
            tokens.text_faint
        } else {
            tokens.text_muted
        };
        ui.add(Label::new(RichText::new(text).color(color)).selectable(true));
    }
}
