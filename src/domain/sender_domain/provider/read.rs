//! Reading of the table of providers.

use toml_edit::{Array, InlineTable, Item, Table, TableLike};

use super::pattern::Pattern;
use super::rules::{
    Ask, Derived, EnvelopeRule, MatchKind, Needed, ProviderRule, RecordRule, Role, RulesError,
    Source,
};
use super::variable::Variable;
use crate::domain::sender_domain::dns::RecordType;

pub(super) fn provider(table: &Table) -> Result<ProviderRule, RulesError> {
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
        needs: table
            .contains_key("needs")
            .then(|| variable(table, "needs"))
            .transpose()?,
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

fn pattern(text: &str) -> Result<Pattern, RulesError> {
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

pub(super) fn tables<'a>(table: &'a dyn TableLike, key: &str) -> impl Iterator<Item = &'a Table> {
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
