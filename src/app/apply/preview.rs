//! News of the preview.

use crate::app::{App, pump};
use crate::model::{Blocked, EngineState, Link, Page, PageInfo, PreviewObstacle};
use crate::services::preview::{
    FramePart, PreviewDetails, PreviewEvent, PreviewFrame, Unavailable, UnavailableKind, ViewId,
};
use crate::ui::{PictureData, Strip};

pub(super) fn apply(app: &mut App, ctx: &egui::Context, event: PreviewEvent) {
    match event {
        PreviewEvent::Started { engine } => {
            app.model.preview.engine = EngineState::Running { engine };
        }
        PreviewEvent::Frame(frame) => show(app, ctx, &frame),
        PreviewEvent::Details(details) => describe(app, details),
        PreviewEvent::Unchanged { view, seq } => {
            app.pump.arrived(view, seq);
            page(app, view).shown = seq;
        }
        PreviewEvent::Failed { view, seq, reason } => {
            let page = page(app, view);
            page.shown = page.shown.max(seq);
            page.failed = Some(reason);
        }
        PreviewEvent::Crashed { .. } => app.model.preview.engine = EngineState::Restarting,
        PreviewEvent::Unavailable(unavailable) => {
            app.model.preview.engine = EngineState::Unavailable(obstacle(&unavailable));
        }
    }
}

fn page(app: &mut App, view: ViewId) -> &mut Page {
    let [second, third, fourth] = &mut app.model.preview.variants;
    match view {
        pump::SECOND => second,
        pump::THIRD => third,
        pump::FOURTH => fourth,
        pump::MESSAGE => &mut app.model.preview.message,
        pump::COMPARED => &mut app.model.preview.compared,
        _ => &mut app.model.preview.template,
    }
}

fn show(app: &mut App, ctx: &egui::Context, frame: &PreviewFrame) {
    if frame.view == pump::TEMPLATE && app.model.profile.first_picture_ms.is_none() {
        app.model.profile.first_picture_ms = Some(app.started.elapsed().as_secs_f32() * 1e3);
    }
    app.pump.arrived(frame.view, frame.seq);
    let page = page(app, frame.view);
    page.shown = frame.seq;
    page.failed = None;
    page.info.cut = match &frame.part {
        FramePart::Cut { reason } => Some(reason.clone()),
        FramePart::Whole | FramePart::Slice => None,
    };
    let [second, third, fourth] = &mut app.pictures.variants;
    let picture = match frame.view {
        pump::SECOND => second,
        pump::THIRD => third,
        pump::FOURTH => fourth,
        pump::MESSAGE => &mut app.pictures.message,
        pump::COMPARED => &mut app.pictures.compared,
        _ => &mut app.pictures.template,
    };
    let strips = frame.tiles.iter().map(|tile| Strip {
        y: tile.y,
        height: tile.height,
        rgba: &tile.rgba,
    });
    picture.set(
        ctx,
        &PictureData {
            css_width: frame.css_width,
            css_height: frame.css_height,
            scale: frame.scale,
            pixel_width: frame.pixel_width,
            pixel_height: frame.pixel_height,
            is_whole: frame.part != FramePart::Slice,
            strips: strips.collect(),
        },
    );
}

fn describe(app: &mut App, details: PreviewDetails) {
    let page = page(app, details.view);
    let links = details.links.into_iter().map(|link| Link {
        x: link.x,
        y: link.y,
        width: link.w,
        height: link.h,
        url: link.href,
    });
    let blocked = details.blocked.into_iter().map(|blocked| Blocked {
        reason: why_blocked(&blocked.source).to_owned(),
        url: blocked.url,
    });
    page.info = PageInfo {
        text: details.text,
        links: links.collect(),
        blocked: blocked.collect(),
        cut: page.info.cut.take(),
        content_height: details.content_height,
    };
}

fn why_blocked(source: &str) -> &'static str {
    match source {
        "script" => "Scripts never run in the preview, and mail programs remove them",
        "img" => "Images from the network are off",
        "style" | "link" => "Styles and fonts from the network are off",
        _ => "The preview does not load it from the network",
    }
}

fn obstacle(unavailable: &Unavailable) -> PreviewObstacle {
    let title = match unavailable.kind {
        UnavailableKind::HelperMissing => "The preview program is missing",
        UnavailableKind::LibraryMissing => "A library of the web engine is missing",
        UnavailableKind::NoDisplay => "The web engine finds no display",
        UnavailableKind::KeepsCrashing => "The web engine keeps crashing",
        UnavailableKind::Refused => "The web engine does not start",
    };
    let advice = match unavailable.kind {
        UnavailableKind::HelperMissing => {
            ". It belongs into the folder of this program; make run builds both"
        }
        UnavailableKind::NoDisplay => ". It needs an X server or a Wayland compositor",
        UnavailableKind::KeepsCrashing => ". Your text is untouched",
        UnavailableKind::LibraryMissing | UnavailableKind::Refused => "",
    };
    PreviewObstacle {
        title: title.to_owned(),
        reason: format!("{}{advice}", unavailable.reason),
        install: unavailable.install.clone(),
    }
}
