//! Why there is no delivery, with the answer Logto's API would give.

use serde::Serialize;
use serde_json::{Value, json};

use super::guard::ConfigIssue;
use crate::domain::logto::UsageType;

/// The error Logto's API reports (`core/src/middleware/koa-connector-error-handler.ts`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LogtoError {
    /// The API's code, for example `connector.general`.
    pub code: &'static str,
    /// The HTTP status.
    pub status: u16,
    /// The `data` of the answer.
    pub data: Value,
}

impl LogtoError {
    /// `connector.general` with a message, which covers every failure of a connection.
    pub fn general(message: &str) -> Self {
        Self {
            code: "connector.general",
            status: 400,
            data: json!({ "message": message }),
        }
    }
}

/// The renderer's sentence on why a template cannot be rendered.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct RenderFailure(pub String);

/// Why a connector would not try to send.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PlanError {
    /// The configuration does not pass the connector's guard; all problems are listed.
    #[error("the configuration is not valid ({} problems)", .0.len())]
    InvalidConfig(Vec<ConfigIssue>),
    /// Neither a template of that type nor one for `Generic` exists.
    #[error("there is no template for {0} and none for Generic")]
    TemplateNotFound(UsageType),
    /// A value of the payload cannot be written as text.
    #[error("the template could not be rendered")]
    Render(#[source] RenderFailure),
    /// As [`Self::TemplateNotFound`], of a connector that tells nothing more about it.
    #[error("there is no delivery for {0} and none for Generic")]
    DeliveryNotFound(UsageType),
    /// The client library would refuse; the message is the one it gives.
    #[error("{0}")]
    General(String),
    /// The HTTP client would refuse, and Logto passes its error on as an object.
    #[error("{message}")]
    Client {
        /// JavaScript's name of the error.
        name: &'static str,
        /// The client's code, for example `ERR_INVALID_URL`.
        code: &'static str,
        /// Its sentence, which Logto's answer lacks.
        message: String,
    },
    /// The client library would throw what the connector does not catch; the message is its own.
    #[error("{0}")]
    Uncaught(String),
    /// A self-hosted Logto has no such service.
    #[error("only Logto Cloud sends with this connector")]
    NotImplemented,
}

impl PlanError {
    /// What Logto would answer.
    ///
    /// A rendering error is a `TypeError` there, which its API reports as a plain 500, like
    /// everything else that is no error of a connector.
    pub fn logto(&self) -> LogtoError {
        match self {
            Self::InvalidConfig(issues) => LogtoError {
                code: "connector.invalid_config",
                status: 400,
                data: json!({
                    "issues": issues.iter().map(ConfigIssue::to_zod).collect::<Vec<_>>(),
                    "name": "ZodError",
                }),
            },
            Self::TemplateNotFound(usage_type) => LogtoError {
                code: "connector.template_not_found",
                status: 400,
                data: json!({ "message": format!("Template not found for type: {usage_type}") }),
            },
            Self::DeliveryNotFound(_) => LogtoError {
                code: "connector.template_not_found",
                status: 400,
                data: Value::Null,
            },
            // Logto's answer has the client's options too, with the whole request and its key.
            Self::Client { name, code, .. } => LogtoError {
                code: "connector.general",
                status: 400,
                data: json!({ "name": name, "code": code }),
            },
            Self::Render(_) | Self::Uncaught(_) => LogtoError {
                code: "internal_server_error",
                status: 500,
                data: Value::Null,
            },
            Self::General(message) => LogtoError::general(message),
            Self::NotImplemented => LogtoError {
                code: "connector.not_implemented",
                status: 501,
                data: Value::Null,
            },
        }
    }
}
