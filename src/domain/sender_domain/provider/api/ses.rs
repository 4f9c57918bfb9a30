//! `GetEmailIdentity` of Amazon SES.

use serde_json::Value;

use super::super::stated::StatedRecord;
use super::super::{ProviderRules, Settings, Variable};
use super::{ApiFacts, ApiFailure, text};
use crate::domain::sender_domain::dns::{Name, RecordType};

const BY: &str = "Amazon SES, GetEmailIdentity";

pub(super) fn read(
    json: &Value,
    domain: &Name,
    settings: &Settings,
) -> Result<ApiFacts, ApiFailure> {
    let verified = json
        .get("VerifiedForSendingStatus")
        .and_then(Value::as_bool);
    let dkim = json.get("DkimAttributes").ok_or(ApiFailure::Unreadable)?;
    let mut facts = ApiFacts {
        verified,
        ..ApiFacts::default()
    };
    let identity = settings.first(Variable::DkimDomain);
    let identity = identity.and_then(|it| Name::from_plain(it).ok());
    let domain = identity.as_ref().unwrap_or(domain);
    let tokens: Vec<&str> = dkim
        .get("Tokens")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect();
    if text(dkim, "SigningAttributesOrigin") == Some("EXTERNAL") {
        // For a key of one's own the tokens are its selectors.
        let selectors = tokens.iter().map(|it| (*it).to_owned()).collect();
        facts.values.push((Variable::DkimSelector, selectors));
    } else {
        let rules = ProviderRules::embedded();
        let zone = text(dkim, "SigningHostedZone")
            .map(str::to_owned)
            .or_else(|| {
                // Older answers do not name it.
                let values = settings.resolved(settings.rule(rules)?);
                values.get(&Variable::DkimZone)?.first().cloned()
            });
        for token in &tokens {
            let name = Name::from_plain(&format!("{token}._domainkey.{domain}"));
            if let (Ok(name), Some(zone)) = (name, &zone) {
                let target = format!("{token}.{}", zone.trim_end_matches('.'));
                facts
                    .records
                    .push(StatedRecord::new(name, RecordType::Cname, &target, BY));
            }
        }
    }
    read_mail_from(json, &mut facts);
    if verified == Some(false) {
        facts.notes.push(format!(
            "SES does not take {domain} for verified yet, and sends nothing from it"
        ));
    }
    if dkim.get("SigningEnabled").and_then(Value::as_bool) == Some(false) {
        facts
            .notes
            .push("SES does not sign, as DKIM is switched off for the identity".to_owned());
    }
    Ok(facts)
}

fn read_mail_from(json: &Value, facts: &mut ApiFacts) {
    let Some(attributes) = json.get("MailFromAttributes") else {
        return;
    };
    let Some(domain) = text(attributes, "MailFromDomain") else {
        facts.notes.push(
            "SES has no MAIL FROM domain for the identity, so bounces go to amazonses.com"
                .to_owned(),
        );
        return;
    };
    facts
        .values
        .push((Variable::MailFrom, vec![domain.to_owned()]));
    if text(attributes, "MailFromDomainStatus") != Some("SUCCESS") {
        facts.notes.push(format!(
            "SES has not verified the MAIL FROM domain {domain}"
        ));
    }
    if text(attributes, "BehaviorOnMxFailure") == Some("REJECT_MESSAGE") {
        facts.notes.push(format!(
            "SES sends nothing while the MX record of {domain} is wrong (REJECT_MESSAGE)"
        ));
    }
}
