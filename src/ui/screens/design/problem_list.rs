//! The list of problems with the bar that says which are shown.

use egui::{RichText, Ui, vec2};

use crate::domain::checks::Group;
use crate::domain::finding::Severity;
use crate::model::{
    Command, EditorPart, ListedProblem, Model, ProblemCommand, ProblemFilter, ProblemList,
    ProblemScope,
};
use crate::ui::Commands;
use crate::ui::panels::problems::{self, MoreActions, ProblemRow, ProblemsEvent, ProblemsView};
use crate::ui::theme::{icons, space, tokens};
use crate::ui::widgets::{LabelledCombo, Segment, empty_state, search_field, segmented};

/// From this width on the choices in the bar are written out.
const WIDE: f32 = 760.0;

/// From this width on all choices stand in it.
const ROOMY: f32 = 500.0;

/// The list's own state.
#[derive(Default)]
pub(super) struct ProblemListPanel {
    /// The current row in the last frame.
    current: Option<usize>,
}

impl ProblemListPanel {
    /// Shows the bar and the list, which takes the keyboard if it should.
    pub fn ui(&mut self, ui: &mut Ui, model: &Model, focus: bool, commands: &mut Commands) {
        let list = &model.design.problem_list;
        bar_ui(ui, model, list, commands);
        if list.rows.is_empty() && list.has_any {
            let sentence = "Other problems are hidden by the choices above";
            empty_state(ui, icons::CHECK, "Nothing to show", sentence, None);
            return;
        }
        let rows: Vec<ProblemRow<'_>> = list.rows.iter().map(shown).collect();
        let current = model.design.current_row();
        let before = std::mem::replace(&mut self.current, current);
        let view = ProblemsView {
            current,
            // What was made the current one elsewhere is scrolled into view.
            reveal: before != current,
            focus,
        };
        let output = problems::list_ui(ui, &rows, view);
        if let Some(picked) = output.picked {
            commands.push(Command::Problem(ProblemCommand::Pick(picked)));
        }
        let Some(event) = output.event else {
            return;
        };
        if let Some(row) = list.rows.get(event.row()) {
            commands.extend(command(event, row, model));
        }
    }
}

fn shown(row: &ListedProblem) -> ProblemRow<'_> {
    let problem = &row.problem;
    ProblemRow {
        place: &row.place,
        line: problem.line,
        mails: row.mails,
        finding: &problem.finding,
        ignored: problem.ignored.as_deref(),
        can_reveal: problem.target.is_some(),
        fold: row.fold.map(|fold| fold.is_open),
        is_inside: row.is_inside,
        more: MoreActions {
            fix_all: row.fix_all,
            can_explain: row.has_rule,
            can_ignore: row.has_rule && problem.ignored.is_none(),
        },
    }
}

fn command(event: ProblemsEvent, row: &ListedProblem, model: &Model) -> Option<Command> {
    let problem = &row.problem;
    let code = problem.finding.code;
    let target = problem.target.clone();
    let command = match event {
        ProblemsEvent::Toggle(_) => {
            let mut filter = model.design.problem_filter.clone();
            if problem.ignored.is_some() {
                filter.shows_ignored ^= true;
            } else if !filter.open_kinds.remove(code) {
                filter.open_kinds.insert(code);
            }
            ProblemCommand::SetFilter(filter)
        }
        ProblemsEvent::Reveal(_) => match &row.template {
            Some(key) => ProblemCommand::Show(key.clone(), target?),
            None => return target.map(Command::Reveal),
        },
        ProblemsEvent::Fix(_) => {
            let (target, fix) = target.zip(problem.finding.fix.clone())?;
            return Some(Command::ApplyFix { target, fix });
        }
        ProblemsEvent::FixAll(_) => ProblemCommand::AskFixAll(code),
        ProblemsEvent::Why(_) => ProblemCommand::AskWhy(code),
        ProblemsEvent::Ignore(_) => ProblemCommand::AskIgnore {
            rule: code,
            template: row.template.clone(),
            is_shared: row.fold.is_some()
                || target.is_some_and(|target| matches!(target.part, EditorPart::Source(_))),
        },
    };
    Some(Command::Problem(command))
}

/// Which problems are shown.
fn bar_ui(ui: &mut Ui, model: &Model, list: &ProblemList, commands: &mut Commands) {
    let mut filter = model.design.problem_filter.clone();
    let is_wide = ui.available_width() >= WIDE;
    let is_roomy = ui.available_width() >= ROOMY;
    ui.add_space(space::XS);
    ui.horizontal_wrapped(|ui| {
        ui.add_space(space::XS);
        ui.spacing_mut().item_spacing.x = if is_wide { space::M } else { space::S };
        let scopes = [
            Segment::new(ProblemScope::Mail, "This mail"),
            Segment::new(ProblemScope::All, "All mails"),
        ];
        segmented(ui, "Whose problems", &mut filter.scope, &scopes);
        // In a narrow panel there is room for what is chosen, and for words.
        if is_roomy || filter.severity.is_some() {
            severity_ui(ui, is_wide, &mut filter);
        }
        let height = ui.spacing().interact_size.y;
        if is_roomy || filter.group.is_some() {
            let width = if is_wide { 150.0 } else { 112.0 };
            ui.allocate_ui(vec2(width, height), |ui| group_ui(ui, &mut filter));
        }
        let width = if is_wide { 180.0 } else { 132.0 };
        ui.allocate_ui(vec2(width, height), |ui| {
            search_field(ui, "Filter problems", "Filter", &mut filter.text);
        });
        if is_wide {
            let muted = tokens(ui.ctx()).text_muted;
            let words = format!("{} shown", list.count);
            ui.label(RichText::new(words).small().color(muted));
        }
    });
    if filter != model.design.problem_filter {
        commands.push(Command::Problem(ProblemCommand::SetFilter(filter)));
    }
}

fn severity_ui(ui: &mut Ui, is_wide: bool, filter: &mut ProblemFilter) {
    let mut severities = [
        Segment::new(None, "All"),
        Segment::new(Some(Severity::Error), "Errors").icon(icons::ERROR),
        Segment::new(Some(Severity::Warning), "Warnings").icon(icons::WARNING),
    ];
    for segment in &mut severities {
        segment.icon_only = !is_wide && segment.icon.is_some();
        if segment.icon_only {
            segment.tooltip = segment.text;
        }
    }
    segmented(ui, "Severity", &mut filter.severity, &severities);
}

fn group_ui(ui: &mut Ui, filter: &mut ProblemFilter) {
    let mut options = vec![(None, "All kinds")];
    options.extend(Group::ALL.map(|group| (Some(group), group.label())));
    LabelledCombo::new("Kind", &mut filter.group, &options)
        .hide_label()
        .show(ui);
}
