//! What differs from one set-up to the next in the records of a provider.

use serde::Serialize;

/// A value that a record's name or data is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Variable {
    /// What the account is called in the provider's own names, such as `u1234.wl001`.
    Account,
    /// The provider's name for bounces where there is none of one's own.
    DefaultMailFrom,
    /// The domain that signs.
    DkimDomain,
    /// The public key of DKIM: what stands after `p=`.
    DkimKey,
    /// The name of a DKIM key; there may be several.
    DkimSelector,
    /// A token of SES, which has three.
    DkimToken,
    /// The provider's domain that holds the keys.
    DkimZone,
    /// The domain in From.
    Domain,
    /// The domain that bounces go to.
    MailFrom,
    /// The provider's domain for mail in a region.
    MailZone,
    /// The provider's mail host in a region.
    MxHost,
    /// The proof that the domain is one's own.
    Ownership,
    /// The provider's region.
    Region,
    /// The domain that Mailgun sends with.
    Sending,
    /// The provider's domain whose SPF record to include.
    SpfZone,
    /// The name that links in mails lead to.
    TrackingName,
}

impl Variable {
    /// Every variable.
    pub const ALL: [Self; 16] = [
        Self::Account,
        Self::DefaultMailFrom,
        Self::DkimDomain,
        Self::DkimKey,
        Self::DkimSelector,
        Self::DkimToken,
        Self::DkimZone,
        Self::Domain,
        Self::MailFrom,
        Self::MailZone,
        Self::MxHost,
        Self::Ownership,
        Self::Region,
        Self::Sending,
        Self::SpfZone,
        Self::TrackingName,
    ];

    /// The name in the table of providers.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Account => "account",
            Self::DefaultMailFrom => "default_mail_from",
            Self::DkimDomain => "dkim_domain",
            Self::DkimKey => "dkim_key",
            Self::DkimSelector => "dkim_selector",
            Self::DkimToken => "dkim_token",
            Self::DkimZone => "dkim_zone",
            Self::Domain => "domain",
            Self::MailFrom => "mail_from",
            Self::MailZone => "mail_zone",
            Self::MxHost => "mx_host",
            Self::Ownership => "ownership",
            Self::Region => "region",
            Self::Sending => "sending",
            Self::SpfZone => "spf_zone",
            Self::TrackingName => "tracking_name",
        }
    }

    /// The variable with that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.name() == name)
    }

    /// What people call it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Account => "account",
            Self::DefaultMailFrom | Self::MailFrom => "bounce domain",
            Self::DkimDomain => "signing domain",
            Self::DkimKey => "DKIM key",
            Self::DkimSelector => "DKIM selector",
            Self::DkimToken => "DKIM token",
            Self::DkimZone | Self::MailZone | Self::MxHost | Self::SpfZone | Self::Region => {
                "region"
            }
            Self::Domain => "domain",
            Self::Ownership => "ownership token",
            Self::Sending => "sending domain",
            Self::TrackingName => "tracking name",
        }
    }

    /// Whether its value may hold dots.
    pub(super) const fn has_labels(self) -> bool {
        !matches!(self, Self::DkimToken | Self::Region)
    }

    /// Whether each of its values makes a record of its own.
    pub(super) const fn is_list(self) -> bool {
        matches!(self, Self::DkimSelector | Self::DkimToken)
    }
}
