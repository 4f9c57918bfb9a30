//! `GET /v3/whitelabel/domains`, the list of authenticated domains.

use serde_json::Value;

use super::super::Role;
use super::super::rules::Needed;
use super::super::stated::StatedRecord;
use super::{ApiFacts, ApiFailure, nearest, text};
use crate::domain::sender_domain::dns::{Name, RecordType};

const BY: &str = "SendGrid, GET /v3/whitelabel/domains";

pub(super) fn read(json: &Value, domain: &Name) -> Result<ApiFacts, ApiFailure> {
    let entries = json.as_array().ok_or(ApiFailure::Unreadable)?;
    let named = |entry: &Value| Name::from_plain(text(entry, "domain")?).ok();
    let (entry, _) =
        nearest(entries, domain, named).ok_or_else(|| ApiFailure::NotSetUp(domain.to_string()))?;
    let dns = entry
        .get("dns")
        .and_then(Value::as_object)
        .ok_or(ApiFailure::Unreadable)?;
    let mut facts = ApiFacts {
        verified: entry.get("valid").and_then(Value::as_bool),
        records: dns
            .iter()
            .filter_map(|(key, record)| read_record(key, record))
            .collect(),
        ..ApiFacts::default()
    };
    if facts.records.is_empty() {
        return Err(ApiFailure::Unreadable);
    }
    if facts.verified == Some(false) {
        facts
            .notes
            .push(format!("SendGrid has not verified {domain} yet"));
    }
    Ok(facts)
}

fn read_record(key: &str, record: &Value) -> Option<StatedRecord> {
    let record_type = match text(record, "type")?.to_ascii_lowercase().as_str() {
        "cname" => RecordType::Cname,
        "mx" => RecordType::Mx,
        "txt" => RecordType::Txt,
        _ => return None,
    };
    let name = Name::from_plain(text(record, "host")?).ok()?;
    let role = match key {
        "mail_cname" | "mail_server" => Role::ReturnPath,
        "subdomain_spf" | "spf" => Role::Spf,
        _ if key.starts_with("dkim") => Role::Dkim,
        // `domain_spf` is for set-ups without a subdomain, which no longer exist.
        _ => return None,
    };
    let stated = StatedRecord::new(name, record_type, text(record, "data")?, BY);
    Some(stated.role(role).needed(Needed::Required))
}
