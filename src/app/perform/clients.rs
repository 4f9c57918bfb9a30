//! Which clients the preview shows the mail in.

use crate::app::App;
use crate::domain::emulate::Dark;
use crate::model::{ClientCommand, DesignView, MOST_VARIANTS, PanelTab, Scheme, Variant};

pub(super) fn perform(app: &mut App, command: ClientCommand) {
    let view = &mut app.model.design.view;
    match command {
        ClientCommand::SetClient(client) => {
            view.client = client;
            first(view, |first| first.client = client);
        }
        ClientCommand::SetDark(dark) => {
            if dark == Dark::Light {
                view.scheme = Scheme::Light;
            } else {
                view.dark = dark;
                view.scheme = Scheme::Dark;
            }
            first(view, |first| first.dark = dark);
        }
        ClientCommand::SetVariant(place, variant) => {
            if let Some(slot) = view.variants.get_mut(place) {
                *slot = variant;
            }
        }
        ClientCommand::AddVariant => {
            if view.variants.len() < MOST_VARIANTS {
                let taken = &view.variants;
                let free = Variant::FIRST.into_iter().find(|one| !taken.contains(one));
                view.variants.push(free.unwrap_or_default());
            }
        }
        ClientCommand::RemoveVariant(place) => {
            if place < view.variants.len() && view.variants.len() > 1 {
                view.variants.remove(place);
            }
        }
    }
}

/// Changes the first of the variants beside each other, if they are shown.
fn first(view: &mut DesignView, change: impl FnOnce(&mut Variant)) {
    if view.side_by_side
        && let Some(first) = view.variants.first_mut()
    {
        change(first);
    }
}

/// Puts the variant that was shown alone first; one of the others that is the same makes room.
fn begin_with(variants: &mut Vec<Variant>, alone: Variant) {
    match variants.iter().position(|one| *one == alone) {
        Some(place) => variants.swap(0, place),
        None => match variants.first_mut() {
            Some(first) => *first = alone,
            None => variants.push(alone),
        },
    }
}

/// Shows some clients beside each other, or one.
pub(super) fn toggle_side_by_side(app: &mut App) {
    let design = &mut app.model.design;
    let shown = design.view.shown_variants();
    design.view.side_by_side = !design.view.side_by_side;
    if design.view.side_by_side {
        if let [alone] = shown.as_slice() {
            begin_with(&mut design.view.variants, *alone);
        }
        // There is room for one sort of comparison.
        design.compare = None;
        if design.view.tab == PanelTab::Compare {
            design.view.tab = PanelTab::Clients;
        }
    }
}
