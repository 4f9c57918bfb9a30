//! The views, each a task of its own.

use std::collections::BTreeMap;
use std::rc::Rc;

use gtk::glib;
use letterhead::services::preview::ViewId;
use letterhead::services::preview::protocol::{Command, Reply};

use super::browser::{Browser, Browsers};
use super::output::Output;
use super::scheme::SchemeGate;
use super::view::{Inbox, View};

/// Hands commands to views.
pub(crate) struct Views {
    output: Output,
    browsers: Option<Rc<Browsers>>,
    gate: Rc<SchemeGate>,
    inboxes: BTreeMap<ViewId, Rc<Inbox>>,
    warm: Option<Browser>,
    reason: String,
}

impl Views {
    /// Prepares without starting the engine.
    pub(crate) fn new(output: Output) -> Self {
        let (browsers, reason) = match Browsers::new() {
            Ok(browsers) => (Some(Rc::new(browsers)), String::new()),
            Err(error) => (None, format!("no folder for the web engine: {error}")),
        };
        Self {
            output,
            browsers,
            gate: Rc::default(),
            inboxes: BTreeMap::new(),
            warm: None,
            reason,
        }
    }

    /// Starts the browser of the first view before it is asked for.
    pub(crate) fn warm_up(&mut self) {
        // A failure is told when a picture is asked for.
        self.warm = self
            .browsers
            .as_ref()
            .and_then(|browsers| browsers.start(false).ok());
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
                let Some(browsers) = self.browsers.clone() else {
                    let (view, seq) = (request.view, request.seq);
                    let reason = self.reason.clone();
                    self.output.send(Reply::Failed { view, seq, reason });
                    return;
                };
                let warm = &mut self.warm;
                let (output, gate) = (&self.output, &self.gate);
                let inbox = self.inboxes.entry(request.view).or_insert_with(|| {
                    let inbox = Rc::new(Inbox::default());
                    let view = View::new(browsers, warm.take(), output.clone(), Rc::clone(gate));
                    glib::MainContext::default().spawn_local(view.run(Rc::clone(&inbox)));
                    inbox
                });
                inbox.put(request);
            }
            Command::Assets { assets } => {
                if let Some(browsers) = &self.browsers {
                    browsers.set_assets(assets);
                }
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
