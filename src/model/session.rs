//! What is kept from one run to the next.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::{DesignView, DomainWish, Model, PayloadChoice, PayloadDraft, Screen, Theme};
use crate::domain::logto::{Flow, UsageType};
use crate::domain::workspace::TemplateKey;

/// The version of the file.
pub const SESSION_VERSION: u32 = 1;

/// How the program was left. Every field may be missing, so that older files can be read.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Session {
    /// [`SESSION_VERSION`] of the program that wrote it.
    pub version: u32,
    /// The folder that was open.
    pub workspace: Option<PathBuf>,
    /// The screen.
    pub screen: Screen,
    /// The theme.
    pub theme: Theme,
    /// The usage type of the open template.
    pub usage_type: Option<String>,
    /// The language tag of the open template.
    pub tag: Option<String>,
    /// The flow, by its id.
    pub flow: Option<String>,
    /// Who gets test mails.
    pub recipient: Option<String>,
    /// How the *Design* screen is set up.
    pub design: DesignView,
    /// The payloads that differ from the default.
    pub payloads: Vec<SavedPayload>,
    /// The domains that were typed, and what is known of any.
    pub domains: Vec<DomainWish>,
    /// The domain shown.
    pub domain: Option<String>,
    /// The name servers that domains are checked with; empty for those of the system.
    pub name_server: String,
    /// The files that messages were added from lately.
    pub message_files: Vec<PathBuf>,
    /// The size of the window in points.
    pub window: Option<[f32; 2]>,
}

impl Default for Session {
    fn default() -> Self {
        Self {
            version: SESSION_VERSION,
            workspace: None,
            screen: Screen::default(),
            theme: Theme::default(),
            usage_type: None,
            tag: None,
            flow: None,
            recipient: None,
            design: DesignView::default(),
            payloads: Vec::new(),
            domains: Vec::new(),
            domain: None,
            name_server: String::new(),
            message_files: Vec::new(),
            window: None,
        }
    }
}

/// A payload that was chosen or typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SavedPayload {
    /// The id of its flow.
    pub flow: String,
    /// Its usage type.
    pub usage_type: String,
    /// Where it came from.
    pub choice: PayloadChoice,
    /// The text, where it is not built in.
    pub text: Option<String>,
    /// Whether the text was changed.
    #[serde(default)]
    pub is_modified: bool,
}

impl Session {
    /// How the program is now.
    pub fn of(model: &Model) -> Self {
        let design = &model.design;
        Self {
            version: SESSION_VERSION,
            workspace: model.root().map(PathBuf::from),
            screen: model.screen,
            theme: model.theme,
            usage_type: design
                .selected
                .as_ref()
                .map(|key| key.usage_type.as_str().to_owned()),
            tag: design.selected.as_ref().map(|key| key.tag.clone()),
            flow: Some(design.flow.id().to_owned()),
            recipient: Some(design.recipient.clone()),
            design: design.view.clone(),
            payloads: design
                .payloads
                .iter()
                .filter(|(_, draft)| draft.is_modified || draft.choice != PayloadChoice::Full)
                .map(|((flow, usage_type), draft)| SavedPayload {
                    flow: flow.id().to_owned(),
                    usage_type: usage_type.as_str().to_owned(),
                    choice: draft.choice.clone(),
                    text: (draft.is_modified || matches!(draft.choice, PayloadChoice::Set(_)))
                        .then(|| draft.text.to_string()),
                    is_modified: draft.is_modified,
                })
                .collect(),
            domains: model.deliverability.wishes.clone(),
            domain: model.deliverability.selected.clone(),
            name_server: model.deliverability.server.clone(),
            message_files: model.inbox.recent_files.clone(),
            window: model.window_size,
        }
    }

    /// Sets up the program as it was left; the workspace is opened by others.
    pub fn restore(&self, model: &mut Model) {
        model.screen = self.screen;
        model.theme = self.theme;
        let design = &mut model.design;
        design.view = self.design.clone();
        design.view.zoom = design.view.zoom.clamp(0.5, 2.0);
        if let Some(flow) = self.flow.as_deref().and_then(|id| id.parse().ok()) {
            design.flow = flow;
        }
        if let Some(recipient) = &self.recipient {
            design.recipient.clone_from(recipient);
        }
        design.payloads = self.payloads();
        let deliverability = &mut model.deliverability;
        deliverability.wishes.clone_from(&self.domains);
        deliverability.selected.clone_from(&self.domain);
        deliverability.server.clone_from(&self.name_server);
        model.inbox.recent_files.clone_from(&self.message_files);
    }

    /// The template that was open.
    pub fn template(&self) -> Option<TemplateKey> {
        Some(TemplateKey {
            usage_type: self.usage_type.as_deref()?.parse().ok()?,
            tag: self.tag.clone()?,
        })
    }

    fn payloads(&self) -> BTreeMap<(Flow, UsageType), PayloadDraft> {
        self.payloads
            .iter()
            .filter_map(|saved| {
                let flow: Flow = saved.flow.parse().ok()?;
                let usage_type: UsageType = saved.usage_type.parse().ok()?;
                let base = saved
                    .choice
                    .built_in(flow, usage_type)
                    .or_else(|| PayloadChoice::Full.built_in(flow, usage_type))?;
                let mut draft = PayloadDraft::chosen(saved.choice.clone(), base);
                if let Some(text) = &saved.text {
                    draft.set_text(text.as_str().into());
                    draft.is_modified = saved.is_modified;
                }
                Some(((flow, usage_type), draft))
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_comes_back_as_it_was_left() {
        let mut model = Model {
            screen: Screen::Inbox,
            theme: Theme::Dark,
            ..Model::default()
        };
        model.design.flow = Flow::Account;
        let key = (Flow::Account, UsageType::BindMfa);
        let mut draft = PayloadDraft::chosen(PayloadChoice::Minimal, serde_json::json!({}));
        draft.set_text("{ broken".into());
        model.design.payloads.insert(key, draft.clone());
        let other = (Flow::Account, UsageType::BindNewIdentifier);
        let set = PayloadChoice::Set("long".to_owned());
        let set = PayloadDraft::chosen(set, serde_json::json!({"code": "set"}));
        model.design.payloads.insert(other, set.clone());
        let json = serde_json::to_string(&Session::of(&model)).unwrap();

        let mut restored = Model::default();
        let session: Session = serde_json::from_str(&json).unwrap();
        session.restore(&mut restored);
        assert_eq!(
            (restored.screen, restored.theme),
            (Screen::Inbox, Theme::Dark)
        );
        assert_eq!(restored.design.flow, Flow::Account);
        assert_eq!(restored.design.payloads[&key].text, draft.text);
        assert_eq!(restored.design.payloads[&other], set);
    }

    #[test]
    fn a_file_of_an_older_program_is_read() {
        let session: Session = serde_json::from_str(r#"{"screen":"design"}"#).unwrap();
        assert_eq!(session.design, DesignView::default());
    }
}
