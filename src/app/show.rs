//! The pictures wanted: of the open template, of the one beside it, of the message.

use std::sync::Arc;

use serde_json::Value;

use super::pump::{self, Wanted};
use super::{App, variants};
use crate::domain::compare::compare_named;
use crate::domain::logto;
use crate::domain::message::RenderedBody;
use crate::domain::stress::{StressSet, stress_payload, stress_template};
use crate::domain::workspace::TemplateKey;
use crate::model::{Analysis, Model, Page, Scheme, Screen, TemplateTexts, Viewport, Width};
use crate::services::preview::{BodyFormat, ColorScheme, Images};
use crate::ui::Picture;

/// A mail with more than this is not previewed: the web engine would be busy with it for minutes.
const MOST_PICTURED_BYTES: usize = 3 * 1024 * 1024;

/// The mail as it is previewed: under stress, if some is switched on; nothing if Logto cannot
/// render it.
fn stressed(model: &Model, analysis: &Analysis) -> Option<Arc<str>> {
    let set = model.design.stress;
    let content = analysis.content.as_ref().ok()?;
    if set.is_empty() {
        return Some(content.text.as_str().into());
    }
    let payload = stress_payload(set, &model.design.payload()?.value);
    let template = stress_template(set, &analysis.texts.to_details());
    let rendered = logto::render(&template.content, &payload).ok();
    Some(rendered.unwrap_or_else(|| content.text.clone()).into())
}

/// How the pictures of templates are wanted; the body is empty here.
fn wanted(model: &Model, viewport: Viewport, is_plain: bool) -> Wanted {
    let view = &model.design.view;
    Wanted {
        body: "".into(),
        format: if is_plain {
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
    }
}

/// What the mail beside the open one, and the comparison of the two, were made from.
#[derive(Clone, PartialEq)]
pub(super) struct ComparedOf {
    open: TemplateKey,
    with: TemplateKey,
    left: TemplateTexts,
    right: TemplateTexts,
    stress: StressSet,
    payload: Arc<Value>,
}

/// The mail beside the open one.
pub(super) struct Compared {
    of: ComparedOf,
    body: Option<Arc<str>>,
}

/// Asks for the picture of the template beside the open one, and compares the two.
pub(super) fn compared(app: &mut App) {
    let Some(of) = compared_of(&app.model) else {
        app.model.design.comparison = None;
        app.derived.compared = None;
        app.pump.forget(pump::COMPARED);
        return;
    };
    let before = app.derived.compared.as_ref();
    let is_other = before.is_none_or(|before| before.of.with != of.with);
    if before.is_none_or(|before| before.of != of) {
        let names = [of.open.tag.as_str(), of.with.tag.as_str()];
        let made = compare_named(names, &of.left.to_details(), &of.right.to_details());
        app.model.design.comparison = Some(Arc::new(made));
        let payload = stress_payload(of.stress, &of.payload);
        let template = stress_template(of.stress, &of.right.to_details());
        let body = logto::render(&template.content, &payload).ok();
        let body = body.map(Arc::from);
        app.derived.compared = Some(Compared { of, body });
    }
    let compared = app.derived.compared.as_ref();
    let mail = compared.and_then(|made| Some((made.body.clone()?, made.of.right.is_plain())));
    let (Some((body, is_plain)), Some(viewport)) = (mail, app.derived.template_viewport) else {
        app.pump.forget(pump::COMPARED);
        return;
    };
    let wanted = Wanted {
        body,
        ..wanted(&app.model, viewport, is_plain)
    };
    let number = app.pump.want(pump::COMPARED, wanted, None);
    let now_ms = app.model.now_ms;
    let page = &mut app.model.preview.compared;
    page.note_request(number, is_other, now_ms);
}

fn compared_of(model: &Model) -> Option<ComparedOf> {
    let (open, with) = (
        model.design.selected.clone()?,
        model.design.compare.clone()?,
    );
    Some(ComparedOf {
        left: model.flat(&open)?,
        right: model.flat(&with)?,
        stress: model.design.stress,
        payload: Arc::clone(&model.design.payload()?.value),
        open,
        with,
    })
}

/// Asks for the picture of the open template.
pub(super) fn template(app: &mut App) {
    let model = &app.model;
    let Some(analysis) = &model.design.analysis else {
        app.pump.forget(pump::TEMPLATE);
        variants::forget(app);
        return;
    };
    let (Some(content), Some(viewport)) =
        (stressed(model, analysis), app.derived.template_viewport)
    else {
        return;
    };
    let bytes = content.len();
    if bytes > MOST_PICTURED_BYTES {
        let megabytes = bytes as f32 / 1e6;
        let reason = format!("the mail has {megabytes:.1} MB, too much for a live preview");
        app.pump.forget(pump::TEMPLATE);
        variants::forget(app);
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
    let is_plain = analysis.texts.is_plain();
    let wanted = Wanted {
        body: content,
        ..wanted(model, viewport, is_plain)
    };
    let Some(wanted) = variants::make(app, &wanted, is_plain) else {
        return;
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

/// Asks for the picture of the message.
pub(super) fn message(app: &mut App) {
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
