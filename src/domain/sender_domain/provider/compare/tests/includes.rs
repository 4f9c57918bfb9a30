//! Tests of includes in SPF records, and of forms of which one is enough.

use super::*;

#[test]
fn an_include_is_found_directly_and_behind_others() {
    for (lines, expected) in [
        (
            vec!["mg.example.com TXT v=spf1 include:mailgun.org ~all"],
            None,
        ),
        (
            vec![
                "mg.example.com TXT v=spf1 redirect=_spf.example.com",
                "_spf.example.com TXT v=spf1 include:b.example.com -all",
                "b.example.com TXT v=spf1 include:mailgun.org include:mg.example.com -all",
            ],
            None,
        ),
        (
            vec!["mg.example.com TXT v=spf1 ip4:192.0.2.1 -all"],
            Some("provider.spf-include-needed"),
        ),
        (vec![], Some("provider.spf-include-needed")),
        (
            vec!["example.com TXT v=spf1 include:mailgun.org ~all"],
            Some("provider.missing"),
        ),
        (
            vec![
                "mg.example.com TXT v=spf1 include:mailgun.org ~all",
                "mg.example.com TXT v=spf1 -all",
            ],
            Some("provider.mismatch"),
        ),
    ] {
        let zone = zone(&[lines.as_slice(), MAILGUN_KEYS.as_slice()].concat());
        let sender = settings("mailgun", &MAILGUN);
        let all = compared(&sender, &zone);
        let code = codes(&all).first().map(|(code, _)| *code);
        assert_eq!(code, expected, "{lines:?}");
        let found = row(&all, "spf").finding.as_ref();
        if let Some(found) = found.filter(|found| found.record_fix.is_some()) {
            assert_eq!(
                codes(&compared(&sender, &mended(zone, found))),
                [],
                "{lines:?}"
            );
        }
    }
}

#[test]
fn an_include_is_put_before_all() {
    let zone = zone(&["mg.example.com TXT v=spf1 mx include:a.example -all exp=x.example"]);
    let all = compared(&settings("mailgun", &MAILGUN), &zone);
    let found = row(&all, "spf").finding.as_ref().unwrap();
    let new = found.record_fix.as_ref().unwrap().changes[0].new.as_deref();
    assert_eq!(
        new,
        Some("v=spf1 mx include:a.example include:mailgun.org -all exp=x.example")
    );
}

#[test]
fn an_include_that_does_nothing_is_worth_a_note() {
    let mut lines = SES_GOOD.to_vec();
    lines.push("example.com TXT v=spf1 include:amazonses.com mx -all");
    let zone = zone(&lines);
    let sender = settings("aws-ses", &SES);
    let all = compared(&sender, &zone);
    assert_eq!(
        codes(&all),
        [("provider.spf-include-unneeded", Severity::Info)]
    );
    let found = row(&all, "spf-at-from").finding.as_ref().unwrap();
    assert_eq!(
        found.record_fix.as_ref().unwrap().changes[0].new.as_deref(),
        Some("v=spf1 mx -all")
    );
    assert_eq!(codes(&compared(&sender, &mended(zone, found))), []);
}

#[test]
fn one_of_several_forms_is_enough() {
    let spf = "mg.example.com TXT v=spf1 include:mailgun.org ~all";
    let key = format!("k1._domainkey.mg.example.com TXT k=rsa; p={KEY}");
    let all = compared(&settings("mailgun", &MAILGUN), &zone(&[spf, &key]));
    assert_eq!(codes(&all), []);
    assert_eq!(row(&all, "dkim-1").state, State::NotNeeded);
    let found = &row(&all, "dkim-manual").state;
    assert_eq!(
        *found,
        State::Found {
            at: Some(name("k1._domainkey.mg.example.com"))
        }
    );
    let all = compared(&settings("mailgun", &MAILGUN), &zone(&[spf]));
    assert_eq!(codes(&all), [("provider.missing", Severity::Error); 2]);
    assert_eq!(row(&all, "dkim-manual").state, State::NotNeeded);
}

#[test]
fn a_broken_record_is_not_right_whatever_it_includes() {
    let sender = settings("mailgun", &MAILGUN);
    let text = "v=spf1 ipv4:192.0.2.1 include:mailgun.org ~all";
    let line = format!("mg.example.com TXT {text}");
    let zone = zone(&[&[line.as_str()], MAILGUN_KEYS.as_slice()].concat());
    let all = compared(&sender, &zone);
    let row = row(&all, "spf");
    assert_eq!(
        row.state,
        State::Different {
            found: vec![text.to_owned()],
            slip: Some(Slip::BrokenSpfRecord),
            differences: Vec::new(),
        }
    );
    let found = row.finding.as_ref().unwrap();
    assert_eq!(found.finding.code, "provider.mismatch");
    let message = &found.finding.message;
    assert!(message.contains("There is no mechanism “ipv4"), "{message}");
    let fix = found.record_fix.as_ref().unwrap();
    assert_eq!(
        fix.changes[0].new.as_deref(),
        Some("v=spf1 ip4:192.0.2.1 include:mailgun.org ~all")
    );
    assert_eq!(codes(&compared(&sender, &mended(zone, found))), []);
}

#[test]
fn a_policy_that_is_not_there_is_missing_whatever_the_suffix_keeps_to_itself() {
    let mut zone = zone(&["example.com TXT v=spf1 -all"]);
    let refused = LookupOutcome::Refused;
    zone.fail(name("_dmarc.com"), None, refused.clone());
    let sender = settings("aws-ses", &[]);
    let all = compared(&sender, &zone);
    assert_eq!(row(&all, "dmarc").state, State::Missing);
    zone.fail(name("_dmarc.example.com"), None, refused);
    let all = compared(&sender, &zone);
    let why = Unchecked::NoAnswer;
    assert_eq!(row(&all, "dmarc").state, State::Unchecked { why });
}
