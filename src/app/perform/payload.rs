//! The payload.

use std::sync::Arc;

use crate::app::App;
use crate::app::disk;
use crate::domain::workspace::PayloadSet;
use crate::model::{PayloadChoice, PayloadDraft};

pub(super) fn set_text(app: &mut App, text: Arc<str>) {
    let Some(usage_type) = app.model.design.selected.as_ref().map(|key| key.usage_type) else {
        return;
    };
    let key = (app.model.design.flow, usage_type);
    if let Some(draft) = app.model.design.payloads.get_mut(&key) {
        draft.set_text(text);
    }
}

pub(super) fn choose(app: &mut App, choice: PayloadChoice) {
    let Some(usage_type) = app.model.design.selected.as_ref().map(|key| key.usage_type) else {
        return;
    };
    let flow = app.model.design.flow;
    let value = match &choice {
        PayloadChoice::Set(name) => app.model.workspace.as_ref().and_then(|workspace| {
            let mut sets = workspace.files.payloads.iter();
            Some(sets.find(|set| set.name == *name)?.payload.clone())
        }),
        built_in => built_in.built_in(flow, usage_type),
    };
    if let Some(value) = value {
        let draft = PayloadDraft::chosen(choice, value);
        app.model.design.payloads.insert((flow, usage_type), draft);
    }
}

/// Saves the payload as a set of the workspace.
pub(super) fn save(app: &mut App, title: &str) {
    app.model.dialog = None;
    if !app.model.is_writable() {
        app.note_error(
            "The payload was not saved",
            "This workspace is open for reading only",
        );
        return;
    }
    let Some(draft) = app.model.design.payload() else {
        return;
    };
    let name = file_name(title);
    let mut set = PayloadSet::new(name, title, (*draft.value).clone());
    set.flows = vec![app.model.design.flow];
    set.usage_types = app
        .model
        .design
        .selected
        .iter()
        .map(|key| key.usage_type)
        .collect();
    disk::save_payload(app, set);
}

/// A file name that says what the title says.
fn file_name(title: &str) -> String {
    let words: Vec<String> = title
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    if words.is_empty() {
        "payload".to_owned()
    } else {
        words.join("-")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_name_has_no_signs_that_a_file_system_minds() {
        assert_eq!(
            file_name("Long names / très longs"),
            "long-names-très-longs"
        );
        assert_eq!(file_name("../.."), "payload");
    }
}
