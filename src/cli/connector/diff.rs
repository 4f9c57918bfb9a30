//! `letterhead connector diff`

use std::io::Write;
use std::path::PathBuf;

use serde_json::Value;
use similar::TextDiff;

use super::super::open::Context;
use super::super::{CliError, write_json};
use super::source::SourceArguments;
use crate::domain::connector::Secret;
use crate::domain::connector::console::ConfigTemplateAt;
use crate::domain::connector::difference::{
    Change, ChangeKind, Comparison, Difference, Shown, Side, TemplateChange, TemplateField,
    difference,
};
use crate::domain::logto::ContentType;

const EXAMPLES: &str = "Examples:
  letterhead connector diff staging production
  letterhead connector diff production pasted.json --json

Ends with 0 if nothing differs, 1 if something does. Secrets are masked; whether two are the same is
told if the variables they are kept in are set, or the keyring has them.";

/// Lines around a difference.
const CONTEXT_LINES: usize = 2;

/// Arguments of `letterhead connector diff`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Diff {
    /// The old one: a profile by its name, its file (.toml), or a configuration (JSON)
    #[arg(value_name = "A")]
    old: PathBuf,
    /// The new one
    #[arg(value_name = "B")]
    new: PathBuf,
    #[command(flatten)]
    source: SourceArguments,
    /// Prints JSON
    #[arg(long)]
    json: bool,
}

pub(super) fn run(
    arguments: &Diff,
    context: &Context,
    out: &mut impl Write,
) -> Result<(), CliError> {
    let sources = [&arguments.old, &arguments.new].map(|file| arguments.source.of(file));
    let [old, new] = sources.map(|source| Ok::<_, CliError>(source.open(context)?.profile));
    let (old, new) = (old?, new?);
    let (old_json, new_json) = (old.config_json(), new.config_json());
    let [old_secrets, new_secrets] = sources.map(|source| source.secrets(context));
    let old_resolved = old
        .resolved(&|reference| old_secrets.look_up(reference))
        .ok();
    let new_resolved = new
        .resolved(&|reference| new_secrets.look_up(reference))
        .ok();
    let found = difference(
        &Side {
            factory: &old.factory,
            json: &old_json,
            resolved: old_resolved.as_ref(),
        },
        &Side {
            factory: &new.factory,
            json: &new_json,
            resolved: new_resolved.as_ref(),
        },
    );
    if arguments.json {
        write_json(out, &found)?;
    } else {
        write_difference(out, &found)?;
    }
    if found.is_empty() {
        return Ok(());
    }
    let count = |count: usize, what: &str| match count {
        1 => format!("one {what}"),
        _ => format!("{count} {what}s"),
    };
    Err(CliError::Refused(format!(
        "{} and {} differ in {} and {}",
        arguments.old.display(),
        arguments.new.display(),
        count(found.changes.len(), "value"),
        count(found.templates.len(), "template"),
    )))
}

fn write_difference(out: &mut impl Write, found: &Difference) -> Result<(), CliError> {
    if let Some((old, new)) = &found.factory {
        writeln!(out, "~ connector: {old} -> {new}")?;
    }
    for change in &found.changes {
        write_change(out, change)?;
    }
    for template in &found.templates {
        write_template(out, template)?;
    }
    Ok(())
}

fn write_change(out: &mut impl Write, change: &Change) -> Result<(), CliError> {
    let path = &change.path;
    match &change.kind {
        ChangeKind::Added { new } => writeln!(out, "+ {path}: {}", shown(new))?,
        ChangeKind::Removed { old } => writeln!(out, "- {path}: {}", shown(old))?,
        ChangeKind::Changed { old, new, secrets } => {
            let told = match secrets {
                None => "",
                Some(Comparison::Equal) => " (the same secret)",
                Some(Comparison::Different) => " (different secrets)",
                Some(Comparison::Unknown) => " (whether the secrets differ is not known here)",
            };
            writeln!(out, "~ {path}: {} -> {}{told}", shown(old), shown(new))?;
        }
    }
    Ok(())
}

fn shown(value: &Shown) -> String {
    match value {
        Shown::Value(value) => value.to_string(),
        Shown::Secret => Secret::MASK.to_owned(),
        Shown::Reference(reference) => reference.to_string(),
    }
}

fn write_template(out: &mut impl Write, change: &TemplateChange) -> Result<(), CliError> {
    let name = match change.occurrence {
        0 => change.usage_type.clone(),
        earlier => format!("{} (number {}, not used)", change.usage_type, earlier + 1),
    };
    let (old, new) = match (&change.old, &change.new) {
        (Some(old), Some(new)) => (old, new),
        (None, _) => return Ok(writeln!(out, "+ template {name}")?),
        (_, None) => return Ok(writeln!(out, "- template {name}")?),
    };
    writeln!(out, "~ template {name}")?;
    for field in &change.fields {
        write_field(out, *field, old, new)?;
    }
    Ok(())
}

fn write_field(
    out: &mut impl Write,
    field: TemplateField,
    old: &ConfigTemplateAt,
    new: &ConfigTemplateAt,
) -> Result<(), CliError> {
    let of = |text: fn(&ConfigTemplateAt) -> Option<&str>| (text(old), text(new));
    match field {
        TemplateField::Subject => write_line(out, "subject", of(|at| at.subject.as_deref())),
        TemplateField::ReplyTo => write_line(out, "replyTo", of(|at| at.reply_to.as_deref())),
        TemplateField::StoredAs => write_line(out, "stored as", of(|at| at.stored_as.as_deref())),
        TemplateField::ContentType => write_line(
            out,
            "type",
            of(|at| at.content_type.map(ContentType::as_str)),
        ),
        TemplateField::Content => write_lines(out, "content", of(|at| at.content.as_deref())),
        TemplateField::Text => write_lines(out, "text", of(|at| at.text.as_deref())),
        TemplateField::Other => Ok(writeln!(out, "    other keys differ")?),
    }
}

/// The old and the new one of a text.
type Both<'a> = (Option<&'a str>, Option<&'a str>);

fn write_line(out: &mut impl Write, what: &str, (old, new): Both<'_>) -> Result<(), CliError> {
    let quoted = |text: Option<&str>| match text {
        Some(text) => Value::from(text).to_string(),
        None => "nothing".to_owned(),
    };
    let (old, new) = (quoted(old), quoted(new));
    Ok(writeln!(out, "    {what}: {old} -> {new}")?)
}

/// The lines that differ, as `diff -u` shows them.
fn write_lines(out: &mut impl Write, what: &str, (old, new): Both<'_>) -> Result<(), CliError> {
    writeln!(out, "    {what}:")?;
    let lines = TextDiff::from_lines(old.unwrap_or_default(), new.unwrap_or_default());
    let mut lines = lines.unified_diff();
    // The remark about a last line without a line feed is about files.
    let unified = lines
        .context_radius(CONTEXT_LINES)
        .missing_newline_hint(false)
        .to_string();
    for line in unified.lines() {
        writeln!(out, "      {line}")?;
    }
    Ok(())
}
