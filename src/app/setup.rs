//! Starts the program: folders, runtime, services, window.

use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};
use std::time::Instant;

use tokio::runtime::Handle;

use super::derive::Derived;
use super::disk::Disk;
use super::event::Event;
use super::host::{Host, SystemHost};
use super::inspect::Inspector;
use super::pump::PreviewPump;
use super::{App, keep, perform};
use crate::model::{Command, Model, Theme};
use crate::services::clock::{Clock, SystemClock};
use crate::services::folders::Folders;
use crate::services::links::Guard;
use crate::services::preview::{HelperEngine, HelperOptions, PreviewEngine, PreviewEvent};
use crate::services::send_history::SendHistory;
use crate::tasks::Tasks;
use crate::ui::{Pictures, Window, theme};

/// Why the window cannot start.
#[derive(Debug, thiserror::Error)]
pub enum SetupError {
    /// There is nowhere to keep files.
    #[error("this person has no home folder")]
    NoHome,
    /// The background cannot start.
    #[error("cannot start the background work")]
    Runtime(#[source] std::io::Error),
    /// The window cannot open.
    #[error("cannot open a window; is a display server running and OpenGL installed?")]
    Window(#[source] eframe::Error),
}

/// What the program is started with.
pub struct Setup {
    /// Where background work runs.
    pub handle: Handle,
    /// Where files are kept.
    pub folders: Folders,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// The desktop.
    pub host: Arc<dyn Host>,
    /// The workspace to open instead of the last one.
    pub workspace: Option<PathBuf>,
    /// Whether the timings are shown.
    pub profile: bool,
    /// A file to which the state of the window is written after each change.
    pub inspect: Option<PathBuf>,
    /// Which links may be looked at.
    pub guard: Guard,
    /// When the program started.
    pub started: Instant,
}

/// The window's context, once there is one.
type Waker = Arc<OnceLock<egui::Context>>;

impl App {
    /// Makes the program and starts its background work; `engine` makes the preview engine, which
    /// starts at once so that it is warm when the window is.
    pub fn new(setup: Setup, engine: impl FnOnce(EngineReport) -> Arc<dyn PreviewEngine>) -> Self {
        let waker: Waker = Arc::default();
        let wake = Arc::clone(&waker);
        let tasks = Tasks::new(setup.handle, move || {
            if let Some(ctx) = wake.get() {
                ctx.request_repaint();
            }
        });
        let reporter = tasks.service_reporter();
        let engine = engine(Box::new(move |event| reporter.send(Event::Preview(event))));
        let session = keep::read_session(&setup.folders.session());
        let mut model = Model::default();
        model.profile.is_shown = setup.profile;
        session.restore(&mut model);
        let mut disk = Disk::default();
        disk.wished_template = session.template();
        let mut app = Self {
            model,
            window: Window::default(),
            pictures: Pictures::default(),
            tasks,
            pump: PreviewPump::new(engine),
            derived: Derived::default(),
            composing: super::compose::Composing::default(),
            disk,
            history: Arc::new(SendHistory::new(&setup.folders.sends())),
            secrets: super::secrets::Secrets::default(),
            deliverability: super::deliverability::Deliverability::new(Arc::clone(&setup.clock)),
            batch_profile: None,
            batch_id: None,
            batch_permit: None,
            asked: None,
            guard: setup.guard,
            may_quit: false,
            inbox: None,
            folders: setup.folders,
            clock: setup.clock,
            host: setup.host,
            started: setup.started,
            edited_at: None,
            inspector: Inspector::new(setup.inspect),
            title: String::new(),
            waker,
        };
        app.open_first(setup.workspace, session.workspace);
        app
    }

    /// Opens the folder asked for, else the last one, else a copy of the samples.
    fn open_first(&mut self, asked: Option<PathBuf>, last: Option<PathBuf>) {
        let last = last.filter(|root| root.is_dir());
        let first = self.folders.first_workspace();
        let command = match asked.or(last) {
            Some(root) => Command::Open(root),
            None if first.join("letterhead.toml").is_file() => Command::Open(first),
            None => Command::Create(first),
        };
        perform::perform(self, command);
        self.settle();
    }

    /// Lets background work wake the window, and gives the window its look.
    pub fn attach(&self, ctx: &egui::Context) {
        theme::install(ctx);
        follow_theme(ctx, self.model.theme);
        self.waker.set(ctx.clone()).ok();
    }

    /// Serves work that lasts as long as the program.
    pub fn serve(&self, future: impl Future<Output = ()> + Send + 'static) {
        self.tasks.serve(future);
    }
}

/// Where a preview engine reports to.
pub type EngineReport = Box<dyn Fn(PreviewEvent) + Send + Sync>;

/// What the window is opened with.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The workspace to open instead of the last one.
    pub workspace: Option<PathBuf>,
    /// Where files are kept instead of the usual place.
    pub data: Option<PathBuf>,
    /// Whether the timings are shown.
    pub profile: bool,
    /// A file to which the state of the window is written after each change.
    pub inspect: Option<PathBuf>,
}

/// Runs the program until its window closes.
pub fn run(options: Options) -> Result<(), SetupError> {
    let started = Instant::now();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(SetupError::Runtime)?;
    let folders = options.data.map(|data| Folders { data });
    let setup = Setup {
        handle: runtime.handle().clone(),
        folders: folders
            .map_or_else(Folders::of_user, Some)
            .ok_or(SetupError::NoHome)?,
        clock: Arc::new(SystemClock),
        host: Arc::new(SystemHost),
        workspace: options.workspace,
        profile: options.profile,
        inspect: options.inspect,
        guard: Guard::default(),
        started,
    };
    let mut work = None;
    let app = App::new(setup, |report| {
        let (engine, future) = HelperEngine::new(HelperOptions::default(), report);
        work = Some(future);
        Arc::new(engine)
    });
    if let Some(work) = work {
        app.serve(work);
    }
    let size = keep::read_session(&app.folders.session()).window;
    let result = eframe::run_native(
        "letterhead",
        window(size),
        Box::new(move |creation| {
            app.attach(&creation.egui_ctx);
            Ok(Box::new(app))
        }),
    );
    // Work on the disk is finished; the rest has been told to stop.
    runtime.shutdown_timeout(std::time::Duration::from_secs(2));
    result.map_err(SetupError::Window)
}

fn window(size: Option<[f32; 2]>) -> eframe::NativeOptions {
    let size = size.unwrap_or([1360.0, 800.0]);
    eframe::NativeOptions {
        renderer: eframe::Renderer::Glow,
        viewport: egui::ViewportBuilder::default()
            .with_title("Letterhead")
            .with_app_id("letterhead")
            .with_inner_size(size.map(|side| side.clamp(480.0, 8000.0)))
            .with_min_inner_size([640.0, 480.0])
            .with_drag_and_drop(true),
        ..eframe::NativeOptions::default()
    }
}

/// Lets egui use the theme chosen.
pub(super) fn follow_theme(ctx: &egui::Context, theme: Theme) {
    let wished = match theme {
        Theme::System => egui::ThemePreference::System,
        Theme::Light => egui::ThemePreference::Light,
        Theme::Dark => egui::ThemePreference::Dark,
    };
    if ctx.options(|options| options.theme_preference) != wished {
        ctx.set_theme(wished);
    }
}

/// What becomes of what was dropped on the window: messages go to the inbox; a folder is opened, or
/// the folder of a file.
pub(super) fn dropped(ctx: &egui::Context) -> Option<Command> {
    let paths: Vec<PathBuf> = ctx.input(|input| {
        let files = input.raw.dropped_files.iter();
        files.map(|file| file.path().to_path_buf()).collect()
    });
    let messages: Vec<PathBuf> = paths.iter().filter(|it| is_message(it)).cloned().collect();
    if !messages.is_empty() {
        return Some(Command::AddMessageFiles(messages));
    }
    let dropped = paths.into_iter().next()?;
    let folder = if dropped.is_dir() {
        dropped
    } else {
        dropped.parent().map(Path::to_path_buf)?
    };
    Some(Command::Open(folder))
}

/// Whether the name is that of a message, or of what people take for one; the inbox tells them what
/// to do instead.
fn is_message(path: &Path) -> bool {
    let ending = path.extension().unwrap_or_default();
    let endings = ["eml", "emlx", "msg", "mbox"];
    endings.iter().any(|it| ending.eq_ignore_ascii_case(it))
}
