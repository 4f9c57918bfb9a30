//! Letterhead: a desktop studio for the e-mails that a Logto tenant sends.
//!
//! # Layers
//!
//! ```text
//! main.rs      parses arguments; starts the window or a subcommand
//! domain/      pure: functions of their arguments; no I/O, no clock, no egui, no async
//!   logto/       what Logto does, exactly: usage types, flows and their variables, the placeholder
//!                renderer, language resolution, template choice with its trace
//!   connector/   one file per Logto connector: typed config and plan(...) -> Delivery, a value
//!   message/     MIME: build from a Delivery, parse what was captured
//!   syntax/      a tokenizer of HTML and placeholders with byte spans, for the editor
//!   workspace/   the text formats of a workspace: parse, print, problems
//!   finding.rs   one type for every problem the app shows
//!   history.rs   undo and redo of snapshots
//! services/    the outside world behind small traits of ours; no egui
//!   workspace/   read, write atomically, watch, journal of drafts
//!   delivery/    executes a Delivery
//!   inbox/       the capture server on loopback and its message store
//!   preview/     trait PreviewEngine; starts and watches the helper process
//!   clock.rs     the only reader of the system clock
//! tasks/       start, replace, cancel, report: the only module that knows the runtime and threads
//! model/       what the app knows and can be asked, as data
//! ui/          drawing only: reads the model, queues commands
//! app/         wires it all: one frame, perform (Command -> change or task), apply (Event -> change)
//! cli/         the same domain and services as subcommands
//! bin/letterhead-preview/  the web engine in a process of its own; GTK and WebKitGTK live only there
//! ```
//!
//! Allowed direction: `domain < model < ui < app`, `domain < services < app, cli`, `tasks < app`.
//! `services`, `tasks` and `ui` do not know each other. `tests/it/layering.rs` reads the sources and
//! fails on a forbidden word.

pub mod app;
pub mod cli;
pub mod domain;
pub mod model;
pub mod services;
pub mod tasks;
pub mod ui;
