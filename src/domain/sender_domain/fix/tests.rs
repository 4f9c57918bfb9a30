//! Tests of how changes are written down and made.

use super::*;
use crate::domain::sender_domain::check::tests::{GOOD, changed, check, finding, name, run, zone};
use crate::domain::sender_domain::dns::{LookupOutcome, RecordData};

fn fix(changes: Vec<RecordChange>) -> RecordFix {
    RecordFix {
        title: "Change".to_owned(),
        changes,
    }
}

fn change(
    owner: &str,
    record_type: RecordType,
    old: Option<&str>,
    new: Option<&str>,
) -> RecordChange {
    RecordChange {
        name: name(owner),
        record_type,
        old: old.map(str::to_owned),
        new: new.map(str::to_owned),
    }
}

#[test]
fn a_form_gets_the_name_without_the_zone() {
    let fix = fix(vec![
        change(
            "_dmarc.example.com",
            RecordType::Txt,
            None,
            Some("v=DMARC1; p=none"),
        ),
        change(
            "Example.COM",
            RecordType::Mx,
            Some("10 mx.example.com"),
            Some("0 ."),
        ),
        change(
            "s1._domainkey.auth.example.com",
            RecordType::Cname,
            Some("s1.gone.example"),
            None,
        ),
        change(
            "7.2.0.192.in-addr.arpa",
            RecordType::Ptr,
            None,
            Some("mx.example.com"),
        ),
    ]);
    let entries = form_entries(&fix, &name("example.com"));
    let shown: Vec<_> = entries
        .iter()
        .map(|it| {
            (
                it.action,
                it.host.as_str(),
                it.value.as_str(),
                it.priority,
                it.elsewhere,
            )
        })
        .collect();
    assert_eq!(
        shown,
        [
            (FormAction::Add, "_dmarc", "v=DMARC1; p=none", None, false),
            (FormAction::Change, "@", ".", Some(0), false),
            (
                FormAction::Delete,
                "s1._domainkey.auth",
                "s1.gone.example",
                None,
                false
            ),
            (
                FormAction::Add,
                "7.2.0.192.in-addr.arpa",
                "mx.example.com",
                None,
                true
            ),
        ]
    );
    assert_eq!(entries[1].old_value.as_deref(), Some("10 mx.example.com"));
}

#[test]
fn long_texts_are_split_and_join_to_the_same() {
    let long = format!("v=spf1 {}-all", "ip4:192.88.99.1 ".repeat(60));
    let strings = txt_strings(&long);
    assert!(strings.len() > 3);
    assert!(strings.iter().all(|it| it.len() <= 255));
    assert_eq!(strings.concat(), long);
    // A key has no spaces to cut at, and a character is never cut.
    for text in ["A".repeat(700), "ä".repeat(200), String::new()] {
        let strings = txt_strings(&text);
        assert!(strings.iter().all(|it| it.len() <= 255));
        assert_eq!(strings.concat(), text);
    }
    let fix = fix(vec![change(
        "example.com",
        RecordType::Txt,
        None,
        Some(&long),
    )]);
    let entry = &form_entries(&fix, &name("example.com"))[0];
    assert_eq!(entry.value, long);
    assert_eq!(entry.split_value.matches('"').count(), 2 * strings.len());
    assert_eq!(zone_file(&fix).lines().count(), 1);
}

#[test]
fn zone_files_have_absolute_names_and_quoted_texts() {
    let fix = fix(vec![
        change(
            "example.com",
            RecordType::Txt,
            Some("old \"x\" \\"),
            Some("v=spf1 -all\u{e4}"),
        ),
        change("example.com", RecordType::Mx, None, Some("0 .")),
        change(
            "example.com",
            RecordType::Mx,
            None,
            Some("10 mx.example.com"),
        ),
        change("a.example.com", RecordType::A, None, Some("192.0.2.1")),
    ]);
    assert_eq!(
        zone_file(&fix),
        "; remove: example.com. IN TXT \"old \\\"x\\\" \\\\\"\n\
         example.com. IN TXT \"v=spf1 -all\\195\\164\"\n\
         example.com. IN MX 0 .\n\
         example.com. IN MX 10 mx.example.com.\n\
         a.example.com. IN A 192.0.2.1\n"
    );
}

#[test]
fn differences_show_what_goes_and_comes() {
    let fix = fix(vec![change(
        "example.com",
        RecordType::Txt,
        Some("a\u{202e}"),
        Some("b"),
    )]);
    assert_eq!(
        diff(&fix),
        "- example.com TXT a\\u{202e}\n+ example.com TXT b\n"
    );
}

#[test]
fn a_change_is_made_in_the_answers_only_where_it_applies() {
    let lines = changed(&[], &["example.com TXT other"]);
    let (_, recorded) = run(&check(), &zone(&lines));
    let text = |inquiry: &crate::domain::sender_domain::dns::Inquiry, owner: &str| {
        let question = Question::new(name(owner), RecordType::Txt);
        inquiry.get(&question).map(|it| it.outcome.clone())
    };
    let fix = fix(vec![
        change("example.com", RecordType::Txt, Some("other"), None),
        change(
            "example.com",
            RecordType::Txt,
            Some("never there"),
            Some("new"),
        ),
        change(
            "default._bimi.example.com",
            RecordType::Txt,
            None,
            Some("v=BIMI1; l=;"),
        ),
        change("x.example.com", RecordType::A, None, Some("192.0.2.1")),
    ]);
    let after = apply(&recorded, &fix);
    let Some(LookupOutcome::Records(records)) = text(&after, "example.com") else {
        panic!("no records");
    };
    let texts: Vec<String> = records
        .iter()
        .filter_map(|it| match it {
            RecordData::Txt(text) => Some(text.text()),
            _ => None,
        })
        .collect();
    assert_eq!(
        texts,
        [
            "v=spf1 ip4:5.9.100.0/24 include:spf.provider.example -all",
            "new"
        ]
    );
    assert_eq!(
        text(&recorded, "default._bimi.example.com"),
        Some(LookupOutcome::NoSuchName)
    );
    assert!(matches!(
        text(&after, "default._bimi.example.com"),
        Some(LookupOutcome::Records(_))
    ));
    let address = Question::new(name("x.example.com"), RecordType::A);
    assert_eq!(after.get(&address).map(|it| it.records().len()), Some(1));
}

#[test]
fn a_proof_tells_what_remains_and_what_is_new() {
    let lines = changed(&["_dmarc"], &[]);
    let (report, recorded) = run(&check(), &zone(&lines));
    let missing = finding(&report, "dmarc.missing");
    let fix = missing.fix.as_ref().unwrap();
    let proof = prove(&check(), &recorded, missing, fix);
    assert!(proof.solved);
    assert_eq!(proof.needs, []);
    let new: Vec<&str> = proof.introduced.iter().map(|it| it.id).collect();
    assert_eq!(
        new,
        ["dmarc.policy-none", "dmarc.tree-walk", "dmarc.effective"]
    );
    // The same change does not solve another finding.
    let other = finding(&report, "dnssec.unsigned");
    assert!(!prove(&check(), &recorded, other, fix).solved);
}

#[test]
fn a_proof_that_needs_more_answers_says_so() {
    let (report, recorded) = run(&check(), &zone(&GOOD));
    let any = report.findings.first().unwrap();
    let fix = fix(vec![change(
        "example.com",
        RecordType::Txt,
        Some("v=spf1 ip4:5.9.100.0/24 include:spf.provider.example -all"),
        Some("v=spf1 include:new.example -all"),
    )]);
    let proof = prove(&check(), &recorded, any, &fix);
    assert!(!proof.solved);
    assert_eq!(
        proof.needs,
        [Question::new(name("new.example"), RecordType::Txt)]
    );
}

#[test]
fn a_record_behind_an_alias_is_changed_where_it_stands() {
    let lines = changed(
        &["_dmarc"],
        &[
            "_dmarc.example.com CNAME example.com.hosted.example",
            "example.com.hosted.example TXT v=DMARC1; p=none; rua=mailto:a@example.com",
        ],
    );
    let (report, recorded) = run(&check(), &zone(&lines));
    let weak = finding(&report, "dmarc.policy-none");
    let fix = weak.fix.as_ref().unwrap();
    assert_eq!(fix.changes[0].name, name("example.com.hosted.example"));
    assert!(prove(&check(), &recorded, weak, fix).solved);
    assert!(form_entries(fix, &name("example.com"))[0].elsewhere);
}

#[test]
fn a_record_takes_the_place_of_an_alias_that_leads_nowhere() {
    let lines = changed(&["_dmarc"], &["_dmarc.example.com CNAME gone.example"]);
    let (report, recorded) = run(&check(), &zone(&lines));
    let missing = finding(&report, "dmarc.missing");
    let fix = missing.fix.as_ref().unwrap();
    assert_eq!(
        diff(fix),
        "- _dmarc.example.com CNAME gone.example\n\
         + _dmarc.example.com TXT v=DMARC1; p=none; rua=mailto:postmaster@example.com\n"
    );
    assert!(prove(&check(), &recorded, missing, fix).solved);
}
