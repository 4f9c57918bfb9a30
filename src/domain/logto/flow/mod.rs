//! The eight ways a mail leaves Logto, and what each carries.

mod payload;
mod shapes;
mod variable;

use std::fmt;
use std::str::FromStr;

use serde::Serialize;

pub use self::payload::{context_failed_payload, in_language, minimal_payload, sample_payload};
pub use self::variable::{Kind, Presence, Variable, VariablePath, paths, variables};
use super::UsageType;

/// A flow: a route of Logto that sends mails (routes under `packages/core/src/routes`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Flow {
    /// Sign-in, registration or password reset on the hosted pages.
    Experience,
    /// The second factor on the hosted pages.
    ExperienceMfa,
    /// The legacy interaction API, still used by hosted pages of old versions.
    Interaction,
    /// The Account API, called for a user who is signed in.
    Account,
    /// The Management API asked for a code.
    Management,
    /// The profile page of Logto's Console.
    Console,
    /// An invitation to an organization.
    Invitation,
    /// “Send test” of a connector.
    ConnectorTest,
}

/// Where a flow takes the language of the mail from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum LocaleSource {
    /// The rule of the hosted pages: `ui_locales`, then `?locale=` and `Accept-Language`, then the
    /// fallback language (`core/src/utils/i18n.ts`).
    Experience,
    /// i18next with the Console's languages: `?locale=`, then `Accept-Language`, then `en`
    /// (`core/src/middleware/koa-i18next.ts`).
    ConsoleLanguages,
    /// The caller's `locale`, as written.
    Raw,
    /// The flow has none.
    None,
}

/// The text is none of the eight ids.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unknown flow {0:?}")]
pub struct UnknownFlow(pub String);

impl Flow {
    /// All eight.
    pub const ALL: [Self; 8] = [
        Self::Experience,
        Self::ExperienceMfa,
        Self::Interaction,
        Self::Account,
        Self::Management,
        Self::Console,
        Self::Invitation,
        Self::ConnectorTest,
    ];

    /// A stable id in kebab-case, as on the command line and in files.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Experience => "experience",
            Self::ExperienceMfa => "experience-mfa",
            Self::Interaction => "interaction",
            Self::Account => "account",
            Self::Management => "management",
            Self::Console => "console",
            Self::Invitation => "invitation",
            Self::ConnectorTest => "connector-test",
        }
    }

    /// A short name for people.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Experience => "Sign-in pages",
            Self::ExperienceMfa => "Sign-in pages, second factor",
            Self::Interaction => "Sign-in pages, legacy API",
            Self::Account => "Account API",
            Self::Management => "Management API",
            Self::Console => "Console profile",
            Self::Invitation => "Organization invitation",
            Self::ConnectorTest => "Connector test",
        }
    }

    /// The route that sends; of an invitation the one that creates it (a mail is sent again by
    /// `POST /api/organization-invitations/:id/message`).
    pub const fn route(self) -> &'static str {
        match self {
            Self::Experience => "POST /api/experience/verification/verification-code",
            Self::ExperienceMfa => "POST /api/experience/verification/mfa-verification-code",
            Self::Interaction => "POST /api/interaction/verification/verification-code",
            Self::Account => "POST /api/verifications/verification-code",
            Self::Management => "POST /api/verification-codes",
            Self::Console => "POST /me/verification-codes",
            Self::Invitation => "POST /api/organization-invitations",
            Self::ConnectorTest => "POST /api/connectors/:factoryId/test",
        }
    }

    /// The usage types this flow can send, in Logto's order.
    pub const fn usage_types(self) -> &'static [UsageType] {
        match self {
            Self::Experience => &[
                UsageType::SignIn,
                UsageType::Register,
                UsageType::ForgotPassword,
                UsageType::BindMfa,
            ],
            Self::ExperienceMfa => &[UsageType::MfaVerification],
            Self::Interaction => &[
                UsageType::SignIn,
                UsageType::Register,
                UsageType::ForgotPassword,
            ],
            Self::Account => &[
                UsageType::UserPermissionValidation,
                UsageType::BindNewIdentifier,
                UsageType::BindMfa,
            ],
            Self::Management | Self::Console | Self::ConnectorTest => &[UsageType::Generic],
            Self::Invitation => &[UsageType::OrganizationInvitation],
        }
    }

    /// Whether the flow can send that type.
    pub fn sends(self, usage_type: UsageType) -> bool {
        self.usage_types().contains(&usage_type)
    }

    /// Whether the connector gets the client's IP address beside the payload; it is never a
    /// variable.
    pub const fn sends_ip(self) -> bool {
        !matches!(self, Self::Account)
    }

    /// Where the language of the mail comes from.
    pub const fn locale_source(self) -> LocaleSource {
        match self {
            Self::Experience | Self::ExperienceMfa | Self::Account => LocaleSource::Experience,
            Self::Interaction | Self::Console => LocaleSource::ConsoleLanguages,
            Self::Invitation | Self::ConnectorTest => LocaleSource::Raw,
            Self::Management => LocaleSource::None,
        }
    }

    /// Whether the caller can add variables of any name; only the message payload of an invitation
    /// allows it, and its keys override Logto's own.
    pub const fn takes_extra_variables(self) -> bool {
        matches!(self, Self::Invitation)
    }
}

/// The flows that can send `usage_type`, in the order of [`Flow::ALL`]; at least one for each type.
pub fn flows_of(usage_type: UsageType) -> Vec<Flow> {
    Flow::ALL
        .into_iter()
        .filter(|flow| flow.sends(usage_type))
        .collect()
}

impl fmt::Display for Flow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.id())
    }
}

impl FromStr for Flow {
    type Err = UnknownFlow;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|flow| flow.id() == text)
            .ok_or_else(|| UnknownFlow(text.to_owned()))
    }
}

#[cfg(test)]
mod tests;
