//! The inputs of a check as a file: what is known of the provider and the connector.
//!
//! ```json
//! {"selectors": ["s1"], "provider": "aws-ses", "config": {"from": "no-reply@example.com",
//!  "region": "us-east-1", "dkim_tokens": ["abc"], "mail_from": "bounce.example.com"}}
//! ```
//!
//! Only what applies is present. Keys that nobody reads are told, not refused.

use core::net::IpAddr;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use thiserror::Error;

use super::{DomainCheck, parse_domain};
use crate::domain::sender_domain::dns::{Name, Question};

/// The keys of a case and of its config.
const CASE_KEYS: [&str; 3] = ["selectors", "provider", "config"];
const CONFIG_KEYS: [&str; 9] = [
    "from",
    "region",
    "domain",
    "dkim_tokens",
    "mail_from",
    "dkim_host",
    "host",
    "sending_ips",
    "helo",
];

/// The inputs of a check.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(default)]
pub struct Case {
    /// The selectors of DKIM.
    pub selectors: Vec<String>,
    /// The provider that sends.
    pub provider: Option<CaseProvider>,
    /// What is set for the provider.
    pub config: CaseConfig,
    /// Keys that nobody reads, as `config.key`.
    #[serde(skip)]
    pub ignored: Vec<String>,
}

/// A provider that a case can name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CaseProvider {
    /// Amazon SES.
    AwsSes,
    /// Mailgun.
    Mailgun,
    /// Twilio `SendGrid`.
    Sendgrid,
    /// Postmark.
    Postmark,
    /// Aliyun Direct Mail.
    AliyunDm,
    /// A server that speaks SMTP.
    Smtp,
    /// SMTP2GO.
    Smtp2go,
    /// `MailJunky`.
    Mailjunky,
}

impl CaseProvider {
    /// The name of each, as a case writes it.
    pub const NAMES: [&str; 8] = [
        "aws-ses",
        "mailgun",
        "sendgrid",
        "postmark",
        "aliyun-dm",
        "smtp",
        "smtp2go",
        "mailjunky",
    ];
}

/// What is set for the provider.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(default)]
pub struct CaseConfig {
    /// The address in From.
    pub from: Option<String>,
    /// The region of the provider.
    pub region: Option<String>,
    /// The domain that the provider sends for.
    pub domain: Option<String>,
    /// The tokens of Easy DKIM.
    pub dkim_tokens: Vec<String>,
    /// The domain that bounces go to.
    pub mail_from: Option<String>,
    /// The whole name of the DKIM record.
    pub dkim_host: Option<String>,
    /// The server that mail is handed to.
    pub host: Option<String>,
    /// The addresses that send.
    pub sending_ips: Vec<IpAddr>,
    /// The name that one's own server gives in EHLO.
    pub helo: Option<String>,
}

/// Why a text is no case.
#[derive(Debug, Error)]
pub enum CaseError {
    /// It is no JSON, or a value is of the wrong kind.
    #[error("the case cannot be read")]
    Malformed(#[from] serde_json::Error),
}

impl Case {
    /// Reads the text of a case.
    ///
    /// # Errors
    ///
    /// If it is no JSON object, or a known key holds a value of the wrong kind.
    pub fn parse(text: &str) -> Result<Self, CaseError> {
        let object: Map<String, Value> = serde_json::from_str(text)?;
        let mut case: Self = serde_json::from_value(Value::Object(object.clone()))?;
        let unread = |object: &Map<String, Value>, known: &[&str], prefix: &str| -> Vec<String> {
            let keys = object.keys().filter(|key| !known.contains(&key.as_str()));
            keys.map(|key| format!("{prefix}{key}")).collect()
        };
        case.ignored = unread(&object, &CASE_KEYS, "");
        if let Some(Value::Object(config)) = object.get("config") {
            case.ignored.extend(unread(config, &CONFIG_KEYS, "config."));
        }
        Ok(case)
    }

    /// The selectors that the case names, be it by the whole name of a record.
    pub fn all_selectors(&self) -> Vec<String> {
        let mut selectors = self.selectors.clone();
        let host = self.config.dkim_host.as_deref();
        let named = host.and_then(|host| host.split_once("._domainkey"));
        let tokens = self.config.dkim_tokens.iter().map(String::as_str);
        for selector in named
            .map(|(selector, _)| selector)
            .into_iter()
            .chain(tokens)
        {
            if !selector.is_empty() && !selectors.iter().any(|it| it == selector) {
                selectors.push(selector.to_owned());
            }
        }
        selectors
    }

    /// The check of a domain with these inputs, and what the provider wants to know besides.
    pub fn check(&self, domain: Name, expected: Vec<Question>) -> DomainCheck {
        let name = |text: &Option<String>| parse_domain(text.as_deref()?).ok();
        let is_own = matches!(self.provider, None | Some(CaseProvider::Smtp));
        let host = name(&self.config.host).filter(|_| is_own);
        DomainCheck {
            selectors: self.all_selectors(),
            expected,
            sending_ips: self.config.sending_ips.clone(),
            helo: name(&self.config.helo),
            smtp_hosts: host.into_iter().collect(),
            ..DomainCheck::new(domain)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_case_holds_only_what_applies() {
        let case = Case::parse(
            r#"{"selectors": ["s1"], "provider": "aws-ses", "config": {"from": "no-reply@example.com",
            "region": "us-east-1", "dkim_tokens": ["abc", "s1"], "dkim_host": "20131pm._domainkey.example.com",
            "sending_ips": ["203.0.113.9", "2001:db8::1"], "colour": 1}, "note": "x"}"#,
        )
        .unwrap();
        assert_eq!(case.provider, Some(CaseProvider::AwsSes));
        assert_eq!(case.all_selectors(), ["s1", "20131pm", "abc"]);
        assert_eq!(case.ignored, ["note", "config.colour"]);
        let check = case.check("example.com".parse().unwrap(), Vec::new());
        assert_eq!(check.sending_ips.len(), 2);
        assert_eq!(Case::parse("{}").unwrap(), Case::default());
    }

    #[test]
    fn every_provider_has_the_name_of_its_connector() {
        for name in CaseProvider::NAMES {
            let case = Case::parse(&format!(r#"{{"provider": "{name}"}}"#)).unwrap();
            let printed = serde_json::to_string(&case.provider).unwrap();
            assert_eq!(printed, format!("\"{name}\""));
        }
    }

    #[test]
    fn a_server_of_ones_own_is_looked_at() {
        let text = r#"{"provider": "smtp", "config": {"host": "smtp.example.com", "helo": "mx.example.com"}}"#;
        let check = Case::parse(text)
            .unwrap()
            .check("example.com".parse().unwrap(), Vec::new());
        assert_eq!(
            check.smtp_hosts,
            ["smtp.example.com".parse::<Name>().unwrap()]
        );
        assert_eq!(check.helo, Some("mx.example.com".parse().unwrap()));
        let text = text.replace("\"smtp\"", "\"sendgrid\"");
        let check = Case::parse(&text)
            .unwrap()
            .check("example.com".parse().unwrap(), Vec::new());
        assert_eq!(check.smtp_hosts, []);
    }

    #[test]
    fn what_is_no_case_is_refused() {
        for text in [
            "",
            "[]",
            r#"{"selectors": "s1"}"#,
            r#"{"provider": "pigeon"}"#,
            r#"{"config": {"sending_ips": ["somewhere"]}}"#,
        ] {
            assert!(Case::parse(text).is_err(), "{text}");
        }
    }
}
