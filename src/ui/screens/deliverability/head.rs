//! The head of a domain: its name, what to do, and the verdict.

use std::time::Duration;

use egui::{Align, Label, Layout, RichText, Ui};

use super::list::readable;
use super::status;
use crate::domain::finding::Severity;
use crate::domain::sender_domain::report::DomainReport;
use crate::model::{Action, CheckState, Command, DomainView, Model, ReportFile, SaveWhat};
use crate::ui::theme::{fonts, icons, size, space, tokens};
use crate::ui::widgets::{Button, ButtonLook, IconButton, Tone, busy, icon_button, menu_item};
use crate::ui::{Commands, shortcuts};

/// The height kept for the verdict, so that nothing moves when it comes.
const VERDICT_HEIGHT: f32 = 42.0;

/// Draws the head.
pub(super) fn ui(
    ui: &mut Ui,
    model: &Model,
    domain: &str,
    view: Option<&DomainView>,
    shows_options: &mut bool,
    commands: &mut Commands,
) {
    ui.horizontal(|ui| {
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            buttons_ui(ui, view, domain, shows_options, commands);
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                let title = RichText::new(readable(domain)).font(fonts::title());
                ui.add(Label::new(title).truncate());
            });
        });
    });
    ui.allocate_ui_with_layout(
        egui::vec2(ui.available_width(), VERDICT_HEIGHT),
        Layout::top_down(Align::Min),
        |ui| {
            ui.set_min_height(VERDICT_HEIGHT);
            ui.spacing_mut().item_spacing.y = 2.0;
            verdict_ui(ui, model, view);
        },
    );
}

fn buttons_ui(
    ui: &mut Ui,
    view: Option<&DomainView>,
    domain: &str,
    shows_options: &mut bool,
    commands: &mut Commands,
) {
    let is_running = view.is_some_and(DomainView::is_running);
    let checked = view.and_then(|view| view.checked.as_ref());
    if is_running {
        let stop = Button::new("Stop", ButtonLook::Quiet).icon(icons::CLOSE);
        if ui.add(stop).clicked() {
            commands.act(Action::StopCheck);
        }
    } else {
        let check = Button::new("Check", ButtonLook::Primary).icon(icons::DOMAIN);
        if ui.add(check).clicked() {
            commands.act(Action::CheckDomain);
        }
    }
    let keys = shortcuts::text(ui.ctx(), Action::RecheckDomain);
    let again = ui.add_enabled_ui(checked.is_some() && !is_running, |ui| {
        let name = "Ask everything anew";
        icon_button(ui, icons::REFRESH, name, keys.as_deref())
    });
    if again.inner.clicked() {
        commands.act(Action::RecheckDomain);
    }
    save_ui(ui, domain, checked.is_some() && !is_running, commands);
    let options =
        IconButton::new(icons::OPTIONS, "Provider, name servers and more").selected(*shows_options);
    if ui.add(options).clicked() {
        *shows_options = !*shows_options;
    }
}

fn save_ui(ui: &mut Ui, domain: &str, is_enabled: bool, commands: &mut Commands) {
    let button = ui.add_enabled_ui(is_enabled, |ui| {
        icon_button(ui, icons::EXPORT, "Save the report…", None)
    });
    egui::Popup::menu(&button.inner).show(|ui| {
        ui.set_min_width(190.0);
        for (file, label) in [
            (ReportFile::Markdown, "Save as Markdown…"),
            (ReportFile::Html, "Save as HTML…"),
            (ReportFile::Json, "Save as JSON…"),
        ] {
            if menu_item(ui, None, label, None, true).clicked() {
                let what = SaveWhat::Report(file, domain.to_owned());
                commands.push(Command::AskSave(what));
                ui.close();
            }
        }
    });
}

fn verdict_ui(ui: &mut Ui, model: &Model, view: Option<&DomainView>) {
    let tokens = tokens(ui.ctx());
    let Some(view) = view else {
        return;
    };
    let checked = view.checked.as_deref();
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = space::S;
        if let CheckState::Running { since_ms, step } = &view.state {
            let elapsed = Duration::from_millis(model.now_ms.saturating_sub(*since_ms));
            busy(ui, step, elapsed);
        } else if let Some(checked) = checked {
            let tone = status::tone(&checked.whole.report.verdict);
            let icon = tone.icon().rich_text().size(size::BODY + 3.0);
            ui.label(icon.color(tone.color(tokens)));
        }
        if let Some(checked) = checked {
            let sentence = RichText::new(&checked.whole.report.verdict.sentence);
            ui.add(Label::new(sentence.font(fonts::medium())).wrap());
        }
    });
    let words = match (&view.state, checked) {
        (CheckState::Running { step, .. }, None) => step.clone(),
        (CheckState::Running { step, .. }, Some(checked)) => {
            format!("{step}: {} answers so far", checked.trace.len())
        }
        (CheckState::Stopped, _) => "Stopped: this is not all".to_owned(),
        (CheckState::Failed(why), _) => why.clone(),
        (CheckState::Idle, Some(checked)) => summary(&checked.whole.report),
        (CheckState::Idle, None) => String::new(),
    };
    let color = match &view.state {
        CheckState::Failed(_) => Tone::Error.color(tokens),
        _ => tokens.text_muted,
    };
    ui.add(Label::new(RichText::new(words).small().color(color)).truncate());
}

/// How much there is to read and what it took.
fn summary(report: &DomainReport) -> String {
    let counted = |severity, one: &str, many: &str| {
        let findings = report.findings.iter();
        match findings.filter(|it| it.severity == severity).count() {
            0 => None,
            1 => Some(format!("1 {one}")),
            count => Some(format!("{count} {many}")),
        }
    };
    let mut parts: Vec<String> = [
        counted(Severity::Error, "error", "errors"),
        counted(Severity::Warning, "warning", "warnings"),
        counted(Severity::Info, "note", "notes"),
    ]
    .into_iter()
    .flatten()
    .collect();
    let queries = &report.queries;
    let mut took = format!("{} questions in {} levels", queries.count, queries.levels);
    if let Some(elapsed) = queries.elapsed_ms {
        took.extend([format!(", {elapsed} ms")]);
    }
    parts.push(took);
    parts.join(" · ")
}
