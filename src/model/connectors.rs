//! What the *Connectors* screen shows.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::Document;
use crate::domain::authoring::SourceKey;
use crate::domain::connector::console::{JsonError, SpelledJson};
use crate::domain::connector::difference::{Difference, Promotion};
use crate::domain::connector::{ConfigIssue, PathPart, SecretReference, form};
use crate::domain::finding::{Finding, Severity};
use crate::domain::logto::UsageType;
use crate::domain::workspace::{
    AllowList, ConnectorProfile, Environment, ParseError, TemplateKey, missing_words,
};

/// A tab of the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum ConnectorsTab {
    /// The settings of the profile, as a form and as JSON.
    #[default]
    Settings,
    /// Sending one mail or many.
    Send,
    /// What was sent.
    History,
    /// In what two profiles differ.
    Compare,
}

/// A connector profile as it is edited, and what is wrong with it.
#[derive(Debug, Clone)]
pub struct ProfileView {
    /// The name of its file, without the ending.
    pub name: String,
    /// The text of its file.
    pub text: Arc<str>,
    /// What the text says; what it said last, while it cannot be read.
    pub profile: Option<Arc<ConnectorProfile>>,
    /// Why the text cannot be read, if so.
    pub error: Option<ParseError>,
    /// The configuration as JSON, as the Console takes it.
    pub json: Arc<str>,
    /// The JSON that is typed and cannot be read yet, if so; the rest is the last that could.
    pub unfinished: Option<Arc<UnfinishedJson>>,
    /// What Logto's guard refuses.
    pub issues: Arc<[ConfigIssue]>,
    /// What else is wrong, most severe first.
    pub findings: Arc<[Finding]>,
}

impl ProfileView {
    /// What people call it.
    pub fn title(&self) -> &str {
        self.profile
            .as_ref()
            .map_or(&self.name, |profile| &profile.title)
    }

    /// Whether it sends to the people who use the product.
    pub fn is_production(&self) -> bool {
        self.profile.as_ref().is_some_and(|profile| {
            !profile.sandbox && profile.environment == Environment::Production
        })
    }

    /// The most severe problem.
    pub fn worst(&self) -> Option<Severity> {
        if self.error.is_some() || !self.issues.is_empty() {
            return Some(Severity::Error);
        }
        self.findings.iter().map(|finding| finding.severity).min()
    }
}

/// JSON of a configuration that is typed and cannot be read yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnfinishedJson {
    /// As typed.
    pub text: String,
    /// Why it cannot be read, and where.
    pub error: JsonError,
}

/// The state of the screen.
#[derive(Debug, Clone, Default)]
pub struct ConnectorsModel {
    /// The profile shown.
    pub selected: Option<String>,
    /// The tab shown.
    pub tab: ConnectorsTab,
    /// Every profile, read.
    pub views: BTreeMap<String, Arc<ProfileView>>,
    /// The templates in the configuration of the profile that sends, by the key of each: mirrors of
    /// its text, which a change here changes too.
    pub defaults: BTreeMap<TemplateKey, Document>,
    /// The types whose template the provider stores: the configuration of the profile that sends has
    /// a name for it and no text.
    pub stored: BTreeSet<UsageType>,
    /// What the mirrors were made from: the profile, its text, and the text on disk.
    pub mirrored: Option<(String, Arc<str>, Option<Arc<str>>)>,
    /// The order of keys in an object of a configuration before fields of it were emptied, by the
    /// profile and the path of the object: a key that comes back stands where it stood.
    pub key_orders: BTreeMap<(String, Vec<String>), Vec<String>>,
    /// What is known about the secrets that the profiles name.
    pub secrets: BTreeMap<SecretReference, SecretState>,
    /// Where secrets are kept that are not in the environment.
    pub store: StoreChoice,
    /// The same in a sentence.
    pub store_words: String,
    /// Why nothing can be kept there, without a period; none if it can, or nobody has asked yet.
    pub store_trouble: Option<String>,
    /// The profiles whose list of allowed recipients was lifted, in this run.
    pub lifted: BTreeSet<String>,
    /// The profile that the one shown is compared with.
    pub compare_with: Option<String>,
    /// What of the profile shown a promotion takes over beside the texts, as JSON pointers.
    pub promoted: BTreeSet<String>,
    /// In what the two differ; only while it is looked at.
    pub comparison: Option<Arc<ProfileComparison>>,
}

impl ConnectorsModel {
    /// The profile shown.
    pub fn shown(&self) -> Option<&Arc<ProfileView>> {
        self.views.get(self.selected.as_ref()?)
    }

    /// The secrets of a profile that are not where it says, none of a sandbox.
    pub fn missing_secrets(&self, profile: &ConnectorProfile) -> Vec<SecretGap> {
        if profile.sandbox {
            return Vec::new();
        }
        let places = form::secrets_in(&profile.factory, &profile.config);
        let gaps = places.iter().filter_map(|at| {
            let reference = at.reference(&profile.config)?;
            let why = self.why_missing(&reference)?;
            let keys = at.path.iter().map(|part| match part {
                PathPart::Key(key) => Some(key.clone()),
                PathPart::Index(_) => None,
            });
            Some(SecretGap {
                path: at.path_text(),
                keys: keys.collect(),
                reference,
                why,
            })
        });
        gaps.collect()
    }

    /// Why a reference leads to nothing, without a period; none if it leads to a secret, or if its
    /// place is still being asked.
    pub fn why_missing(&self, reference: &SecretReference) -> Option<String> {
        let is_kept = matches!(reference, SecretReference::Keyring(_));
        let trouble = self.store_trouble.as_deref().filter(|_| is_kept);
        match self.secrets.get(reference)? {
            SecretState::Known | SecretState::Asked => None,
            SecretState::Missing => Some(missing_words(reference, None)),
            SecretState::Failed(why) => Some(missing_words(reference, trouble.or(Some(why)))),
        }
    }

    /// The file of the profile shown.
    pub fn shown_key(&self) -> Option<SourceKey> {
        self.selected.clone().map(SourceKey::Connector)
    }
}

/// A change of a profile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ProfileChange {
    /// What people call it.
    Title(String),
    /// For whom it is meant.
    Environment(Environment),
    /// To whom it may send.
    Allow(AllowList),
    /// Where it sends instead of the provider.
    Endpoint(Option<String>),
    /// Whether any certificate is accepted.
    AcceptInvalid(bool),
    /// A field of the configuration: the path of its keys, and the value; none to remove it.
    Field(Vec<String>, Option<Value>),
    /// The whole configuration, as it is written.
    Config(SpelledJson),
    /// What is typed of the configuration and cannot be read yet; none to go back to the last that
    /// could.
    Unfinished(Option<String>),
}

/// Where a secret is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SecretPlace {
    /// In the keyring of the system, or what stands in for it.
    #[default]
    Store,
    /// In a variable of the environment.
    Environment,
}

/// What is known about a secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SecretState {
    /// The store is being asked, which may wait for a person.
    Asked,
    /// It is known.
    Known,
    /// It is not there.
    Missing,
    /// The store could not be asked; this is why.
    Failed(String),
}

/// A secret that is not where its profile says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecretGap {
    /// Its place in the configuration, as in JavaScript: `auth.pass`.
    pub path: String,
    /// The same as keys; none where a list is on the way.
    pub keys: Option<Vec<String>>,
    /// What stands there.
    pub reference: SecretReference,
    /// Why that leads to nothing, without a period.
    pub why: String,
}

/// Where secrets are kept that are not in the environment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum StoreChoice {
    /// In the keyring of the system.
    #[default]
    Keyring,
    /// In the encrypted file, which is open.
    File,
    /// In the encrypted file, which wants its passphrase first.
    LockedFile,
}

/// A configuration that goes to the clipboard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CopiedJson {
    /// That of a profile.
    Config(String),
    /// What production would be after a promotion.
    Promotion,
}

/// In what two profiles differ.
#[derive(Debug, Clone)]
pub struct ProfileComparison {
    /// The profile shown.
    pub this: Arc<ProfileView>,
    /// The one it is compared with.
    pub other: Arc<ProfileView>,
    /// What a promotion takes over beside the texts, as JSON pointers.
    pub chosen: BTreeSet<String>,
    /// What differs, from the other one to the one shown.
    pub difference: Difference,
    /// What promoting the one shown to the other one would do.
    pub promotion: Promotion,
}

impl ProfileComparison {
    /// The other profile as a promotion would make it.
    pub fn promoted(&self) -> Option<ConnectorProfile> {
        let profile = ConnectorProfile::clone(self.other.profile.as_ref()?);
        Some(profile.with_config(&self.promotion.production))
    }
}
