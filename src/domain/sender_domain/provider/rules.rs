//! The table of providers as values.

use std::sync::LazyLock;

use serde::Serialize;
use thiserror::Error;
use toml_edit::{Array, Document, InlineTable, Item, Table, TableLike};

use super::pattern::{Pattern, PatternError};
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
        let mut common_selectors = Vec::new();
        if let Some(common) = root.get("common").and_then(Item::as_table) {
            common_selectors = texts(common, "selectors")?;
        }
        Ok(Self {
            updated: text_of(root, "updated")?,
            providers: tables(root, "provider")
                .map(provider)
                .collect::<Result<_, _>>()?,
            services: tables(root, "service")
                .map(Service::read)
                .collect::<Result<_, _>>()?,
            common_selectors,
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

fn provider(table: &Table) -> Result<ProviderRule, RulesError> {
    Ok(ProviderRule {
        id: text_of(table, "id")?,
        label: text_of(table, "label")?,
        hosts: patterns(table, "hosts")?,
        envelope: envelope(inline(table, "envelope")?)?,
        signs: pattern(&text_of(table, "signs")?)?,
        selectors: texts(table, "selectors")?,
        derived: inlines(table, "derived")
            .map(derived)
            .collect::<Result<_, _>>()?,
        asks: inlines(table, "asks").map(ask).collect::<Result<_, _>>()?,
        records: tables(table, "record")
            .map(record)
            .collect::<Result<_, _>>()?,
    })
}

fn envelope(table: &InlineTable) -> Result<EnvelopeRule, RulesError> {
    let name = || pattern(&text_of(table, "name")?);
    Ok(match text_of(table, "kind")?.as_str() {
        "from" => EnvelopeRule::From,
        "unknown" => EnvelopeRule::Unknown,
        "fixed" => EnvelopeRule::Fixed(name()?),
        "bounce" => EnvelopeRule::Bounce {
            name: name()?,
            record: text_of(table, "record")?,
            fallback: optional(table, "fallback")
                .map(|it| pattern(&it))
                .transpose()?,
        },
        _ => return Err(RulesError::Key("kind".to_owned())),
    })
}

fn derived(table: &InlineTable) -> Result<Derived, RulesError> {
    let other = optional(table, "in_regions")
        .map(|it| pattern(&it))
        .transpose()?;
    let regions = texts(table, "regions")?;
    Ok(Derived {
        variable: variable(table, "variable")?,
        value: pattern(&text_of(table, "value")?)?,
        in_regions: other.map(|other| (regions, other)),
    })
}

fn ask(table: &InlineTable) -> Result<Ask, RulesError> {
    Ok(Ask {
        variable: variable(table, "variable")?,
        what: text_of(table, "what")?,
        place: text_of(table, "place")?,
    })
}

fn record(table: &Table) -> Result<RecordRule, RulesError> {
    let only = table
        .get("only")
        .and_then(Item::as_bool)
        .unwrap_or_default();
    let matches = optional(table, "match").unwrap_or_default();
    let (record_type, kind) = match (text_of(table, "type")?.as_str(), matches.as_str()) {
        ("CNAME", "") => (RecordType::Cname, MatchKind::Alias),
        ("MX", "") => (RecordType::Mx, MatchKind::Hosts { only }),
        ("TXT", "spf-include") => (RecordType::Txt, MatchKind::SpfInclude),
        ("TXT", "spf") => (RecordType::Txt, MatchKind::Spf),
        ("TXT", "dkim-key") => (RecordType::Txt, MatchKind::DkimKey),
        ("TXT", "text") => (RecordType::Txt, MatchKind::Text),
        ("TXT", "dmarc") => (RecordType::Txt, MatchKind::Dmarc),
        _ => return Err(RulesError::Key("match".to_owned())),
    };
    let preference = table.get("preference").and_then(Item::as_integer);
    let count = table.get("count").and_then(Item::as_integer);
    let group = optional(table, "group");
    Ok(RecordRule {
        id: text_of(table, "id")?,
        role: role(&text_of(table, "role")?)?,
        name: pattern(&text_of(table, "name")?)?,
        record_type,
        kind,
        values: patterns(table, "values")?,
        preference: preference.and_then(|it| it.try_into().ok()).unwrap_or(10),
        needed: needed(&text_of(table, "needed")?)?,
        form: group.zip(optional(table, "form")),
        needs: match table.contains_key("needs") {
            true => Some(variable(table, "needs")?),
            false => None,
        },
        count: count.and_then(|it| it.try_into().ok()).unwrap_or(1),
        why: text_of(table, "why")?,
        source: Source {
            url: text_of(table, "source")?,
            read: optional(table, "read"),
            confirmed: table
                .get("confirmed")
                .and_then(Item::as_bool)
                .unwrap_or(true),
        },
        confirmed_regions: texts(table, "confirmed_regions")?,
    })
}

fn role(text: &str) -> Result<Role, RulesError> {
    Ok(match text {
        "dkim" => Role::Dkim,
        "spf" => Role::Spf,
        "return-path" => Role::ReturnPath,
        "dmarc" => Role::Dmarc,
        "tracking" => Role::Tracking,
        "receiving" => Role::Receiving,
        "ownership" => Role::Ownership,
        _ => return Err(RulesError::Key("role".to_owned())),
    })
}

fn needed(text: &str) -> Result<Needed, RulesError> {
    Ok(match text {
        "required" => Needed::Required,
        "recommended" => Needed::Recommended,
        "optional" => Needed::Optional,
        "unneeded" => Needed::Unneeded,
        _ => return Err(RulesError::Key("needed".to_owned())),
    })
}

fn variable(table: &dyn TableLike, key: &str) -> Result<Variable, RulesError> {
    let name = text_of(table, key)?;
    Variable::from_name(&name).ok_or(RulesError::Key(name))
}

pub(super) fn pattern(text: &str) -> Result<Pattern, RulesError> {
    Pattern::parse(text).map_err(|source| RulesError::Pattern {
        text: text.to_owned(),
        source,
    })
}

pub(super) fn patterns(table: &dyn TableLike, key: &str) -> Result<Vec<Pattern>, RulesError> {
    texts(table, key)?
        .iter()
        .map(|text| pattern(text))
        .collect()
}

pub(super) fn optional(table: &dyn TableLike, key: &str) -> Option<String> {
    table.get(key)?.as_str().map(str::to_owned)
}

pub(super) fn text_of(table: &dyn TableLike, key: &str) -> Result<String, RulesError> {
    optional(table, key).ok_or_else(|| RulesError::Key(key.to_owned()))
}

/// The texts of a list; none if there is no list.
pub(super) fn texts(table: &dyn TableLike, key: &str) -> Result<Vec<String>, RulesError> {
    let Some(item) = table.get(key) else {
        return Ok(Vec::new());
    };
    let wrong = || RulesError::Key(key.to_owned());
    let list = item.as_array().ok_or_else(wrong)?;
    let texts = list.iter().map(|value| value.as_str().map(str::to_owned));
    texts.collect::<Option<_>>().ok_or_else(wrong)
}

fn tables<'a>(table: &'a dyn TableLike, key: &str) -> impl Iterator<Item = &'a Table> {
    let list = table.get(key).and_then(Item::as_array_of_tables);
    list.into_iter().flat_map(|list| list.iter())
}

fn inline<'a>(table: &'a Table, key: &str) -> Result<&'a InlineTable, RulesError> {
    let found = table.get(key).and_then(Item::as_inline_table);
    found.ok_or_else(|| RulesError::Key(key.to_owned()))
}

fn inlines<'a>(table: &'a Table, key: &str) -> impl Iterator<Item = &'a InlineTable> {
    let list = table.get(key).and_then(Item::as_array);
    let values = list.into_iter().flat_map(Array::iter);
    values.filter_map(toml_edit::Value::as_inline_table)
}
