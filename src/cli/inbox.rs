//! `letterhead inbox`

use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;

use clap::Subcommand;
use serde::Serialize;

use super::open::Context;
use super::{CliError, write_json};
use crate::domain::message::ParsedMessage;
use crate::services::clock::SystemClock;
use crate::services::inbox::{
    CaptureId, Envelope, Inbox, MessageSummary, TranscriptLine, read_message_file,
};

/// Arguments of `letterhead inbox`.
#[derive(Debug, clap::Args)]
pub struct InboxCommand {
    #[command(subcommand)]
    command: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Lists the messages, newest first
    List {
        /// Only those in which all these words occur
        #[arg(long, value_name = "WORDS")]
        search: Option<String>,
        /// Prints JSON
        #[arg(long)]
        json: bool,
    },
    /// Shows one message
    Show {
        /// The name of the message, as the list has it
        id: CaptureId,
        #[command(flatten)]
        form: Form,
    },
    /// Adds messages that were saved as files, byte for byte, and prints their names
    Add {
        /// The messages
        #[arg(value_name = "FILE.eml", required = true)]
        files: Vec<PathBuf>,
    },
}

/// How a message is shown; its header and text without any.
#[derive(Debug, clap::Args)]
#[group(multiple = false)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "clap reads flags that exclude each other"
)]
struct Form {
    /// Prints JSON
    #[arg(long)]
    json: bool,
    /// Prints the message byte for byte
    #[arg(long)]
    source: bool,
    /// Prints its plain text
    #[arg(long)]
    text: bool,
    /// Prints its HTML
    #[arg(long)]
    html: bool,
}

/// One message in full.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Message<'a> {
    #[serde(flatten)]
    summary: &'a MessageSummary,
    envelope: Option<&'a Envelope>,
    transcript: &'a [TranscriptLine],
    headers: Vec<Header<'a>>,
    text: Option<&'a str>,
    html: Option<&'a str>,
}

/// One header field.
#[derive(Serialize)]
struct Header<'a> {
    name: &'a str,
    value: &'a str,
}

pub(super) fn run(
    arguments: &InboxCommand,
    context: &Context,
    out: &mut impl Write,
) -> Result<(), CliError> {
    let folder = context.folders()?.inbox();
    let inbox = Inbox::open(&folder, Arc::new(SystemClock));
    let inbox = inbox.map_err(|error| CliError::input(&error))?;
    match &arguments.command {
        Action::List { search, json } => {
            let found = inbox.search(search.as_deref().unwrap_or_default());
            let found: Vec<&MessageSummary> = found.iter().map(AsRef::as_ref).collect();
            list(&found, *json, out)
        }
        Action::Show { id, form } => show(&inbox, id, form, out),
        Action::Add { files } => add(&inbox, files, out),
    }
}

/// Adds the files, or none of them if one is no message.
fn add(inbox: &Inbox, files: &[PathBuf], out: &mut impl Write) -> Result<(), CliError> {
    let mut messages = Vec::new();
    for file in files {
        let raw = read_message_file(file).map_err(|error| CliError::input(&error))?;
        // The path is kept, and shown where the folder of this call is not known.
        let path = std::path::absolute(file).unwrap_or_else(|_| file.clone());
        messages.push((raw, path));
    }
    for (raw, path) in messages {
        let added = inbox.add_from_file(raw, &path);
        let added = added.map_err(|error| CliError::input(&error))?;
        writeln!(out, "{}", added.summary.id)?;
    }
    Ok(())
}

fn list(found: &[&MessageSummary], json: bool, out: &mut impl Write) -> Result<(), CliError> {
    if json {
        return write_json(out, &found);
    }
    for message in found {
        writeln!(
            out,
            "{}  {}  {} → {}  {}",
            message.id,
            message.received_at,
            printable(&message.from),
            printable(&message.to),
            printable(&message.subject),
        )?;
    }
    Ok(())
}

fn show(inbox: &Inbox, id: &CaptureId, form: &Form, out: &mut impl Write) -> Result<(), CliError> {
    let stored = inbox.load(id).map_err(|error| CliError::input(&error))?;
    if form.source {
        return Ok(out.write_all(&stored.raw)?);
    }
    let parsed = ParsedMessage::parse(&stored.raw);
    let missing = |what: &str| CliError::Refused(format!("the message has no {what} part"));
    if form.html {
        let html = parsed.html.ok_or_else(|| missing("HTML"))?;
        return Ok(out.write_all(html.as_bytes())?);
    }
    if form.text {
        let text = parsed.text.ok_or_else(|| missing("plain text"))?;
        return Ok(out.write_all(line_fed(&text).as_bytes())?);
    }
    if form.json {
        let headers = parsed.headers.iter().map(|header| Header {
            name: &header.name,
            value: &header.value,
        });
        let message = Message {
            summary: &stored.summary,
            envelope: stored.envelope.as_ref(),
            transcript: &stored.transcript,
            headers: headers.collect(),
            text: parsed.text.as_deref(),
            html: parsed.html.as_deref(),
        };
        return write_json(out, &message);
    }
    for header in &parsed.headers {
        writeln!(
            out,
            "{}: {}",
            printable(&header.name),
            printable(&header.value)
        )?;
    }
    let body = parsed.text.or(parsed.html).unwrap_or_default();
    Ok(writeln!(out, "\n{}", printable(&line_fed(&body)))?)
}

/// A text with the line ends of a terminal: a mail has CR and LF (RFC 5322, 2.3).
fn line_fed(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n")
}

/// A text of a mail without what would command a terminal.
fn printable(text: &str) -> String {
    let is_command = |letter: char| letter.is_control() && !matches!(letter, '\n' | '\t');
    text.chars()
        .map(|letter| {
            if is_command(letter) {
                '\u{fffd}'
            } else {
                letter
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_of_a_mail_ends_with_a_line_feed_alone() {
        let shown = printable(&line_fed("one\r\ntwo\rthree\n"));
        assert_eq!(shown, "one\ntwo\nthree\n");
    }

    #[test]
    fn a_mail_cannot_command_the_terminal() {
        assert_eq!(
            printable("a\u{1b}[2Jb\u{7}\tc\n"),
            "a\u{fffd}[2Jb\u{fffd}\tc\n"
        );
    }
}
