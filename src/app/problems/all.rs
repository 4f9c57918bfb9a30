//! All templates, looked at in the background.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use super::placed::{Places, SourceTexts, composed_of, sorted, source_texts};
use crate::app::checks::{Templates, connector_of};
use crate::app::compose::{self, ToCompose};
use crate::app::event::{CheckedAll, Event};
use crate::app::{App, checks};
use crate::domain::authoring::Composition;
use crate::domain::checks::{CheckInput, Ignore, Tenant, check_with};
use crate::domain::clients::checks::MORE;
use crate::domain::connector::Connector;
use crate::domain::emulate::FORCED_DARK;
use crate::domain::logto::{self, FieldFinding, LanguageLibrary};
use crate::model::{Model, Problem, TaskKey, TemplateProblems, TemplateTexts};
use crate::tasks::IfBusy;

/// Sources that change more quickly than this are looked at once.
const QUIET: Duration = Duration::from_millis(120);

/// What all templates are looked at with.
struct Around {
    sources: SourceTexts,
    ignores: Vec<Ignore>,
    library: LanguageLibrary,
    templates: Templates,
    connector: Option<Connector>,
}

/// Composes all templates and looks for problems in them, each with everything its first flow can
/// carry.
pub(in crate::app) fn check_all(app: &mut App) {
    let model = &app.model;
    let keys = model.documents.keys();
    let all: Vec<ToCompose> = keys
        .filter_map(|key| compose::to_compose(model, key))
        .collect();
    let around = Around {
        sources: source_texts(model),
        ignores: model.settings.ignores.clone(),
        library: model.settings.languages.clone(),
        templates: Templates::of(model),
        connector: checks::profile_in_use(model)
            .as_deref()
            .and_then(connector_of),
    };
    let background = app.composing.in_background();
    app.start(
        TaskKey::CheckAll,
        IfBusy::Replace,
        move |reporter, token| async move {
            tokio::time::sleep(QUIET).await;
            let stopped = token.clone();
            let work = move || {
                let is_stopped = || stopped.is_cancelled();
                background.run(|compose| check(&all, &around, compose, &is_stopped))
            };
            let checked = tokio::task::spawn_blocking(work).await;
            // A panic of the check is told like any other.
            let checked =
                checked.unwrap_or_else(|error| std::panic::resume_unwind(error.into_panic()));
            if let Some(checked) = checked {
                reporter.send(Event::Checked(Box::new(checked)));
            }
        },
    );
}

fn check(
    all: &[ToCompose],
    around: &Around,
    compose: &mut dyn FnMut(&ToCompose) -> Option<Arc<Composition>>,
    is_cancelled: &dyn Fn() -> bool,
) -> Option<CheckedAll> {
    let mut checked = CheckedAll::default();
    for template in all {
        if is_cancelled() {
            return None;
        }
        let key = &template.key;
        let composition = compose(template);
        let problems = problems(template, composition.as_deref(), around);
        checked.problems.insert(key.clone(), problems);
        let composed = composition.map(|composition| (key.clone(), composition));
        checked.composed.extend(composed);
    }
    Some(checked)
}

fn problems(
    template: &ToCompose,
    composition: Option<&Composition>,
    around: &Around,
) -> TemplateProblems {
    let places = Places::new(
        Some(Arc::clone(&template.texts.content)),
        Some(composed_of(&template.texts, composition)),
        &around.sources,
        composition,
    );
    let composing = composition.into_iter().flat_map(|made| &made.findings);
    let mut problems: Vec<Problem> = composing.map(|found| places.composing(found)).collect();
    if !composition.is_some_and(|composition| composition.is_failed) {
        let found = findings(template, composition, around);
        problems.extend(found.iter().map(|found| places.flat(found)));
    }
    sorted(problems, &around.ignores, &template.key)
}

fn findings(
    template: &ToCompose,
    composition: Option<&Composition>,
    around: &Around,
) -> Vec<FieldFinding> {
    let usage_type = template.key.usage_type;
    let Some(flow) = logto::flows_of(usage_type).first().copied() else {
        return Vec::new();
    };
    let texts = composition.map_or_else(
        || template.texts.clone(),
        |made| TemplateTexts::from(&made.details),
    );
    let (details, tag) = (texts.to_details(), &template.key.tag);
    let payload = logto::in_language(logto::sample_payload(flow, usage_type), tag);
    let input = CheckInput::new(&details, usage_type, tag, &payload)
        .of(Tenant {
            library: &around.library,
            catalog: &around.templates,
        })
        .through(around.connector.as_ref())
        .darkened(&FORCED_DARK);
    check_with(&input, MORE)
}

/// Takes over what looking at all templates found; the open one is known better.
pub(in crate::app) fn checked(app: &mut App, checked: CheckedAll) {
    let CheckedAll { problems, composed } = checked;
    app.model.all_problems = Arc::new(problems);
    app.model.composed = composed;
}

/// Nothing is known about any template yet.
pub(in crate::app) fn forget(model: &mut Model) {
    model.all_problems = Arc::default();
    model.composed = BTreeMap::new();
}
