//! The table of providers as values.

use std::sync::LazyLock;

use serde::Serialize;
use thiserror::Error;
use toml_edit::{Document, Item};

use super::pattern::{Pattern, PatternError};
use super::read::{provider, tables, text_of, texts};
use super::services::{Proxy, Service};
use super::variable::Variable;
use crate::domain::sender_domain::dns::RecordType;

static EMBEDDED: LazyLock<ProviderRules> = LazyLock::new(|| {
    // A test reads the very same text, so the empty table never comes up.
    ProviderRules::parse(include_str!("../../../../assets/providers.toml")).unwrap_or_default()
});

/// Everything known of providers and services.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ProviderRules {
    /// The day of the last change, such as `2026-11-21`.
    pub updated: String,
    /// The providers, in the order of the table.
    pub providers: Vec<ProviderRule>,
    /// The services that names in records belong to.
    pub services: Vec<Service>,
    /// Selectors that many set-ups use, whoever sends.
    pub common_selectors: Vec<String>,
    /// Proxies that answer with addresses in place of an alias.
    pub proxies: Vec<Proxy>,
}

/// What one provider wants.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProviderRule {
    /// The id, such as `aws-ses`.
    pub id: String,
    /// The name for people.
    pub label: String,
    /// The hosts that take its mail over SMTP.
    pub hosts: Vec<Pattern>,
    /// Where bounces go.
    pub envelope: EnvelopeRule,
    /// The domain that signs.
    pub signs: Pattern,
    /// Selectors it uses where nobody tells.
    pub selectors: Vec<String>,
    /// Values that follow from others.
    pub derived: Vec<Derived>,
    /// Values that only the provider knows.
    pub asks: Vec<Ask>,
    /// The records.
    pub records: Vec<RecordRule>,
}

/// Where bounces go, that is the domain of MAIL FROM.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EnvelopeRule {
    /// To the domain in From.
    From,
    /// To this name, always.
    Fixed(Pattern),
    /// To a name that only counts once a record shows that it is set up.
    Bounce {
        /// The name.
        name: Pattern,
        /// The record that shows it, by its id.
        record: String,
        /// Where they go without it, as far as is known.
        fallback: Option<Pattern>,
    },
    /// Nobody knows.
    Unknown,
}

/// A value that follows from others, unless it is given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Derived {
    /// The variable.
    pub variable: Variable,
    /// Its value.
    pub value: Pattern,
    /// Its value in some regions.
    pub in_regions: Option<(Vec<String>, Pattern)>,
}

/// A value that only the provider knows, what to paste and where to find it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Ask {
    /// The variable.
    pub variable: Variable,
    /// What to paste.
    pub what: String,
    /// Where it stands.
    pub place: String,
}

/// One record that a provider asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordRule {
    /// The id, unique for the provider.
    pub id: String,
    /// What the record is for.
    pub role: Role,
    /// Its name.
    pub name: Pattern,
    /// Its type.
    pub record_type: RecordType,
    /// How its data is judged.
    pub kind: MatchKind,
    /// The data, any of these; for mail hosts all of them.
    pub values: Vec<Pattern>,
    /// The preference of mail hosts.
    pub preference: u16,
    /// How much it is needed.
    pub needed: Needed,
    /// The group and the form in it, where one of several forms is enough.
    pub form: Option<(String, String)>,
    /// Only of interest if this is known.
    pub needs: Option<Variable>,
    /// How many such records there are.
    pub count: usize,
    /// What it is good for, a sentence without period.
    pub why: String,
    /// The page that says so.
    pub source: Source,
    /// The regions for which it is confirmed; all if there are none.
    pub confirmed_regions: Vec<String>,
}

/// Who says so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Source {
    /// The page, or who gave the value.
    pub url: String,
    /// The day it was read; none for common knowledge that no page was read for.
    pub read: Option<String>,
    /// Whether the provider itself says so.
    pub confirmed: bool,
}

/// How data is judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MatchKind {
    /// The target of an alias.
    Alias,
    /// A mail host.
    Hosts {
        /// Whether no other may stand beside.
        only: bool,
    },
    /// An SPF record that includes a name.
    SpfInclude,
    /// An SPF record.
    Spf,
    /// A public key of DKIM.
    DkimKey,
    /// A text.
    Text,
    /// A DMARC record.
    Dmarc,
}

/// What a record is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// The keys of DKIM.
    Dkim,
    /// SPF at the name that bounces go to.
    Spf,
    /// The name that bounces go to.
    ReturnPath,
    /// DMARC.
    Dmarc,
    /// Counting opens and clicks.
    Tracking,
    /// Taking mail.
    Receiving,
    /// Showing that the domain is one's own.
    Ownership,
}

/// How much a record is needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Needed {
    /// Mail fails or is not authenticated without it.
    Required,
    /// Mail is less trusted without it.
    Recommended,
    /// Only some want it.
    Optional,
    /// It does nothing and had better go.
    Unneeded,
}

/// Why a table cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum RulesError {
    /// It is not TOML.
    #[error("not TOML: {0}")]
    Toml(String),
    /// A key is missing or has another type than it should.
    #[error("{0} is missing or wrong")]
    Key(String),
    /// A pattern is broken.
    #[error("{text}: {source}")]
    Pattern {
        /// The pattern.
        text: String,
        /// What is wrong with it.
        source: PatternError,
    },
}

impl ProviderRules {
    /// The table that comes with the program.
    pub fn embedded() -> &'static Self {
        &EMBEDDED
    }

    /// Reads a table.
    ///
    /// # Errors
    ///
    /// The first thing that is wrong with it.
    pub fn parse(text: &str) -> Result<Self, RulesError> {
        let document =
            Document::parse(text).map_err(|error| RulesError::Toml(error.message().to_owned()))?;
        let root = document.as_table();
        let common = root.get("common").and_then(Item::as_table);
        let common = common.map(|common| texts(common, "selectors"));
        Ok(Self {
            updated: text_of(root, "updated")?,
            providers: tables(root, "provider")
                .map(provider)
                .collect::<Result<_, _>>()?,
            services: tables(root, "service")
                .map(Service::read)
                .collect::<Result<_, _>>()?,
            common_selectors: common.transpose()?.unwrap_or_default(),
            proxies: tables(root, "proxy")
                .map(Proxy::read)
                .collect::<Result<_, _>>()?,
        })
    }

    /// The provider with that id.
    pub fn provider(&self, id: &str) -> Option<&ProviderRule> {
        self.providers.iter().find(|rule| rule.id == id)
    }
}
