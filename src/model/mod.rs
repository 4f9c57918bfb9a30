//! What the program knows and can be asked, as data.
//!
//! Nothing here draws, waits or touches the outside world. `app` changes the model, `ui` reads it.

mod action;
mod analysis;
mod asked;
mod command;
mod connectors;
mod current_problem;
mod deliverability;
mod design;
mod dialog;
mod document;
mod fetched;
mod inbox;
mod languages;
mod notice;
mod part;
mod payload;
mod preview;
mod problem_filter;
mod problem_list;
mod profile;
mod send;
mod sending;
mod session;
mod sheet;
mod sources;
mod variants;
mod work;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

pub use action::{Action, Group};
pub use analysis::{Analysis, LARGE_BYTES};
pub use asked::{AskState, AskedCommand, AskedModel, LinkCheck, SpamCheck};
pub use command::{Command, ConflictChoice, ProfileCommand, SendCommand, Viewport};
pub use connectors::{
    ConnectorsModel, ConnectorsTab, CopiedJson, ProfileChange, ProfileComparison, ProfileView,
    SecretPlace, SecretState, StoreChoice, UnfinishedJson,
};
pub use current_problem::{Caret, CurrentProblem};
pub use deliverability::{
    ChangesSince, CheckState, CheckedDomain, DeliverabilityModel, DomainCommand, DomainTab,
    DomainView, DomainWish, EarlierReport, Elsewhere, OwnDomain, ProviderChoice, ReportFile,
    SpfTry, TraceKind, TraceRow,
};
pub use design::{Design, DesignView, PanelTab, Scheme, Why, Width};
pub use dialog::{Dialog, FolderUse, SaveWhat};
pub use document::{Conflict, Document, EditKind, FileKey, TemplateTexts};
pub use fetched::Fetched;
pub use inbox::{
    Arrival, DialogueLine, InboxModel, InboxServer, MessageCheckView, MessageClient, MessageId,
    MessageRow, MessageTab, OpenMessage,
};
pub use languages::{LanguagesModel, LanguagesTab, SourceChange};
pub use notice::{Notice, NoticeKind, Notices};
pub use part::{EditorPart, Problem, Problems, Target, written_fix};
pub use payload::{PayloadChoice, PayloadDraft, PayloadError, parse as parse_payload, pretty};
pub use preview::{Blocked, EngineState, Link, Page, PageInfo, Preview, PreviewObstacle, STAYS_MS};
pub use problem_filter::{ProblemCommand, ProblemFilter, ProblemScope, rule_of};
pub use problem_list::{
    FixPlace, FixPlan, Fold, JoinedEdit, ListedProblem, ProblemList, TemplateProblems,
    WorkspaceProblems,
};
pub use profile::{Profile, Samples};
pub use send::SendState;
pub use sending::{BatchWish, HistoryModel, Pending, SendingModel, TableFormat};
pub use session::{SESSION_VERSION, SavedPayload, Session};
pub use sheet::{SheetEntry, SheetFile, SheetModel, SheetOptions, Thumbnail};
pub use variants::{ClientCommand, MOST_VARIANTS, ShownVariant, Variant};
pub use work::{TaskKey, Work};

use crate::domain::authoring::{Composition, SourceKey};
use crate::domain::batch::BatchRun;
use crate::domain::logto::UsageType;
use crate::domain::workspace::{Settings, TemplateKey, Workspace};

/// A screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Screen {
    /// Templates and their preview.
    #[default]
    Design,
    /// Which languages there are, and what they fall back to.
    Languages,
    /// Ways to send.
    Connectors,
    /// Messages.
    Inbox,
    /// What the senders' domains publish.
    Deliverability,
}

/// The theme of the window.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Theme {
    /// That of the system.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

/// A folder that is open.
#[derive(Debug, Clone)]
pub struct OpenWorkspace {
    /// The folder.
    pub root: PathBuf,
    /// What is on disk, as last read.
    pub files: Workspace,
    /// Whether files can be written, by their version.
    pub is_writable: bool,
}

/// What the keyboard shall go to, or an editor do, once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UiRequest {
    /// The keyboard goes to the list of templates.
    FocusTemplates,
    /// The keyboard goes to a field.
    FocusField(crate::domain::logto::Field),
    /// The keyboard goes into the bottom panel.
    FocusPanel,
    /// A place is selected and shown, in the part that the editor shows then.
    Reveal(crate::domain::logto::Field, crate::domain::finding::Span),
    /// The editor's bar for finding opens.
    Find,
    /// The editor's bar for replacing opens.
    Replace,
    /// The editor's bar for going to a line opens.
    GoToLine,
    /// The keyboard goes to the grid of languages.
    FocusGrid,
    /// The keyboard goes to the search field of the inbox.
    FocusSearch,
    /// The window closes.
    Quit,
    /// A text goes to the clipboard.
    Copy(String),
}

/// All that the program knows.
#[derive(Debug, Clone, Default)]
pub struct Model {
    /// The screen shown.
    pub screen: Screen,
    /// The theme chosen.
    pub theme: Theme,
    /// The folder that is open.
    pub workspace: Option<OpenWorkspace>,
    /// Its templates as they are edited.
    pub documents: BTreeMap<TemplateKey, Document>,
    /// The files that templates are composed from, as they are edited.
    pub sources: BTreeMap<SourceKey, Document>,
    /// What composing makes of the templates that name a layout, as last made in the background.
    pub composed: BTreeMap<TemplateKey, Arc<Composition>>,
    /// What is wrong with each template, with its usual payload; of the open one, with the payload
    /// chosen.
    pub all_problems: WorkspaceProblems,
    /// Edits of several files that are undone together, oldest first.
    pub joined_edits: Vec<JoinedEdit>,
    /// The templates that were deleted last and can be brought back, with their texts.
    pub deleted_templates: Vec<(TemplateKey, TemplateTexts)>,
    /// The *Design* screen.
    pub design: Design,
    /// The settings of the workspace as they are edited.
    pub settings: Settings,
    /// The *Languages* screen.
    pub languages: LanguagesModel,
    /// The *Connectors* screen.
    pub connectors: ConnectorsModel,
    /// The *Deliverability* screen.
    pub deliverability: DeliverabilityModel,
    /// What was looked at because somebody asked for it.
    pub asked: AskedModel,
    /// The contact sheet.
    pub sheet: SheetModel,
    /// The *Inbox* screen.
    pub inbox: InboxModel,
    /// The web preview.
    pub preview: Preview,
    /// The send that runs.
    pub send: SendState,
    /// What was sent, and batches.
    pub sending: SendingModel,
    /// Notices.
    pub notices: Notices,
    /// The dialog that stands before everything else.
    pub dialog: Option<Dialog>,
    /// Work that runs.
    pub work: Vec<Work>,
    /// Timings.
    pub profile: Profile,
    /// Workspaces opened lately, newest first.
    pub recent: Vec<PathBuf>,
    /// Actions chosen in the palette lately, newest first.
    pub recent_actions: Vec<Action>,
    /// What the window shall do once.
    pub requests: Vec<UiRequest>,
    /// Whether the editor of the content has the keyboard.
    pub is_editing: bool,
    /// The size of the window in points.
    pub window_size: Option<[f32; 2]>,
    /// The window's time in milliseconds.
    pub now_ms: u64,
}

impl Model {
    /// How long work has run; none if it does not run.
    pub fn elapsed(&self, key: &TaskKey) -> Option<std::time::Duration> {
        let work = self.work.iter().find(|work| work.key == *key)?;
        let millis = self.now_ms.saturating_sub(work.since_ms);
        Some(std::time::Duration::from_millis(millis))
    }

    /// The open folder.
    pub fn root(&self) -> Option<&Path> {
        self.workspace
            .as_ref()
            .map(|workspace| workspace.root.as_path())
    }

    /// The open template.
    pub fn document(&self) -> Option<&Document> {
        self.template(self.design.selected.as_ref()?)
    }

    /// Why the file of a template cannot be read, if there is one that cannot.
    pub fn broken(&self, key: &FileKey) -> Option<String> {
        let path = key.path();
        let mut broken = self.workspace.iter().flat_map(|open| &open.files.broken);
        let file = broken.find(|file| file.path == path)?;
        Some(file.message.clone())
    }

    /// A file as it is edited.
    pub fn file(&self, key: &FileKey) -> Option<&Document> {
        match key {
            FileKey::Template(key) => self.template(key),
            FileKey::Source(key) => self.sources.get(key),
        }
    }

    /// A file as it is edited, to be changed.
    pub fn file_mut(&mut self, key: &FileKey) -> Option<&mut Document> {
        match key {
            FileKey::Template(key) => self.documents.get_mut(key),
            FileKey::Source(key) => self.sources.get_mut(key),
        }
    }

    /// All files as they are edited.
    pub fn files(&self) -> impl Iterator<Item = (FileKey, &Document)> {
        let templates = self.documents.iter();
        let templates = templates.map(|(key, document)| (FileKey::Template(key.clone()), document));
        let sources = self.sources.iter();
        let sources = sources.map(|(key, document)| (FileKey::Source(key.clone()), document));
        templates.chain(sources)
    }

    /// The file that the editor shows.
    pub fn shown_file(&self) -> Option<FileKey> {
        Some(self.design.part.file(self.design.selected.as_ref()?))
    }

    /// The texts that make up the open template, in the order they are shown.
    pub fn parts(&self) -> Vec<EditorPart> {
        let mut parts = vec![EditorPart::Own];
        if let Some((_, composition)) = &self.design.composition {
            let mut sources: Vec<&SourceKey> = composition.sources.iter().collect();
            // Partials last: there may be many.
            sources.sort_by_key(|key| matches!(key, SourceKey::Partial(_)));
            parts.push(EditorPart::Composed);
            parts.extend(sources.into_iter().cloned().map(EditorPart::Source));
        }
        // A shared file that this template does not use can be edited all the same.
        if !parts.contains(&self.design.part) {
            parts.push(self.design.part.clone());
        }
        parts
    }

    /// The file of the open template.
    pub fn shown_own(&self) -> Option<FileKey> {
        self.design.selected.clone().map(FileKey::Template)
    }

    /// The file whose changes are saved, undone and so on: on the *Connectors* screen the profile
    /// shown, elsewhere the one changed last since the template was opened or another part was
    /// shown, else the one that the editor shows.
    pub fn active_file(&self) -> Option<FileKey> {
        if self.screen == Screen::Connectors {
            return self.connectors.shown_key().map(FileKey::Source);
        }
        let edited = self.design.edited_last.clone();
        let edited = edited.filter(|key| self.file(key).is_some());
        let file = edited.or_else(|| self.shown_file())?;
        match file {
            FileKey::Template(key) if key.is_connector_default() => self.active_profile_file(),
            file => Some(file),
        }
    }

    /// The document of the active file.
    pub fn active(&self) -> Option<&Document> {
        self.file(&self.active_file()?)
    }

    /// The template that the open one would be compared with: the same type in the source
    /// language; for that one, the next language.
    pub fn compare_with(&self) -> Option<TemplateKey> {
        let open = self.design.selected.as_ref()?;
        let source = TemplateKey::new(open.usage_type, self.settings.source_language());
        if source != *open && self.documents.contains_key(&source) {
            return Some(source);
        }
        self.tags(open.usage_type).find(|key| *key != open).cloned()
    }

    /// The texts of a template as Logto would store them; nothing while it is not composed yet, or
    /// cannot be.
    pub fn flat(&self, key: &TemplateKey) -> Option<TemplateTexts> {
        let texts = &self.template(key)?.texts;
        if texts.layout().is_none() {
            return Some(texts.clone());
        }
        let composition = match &self.design.composition {
            Some((of, composition)) if of == key => composition,
            _ => self.composed.get(key)?,
        };
        (!composition.is_failed).then(|| texts.with_details(&composition.details))
    }

    /// Whether files of the workspace may be written.
    pub fn is_writable(&self) -> bool {
        self.workspace
            .as_ref()
            .is_some_and(|workspace| workspace.is_writable)
    }

    /// Whether the open template may load images from the network.
    pub fn allows_remote(&self) -> bool {
        self.design
            .selected
            .as_ref()
            .is_some_and(|key| self.design.remote_allowed.contains(key))
    }

    /// The tags of the templates of a type, sorted.
    pub fn tags(&self, usage_type: UsageType) -> impl Iterator<Item = &TemplateKey> {
        self.documents
            .keys()
            .filter(move |key| key.usage_type == usage_type)
    }

    /// Whether a mail is on its way, or mails of a batch wait, even if it is paused.
    pub fn is_sending(&self) -> bool {
        self.is_under_way() || self.sending.waiting() > 0
    }

    /// Whether a mail is on its way.
    pub fn is_under_way(&self) -> bool {
        let is_running = |run: &BatchRun| run.progress().running > 0;
        self.send.is_running() || self.sending.batch.as_ref().is_some_and(is_running)
    }

    /// Whether there are changes that are not saved.
    pub fn has_unsaved(&self) -> bool {
        self.files().any(|(_, document)| document.is_modified())
    }

    /// Shows a notice.
    pub fn notify(
        &mut self,
        kind: NoticeKind,
        title: impl Into<String>,
        detail: impl Into<String>,
    ) {
        self.notify_with(kind, title, detail, Vec::new());
    }

    /// Shows a notice with something to do about it.
    pub fn notify_with(
        &mut self,
        kind: NoticeKind,
        title: impl Into<String>,
        detail: impl Into<String>,
        actions: Vec<(String, Command)>,
    ) {
        self.notices
            .push(kind, title.into(), detail.into(), actions);
    }
}
