//! The program in a window that is only remembered, with a preview engine that only listens.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use egui::accesskit::Role;
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use letterhead::app::{Answer, App, FileQuestion, Host, Opening, Setup};
use letterhead::domain::checks::links::fetch::{NotFetched, may_fetch};
use letterhead::model::{Action, Command, Model};
use letterhead::services::clock::{Clock, SystemClock};
use letterhead::services::folders::Folders;
use letterhead::services::links::Guard;
use letterhead::services::preview::testing::FakeEngine;
use letterhead::services::workspace::create_from_samples;
use tempfile::TempDir;
use tokio::runtime::Runtime;

/// How long background work may take on a slow machine.
const PATIENCE: Duration = Duration::from_mins(1);

/// The program in a window.
pub struct Studio {
    pub harness: Harness<'static, App>,
    engine: Arc<FakeEngine>,
    home: TempDir,
    _runtime: Runtime,
}

/// Servers of the tests may be asked; of the others the guard is asked, and nobody would connect.
fn on_loopback(url: &str) -> Result<(), NotFetched> {
    if url.starts_with("http://127.0.0.1:") {
        Ok(())
    } else {
        may_fetch(url)
    }
}

/// A desktop on which nobody answers.
struct Nobody;

impl Host for Nobody {
    fn ask(&self, _question: FileQuestion) -> Answer {
        Box::pin(std::future::ready(None))
    }

    fn open(&self, _what: std::ffi::OsString) -> Opening {
        Box::pin(std::future::ready(Ok(())))
    }
}

/// A file or folder on its way from the file manager.
#[derive(Debug)]
struct Dropped(PathBuf);

impl egui::DroppedFile for Dropped {
    fn path(&self) -> &Path {
        &self.0
    }

    fn bytes(&self) -> Result<Vec<u8>, String> {
        Err("the program reads it".to_owned())
    }
}

impl Studio {
    /// Opens the samples in a window of this size.
    pub fn start(size: [f32; 2]) -> Self {
        Self::with_clock(size, Arc::new(SystemClock))
    }

    /// The same, with another clock.
    pub fn with_clock(size: [f32; 2], clock: Arc<dyn Clock>) -> Self {
        let home = tempfile::tempdir().unwrap();
        let root = home.path().join("workspace");
        create_from_samples(&root).unwrap();
        let runtime = Runtime::new().unwrap();
        let setup = Setup {
            handle: runtime.handle().clone(),
            folders: Folders {
                data: home.path().join("data"),
            },
            clock,
            host: Arc::new(Nobody),
            workspace: Some(root),
            profile: false,
            inspect: None,
            guard: Guard {
                fetch: on_loopback,
                connect: |address| address.is_loopback(),
            },
            started: Instant::now(),
        };
        let mut engine = None;
        let app = App::new(setup, |report| {
            let fake = Arc::new(FakeEngine::new(report));
            engine = Some(Arc::clone(&fake));
            fake
        });
        let harness = Harness::builder().with_size(size).build_eframe(|creation| {
            app.attach(&creation.egui_ctx);
            app
        });
        let mut studio = Self {
            harness,
            engine: engine.unwrap(),
            home,
            _runtime: runtime,
        };
        studio.until(|model| model.document().is_some());
        studio
    }

    /// Lets boxes stand for letters of other scripts, which come from the system's faces.
    pub fn with_any_script(self) -> Self {
        let policy = egui::MissingGlyphPolicy::Tofu;
        self.harness.ctx.set_missing_glyph_policy(policy);
        self
    }

    /// The program.
    pub fn app(&self) -> &App {
        self.harness.state()
    }

    /// What the preview is asked for.
    pub fn engine(&self) -> &FakeEngine {
        &self.engine
    }

    /// The open folder.
    pub fn workspace(&self) -> PathBuf {
        self.home.path().join("workspace")
    }

    /// Where the program keeps its files.
    pub fn data(&self) -> PathBuf {
        self.home.path().join("data")
    }

    /// Does a command and draws what follows.
    pub fn perform(&mut self, command: impl Into<Command>) {
        self.harness.state_mut().perform(vec![command.into()]);
        self.harness.run_steps(3);
    }

    /// Does an action and draws what follows.
    pub fn act(&mut self, action: Action) {
        self.perform(Command::Do(action));
    }

    /// Clicks what has this role and name.
    pub fn click(&mut self, role: Role, name: &str) {
        self.harness.get_by_role_and_label(role, name).click();
        self.harness.run_steps(4);
    }

    /// Types at the end of a field.
    pub fn type_into(&mut self, field: &str, text: &str) {
        self.harness
            .get_by_role_and_label(Role::TextInput, field)
            .focus();
        self.harness.run_steps(2);
        self.harness.key_press(egui::Key::End);
        self.harness.run_steps(2);
        self.harness.event(egui::Event::Text(text.to_owned()));
        self.harness.run_steps(3);
    }

    /// Types in place of what a field holds.
    pub fn type_over(&mut self, field: &str, text: &str) {
        self.harness
            .get_by_role_and_label(Role::TextInput, field)
            .focus();
        self.harness.run_steps(2);
        self.harness
            .key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::A);
        self.harness.run_steps(2);
        self.harness.event(egui::Event::Text(text.to_owned()));
        self.harness.run_steps(3);
    }

    /// Drops files or folders on the window.
    pub fn drop_on(&mut self, paths: &[PathBuf]) {
        for path in paths {
            let file = Arc::new(Dropped(path.clone()));
            self.harness.input_mut().dropped_files.push(file);
        }
        self.harness.run_steps(2);
    }

    /// Clicks what has this role and name; returns the text that goes to the clipboard.
    pub fn copied_by(&mut self, role: Role, name: &str) -> String {
        self.harness.get_by_role_and_label(role, name).click();
        for _ in 0..4 {
            self.harness.step();
            let commands = &self.harness.output().platform_output.commands;
            let copied = commands.iter().find_map(|command| match command {
                egui::OutputCommand::CopyText(text) => Some(text.clone()),
                _ => None,
            });
            if let Some(text) = copied {
                return text;
            }
        }
        panic!("{name} copies nothing");
    }

    /// Draws until the background has brought about what is wished for.
    pub fn until(&mut self, wished: impl Fn(&Model) -> bool) {
        let deadline = Instant::now() + PATIENCE;
        while !wished(self.app().model()) {
            let notice = self.app().model().notices.last();
            assert!(Instant::now() < deadline, "newest notice: {notice:?}");
            self.harness.step();
            std::thread::yield_now();
        }
        self.harness.run_steps(2);
    }
}
