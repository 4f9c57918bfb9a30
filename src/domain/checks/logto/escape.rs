//! Values that go into a mail as they are: Logto escapes nothing.

use super::super::found::Found;
use super::super::input::CheckInput;
use super::super::page::Page;
use super::contexts::{Context, Contexts};
use crate::domain::finding::{Finding, Severity, Span};
use crate::domain::logto::{Field, Flow, Kind, Outcome, UsageType, VariablePath, paths};

/// The attributes that hold addresses.
const ADDRESSES: [&str; 6] = ["href", "src", "background", "action", "cite", "poster"];

pub(super) fn check(page: &Page, input: &CheckInput<'_>, found: &mut Found) {
    in_sender(input, found);
    if !page.is_html {
        return;
    }
    let variables: Vec<VariablePath> = of_flows(&input.flows(), input.usage_type);
    let contexts = Contexts::of(page);
    let mut told: Vec<&str> = Vec::new();
    for placeholder in &page.placeholders {
        let path = placeholder.path.as_str();
        if placeholder.outcome == Outcome::NotAPlaceholder || !is_free_text(path, &variables) {
            continue;
        }
        match contexts.of_span(placeholder.span) {
            Some(Context::Text(_)) if !told.contains(&path) && told.len() < 100 => {
                told.push(path);
                found.content(in_text(path, placeholder.span));
            }
            Some(Context::Attribute(_, name)) => {
                let name = page.document.slice(name).to_ascii_lowercase();
                found.content(in_attribute(&name, path, placeholder.span));
            }
            Some(Context::Raw(_)) => found.content(in_style(path, placeholder.span)),
            _ => {}
        }
    }
}

fn of_flows(flows: &[Flow], usage_type: UsageType) -> Vec<VariablePath> {
    flows
        .iter()
        .flat_map(|flow| paths(*flow, usage_type))
        .collect()
}

/// Whether people choose the value freely: names, not codes, languages, ids and checked addresses.
fn is_free_text(path: &str, variables: &[VariablePath]) -> bool {
    let last = path.rsplit('.').next().unwrap_or(path);
    let is_text =
        |variable: &VariablePath| matches!(variable.kind, Kind::Text | Kind::NullableText);
    let is_closed = matches!(
        last,
        "code" | "locale" | "uiLocales" | "id" | "primaryPhone" | "primaryEmail"
    );
    !is_closed
        && variables
            .iter()
            .any(|variable| variable.path == path && is_text(variable))
}

fn in_text(path: &str, span: Span) -> Finding {
    Finding::new(
        Severity::Info,
        "value-unescaped",
        format!("{{{{{path}}}}} is put in as it is: a “<” or “&” in it becomes markup of the mail"),
    )
    .hint("Logto escapes nothing. Look at the mail with hostile names, and leave the value out where strangers choose it")
    .at(span)
}

fn in_attribute(name: &str, path: &str, span: Span) -> Finding {
    if ADDRESSES.contains(&name) {
        return Finding::new(
            Severity::Warning,
            "value-in-address",
            format!("{{{{{path}}}}} stands in an address and is not encoded: a “&”, “#” or blank in it leads elsewhere"),
        )
        .hint("Use a value without such signs, such as an id, or a whole address")
        .at(span);
    }
    Finding::new(
        Severity::Warning,
        "value-in-attribute",
        format!("{{{{{path}}}}} stands in “{name}” and is not escaped: a quotation mark in it ends the attribute"),
    )
    .hint("Leave it out of attributes, or write a fixed text there")
    .at(span)
}

fn in_style(path: &str, span: Span) -> Finding {
    Finding::new(
        Severity::Warning,
        "value-in-attribute",
        format!("{{{{{path}}}}} stands in a style sheet and is not escaped: a brace in it changes the rules that follow"),
    )
    .hint("Write fixed values in style sheets")
    .at(span)
}

/// A name in the sender can carry an address of its own (connector-smtp and connector-mailgun give
/// the rendered text to the provider as the whole sender).
fn in_sender(input: &CheckInput<'_>, found: &mut Found) {
    let sender = input.details.send_from.as_deref().unwrap_or_default();
    let variables = of_flows(&input.flows(), input.usage_type);
    for placeholder in crate::domain::logto::placeholders(sender, input.payload) {
        if placeholder.outcome != Outcome::NotAPlaceholder
            && is_free_text(&placeholder.path, &variables)
        {
            let path = &placeholder.path;
            let finding = Finding::new(
                Severity::Warning,
                "value-in-sender",
                format!("{{{{{path}}}}} stands in the sender: a comma or “<” in it can put another address there"),
            )
            .hint("Write a fixed sender")
            .at(placeholder.span);
            found.add(Field::SendFrom, finding);
        }
    }
}
