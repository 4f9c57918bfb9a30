//! The open template as the models of clients show it, and the pictures of that.

use std::sync::Arc;

use super::App;
use super::pump::{self, Wanted};
use crate::domain::emulate::{self, Dark, Emulated};
use crate::domain::workspace::TemplateKey;
use crate::model::{MOST_VARIANTS, ShownVariant, Variant};
use crate::services::preview::{ColorScheme, ViewId};

/// What the model of a client made, and from what.
pub(super) struct Made {
    body: Arc<str>,
    view: emulate::View,
    emulated: Arc<Emulated>,
}

/// What was made for each of the variants shown.
#[derive(Default)]
pub(super) struct Variants {
    made: [Option<Made>; MOST_VARIANTS],
    /// The template and the variant that a picture was asked for last.
    pictured: [Option<(TemplateKey, Variant)>; MOST_VARIANTS],
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
/// picture of the open template. `wanted` is how it would be drawn as written.
///
/// Each is made anew only if the mail or the variant changed: a mail of 100 KB takes some
/// milliseconds, the usual one less than one.
pub(super) fn make(app: &mut App, wanted: Wanted, is_plain: bool) -> Wanted {
    let variants = app.model.design.view.shown_variants();
    let mut all = Vec::new();
    let mut shown = Vec::new();
    for (place, variant) in variants.into_iter().enumerate() {
        let emulated = if is_plain || variant.is_as_written() {
            None
        } else {
            made(app, place, &wanted.body, variant)
        };
        all.push(drawn(&wanted, variant, emulated.as_deref()));
        shown.push(ShownVariant { variant, emulated });
    }
    app.model.design.shown = shown;
    let mut all = all.into_iter();
    let first = all.next().unwrap_or(wanted);
    let beside: Vec<Wanted> = all.collect();
    draw_beside(app, beside);
    first
}

/// Shows no variants: there is no mail.
pub(super) fn forget(app: &mut App) {
    app.model.design.shown.clear();
    draw_beside(app, Vec::new());
}

fn made(app: &mut App, place: usize, body: &Arc<str>, variant: Variant) -> Option<Arc<Emulated>> {
    let view = emulate::View {
        client: variant.client,
        images: if app.model.design.view.images {
            emulate::Images::On
        } else {
            emulate::Images::Off
        },
        dark: variant.dark,
    };
    let slot = app.derived.variants.made.get_mut(place)?;
    if let Some(made) = slot
        && made.view == view
        && made.body == *body
    {
        return Some(Arc::clone(&made.emulated));
    }
    let emulated = Arc::new(emulate::emulate(body, None, view));
    *slot = Some(Made {
        body: Arc::clone(body),
        view,
        emulated: Arc::clone(&emulated),
    });
    Some(emulated)
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
fn draw_beside(app: &mut App, beside: Vec<Wanted>) {
    for place in beside.len() + 1..MOST_VARIANTS {
        app.pump.forget(view_of(place));
    }
    let now_ms = app.model.now_ms;
    for (place, wanted) in (1..MOST_VARIANTS).zip(beside) {
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
