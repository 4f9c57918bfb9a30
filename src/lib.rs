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
//!   connector/   one folder per Logto connector: typed config, guard, traps, and
//!                plan(...) -> Delivery, a value
//!     form/        Logto's forms as data      console/     the JSON of the Console, in and out
//!     answer/      what an answer over HTTP means          difference/  two configurations compared
//!   batch/, safety/, redact/   many sends; whether one may go; texts without secrets
//!   send_history/  records of sends as values: describe, mask, search
//!   coverage/    which mail every language gets, by type, by feature of Logto, by browser
//!   message/     MIME: build from a Delivery, parse what was captured
//!   language/    language tags for people: canonical form, names, direction, what is odd about one
//!   sender_domain/  what a domain publishes for its mail: records in, findings out; DNS is data
//!     spf/ dkim/ dmarc/ …  one parser each      check/     questions out, answers in, findings out
//!     provider/, alignment/  what the connector's provider wants; what its From comes to
//!     fix/         a change, and the proof of it in a zone in memory
//!     message/     what a received message proves         report/    the JSON, and what changed
//!   markup/      HTML and CSS as trees with byte positions, and the styles that follow from them
//!   checks/      what is wrong with a mail; register/ holds every rule with its examples
//!   clients/     caniemail's facts, which features a mail uses, whom that touches
//!   emulate/     a mail as each client is likely to show it, one file or folder per family
//!   syntax/      a tokenizer of HTML and placeholders with byte spans, for the editor
//!   workspace/   the text formats of a workspace: parse, print, problems
//!   compare/     two languages of one template beside each other
//!   stress/      harder texts and values for the preview
//!   character_reference/  what `&amp;` and its kind stand for
//!   tabular.rs   a table as CSV and Markdown
//!   spelling.rs  how alike two words are
//!   finding.rs   one type for every problem the app shows
//!   history.rs   undo and redo of snapshots
//! services/    the outside world behind small traits of ours; no egui
//!   workspace/   read, write atomically, watch, journal of drafts
//!   delivery/    executes a Delivery: SMTP in session/, HTTP in http/
//!   dns/         answers the questions of checks: resolvers, cache, budget, a zone in memory
//!   secrets/     passwords at rest: environment, keyring, memory, an encrypted file
//!   send_history/  the history of sends on disk
//!   links/, spamd.rs, mta_sts.rs, provider_api.rs   asked only when a person says so
//!   reports.rs   the reports on domains that are kept
//!   checking.rs  many mails checked at once, on all cores
//!   inbox/       the capture server on loopback and its message store
//!   preview/     trait PreviewEngine; starts and watches the helper process
//!   contact_sheet/  finished thumbnails as HTML, PNG pages and PDF for sign-off
//!   folders.rs   where the program keeps its own files
//!   clock.rs     the only reader of the system clock
//! tasks/       start, replace, cancel, report: the only module that knows the runtime and threads
//! model/       what the app knows and can be asked, as data: Model, Action, Command, Session
//! ui/          drawing only: reads the model, queues commands
//!   window.rs    bars around a screen, and what stands before it
//!   screens/     Design, Languages, Connectors, Inbox, Deliverability
//!   panels/      parts of screens that show plain data
//!   widgets/     controls that know nothing of the model
//!   theme/       tokens, faces, icons
//! app/         wires it all
//!   perform/     a Command -> a change or a task, one file per family
//!   apply/       an Event of the background -> a change, one file per family
//!   derive.rs    what follows from the model, made once for all changes of a frame
//!   sending/     plan, leave, record and batch of mails    deliverability/  checks of domains
//!   checks.rs, problems.rs   the checks while typing, and the list they make
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
