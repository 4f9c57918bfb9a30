//! Any zone gives a report within the budget, and any bytes are a message. Run by
//! `cargo +nightly fuzz run sender_zone`.

#![no_main]

use letterhead::domain::sender_domain::check::{DomainCheck, MOST_QUESTIONS};
use letterhead::domain::sender_domain::dns::{Answer, LookupOutcome, Name, RecordData, RecordType};
use letterhead::domain::sender_domain::message::{MessageCheck, MessageRequest};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    // The texts are dealt out to whatever is asked.
    let texts: Vec<&[u8]> = data.split(|byte| *byte == 0).collect();
    let mut place = 0;
    let mut answer = |record_type| {
        place += 1;
        let text = String::from_utf8_lossy(texts[place % texts.len()]);
        let name = || text.parse::<Name>().ok();
        let data = match record_type {
            RecordType::Txt => Some(RecordData::Txt((&*text).into())),
            RecordType::Mx => name().map(|exchange| RecordData::Mx {
                preference: 1,
                exchange,
            }),
            RecordType::Cname => name().map(RecordData::Cname),
            RecordType::Ptr => name().map(RecordData::Ptr),
            _ => None,
        };
        Answer::new(match data {
            Some(data) => LookupOutcome::Records(vec![data]),
            None => LookupOutcome::NoData,
        })
    };
    let check = DomainCheck::new("d.example".parse().unwrap());
    let mut asked = 0;
    let (report, _) = check.run(|question| {
        asked += 1;
        answer(question.record_type)
    });
    assert!(asked <= MOST_QUESTIONS);
    assert!(report.is_complete);
    let request = MessageRequest {
        raw: data.to_vec(),
        ..MessageRequest::default()
    };
    MessageCheck::new(&request).run(|question| answer(question.record_type));
});
