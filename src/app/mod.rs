//! Wires it all: the model, the work in the background, and the window.
//!
//! One frame: `App::logic` takes in what the background reports (`apply`); `App::ui` draws and
//! then does what was asked for while drawing (`perform`), so that work starts before the frame is
//! painted. `derive` brings up to date what follows from the model, once for all changes.

mod apply;
mod asked;
mod checks;
mod command_name;
mod comparison;
mod compose;
mod connectors;
mod deliverability;
mod derive;
mod disk;
mod event;
mod host;
mod inspect;
mod keep;
mod languages;
mod perform;
mod problems;
mod pump;
mod secrets;
mod sending;
mod setup;
mod show;
mod title;
mod variants;

use std::sync::Arc;
use std::time::Instant;

use crate::domain::send_history::BatchId;
use crate::model::{Command, Dialog, Model, NoticeKind, TaskKey};
use crate::services::clock::Clock;
use crate::services::folders::Folders;
use crate::services::inbox::Inbox;
use crate::services::send_history::SendHistory;
use crate::tasks::{IfBusy, Report, Tasks};
use crate::ui::{Pictures, View, Window};

use self::compose::Composing;
use self::derive::Derived;
use self::disk::Disk;
pub use self::event::Event;
pub use self::host::{Answer, FileQuestion, Host, Opening, SystemHost};
use self::inspect::Inspector;
use self::pump::PreviewPump;
pub use self::setup::{Options, Setup, SetupError, run};

/// The program with its window.
pub struct App {
    model: Model,
    window: Window,
    pictures: Pictures,
    tasks: Tasks<TaskKey, Event>,
    pump: PreviewPump,
    derived: Derived,
    composing: Composing,
    disk: Disk,
    inbox: Option<Arc<Inbox>>,
    folders: Folders,
    clock: Arc<dyn Clock>,
    host: Arc<dyn Host>,
    started: Instant,
    /// When the frame began in which a key changed the open template.
    edited_at: Option<Instant>,
    /// What was sent with connectors, on disk.
    history: Arc<SendHistory>,
    secrets: secrets::Secrets,
    /// The profile of the batch that runs, and the batch's name in the history.
    batch_profile: Option<String>,
    batch_id: Option<BatchId>,
    /// What the batch that runs was judged by, and what the question about a send was.
    batch_permit: Option<sending::Permit>,
    asked: Option<sending::Permit>,
    /// What checks of domains are made with.
    deliverability: deliverability::Deliverability,
    /// Which links may be looked at.
    guard: crate::services::links::Guard,
    /// Whether the program may end although a mail is being sent.
    may_quit: bool,
    title: String,
    inspector: Inspector,
    waker: Arc<std::sync::OnceLock<egui::Context>>,
}

impl App {
    /// What the program knows.
    pub const fn model(&self) -> &Model {
        &self.model
    }

    /// Does what a person asked for, and all that follows from it.
    pub fn perform(&mut self, commands: Vec<Command>) {
        for command in commands {
            tracing::debug!(command = command_name::of(&command), "perform");
            perform::perform(self, command);
        }
        self.settle();
    }

    /// Takes in all that the background has reported.
    fn take_reports(&mut self, ctx: &egui::Context) {
        let mut any = false;
        while let Some(report) = self.tasks.next_report() {
            any = true;
            match report {
                Report::Event(event) => apply::apply(self, ctx, event),
                Report::Panicked(key, message) => {
                    tracing::error!(?key, %message, "work ended by a panic");
                    apply::panicked(self, &key, &message);
                }
            }
        }
        if any {
            self.settle();
        } else {
            self.forget_ended_work();
        }
    }

    /// Takes work off the list that has ended, which its last report may not have told yet.
    fn forget_ended_work(&mut self) {
        let tasks = &self.tasks;
        self.model.work.retain(|work| tasks.is_running(&work.key));
    }

    /// Brings everything that follows from the model up to date.
    fn settle(&mut self) {
        derive::derive(self);
        keep::schedule(self);
        inspect::write(self);
        self.forget_ended_work();
    }

    /// Starts work and lists it, unless the same runs already; whether it was started.
    fn start<F>(
        &mut self,
        key: TaskKey,
        if_busy: IfBusy,
        work: impl FnOnce(crate::tasks::Reporter<TaskKey, Event>, crate::tasks::CancellationToken) -> F,
    ) -> bool
    where
        F: Future<Output = ()> + Send + 'static,
    {
        let started = self.tasks.start(key.clone(), if_busy, work) == crate::tasks::Start::Started;
        if started {
            self.list_work(key);
        }
        started
    }

    /// Starts work that waits for the disk or computes long, and lists it; whether it was started.
    fn start_blocking(
        &mut self,
        key: TaskKey,
        if_busy: IfBusy,
        work: impl FnOnce(crate::tasks::Reporter<TaskKey, Event>, crate::tasks::CancellationToken)
        + Send
        + 'static,
    ) -> bool {
        let started = self.tasks.start_blocking(key.clone(), if_busy, work);
        let started = started == crate::tasks::Start::Started;
        if started {
            self.list_work(key);
        }
        started
    }

    fn list_work(&mut self, key: TaskKey) {
        self.model.work.retain(|work| work.key != key);
        let since_ms = self.model.now_ms;
        self.model.work.push(crate::model::Work { key, since_ms });
    }

    /// Milliseconds since the program started.
    fn millis(&self) -> u64 {
        u64::try_from(self.started.elapsed().as_millis()).unwrap_or(u64::MAX)
    }

    fn note_error(&mut self, title: impl Into<String>, detail: impl Into<String>) {
        self.model.notify(NoticeKind::Error, title, detail);
    }
}

impl eframe::App for App {
    fn logic(&mut self, ctx: &egui::Context, _frame: &mut eframe::Frame) {
        self.model.now_ms = self.millis();
        self.pump
            .set_max_tile_side(ctx.input(|input| input.max_texture_side));
        self.take_reports(ctx);
    }

    fn ui(&mut self, ui: &mut egui::Ui, _frame: &mut eframe::Frame) {
        let began = Instant::now();
        setup::follow_theme(ui.ctx(), self.model.theme);
        self.window
            .handle(ui.ctx(), std::mem::take(&mut self.model.requests));
        let view = View {
            model: &self.model,
            pictures: &self.pictures,
        };
        let commands = self.window.ui(ui, &view);
        self.after_drawing(ui.ctx(), began, commands);
    }

    fn on_exit(&mut self, _gl: Option<&eframe::glow::Context>) {
        keep::keep_all(self);
        self.pump.shut_down();
        self.tasks.shut_down();
    }
}

impl App {
    fn after_drawing(&mut self, ctx: &egui::Context, began: Instant, mut commands: Vec<Command>) {
        commands.extend(setup::dropped(ctx));
        if ctx.input(|input| input.viewport().close_requested())
            && self.model.is_sending()
            && !self.may_quit
        {
            ctx.send_viewport_cmd(egui::ViewportCommand::CancelClose);
            self.model.dialog = Some(Dialog::QuitWhileSending);
        }
        self.pump.painted(&mut self.model.profile);
        let size = ctx.content_rect().size();
        self.model.window_size = Some([size.x, size.y]);
        self.model.is_editing = Window::is_editing(ctx);
        let profile = &mut self.model.profile;
        profile.frames += 1;
        if profile.first_frame_ms.is_none() {
            profile.first_frame_ms = Some(self.started.elapsed().as_secs_f32() * 1e3);
        }
        if !commands.is_empty() {
            // What was just asked for is to be seen.
            ctx.request_repaint();
            let is_edit = |command: &Command| matches!(command, Command::Edit { .. });
            self.edited_at = commands.iter().any(is_edit).then_some(began);
            self.perform(commands);
        }
        title::follow(self, ctx);
        inspect::write(self);
        let millis = began.elapsed().as_secs_f32() * 1e3;
        self.model.profile.frame.push(millis);
    }
}
