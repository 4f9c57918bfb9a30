//! Report addresses outside the organization, and the records by which they agree (RFC 9990
//! section 4).

use super::record::DmarcRecord;
use crate::domain::finding::{Finding, Severity, Span};
use crate::domain::sender_domain::domain_name;
use crate::domain::sender_domain::report_uri::ReportUri;

/// A host that reports are sent to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportDestination {
    /// The host, in small letters.
    pub host: String,
    /// Where in the record it is named.
    pub uris: Vec<Span>,
}

/// The hosts in `rua=` and `ruf=`, each once, in the order of the record.
pub fn destinations(record: &DmarcRecord) -> Vec<ReportDestination> {
    let mut found: Vec<ReportDestination> = Vec::new();
    for uri in record.aggregate.iter().chain(&record.failure) {
        let Some(host) = uri.host() else {
            continue;
        };
        match found.iter_mut().find(|it| it.host == host) {
            Some(known) => known.uris.push(uri.span),
            None => found.push(ReportDestination {
                host: host.to_owned(),
                uris: vec![uri.span],
            }),
        }
    }
    found
}

/// Whether a host must agree: its organizational domain is not that of the record.
pub fn is_external(policy_organization: &str, host_organization: &str) -> bool {
    !domain_name::is_same(policy_organization, host_organization)
}

/// The name to ask for the agreement of `host` to reports on `policy_domain`, where the record was
/// found. None if the name is too long, which counts as no agreement.
pub fn authorization_name(policy_domain: &str, host: &str) -> Option<String> {
    let name = format!("{policy_domain}._report._dmarc.{host}");
    let name = domain_name::normalize(&name);
    domain_name::is_valid(&name).then_some(name)
}

/// What a host answers to the question whether it takes reports.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Authorization {
    /// It does, at the addresses of the policy record.
    Granted,
    /// It does, at these addresses of its own.
    Redirected(Vec<String>),
    /// It names addresses at another host; then nobody gets reports.
    Diverted,
    /// It does not.
    Refused,
}

impl Authorization {
    /// Reads the TXT texts at the name of [`authorization_name`].
    pub fn read<'a>(host: &str, texts: impl IntoIterator<Item = &'a str>) -> Self {
        let records: Vec<_> = texts.into_iter().filter_map(DmarcRecord::parse).collect();
        if records.is_empty() {
            return Self::Refused;
        }
        let mut addresses = Vec::new();
        for record in &records {
            let at_host = |uri: &ReportUri| {
                let named = uri.host();
                named.is_none_or(|named| domain_name::is_same(named, host))
            };
            if !record.aggregate.iter().all(at_host) {
                return Self::Diverted;
            }
            let valid = record.aggregate.iter().filter(|uri| uri.is_valid());
            addresses.extend(valid.map(|uri| record.tags.slice(uri.span).to_owned()));
        }
        if addresses.is_empty() {
            Self::Granted
        } else {
            Self::Redirected(addresses)
        }
    }

    /// The finding that reports do not arrive, with the record that the other side must publish.
    pub fn finding(&self, policy_domain: &str, destination: &ReportDestination) -> Option<Finding> {
        let host = &destination.host;
        let (message, hint) = match self {
            Self::Granted | Self::Redirected(_) => return None,
            Self::Diverted => (
                format!("{host} passes reports on to another host, so receivers send none"),
                format!("Name an address in “rua=” that {host} keeps for itself"),
            ),
            Self::Refused => (
                format!("{host} does not agree to reports on {policy_domain}, so it gets none"),
                match authorization_name(policy_domain, host) {
                    Some(name) => {
                        format!("The owner of {host} must publish a TXT record at {name}: v=DMARC1")
                    }
                    None => "Name an address of your own domain".to_owned(),
                },
            ),
        };
        let finding = Finding::new(Severity::Error, "dmarc.external-unauthorized", message);
        let place = destination.uris.first().copied();
        Some(Finding {
            span: place,
            ..finding.hint(hint)
        })
    }
}
