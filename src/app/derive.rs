//! What follows from the model: the analysis, the trace, the request, the picture wanted.
//!
//! Called once after all changes of a frame. Each part remembers what it was made from and is made
//! anew only if that changed.

use std::sync::Arc;

use serde_json::Value;

use super::event::Event;
use super::show::Compared;
use super::variants::Variants;
use super::{
    App, checks, comparison, compose, connectors, deliverability, languages, perform, problems,
    secrets, sending, show,
};
use crate::domain::authoring::Composition;
use crate::domain::connector::{Delivery, FieldUse, PlanError};
use crate::domain::logto::{self, Flow, SelectionRequest};
use crate::domain::workspace::TemplateKey;
use crate::model::{
    Analysis, ConnectorsTab, LARGE_BYTES, MessageId, Model, PanelTab, PayloadChoice, PayloadDraft,
    Screen, TaskKey, Viewport, Why,
};
use crate::tasks::IfBusy;

/// What the parts were made from.
#[derive(Default)]
pub(super) struct Derived {
    /// The checks of the open mail.
    pub checking: checks::Checking,
    /// What the list of problems was made from.
    pub listed_of: Option<problems::ListedOf>,
    analysed: Option<AnalysisOf>,
    requested: Option<RequestOf>,
    /// The mails whose pictures were asked for last.
    pub pictured: (Option<TemplateKey>, Option<MessageId>),
    /// The open template as the models of clients show it.
    pub variants: Variants,
    /// The template beside the open one.
    pub compared: Option<Compared>,
    /// What of the picture of the template is looked at.
    pub template_viewport: Option<Viewport>,
    /// What of the picture of the message is looked at.
    pub message_viewport: Option<Viewport>,
}

#[derive(Clone)]
struct AnalysisOf {
    key: TemplateKey,
    revision: u64,
    flow: Flow,
    payload: Arc<Value>,
    composition: Option<Arc<Composition>>,
}

impl PartialEq for AnalysisOf {
    fn eq(&self, other: &Self) -> bool {
        let is_same_composition = match (&self.composition, &other.composition) {
            (Some(one), Some(other)) => Arc::ptr_eq(one, other),
            (None, None) => true,
            _ => false,
        };
        is_same_composition
            && self.key == other.key
            && self.revision == other.revision
            && self.flow == other.flow
            && self.payload == other.payload
    }
}

#[derive(Clone, PartialEq)]
struct RequestOf {
    of: AnalysisOf,
    recipient: String,
    port: Option<u16>,
    /// The profile that would send, with its text.
    profile: Option<(String, Arc<str>)>,
}

impl Derived {
    /// Forgets everything but what is looked at, for another workspace.
    pub fn forget(&mut self) {
        *self = Self {
            checking: self.checking.forgotten(),
            template_viewport: self.template_viewport,
            message_viewport: self.message_viewport,
            ..Self::default()
        };
    }

    /// Forgets the request: what it was made from may have changed.
    pub fn forget_request(&mut self) {
        self.requested = None;
    }
}

/// Brings all parts up to date.
pub(super) fn derive(app: &mut App) {
    fit_flow(&mut app.model);
    fit_payload(&mut app.model);
    perform::fit_part(app);
    compose::compose_open(app);
    analyse(app);
    checks::derive(app);
    problems::list(app);
    languages::derive(app);
    connectors::derive(app);
    secrets::derive(app);
    sending::derive(app);
    app.model
        .sending
        .batch_profile
        .clone_from(&app.batch_profile);
    perform::follow_history(app);
    comparison::derive(app);
    deliverability::derive(app);
    explain(app);
    plan(app);
    show::template(app);
    show::compared(app);
    show::message(app);
}

/// Takes another flow if the chosen one never sends the type of the open template.
fn fit_flow(model: &mut Model) {
    let Some(key) = &model.design.selected else {
        return;
    };
    let flows = logto::flows_of(key.usage_type);
    if !flows.contains(&model.design.flow)
        && let Some(first) = flows.first()
    {
        model.design.flow = *first;
    }
    let design = &mut model.design;
    design.locale.flow = design.flow;
    design.locale.library.clone_from(&model.settings.languages);
    if design.locale_follows
        && let Some(key) = &design.selected
        && !key.is_connector_default()
    {
        perform::follow_template(&mut design.locale, &key.tag);
    }
}

/// Makes a payload for a combination that was never looked at, and keeps a built-in one in the language
/// of the open template.
fn fit_payload(model: &mut Model) {
    let Some(key) = &model.design.selected else {
        return;
    };
    let (flow, usage_type) = (model.design.flow, key.usage_type);
    let tag = (!key.is_connector_default()).then(|| key.tag.clone());
    let built_in = |choice: &PayloadChoice| choice.built_in_for(flow, usage_type, tag.as_deref());
    let Some(full) = built_in(&PayloadChoice::Full) else {
        return;
    };
    let payloads = &mut model.design.payloads;
    let draft = payloads
        .entry((flow, usage_type))
        .or_insert_with(|| PayloadDraft::chosen(PayloadChoice::Full, full));
    if draft.is_modified {
        return;
    }
    // Another language is looked at; what a person typed and what a set says stays.
    if let Some(value) = built_in(&draft.choice).filter(|value| *value != *draft.value) {
        *draft = PayloadDraft::chosen(draft.choice.clone(), value);
    }
}

fn analysis_of(model: &Model) -> Option<AnalysisOf> {
    Some(AnalysisOf {
        key: model.design.selected.clone()?,
        revision: model.document()?.revision,
        flow: model.design.flow,
        payload: Arc::clone(&model.design.payload()?.value),
        composition: open_composition(model),
    })
}

/// What composing makes of the open template.
fn open_composition(model: &Model) -> Option<Arc<Composition>> {
    let (_, composition) = model.design.composition.as_ref()?;
    Some(Arc::clone(composition))
}

fn analyse(app: &mut App) {
    let Some(of) = analysis_of(&app.model) else {
        app.model.design.analysis = None;
        app.derived.analysed = None;
        return;
    };
    if app.derived.analysed.as_ref() == Some(&of) {
        return;
    }
    if of
        .composition
        .as_ref()
        .is_some_and(|composition| composition.is_failed)
    {
        // What was composed last stays on screen, with what is wrong now above it; but never the
        // mail of another template.
        let before = app.derived.analysed.replace(of.clone());
        if before.is_none_or(|before| before.key != of.key) {
            app.model.design.analysis = None;
            app.pictures.template = crate::ui::Picture::default();
        }
        return;
    }
    let Some(texts) = app.model.flat(&of.key) else {
        return;
    };
    let size = texts.content.len();
    let before = app.derived.analysed.replace(of.clone());
    let is_other = before.is_none_or(|before| before.key != of.key);
    let key = of.key.clone();
    let work = move || {
        Arc::new(Analysis::new(
            &texts,
            of.revision,
            of.flow,
            of.key.usage_type,
            &of.payload,
        ))
    };
    if size > LARGE_BYTES {
        if is_other {
            // What is known about another template must not be taken for this one.
            app.model.design.analysis = None;
        }
        app.start_blocking(TaskKey::Analyse, IfBusy::Replace, move |reporter, _| {
            let analysis = work();
            reporter.send(Event::Analysed { key, analysis });
        });
        return;
    }
    app.tasks.cancel(&TaskKey::Analyse);
    let began = std::time::Instant::now();
    let analysis = work();
    app.model.design.analysis = Some(analysis);
    let millis = began.elapsed().as_secs_f32() * 1e3;
    app.model.profile.analysis.push(millis);
}

/// Takes over the analysis of a large template, if it is still the one that is open, as it was.
pub(super) fn analysed(app: &mut App, key: &TemplateKey, analysis: Arc<Analysis>) {
    let is_wanted = app
        .derived
        .analysed
        .as_ref()
        .is_some_and(|of| of.key == *key && of.revision == analysis.revision);
    if is_wanted {
        app.model.design.analysis = Some(analysis);
    }
}

fn explain(app: &mut App) {
    let model = &app.model;
    let Some(key) = model.design.selected.clone() else {
        app.model.design.why = None;
        return;
    };
    let resolution = logto::resolve(&model.design.locale);
    let request = SelectionRequest {
        usage_type: key.usage_type,
        locale: resolution.locale.clone(),
        fallback: model.design.locale.library.fallback.clone(),
        support: model.template_support(),
    };
    let trace = logto::choose(&request, model);
    app.model.design.why = Some(Arc::new(Why { resolution, trace }));
}

/// Plans the request while it is looked at; it has a new date and new ids each time.
fn plan(app: &mut App) {
    let view = &app.model.design.view;
    let is_shown = match app.model.screen {
        Screen::Connectors => app.model.connectors.tab == ConnectorsTab::Send,
        _ => view.panel_open && matches!(view.tab, PanelTab::Request | PanelTab::Rendered),
    };
    let Some(of) = analysis_of(&app.model).filter(|_| is_shown) else {
        app.derived.requested = None;
        return;
    };
    let of = RequestOf {
        of,
        recipient: app.model.design.recipient.clone(),
        port: perform::inbox_port(&app.model),
        profile: app.model.sending_profile().map(|view| {
            let name = view.name.clone();
            (name, Arc::clone(&view.text))
        }),
    };
    if app.derived.requested.as_ref() != Some(&of) {
        let (request, uses) = planned(app);
        app.model.design.request = request.map(Arc::new);
        app.model.design.field_uses = uses.into();
        app.derived.requested = Some(of);
    }
}

/// What the profile that would send does with the mail, and what becomes of the fields of its
/// template; nothing while that cannot be told.
fn planned(app: &App) -> (Option<Result<Delivery, PlanError>>, Vec<FieldUse>) {
    let Some(mail) = sending::shown_mail(&app.model) else {
        return (None, Vec::new());
    };
    match sending::plan(app, &mail, sending::Secrets::IfKnown) {
        Ok(planned) => {
            let is_default = mail.key.is_connector_default();
            let texts = app.model.flat(&mail.key).filter(|_| !is_default);
            let uses = texts.map(|texts| planned.connector.field_uses(&texts.to_details()));
            (Some(Ok(planned.delivery)), uses.unwrap_or_default())
        }
        Err(sending::Obstacle::Plan(error)) => (Some(Err(error)), Vec::new()),
        Err(_) => (None, Vec::new()),
    }
}
