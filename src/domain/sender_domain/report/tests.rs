//! Tests of the report: its JSON, what it prints, its verdict, and what changed.

use serde_json::{Value, json};

use super::*;
use crate::domain::sender_domain::check::DomainCheck;
use crate::domain::sender_domain::check::tests::{GOOD, changed, check, name, report, run, zone};

fn json_of(report: &DomainReport) -> Value {
    serde_json::to_value(report).unwrap()
}

/// The keys of an object, in order.
fn keys(value: &Value) -> Vec<&str> {
    value
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect()
}

#[test]
fn the_json_has_the_fields_of_schema_1() {
    let mut report = report(&GOOD);
    report.queries.elapsed_ms = Some(110);
    let json = json_of(&report);
    assert_eq!(
        keys(&json),
        [
            "schema",
            "domain",
            "zone",
            "verdict",
            "complete",
            "sections",
            "spf",
            "dkim",
            "dkim_names",
            "dmarc",
            "mx",
            "ip",
            "mta_sts",
            "tls_rpt",
            "bimi",
            "dnssec",
            "dane",
            "streams",
            "receivers",
            "findings",
            "records",
            "queries"
        ]
    );
    assert_eq!(json["schema"], 1);
    assert_eq!(
        json["spf"],
        json!({"verdict": "ok", "record": "v=spf1 ip4:5.9.100.0/24 include:spf.provider.example -all",
               "lookups": 1, "void": 0, "results": []})
    );
    let key = &json["dkim"][0];
    assert_eq!(
        keys(key),
        [
            "selector", "type", "bits", "usable", "cname", "name", "state", "source", "record"
        ]
    );
    assert_eq!(
        (
            &key["selector"],
            &key["type"],
            &key["bits"],
            &key["usable"],
            &key["cname"]
        ),
        (
            &json!("s1"),
            &json!("rsa"),
            &json!(2048),
            &json!(true),
            &Value::Null
        )
    );
    let mut dmarc = json["dmarc"].clone();
    dmarc.as_object_mut().unwrap().remove("walk");
    assert_eq!(
        dmarc,
        json!({"verdict": "ok", "record": "v=DMARC1; p=reject; rua=mailto:dmarc@example.com",
               "location": "example.com", "policy": "reject", "effective": "reject",
               "subdomains": "reject", "nonexistent": "reject", "organization": "example.com"})
    );
    assert_eq!(
        json["queries"],
        json!({"count": 21, "levels": 3, "elapsed_ms": 110})
    );
    assert_eq!(json["sections"]["spf"], json!({"state": "known"}));
    assert_eq!(json["sections"]["dane"], json!({"state": "not-wanted"}));
    assert_eq!(json["verdict"]["level"], "good");
}

#[test]
fn a_finding_in_json_has_all_that_a_script_needs() {
    let report = report(&changed(
        &["example.com TXT"],
        &["example.com TXT v=spf1 mx +all"],
    ));
    let json = json_of(&report);
    let finding = json["findings"]
        .as_array()
        .unwrap()
        .iter()
        .find(|it| it["id"] == "spf.all-pass")
        .unwrap();
    assert_eq!(
        *finding,
        json!({
            "id": "spf.all-pass", "severity": "error", "subject": "example.com",
            "message": "The record lets every server on the Internet pass",
            "hint": "End it in ~all, or in -all once every sender is named",
            "refs": ["RFC 7208 5.1"], "args": {"term": "+all"},
            "evidence": [{"name": "example.com", "type": "TXT"}],
            "record": "v=spf1 mx +all", "span": {"start": 10, "end": 14},
            "fix": {"title": "End the record in ~all", "changes": [
                {"name": "example.com", "type": "TXT", "old": "v=spf1 mx +all", "new": "v=spf1 mx ~all"}
            ]}
        })
    );
}

#[test]
fn the_verdict_is_a_plain_sentence() {
    for (without, with, sentence, level) in [
        (
            &[][..],
            &[][..],
            "Mail from example.com can pass SPF and DKIM, and forged mail is rejected",
            VerdictLevel::Good,
        ),
        (
            &["_dmarc"],
            &["_dmarc.example.com TXT v=DMARC1; p=none; rua=mailto:a@example.com"],
            "Mail from example.com can pass SPF and DKIM, but DMARC asks for nothing",
            VerdictLevel::Weak,
        ),
        (
            &["_dmarc"],
            &[],
            "Mail from example.com can pass SPF and DKIM, but there is no DMARC record",
            VerdictLevel::Bad,
        ),
        (
            &["example.com TXT", "s1._domainkey"],
            &[],
            "Mail from example.com can pass neither SPF nor DKIM, and DMARC has it rejected",
            VerdictLevel::Bad,
        ),
        (
            &["_dmarc", "example.com TXT", "s1._domainkey"],
            &[
                "_dmarc.example.com !timeout",
                "example.com !timeout",
                "s1._domainkey.example.com !timeout",
            ],
            "Too little is known of example.com, its SPF and DKIM could not be checked, and its \
             DMARC policy could not be checked",
            VerdictLevel::Unknown,
        ),
    ] {
        let report = report(&changed(without, with));
        assert_eq!(report.verdict.sentence, sentence);
        assert_eq!(report.verdict.level, level, "{sentence}");
    }
    let (idn, _) = run(
        &DomainCheck::new(name("xn--bcher-kva.example")),
        &zone(&GOOD),
    );
    assert!(
        idn.verdict
            .sentence
            .contains("bücher.example (xn--bcher-kva.example)")
    );
}

#[test]
fn the_text_begins_with_what_matters() {
    let report = report(&changed(
        &["example.com TXT"],
        &["example.com TXT v=spf1 mx +all"],
    ));
    let text = report.to_text();
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines[0], "Mail of example.com");
    assert_eq!(lines[1], report.verdict.sentence);
    for wanted in [
        "  Record: v=spf1 mx +all",
        "  Look-ups: 1 of 10, 0 of 2 that find nothing",
        "  error    The record lets every server on the Internet pass  [spf.all-pass]",
        "           at “+all”",
        "             - example.com TXT v=spf1 mx +all",
        "             + example.com TXT v=spf1 mx ~all",
        "  s1: rsa key of 2048 bits",
        "  Mail of the domain: reject: mail that fails is refused",
    ] {
        assert!(lines.contains(&wanted), "{wanted} not in {text}");
    }
}

#[test]
fn markup_from_the_dns_stays_text() {
    let evil = "v=spf1 include:<b>`x`|*y* -all";
    let report = report(&changed(
        &["example.com TXT"],
        &[&format!("example.com TXT {}", evil.replace('|', "!"))],
    ));
    let html = report.to_html();
    assert!(html.contains("&lt;b&gt;"), "{html}");
    assert!(!html.contains("<b>"), "{html}");
    assert!(html.starts_with("<!doctype html>"));
    assert!(html.contains("default-src 'none'"));
    assert!(
        !html.contains("http://") && !html.contains("src="),
        "{html}"
    );
    let markdown = report.to_markdown();
    assert!(
        markdown.contains("``v=spf1 include:<b>`x`!*y* -all``"),
        "{markdown}"
    );
    assert!(!markdown.contains(" *y*"), "{markdown}");
}

#[test]
fn a_later_report_tells_what_changed() {
    let before = report(&GOOD);
    let later = report(&changed(
        &["_dmarc", "8.100"],
        &[
            "_dmarc.example.com TXT v=DMARC1; p=none; rua=mailto:dmarc@example.com",
            "8.100.9.5.in-addr.arpa !timeout",
        ],
    ));
    let before = Snapshot::from_json(&serde_json::to_string(&before).unwrap()).unwrap();
    let later = Snapshot::of(&later);
    let changes = before.changes_to(&later);
    let ids =
        |them: &[FindingChange]| -> Vec<String> { them.iter().map(|it| it.id.clone()).collect() };
    assert_eq!(
        ids(&changes.appeared),
        ["dmarc.policy-none", "mx.unchecked"]
    );
    assert_eq!(ids(&changes.gone), [""; 0]);
    assert_eq!(ids(&changes.changed), ["dmarc.effective"]);
    // A record that could not be looked at is not gone.
    assert_eq!(changes.records.len(), 1);
    let records = &changes.records[0];
    assert_eq!(records.question.to_string(), "_dmarc.example.com TXT");
    assert_eq!(
        records.gone,
        ["v=DMARC1; p=reject; rua=mailto:dmarc@example.com"]
    );
    let text = changes.to_text();
    assert!(
        text.starts_with("- _dmarc.example.com TXT v=DMARC1; p=reject"),
        "{text}"
    );
    let back = later.changes_to(&before);
    assert_eq!(ids(&back.gone), ["dmarc.policy-none", "mx.unchecked"]);
    assert_eq!(before.changes_to(&before).to_text(), "Nothing changed\n");
    assert_eq!(before.domain(), &name("example.com"));
}

#[test]
fn only_reports_can_be_compared() {
    for text in ["", "{}", "[1]", r#"{"schema": 1}"#] {
        assert!(matches!(
            Snapshot::from_json(text),
            Err(SnapshotError::NotAReport(_))
        ));
    }
    let mut json = json_of(&report(&GOOD));
    json["schema"] = json!(2);
    json["more"] = json!(true);
    let later = Snapshot::from_json(&json.to_string());
    assert!(matches!(
        later,
        Err(SnapshotError::LaterSchema { found: 2 })
    ));
    json["schema"] = json!(1);
    assert!(Snapshot::from_json(&json.to_string()).is_ok());
}

#[test]
fn findings_of_other_checks_are_sorted_in() {
    use crate::domain::finding::{Finding, Severity};
    use crate::domain::sender_domain::{DomainFinding, RfcSection};
    let report = report(&GOOD);
    assert_eq!(report.exit_code(), 0);
    let finding = Finding::new(Severity::Error, "provider.missing", "A record is missing");
    let told = DomainFinding::new(
        finding,
        &name("s2.example.com"),
        RfcSection::new(6376, "3.6.2"),
    );
    let report = report.with_findings([told]);
    assert_eq!(report.findings[0].id, "provider.missing");
    assert_eq!(report.exit_code(), 1);
    assert_eq!(report.verdict.level, VerdictLevel::Bad);
    assert!(report.to_text().contains("\nProvider\n"));
    assert!(check().selectors.contains(&"s1".to_owned()));
}

#[test]
fn what_a_report_was_not_answered_about_is_not_gone() {
    let broken = changed(
        &["s1._domainkey"],
        &["_dmarc.example.com TXT v=DMARC1; p=none"],
    );
    let before = Snapshot::of(&report(&broken));
    let silent: Vec<String> = broken
        .iter()
        .filter_map(|line| line.split(' ').next())
        .chain(["s1._domainkey.example.com", "_domainkey.example.com"])
        .map(|owner| format!("{owner} !timeout"))
        .collect();
    let nothing = Snapshot::of(&report(&silent));
    assert_eq!(before.changes_to(&nothing).gone, []);
    assert_eq!(nothing.changes_to(&before).appeared, []);
    // With an answer a finding can go.
    let mended = Snapshot::of(&report(&changed(&[], &[])));
    assert!(!before.changes_to(&mended).gone.is_empty());
    assert!(mended.has_answers());
}
