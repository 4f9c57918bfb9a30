//! Any text is a record with true places, and what it prints reads the same. Run by
//! `cargo +nightly fuzz run sender_records`.

#![no_main]

use letterhead::domain::finding::Finding;
use letterhead::domain::sender_domain::authentication_results::AuthenticationResults;
use letterhead::domain::sender_domain::bimi::{BimiRecord, logo_flaws};
use letterhead::domain::sender_domain::dkim::{KeyRecord, SignatureHeader};
use letterhead::domain::sender_domain::dmarc::DmarcRecord;
use letterhead::domain::sender_domain::mta_sts::{MtaStsPolicy, MtaStsRecord};
use letterhead::domain::sender_domain::spf::Record;
use letterhead::domain::sender_domain::tls_rpt::TlsRptRecord;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let in_place = |findings: &[Finding]| {
        for span in findings.iter().filter_map(|finding| finding.span) {
            assert!(text.get(span.range()).is_some(), "{span:?}");
        }
    };
    let spf = Record::parse(text);
    assert_eq!(Record::parse(&spf.to_string()), spf);
    let key = KeyRecord::parse(text);
    assert_eq!(KeyRecord::parse(&key.print()).print(), key.print());
    let signature = SignatureHeader::parse(text);
    assert_eq!(
        SignatureHeader::parse(&signature.print()).print(),
        signature.print()
    );
    if let Some(record) = DmarcRecord::parse(text) {
        let printed = record.print();
        assert_eq!(DmarcRecord::parse(&printed).unwrap().print(), printed);
    }
    if let Some(record) = MtaStsRecord::parse(text) {
        in_place(&record.findings);
    }
    if let Some(record) = TlsRptRecord::parse(text) {
        in_place(&record.findings);
    }
    if let Some(record) = BimiRecord::parse(text) {
        in_place(&record.findings);
    }
    in_place(&MtaStsPolicy::parse(text).findings);
    logo_flaws(text);
    let results = AuthenticationResults::parse(text);
    AuthenticationResults::parse(&results.print());
});
