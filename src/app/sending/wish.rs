//! What a batch would send: the choice of a person, laid out mail by mail.

use std::num::NonZeroU32;

use crate::app::App;
use crate::domain::batch::{
    BatchChoice, BatchRun, Duplicates, Pace, PayloadChoice as Chosen, TemplateFound, plan_batch,
};
use crate::domain::logto::UsageType;
use crate::domain::workspace::PayloadSet;
use crate::model::{ConnectorsTab, Model, PayloadChoice, Screen};

/// Failures in a row after which a batch stops by itself: whatever is wrong is wrong with all.
const FAILURES: u32 = 5;

/// Before the name of a payload set of the workspace, as no name of a file can be.
const SET: &str = "set/";

/// Brings what a batch would send up to date, while it is looked at.
pub(in crate::app) fn derive(app: &mut App) {
    let model = &app.model;
    let is_shown =
        model.screen == Screen::Connectors && model.connectors.tab == ConnectorsTab::Send;
    if !is_shown {
        return;
    }
    let choice = choice(model);
    let items = plan_batch(&choice, &|usage_type: UsageType, language: &str| {
        found(model, usage_type, language)
    });
    let is_same = model.sending.planned.as_ref().is_some_and(|planned| {
        let rows = planned.rows().iter().map(|row| &row.item);
        rows.eq(items.iter())
    });
    if !is_same {
        let pace = pace(model);
        app.model.sending.planned = Some(BatchRun::planned(items, pace));
    }
}

fn choice(model: &Model) -> BatchChoice {
    let wish = &model.sending.wish;
    let sets = wish.payloads.iter().map(|choice| {
        let set = match choice {
            PayloadChoice::Set(name) => set(model, name),
            _ => None,
        };
        Chosen {
            name: id_of(choice),
            title: model.payload_name(choice),
            flows: set.map(|set| set.flows.clone()).unwrap_or_default(),
            usage_types: set.map(|set| set.usage_types.clone()).unwrap_or_default(),
        }
    });
    BatchChoice {
        usage_types: wish.usage_types.clone(),
        languages: wish.languages.clone(),
        payload_sets: sets.collect(),
        recipient: model.design.recipient.clone(),
        duplicates: if wish.sends_duplicates {
            Duplicates::Send
        } else {
            Duplicates::Tell
        },
    }
}

pub(super) fn set<'a>(model: &'a Model, name: &str) -> Option<&'a PayloadSet> {
    let mut sets = model.workspace.iter().flat_map(|open| &open.files.payloads);
    sets.find(|set| set.name == name)
}

/// What tells a payload apart from every other; titles may be the same.
fn id_of(choice: &PayloadChoice) -> String {
    match choice {
        PayloadChoice::Full => "full".to_owned(),
        PayloadChoice::Minimal => "minimal".to_owned(),
        PayloadChoice::ContextFailed => "context-failed".to_owned(),
        PayloadChoice::Set(name) => format!("{SET}{name}"),
    }
}

/// The payload of an id of [`id_of`].
pub(super) fn payload_of(id: &str) -> Option<PayloadChoice> {
    if let Some(name) = id.strip_prefix(SET) {
        return Some(PayloadChoice::Set(name.to_owned()));
    }
    let built_in = [
        PayloadChoice::Full,
        PayloadChoice::Minimal,
        PayloadChoice::ContextFailed,
    ];
    built_in.into_iter().find(|choice| id_of(choice) == id)
}

/// What Logto takes for a usage type and language, with the connector that would send.
fn found(model: &Model, usage_type: UsageType, language: &str) -> TemplateFound {
    use crate::domain::logto::{Place, SelectionRequest, choose};
    let request = SelectionRequest {
        usage_type,
        locale: Some(language.to_owned()),
        fallback: model.settings.languages.fallback.clone(),
        support: model.template_support(),
    };
    let trace = choose(&request, model);
    match &trace.chosen {
        Some(Place::Custom {
            usage_type,
            language_tag,
        }) => TemplateFound::Template {
            place: format!("{usage_type}/{language_tag}"),
            language: Some(language_tag.clone()),
        },
        Some(Place::Config { usage_type }) => TemplateFound::Template {
            place: format!("connector/{usage_type}"),
            language: None,
        },
        None if !model.template_support().uses_config() => TemplateFound::Template {
            place: format!("{usage_type}, made by the receiver"),
            language: None,
        },
        None => TemplateFound::Nothing {
            why: format!("No template fits {usage_type} in {language}: Logto sends nothing"),
        },
    }
}

pub(super) fn pace(model: &Model) -> Pace {
    let rate = NonZeroU32::new(model.sending.wish.per_second).unwrap_or(NonZeroU32::MIN);
    Pace::per_second(rate).stop_after(NonZeroU32::new(FAILURES))
}
