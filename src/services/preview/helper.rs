//! One run of the helper process, from its start to its end.

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::process::{Child, ChildStderr, ChildStdin, ChildStdout, Command as Process};

use super::PreviewEvent;
use super::engine::HelperOptions;
use super::protocol::{Command, Reply};
use super::slots::Slots;
use super::state::Shared;
use super::unavailable::Unavailable;
use super::wire::{self, Incoming};

/// The program's file name.
const PROGRAM: &str = "letterhead-preview";

/// How long a helper may take to end by itself.
const PATIENCE: Duration = Duration::from_secs(2);

/// How much of what the helper writes to its standard error is remembered.
const LAST_WORDS_BYTES: usize = 2000;

/// How a run ended.
#[derive(Debug)]
pub(super) enum End {
    /// The window asked for it.
    Asked,
    /// Starting it again would not help.
    Unavailable(Unavailable),
    /// It ended by itself.
    Crashed {
        /// The end of its standard error.
        last_words: String,
    },
}

/// Starts the helper and serves it until it ends or its end is asked for.
pub(super) async fn run(
    options: &HelperOptions,
    shared: &Shared,
    report: &(dyn Fn(PreviewEvent) + Send + Sync),
) -> End {
    let program = options.program.clone().unwrap_or_else(beside_this_program);
    let mut child = match start(&program, options) {
        Ok(child) => child,
        Err(error) => return End::Unavailable(Unavailable::helper_missing(&program, &error)),
    };
    let (Some(stdin), Some(stdout), Some(stderr)) =
        (child.stdin.take(), child.stdout.take(), child.stderr.take())
    else {
        return End::Crashed {
            last_words: "its pipes are missing".to_owned(),
        };
    };
    let mut last_words = String::new();
    let ended = {
        let listen = async {
            let (replies, ()) = tokio::join!(
                replies(stdout, shared, report),
                collect(stderr, &mut last_words)
            );
            replies
        };
        tokio::select! {
            ended = listen => ended,
            ended = send(stdin, shared) => ended,
        }
    };
    finish(&mut child).await;
    match ended {
        Some(End::Crashed { .. }) | None => Unavailable::from_linker(&last_words)
            .map_or(End::Crashed { last_words }, End::Unavailable),
        Some(end) => end,
    }
}

/// `letterhead-preview` in the folder of this program if it is there, else the bare name, which
/// the system looks for in `PATH`.
fn beside_this_program() -> PathBuf {
    let name = format!("{PROGRAM}{}", std::env::consts::EXE_SUFFIX);
    let beside = std::env::current_exe()
        .ok()
        .and_then(|exe| Some(exe.parent()?.join(&name)));
    beside
        .filter(|path| path.is_file())
        .unwrap_or_else(|| PathBuf::from(name))
}

fn start(program: &Path, options: &HelperOptions) -> std::io::Result<Child> {
    let mut process = Process::new(program);
    for name in &options.env_remove {
        process.env_remove(name);
    }
    process
        .args(&options.args)
        .envs(options.env.iter().map(|(name, value)| (name, value)))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
}

/// Reports what the helper says. Ends with it, or when it says that it cannot run.
async fn replies(
    stdout: ChildStdout,
    shared: &Shared,
    report: &(dyn Fn(PreviewEvent) + Send + Sync),
) -> Option<End> {
    // Pixels are read straight into their buffer; this one is for the lines between them.
    let mut stream = BufReader::with_capacity(16 * 1024, stdout);
    let mut slots = Slots::default();
    let mut refusal = None;
    loop {
        let event = match wire::read_reply(&mut stream, &slots).await {
            Ok(Some(Incoming::Frame(frame, slot))) => {
                if let Some(slot) = slot {
                    shared.tell(Command::Release { slot });
                }
                PreviewEvent::Frame(frame)
            }
            Ok(Some(Incoming::Reply(reply))) => match reply {
                Reply::Started {
                    engine,
                    slots: paths,
                } => {
                    if let Some(opened) = Slots::open(&paths) {
                        slots = opened;
                        shared.tell(Command::UseSlots);
                    }
                    PreviewEvent::Started { engine }
                }
                Reply::Details(details) => PreviewEvent::Details(details),
                Reply::Failed { view, seq, reason } => {
                    shared.mark_failed(view, seq);
                    PreviewEvent::Failed { view, seq, reason }
                }
                Reply::Unavailable { reason, no_display } => {
                    refusal = Some(Unavailable::refused(reason, no_display));
                    continue;
                }
                Reply::Frame(_) => continue,
            },
            Ok(None) => break,
            Err(error) => {
                tracing::warn!(%error, "the preview helper sent something unreadable");
                break;
            }
        };
        report(event);
    }
    refusal.map(End::Unavailable)
}

/// Sends what the window wants, until the window wants the end.
async fn send(mut stdin: ChildStdin, shared: &Shared) -> Option<End> {
    let mut broken = false;
    while !shared.ends() {
        for command in shared.take_commands() {
            let mut line = serde_json::to_vec(&command).ok()?;
            line.push(b'\n');
            // A broken pipe means that the helper ended; its last replies are still to be read.
            broken |= stdin.write_all(&line).await.is_err();
        }
        if broken {
            std::future::pending::<()>().await;
        }
        shared.changed().await;
    }
    Some(End::Asked)
}

/// Keeps the end of what the helper complains about.
async fn collect(stderr: ChildStderr, last_words: &mut String) {
    let mut lines = BufReader::new(stderr).lines();
    while let Ok(Some(line)) = lines.next_line().await {
        tracing::debug!(%line, "preview helper");
        last_words.push_str(&line);
        last_words.push('\n');
        while last_words.len() > LAST_WORDS_BYTES {
            let cut = last_words.find('\n').map_or(last_words.len(), |at| at + 1);
            last_words.drain(..cut);
        }
    }
}

/// Lets the helper end by itself now that its standard input is closed; kills it if it does not.
async fn finish(child: &mut Child) {
    if tokio::time::timeout(PATIENCE, child.wait()).await.is_err() {
        // It may have ended meanwhile; either way there is nothing left to do.
        child.kill().await.ok();
    }
}
