//! Writes the state of the window to a file, for tests and bug reports.

use std::path::PathBuf;

use serde::Serialize;

use super::{App, Event};
use crate::model::{EditorPart, EngineState, Model, Screen, TaskKey};
use crate::services::workspace::write_atomic;
use crate::tasks::IfBusy;

/// Where the state goes, and what was written last.
pub(super) struct Inspector {
    file: Option<PathBuf>,
    written: Option<State>,
}

impl Inspector {
    /// Writes to `file`, if there is one.
    pub const fn new(file: Option<PathBuf>) -> Self {
        Self {
            file,
            written: None,
        }
    }
}

/// The state of the window.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
struct State {
    /// The open folder.
    workspace: Option<PathBuf>,
    screen: Screen,
    /// The open template: `SignIn · fr`.
    selected: Option<String>,
    /// The text that the editor shows: `own`, `composed`, or the path of a file.
    part: String,
    /// The files that are not saved.
    unsaved: Vec<String>,
    /// The files that another program changed meanwhile.
    conflicts: Vec<String>,
    /// Whether everything typed is safe on disk, saved or as a draft.
    drafts_kept: bool,
    engine: String,
    /// The text of the preview, as the web engine has it.
    preview_text: String,
    inbox_port: Option<u16>,
    messages: usize,
    /// The subject of the message shown.
    message: Option<String>,
    /// The text of the message shown, as the web engine has it.
    message_text: String,
    /// The title of the newest notice.
    notice: Option<String>,
    dialog: Option<String>,
    /// Whether the editor of the content has the keyboard.
    is_editing: bool,
    /// From the start of the program to its first frame, in milliseconds.
    first_frame_ms: Option<u32>,
    /// From the start of the program to the first picture of a mail, in milliseconds.
    first_picture_ms: Option<u32>,
    /// From a key to the picture of it being painted, in milliseconds: median, 95 %, count.
    key_to_picture_ms: Option<(u32, u32, usize)>,
}

impl State {
    fn of(model: &Model) -> Self {
        let names = |wanted: &dyn Fn(&crate::model::Document) -> bool| {
            let found = model.files().filter(|(_, document)| wanted(document));
            found.map(|(key, _)| key.to_string()).collect()
        };
        let profile = &model.profile;
        let key = &profile.key_to_picture;
        let shown = model.inbox.open.shown();
        Self {
            workspace: model.root().map(PathBuf::from),
            screen: model.screen,
            selected: model.design.selected.as_ref().map(ToString::to_string),
            part: match &model.design.part {
                EditorPart::Own => "own".to_owned(),
                EditorPart::Composed => "composed".to_owned(),
                EditorPart::Source(key) => key.to_string(),
            },
            unsaved: names(&|document| document.is_modified()),
            conflicts: names(&|document| document.conflict.is_some()),
            drafts_kept: model
                .files()
                .all(|(_, document)| document.kept_revision >= document.revision),
            engine: match &model.preview.engine {
                EngineState::Starting => "starting".to_owned(),
                EngineState::Running { engine } => engine.clone(),
                EngineState::Restarting => "restarting".to_owned(),
                EngineState::Unavailable(obstacle) => format!("unavailable: {}", obstacle.reason),
            },
            preview_text: model.preview.template.info.text.clone(),
            inbox_port: super::perform::inbox_port(model),
            messages: model.inbox.total,
            message: shown.map(|message| message.row.subject.clone()),
            message_text: model.preview.message.info.text.clone(),
            notice: model.notices.last().map(|notice| notice.title.clone()),
            is_editing: model.is_editing,
            dialog: model.dialog.as_ref().map(|dialog| format!("{dialog:?}")),
            first_frame_ms: profile.first_frame_ms.map(|millis| millis as u32),
            first_picture_ms: profile.first_picture_ms.map(|millis| millis as u32),
            key_to_picture_ms: key
                .quantile(0.5)
                .zip(key.quantile(0.95))
                .map(|(median, most)| (median as u32, most as u32, key.count())),
        }
    }
}

/// Writes the state if it changed; the newest one follows if one is being written.
pub(super) fn write(app: &mut App) {
    let Some(file) = app.inspector.file.clone() else {
        return;
    };
    let state = State::of(&app.model);
    if app.inspector.written.as_ref() == Some(&state) || app.tasks.is_running(&TaskKey::Inspect) {
        return;
    }
    app.inspector.written = Some(state.clone());
    app.start_blocking(TaskKey::Inspect, IfBusy::Refuse, move |reporter, _| {
        let written = serde_json::to_vec_pretty(&state)
            .map_err(std::io::Error::from)
            .and_then(|json| write_atomic(&file, &json));
        if let Err(error) = written {
            tracing::warn!(%error, "the state could not be written");
        }
        reporter.send(Event::Inspected);
    });
}
