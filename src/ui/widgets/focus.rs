//! Gives the keyboard back after a dialog.

use egui::{Context, Id, Plugin, Ui};

/// What gets the keyboard next, and when.
#[derive(Default)]
struct FocusReturn {
    next: Option<(Id, u64)>,
}

impl Plugin for FocusReturn {
    fn debug_name(&self) -> &'static str {
        "letterhead focus return"
    }

    fn on_end_pass(&mut self, ui: &mut Ui) {
        let Some((id, pass)) = self.next else {
            return;
        };
        if ui.ctx().cumulative_pass_nr() > pass {
            self.next = None;
            // What was given the keyboard meanwhile keeps it.
            if ui.memory(|memory| memory.focused().is_none()) {
                ui.memory_mut(|memory| memory.request_focus(id));
            }
        }
        ui.request_repaint();
    }
}

/// Gives the keyboard to `id` as soon as a dialog answered in this frame is out of its way.
///
/// In the frame after its last one a dialog still keeps the keyboard from everything behind it, so
/// that a plain request made then is lost.
pub fn focus_after_dialog(ctx: &Context, id: Id) {
    let next = Some((id, ctx.cumulative_pass_nr()));
    ctx.plugin_or_default::<FocusReturn>().lock().next = next;
}

/// What has the keyboard, or is about to get it back from a dialog before this one.
pub(super) fn behind(ctx: &Context) -> Option<Id> {
    let pending = ctx.plugin_or_default::<FocusReturn>().lock().next.take();
    let focused = ctx.memory(|memory| memory.focused());
    focused.or_else(|| pending.map(|pending| pending.0))
}

/// Ends the hold of a dialog on the keyboard, which goes back to `before`.
pub(super) fn give_back(ctx: &Context, before: Option<Id>) {
    ctx.memory_mut(|memory| memory.stop_text_input());
    if let Some(id) = before {
        focus_after_dialog(ctx, id);
    }
}
