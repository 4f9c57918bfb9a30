//! `GET /v4/domains/{name}` of Mailgun.

use serde_json::Value;

use super::super::Role;
use super::super::rules::Needed;
use super::super::stated::StatedRecord;
use super::{ApiFacts, ApiFailure, text};
use crate::domain::sender_domain::dns::{Name, RecordType};

const BY: &str = "Mailgun, GET /v4/domains";

pub(super) fn read(json: &Value, sending: &Name) -> Result<ApiFacts, ApiFailure> {
    let domain = json.get("domain").ok_or(ApiFailure::Unreadable)?;
    let state = text(domain, "state");
    let mut facts = ApiFacts {
        verified: state.map(|state| state == "active"),
        ..ApiFacts::default()
    };
    if state == Some("disabled") {
        facts.notes.push(format!("Mailgun has disabled {sending}"));
    }
    for (list, is_sending) in [
        ("sending_dns_records", true),
        ("receiving_dns_records", false),
    ] {
        let records = json.get(list).and_then(Value::as_array);
        for record in records.into_iter().flatten() {
            facts
                .records
                .extend(read_record(record, sending, is_sending));
        }
    }
    Ok(facts)
}

fn read_record(record: &Value, sending: &Name, is_sending: bool) -> Option<StatedRecord> {
    // Keys that wait for their turn are not needed yet.
    if record.get("is_active").and_then(Value::as_bool) == Some(false) {
        return None;
    }
    let record_type = match text(record, "record_type")? {
        "CNAME" => RecordType::Cname,
        "MX" => RecordType::Mx,
        "TXT" => RecordType::Txt,
        _ => return None,
    };
    let name = match text(record, "name") {
        Some(name) => Name::from_plain(name).ok()?,
        None => sending.clone(),
    };
    let preference = text(record, "priority").and_then(|it| it.parse().ok());
    let stated = StatedRecord::new(name, record_type, text(record, "value")?, BY)
        .preference(preference.unwrap_or(10));
    Some(if is_sending {
        stated
    } else {
        stated.role(Role::Receiving).needed(Needed::Optional)
    })
}
