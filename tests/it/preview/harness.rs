//! A running engine whose events a test can wait for.

use std::collections::VecDeque;
use std::net::TcpListener;
use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

use letterhead::services::preview::{
    HelperEngine, HelperOptions, PreviewDetails, PreviewEngine as _, PreviewEvent, PreviewFrame,
    PreviewRequest,
};
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};
use tokio::task::JoinSet;

use crate::support::xvfb;

/// Nothing takes as long; a test that waits longer has failed.
const PATIENCE: Duration = Duration::from_secs(30);

pub struct Harness {
    pub engine: HelperEngine,
    events: UnboundedReceiver<PreviewEvent>,
    kept: VecDeque<PreviewEvent>,
    work: JoinSet<()>,
    marked: Marked,
}

/// Finds the processes that were started with these options.
pub struct Marked {
    options: HelperOptions,
    mark: String,
}

/// The real helper on a display.
pub fn options() -> HelperOptions {
    HelperOptions {
        program: Some(PathBuf::from(env!("CARGO_BIN_EXE_letterhead-preview"))),
        args: Vec::new(),
        env: vec![("DISPLAY".to_owned(), xvfb::display())],
        env_remove: vec!["WAYLAND_DISPLAY".to_owned()],
    }
}

impl Harness {
    /// Starts the real helper on a display.
    pub fn start() -> Self {
        Self::with(options())
    }

    /// Starts an engine as the options say.
    pub fn with(options: HelperOptions) -> Self {
        let mut marked = Marked::new(options);
        let (sender, events) = unbounded_channel();
        let (engine, run) = HelperEngine::new(marked.take_options(), move |event| {
            sender.send(event).ok();
        });
        let mut work = JoinSet::new();
        work.spawn(run);
        Self {
            engine,
            events,
            kept: VecDeque::new(),
            work,
            marked,
        }
    }

    /// The next event.
    pub async fn event(&mut self) -> PreviewEvent {
        if let Some(event) = self.kept.pop_front() {
            return event;
        }
        in_time(self.events.recv()).await.expect("the engine runs")
    }

    /// Waits for an event that `pick` takes; others are dropped. A failure ends the test.
    pub async fn wait_for<T>(&mut self, pick: impl Fn(&PreviewEvent) -> Option<T>) -> T {
        loop {
            let event = self.event().await;
            if let Some(found) = pick(&event) {
                return found;
            }
            match event {
                PreviewEvent::Failed { reason, .. } => panic!("{reason}"),
                PreviewEvent::Unavailable(unavailable) => panic!("{unavailable}"),
                _ => {}
            }
        }
    }

    /// Waits for a picture of this request.
    pub async fn frame(&mut self, seq: u64) -> PreviewFrame {
        self.wait_for(|event| match event {
            PreviewEvent::Frame(frame) if frame.seq == seq => Some(frame.clone()),
            _ => None,
        })
        .await
    }

    /// Waits for the details of this request.
    pub async fn details(&mut self, seq: u64) -> PreviewDetails {
        self.wait_for(|event| match event {
            PreviewEvent::Details(details) if details.seq == seq => Some(details.clone()),
            _ => None,
        })
        .await
    }

    /// Asks for a picture and waits for it and its details.
    pub async fn draw(&mut self, request: PreviewRequest) -> (PreviewFrame, PreviewDetails) {
        let seq = request.seq;
        self.engine.request(request);
        let frame = self.frame(seq).await;
        (frame, self.details(seq).await)
    }

    /// Ends the engine and waits until none of its processes is left.
    pub async fn end(mut self) {
        self.engine.shutdown();
        in_time(self.work.join_next()).await;
        self.no_process_left(&self.processes_now()).await;
    }

    /// See [`Marked::processes_now`].
    pub fn processes_now(&self) -> Vec<u32> {
        self.marked.processes_now()
    }

    /// See [`Marked::no_process_left`].
    pub async fn no_process_left(&self, processes: &[u32]) {
        self.marked.no_process_left(processes).await;
    }
}

impl Marked {
    /// Marks the processes of this test, to be found and counted.
    pub fn new(mut options: HelperOptions) -> Self {
        let port = TcpListener::bind("127.0.0.1:0")
            .unwrap()
            .local_addr()
            .unwrap()
            .port();
        let mark = format!("{}-{port}", std::process::id());
        options
            .env
            .push(("LETTERHEAD_TEST_MARK".to_owned(), mark.clone()));
        Self { options, mark }
    }

    /// The options to start with.
    pub fn take_options(&mut self) -> HelperOptions {
        std::mem::take(&mut self.options)
    }

    /// Another one that finds the same processes.
    pub fn watch(&self) -> Self {
        Self {
            options: HelperOptions::default(),
            mark: self.mark.clone(),
        }
    }

    /// The processes of this test that live now: the helper first, then those of the web engine.
    pub fn processes_now(&self) -> Vec<u32> {
        let mark = format!("LETTERHEAD_TEST_MARK={}\0", self.mark);
        let mut found: Vec<u32> = std::fs::read_dir("/proc")
            .unwrap()
            .filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok())
            .filter(|pid| {
                std::fs::read(format!("/proc/{pid}/environ"))
                    .is_ok_and(|environ| memchr::memmem::find(&environ, mark.as_bytes()).is_some())
            })
            .collect();
        // Numbers start again from below, so that the first process may not have the lowest one.
        found.sort_by_key(|pid| {
            let name = std::fs::read_to_string(format!("/proc/{pid}/comm")).unwrap_or_default();
            (name.starts_with("WebKit"), *pid)
        });
        found
    }

    /// Waits until these processes are gone.
    pub async fn no_process_left(&self, processes: &[u32]) {
        let mut look = tokio::time::interval(Duration::from_millis(20));
        in_time(async {
            while self
                .processes_now()
                .iter()
                .any(|pid| processes.contains(pid))
            {
                look.tick().await;
            }
        })
        .await;
    }
}

/// Sends a signal, as `kill` names it.
pub fn kill(process: u32, signal: &str) {
    let status = Command::new("kill")
        .args([signal, &process.to_string()])
        .status()
        .unwrap();
    assert!(status.success());
}

/// Waits, but not for ever.
pub async fn in_time<T>(work: impl Future<Output = T>) -> T {
    tokio::time::timeout(PATIENCE, work)
        .await
        .expect("no answer in time")
}

/// All rows of a picture, from top to bottom.
pub fn pixels(frame: &PreviewFrame) -> Vec<u8> {
    frame
        .tiles
        .iter()
        .flat_map(|tile| tile.rgba.iter().copied())
        .collect()
}

/// The colour at a place of a whole picture, in device pixels.
pub fn color_at(frame: &PreviewFrame, x: u32, y: u32) -> [u8; 3] {
    let tile = frame
        .tiles
        .iter()
        .find(|tile| (tile.y..tile.y + tile.height).contains(&y))
        .unwrap();
    let at = ((y - tile.y) * frame.pixel_width + x) as usize * 4;
    [tile.rgba[at], tile.rgba[at + 1], tile.rgba[at + 2]]
}

/// A file of `tests/fixtures/preview`.
pub fn fixture(name: &str) -> String {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/preview");
    std::fs::read_to_string(format!("{folder}/{name}")).unwrap()
}
