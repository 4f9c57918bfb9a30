//! All that is wrong with a configuration: what Logto's guard refuses, and what passes it and fails
//! later, the one not hiding the other.

use serde_json::Value;

use super::guard::Check;
use super::{
    AliyunDmConfig, AwsSesConfig, ConfigIssue, Connector, ConnectorError, HttpEmailConfig,
    LogtoEmailConfig, MailJunkyConfig, MailgunConfig, PostmarkConfig, SendgridConfig,
    Smtp2goConfig, SmtpConfig, aliyun_dm, aws_ses, http_email, logto_email, mailgun, mailjunky,
    postmark, sendgrid, smtp, smtp2go,
};
use crate::domain::finding::Finding;

/// All that is wrong with a configuration.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Inspection {
    /// What Logto's guard refuses, all of it.
    pub issues: Vec<ConfigIssue>,
    /// What else is wrong. Of places that the guard refuses nothing is said twice.
    pub findings: Vec<Finding>,
}

impl Connector {
    /// Looks a configuration of the connector with Logto's id `factory_id` over.
    ///
    /// # Errors
    ///
    /// [`ConnectorError::UnknownFactory`] if no connector here has that id.
    pub fn inspect(factory_id: &str, config: &Value) -> Result<Inspection, ConnectorError> {
        match Self::from_json(factory_id, config.clone()) {
            Ok(connector) => Ok(Inspection {
                issues: Vec::new(),
                findings: connector.findings(),
            }),
            Err(ConnectorError::InvalidConfig(issues)) => Ok(Inspection {
                findings: findings_beside(factory_id, config, &issues),
                issues,
            }),
            Err(error @ (ConnectorError::UnknownFactory(_) | ConnectorError::NoSandbox(_))) => {
                Err(error)
            }
        }
    }
}

/// What is wrong with the rest of a configuration that the guard refuses: it is looked at with
/// stand-ins for what is refused, of which nothing is told.
fn findings_beside(factory_id: &str, config: &Value, issues: &[ConfigIssue]) -> Vec<Finding> {
    let Some(mended) = guard(factory_id).and_then(|guard| guard.mended(config)) else {
        return Vec::new();
    };
    let Ok(connector) = Connector::from_json(factory_id, mended.config) else {
        return Vec::new();
    };
    let refused = issues.iter().map(ConfigIssue::path_text);
    let refused: Vec<String> = refused.map(|path| format!("{path}:")).collect();
    let mut findings = connector.findings();
    findings.retain(|finding| {
        let message = &finding.message;
        let is_inside = |place: &String| {
            let rest = message.strip_prefix(place.as_str());
            rest.is_some_and(|rest| rest.starts_with([':', '.', '[']))
        };
        !mended.places.iter().any(is_inside)
            && !refused.iter().any(|path| message.starts_with(path))
    });
    findings
}

fn guard(factory_id: &str) -> Option<Check> {
    Some(match factory_id {
        AliyunDmConfig::FACTORY_ID => aliyun_dm::guard(),
        AwsSesConfig::FACTORY_ID => aws_ses::guard(),
        HttpEmailConfig::FACTORY_ID => http_email::guard(),
        LogtoEmailConfig::FACTORY_ID => logto_email::guard(),
        MailgunConfig::FACTORY_ID => mailgun::guard(),
        MailJunkyConfig::FACTORY_ID => mailjunky::guard(),
        PostmarkConfig::FACTORY_ID => postmark::guard(),
        SendgridConfig::FACTORY_ID => sendgrid::guard(),
        SmtpConfig::FACTORY_ID => smtp::guard(),
        Smtp2goConfig::FACTORY_ID => smtp2go::guard(),
        _ => return None,
    })
}

#[cfg(test)]
mod tests;
