//! `letterhead domain check`, against a server on loopback.

use std::process::{Command, Output, Stdio};
use std::time::Duration;

use letterhead::domain::sender_domain::dns::{
    LookupOutcome, Name, RecordData, RecordType, TxtData, Zone,
};
use serde_json::Value;
use tokio::runtime::Runtime;

use super::{letterhead, samples};
use crate::dns::zone_server::ZoneServer;

const KEY: &str = "MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=";

/// A domain with nothing wrong.
fn good() -> Zone {
    let text = |name: &str, text: &str| (name.parse().unwrap(), RecordData::Txt(text.into()));
    let mut zone = Zone::from_iter([
        text("d.example", "v=spf1 ip4:93.184.216.0/28 -all"),
        text(
            "_dmarc.d.example",
            "v=DMARC1; p=reject; rua=mailto:r@d.example",
        ),
        (
            "s1._domainkey.d.example".parse().unwrap(),
            RecordData::Txt(key()),
        ),
    ]);
    let name = |text: &str| text.parse().unwrap();
    let exchange = name("mx.d.example");
    zone.insert(
        name("d.example"),
        RecordData::Mx {
            preference: 10,
            exchange,
        },
    );
    zone.insert(
        name("mx.d.example"),
        RecordData::A([93, 184, 216, 3].into()),
    );
    zone.insert(
        name("3.216.184.93.in-addr.arpa"),
        RecordData::Ptr(name("mx.d.example")),
    );
    zone
}

/// A key of RSA with 2048 bits, in strings as long as the DNS takes them.
fn key() -> TxtData {
    let key = include_str!("../../fixtures/dns/rsa-2048.txt").trim();
    let text = format!("v=DKIM1; k=rsa; p={key}");
    TxtData::new(text.as_bytes().chunks(255))
}

struct Peer {
    server: ZoneServer,
    data: tempfile::TempDir,
    _runtime: Runtime,
}

impl Peer {
    fn start(zone: Zone) -> Self {
        let runtime = Runtime::new().unwrap();
        let server = runtime.block_on(ZoneServer::start(zone, Duration::ZERO));
        Self {
            server,
            data: tempfile::tempdir().unwrap(),
            _runtime: runtime,
        }
    }

    fn check(&self, arguments: &[&str]) -> Output {
        let dns = self.server.address.to_string();
        let mut all = vec!["domain", "check", "d.example", "--dns", &dns];
        all.extend(arguments);
        letterhead(self.data.path(), &all)
    }
}

fn json(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{error}: {output:?}"))
}

fn ids(report: &Value) -> Vec<&str> {
    let findings = report["findings"].as_array().unwrap().iter();
    findings.map(|it| it["id"].as_str().unwrap()).collect()
}

#[test]
fn a_domain_in_order_ends_with_zero_and_a_report_of_the_schema() {
    let peer = Peer::start(good());
    let output = peer.check(&[
        "--selector",
        "s1",
        "--from",
        "a@d.example",
        "--provider",
        "smtp",
        "--json",
    ]);
    let report = json(&output);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    assert_eq!(report["schema"], 1);
    assert_eq!(report["domain"], "d.example");
    assert_eq!(report["spf"]["verdict"], "ok");
    assert_eq!(report["spf"]["lookups"], 0);
    assert_eq!(report["dkim"][0]["selector"], "s1");
    assert_eq!(report["dkim"][0]["bits"], 2048);
    assert_eq!(report["dkim"][0]["usable"], true);
    assert_eq!(report["dmarc"]["effective"], "reject");
    assert_eq!(report["alignment"][0]["outcome"], "both");
    assert_eq!(report["provider"]["id"], "smtp");
    assert!(report["queries"]["count"].as_u64().unwrap() > 10);
    assert!(report["queries"]["elapsed_ms"].is_u64());
}

#[test]
fn errors_end_with_one_and_carry_the_record_to_publish() {
    let mut zone = good();
    let second = RecordData::Txt("v=spf1 mx -all".into());
    zone.insert("d.example".parse().unwrap(), second);
    let peer = Peer::start(zone);
    let output = peer.check(&["--json"]);
    assert_eq!(output.status.code(), Some(1));
    let report = json(&output);
    let mut findings = report["findings"].as_array().unwrap().iter();
    let several = findings.find(|it| it["id"] == "spf.multiple").unwrap();
    assert_eq!(several["severity"], "error");
    assert!(!several["fix"]["changes"].as_array().unwrap().is_empty());
    let text = peer.check(&[]);
    assert_eq!(text.status.code(), Some(1));
    let text = String::from_utf8(text.stdout).unwrap();
    assert!(text.contains("[spf.multiple]"), "{text}");
}

#[test]
fn a_change_comes_with_its_proof_and_what_remains() {
    let mut zone = good();
    let name: Name = "d.example".parse().unwrap();
    zone.remove(&name, RecordType::Txt);
    for text in ["v=spf1 +all", "v=spf1 include:nope.example -al"] {
        zone.insert(name.clone(), RecordData::Txt(text.into()));
    }
    let peer = Peer::start(zone);
    let report = json(&peer.check(&["--json"]));
    let mut findings = report["findings"].as_array().unwrap().iter();
    let several = findings.find(|it| it["id"] == "spf.multiple").unwrap();
    let new = several["fix"]["changes"][0]["new"].as_str().unwrap();
    assert_eq!(new, "v=spf1 include:nope.example -all");
    // The merged record still names a domain without a record, which two records had hidden.
    let proof = &several["proof"];
    assert_eq!(proof["verdict"], "brings-up-errors", "{proof}");
    let brought = proof["brings_up"].to_string();
    assert!(
        brought.contains("nope.example has no SPF record"),
        "{brought}"
    );
    let text = String::from_utf8(peer.check(&[]).stdout).unwrap();
    assert!(
        text.contains("not enough: an error comes up by it"),
        "{text}"
    );
    assert!(
        text.contains("It brings up: nope.example has no SPF"),
        "{text}"
    );
    assert!(!text.contains("solves it"), "{text}");
}

#[test]
fn a_change_that_helps_says_so() {
    let mut zone = good();
    let name: Name = "d.example".parse().unwrap();
    zone.remove(&name, RecordType::Txt);
    zone.insert(name, RecordData::Txt("v=spf1 ip4:1.1.1.1 +all".into()));
    let peer = Peer::start(zone);
    let report = json(&peer.check(&["--json"]));
    let mut findings = report["findings"].as_array().unwrap().iter();
    let pass = findings.find(|it| it["id"] == "spf.all-pass").unwrap();
    assert_eq!(pass["proof"]["verdict"], "solves");
    let text = String::from_utf8(peer.check(&[]).stdout).unwrap();
    assert!(
        text.contains("Publishing this solves it, tried in memory"),
        "{text}"
    );
}

#[test]
fn several_names_are_checked_at_once() {
    let mut zone = good();
    let name: Name = "e.example".parse().unwrap();
    zone.insert(name, RecordData::Txt("v=spf1 +all".into()));
    let peer = Peer::start(zone);
    let output = peer.check(&["e.example", "D.example", "--selector", "s1", "--json"]);
    assert_eq!(output.status.code(), Some(1));
    let reports = json(&output);
    let domains: Vec<&Value> = reports
        .as_array()
        .unwrap()
        .iter()
        .map(|it| &it["domain"])
        .collect();
    assert_eq!(domains, ["d.example", "e.example"]);
    assert_eq!(reports[0]["spf"]["verdict"], "ok");
    assert!(ids(&reports[1]).contains(&"spf.all-pass"));
    let text = peer.check(&["e.example", "--selector", "s1"]);
    let words = String::from_utf8(text.stdout).unwrap();
    assert!(words.contains("Mail of d.example\n") && words.contains("\nMail of e.example\n"));
    let told = String::from_utf8(text.stderr).unwrap();
    assert!(told.contains("e.example: "), "{told}");
    assert!(!told.contains("d.example"), "{told}");
}

#[test]
fn silence_ends_with_three_and_is_never_called_missing() {
    let mut zone = good();
    for name in ["d.example", "_dmarc.d.example"] {
        let name = name.parse().unwrap();
        zone.remove(&name, RecordType::Txt);
        zone.fail(name, Some(RecordType::Txt), LookupOutcome::ServerFailure);
    }
    let peer = Peer::start(zone);
    let output = peer.check(&["--selector", "s1", "--json"]);
    assert_eq!(output.status.code(), Some(3), "{output:?}");
    let report = json(&output);
    assert!(!ids(&report).contains(&"spf.missing"), "{report:#}");
}

#[test]
fn bad_usage_ends_with_two() {
    let peer = Peer::start(good());
    for arguments in [
        &["--set", "region"][..],
        &["--set", "colour=red"],
        &["--provider", "pigeon"],
        &["--case", "no-such-file.json"],
        &["--profile", "nobody"],
        &["--provider", "smtp", "--profile", "sandbox"],
        &["--dns", "nowhere"],
    ] {
        let dns = peer.server.address.to_string();
        let mut all = vec!["domain", "check", "d.example"];
        if !arguments.contains(&"--dns") {
            all.extend(["--dns", &dns]);
        }
        all.extend(arguments);
        let output = letterhead(peer.data.path(), &all);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {output:?}");
        assert!(output.stdout.is_empty(), "{arguments:?}");
    }
    let output = letterhead(peer.data.path(), &["domain", "check", "com"]);
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn a_case_says_what_is_known_of_the_provider() {
    let mut zone = good();
    let target = "tok.dkim.amazonses.com".parse().unwrap();
    zone.insert(
        "tok._domainkey.d.example".parse().unwrap(),
        RecordData::Cname(target),
    );
    let key = RecordData::Txt(format!("v=DKIM1; k=ed25519; p={KEY}").as_str().into());
    zone.insert("tok.dkim.amazonses.com".parse().unwrap(), key);
    let peer = Peer::start(zone);
    let case = peer.data.path().join("case.json");
    let text = br#"{"provider": "aws-ses", "config": {"from": "a@d.example", "region": "us-east-1",
        "dkim_tokens": ["tok"], "mail_from": "bounce.d.example"}}"#;
    letterhead::services::workspace::write_atomic(&case, text).unwrap();
    let output = peer.check(&["--case", case.to_str().unwrap(), "--json"]);
    let report = json(&output);
    assert_eq!(report["provider"]["id"], "aws-ses");
    assert!(ids(&report).contains(&"provider.missing"), "{report:#}");
    let keys = report["dkim"].as_array().unwrap();
    let key = keys.iter().find(|key| key["selector"] == "tok").unwrap();
    assert_eq!(key["cname"], "tok.dkim.amazonses.com");
    // The same by arguments.
    let by_arguments = peer.check(&[
        "--provider",
        "aws-ses",
        "--from",
        "a@d.example",
        "--set",
        "region=us-east-1",
        "--set",
        "dkim_tokens=tok",
        "--set",
        "mail_from=bounce.d.example",
        "--json",
    ]);
    assert_eq!(ids(&json(&by_arguments)), ids(&report));
}

#[test]
fn a_profile_of_the_workspace_says_who_sends() {
    let peer = Peer::start(good());
    let workspace = samples();
    let arguments = [
        "--profile",
        "sandbox",
        "--workspace",
        workspace.to_str().unwrap(),
        "--json",
    ];
    let report = json(&peer.check(&arguments));
    assert_eq!(report["provider"]["id"], "smtp");
    let from = &report["alignment"][0]["from"];
    assert_eq!(from["domain"], "lindmoor.example");
}

#[test]
fn the_help_has_examples() {
    let output = Command::new(env!("CARGO_BIN_EXE_letterhead"))
        .args(["domain", "check", "--help"])
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let help = String::from_utf8(output.stdout).unwrap();
    assert!(
        help.contains("Examples:") && help.contains("Exit codes:"),
        "{help}"
    );
}
