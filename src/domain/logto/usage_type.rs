//! The nine kinds of mail.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// Logto's `TemplateType`, in the order of its source (`connector-kit/src/types/passwordless.ts`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum UsageType {
    /// A code to sign in.
    SignIn,
    /// A code to create an account.
    Register,
    /// A code to reset the password.
    ForgotPassword,
    /// An invitation to an organization, with a link.
    OrganizationInvitation,
    /// Anything without a template of its own; the only type Logto's own tester sends.
    Generic,
    /// A code before a sensitive change of the account.
    UserPermissionValidation,
    /// A code to link a new address to an account.
    BindNewIdentifier,
    /// A code as second factor.
    MfaVerification,
    /// A code to set up e-mail as second factor.
    BindMfa,
}

/// The text is none of the nine names.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unknown usage type {0:?}; these are: {known}", known = names())]
pub struct UnknownUsageType(pub String);

/// The nine names in one line.
fn names() -> String {
    UsageType::ALL.map(UsageType::as_str).join(", ")
}

impl UsageType {
    /// All nine, in Logto's order.
    pub const ALL: [Self; 9] = [
        Self::SignIn,
        Self::Register,
        Self::ForgotPassword,
        Self::OrganizationInvitation,
        Self::Generic,
        Self::UserPermissionValidation,
        Self::BindNewIdentifier,
        Self::MfaVerification,
        Self::BindMfa,
    ];

    /// Logto's name, as it stands in `usageType` and `templateType`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::SignIn => "SignIn",
            Self::Register => "Register",
            Self::ForgotPassword => "ForgotPassword",
            Self::OrganizationInvitation => "OrganizationInvitation",
            Self::Generic => "Generic",
            Self::UserPermissionValidation => "UserPermissionValidation",
            Self::BindNewIdentifier => "BindNewIdentifier",
            Self::MfaVerification => "MfaVerification",
            Self::BindMfa => "BindMfa",
        }
    }
}

impl fmt::Display for UsageType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for UsageType {
    type Err = UnknownUsageType;

    /// Exact, as Logto compares: case matters.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|usage_type| usage_type.as_str() == text)
            .ok_or_else(|| UnknownUsageType(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_reads_back_as_its_type() {
        for usage_type in UsageType::ALL {
            assert_eq!(usage_type.as_str().parse(), Ok(usage_type));
        }
    }

    #[test]
    fn the_deprecated_test_type_is_unknown() {
        assert_eq!(
            "Test".parse::<UsageType>(),
            Err(UnknownUsageType("Test".to_owned()))
        );
    }
}
