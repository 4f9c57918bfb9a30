//! The checks of a message of the inbox, against a server on loopback.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpStream;
use std::sync::atomic::Ordering;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use egui::accesskit::Role;
use egui_kittest::kittest::Queryable as _;
use letterhead::domain::sender_domain::dns::{Name, RecordData, TxtData, Zone};
use letterhead::domain::sender_domain::message::ResultWord;
use letterhead::model::{
    Action, CheckState, Command, DomainCommand, MessageCheckView, MessageId, MessageTab, Theme,
};
use serde_json::Value;
use tokio::runtime::Runtime;

use super::harness::Studio;
use crate::dns::zone_server::ZoneServer;

fn fixture() -> Value {
    let json = include_str!("../../fixtures/dkim/signed.json");
    serde_json::from_str(json).unwrap()
}

pub(super) fn message(name: &str) -> Vec<u8> {
    let fixture = fixture();
    let cases = fixture["cases"].as_array().unwrap();
    let case = cases.iter().find(|case| case["name"] == name).unwrap();
    STANDARD.decode(case["message"].as_str().unwrap()).unwrap()
}

/// A message below fields that servers on its way wrote.
pub(super) fn relayed(name: &str) -> Vec<u8> {
    let way = "Return-Path: <a@example.com>\r\n\
               Authentication-Results: mx.example.net; dkim=pass header.d=example.com;\r\n \
               spf=fail smtp.mailfrom=a@example.com\r\n\
               Received: from out.example.com (out.example.com [192.0.2.1])\r\n \
               by mx.example.net with ESMTPS id 1; Fri, 3 Jan 2025 10:01:05 +0000\r\n\
               Received: from app.example.com (app.example.com [192.0.2.9])\r\n \
               by out.example.com with ESMTP id 2; Fri, 3 Jan 2025 10:00:00 +0000\r\n";
    [way.as_bytes(), &message(name)].concat()
}

fn zone() -> Zone {
    let fixture = fixture();
    let keys = fixture["records"].as_object().unwrap().iter();
    let keys = keys.map(|(selector, text)| {
        let name = format!("{selector}._domainkey.example.com");
        (name, text.as_str().unwrap().to_owned())
    });
    let others = [
        ("_dmarc.example.com", "v=DMARC1; p=reject"),
        ("example.com", "v=spf1 ip4:192.0.2.0/24 -all"),
    ];
    let others = others.map(|(name, text)| (name.to_owned(), text.to_owned()));
    keys.chain(others)
        .map(|(name, text)| {
            let strings = text.as_bytes().chunks(255).map(<[u8]>::to_vec);
            let name = Name::from_plain(&name).unwrap();
            (name, RecordData::Txt(TxtData::new(strings)))
        })
        .collect()
}

/// Hands a message in, as any program would.
fn hand_in(address: &str, raw: &[u8]) {
    let stream = TcpStream::connect(address).unwrap();
    let mut lines = BufReader::new(stream.try_clone().unwrap()).lines();
    let mut expect = |code: &str| {
        loop {
            let line = lines.next().unwrap().unwrap();
            assert!(line.starts_with(code), "{line}");
            if !line[3..].starts_with('-') {
                break;
            }
        }
    };
    let mut stream = stream;
    expect("220");
    for (line, code) in [
        ("EHLO test.example\r\n", "250"),
        ("MAIL FROM:<a@example.com>\r\n", "250"),
        ("RCPT TO:<b@example.net>\r\n", "250"),
        ("DATA\r\n", "354"),
    ] {
        stream.write_all(line.as_bytes()).unwrap();
        expect(code);
    }
    for line in raw.split_inclusive(|byte| *byte == b'\n') {
        if line.starts_with(b".") {
            stream.write_all(b".").unwrap();
        }
        stream.write_all(line).unwrap();
    }
    stream.write_all(b".\r\n").unwrap();
    expect("250");
}

pub(super) struct Bench {
    pub studio: Studio,
    server: ZoneServer,
    _runtime: Runtime,
}

impl Bench {
    /// The tab of a message that was just handed in.
    fn start(size: [f32; 2], raw: &[u8]) -> Self {
        let mut bench = Self::empty(size);
        show(&mut bench.studio, raw);
        bench
    }

    /// An inbox without a message.
    pub fn empty(size: [f32; 2]) -> Self {
        let runtime = Runtime::new().unwrap();
        let server = runtime.block_on(ZoneServer::start(zone(), Duration::ZERO));
        let mut studio = Studio::start(size);
        let address = server.address.to_string();
        studio.perform(DomainCommand::SetServer(address));
        studio.until(|model| model.inbox.address().is_some());
        Self {
            studio,
            server,
            _runtime: runtime,
        }
    }

    pub fn queries(&self) -> usize {
        self.server.queries.load(Ordering::Relaxed)
    }

    pub fn checked(&mut self) -> MessageCheckView {
        self.studio.until(|model| {
            let view = &model.inbox.checks[model.inbox.selected.as_ref().unwrap()];
            view.report.is_some() && view.state == CheckState::Idle
        });
        view(&self.studio)
    }
}

fn selected(studio: &Studio) -> MessageId {
    studio.app().model().inbox.selected.clone().unwrap()
}

fn view(studio: &Studio) -> MessageCheckView {
    studio.app().model().inbox.checks[&selected(studio)].clone()
}

fn show(studio: &mut Studio, raw: &[u8]) {
    studio.until(|model| model.inbox.address().is_some());
    let total = studio.app().model().inbox.total;
    hand_in(&studio.app().model().inbox.address().unwrap(), raw);
    studio.until(|model| model.inbox.total == total + 1);
    studio.act(Action::ShowInbox);
    let newest = studio.app().model().inbox.messages[0].id.clone();
    studio.perform(Command::SelectMessage(newest));
    studio.until(|model| model.inbox.open.shown().is_some());
    studio.perform(Command::SetMessageTab(MessageTab::Checks));
}

#[test]
fn a_message_is_checked_when_a_person_says_so_and_not_before() {
    let mut bench = Bench::start([1024.0, 700.0], &relayed("two signatures"));
    bench.studio.harness.get_by_label("Not checked yet");
    let address = bench.server.address.to_string();
    let said = bench.studio.harness.query_all_by_label_contains(&address);
    assert_eq!(said.count(), 1, "who will be asked is told");
    assert_eq!(bench.queries(), 0);
    bench.studio.click(Role::Button, "Check");
    let report = bench.checked().report.unwrap();
    assert!(bench.queries() > 0);
    assert_eq!(report.dmarc.ruling.result, ResultWord::Pass, "{report}");
    assert_eq!(report.spf.ruling.result, ResultWord::Pass, "{report}");
    assert_eq!(report.received[1].delay_secs, Some(65));
    let harness = &bench.studio.harness;
    harness.get_by_label("The message proves that it comes from example.com");
    harness.get_by_label("192.0.2.1 · 2025-01-03T10:01:05Z · after 1 min 5 s");
    harness.get_by_label("spf fail, of a@example.com: here it is pass");
    let copied = bench
        .studio
        .copied_by(Role::Button, "Copy the report as text");
    assert_eq!(copied, report.to_string());
    let rulings = [&report.dmarc.ruling, &report.spf.ruling, &report.arc.ruling];
    let reasons = rulings.iter().map(|ruling| &ruling.reason);
    let findings = report.findings.iter().map(|finding| &finding.message);
    for words in reasons.chain(findings) {
        let shown = bench.studio.harness.query_all_by_label_contains(words);
        assert!(copied.contains(words) && shown.count() > 0, "{words}");
    }

    // It is kept while another message is shown, whose check is its own.
    let first = selected(&bench.studio);
    show(&mut bench.studio, &message("relaxed/relaxed, body changed"));
    bench.studio.harness.get_by_label("Not checked yet");
    bench.studio.act(Action::ThemeDark);
    assert_eq!(bench.studio.app().model().theme, Theme::Dark);
    bench.studio.click(Role::Button, "Check");
    let report = bench.checked().report.unwrap();
    assert_eq!(report.dkim[0].ruling.result, ResultWord::Fail);
    let sentence = "The message does not prove that it comes from example.com";
    bench.studio.harness.get_by_label(sentence);
    bench.studio.perform(Command::SelectMessage(first));
    bench.studio.until(|model| {
        let open = model.inbox.open.shown();
        open.is_some_and(|open| Some(&open.row.id) == model.inbox.selected.as_ref())
    });
    let sentence = "The message proves that it comes from example.com";
    bench.studio.harness.get_by_label(sentence);
    let asked = bench.queries();
    bench.studio.click(Role::Button, "Check again");
    bench.checked();
    assert!(bench.queries() > asked, "checked again, all is asked anew");
}

#[test]
fn a_check_of_a_message_that_gets_no_answer_can_be_stopped() {
    let runtime = Runtime::new().unwrap();
    // Nobody answers on it.
    let silent = runtime
        .block_on(tokio::net::UdpSocket::bind("127.0.0.1:0"))
        .unwrap();
    let mut studio = Studio::start([1024.0, 700.0]);
    let address = silent.local_addr().unwrap().to_string();
    studio.perform(DomainCommand::SetServer(address));
    show(&mut studio, &message("relaxed/relaxed"));
    studio.click(Role::Button, "Check");
    assert!(view(&studio).is_running());
    studio.click(Role::Button, "Stop");
    studio.until(|model| {
        let mut views = model.inbox.checks.values();
        views.all(|view| view.state == CheckState::Stopped)
    });
    let words = "Stopped before there was a result";
    studio.harness.get_by_label(words);
}

#[test]
fn what_is_no_name_server_is_told_at_the_message() {
    let mut studio = Studio::start([1024.0, 700.0]);
    studio.perform(DomainCommand::SetServer("nonsense".to_owned()));
    show(&mut studio, &message("relaxed/relaxed"));
    studio.click(Role::Button, "Check");
    let CheckState::Failed(why) = view(&studio).state else {
        panic!("{:?}", view(&studio).state);
    };
    assert!(why.contains("nonsense"), "{why}");
    studio.harness.get_by_label(&why);
}
