//! Reading of texts to be composed: their brackets, their parsed form, what they make use of.

use std::sync::Arc;

use handlebars::{Handlebars, Template};

use super::delimiters::{Fault, Marks, Piece, Prepared, original_offset, prepare, unclosed_block};
use super::uses::Uses;
use super::{SourceFile, SourceFinding, SourceKey, problems, rooted};
use crate::domain::logto::TemplateDetails;

/// A layout or partial that was read.
pub(super) struct Shared {
    pub text: Arc<str>,
    pub prepared: Prepared,
    pub uses: Uses,
    pub findings: Vec<SourceFinding>,
    pub is_broken: bool,
}

/// A text that was read.
pub(super) struct Read {
    pub prepared: Prepared,
    pub uses: Uses,
    pub template: Option<Template>,
    pub findings: Vec<SourceFinding>,
}

pub(super) fn read_text(
    text: &str,
    file: &SourceFile,
    marks: &mut Marks<Piece<SourceFile>>,
) -> Read {
    let prepared = prepare(text, file, marks);
    let mut findings: Vec<SourceFinding> = prepared
        .faults
        .iter()
        .map(|(fault, span)| problems::fault(file, text, *fault, *span))
        .collect();
    let mut faults = prepared.faults.iter();
    let is_eaten = faults.any(|(fault, _)| *fault == Fault::PlaceholderInExpression);
    let mut template = match Template::compile(&prepared.text) {
        Ok(template) => Some(template).filter(|_| !is_eaten),
        Err(_) if is_eaten => None,
        Err(failed) => {
            let (line, column) = failed.pos().unwrap_or((1, 1));
            let at = original_offset(text, &prepared.text, line, column);
            findings.push(match unclosed_block(text) {
                Some((name, span)) => problems::unclosed(file, name, span),
                None => problems::syntax(file, &failed, at),
            });
            None
        }
    };
    let uses = template.as_ref().map(Uses::of).unwrap_or_default();
    if let Some(template) = &mut template {
        rooted::root(template);
    }
    Read {
        prepared,
        uses,
        template,
        findings,
    }
}

pub(super) fn read_shared(
    engine: &mut Handlebars<'static>,
    key: &SourceKey,
    text: Arc<str>,
    marks: &mut Marks<Piece<SourceFile>>,
) -> Shared {
    let read = read_text(&text, &SourceFile::Shared(key.clone()), marks);
    let name = engine_name(key);
    engine.unregister_template(&name);
    let is_broken = match read.template {
        Some(mut template) => {
            template.name = Some(name.clone());
            engine.register_template(&name, template);
            false
        }
        None => true,
    };
    Shared {
        text,
        prepared: read.prepared,
        uses: read.uses,
        findings: read.findings,
        is_broken,
    }
}

/// The name under which the engine knows a layout or partial. No partial can have that of a layout.
pub(super) fn engine_name(key: &SourceKey) -> String {
    match key {
        SourceKey::Layout(name) => format!("layouts/{name}"),
        SourceKey::Partial(name) | SourceKey::Strings(name) => name.clone(),
        SourceKey::Settings | SourceKey::Connector(_) => String::new(),
    }
}

/// The texts of a template beside its content.
pub(super) fn fields(details: &TemplateDetails) -> [(&'static str, &str); 3] {
    [
        ("subject", &details.subject),
        ("replyTo", details.reply_to.as_deref().unwrap_or_default()),
        ("sendFrom", details.send_from.as_deref().unwrap_or_default()),
    ]
}
