//! Composes templates from the files as they are edited, saved or not.

use std::collections::BTreeMap;
use std::sync::Arc;

use parking_lot::Mutex;

use super::App;
use crate::domain::authoring::{Authored, Composer, Composition, SourceKey, Sources};
use crate::domain::workspace::{ParseError, Settings, TemplateKey, parse_strings};
use crate::model::{Model, TemplateTexts};

/// What is composed from, as the window has it.
#[derive(Default)]
pub(super) struct Composing {
    /// For the open template, at once.
    composer: Composer,
    /// For all of them, in the background.
    shared: Arc<Mutex<Composer>>,
    /// The texts that were taken over.
    texts: BTreeMap<SourceKey, Arc<str>>,
    sources: Sources,
    settings: Settings,
    /// Why the newest text of a file cannot be read.
    errors: BTreeMap<SourceKey, ParseError>,
}

/// A template to be composed, on its own.
pub(super) struct ToCompose {
    pub key: TemplateKey,
    pub texts: TemplateTexts,
    params: serde_json::Value,
}

impl Composing {
    /// Takes over the sources as they are edited now; whether anything changed.
    ///
    /// A file that cannot be read at the moment, as while a line is being typed, leaves what it
    /// said before.
    pub fn follow(&mut self, model: &Model) -> bool {
        let gone: Vec<SourceKey> = self
            .texts
            .keys()
            .filter(|key| !model.sources.contains_key(key))
            .cloned()
            .collect();
        let changed: Vec<(SourceKey, Arc<str>)> = model
            .sources
            .iter()
            .filter(|(key, _)| !matches!(key, SourceKey::Connector(_)))
            .map(|(key, document)| (key, &document.texts.content))
            .filter(|(key, text)| self.texts.get(key).is_none_or(|known| !same(known, text)))
            .map(|(key, text)| (key.clone(), Arc::clone(text)))
            .collect();
        if gone.is_empty() && changed.is_empty() {
            return false;
        }
        for key in gone {
            self.texts.remove(&key);
            self.errors.remove(&key);
            self.forget(&key);
        }
        for (key, text) in changed {
            self.take(&key, &text);
            self.texts.insert(key, text);
        }
        let language = self.settings.source_language();
        language.clone_into(&mut self.sources.source_language);
        self.composer.set_sources(self.sources.clone());
        true
    }

    fn forget(&mut self, key: &SourceKey) {
        match key {
            SourceKey::Layout(name) => drop(self.sources.layouts.remove(name)),
            SourceKey::Partial(name) => drop(self.sources.partials.remove(name)),
            SourceKey::Strings(tag) => drop(self.sources.strings.remove(tag)),
            SourceKey::Connector(_) => {}
            SourceKey::Settings => {
                self.sources.brand.clear();
                self.settings = Settings::default();
            }
        }
    }

    fn take(&mut self, key: &SourceKey, text: &Arc<str>) {
        match key {
            SourceKey::Layout(_) | SourceKey::Partial(_) => {
                self.sources.set_text(key, Arc::clone(text));
            }
            SourceKey::Strings(tag) => {
                let parsed = parse_strings(text).map(|strings| {
                    self.sources.strings.insert(tag.clone(), Arc::new(strings));
                });
                self.note(key, parsed);
            }
            SourceKey::Connector(_) => {}
            SourceKey::Settings => {
                let parsed = Settings::parse(text).map(|parsed| {
                    self.sources.brand.clone_from(&parsed.value.brand);
                    self.settings = parsed.value;
                });
                self.note(key, parsed);
            }
        }
    }

    /// Notes whether a file can be read.
    fn note(&mut self, key: &SourceKey, parsed: Result<(), ParseError>) {
        match parsed {
            Ok(()) => self.errors.remove(key),
            Err(error) => self.errors.insert(key.clone(), error),
        };
    }

    /// The files whose newest text cannot be read, and why; what they said before is used.
    pub const fn errors(&self) -> &BTreeMap<SourceKey, ParseError> {
        &self.errors
    }

    /// The settings as they are edited.
    pub const fn settings(&self) -> &Settings {
        &self.settings
    }

    /// What is composed from.
    pub const fn sources(&self) -> &Sources {
        &self.sources
    }

    /// Composes one template; nothing if it names no layout.
    pub fn compose(&mut self, template: &ToCompose) -> Option<Arc<Composition>> {
        compose(&mut self.composer, template)
    }

    /// The texts of a template as Logto would store them, from what is written now: the background
    /// may not have composed it yet, or with an older layout. Nothing if it cannot be composed.
    pub fn flat(&self, model: &Model, key: &TemplateKey) -> Option<TemplateTexts> {
        let template = to_compose(model, key)?;
        if template.texts.layout().is_none() || model.design.selected.as_ref() == Some(key) {
            return model.flat(key);
        }
        let mut composer = Composer::default();
        composer.set_sources(self.sources.clone());
        let made = compose(&mut composer, &template)?;
        (!made.is_failed).then(|| template.texts.with_details(&made.details))
    }

    /// Composes in the background, with the sources as they are now.
    pub fn in_background(&self) -> Background {
        Background {
            composer: Arc::clone(&self.shared),
            sources: self.sources.clone(),
        }
    }
}

/// Composes all templates in the background. What was composed before is not composed again.
pub(super) struct Background {
    composer: Arc<Mutex<Composer>>,
    sources: Sources,
}

impl Background {
    /// Composes templates with these sources. Another thread that composes is waited for.
    pub fn run<T>(
        self,
        work: impl FnOnce(&mut dyn FnMut(&ToCompose) -> Option<Arc<Composition>>) -> T,
    ) -> T {
        let mut composer = self.composer.lock();
        composer.set_sources(self.sources);
        work(&mut |template| compose(&mut composer, template))
    }
}

fn compose(composer: &mut Composer, template: &ToCompose) -> Option<Arc<Composition>> {
    let layout = template.texts.layout()?;
    Some(composer.compose(&Authored {
        usage_type: template.key.usage_type,
        tag: &template.key.tag,
        layout,
        params: &template.params,
        details: &template.texts.to_details(),
    }))
}

/// A template of the model, ready to be composed; nothing if there is none.
pub(super) fn to_compose(model: &Model, key: &TemplateKey) -> Option<ToCompose> {
    let files = model.workspace.as_ref().map(|open| &open.files.templates);
    let file = files.and_then(|files| files.get(key));
    Some(ToCompose {
        key: key.clone(),
        texts: model.documents.get(key)?.texts.clone(),
        params: file
            .map(|file| file.authoring().params.clone())
            .unwrap_or_default(),
    })
}

/// Composes the open template, if it names a layout; whether anything changed.
pub(super) fn compose_open(app: &mut App) {
    let is_changed = app.composing.follow(&app.model);
    let open = app.model.design.selected.as_ref();
    let template = open.and_then(|key| to_compose(&app.model, key));
    app.model.design.composition = template.and_then(|template| {
        let composition = app.composing.compose(&template)?;
        Some((template.key, composition))
    });
    if is_changed {
        app.model.settings.clone_from(app.composing.settings());
        super::problems::check_all(app);
    }
}

/// Whether two texts are the same one.
fn same(one: &Arc<str>, other: &Arc<str>) -> bool {
    Arc::ptr_eq(one, other) || one == other
}
