//! Tests of everything about SPF.

mod evaluation;
mod parsing;
mod properties;
mod suite;
mod survey;
mod survey_findings;
mod survey_repairs;

use crate::domain::sender_domain::dns::{Name, RecordData, TxtData, Zone};

pub(super) fn name(text: &str) -> Name {
    text.parse().unwrap()
}

/// A zone from lines like `example.com TXT v=spf1 -all`; several strings of a text are parted by `|`.
pub(super) fn zone(lines: &[&str]) -> Zone {
    lines
        .iter()
        .map(|line| {
            let mut parts = line.splitn(3, ' ');
            let owner = name(parts.next().unwrap());
            let record_type = parts.next().unwrap();
            let data = parts.next().unwrap_or_default();
            let data = match record_type {
                "TXT" => RecordData::Txt(TxtData::new(data.split('|'))),
                "SPF" => RecordData::Spf(TxtData::new(data.split('|'))),
                "A" => RecordData::A(data.parse().unwrap()),
                "AAAA" => RecordData::Aaaa(data.parse().unwrap()),
                "CNAME" => RecordData::Cname(name(data)),
                "PTR" => RecordData::Ptr(name(data)),
                "MX" => RecordData::Mx {
                    preference: 10,
                    exchange: name(data),
                },
                other => panic!("no such type: {other}"),
            };
            (owner, data)
        })
        .collect()
}
