//! Which clients the preview shows the mail in.

use crate::app::App;
use crate::domain::emulate::Dark;
use crate::model::{ClientCommand, MOST_VARIANTS, PanelTab, Scheme, Variant};

pub(super) fn perform(app: &mut App, command: ClientCommand) {
    let view = &mut app.model.design.view;
    match command {
        ClientCommand::SetClient(client) => view.client = client,
        ClientCommand::SetDark(Dark::Light) => view.scheme = Scheme::Light,
        ClientCommand::SetDark(dark) => {
            view.dark = dark;
            view.scheme = Scheme::Dark;
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

/// Shows some clients beside each other, or one.
pub(super) fn toggle_side_by_side(app: &mut App) {
    let design = &mut app.model.design;
    design.view.side_by_side = !design.view.side_by_side;
    if design.view.side_by_side {
        // There is room for one sort of comparison.
        design.compare = None;
        if design.view.tab == PanelTab::Compare {
            design.view.tab = PanelTab::Clients;
        }
    }
}
