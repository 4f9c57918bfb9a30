//! What is known of one sender: from the connector's configuration, and what was pasted.

use std::fmt;

use serde::Serialize;

use super::pattern::Values;
use super::rules::{ProviderRule, ProviderRules};
use super::stated::StatedRecord;
use super::variable::Variable;
use crate::domain::connector::Connector;
use crate::domain::message::domain_to_ascii;
use crate::domain::sender_domain::dns::Name;
use crate::domain::sender_domain::sender_address;

/// A provider with what is known of one account of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// The provider's id, such as `aws-ses`.
    pub provider: String,
    values: Values,
    /// Records as the provider's console or API states them; they win over the table.
    pub stated: Vec<StatedRecord>,
}

/// Why there is nothing to expect of a domain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum NoProvider {
    /// Logto's own service sends, from its own domain.
    LogtoCloud,
    /// A service behind an address of one's own sends; which one, its configuration does not say.
    OwnService,
}

/// A sentence for people, without period.
impl fmt::Display for NoProvider {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::LogtoCloud => {
                "Logto's own service sends from its own domain, so there is nothing to publish"
            }
            Self::OwnService => {
                "A service of yours sends these mails; choose what it sends through to check the domain"
            }
        })
    }
}

impl Settings {
    /// Nothing known yet but the provider.
    pub fn new(provider: &str) -> Self {
        Self {
            provider: provider.to_owned(),
            values: Values::new(),
            stated: Vec::new(),
        }
    }

    /// What the configuration of a connector says. SMTP counts as the provider whose host it names.
    ///
    /// # Errors
    ///
    /// For connectors that do not say who sends.
    pub fn of(connector: &Connector) -> Result<Self, NoProvider> {
        let rules = ProviderRules::embedded();
        let json = connector.to_json();
        let text = |key: &str| json.get(key).and_then(serde_json::Value::as_str);
        let mut settings = match connector {
            Connector::LogtoEmail(_) => return Err(NoProvider::LogtoCloud),
            Connector::HttpEmail(_) => return Err(NoProvider::OwnService),
            Connector::Smtp(config) => Self::of_host(rules, config.host()),
            Connector::AwsSes(config) => {
                Self::new("aws-ses").with(Variable::Region, [real_region(config.region())])
            }
            Connector::AliyunDm(config) => {
                Self::new("aliyun-dm").with(Variable::Region, [config.region()])
            }
            Connector::Mailgun(_) => {
                let endpoint = text("endpoint").unwrap_or_default();
                let region = if endpoint.contains("//api.eu.") {
                    "eu"
                } else {
                    "us"
                };
                Self::new("mailgun")
                    .with(Variable::Region, [region])
                    .with(Variable::Sending, text("domain"))
            }
            Connector::MailJunky(_) => Self::new("mailjunky"),
            Connector::Postmark(_) => Self::new("postmark"),
            Connector::Sendgrid(_) => Self::new("sendgrid"),
            Connector::Smtp2go(_) => Self::new("smtp2go"),
        };
        if let Some((_, sender)) = sender_address::configured(connector) {
            let addresses = sender_address::addresses(sender);
            let domain = addresses.first().and_then(|it| sender_address::domain(it));
            settings = settings.with(Variable::Domain, domain.map(|it| it.to_string()));
        }
        Ok(settings)
    }

    /// The provider whose SMTP host this is, else a server of one's own.
    pub fn of_host(rules: &ProviderRules, host: &str) -> Self {
        let host = host.trim().trim_end_matches('.');
        for rule in &rules.providers {
            let taken = rule.hosts.iter().find_map(|pattern| pattern.captures(host));
            let Some(taken) = taken else { continue };
            let mut settings = Self::new(&rule.id);
            for (variable, value) in taken {
                settings = settings.with(variable, [value]);
            }
            if rule.id == "mailgun" && settings.first(Variable::Region).is_none() {
                settings = settings.with(Variable::Region, ["us"]);
            }
            return settings;
        }
        Self::new("smtp")
    }

    /// The same with the values of a variable, cleaned of what a copy brings along; empty ones are
    /// left out.
    pub fn with<S: AsRef<str>>(
        mut self,
        variable: Variable,
        values: impl IntoIterator<Item = S>,
    ) -> Self {
        let mut cleaned: Vec<String> = Vec::new();
        for value in values {
            let value = clean(variable, value.as_ref());
            if !value.is_empty() && !cleaned.contains(&value) {
                cleaned.push(value);
            }
        }
        if cleaned.is_empty() {
            self.values.remove(&variable);
        } else {
            self.values.insert(variable, cleaned);
        }
        self
    }

    /// The same with records that the provider states.
    pub fn with_stated(mut self, records: impl IntoIterator<Item = StatedRecord>) -> Self {
        self.stated.extend(records);
        self
    }

    /// The first value that was given for a variable.
    pub fn first(&self, variable: Variable) -> Option<&str> {
        self.values.get(&variable)?.first().map(String::as_str)
    }

    /// All values that were given for a variable.
    pub fn all(&self, variable: Variable) -> &[String] {
        self.values
            .get(&variable)
            .map(Vec::as_slice)
            .unwrap_or_default()
    }

    /// The domain in From.
    pub fn domain(&self) -> Option<Name> {
        let name = Name::from_plain(self.first(Variable::Domain)?).ok()?;
        (!name.is_root()).then_some(name)
    }

    /// The provider's part of the table.
    pub fn rule<'a>(&self, rules: &'a ProviderRules) -> Option<&'a ProviderRule> {
        rules.provider(&self.provider)
    }

    /// The values that were given and those that follow from them.
    pub(in crate::domain::sender_domain) fn resolved(&self, rule: &ProviderRule) -> Values {
        let mut values = self.values.clone();
        for derived in &rule.derived {
            if values.contains_key(&derived.variable) {
                continue;
            }
            let region = values.get(&Variable::Region).and_then(|it| it.first());
            let pattern = match (&derived.in_regions, region) {
                (Some((regions, pattern)), Some(region)) if regions.contains(region) => pattern,
                // Which of the two, the region decides.
                (Some(_), None) => continue,
                _ => &derived.value,
            };
            if let Some(value) = pattern.filled(&values, 0).exact() {
                values.insert(derived.variable, vec![value]);
            }
        }
        values
    }
}

/// The region without what the AWS client makes of `fips`.
fn real_region(region: &str) -> &str {
    let region = region.trim();
    let region = region.strip_prefix("fips-").unwrap_or(region);
    region.strip_suffix("-fips").unwrap_or(region)
}

/// A value without the quotation marks, blanks and dots of a copy; of a record's name or value only
/// the part that is the variable.
fn clean(variable: Variable, value: &str) -> String {
    let is_around = |char: char| {
        char.is_whitespace() || char.is_control() || matches!(char, '"' | '\'' | '“' | '”' | '`')
    };
    let value = value.trim_matches(is_around);
    if variable == Variable::DkimKey {
        let kept: String = value.chars().filter(|char| !char.is_whitespace()).collect();
        let key = kept.rsplit_once("p=").map_or(kept.as_str(), |(_, key)| key);
        return key.trim_end_matches(';').to_owned();
    }
    if variable == Variable::Ownership {
        return value.to_owned();
    }
    let value = value.trim_matches('.').to_lowercase();
    let before = |mark: &str| value.split(mark).next().unwrap_or_default().to_owned();
    match variable {
        Variable::DkimSelector | Variable::DkimToken => {
            before("._domainkey").replace(".dkim.amazonses.com", "")
        }
        Variable::Account => {
            let value = before(".sendgrid.net");
            let value = value.rsplit("domainkey.").next().unwrap_or_default();
            value.trim_end_matches(".dkim1.mailgun.com").to_owned()
        }
        Variable::Domain
        | Variable::DkimDomain
        | Variable::MailFrom
        | Variable::Sending
        | Variable::TrackingName => domain_to_ascii(&value).unwrap_or(value),
        _ => value,
    }
}
