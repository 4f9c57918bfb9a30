//! Composes templates and remembers what it composed.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use handlebars::{Context, Handlebars, RenderContext, RenderError, Renderable as _};
use serde_json::{Map, Value, json};

use super::delimiters::{Marks, Piece};
use super::map::{SourceMap, take_marks};
use super::reach::Reached;
use super::read::{Read, Shared, engine_name, fields, read_shared, read_text};
use super::strings::effective;
use super::values::{escape, language_values, left_over, put_content, without_reserved};
use super::{Authored, Composition, SourceFile, SourceFinding, SourceKey, Sources, problems};
use crate::domain::finding::Span;
use crate::domain::logto::{ContentType, TemplateDetails, UsageType};

/// What the engine calls the text that is composed now.
const CONTENT: &str = "the content";

/// Composes templates. What was composed from the same texts and values is not composed again, so
/// that a change costs no more than what depends on it.
pub struct Composer {
    engine: Handlebars<'static>,
    /// Whether values are escaped for HTML now.
    escapes: Arc<AtomicBool>,
    pub(super) sources: Sources,
    pub(super) shared: BTreeMap<SourceKey, Shared>,
    marks: Marks<Piece<SourceFile>>,
    made: BTreeMap<(UsageType, String), Made>,
    /// How many compositions were made, remembered ones not counted.
    composed: usize,
}

struct Made {
    of: u64,
    composition: Arc<Composition>,
}

impl Default for Composer {
    fn default() -> Self {
        Self::new()
    }
}

impl Composer {
    /// A composer without layouts.
    pub fn new() -> Self {
        let escapes = Arc::new(AtomicBool::new(true));
        let mut engine = Handlebars::new();
        engine.set_strict_mode(true);
        engine.register_helper("content", Box::new(put_content));
        let escaping = Arc::clone(&escapes);
        engine.register_escape_fn(move |text| {
            if escaping.load(Ordering::Relaxed) {
                escape(text)
            } else {
                text.to_owned()
            }
        });
        Self {
            engine,
            escapes,
            sources: Sources::default(),
            shared: BTreeMap::new(),
            marks: Marks::kept(),
            made: BTreeMap::new(),
            composed: 0,
        }
    }

    /// What is composed from now on. Only what changed is read again.
    pub fn set_sources(&mut self, sources: Sources) {
        if self.marks.is_nearly_empty() {
            self.marks = Marks::kept();
            self.shared.clear();
            self.made.clear();
            self.engine.clear_templates();
        }
        let layouts = sources.layouts.iter();
        let layouts = layouts.map(|(name, text)| (SourceKey::Layout(name.clone()), text));
        let partials = sources.partials.iter();
        let partials = partials.map(|(name, text)| (SourceKey::Partial(name.clone()), text));
        let wanted: BTreeMap<SourceKey, Arc<str>> = layouts
            .chain(partials)
            .map(|(key, text)| (key, Arc::clone(text)))
            .collect();
        let (engine, marks) = (&mut self.engine, &mut self.marks);
        self.shared.retain(|key, _| {
            let stays = wanted.contains_key(key);
            if !stays {
                engine.unregister_template(&engine_name(key));
            }
            stays
        });
        for (key, text) in wanted {
            if self.shared.get(&key).is_none_or(|known| known.text != text) {
                let shared = read_shared(engine, &key, text, marks);
                self.shared.insert(key, shared);
            }
        }
        self.sources = sources;
    }

    /// How many compositions were made since the start; remembered ones are not counted.
    pub const fn composed(&self) -> usize {
        self.composed
    }

    /// What is wrong with the layouts and partials themselves, whether templates use them or not.
    pub fn source_findings(&self) -> impl Iterator<Item = &SourceFinding> {
        self.shared.values().flat_map(|shared| &shared.findings)
    }

    /// Composes a template.
    pub fn compose(&mut self, template: &Authored<'_>) -> Arc<Composition> {
        let mut own = Marks::own();
        let body = read_text(&template.details.content, &SourceFile::Template, &mut own);
        let fields = fields(template.details).map(|(_, text)| {
            read_text(
                text,
                &SourceFile::Template,
                &mut Marks::<Piece<SourceFile>>::own(),
            )
        });
        let mut reached = self.reach(template, &body, &fields);
        let words = effective(
            template.usage_type,
            self.sources.strings.get(template.tag).map(AsRef::as_ref),
            self.source_strings(),
        );
        let of = self.fingerprint(template, &reached, &words);
        let key = (template.usage_type, template.tag.to_owned());
        if let Some(made) = self.made.get(&key)
            && made.of == of
        {
            return Arc::clone(&made.composition);
        }
        self.composed += 1;
        reached
            .findings
            .extend(self.missing_values(template, &reached, &words));
        let composition = Arc::new(self.make(template, &body, &own, reached, words));
        let made = Made {
            of,
            composition: Arc::clone(&composition),
        };
        self.made.insert(key, made);
        composition
    }

    fn make(
        &self,
        template: &Authored<'_>,
        body: &Read,
        own: &Marks<Piece<SourceFile>>,
        mut reached: Reached,
        words: Map<String, Value>,
    ) -> Composition {
        let mut result = None;
        if !reached.is_broken {
            match self.render(template, body, own, words) {
                Ok(made) => result = Some(made),
                Err(failed) => {
                    let found = self.render_problem(template, &failed);
                    reached.findings.push(found);
                }
            }
        }
        let mut findings = reached.findings;
        if let Some((details, map)) = &result {
            findings.extend(left_over(&details.content, map));
        }
        findings.sort_by(|a, b| {
            let place = |found: &SourceFinding| found.finding.span.map_or(0, |span| span.start);
            (a.finding.severity, &a.file, place(a)).cmp(&(b.finding.severity, &b.file, place(b)))
        });
        findings.dedup();
        let is_failed = result.is_none();
        let (details, map) =
            result.unwrap_or_else(|| (template.details.clone(), SourceMap::default()));
        let mut sources: Vec<SourceKey> = reached.sources.into_iter().collect();
        sources.push(SourceKey::Strings(template.tag.to_owned()));
        if template.tag != self.sources.source_language {
            sources.push(SourceKey::Strings(self.sources.source_language.clone()));
        }
        sources.push(SourceKey::Settings);
        Composition {
            details,
            is_failed,
            map,
            findings,
            sources,
        }
    }

    fn render(
        &self,
        template: &Authored<'_>,
        body: &Read,
        own: &Marks<Piece<SourceFile>>,
        words: Map<String, Value>,
    ) -> Result<(TemplateDetails, SourceMap), RenderError> {
        let details = template.details;
        let is_plain = details.content_type == Some(ContentType::Plain);
        let mut data = self.data(template, words);
        self.escapes.store(!is_plain, Ordering::Relaxed);
        let mut context = Context::wraps(&data)?;
        let content = self.run(body, &context).map_err(|mut failed| {
            failed
                .template_name
                .get_or_insert_with(|| CONTENT.to_owned());
            failed
        })?;
        if let Value::Object(fields) = &mut data {
            fields.insert("content".to_owned(), Value::String(content));
        }
        context = Context::wraps(&data)?;
        let layout = engine_name(&SourceKey::Layout(template.layout.to_owned()));
        let content = self.engine.render_with_context(&layout, &context)?;
        let (content, map) = take_marks(&content, &self.marks, own);
        self.escapes.store(false, Ordering::Relaxed);
        let field = |text: &str| -> Result<String, RenderError> {
            let mut marks: Marks<Piece<SourceFile>> = Marks::own();
            let read = read_text(text, &SourceFile::Template, &mut marks);
            let made = self.run(&read, &context)?;
            Ok(take_marks(&made, &self.marks, &marks).0)
        };
        let optional = |text: &Option<String>| text.as_deref().map(field).transpose();
        let details = TemplateDetails {
            subject: field(&details.subject)?,
            content,
            content_type: details.content_type,
            reply_to: optional(&details.reply_to)?,
            send_from: optional(&details.send_from)?,
        };
        Ok((details, map))
    }

    fn run(&self, read: &Read, context: &Context) -> Result<String, RenderError> {
        let template = read.template.as_ref();
        let mut state = RenderContext::new(None);
        template.map_or(Ok(String::new()), |template| {
            template.renders(&self.engine, context, &mut state)
        })
    }

    fn data(&self, template: &Authored<'_>, words: Map<String, Value>) -> Value {
        let clean = |value: Value| without_reserved(value);
        json!({
            "brand": clean(Value::Object(self.sources.brand.clone())),
            "strings": clean(Value::Object(words)),
            "language": language_values(template.tag),
            "usageType": template.usage_type.as_str(),
            "params": clean(template.params.clone()),
            "content": "",
        })
    }

    fn render_problem(&self, template: &Authored<'_>, failed: &RenderError) -> SourceFinding {
        let file = match failed.template_name.as_deref() {
            None | Some(CONTENT) => SourceFile::Template,
            Some(name) => match name.strip_prefix("layouts/") {
                Some(layout) => SourceFile::Shared(SourceKey::Layout(layout.to_owned())),
                None => SourceFile::Shared(SourceKey::Partial(name.to_owned())),
            },
        };
        let in_content = failed.template_name.is_some();
        let place = failed.line_no.zip(failed.column_no).filter(|_| in_content);
        let at = place.map(|place| self.offset(&file, template, place));
        let span = at.map(|at| Span::new(at, at));
        let message = problems::render_message(failed);
        let found = problems::error(&file, "compose-failed", message, span);
        match failed.reason() {
            handlebars::RenderErrorReason::MissingVariable(Some(path)) => found.hint(
                problems::missing_hint(path, template.tag, &self.sources.source_language),
            ),
            _ => found,
        }
    }
}
