//! The open template as the models of clients show it, and the pictures of that.

use std::sync::Arc;

use super::App;
use super::event::Event;
use super::pump::{self, Wanted};
use crate::domain::emulate::{self, Dark, Emulated};
use crate::domain::workspace::TemplateKey;
use crate::model::{MOST_VARIANTS, ShownVariant, TaskKey, Variant};
use crate::services::preview::{ColorScheme, ViewId};
use crate::tasks::IfBusy;

/// A mail of more bytes than this is made in the background: it may take longer than a frame.
const AT_ONCE_BYTES: usize = 32 * 1024;

/// What the model of a client made, and from what.
#[derive(Debug, Clone)]
pub struct Made {
    of: Of,
    emulated: Arc<Emulated>,
}

/// What a model makes something of.
#[derive(Debug, Clone, PartialEq)]
struct Of {
    body: Arc<str>,
    view: emulate::View,
}

impl Of {
    fn made(self) -> Made {
        let emulated = Arc::new(emulate::emulate(&self.body, None, self.view));
        Made { of: self, emulated }
    }
}

/// What was made for each of the variants shown.
#[derive(Default)]
pub(super) struct Variants {
    made: [Option<Made>; MOST_VARIANTS],
    /// What is being made in the background.
    awaited: [Option<Of>; MOST_VARIANTS],
    /// The template and the variant that a picture was asked for last.
    pictured: [Option<(TemplateKey, Variant)>; MOST_VARIANTS],
}

/// How a variant is to be drawn.
enum Drawn {
    AsWritten,
    Model(Arc<Emulated>),
    /// Not yet: its picture stays, and the list of what was made before.
    Waiting(Option<Arc<Emulated>>),
}

/// The view of the variant at a place; the first is that of the open template itself.
const fn view_of(place: usize) -> ViewId {
    match place {
        0 => pump::TEMPLATE,
        1 => pump::SECOND,
        2 => pump::THIRD,
        _ => pump::FOURTH,
    }
}

/// Makes a mail as each of the variants shows it; the body of the first, which is drawn as the
/// picture of the open template, or nothing if that is still in the making. `wanted` is how it
/// would be drawn as written.
///
/// Each is made anew only if the mail or the variant changed: the usual mail takes a millisecond,
/// a long one is left to the background.
pub(super) fn make(app: &mut App, wanted: &Wanted, is_plain: bool) -> Option<Wanted> {
    let variants = app.model.design.view.shown_variants();
    let mut all = Vec::new();
    let mut shown = Vec::new();
    for (place, variant) in variants.into_iter().enumerate() {
        let made = if is_plain || variant.is_as_written() {
            Drawn::AsWritten
        } else {
            made(app, place, &wanted.body, variant)
        };
        let (emulated, is_ready) = match made {
            Drawn::AsWritten => (None, true),
            Drawn::Model(emulated) => (Some(emulated), true),
            Drawn::Waiting(before) => (before, false),
        };
        all.push(is_ready.then(|| drawn(wanted, variant, emulated.as_deref())));
        shown.push(ShownVariant { variant, emulated });
    }
    app.model.design.shown = shown;
    let mut all = all.into_iter();
    let first = all.next().flatten();
    draw_beside(app, all.collect());
    first
}

/// Shows no variants: there is no mail.
pub(super) fn forget(app: &mut App) {
    app.model.design.shown.clear();
    draw_beside(app, Vec::new());
}

/// Takes over what the background made, if it is still awaited.
pub(super) fn emulated(app: &mut App, place: usize, made: Made) {
    let variants = &mut app.derived.variants;
    let (Some(awaited), Some(slot)) = (
        variants.awaited.get_mut(place),
        variants.made.get_mut(place),
    ) else {
        return;
    };
    if awaited.as_ref() == Some(&made.of) {
        *awaited = None;
        *slot = Some(made);
    }
}

fn made(app: &mut App, place: usize, body: &Arc<str>, variant: Variant) -> Drawn {
    let of = Of {
        body: Arc::clone(body),
        view: emulate::View {
            client: variant.client,
            images: if app.model.design.view.images {
                emulate::Images::On
            } else {
                emulate::Images::Off
            },
            dark: variant.dark,
        },
    };
    let variants = &mut app.derived.variants;
    let (Some(slot), Some(awaited)) = (
        variants.made.get_mut(place),
        variants.awaited.get_mut(place),
    ) else {
        return Drawn::AsWritten;
    };
    if let Some(made) = slot
        && made.of == of
    {
        return Drawn::Model(Arc::clone(&made.emulated));
    }
    if of.body.len() <= AT_ONCE_BYTES {
        *awaited = None;
        let made = of.made();
        let emulated = Arc::clone(&made.emulated);
        *slot = Some(made);
        return Drawn::Model(emulated);
    }
    let before = slot.as_ref().map(|made| Arc::clone(&made.emulated));
    if awaited.as_ref() != Some(&of) {
        *awaited = Some(of.clone());
        let key = TaskKey::Emulate(place);
        app.start_blocking(key, IfBusy::Replace, move |reporter, _| {
            reporter.send(Event::Emulated(place, of.made()));
        });
    }
    Drawn::Waiting(before)
}

/// How a variant is drawn.
fn drawn(as_written: &Wanted, variant: Variant, emulated: Option<&Emulated>) -> Wanted {
    let is_dark = match emulated {
        Some(emulated) => emulated.prefers_dark,
        None => variant.dark != Dark::Light,
    };
    let scheme = if is_dark {
        ColorScheme::Dark
    } else {
        ColorScheme::Light
    };
    Wanted {
        body: emulated.map_or_else(
            || Arc::clone(&as_written.body),
            |emulated| emulated.html.as_str().into(),
        ),
        scheme,
        ..as_written.clone()
    }
}

/// Asks for the pictures of all variants but the first.
fn draw_beside(app: &mut App, beside: Vec<Option<Wanted>>) {
    for place in beside.len() + 1..MOST_VARIANTS {
        app.pump.forget(view_of(place));
    }
    let now_ms = app.model.now_ms;
    for (place, wanted) in (1..MOST_VARIANTS).zip(beside) {
        let Some(wanted) = wanted else {
            continue;
        };
        let shown = app.model.design.shown.get(place).map(|shown| shown.variant);
        let of = app.model.design.selected.clone().zip(shown);
        let number = app.pump.want(view_of(place), wanted, None);
        let Some(pictured) = app.derived.variants.pictured.get_mut(place) else {
            continue;
        };
        let is_other = *pictured != of;
        *pictured = of;
        if let Some(page) = app.model.preview.variants.get_mut(place - 1) {
            page.note_request(number, is_other, now_ms);
        }
    }
}
