//! Letterhead: a desktop studio for the e-mails that a Logto tenant sends.
//!
//! # Layers
//!
//! ```text
//! main.rs      parses arguments; starts the window or a subcommand
//! domain/      pure: functions of their arguments; no I/O, no clock, no egui, no async
//!   logto/       what Logto does, exactly: usage types, flows and their variables, the placeholder
//!                renderer, language resolution, template choice with its trace
//!   authoring/   layouts, partials, brand tokens and strings, composed to flat templates
//!   connector/   one folder per Logto connector: typed config and plan(...) -> Delivery, a value
//!   coverage/    which mail every language gets, by type, by feature of Logto, by browser
//!   message/     MIME: build from a Delivery, parse what was captured
//!   language/    language tags for people: canonical form, names, direction, what is odd about one
//!   sender_domain/  what a domain publishes for its mail: records in, findings out; DNS is data
//!   syntax/      a tokenizer of HTML and placeholders with byte spans, for the editor
//!   workspace/   the text formats of a workspace: parse, print, problems
//!   compare/     two languages of one template beside each other
//!   stress/      harder texts and values for the preview
//!   finding.rs   one type for every problem the app shows
//!   history.rs   undo and redo of snapshots
//! services/    the outside world behind small traits of ours; no egui
//!   workspace/   read, write atomically, watch, journal of drafts
//!   delivery/    executes a Delivery
//!   inbox/       the capture server on loopback and its message store
//!   preview/     trait PreviewEngine; starts and watches the helper process
//!   contact_sheet/  finished thumbnails as HTML, PNG pages and PDF for sign-off
//!   folders.rs   where the program keeps its own files
//!   clock.rs     the only reader of the system clock
//! tasks/       start, replace, cancel, report: the only module that knows the runtime and threads
//! model/       what the app knows and can be asked, as data: Model, Action, Command, Session
//! ui/          drawing only: reads the model, queues commands
//!   window.rs    bars around a screen, and what stands before it
//!   screens/     Design and Inbox
//!   panels/      parts of screens that show plain data
//!   widgets/     controls that know nothing of the model
//!   theme/       tokens, faces, icons
//! app/         wires it all
//!   perform/     a Command -> a change or a task, one file per family
//!   apply/       an Event of the background -> a change, one file per family
//!   derive.rs    what follows from the model, made once for all changes of a frame
//!   disk.rs, keep.rs, pump.rs   files; drafts and session; the preview
//! cli/         the same domain and services as subcommands
//! bin/letterhead-preview/  the web engine in a process of its own; GTK and WebKitGTK live only there
//! ```
//!
//! One frame: `App::logic` applies what the background reports; `App::ui` draws, then performs what
//! was asked for while drawing, then `derive` brings the rest up to date, so that work starts before
//! the frame is painted.
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
