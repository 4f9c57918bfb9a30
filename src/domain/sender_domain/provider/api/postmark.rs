//! The Domains API of Postmark.

use serde_json::Value;

use super::super::stated::StatedRecord;
use super::{ApiFacts, ApiFailure, ApiStage, nearest, text};
use crate::domain::sender_domain::dns::{Name, RecordType};

const BY: &str = "Postmark, Domains API";

/// The id of the domain in the list.
pub(super) fn find(json: &Value, domain: &Name) -> Result<ApiStage, ApiFailure> {
    let entries = json
        .get("Domains")
        .and_then(Value::as_array)
        .ok_or(ApiFailure::Unreadable)?;
    let named = |entry: &Value| Name::from_plain(text(entry, "Name")?).ok();
    let (entry, _) =
        nearest(entries, domain, named).ok_or_else(|| ApiFailure::NotSetUp(domain.to_string()))?;
    let id = entry.get("ID").and_then(Value::as_u64);
    id.map(ApiStage::Described).ok_or(ApiFailure::Unreadable)
}

pub(super) fn read(json: &Value) -> Result<ApiFacts, ApiFailure> {
    let name = text(json, "Name").ok_or(ApiFailure::Unreadable)?;
    let verified = json.get("DKIMVerified").and_then(Value::as_bool);
    let mut facts = ApiFacts {
        verified,
        ..ApiFacts::default()
    };
    let mut add = |host: &str, record_type, value: &str| {
        if let (Some(host), Some(value)) = (text(json, host), text(json, value))
            && let Ok(host) = Name::from_plain(host)
        {
            facts
                .records
                .push(StatedRecord::new(host, record_type, value, BY));
        }
    };
    add("DKIMHost", RecordType::Txt, "DKIMTextValue");
    add("DKIMPendingHost", RecordType::Txt, "DKIMPendingTextValue");
    add(
        "ReturnPathDomain",
        RecordType::Cname,
        "ReturnPathDomainCNAMEValue",
    );
    if json.get("WeakDKIM").and_then(Value::as_bool) == Some(true) {
        facts.notes.push(format!(
            "Postmark calls the DKIM key of {name} weak; ask it for a new one"
        ));
    }
    if let Some(old) = text(json, "DKIMRevokedHost") {
        facts
            .notes
            .push(format!("Postmark no longer uses the key at {old}"));
    }
    if verified == Some(false) {
        facts.notes.push(format!(
            "Postmark has not verified the DKIM key of {name} yet"
        ));
    }
    Ok(facts)
}
