//! What follows from the model: the analysis, the trace, the request, the picture wanted.
//!
//! Called once after all changes of a frame. Each part remembers what it was made from and is made
//! anew only if that changed.

use std::sync::Arc;

use serde_json::Value;

use super::event::Event;
use super::pump::{self, Wanted};
use super::{App, compose, perform, problems};
use crate::domain::authoring::Composition;
use crate::domain::logto::{self, Flow, SelectionRequest, TemplateSupport};
use crate::domain::message::RenderedBody;
use crate::domain::workspace::TemplateKey;
use crate::model::{
    Analysis, LARGE_BYTES, MessageId, Model, Page, PanelTab, PayloadChoice, PayloadDraft, Scheme,
    Screen, TaskKey, Viewport, Why, Width,
};
use crate::services::preview::{BodyFormat, ColorScheme, Images};
use crate::tasks::IfBusy;
use crate::ui::Picture;

/// A mail with more than this is not previewed: the web engine would be busy with it for minutes.
const MOST_PICTURED_BYTES: usize = 3 * 1024 * 1024;

/// What the parts were made from.
#[derive(Default)]
pub(super) struct Derived {
    analysed: Option<AnalysisOf>,
    requested: Option<RequestOf>,
    /// The mails whose pictures were asked for last.
    pictured: (Option<TemplateKey>, Option<MessageId>),
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
}

impl Derived {
    /// Forgets everything but what is looked at, for another workspace.
    pub fn forget(&mut self) {
        *self = Self {
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
    problems::list(app);
    explain(app);
    plan(app);
    show_template(app);
    show_message(app);
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
    if let Some(workspace) = &model.workspace {
        design
            .locale
            .library
            .clone_from(&workspace.files.settings.languages);
    }
    if design.locale_follows
        && let Some(key) = &design.selected
    {
        perform::follow_template(&mut design.locale, &key.tag);
    }
}

/// Makes a payload for a combination that was never looked at.
fn fit_payload(model: &mut Model) {
    let Some(key) = &model.design.selected else {
        return;
    };
    let (flow, usage_type) = (model.design.flow, key.usage_type);
    if let Some(value) = PayloadChoice::Full.built_in(flow, usage_type) {
        model
            .design
            .payloads
            .entry((flow, usage_type))
            .or_insert_with(|| PayloadDraft::chosen(PayloadChoice::Full, value));
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
    let Some(texts) = app.model.flat(&of.key) else {
        return;
    };
    let size = texts.content.len();
    if of
        .composition
        .as_ref()
        .is_some_and(|composition| composition.is_failed)
    {
        // What was composed last stays on screen, with what is wrong now beside it.
        app.derived.analysed = Some(of);
        return;
    }
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
        support: TemplateSupport::CustomAndConfig,
    };
    let trace = logto::choose(&request, model);
    app.model.design.why = Some(Arc::new(Why { resolution, trace }));
}

/// Plans the request while it is looked at; it has a new date and new ids each time.
fn plan(app: &mut App) {
    let view = &app.model.design.view;
    let is_shown = view.panel_open && matches!(view.tab, PanelTab::Request | PanelTab::Rendered);
    let Some(of) = analysis_of(&app.model).filter(|_| is_shown) else {
        app.derived.requested = None;
        return;
    };
    let of = RequestOf {
        of,
        recipient: app.model.design.recipient.clone(),
        port: perform::inbox_port(&app.model),
    };
    if app.derived.requested.as_ref() != Some(&of) {
        app.model.design.request = perform::plan(app).map(Arc::new);
        app.derived.requested = Some(of);
    }
}

fn show_template(app: &mut App) {
    let model = &app.model;
    let Some(analysis) = &model.design.analysis else {
        app.pump.forget(pump::TEMPLATE);
        return;
    };
    let (Ok(content), Some(viewport)) = (&analysis.content, app.derived.template_viewport) else {
        return;
    };
    let bytes = content.text.len();
    if bytes > MOST_PICTURED_BYTES {
        let megabytes = bytes as f32 / 1e6;
        let reason = format!("the mail has {megabytes:.1} MB, too much for a live preview");
        app.pump.forget(pump::TEMPLATE);
        app.derived.pictured.0 = None;
        app.pictures.template = Picture::default();
        let page = &mut app.model.preview.template;
        *page = Page {
            requested: page.shown,
            shown: page.shown,
            failed: Some(reason),
            ..Page::default()
        };
        return;
    }
    let view = &model.design.view;
    let wanted = Wanted {
        body: content.text.as_str().into(),
        format: if analysis.texts.is_plain() {
            BodyFormat::Plain
        } else {
            BodyFormat::Html
        },
        width: reader_width(view.width, viewport),
        scale: scale(viewport),
        scheme: match view.scheme {
            Scheme::Light => ColorScheme::Light,
            Scheme::Dark => ColorScheme::Dark,
        },
        images: match (view.images, model.allows_remote()) {
            (false, _) => Images::Blocked,
            (true, false) => Images::Embedded,
            (true, true) => Images::Remote,
        },
    };
    let number = app.pump.want(pump::TEMPLATE, wanted, app.edited_at.take());
    let selected = app.model.design.selected.clone();
    let is_other = app.derived.pictured.0 != selected;
    app.derived.pictured.0 = selected;
    let now_ms = app.model.now_ms;
    app.model
        .preview
        .template
        .note_request(number, is_other, now_ms);
}

fn show_message(app: &mut App) {
    let Some(viewport) = app.derived.message_viewport else {
        return;
    };
    if app.model.screen != Screen::Inbox {
        return;
    }
    let Some(message) = app.model.inbox.open.shown() else {
        app.pump.forget(pump::MESSAGE);
        return;
    };
    let (body, format) = match &message.rendering {
        RenderedBody::Html(html) => (html, BodyFormat::Html),
        RenderedBody::Plain(text) => (text, BodyFormat::Plain),
        RenderedBody::Empty => {
            app.pump.forget(pump::MESSAGE);
            return;
        }
    };
    let wanted = Wanted {
        body: body.as_str().into(),
        format,
        width: reader_width(Width::Free, viewport),
        scale: scale(viewport),
        scheme: ColorScheme::Light,
        images: Images::Embedded,
    };
    let id = Some(message.row.id.clone());
    let number = app.pump.want(pump::MESSAGE, wanted, None);
    let is_other = app.derived.pictured.1 != id;
    app.derived.pictured.1 = id;
    let now_ms = app.model.now_ms;
    app.model
        .preview
        .message
        .note_request(number, is_other, now_ms);
}

fn reader_width(width: Width, viewport: Viewport) -> u32 {
    match width {
        Width::Desktop => 640,
        Width::Phone => 375,
        Width::Free => (viewport.width / viewport.zoom)
            .round()
            .clamp(200.0, 2000.0) as u32,
    }
}

fn scale(viewport: Viewport) -> f32 {
    // Steps keep the picture from being drawn anew for every pixel of a pinch.
    ((viewport.zoom * viewport.pixels_per_point * 20.0).round() / 20.0).clamp(0.5, 4.0)
}
