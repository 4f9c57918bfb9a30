//! Which templates a connector looks at.

use serde::Serialize;

/// Where a connector takes templates from (`connectors/*/src/index.ts`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum TemplateSupport {
    /// The tenant's custom templates, then those in the connector's configuration.
    CustomAndConfig,
    /// Those in its configuration only.
    ConfigOnly,
    /// Those in its configuration, without falling back to Generic.
    ExactConfigOnly,
    /// None: the connector hands the payload over, and the receiver makes the mail.
    PayloadOnly,
}

impl TemplateSupport {
    /// What the connector with this factory id does; nothing for an id Logto does not ship.
    ///
    /// Takes Logto's ids (`simple-mail-transfer-protocol`) and the names of the packages (`smtp`).
    pub fn of_factory(id: &str) -> Option<Self> {
        match id {
            "aws-ses-mail"
            | "aws-ses"
            | "aliyun-direct-mail"
            | "aliyun-dm"
            | "sendgrid-email-service"
            | "sendgrid-email"
            | "sendgrid"
            | "mailgun-email"
            | "mailgun"
            | "simple-mail-transfer-protocol"
            | "smtp"
            | "mailjunky-email-service"
            | "mailjunky"
            | "smtp2go-email-service"
            | "smtp2go-email"
            | "smtp2go"
            | "mock-email-service"
            | "mock-email" => Some(Self::CustomAndConfig),
            "postmark-mail" | "postmark" => Some(Self::ConfigOnly),
            "mock-email-service-alternative" | "mock-email-alternative" => {
                Some(Self::ExactConfigOnly)
            }
            "http-email" | "logto-email" => Some(Self::PayloadOnly),
            _ => None,
        }
    }

    /// Whether the tenant's custom templates are asked first.
    pub const fn uses_custom(self) -> bool {
        matches!(self, Self::CustomAndConfig)
    }

    /// Whether templates of the configuration are used.
    pub const fn uses_config(self) -> bool {
        !matches!(self, Self::PayloadOnly)
    }

    /// Whether the configuration's Generic template stands in for a missing type.
    pub const fn falls_back_to_generic(self) -> bool {
        matches!(self, Self::CustomAndConfig | Self::ConfigOnly)
    }
}
