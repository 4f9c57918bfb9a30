//! What a provider's own API says of a domain, as requests to send and answers to read.
//!
//! Only used when asked for: the requests carry the connector's key. Nothing is sent here. Where the
//! key cannot tell, [`ApiUnavailable`] and [`ApiFailure`] say so plainly.

mod aliyun;
mod mailgun;
mod postmark;
mod sendgrid;
mod ses;
mod smtp2go;

#[cfg(test)]
mod tests;

use std::fmt;

use serde_json::Value;

use super::settings::Settings;
use super::stated::StatedRecord;
use super::variable::Variable;
use crate::domain::connector::{
    self, Connector, HttpRequest, PlanError, Secret, aliyun_dm, aws_ses,
};
use crate::domain::message::MessageStamp;
use crate::domain::sender_domain::dns::Name;

/// What is asked, with whose key.
#[derive(Clone, Copy)]
pub struct ApiQuery<'a> {
    /// The connector, whose key is used.
    pub connector: &'a Connector,
    /// What is known of the sender.
    pub settings: &'a Settings,
    /// Time and nonce of signatures; a new one for every request.
    pub stamp: &'a MessageStamp,
    /// Postmark's token of the account, which no connector has.
    pub account_token: Option<&'a Secret>,
}

/// Where a query stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ApiStage {
    /// Nothing is known yet.
    First,
    /// The provider calls the domain by this id, and tells more under it.
    Described(u64),
}

/// What an answer leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ApiReply {
    /// Another request is needed.
    Next(ApiStage),
    /// The answer is complete.
    Facts(ApiFacts),
}

/// What the provider says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ApiFacts {
    /// The records it wants.
    pub records: Vec<StatedRecord>,
    /// Values that complete the records of the table.
    pub values: Vec<(Variable, Vec<String>)>,
    /// Whether the provider takes the domain for verified.
    pub verified: Option<bool>,
    /// What else is worth knowing, in sentences without period.
    pub notes: Vec<String>,
}

/// Why no request can be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ApiUnavailable {
    /// There is no provider to ask behind this connector.
    NoProvider,
    /// The provider has no documented call for its domains.
    Undocumented,
    /// Postmark's server token cannot read domains.
    AccountTokenNeeded,
    /// The sender has no domain.
    NoDomain,
    /// The configuration makes no request.
    Refused(String),
}

/// Why an answer tells nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ApiFailure {
    /// The key may not read domains, or is wrong.
    NotAllowed(&'static str),
    /// The provider does not know the domain.
    NotSetUp(String),
    /// The provider answered with an error.
    Status(u16),
    /// The answer is not what the documentation says.
    Unreadable,
}

/// A sentence for people, without period.
impl fmt::Display for ApiUnavailable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoProvider => f.write_str(
                "There is no provider to ask behind this connector; paste the records instead",
            ),
            Self::Undocumented => f.write_str(
                "This provider has no documented way to read the records of a domain; paste them from its dashboard",
            ),
            Self::AccountTokenNeeded => f.write_str(
                "The connector has a server token, and Postmark tells its domains to the account token only (Postmark, API Tokens, owner of the account)",
            ),
            Self::NoDomain => f.write_str("The connector's sender has no domain to ask for"),
            Self::Refused(why) => write!(f, "No request can be made of this configuration: {why}"),
        }
    }
}

/// A sentence for people, without period.
impl fmt::Display for ApiFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotAllowed(how) => write!(
                f,
                "The key is wrong or may not read domains, which says nothing about sending: {how}"
            ),
            Self::NotSetUp(domain) => write!(
                f,
                "The provider does not know {domain} in this account and region; add the domain there first"
            ),
            Self::Status(status) => write!(f, "The provider answered with HTTP {status}"),
            Self::Unreadable => {
                f.write_str("The provider's answer has another form than its documentation says")
            }
        }
    }
}

impl ApiFacts {
    /// The settings with what the provider said.
    pub fn apply(self, settings: Settings) -> Settings {
        let settings = self
            .values
            .into_iter()
            .fold(settings, |settings, (variable, values)| {
                settings.with(variable, values)
            });
        settings.with_stated(self.records)
    }
}

impl ApiQuery<'_> {
    /// The request of a stage.
    ///
    /// # Errors
    ///
    /// Where this connector's key can tell nothing.
    pub fn request(&self, stage: &ApiStage) -> Result<HttpRequest, ApiUnavailable> {
        let domain = self.settings.domain().ok_or(ApiUnavailable::NoDomain);
        let refused = |error: PlanError| ApiUnavailable::Refused(error.to_string());
        match self.connector {
            Connector::HttpEmail(_) | Connector::LogtoEmail(_) | Connector::Smtp(_) => {
                Err(ApiUnavailable::NoProvider)
            }
            Connector::MailJunky(_) => Err(ApiUnavailable::Undocumented),
            Connector::AwsSes(config) => {
                let identity = self.settings.first(Variable::DkimDomain);
                let identity = match identity {
                    Some(identity) => identity.to_owned(),
                    None => domain?.to_string(),
                };
                aws_ses::identity_request(config, &identity, self.stamp.date).map_err(refused)
            }
            Connector::AliyunDm(config) => Ok(match stage {
                ApiStage::First => {
                    aliyun_dm::list_request(config, &domain?.to_string(), self.stamp)
                }
                ApiStage::Described(id) => {
                    aliyun_dm::describe_request(config, &id.to_string(), self.stamp)
                }
            }),
            Connector::Mailgun(config) => {
                connector::mailgun::domain_request(config).map_err(refused)
            }
            Connector::Sendgrid(config) => {
                connector::sendgrid::domains_request(config).map_err(refused)
            }
            Connector::Smtp2go(config) => {
                let domain = domain?.to_string();
                connector::smtp2go::domain_request(config, &domain).map_err(refused)
            }
            Connector::Postmark(_) => {
                let token = self.account_token.filter(|token| !token.is_empty());
                let token = token.ok_or(ApiUnavailable::AccountTokenNeeded)?;
                let id = match stage {
                    ApiStage::First => None,
                    ApiStage::Described(id) => Some(*id),
                };
                connector::postmark::domains_request(token, id).map_err(refused)
            }
        }
    }

    /// What an answer to the request of a stage says.
    ///
    /// # Errors
    ///
    /// Where it says nothing of the domain.
    pub fn read(&self, stage: &ApiStage, status: u16, body: &str) -> Result<ApiReply, ApiFailure> {
        let domain = self.settings.domain().unwrap_or_default();
        self.refusal(status, &domain)?;
        let json: Value = serde_json::from_str(body).map_err(|_error| ApiFailure::Unreadable)?;
        let facts = match self.connector {
            Connector::AwsSes(_) => ses::read(&json, &domain, self.settings),
            Connector::Mailgun(_) => {
                let sending = self.settings.first(Variable::Sending);
                let sending = sending.and_then(|it| Name::from_plain(it).ok());
                mailgun::read(&json, &sending.unwrap_or(domain))
            }
            Connector::Sendgrid(_) => sendgrid::read(&json, &domain),
            Connector::Smtp2go(_) => smtp2go::read(&json, &domain),
            Connector::AliyunDm(_) => match stage {
                ApiStage::First => return aliyun::find(&json, &domain).map(ApiReply::Next),
                ApiStage::Described(_) => aliyun::read(&json, &domain),
            },
            Connector::Postmark(_) => match stage {
                ApiStage::First => return postmark::find(&json, &domain).map(ApiReply::Next),
                ApiStage::Described(_) => postmark::read(&json),
            },
            Connector::HttpEmail(_)
            | Connector::LogtoEmail(_)
            | Connector::MailJunky(_)
            | Connector::Smtp(_) => Err(ApiFailure::Unreadable),
        };
        facts.map(ApiReply::Facts)
    }

    fn refusal(&self, status: u16, domain: &Name) -> Result<(), ApiFailure> {
        match status {
            200..=299 => Ok(()),
            401 | 403 => Err(ApiFailure::NotAllowed(self.permission())),
            // SMTP2GO says with 400 what others say with 403.
            400 if matches!(self.connector, Connector::Smtp2go(_)) => {
                Err(ApiFailure::NotAllowed(self.permission()))
            }
            404 => Err(ApiFailure::NotSetUp(domain.to_string())),
            status => Err(ApiFailure::Status(status)),
        }
    }

    /// What a key needs to read domains.
    const fn permission(&self) -> &'static str {
        match self.connector {
            Connector::AwsSes(_) => "allow ses:GetEmailIdentity for it",
            Connector::AliyunDm(_) => "allow dm:QueryDomainByParam and dm:DescDomain for it",
            Connector::Mailgun(_) => "a sending key cannot, a key of the account can",
            Connector::Sendgrid(_) => "allow “Sender Authentication” (read) for it",
            Connector::Postmark(_) => "the account token is needed, not a server token",
            Connector::Smtp2go(_) => "allow the endpoint /domain/view for it",
            _ => "paste the records instead",
        }
    }
}

/// A text in an answer; none if it is empty.
fn text<'a>(json: &'a Value, key: &str) -> Option<&'a str> {
    json.get(key)?.as_str().filter(|text| !text.is_empty())
}

/// The entry for the domain, or for the nearest domain above it.
fn nearest<'a>(
    entries: &'a [Value],
    domain: &Name,
    name: impl Fn(&Value) -> Option<Name>,
) -> Option<(&'a Value, Name)> {
    let named = entries
        .iter()
        .filter_map(|entry| Some((entry, name(entry)?)));
    let above = named.filter(|(_, name)| !name.is_root() && domain.is_at_or_below(name));
    above.max_by_key(|(_, name)| name.labels().len())
}
