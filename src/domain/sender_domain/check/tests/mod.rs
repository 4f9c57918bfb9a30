//! Tests of the check of a whole domain.

mod hostile;
mod ids;
mod properties;
mod running;
mod sections;
mod silence;

use crate::domain::sender_domain::check::DomainCheck;
use crate::domain::sender_domain::dns::{
    Inquiry, LookupOutcome, Name, RecordData, RecordType, TxtData, Zone,
};
use crate::domain::sender_domain::fix::txt_strings;
use crate::domain::sender_domain::report::{DomainReport, ReportFinding};

/// A key of 2048 bits.
pub const KEY: &str = "v=DKIM1; k=rsa; p=MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEArPS754aNXUgLE7dd1gIJ6bySM9SbZ5rLXUWI/mbA0xdOXab2GJSb99n9J1hpQ6ivosgm+z7IBzlpinYMqlzcMiOmDOmNEfHKUYMxb4PxXTcMvQWRQg4sxmCAiGz/9CIdSI6ixbRodxDeSuq5EIvqdgaBUgK40OZgzWMwDf4c9WIpmUDqMH6gyumuTfOALLxh0eBwAReQ1Rw/WcjgnykedQBPTmsRDfDNVCn9QV3IsV3M/8lnOehkS707V3Wn8/coyOWaJRgZlV31a79AtZx+Khmtygeh3IOZh/lhVZWvwBLphKWpso31qUx9Z8ddjO91ZC1LLQtOBAVNWDIr9FmyEQIDAQAB";

/// A domain of which nothing bad can be said, except that it is not signed.
pub const GOOD: [&str; 12] = [
    "example.com TXT v=spf1 ip4:5.9.100.0/24 include:spf.provider.example -all",
    "spf.provider.example TXT v=spf1 ip4:5.9.113.0/24 -all",
    "example.com MX 10 mx.example.com",
    "mx.example.com A 5.9.100.8",
    "8.100.9.5.in-addr.arpa PTR mx.example.com",
    "example.com SOA ns1.example.com",
    "example.com NS ns1.example.com",
    "example.com NS ns2.example.com",
    "s1._domainkey.example.com TXT KEY",
    "_dmarc.example.com TXT v=DMARC1; p=reject; rua=mailto:dmarc@example.com",
    "_mta-sts.example.com TXT v=STSv1; id=20260101;",
    "_smtp._tls.example.com TXT v=TLSRPTv1; rua=mailto:tls@example.com",
];

pub fn name(text: &str) -> Name {
    text.parse().unwrap()
}

/// A zone from lines like `example.com TXT v=spf1 -all`. `KEY` stands for a sound key and `|` for the
/// seam of two strings; `!timeout` and its like for a failure of everything, or of the type behind it.
pub fn zone<S: AsRef<str>>(lines: &[S]) -> Zone {
    let mut zone = Zone::new();
    for line in lines {
        let mut parts = line.as_ref().splitn(3, ' ');
        let owner = name(parts.next().unwrap());
        let kind = parts.next().unwrap();
        let data = parts.next().unwrap_or_default();
        match outcome(kind) {
            Some(outcome) => zone.fail(owner, record_type(data), outcome),
            None => zone.insert(owner, record(kind, data)),
        }
    }
    zone
}

fn outcome(word: &str) -> Option<LookupOutcome> {
    Some(match word {
        "!timeout" => LookupOutcome::Timeout,
        "!servfail" => LookupOutcome::ServerFailure,
        "!refused" => LookupOutcome::Refused,
        "!bogus" => LookupOutcome::Bogus,
        "!nodata" => LookupOutcome::NoData,
        "!nxdomain" => LookupOutcome::NoSuchName,
        _ => return None,
    })
}

fn record_type(word: &str) -> Option<RecordType> {
    RecordType::ALL.into_iter().find(|it| it.mnemonic() == word)
}

fn record(kind: &str, data: &str) -> RecordData {
    match kind {
        "TXT" => {
            let text = data.replace("KEY", KEY);
            let strings = text.split('|').flat_map(txt_strings);
            RecordData::Txt(TxtData::new(strings.map(str::as_bytes)))
        }
        "SPF" => RecordData::Spf(TxtData::from(data)),
        "A" => RecordData::A(data.parse().unwrap()),
        "AAAA" => RecordData::Aaaa(data.parse().unwrap()),
        "CNAME" => RecordData::Cname(name(data)),
        "PTR" => RecordData::Ptr(name(data)),
        "NS" => RecordData::Ns(name(data)),
        "MX" => {
            let (preference, exchange) = data.split_once(' ').unwrap();
            RecordData::Mx {
                preference: preference.parse().unwrap(),
                exchange: name(exchange),
            }
        }
        "SOA" => RecordData::Soa(Box::new(crate::domain::sender_domain::dns::Soa {
            primary: name(data),
            mailbox: name("hostmaster.example.com"),
            serial: 1,
            refresh_secs: 3600,
            retry_secs: 600,
            expire_secs: 86400,
            minimum_secs: 300,
        })),
        "DS" | "TLSA" => RecordData::Other {
            record_type: record_type(kind).unwrap(),
            text: data.to_owned(),
        },
        other => panic!("no such type: {other}"),
    }
}

/// The good domain with lines replaced: each `without` removes the lines that begin with it.
pub fn changed(without: &[&str], with: &[&str]) -> Vec<String> {
    GOOD.iter()
        .filter(|line| !without.iter().any(|start| line.starts_with(start)))
        .chain(with)
        .map(|line| (*line).to_owned())
        .collect()
}

pub fn check() -> DomainCheck {
    DomainCheck {
        selectors: vec!["s1".to_owned()],
        ..DomainCheck::new(name("example.com"))
    }
}

pub fn run(check: &DomainCheck, zone: &Zone) -> (DomainReport, Inquiry) {
    check.run(|question| zone.answer(question))
}

pub fn report<S: AsRef<str>>(lines: &[S]) -> DomainReport {
    run(&check(), &zone(lines)).0
}

pub fn ids(report: &DomainReport) -> Vec<&'static str> {
    report.findings.iter().map(|it| it.id).collect()
}

pub fn finding<'a>(report: &'a DomainReport, id: &str) -> &'a ReportFinding {
    let found = report.findings.iter().find(|it| it.id == id);
    found.unwrap_or_else(|| panic!("no {id} in {:?}", ids(report)))
}
