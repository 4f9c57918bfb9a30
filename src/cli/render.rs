//! `letterhead render`

use std::io::{self, Write};
use std::path::PathBuf;

use clap::ValueEnum;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::open::{Context, MailArguments, read, read_json, read_lines};
use super::{CliError, write_json};
use crate::domain::emulate::{Client, Dark, Emulated, Images, View, emulate};
use crate::domain::logto::{self, TemplateDetails};

/// Arguments of `letterhead render`.
#[derive(Debug, clap::Args)]
pub struct Render {
    #[command(flatten)]
    mail: Option<MailArguments>,
    /// The language tag of the template
    #[arg(long, value_name = "TAG", requires = "usage_type")]
    lang: Option<String>,
    /// The variables: a JSON file, or the name of a payload set of the workspace [default: all that
    /// the flow carries]
    #[arg(long, value_name = "FILE|SET")]
    payload: Option<String>,
    /// What to print
    #[arg(long, value_enum, default_value_t = Part::Content)]
    field: Part,
    /// Prints the HTML as the model of a client shows it: as-written, gmail-web, gmail-app,
    /// gmail-app-other, outlook-windows, outlook-com, apple-mail, yahoo, samsung or plain-text
    #[arg(long, value_name = "CLIENT", value_parser = client, conflicts_with = "jsonl")]
    client: Option<Client>,
    /// What the client does for a reader in the dark: light, author, partial or full
    #[arg(long, value_name = "MODEL", value_parser = dark, conflicts_with = "jsonl")]
    dark: Option<Dark>,
    /// Whether the client shows images: on or off
    #[arg(long, value_name = "ON|OFF", value_parser = images, conflicts_with = "jsonl")]
    images: Option<Images>,
    /// Lists what the client removes or changes, and why, instead of the HTML
    #[arg(long, conflicts_with = "jsonl")]
    changes: bool,
    /// A file with a bare template, rendered with the bare payload of --payload
    #[arg(long, value_name = "FILE", requires = "payload", conflicts_with_all = ["usage_type", "lang"])]
    content: Option<PathBuf>,
    /// Reads `{template, payload}` lines from standard input and writes `{output}` lines
    #[arg(long, conflicts_with_all = ["content", "payload", "usage_type", "lang"])]
    jsonl: bool,
}

/// A part of the mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Part {
    /// The subject
    Subject,
    /// The body
    Content,
    /// The Reply-To address of the template
    ReplyTo,
    /// The sender of the template
    SendFrom,
    /// The content type of the template
    ContentType,
    /// All of them, as JSON
    All,
}

/// One line of `--jsonl`.
#[derive(Deserialize)]
struct Case {
    template: String,
    payload: Value,
}

/// The template, rendered.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Mail {
    subject: String,
    content: String,
    content_type: Option<&'static str>,
    reply_to: Option<String>,
    send_from: Option<String>,
}

pub(super) fn run(
    arguments: &Render,
    context: &Context,
    out: &mut impl Write,
) -> Result<(), CliError> {
    if arguments.jsonl {
        return render_lines(io::stdin().lock(), out);
    }
    if let (Some(content), Some(payload)) = (&arguments.content, &arguments.payload) {
        let template = read(content)?;
        let output = render(&template, &read_json(payload.as_ref())?)?;
        if let Some(view) = arguments.view() {
            return write_emulated(&output, view, arguments.changes, out);
        }
        return Ok(out.write_all(output.as_bytes())?);
    }
    let (Some(mail), Some(lang)) = (&arguments.mail, &arguments.lang) else {
        let usage = "give --type and --lang, or --content and --payload, or --jsonl";
        return Err(CliError::Input(usage.to_owned()));
    };
    let workspace = context.workspace(mail.workspace.as_deref())?;
    let details = mail.template(&workspace, lang)?;
    mail.flow()?;
    let payload = mail.payload(&workspace, arguments.payload.as_deref(), Some(lang))?;
    if let Some(view) = arguments.view() {
        let output = render(&details.content, &payload)?;
        return write_emulated(&output, view, arguments.changes, out);
    }
    write_part(arguments.field, &details, &payload, out)
}

impl Render {
    /// The client to show the mail in; none to print it as it is sent.
    fn view(&self) -> Option<View> {
        let is_asked =
            self.client.is_some() || self.dark.is_some() || self.images.is_some() || self.changes;
        is_asked.then(|| View {
            client: self.client.unwrap_or_default(),
            dark: self.dark.unwrap_or_default(),
            images: self.images.unwrap_or_default(),
        })
    }
}

fn client(text: &str) -> Result<Client, String> {
    Client::of_slug(text).ok_or_else(|| {
        let all: Vec<&str> = Client::ALL.into_iter().map(Client::slug).collect();
        format!("there is a model of {}", all.join(", "))
    })
}

fn dark(text: &str) -> Result<Dark, String> {
    Dark::ALL
        .into_iter()
        .find(|dark| dark.slug() == text)
        .ok_or_else(|| "one of light, author, partial and full is known".to_owned())
}

fn images(text: &str) -> Result<Images, String> {
    match text {
        "on" => Ok(Images::On),
        "off" => Ok(Images::Off),
        _ => Err("they are on or off".to_owned()),
    }
}

/// Writes the mail as a client shows it, or what that changes. One line stands for a change: its
/// place in the rendered HTML, what it is, why, who says so and when.
fn write_emulated(
    html: &str,
    view: View,
    lists_changes: bool,
    out: &mut impl Write,
) -> Result<(), CliError> {
    let emulated = emulate(html, None, view);
    if !lists_changes {
        let output = emulated.text.as_ref().unwrap_or(&emulated.html);
        return Ok(out.write_all(output.as_bytes())?);
    }
    writeln!(out, "{}", Emulated::disclaimer(view.client))?;
    for note in &emulated.notes {
        writeln!(out, "note: {note}")?;
    }
    for change in &emulated.changes {
        let before = html.get(..change.span.start).unwrap_or_default();
        let line = before.matches('\n').count() + 1;
        let column = before
            .rsplit('\n')
            .next()
            .map_or(0, |rest| rest.chars().count())
            + 1;
        writeln!(
            out,
            "{line}:{column}\t{}\t{}\t{}\t{}, {}",
            change.rule.id,
            change.what,
            change.why(),
            change.source(),
            change.date()
        )?;
    }
    if emulated.unlisted > 0 {
        writeln!(out, "and {} more", emulated.unlisted)?;
    }
    Ok(())
}

fn write_part(
    part: Part,
    details: &TemplateDetails,
    payload: &Value,
    out: &mut impl Write,
) -> Result<(), CliError> {
    let optional =
        |text: &Option<String>| text.as_ref().map(|text| render(text, payload)).transpose();
    let content_type = details.content_type.map(logto::ContentType::as_str);
    let text = match part {
        Part::Subject => render(&details.subject, payload)?,
        Part::Content => render(&details.content, payload)?,
        Part::ReplyTo => optional(&details.reply_to)?.unwrap_or_default(),
        Part::SendFrom => optional(&details.send_from)?.unwrap_or_default(),
        Part::ContentType => content_type.unwrap_or_default().to_owned(),
        Part::All => {
            let mail = Mail {
                subject: render(&details.subject, payload)?,
                content: render(&details.content, payload)?,
                content_type,
                reply_to: optional(&details.reply_to)?,
                send_from: optional(&details.send_from)?,
            };
            return write_json(out, &mail);
        }
    };
    Ok(out.write_all(text.as_bytes())?)
}

fn render(template: &str, payload: &Value) -> Result<String, CliError> {
    logto::render(template, payload)
        .map_err(|error| CliError::Refused(format!("Logto would fail to render this: {error}")))
}

fn render_lines(input: impl io::BufRead, out: &mut impl Write) -> Result<(), CliError> {
    for case in read_lines::<Case>(input) {
        let (number, case) = case?;
        let output = logto::render(&case.template, &case.payload)
            .map_err(|error| CliError::Refused(format!("line {number}: {error}")))?;
        writeln!(out, "{}", json!({ "output": output }))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_line_is_rendered_into_a_line() {
        let input = "{\"template\":\"{{code}} {{x}}\",\"payload\":{\"code\":\"1\"}}\n";
        let mut out = Vec::new();
        render_lines(input.as_bytes(), &mut out).unwrap();
        assert_eq!(
            String::from_utf8(out).unwrap(),
            "{\"output\":\"1 {{x}}\"}\n"
        );
    }

    #[test]
    fn a_broken_line_is_named_by_its_number() {
        let error = render_lines("nonsense\n".as_bytes(), &mut Vec::new()).unwrap_err();
        assert_eq!(error.exit_code(), 2);
        assert!(error.to_string().starts_with("line 1: "), "{error}");
    }
}
