//! Messages signed by others, and the same ones changed.

mod hostile;
mod peers;
mod report;
mod rfc;

use super::{MessageCheck, MessageReport, MessageRequest, ResultWord};
use crate::domain::sender_domain::dns::{Name, RecordData, TxtData, Zone};

/// 21 November 2026, in seconds of Unix time.
const NOW: u64 = 1_795_300_000;

/// A zone of these text records, cut into strings as the DNS wants them.
fn zone<N: AsRef<str>, T: AsRef<str>>(records: impl IntoIterator<Item = (N, T)>) -> Zone {
    let records = records.into_iter().map(|(name, text)| {
        let strings = text.as_ref().as_bytes().chunks(255).map(<[u8]>::to_vec);
        let name = Name::from_plain(name.as_ref()).unwrap();
        (name, RecordData::Txt(TxtData::new(strings)))
    });
    records.collect()
}

fn request(raw: &[u8]) -> MessageRequest {
    MessageRequest {
        raw: raw.to_vec(),
        unix_secs: NOW,
        ..MessageRequest::default()
    }
}

fn verify(raw: &[u8], zone: &Zone) -> MessageReport {
    MessageCheck::new(&request(raw)).run(|question| zone.answer(question))
}

fn results(report: &MessageReport) -> Vec<ResultWord> {
    report.dkim.iter().map(|it| it.ruling.result).collect()
}
