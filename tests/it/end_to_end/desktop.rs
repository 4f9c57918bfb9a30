//! A screen, the program on it, and a keyboard.

use letterhead::domain::authoring::Composer;
use letterhead::domain::workspace::{TemplateFile, TemplateKey};
use letterhead::services::workspace::{load, write_atomic};
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use notify::{RecursiveMode, Watcher as _};
use serde_json::Value;
use tempfile::TempDir;

use crate::support::xvfb::{self, Server};

/// How long anything may take, also on a slow machine.
const PATIENCE: Duration = Duration::from_secs(90);

/// How often the state is looked at even if no change was noticed.
const AT_LEAST_EVERY: Duration = Duration::from_millis(500);

/// A screen with the program on it.
pub struct Desktop {
    server: Server,
    home: TempDir,
    program: Option<Child>,
    changes: Receiver<()>,
    _watcher: notify::RecommendedWatcher,
}

/// What the program says about itself.
#[derive(Debug, Clone, Default)]
pub struct State(Value);

impl State {
    /// A text; empty if there is none.
    pub fn text(&self, key: &str) -> &str {
        self.0[key].as_str().unwrap_or_default()
    }

    /// A number; 0 if there is none.
    pub fn number(&self, key: &str) -> u64 {
        self.0[key].as_u64().unwrap_or_default()
    }

    /// A flag.
    pub fn flag(&self, key: &str) -> bool {
        self.0[key] == true
    }

    /// A list of texts.
    pub fn list(&self, key: &str) -> Vec<&str> {
        let list = self.0[key].as_array().into_iter().flatten();
        list.filter_map(Value::as_str).collect()
    }

    /// The state of the web engine.
    pub fn engine(&self) -> &str {
        self.text("engine")
    }

    /// Whether the editor has the keyboard.
    pub fn is_editing(&self) -> bool {
        self.flag("isEditing")
    }
}

impl Desktop {
    /// Starts the program on a copy of the samples in which the template `flat` has no layout.
    pub fn start_with(flat: &TemplateKey) -> Self {
        let desktop = Self::prepared();
        let workspace = load(&desktop.workspace()).unwrap().workspace;
        let mut composer = Composer::new();
        composer.set_sources(workspace.composing_sources());
        let composition = workspace.compose(flat, &mut composer).unwrap();
        let text = TemplateFile::new(composition.details.clone()).print();
        let path = desktop.workspace().join(flat.file_path());
        write_atomic(&path, text.as_bytes()).unwrap();
        desktop.started()
    }

    /// Starts the program on a copy of the samples.
    pub fn start() -> Self {
        Self::prepared().started()
    }

    fn started(mut self) -> Self {
        self.start_again();
        self
    }

    fn prepared() -> Self {
        let home = tempfile::tempdir().unwrap();
        let (sender, changes) = channel();
        let mut watcher = notify::recommended_watcher(move |_| {
            // Nobody listens any more only when the test is over.
            sender.send(()).ok();
        })
        .unwrap();
        watcher
            .watch(home.path(), RecursiveMode::NonRecursive)
            .unwrap();
        let desktop = Self {
            server: xvfb::own(),
            home,
            program: None,
            changes,
            _watcher: watcher,
        };
        letterhead::services::workspace::create_from_samples(&desktop.workspace()).unwrap();
        desktop
    }

    /// Starts the program once more.
    pub fn start_again(&mut self) {
        fs::remove_file(self.state_file()).ok();
        let errors = File::create(self.home.path().join("stderr")).unwrap();
        let program = Command::new(env!("CARGO_BIN_EXE_letterhead"))
            .arg(self.workspace())
            .arg("--data")
            .arg(self.data())
            .arg("--inspect")
            .arg(self.state_file())
            .env("DISPLAY", &self.server.display)
            .env_remove("WAYLAND_DISPLAY")
            .env("LIBGL_ALWAYS_SOFTWARE", "1")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(errors)
            .spawn()
            .unwrap();
        self.program = Some(program);
        self.wait("the first frame", |state| state.number("firstFrameMs") > 0);
        self.xdotool(&[
            "search",
            "--sync",
            "--onlyvisible",
            "--name",
            "Letterhead",
            "windowfocus",
            "--sync",
        ]);
    }

    /// The folder that is open.
    pub fn workspace(&self) -> PathBuf {
        self.home.path().join("workspace")
    }

    /// Where the program keeps its files.
    pub fn data(&self) -> PathBuf {
        self.home.path().join("data")
    }

    fn state_file(&self) -> PathBuf {
        self.home.path().join("state.json")
    }

    /// Presses keys, in xdotool's names.
    pub fn press(&self, keys: &str) {
        self.xdotool(&["key", "--clearmodifiers", keys]);
    }

    /// Types a text.
    pub fn type_text(&self, text: &str) {
        self.xdotool(&["type", "--delay", "15", text]);
    }

    fn xdotool(&self, arguments: &[&str]) {
        let status = Command::new("xdotool")
            .args(arguments)
            .env("DISPLAY", &self.server.display)
            .stdout(Stdio::null())
            .status()
            .expect("xdotool is installed");
        assert!(status.success(), "xdotool {arguments:?}: {status}");
    }

    /// Waits until the program says what is wished for.
    pub fn wait(&self, what: &str, wished: impl Fn(&State) -> bool) -> State {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let state = read(&self.state_file());
            if wished(&state) {
                return state;
            }
            assert!(
                Instant::now() < deadline,
                "waited for {what}\nstate: {:#}\nerrors: {}",
                state.0,
                fs::read_to_string(self.home.path().join("stderr")).unwrap_or_default(),
            );
            // A timeout is fine: the state is looked at again.
            self.changes.recv_timeout(AT_LEAST_EVERY).ok();
        }
    }

    /// Ends the program as a power cut would.
    pub fn kill(&mut self) {
        if let Some(mut program) = self.program.take() {
            program.kill().unwrap();
            program.wait().unwrap();
        }
    }

    /// Waits for the program to end; whether it did so without an error.
    pub fn ends_well(&mut self) -> bool {
        let mut program = self.program.take().expect("a running program");
        program.wait().unwrap().success()
    }
}

impl Drop for Desktop {
    fn drop(&mut self) {
        self.kill();
    }
}

fn read(path: &Path) -> State {
    let text = fs::read(path).unwrap_or_default();
    State(serde_json::from_slice(&text).unwrap_or_default())
}
