//! Who stands behind a name in someone's records.

use core::net::IpAddr;

use serde::Serialize;
use toml_edit::Table;

use super::pattern::Pattern;
use super::read::{optional, patterns, text_of, texts};
use super::rules::{ProviderRules, RulesError};
use crate::domain::sender_domain::dns::Name;
use crate::domain::sender_domain::spf::Network;

/// What a service sends or keeps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ServiceMail {
    /// Single mails that someone waits for, such as codes.
    Transactional,
    /// Mail to many.
    Marketing,
    /// The mail of people.
    Mailboxes,
}

/// A service that is known by its names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Service {
    /// What it is called.
    pub label: String,
    /// What it sends or keeps.
    pub mail: ServiceMail,
    /// Names that SPF records include and aliases lead to.
    pub names: Vec<Pattern>,
    /// DKIM selectors that are its own.
    pub selectors: Vec<String>,
}

/// A proxy that answers with addresses of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proxy {
    /// Whose it is.
    pub label: String,
    /// Its addresses.
    pub networks: Vec<Network>,
    /// The page that lists them.
    pub source: String,
    /// The day it was read.
    pub read: Option<String>,
}

impl Service {
    pub(super) fn read(table: &Table) -> Result<Self, RulesError> {
        Ok(Self {
            label: text_of(table, "label")?,
            mail: match text_of(table, "mail")?.as_str() {
                "transactional" => ServiceMail::Transactional,
                "marketing" => ServiceMail::Marketing,
                "mailboxes" => ServiceMail::Mailboxes,
                _ => return Err(RulesError::Key("mail".to_owned())),
            },
            names: patterns(table, "names")?,
            selectors: texts(table, "selectors")?,
        })
    }
}

impl Proxy {
    pub(super) fn read(table: &Table) -> Result<Self, RulesError> {
        let networks = texts(table, "networks")?.into_iter().map(|text| {
            let (ip, length) = text.split_once('/')?;
            Some(Network::new(ip.parse().ok()?, length.parse().ok()?))
        });
        let networks: Option<Vec<Network>> = networks.collect();
        Ok(Self {
            label: text_of(table, "label")?,
            networks: networks.ok_or_else(|| RulesError::Key("networks".to_owned()))?,
            source: text_of(table, "source")?,
            read: optional(table, "read"),
        })
    }
}

impl ProviderRules {
    /// The service that an included name or the target of an alias belongs to.
    pub fn service_of(&self, name: &Name) -> Option<&Service> {
        self.service_of_text(&name.to_string())
    }

    /// The same of a name as an SPF record writes it.
    pub fn service_of_text(&self, name: &str) -> Option<&Service> {
        let name = name.trim_end_matches('.');
        let is_its = |service: &&Service| service.names.iter().any(|it| it.matches(name));
        self.services.iter().find(is_its)
    }

    /// The proxy that an address belongs to.
    pub fn proxy_of(&self, ip: IpAddr) -> Option<&Proxy> {
        let is_in = |proxy: &&Proxy| proxy.networks.iter().any(|network| network.has(ip));
        self.proxies.iter().find(is_in)
    }

    /// Selectors to look for where nobody names one: the common ones and those of all services, in
    /// a fixed order. That none has a key proves nothing.
    pub fn selectors(&self) -> Vec<&str> {
        let of_services = self.services.iter().flat_map(|service| &service.selectors);
        let mut all: Vec<&str> = Vec::new();
        for selector in self.common_selectors.iter().chain(of_services) {
            if !all.contains(&selector.as_str()) {
                all.push(selector);
            }
        }
        all
    }
}
