//! The folding panel below the editor.

use std::sync::Arc;

use egui::Ui;

use super::problem_list::ProblemListPanel;
use crate::domain::compare::Side;
use crate::domain::connector::Delivery;
use crate::domain::finding::Severity;
use crate::domain::logto::{Field, Placeholder, RenderError};
use crate::domain::syntax::Language;
use crate::domain::workspace::TemplateKey;
use crate::model::{Action, Analysis, Command, InboxServer, Model, PanelTab, Target};
use crate::ui::panels::clients::{self, Reach};
use crate::ui::panels::compare::{self, CompareEvent};
use crate::ui::panels::payload::{PayloadEvent, PayloadPanel, PayloadView};
use crate::ui::panels::rendered::{RenderedEvent, RenderedPanel, RenderedView};
use crate::ui::panels::request::{RequestEvent, RequestPanel};
use crate::ui::panels::trace::{TraceEvent, TracePanel, TraceView};
use crate::ui::theme::icons;
use crate::ui::widgets::{Badge, Tab, Tone, empty_state, tab_bar};
use crate::ui::{Commands, View};

/// The height of the bar with the tabs.
pub(super) const BAR_HEIGHT: f32 = 34.0;

/// The panel's own state.
#[derive(Default)]
pub(super) struct Bottom {
    payload: PayloadPanel,
    trace: TracePanel,
    rendered: RenderedPanel,
    request: RequestPanel,
    problems: ProblemListPanel,
    /// Whether the panel takes the keyboard with the next frame.
    focus: bool,
    /// The rendered content as the source view wants it, and what it was made from.
    content: Option<(Arc<Analysis>, Arc<str>)>,
}

impl Bottom {
    /// Puts the keyboard into what the panel shows.
    pub const fn focus(&mut self) {
        self.focus = true;
    }

    /// Draws the panel.
    pub fn ui(&mut self, ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
        let settings = &view.model.design.view;
        let (mut tab, mut open) = (settings.tab, settings.panel_open);
        tabs_ui(ui, view, &mut tab, &mut open);
        if tab != settings.tab {
            commands.push(Command::ShowTab(tab));
        }
        if open != settings.panel_open {
            commands.push(Command::SetPanelOpen(open));
        }
        if !settings.panel_open {
            return;
        }
        let focus = std::mem::take(&mut self.focus);
        let has_rows = !view.model.design.problem_list.rows.is_empty();
        let room = ui.available_rect_before_wrap();
        match settings.tab {
            PanelTab::Problems => self.problems.ui(ui, view.model, focus, commands),
            PanelTab::Payload => self.payload_ui(ui, view.model, commands),
            PanelTab::Trace => self.trace_ui(ui, view.model, commands),
            PanelTab::Rendered => self.rendered_ui(ui, view.model, commands),
            PanelTab::Request => self.request_ui(ui, view.model, commands),
            PanelTab::Compare => compare_ui(ui, view.model, commands),
            PanelTab::Clients => clients_ui(ui, view.model, commands),
        }
        if focus && !(has_rows && settings.tab == PanelTab::Problems) {
            focus_first(ui, room);
        }
    }

    fn payload_ui(&mut self, ui: &mut Ui, model: &Model, commands: &mut Commands) {
        let design = &model.design;
        let (Some(key), Some(payload)) = (&design.selected, design.payload()) else {
            return;
        };
        let used: Vec<&str> = design
            .analysis
            .iter()
            .flat_map(|analysis| &analysis.placeholders)
            .map(|placeholder| placeholder.path.as_str())
            .collect();
        let event = self.payload.ui(
            ui,
            &PayloadView {
                flow: design.flow,
                usage_type: key.usage_type,
                text: &payload.text,
                value: &payload.value,
                error: payload
                    .error
                    .as_ref()
                    .map(|error| (error.message.as_str(), error.span)),
                is_modified: payload.is_modified,
                used: &used,
            },
        );
        match event {
            Some(PayloadEvent::SetText(text)) => commands.push(Command::SetPayloadText(text)),
            Some(PayloadEvent::Reset) => {
                commands.push(Command::ChoosePayload(payload.choice.clone()));
            }
            Some(PayloadEvent::SaveAs) => commands.push(Command::AskSavePayload),
            None => {}
        }
    }

    fn trace_ui(&mut self, ui: &mut Ui, model: &Model, commands: &mut Commands) {
        let design = &model.design;
        let (Some(open), Some(why)) = (&design.selected, &design.why) else {
            return;
        };
        let event = self.trace.ui(
            ui,
            &TraceView {
                locale: &design.locale,
                follows: design.locale_follows,
                resolution: &why.resolution,
                trace: &why.trace,
                open,
            },
        );
        match event {
            Some(TraceEvent::SetLocale(locale)) => commands.push(Command::SetLocale(locale)),
            Some(TraceEvent::Follow) => commands.push(Command::FollowTemplate),
            Some(TraceEvent::Open(usage_type, tag)) => {
                commands.push(Command::SelectKeepingRequest(TemplateKey {
                    usage_type,
                    tag,
                }));
            }
            None => {}
        }
    }

    fn rendered_ui(&mut self, ui: &mut Ui, model: &Model, commands: &mut Commands) {
        let Some(analysis) = &model.design.analysis else {
            return;
        };
        let fields = header_fields(model, analysis);
        let content = self.content(analysis);
        let placeholders = placeholders(analysis);
        let event = self.rendered.ui(
            ui,
            &RenderedView {
                fields: &fields,
                content: content.as_ref().map_err(|error| *error),
                language: if analysis.texts.is_plain() {
                    Language::Plain
                } else {
                    Language::Html
                },
                placeholders: &placeholders,
            },
        );
        if let Some(RenderedEvent::Reveal(field, span)) = event {
            let composition = model.design.composition.as_ref();
            let composition = composition.map(|(_, composition)| composition.as_ref());
            commands.push(Command::Reveal(match field {
                Field::Content => Target::of_composed(composition, span),
                other => Target::own(other, span),
            }));
        }
    }

    fn content(&mut self, analysis: &Arc<Analysis>) -> Result<Arc<str>, RenderError> {
        let rendered = analysis.content.as_ref().map_err(|error| *error)?;
        match &self.content {
            Some((of, text)) if Arc::ptr_eq(of, analysis) => Ok(Arc::clone(text)),
            _ => {
                let text: Arc<str> = rendered.text.as_str().into();
                self.content = Some((Arc::clone(analysis), Arc::clone(&text)));
                Ok(text)
            }
        }
    }

    fn request_ui(&mut self, ui: &mut Ui, model: &Model, commands: &mut Commands) {
        let waiting = match &model.inbox.server {
            InboxServer::Failed { reason } => reason.as_str(),
            _ if is_not_composed(model) => "The template cannot be composed; Problems tell why",
            _ => "The inbox, to which the sandbox sends, is starting",
        };
        let request = model.design.request.as_ref();
        match self
            .request
            .ui(ui, request, &model.design.field_uses, waiting)
        {
            Some(RequestEvent::Copy(text)) => commands.push(Command::Copy(text)),
            Some(RequestEvent::SaveEml) => commands.push(Command::SaveRequest),
            None => {}
        }
    }
}

/// Gives the keyboard to the first control in a part of the window.
fn focus_first(ui: &Ui, room: egui::Rect) {
    let layer = ui.layer_id();
    let first = ui.ctx().viewport(|viewport| {
        let mut widgets = viewport.this_pass.widgets.get_layer(layer);
        let found = widgets.find(|widget| {
            let is_inside = room.contains(widget.rect.center());
            widget.enabled && widget.sense.is_focusable() && is_inside
        });
        found.map(|widget| widget.id)
    });
    if let Some(first) = first {
        ui.memory_mut(|memory| memory.request_focus(first));
    }
}

/// The header fields as they go out: those of the mail that the connector makes of the texts.
fn header_fields<'a>(model: &Model, analysis: &Analysis) -> Vec<(&'a str, String)> {
    let subject = match &analysis.subject {
        Ok(rendered) => rendered.text.clone(),
        Err(error) => error.to_string(),
    };
    let mut fields = vec![("Subject", subject)];
    match model.design.request.as_deref() {
        Some(Ok(Delivery::Smtp(submission))) => {
            let headers = ["From", "Reply-To", "To"];
            let header = |name| Some((name, submission.message.header(name)?.to_owned()));
            fields.extend(headers.into_iter().filter_map(header));
        }
        Some(Err(error)) => fields.push(("Error", error.to_string())),
        // The provider makes the header; the request itself is shown in its own panel.
        Some(Ok(Delivery::Http(_))) | None => fields.push(("To", model.design.recipient.clone())),
    }
    fields
}

fn placeholders(analysis: &Analysis) -> Vec<(Field, &Placeholder, &str)> {
    [
        Field::Subject,
        Field::Content,
        Field::ReplyTo,
        Field::SendFrom,
    ]
    .into_iter()
    .filter_map(|field| Some((field, analysis.rendered(field).as_ref().ok()?)))
    .flat_map(|(field, rendered)| {
        rendered.placeholders.iter().map(move |placeholder| {
            let printed = rendered.text.get(placeholder.output.range());
            (field, placeholder, printed.unwrap_or_default())
        })
    })
    .collect()
}

fn is_not_composed(model: &Model) -> bool {
    let composition = model.design.composition.as_ref();
    composition.is_some_and(|(_, composition)| composition.is_failed)
}

/// In what the open template and the one beside it differ.
fn compare_ui(ui: &mut Ui, model: &Model, commands: &mut Commands) {
    let design = &model.design;
    let (Some(open), Some(with), Some(comparison)) =
        (&design.selected, &design.compare, &design.comparison)
    else {
        let sentence = "Show another language beside this one in the preview";
        let button = Some(Action::ToggleCompare.label());
        let button = empty_state(
            ui,
            icons::COMPARE,
            "Nothing to compare with",
            sentence,
            button,
        );
        if button.is_some_and(|button| button.clicked()) {
            commands.act(Action::ToggleCompare);
        }
        return;
    };
    match compare::ui(ui, comparison, [&open.tag, &with.tag]) {
        Some(CompareEvent::Reveal(Side::Left, span)) => {
            let composition = design.composition.as_ref();
            let composition = composition.map(|(_, composition)| composition.as_ref());
            let target = Target::of_composed(composition, span);
            commands.push(Command::Reveal(target));
        }
        Some(CompareEvent::Reveal(Side::Right, _)) => {
            commands.push(Command::Compare(with.clone(), open.clone()));
        }
        None => {}
    }
}

/// What the models of clients remove or change.
fn clients_ui(ui: &mut Ui, model: &Model, commands: &mut Commands) {
    let design = &model.design;
    let composition = design.composition.as_ref();
    let composition = composition.map(|(_, composition)| composition.as_ref());
    let content = design.analysis.as_ref().map(|made| &made.texts.content);
    let starts: Vec<usize> = content
        .iter()
        .flat_map(|content| content.match_indices('\n').map(|(at, _)| at))
        .collect();
    let reach = |span| match design.written_span(span) {
        None => Reach::Nowhere,
        Some(_) if composition.is_some() => Reach::Elsewhere,
        Some(written) => Reach::Line(starts.partition_point(|at| *at < written.start) + 1),
    };
    if let Some(span) = clients::ui(ui, &design.shown, &reach)
        && let Some(span) = design.written_span(span)
    {
        commands.push(Command::Reveal(Target::of_composed(composition, span)));
    }
}

fn tabs_ui(ui: &mut Ui, view: &View<'_>, tab: &mut PanelTab, open: &mut bool) {
    let problems = &view.model.design.problems;
    let count = |severity| {
        let of = problems.iter().map(|problem| problem.finding.severity);
        of.filter(|of| *of == severity).count()
    };
    let severe = [Severity::Error, Severity::Warning].into_iter();
    let problems = severe.map(|severity| Badge::count(count(severity), severity));
    let problems = problems.flatten().next();
    let payload = view.model.design.payload();
    let is_broken = payload.is_some_and(|payload| payload.error.is_some());
    let payload = is_broken.then(|| Badge::new("!", Tone::Error));
    let compare = view.model.design.compare.as_ref();
    let differences = view.model.design.comparison.as_ref();
    let differences = differences.map_or(0, |made| made.findings.len());
    let compare = compare.map(|_| {
        let badge = Badge::count(differences, Tone::Neutral);
        Tab::new(PanelTab::Compare, "Compare").badge(badge)
    });
    let mut tabs = vec![
        Tab::new(PanelTab::Problems, "Problems").badge(problems),
        Tab::new(PanelTab::Payload, "Payload").badge(payload),
        Tab::new(PanelTab::Trace, "Why this template").short("Why"),
        Tab::new(PanelTab::Rendered, "Rendered"),
        Tab::new(PanelTab::Request, "Request"),
    ];
    tabs.extend(compare);
    let shown = &view.model.design.shown;
    let made: Vec<_> = shown
        .iter()
        .filter_map(|one| one.emulated.as_ref())
        .collect();
    if !made.is_empty() || *tab == PanelTab::Clients {
        let count = made.iter().map(|made| made.changes.len()).sum();
        let badge = Badge::count(count, Tone::Neutral);
        tabs.push(Tab::new(PanelTab::Clients, "Clients").badge(badge));
    }
    tab_bar(ui, "Panel", tab, &tabs, open);
}
