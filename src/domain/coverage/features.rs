//! What each feature of Logto that sends mails needs, and where it breaks.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::explain::{not_found, words};
use super::grid::{Grid, grid};
use crate::domain::finding::Severity;
use crate::domain::logto::{
    Flow, LanguageLibrary, Place, TemplateCatalog, TemplateSupport, UsageType, flows_of,
};

/// A feature of Logto that sends mails.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Feature {
    /// Accounts are created with an address.
    SignUpByEmail,
    /// A code instead of a password.
    SignInByCode,
    /// The password can be reset.
    ForgotPassword,
    /// A code as second factor.
    EmailMfaVerify,
    /// E-mail can be set up as second factor.
    EmailMfaBind,
    /// People are invited to organizations.
    OrganizationInvitations,
    /// Users link another address.
    AccountChanges,
    /// Users confirm a sensitive change.
    SensitiveOperations,
    /// Whatever sends Generic.
    ConsoleAndManagementApi,
}

impl Feature {
    /// All nine.
    pub const ALL: [Self; 9] = [
        Self::SignUpByEmail,
        Self::SignInByCode,
        Self::ForgotPassword,
        Self::EmailMfaVerify,
        Self::EmailMfaBind,
        Self::OrganizationInvitations,
        Self::AccountChanges,
        Self::SensitiveOperations,
        Self::ConsoleAndManagementApi,
    ];

    /// A name for people.
    pub const fn name(self) -> &'static str {
        match self {
            Self::SignUpByEmail => "Sign-up by e-mail",
            Self::SignInByCode => "Sign-in by code",
            Self::ForgotPassword => "Forgot password",
            Self::EmailMfaVerify => "Second factor by e-mail",
            Self::EmailMfaBind => "Setting up the second factor",
            Self::OrganizationInvitations => "Organization invitations",
            Self::AccountChanges => "New address for an account",
            Self::SensitiveOperations => "Sensitive changes",
            Self::ConsoleAndManagementApi => "Console and Management API",
        }
    }

    /// A stable name in camelCase, for settings files.
    pub const fn key(self) -> &'static str {
        match self {
            Self::SignUpByEmail => "signUpByEmail",
            Self::SignInByCode => "signInByCode",
            Self::ForgotPassword => "forgotPassword",
            Self::EmailMfaVerify => "emailMfaVerify",
            Self::EmailMfaBind => "emailMfaBind",
            Self::OrganizationInvitations => "organizationInvitations",
            Self::AccountChanges => "accountChanges",
            Self::SensitiveOperations => "sensitiveOperations",
            Self::ConsoleAndManagementApi => "consoleAndManagementApi",
        }
    }

    /// The feature with that key.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|feature| feature.key() == key)
    }

    /// When Logto sends its mail, in one sentence.
    pub const fn help(self) -> &'static str {
        match self {
            Self::SignUpByEmail => {
                "Logto sends a code when someone creates an account with an e-mail address"
            }
            Self::SignInByCode => "Logto sends a code when someone signs in without a password",
            Self::ForgotPassword => {
                "Logto sends a code when someone resets the password; an unknown address gets none"
            }
            Self::EmailMfaVerify => "Logto sends a code after the first factor, as the second one",
            Self::EmailMfaBind => {
                "Logto sends a code when someone sets up e-mail as second factor, while signing in \
                 or in the account settings"
            }
            Self::OrganizationInvitations => {
                "Logto sends an invitation when it is created with a message payload, or sent again"
            }
            Self::AccountChanges => {
                "Logto sends a code when a signed-in user adds another address in the account \
                 settings"
            }
            Self::SensitiveOperations => {
                "Logto sends a code to the user's own address before a sensitive change in the \
                 account settings"
            }
            Self::ConsoleAndManagementApi => {
                "Logto sends Generic for codes of the Management API and of the Console's profile \
                 page, and for every connector test"
            }
        }
    }

    /// The types it sends.
    pub const fn usage_types(self) -> &'static [UsageType] {
        match self {
            Self::SignUpByEmail => &[UsageType::Register],
            Self::SignInByCode => &[UsageType::SignIn],
            Self::ForgotPassword => &[UsageType::ForgotPassword],
            Self::EmailMfaVerify => &[UsageType::MfaVerification],
            Self::EmailMfaBind => &[UsageType::BindMfa],
            Self::OrganizationInvitations => &[UsageType::OrganizationInvitation],
            Self::AccountChanges => &[UsageType::BindNewIdentifier],
            Self::SensitiveOperations => &[UsageType::UserPermissionValidation],
            Self::ConsoleAndManagementApi => &[UsageType::Generic],
        }
    }

    /// The flows that send them, in the order of [`Flow::ALL`].
    pub fn flows(self) -> Vec<Flow> {
        let types = self.usage_types().iter();
        let flows: BTreeSet<Flow> = types.flat_map(|known| flows_of(*known)).collect();
        flows.into_iter().collect()
    }

    /// What its mail is for, to follow “No mail for”.
    const fn purpose(self) -> &'static str {
        match self {
            Self::SignUpByEmail => "new sign-ups",
            Self::SignInByCode => "sign-ins by code",
            Self::ForgotPassword => "forgotten passwords",
            Self::EmailMfaVerify => "the second factor",
            Self::EmailMfaBind => "setting up the second factor",
            Self::OrganizationInvitations => "invitations to organizations",
            Self::AccountChanges => "new addresses of accounts",
            Self::SensitiveOperations => "sensitive changes",
            Self::ConsoleAndManagementApi => "codes of the Console and the Management API",
        }
    }
}

/// What templates do for a feature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeatureCoverage {
    /// The feature.
    pub feature: Feature,
    /// How far its mails are covered; nothing if the feature is off.
    pub verdict: Option<Verdict>,
    /// The types it sends; empty if the feature is off.
    pub types: Vec<TypeCoverage>,
    /// What is not as readers would wish, the worst first; empty if the feature is off.
    pub breaks: Vec<Break>,
}

impl FeatureCoverage {
    /// Whether the tenant uses the feature.
    pub const fn is_on(&self) -> bool {
        self.verdict.is_some()
    }
}

/// The languages that mails of a type can be in, in the order of the grid's columns.
///
/// All lists are empty if the connector hands the payload over without a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TypeCoverage {
    /// The type.
    pub usage_type: UsageType,
    /// Those with a template of their own that the connector uses.
    pub own: Vec<String>,
    /// Those for which another template stands in.
    pub falls_back: Vec<String>,
    /// Those in which Logto sends no mail.
    pub not_found: Vec<String>,
}

/// Something that readers of some languages do not get as they would wish.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Break {
    /// The type of the mail.
    pub usage_type: UsageType,
    /// An error if there is no mail, a warning if another template stands in.
    pub severity: Severity,
    /// What happens, in one sentence without a period.
    pub message: String,
}

/// How far mails are covered, the better the less.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// Every language has a template of its own, or needs none.
    Complete,
    /// In some languages another template stands in.
    FallsBack,
    /// In some languages Logto sends no mail.
    Breaks,
}

/// What the templates do for every feature, in the order of [`Feature::ALL`].
pub fn coverage(
    catalog: &impl TemplateCatalog,
    library: &LanguageLibrary,
    support: TemplateSupport,
    enabled: &BTreeSet<Feature>,
) -> Vec<FeatureCoverage> {
    coverage_of_grid(&grid(catalog, library, support), enabled)
}

/// The same as [`coverage`], from a grid that is there already.
pub fn coverage_of_grid(grid: &Grid, enabled: &BTreeSet<Feature>) -> Vec<FeatureCoverage> {
    let judge = |feature: Feature| {
        if enabled.contains(&feature) {
            judge(feature, grid)
        } else {
            FeatureCoverage {
                feature,
                verdict: None,
                types: Vec::new(),
                breaks: Vec::new(),
            }
        }
    };
    Feature::ALL.into_iter().map(judge).collect()
}

fn judge(feature: Feature, grid: &Grid) -> FeatureCoverage {
    let needed = feature.usage_types().iter();
    let groups: Vec<Groups<'_>> = needed.map(|needed| Groups::of(*needed, grid)).collect();
    let mut breaks: Vec<Break> = groups
        .iter()
        .flat_map(|groups| groups.breaks(feature))
        .collect();
    breaks.sort_by_key(|found| found.severity);
    let worst = breaks.first().map(|found| found.severity);
    FeatureCoverage {
        feature,
        verdict: Some(match worst {
            None => Verdict::Complete,
            Some(Severity::Error) => Verdict::Breaks,
            Some(_) => Verdict::FallsBack,
        }),
        types: groups.iter().map(Groups::coverage).collect(),
        breaks,
    }
}

/// The languages of one type, by what they get.
struct Groups<'g> {
    usage_type: UsageType,
    all: usize,
    own: Vec<&'g str>,
    falls_back: Vec<(Place, Vec<&'g str>)>,
    not_found: Vec<&'g str>,
}

impl<'g> Groups<'g> {
    fn of(usage_type: UsageType, grid: &'g Grid) -> Self {
        let mut groups = Self {
            usage_type,
            all: 0,
            own: Vec::new(),
            falls_back: Vec::new(),
            not_found: Vec::new(),
        };
        if !grid.support.uses_config() {
            return groups;
        }
        for (at, column) in grid.columns.iter().enumerate() {
            if grid.is_asked_for(usage_type, at) {
                groups.add(&column.tag, grid.place(usage_type, at));
            }
        }
        groups
    }

    fn add(&mut self, tag: &'g str, place: Option<Place>) {
        self.all += 1;
        let Some(place) = place else {
            self.not_found.push(tag);
            return;
        };
        if self.is_own(&place, tag) {
            self.own.push(tag);
        } else if let Some((_, tags)) = self.falls_back.iter_mut().find(|(to, _)| *to == place) {
            tags.push(tag);
        } else {
            self.falls_back.push((place, vec![tag]));
        }
    }

    fn is_own(&self, place: &Place, tag: &str) -> bool {
        matches!(
            place,
            Place::Custom { usage_type, language_tag }
                if *usage_type == self.usage_type && language_tag == tag
        )
    }

    fn breaks(&self, feature: Feature) -> Vec<Break> {
        let new = |severity, message| Break {
            usage_type: self.usage_type,
            severity,
            message,
        };
        let mut breaks = Vec::new();
        if !self.not_found.is_empty() {
            let message = format!(
                "No mail for {} in {}: Logto answers {}",
                feature.purpose(),
                self.languages(&self.not_found, "any language"),
                not_found(self.usage_type)
            );
            breaks.push(new(Severity::Error, message));
        }
        breaks.extend(self.falls_back.iter().map(|(place, tags)| {
            let message = format!(
                "Readers of {} get {}",
                self.languages(tags, "every language"),
                words(place)
            );
            new(Severity::Warning, message)
        }));
        breaks
    }

    /// Some languages in words; `all` if there are no others.
    fn languages(&self, tags: &[&str], all: &str) -> String {
        /// So many are named.
        const NAMED: usize = 3;
        if tags.len() == self.all && tags.len() > 1 {
            return all.to_owned();
        }
        match tags {
            [rest @ .., last] if !rest.is_empty() && tags.len() <= NAMED + 1 => {
                format!("{} and {last}", rest.join(", "))
            }
            _ if tags.len() <= NAMED => tags.join(", "),
            _ => {
                let named: Vec<&str> = tags.iter().take(NAMED).copied().collect();
                format!("{} and {} more", named.join(", "), tags.len() - NAMED)
            }
        }
    }

    fn coverage(&self) -> TypeCoverage {
        let owned = |tags: &[&str]| tags.iter().map(|tag| (*tag).to_owned()).collect();
        let falls_back = self.falls_back.iter().flat_map(|(_, tags)| tags);
        TypeCoverage {
            usage_type: self.usage_type,
            own: owned(&self.own),
            falls_back: falls_back.map(|tag| (*tag).to_owned()).collect(),
            not_found: owned(&self.not_found),
        }
    }
}
