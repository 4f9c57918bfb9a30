//! The colour scheme, which GTK knows only for the whole process.
//!
//! Views of the same scheme draw at the same time; a view of the other one waits for them.

use std::cell::Cell;
use std::rc::Rc;

use gtk::prelude::GtkSettingsExt as _;
use letterhead::services::preview::ColorScheme;
use tokio::sync::Notify;

/// Lets views of one scheme at a time draw.
#[derive(Debug, Default)]
pub(crate) struct SchemeGate {
    current: Cell<ColorScheme>,
    drawing: Cell<usize>,
    left: Notify,
}

/// Keeps the scheme until it is dropped.
#[derive(Debug)]
pub(crate) struct SchemePass(Rc<SchemeGate>);

impl SchemeGate {
    /// Waits until `scheme` holds.
    pub(crate) async fn enter(self: &Rc<Self>, scheme: ColorScheme) -> SchemePass {
        while self.current.get() != scheme {
            if self.drawing.get() == 0 {
                self.current.set(scheme);
                if let Some(settings) = gtk::Settings::default() {
                    settings.set_gtk_application_prefer_dark_theme(scheme == ColorScheme::Dark);
                }
            } else {
                self.left.notified().await;
            }
        }
        self.drawing.set(self.drawing.get() + 1);
        SchemePass(Rc::clone(self))
    }
}

impl Drop for SchemePass {
    fn drop(&mut self) {
        self.0.drawing.set(self.0.drawing.get().saturating_sub(1));
        self.0.left.notify_waiters();
    }
}
