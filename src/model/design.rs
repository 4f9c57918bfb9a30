//! What the *Design* screen shows.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{
    Analysis, Caret, CurrentProblem, EditorPart, FileKey, PayloadDraft, ProblemFilter, ProblemList,
    Problems, ShownVariant, TemplateTexts, Variant,
};
use crate::domain::authoring::Composition;
use crate::domain::compare::Comparison;
use crate::domain::connector::{Delivery, FieldUse, PlanError};
use crate::domain::emulate::{Client, Dark};
use crate::domain::logto::{FieldFinding, Flow, LocaleRequest, Resolution, Trace, UsageType};
use crate::domain::stress::StressSet;
use crate::domain::workspace::TemplateKey;

/// Width of the reader's window in the preview.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Width {
    /// 640 CSS pixels.
    #[default]
    Desktop,
    /// 375 CSS pixels.
    Phone,
    /// As wide as the panel.
    Free,
}

/// The reader's theme in the preview.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Scheme {
    /// Light.
    #[default]
    Light,
    /// Dark: `prefers-color-scheme: dark` matches.
    Dark,
}

/// A tab of the bottom panel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum PanelTab {
    /// What is wrong.
    #[default]
    Problems,
    /// The variables.
    Payload,
    /// Why Logto takes this template.
    Trace,
    /// What goes out.
    Rendered,
    /// What the connector would do.
    Request,
    /// In what two languages differ.
    Compare,
    /// What the models of clients remove or change.
    Clients,
}

/// How the screen is set up; kept between runs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "five independent switches, each with a control of its own"
)]
pub struct DesignView {
    /// Width of the preview.
    pub width: Width,
    /// The reader's theme.
    pub scheme: Scheme,
    /// The client whose model is shown.
    pub client: Client,
    /// What it does for a reader with a dark theme.
    pub dark: Dark,
    /// Whether variants are shown beside each other.
    pub side_by_side: bool,
    /// The variants that are shown then, from one to four.
    pub variants: Vec<Variant>,
    /// Whether images are shown.
    pub images: bool,
    /// Size of the preview; 1 is natural.
    pub zoom: f32,
    /// The tab of the bottom panel.
    pub tab: PanelTab,
    /// Whether the bottom panel is unfolded.
    pub panel_open: bool,
    /// Whether long lines wrap in the editor.
    pub wrap: bool,
    /// Whether Reply-To, sender and content type are shown above the editor.
    pub more_fields: bool,
}

impl Default for DesignView {
    fn default() -> Self {
        Self {
            width: Width::default(),
            scheme: Scheme::default(),
            client: Client::AsWritten,
            dark: Dark::Author,
            side_by_side: false,
            variants: Variant::FIRST.to_vec(),
            images: true,
            zoom: 1.0,
            tab: PanelTab::default(),
            panel_open: true,
            wrap: true,
            more_fields: false,
        }
    }
}

/// Why Logto takes a template.
#[derive(Debug, Clone)]
pub struct Why {
    /// How the language was found.
    pub resolution: Resolution,
    /// How the template was found.
    pub trace: Trace,
}

/// The state of the screen.
#[derive(Debug, Clone)]
pub struct Design {
    /// The open template.
    pub selected: Option<TemplateKey>,
    /// What the editor shows of it.
    pub part: EditorPart,
    /// The file that was changed last since the template was opened or another part was shown.
    pub edited_last: Option<FileKey>,
    /// What composing makes of the open template, if it names a layout.
    pub composition: Option<(TemplateKey, Arc<Composition>)>,
    /// What the preview is stressed with; the template itself stays as it is.
    pub stress: StressSet,
    /// What the preview shows, as the models of clients have it.
    pub shown: Vec<ShownVariant>,
    /// The template shown beside the open one.
    pub compare: Option<TemplateKey>,
    /// In what the two differ.
    pub comparison: Option<Arc<Comparison>>,
    /// What is wrong with the open template and with the files.
    pub problems: Problems,
    /// What the workspace ignores of what is wrong with the open template, with its reasons.
    pub ignored: Problems,
    /// What is wrong with files of the workspace, whatever template is open.
    pub file_problems: Problems,
    /// Which of them are shown.
    pub problem_filter: ProblemFilter,
    /// Those that are shown, as rows.
    pub problem_list: Arc<ProblemList>,
    /// The problem that is looked at.
    pub current: Option<CurrentProblem>,
    /// Where the cursor of the editor is, while that has the keyboard.
    pub caret: Option<Caret>,
    /// The flow of the mail.
    pub flow: Flow,
    /// The payloads as they were left, by flow and usage type.
    pub payloads: BTreeMap<(Flow, UsageType), PayloadDraft>,
    /// The request that asks for a language.
    pub locale: LocaleRequest,
    /// Whether that request follows the language of the open template.
    pub locale_follows: bool,
    /// Who gets test mails.
    pub recipient: String,
    /// How the screen is set up.
    pub view: DesignView,
    /// The templates that may load images from the network, in this run.
    pub remote_allowed: BTreeSet<TemplateKey>,
    /// What the open template renders to.
    pub analysis: Option<Arc<Analysis>>,
    /// What the checks found last in the open template.
    pub checked: Option<(TemplateKey, Arc<[FieldFinding]>)>,
    /// The texts they were found in, which may have been changed since.
    pub checked_texts: Option<TemplateTexts>,
    /// Whether they are being looked for: what was found last may be of an older text.
    pub is_checking: bool,
    /// Why Logto takes a template.
    pub why: Option<Arc<Why>>,
    /// What the connector would do; only while it is shown.
    pub request: Option<Arc<Result<Delivery, PlanError>>>,
    /// What becomes of the fields of the template in it.
    pub field_uses: Arc<[FieldUse]>,
}

impl Default for Design {
    fn default() -> Self {
        Self {
            selected: None,
            part: EditorPart::default(),
            edited_last: None,
            composition: None,
            stress: StressSet::NONE,
            shown: Vec::new(),
            compare: None,
            comparison: None,
            problems: Problems::default(),
            ignored: Problems::default(),
            file_problems: Problems::default(),
            problem_filter: ProblemFilter::default(),
            problem_list: Arc::default(),
            current: None,
            caret: None,
            flow: Flow::Experience,
            payloads: BTreeMap::new(),
            locale: LocaleRequest::new(Flow::Experience),
            locale_follows: true,
            recipient: "person@example.com".to_owned(),
            view: DesignView::default(),
            remote_allowed: BTreeSet::new(),
            analysis: None,
            checked: None,
            checked_texts: None,
            is_checking: false,
            why: None,
            request: None,
            field_uses: Arc::from([]),
        }
    }
}

impl Design {
    /// The payload of the open template in the chosen flow.
    pub fn payload(&self) -> Option<&PayloadDraft> {
        let usage_type = self.selected.as_ref()?.usage_type;
        self.payloads.get(&(self.flow, usage_type))
    }
}
