//! `QueryDomainByParam` and `DescDomain` of Aliyun Direct Mail.

use serde_json::Value;

use super::super::rules::Needed;
use super::super::stated::StatedRecord;
use super::super::{Role, Variable};
use super::{ApiFacts, ApiFailure, ApiStage, text};
use crate::domain::sender_domain::dns::{Name, RecordType};

const BY: &str = "Aliyun Direct Mail, DescDomain";

/// The id of the domain in the list, which may be a number or a text.
pub(super) fn find(json: &Value, domain: &Name) -> Result<ApiStage, ApiFailure> {
    let entries = json.pointer("/data/domain").and_then(Value::as_array);
    let entries = entries.ok_or(ApiFailure::Unreadable)?;
    let is_it = |entry: &&Value| {
        let name = text(entry, "DomainName").and_then(|it| Name::from_plain(it).ok());
        name.as_ref() == Some(domain)
    };
    let entry = entries.iter().find(is_it);
    let entry = entry.ok_or_else(|| ApiFailure::NotSetUp(domain.to_string()))?;
    let id = entry
        .get("DomainId")
        .and_then(|id| id.as_u64().or_else(|| id.as_str()?.parse().ok()));
    id.map(ApiStage::Described).ok_or(ApiFailure::Unreadable)
}

pub(super) fn read(json: &Value, domain: &Name) -> Result<ApiFacts, ApiFailure> {
    if text(json, "DomainName").is_none() {
        return Err(ApiFailure::Unreadable);
    }
    let mut facts = ApiFacts {
        // 0 is good, and so it is in every status of this answer.
        verified: text(json, "DomainStatus").map(|status| status == "0"),
        ..ApiFacts::default()
    };
    let mut add = |name: Option<Name>, record_type, value: Option<String>, role, needed| {
        if let (Some(name), Some(value)) = (name, value) {
            let stated = StatedRecord::new(name, record_type, &value, BY);
            facts.records.push(stated.role(role).needed(needed));
        }
    };
    let spf = text(json, "SpfRecordV2").or_else(|| text(json, "SpfRecord"));
    let spf = spf.map(|it| {
        if it.starts_with("v=spf1") {
            it.to_owned()
        } else {
            format!("v=spf1 {it} -all")
        }
    });
    add(
        Some(domain.clone()),
        RecordType::Txt,
        spf,
        Role::Spf,
        Needed::Required,
    );
    let own = |key: &str| text(json, key).map(str::to_owned);
    let key_at = text(json, "DkimRR").and_then(|host| key_name(host, domain));
    add(
        key_at,
        RecordType::Txt,
        own("DkimPublicKey"),
        Role::Dkim,
        Needed::Required,
    );
    let mx = own("MxRecord");
    add(
        Some(domain.clone()),
        RecordType::Mx,
        mx,
        Role::Receiving,
        Needed::Required,
    );
    let tracking = text(json, "CnameRecord").and_then(|host| domain.child(host).ok());
    add(
        tracking,
        RecordType::Cname,
        own("TracefRecord"),
        Role::Tracking,
        Needed::Optional,
    );
    // The documentation gives the token of ownership under this name.
    if let Some(token) = own("DomainType") {
        facts.values.push((Variable::Ownership, vec![token]));
    }
    for (status, what) in [
        ("SpfAuthStatus", "the SPF record"),
        ("DkimAuthStatus", "the DKIM key"),
        ("MxAuthStatus", "the mail host"),
    ] {
        if text(json, status) == Some("1") {
            facts
                .notes
                .push(format!("Aliyun has not verified {what} of {domain}"));
        }
    }
    Ok(facts)
}

/// The name of the key. `DkimRR` is the part before the registered domain, which may hold labels of
/// the sender's domain: `aliyun-cn-hangzhou._domainkey.mail` for `mail.example.com`.
fn key_name(host: &str, domain: &Name) -> Option<Name> {
    let (selector, _) = host.split_once("._domainkey")?;
    Name::from_plain(&format!("{selector}._domainkey.{domain}")).ok()
}
