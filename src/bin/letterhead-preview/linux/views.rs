//! The views, each a task of its own.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::rc::Rc;

use gtk::glib;
use letterhead::services::preview::ViewId;
use letterhead::services::preview::protocol::Command;

use super::browser::{Browser, Browsers};
use super::output::Output;
use super::scheme::SchemeGate;
use super::view::{Inbox, View};

/// Hands commands to views.
pub(crate) struct Views {
    output: Output,
    browsers: Rc<Browsers>,
    gate: Rc<SchemeGate>,
    inboxes: BTreeMap<ViewId, Rc<Inbox>>,
    warm: Option<Browser>,
}

impl Views {
    /// Prepares without starting the engine, which will keep its caches in `folder`.
    pub(crate) fn new(output: Output, folder: PathBuf) -> Self {
        Self {
            output,
            browsers: Rc::new(Browsers::new(folder)),
            gate: Rc::default(),
            inboxes: BTreeMap::new(),
            warm: None,
        }
    }

    /// Starts the browser of the first view before it is asked for.
    pub(crate) fn warm_up(&mut self) {
        // A failure is told when a picture is asked for.
        self.warm = self.browsers.start(false).ok();
        if let Some(browser) = &mut self.warm {
            browser.load(
                String::new(),
                letterhead::services::preview::Images::Embedded,
            );
        }
    }

    /// Does what a command says.
    pub(crate) fn perform(&mut self, command: Command) {
        match command {
            Command::Render(request) => {
                let warm = &mut self.warm;
                let (browsers, output, gate) = (&self.browsers, &self.output, &self.gate);
                let inbox = self.inboxes.entry(request.view).or_insert_with(|| {
                    let inbox = Rc::new(Inbox::default());
                    let view = View::new(
                        Rc::clone(browsers),
                        warm.take(),
                        output.clone(),
                        Rc::clone(gate),
                    );
                    glib::MainContext::default().spawn_local(view.run(Rc::clone(&inbox)));
                    inbox
                });
                inbox.put(request);
            }
            Command::Assets { assets } => {
                self.browsers.set_assets(assets);
                for inbox in self.inboxes.values() {
                    inbox.assets_changed();
                }
            }
            Command::UseSlots => self.output.slots().allow(),
            Command::Release { slot } => self.output.slots().release(slot),
            Command::Close { view } => {
                if let Some(inbox) = self.inboxes.remove(&view) {
                    inbox.close();
                }
            }
        }
    }
}
