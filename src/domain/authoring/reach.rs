//! What a template reaches: the layouts, partials and values that decide on the result.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::composer::Composer;
use super::delimiters::{Marks, Prepared, original_offset, prepare};
use super::read::{Read, Shared, fields as fields_of};
use super::strings::get;
use super::uses::{Root, UsedValue, Uses};
use super::{Authored, SourceFile, SourceFinding, SourceKey, problems};
use crate::domain::finding::{Finding, Severity, Span};
use crate::domain::fingerprint::fingerprint;
use crate::domain::logto::{ContentType, UsageType};

/// All that a template reaches.
#[derive(Default)]
pub(super) struct Reached {
    pub sources: BTreeSet<SourceKey>,
    pub values: Vec<(SourceFile, UsedValue)>,
    pub findings: Vec<SourceFinding>,
    pub is_broken: bool,
}

impl Reached {
    fn take(&mut self, read: &Read) {
        self.findings.extend(read.findings.clone());
        self.is_broken |= read.template.is_none();
    }
}

impl Read {
    fn text<'a>(&'a self, original: &'a str) -> Text<'a> {
        Text {
            file: &SourceFile::Template,
            original,
            prepared: &self.prepared,
            uses: &self.uses,
        }
    }
}

/// A text whose uses are followed.
struct Text<'a> {
    file: &'a SourceFile,
    original: &'a str,
    prepared: &'a Prepared,
    uses: &'a Uses,
}

impl Composer {
    pub(super) fn source_strings(&self) -> Option<&super::Strings> {
        let strings = self.sources.strings.get(&self.sources.source_language);
        strings.map(AsRef::as_ref)
    }

    /// Follows a template to all partials and values.
    pub(super) fn reach(&self, template: &Authored<'_>, body: &Read, fields: &[Read]) -> Reached {
        let mut reached = Reached::default();
        let mut path = Vec::new();
        for ((name, original), read) in fields_of(template.details).iter().zip(fields) {
            let from = reached.findings.len();
            reached.take(read);
            self.follow(&read.text(original), &mut path, &mut reached);
            // Spans count in the content; a field is short enough to be shown as a whole.
            for found in reached.findings.iter_mut().skip(from) {
                found.finding.span = None;
                found.finding.message = format!("{name}: {}", found.finding.message);
            }
        }
        reached.take(body);
        let text = body.text(&template.details.content);
        self.follow(&text, &mut path, &mut reached);
        let layout = SourceKey::Layout(template.layout.to_owned());
        if let Some(shared) = self.shared.get(&layout) {
            self.enter(&layout, shared, &mut path, &mut reached);
            let has_content = !template.details.content.trim().is_empty();
            let is_left_out = !reached.is_broken && has_content && !self.includes_content(&reached);
            if is_left_out {
                let message =
                    format!("{layout} never says [[content]], so the content is in no mail");
                let found =
                    problems::error(&SourceFile::Template, "compose-no-content", message, None);
                reached.findings.push(found.weaker(Severity::Warning));
            }
        } else {
            reached.is_broken = true;
            let message = format!("There is no layout {}", template.layout);
            let found = problems::error(&SourceFile::Template, "compose-no-layout", message, None);
            reached.findings.push(found.hint(self.known_layouts()));
        }
        reached
    }

    fn includes_content(&self, reached: &Reached) -> bool {
        let shared = reached
            .sources
            .iter()
            .filter_map(|key| self.shared.get(key));
        shared
            .into_iter()
            .any(|shared| shared.uses.content.is_some())
    }

    fn known_layouts(&self) -> String {
        let names: Vec<&str> = self.sources.layouts.keys().map(String::as_str).collect();
        if names.is_empty() {
            "Layouts are files in the folder layouts".to_owned()
        } else {
            format!("There are {}", names.join(", "))
        }
    }

    fn enter(
        &self,
        key: &SourceKey,
        shared: &Shared,
        path: &mut Vec<SourceKey>,
        reached: &mut Reached,
    ) {
        if !reached.sources.insert(key.clone()) {
            return;
        }
        reached.findings.extend(shared.findings.clone());
        reached.is_broken |= shared.is_broken;
        let file = SourceFile::Shared(key.clone());
        path.push(key.clone());
        let text = Text {
            file: &file,
            original: &shared.text,
            prepared: &shared.prepared,
            uses: &shared.uses,
        };
        self.follow(&text, path, reached);
        path.pop();
    }

    fn follow(&self, text: &Text<'_>, path: &mut Vec<SourceKey>, reached: &mut Reached) {
        let Text {
            file,
            original,
            prepared,
            uses,
        } = *text;
        let place = |(line, column)| {
            let at = original_offset(original, &prepared.text, line, column);
            Some(Span::new(at, at))
        };
        let values = uses.values.iter();
        reached
            .values
            .extend(values.map(|used| (file.clone(), used.clone())));
        for at in &uses.unnamed_partials {
            let message = "Which partial this includes is known only while composing";
            let found = problems::error(file, "compose-unnamed-partial", message, place(*at));
            reached
                .findings
                .push(found.hint("Write the name of the partial: [[> button]]"));
            reached.is_broken = true;
        }
        for (name, at) in &uses.partials {
            let key = SourceKey::Partial(name.clone());
            if path.contains(&key) {
                let message = format!("{key} includes itself");
                reached
                    .findings
                    .push(problems::error(file, "compose-cycle", message, place(*at)));
                reached.is_broken = true;
            } else if let Some(shared) = self.shared.get(&key) {
                self.enter(&key, shared, path, reached);
            } else {
                let message = format!("There is no partial {name}");
                let found = problems::error(file, "compose-no-partial", message, place(*at));
                reached
                    .findings
                    .push(found.hint(format!("Make the file {key}")));
                reached.is_broken = true;
            }
        }
    }

    /// A short name of everything that decides on the result.
    pub(super) fn fingerprint(
        &self,
        template: &Authored<'_>,
        reached: &Reached,
        words: &Map<String, Value>,
    ) -> u64 {
        let mut all = String::with_capacity(template.details.content.len() + 1024);
        let mut add = |text: &str| {
            all.push_str(text);
            all.push('\0');
        };
        add(template.layout);
        add(template.tag);
        add(&template.params.to_string());
        add(&template.details.content);
        for (_, text) in fields_of(template.details) {
            add(text);
        }
        add(template
            .details
            .content_type
            .map_or("", ContentType::as_str));
        for key in &reached.sources {
            add(&key.to_string());
            add(self.shared.get(key).map_or("", |shared| &shared.text));
        }
        let own = self.sources.strings.get(template.tag);
        for (_, used) in &reached.values {
            let value = match (used.root, used.path.as_str()) {
                (Root::Strings, "") => Some(json!(words)),
                (Root::Strings, path) => get(words, path).cloned(),
                (Root::Brand, "") => Some(json!(self.sources.brand)),
                (Root::Brand, path) => get(&self.sources.brand, path).cloned(),
            };
            add(&value.map_or_else(String::new, |value| value.to_string()));
            let has = own.is_some_and(|own| own.has(template.usage_type, &used.path));
            add(if has { "own" } else { "" });
        }
        add(&self.sources.source_language);
        for finding in &reached.findings {
            add(&finding.finding.message);
        }
        fingerprint(all.as_bytes())
    }

    /// Values that are handed to partials and do not exist, and words of another language.
    pub(super) fn missing_values(
        &self,
        template: &Authored<'_>,
        reached: &Reached,
        words: &Map<String, Value>,
    ) -> Vec<SourceFinding> {
        let mut findings = Vec::new();
        let mut borrowed = BTreeSet::new();
        let own = self.sources.strings.get(template.tag);
        let source = self.source_strings();
        for (file, used) in &reached.values {
            let map = match used.root {
                Root::Strings => words,
                Root::Brand => &self.sources.brand,
            };
            let value = get(map, &used.path);
            if used.must_exist && value.is_none() && !used.path.is_empty() {
                findings.push(self.missing_value(file, used, template));
            }
            if used.root == Root::Brand || template.tag == self.sources.source_language {
                continue;
            }
            for path in self.words_below(template.usage_type, &used.path) {
                let has = |strings: Option<&super::Strings>| {
                    strings.is_some_and(|strings| strings.has(template.usage_type, &path))
                };
                if !has(own.map(AsRef::as_ref)) && has(source) {
                    borrowed.insert(path);
                }
            }
        }
        findings.extend(
            borrowed
                .into_iter()
                .map(|path| self.borrowed(template.tag, &path)),
        );
        findings
    }

    /// The words of the source language at `path` or below it.
    fn words_below(&self, usage_type: UsageType, path: &str) -> Vec<String> {
        let Some(source) = self.source_strings() else {
            return Vec::new();
        };
        let is_below = |word: &String| {
            path.is_empty()
                || word == path
                || word
                    .strip_prefix(path)
                    .is_some_and(|rest| rest.starts_with('.'))
        };
        source
            .paths(usage_type)
            .into_iter()
            .filter(is_below)
            .collect()
    }

    fn missing_value(
        &self,
        file: &SourceFile,
        used: &UsedValue,
        template: &Authored<'_>,
    ) -> SourceFinding {
        let root = match used.root {
            Root::Strings => "strings",
            Root::Brand => "brand",
        };
        let path = format!("{root}.{}", used.path);
        let at = self.offset(file, template, used.at);
        let span = Some(Span::new(at, at));
        problems::error(
            file,
            "compose-missing-value",
            problems::missing(&path),
            span,
        )
        .hint(problems::missing_hint(
            &path,
            template.tag,
            &self.sources.source_language,
        ))
    }

    fn borrowed(&self, tag: &str, path: &str) -> SourceFinding {
        let source = &self.sources.source_language;
        let message = format!("{path} is not in {tag}; readers get it in {source}");
        SourceFinding {
            file: SourceFile::Shared(SourceKey::Strings(tag.to_owned())),
            finding: Finding::new(Severity::Warning, "string-from-source", message).hint(format!(
                "Add {path} to {}",
                SourceKey::Strings(tag.to_owned())
            )),
        }
    }

    /// The byte of a place that the engine tells.
    pub(super) fn offset(
        &self,
        file: &SourceFile,
        template: &Authored<'_>,
        (line, column): (usize, usize),
    ) -> usize {
        match file {
            SourceFile::Shared(key) => self.shared.get(key).map_or(0, |shared| {
                original_offset(&shared.text, &shared.prepared.text, line, column)
            }),
            SourceFile::Template => {
                let content = &template.details.content;
                let prepared = prepare(content, file, &mut Marks::own());
                original_offset(content, &prepared.text, line, column)
            }
        }
    }
}
