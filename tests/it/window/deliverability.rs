//! The *Deliverability* screen, against a server on loopback.

use std::time::Duration;

use egui::accesskit::Role;
use egui_kittest::kittest::Queryable as _;
use letterhead::domain::sender_domain::dns::{RecordData, Zone};
use letterhead::domain::sender_domain::report::VerdictLevel;
use letterhead::model::{
    Action, ChangesSince, CheckState, Command, DomainCommand, DomainTab, DomainView, DomainWish,
    ProviderChoice, ReportFile, SaveWhat, Screen, Theme,
};
use letterhead::services::workspace::write_atomic;
use tokio::runtime::Runtime;

use super::harness::Studio;
use crate::dns::zone_server::ZoneServer;

/// What the connector of the samples sends as.
const OWN: &str = "lindmoor.example";

fn zone(records: &[(&str, &str)]) -> Zone {
    let mut zone = Zone::new();
    for (name, data) in records {
        let (kind, data) = data.split_once(' ').unwrap();
        let data = match kind {
            "TXT" => RecordData::Txt(data.into()),
            "A" => RecordData::A(data.parse().unwrap()),
            "MX" => RecordData::Mx {
                preference: 10,
                exchange: data.parse().unwrap(),
            },
            "CNAME" => RecordData::Cname(data.parse().unwrap()),
            other => panic!("{other}"),
        };
        zone.insert(name.parse().unwrap(), data);
    }
    zone
}

const RECORDS: &[(&str, &str)] = &[
    (
        OWN,
        "TXT v=spf1 ip4:93.184.216.0/28 include:_spf.mail.test -all",
    ),
    (OWN, "MX mx.lindmoor.example"),
    ("mx.lindmoor.example", "A 93.184.216.11"),
    ("_spf.mail.test", "TXT v=spf1 ip4:94.130.10.0/24 -all"),
    (
        "_dmarc.lindmoor.example",
        "TXT v=DMARC1; p=none; rua=mailto:d@lindmoor.example",
    ),
    ("broken.example", "TXT v=spf1 a -all"),
    ("broken.example", "TXT v=spf1 mx -all"),
    ("broken.example", "A 93.184.216.12"),
];

/// The screen, a server that it asks, and the runtime of that.
struct Bench {
    studio: Studio,
    server: ZoneServer,
    _runtime: Runtime,
}

impl Bench {
    fn start(size: [f32; 2], records: &[(&str, &str)]) -> Self {
        let runtime = Runtime::new().unwrap();
        let server = runtime.block_on(ZoneServer::start(zone(records), Duration::ZERO));
        let mut studio = Studio::start(size);
        studio.act(Action::ShowDeliverability);
        let address = server.address.to_string();
        studio.perform(DomainCommand::SetServer(address));
        Self {
            studio,
            server,
            _runtime: runtime,
        }
    }

    fn view(&self, domain: &str) -> DomainView {
        let views = &self.studio.app().model().deliverability.views;
        views.get(domain).cloned().unwrap_or_default()
    }

    /// Waits for the whole of a check: report, changes, and proofs if there is something to prove.
    fn checked(&mut self, domain: &str) -> DomainView {
        self.studio.until(|model| {
            let view = model.deliverability.views.get(domain);
            view.is_some_and(|view| {
                let checked = view.checked.as_ref().filter(|checked| checked.at.is_some());
                checked.is_some_and(|checked| {
                    let mut findings = checked.whole.report.findings.iter();
                    let is_proven = !findings.any(|it| it.fix.is_some()) || !view.proofs.is_empty();
                    is_proven && view.changes.is_some() && view.state == CheckState::Idle
                })
            })
        });
        self.view(domain)
    }

    fn queries(&self) -> usize {
        self.server
            .queries
            .load(std::sync::atomic::Ordering::Relaxed)
    }
}

#[test]
fn nothing_is_asked_before_a_person_says_so() {
    let mut bench = Bench::start([1280.0, 800.0], RECORDS);
    let model = &bench.studio.app().model().deliverability;
    assert_eq!(model.selected.as_deref(), Some(OWN));
    bench.studio.harness.get_by_label("Not checked yet");
    assert_eq!(bench.queries(), 0);
    // There is one in the head as well.
    bench.studio.act(Action::CheckDomain);
    let view = bench.checked(OWN);
    assert!(bench.queries() > 10);
    let checked = view.checked.unwrap();
    assert_eq!(checked.trace.len(), checked.whole.report.queries.count);
    let verdict = &checked.whole.report.verdict;
    assert_ne!(verdict.level, VerdictLevel::Unknown);
    bench.studio.harness.get_by_label(&verdict.sentence);
}

#[test]
fn what_an_earlier_run_found_is_told_with_its_day() {
    let mut bench = Bench::start([1280.0, 800.0], RECORDS);
    let folder = bench.studio.data().join("reports").join("other.example");
    std::fs::create_dir_all(&folder).unwrap();
    let json = r#"{ "verdict": { "level": "bad", "sentence": "Nobody takes its mail" } }"#;
    let file = folder.join("2026-11-19T12-00-00.000Z.json");
    write_atomic(&file, json.as_bytes()).unwrap();
    let add = DomainCommand::Add("other.example".to_owned());
    bench.studio.perform(Command::Domain(add));
    bench.studio.until(|model| {
        let view = model.deliverability.views.get("other.example");
        view.is_some_and(|view| view.earlier.is_some())
    });
    let harness = &bench.studio.harness;
    harness.get_by_label_contains("Needs work on 19 November 2026");
    harness.get_by_label("Last checked on 19 November 2026");
    harness.get_by_label_contains("Nobody takes its mail. Nothing is asked before you say so");
    assert_eq!(bench.queries(), 0);
}

#[test]
fn a_second_check_asks_nothing_anew_and_f5_asks_everything() {
    let mut bench = Bench::start([1280.0, 800.0], RECORDS);
    bench.studio.act(Action::CheckDomain);
    bench.checked(OWN);
    let first = bench.queries();
    bench.studio.act(Action::CheckDomain);
    let again = bench.checked(OWN);
    assert_eq!(bench.queries(), first);
    assert!(matches!(
        again.changes.as_deref(),
        Some(ChangesSince::Since(_, changes)) if changes.is_empty()
    ));
    bench.studio.harness.key_press(egui::Key::F5);
    bench.studio.harness.run_steps(2);
    bench.checked(OWN);
    assert!(bench.queries() > first);
    let reports = bench.studio.data().join("reports").join(OWN);
    assert_eq!(std::fs::read_dir(reports).unwrap().count(), 3);
}

#[test]
fn every_part_is_drawn_small_and_large_light_and_dark() {
    for (size, theme) in [
        ([1024.0, 700.0], Theme::Light),
        ([1920.0, 1200.0], Theme::Dark),
    ] {
        let mut bench = Bench::start(size, RECORDS);
        bench.studio.act(match theme {
            Theme::Dark => Action::ThemeDark,
            _ => Action::ThemeLight,
        });
        bench
            .studio
            .perform(DomainCommand::Add("broken.example".to_owned()));
        let mut wish = DomainWish::new("broken.example");
        wish.provider = ProviderChoice::Named("aws-ses".to_owned());
        bench.studio.perform(DomainCommand::SetWish(wish));
        bench.studio.perform(DomainCommand::CheckAll);
        for domain in [OWN, "broken.example"] {
            bench.checked(domain);
            let tried = DomainCommand::Try {
                domain: domain.to_owned(),
                ip: "93.184.216.12".to_owned(),
            };
            bench.studio.perform(tried);
            bench.studio.until(|model| {
                let view = model.deliverability.views.get(domain);
                view.is_some_and(|view| view.tried.is_some())
            });
            bench
                .studio
                .perform(DomainCommand::Select(domain.to_owned()));
            for tab in DomainTab::ALL {
                bench.studio.perform(DomainCommand::ShowTab(tab));
            }
        }
        bench
            .studio
            .click(Role::Button, "Provider, name servers and more");
        bench.studio.harness.get_by_label("Name servers to ask");
    }
}

#[test]
fn a_change_is_proven_and_can_be_copied() {
    let mut bench = Bench::start([1440.0, 1600.0], RECORDS);
    bench
        .studio
        .perform(DomainCommand::Add("broken.example".to_owned()));
    bench.studio.act(Action::CheckDomain);
    let view = bench.checked("broken.example");
    let report = &view.checked.as_ref().unwrap().whole.report;
    let findings = report.findings.iter();
    let several = findings.clone().position(|it| it.id == "spf.multiple");
    let proof = &view.proofs[&several.unwrap()];
    assert!(proof.solved, "{proof:#?}");
    let labels = bench
        .studio
        .harness
        .query_all_by_label_contains("Publishing this solves it");
    assert!(labels.count() > 0);
    let copy = bench
        .studio
        .harness
        .query_all_by_label("Copy the zone-file lines");
    copy.into_iter().next().unwrap().click();
    bench.studio.harness.run_steps(2);
}

#[test]
fn spf_is_tried_with_a_sender_along_the_records_known() {
    let mut bench = Bench::start([1280.0, 900.0], RECORDS);
    bench.studio.act(Action::CheckDomain);
    bench.checked(OWN);
    let asked = bench.queries();
    for (ip, word) in [("94.130.10.7", "pass"), ("192.0.2.1", "fail"), ("x", "")] {
        let domain = OWN.to_owned();
        let ip = ip.to_owned();
        bench.studio.perform(DomainCommand::Try {
            domain,
            ip: ip.clone(),
        });
        bench.studio.until(|model| {
            let view = &model.deliverability.views[OWN];
            view.tried.as_ref().is_some_and(|tried| tried.ip == ip)
        });
        let tried = bench.view(OWN).tried.unwrap();
        match &tried.outcome {
            Ok(outcome) => assert_eq!(outcome.result.word(), word),
            Err(why) => assert!(word.is_empty() && why.contains("no IP address"), "{why}"),
        }
    }
    assert_eq!(bench.queries(), asked, "all of it was known");
}

#[test]
fn a_check_that_gets_no_answer_can_be_stopped() {
    let runtime = Runtime::new().unwrap();
    // Nobody answers on it.
    let silent = runtime
        .block_on(tokio::net::UdpSocket::bind("127.0.0.1:0"))
        .unwrap();
    let mut studio = Studio::start([1280.0, 800.0]);
    studio.act(Action::ShowDeliverability);
    let address = silent.local_addr().unwrap().to_string();
    studio.perform(DomainCommand::SetServer(address));
    studio.act(Action::CheckDomain);
    assert!(studio.app().model().deliverability.is_running());
    // The line at the bottom has one too, once the check takes its time.
    let stops = studio
        .harness
        .query_all_by_role_and_label(Role::Button, "Stop");
    stops.into_iter().next().unwrap().click();
    studio.harness.run_steps(2);
    studio.until(|model| model.deliverability.views[OWN].state == CheckState::Stopped);
}

#[test]
fn what_is_no_server_or_no_domain_is_told_and_asks_nothing() {
    let mut bench = Bench::start([1280.0, 800.0], RECORDS);
    bench
        .studio
        .perform(DomainCommand::SetServer("nonsense".to_owned()));
    bench.studio.act(Action::CheckDomain);
    let view = bench.view(OWN);
    let CheckState::Failed(why) = &view.state else {
        panic!("{:?}", view.state);
    };
    assert!(why.contains("nonsense"), "{why}");
    bench
        .studio
        .perform(DomainCommand::Add("good.example, -bad-".to_owned()));
    let model = &bench.studio.app().model().deliverability;
    assert_eq!(model.domains(), [OWN, "good.example"]);
    let notice = bench.studio.app().model().notices.last();
    assert!(notice.is_some_and(|notice| notice.detail.contains("-bad-")));
    assert_eq!(bench.queries(), 0);
}

#[test]
fn domains_survive_the_session_and_reports_are_saved() {
    let mut bench = Bench::start([1280.0, 800.0], RECORDS);
    bench
        .studio
        .perform(DomainCommand::Add("https://Bücher.example/".to_owned()));
    let domain = "xn--bcher-kva.example";
    let model = bench.studio.app().model();
    assert_eq!(model.deliverability.selected.as_deref(), Some(domain));
    let session = letterhead::model::Session::of(model);
    let json = serde_json::to_string(&session).unwrap();
    let session: letterhead::model::Session = serde_json::from_str(&json).unwrap();
    let mut restored = letterhead::model::Model::default();
    session.restore(&mut restored);
    assert_eq!(restored.deliverability.domains(), [domain]);
    assert_eq!(restored.screen, Screen::Deliverability);
    bench.studio.act(Action::CheckDomain);
    bench.checked(domain);
    for (file, needle) in [
        (ReportFile::Markdown, "# Mail of"),
        (ReportFile::Html, "<!doctype html>"),
        (ReportFile::Json, "\"schema\": 1"),
    ] {
        let path = bench.studio.data().join(format!("saved.{}", file.ending()));
        let what = SaveWhat::Report(file, domain.to_owned());
        bench.studio.perform(Command::AskSave(what.clone()));
        bench.studio.perform(Command::SaveTo(what, path.clone()));
        bench.studio.until(|_| path.is_file());
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(text.contains(needle), "{text}");
    }
}
