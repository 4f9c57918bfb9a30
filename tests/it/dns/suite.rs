//! The public test suite of RFC 7208 over the wire: records encoded by another program, answers
//! through the real look-ups and the real program.

use std::io::Write as _;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use letterhead::domain::sender_domain::dns::{LookupOutcome, Name, RecordData, Zone};
use letterhead::domain::sender_domain::spf::{CheckRequest, Evaluation};
use letterhead::services::clock::SystemClock;
use letterhead::services::dns::{DnsService, RunOptions, ServerChoice, TimeLimits, run};
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use super::zone_server::ZoneServer;

const SUITE: &str = include_str!("../../fixtures/spf/rfc7208-tests.json");

#[derive(Deserialize)]
struct Scenario {
    zone: Vec<Node>,
    tests: Vec<Case>,
}

#[derive(Deserialize)]
struct Node {
    name: Name,
    times_out: bool,
    records: Vec<RecordData>,
}

#[derive(Deserialize, Clone)]
struct Case {
    id: String,
    ip: String,
    helo: String,
    mail_from: String,
    accepted: Vec<String>,
    explanation: Option<String>,
}

impl Case {
    /// What is wrong with a result, if anything is.
    fn complaint(&self, result: &str, explanation: Option<&str>) -> Option<String> {
        // A receiver's own words stand where the domain gives none.
        let explanation = explanation.unwrap_or("DEFAULT");
        let is_accepted = self.accepted.iter().any(|accepted| accepted == result);
        let is_explained = self
            .explanation
            .as_ref()
            .is_none_or(|expected| expected == explanation);
        (!is_accepted || !is_explained).then(|| format!("{}: {result}, “{explanation}”", self.id))
    }
}

fn zone_of(nodes: Vec<Node>) -> Zone {
    let mut zone = Zone::new();
    for node in nodes {
        for data in node.records {
            zone.insert(node.name.clone(), data);
        }
        if node.times_out {
            zone.fail(node.name, None, LookupOutcome::Timeout);
        }
    }
    zone
}

/// A server for each scenario, and every case with the server to ask.
async fn start() -> (Vec<ZoneServer>, Vec<(ServerChoice, Case)>) {
    let scenarios: Vec<Scenario> = serde_json::from_str(SUITE).unwrap();
    let mut servers = Vec::new();
    let mut cases = Vec::new();
    for scenario in scenarios {
        let server = ZoneServer::start(zone_of(scenario.zone), Duration::ZERO).await;
        let choice = ServerChoice::Servers(vec![server.address]);
        cases.extend(
            scenario
                .tests
                .into_iter()
                .map(|case| (choice.clone(), case)),
        );
        servers.push(server);
    }
    assert_eq!(cases.len(), 203);
    (servers, cases)
}

#[tokio::test]
async fn every_case_of_the_public_suite_comes_out_right_over_the_wire() {
    let (_servers, cases) = start().await;
    let limits = TimeLimits {
        first: Duration::from_millis(500),
        query: Duration::from_secs(2),
        ..TimeLimits::default()
    };
    let service = Arc::new(DnsService::new(Arc::new(SystemClock), limits));
    let mut running = JoinSet::new();
    for (choice, case) in cases {
        let lookup = service.lookup(&choice).unwrap();
        running.spawn(async move {
            let ip = case.ip.parse().unwrap();
            let request = CheckRequest::new(ip, &*case.helo, &*case.mail_from);
            let never = CancellationToken::new();
            let options = RunOptions::default();
            let check = Evaluation::new(request);
            let run = run(check, lookup, options, |_| (), &never).await.unwrap();
            let outcome = run.result;
            case.complaint(outcome.result.word(), outcome.explanation.as_deref())
        });
    }
    let wrong: Vec<String> = running.join_all().await.into_iter().flatten().collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_case_of_the_public_suite_comes_out_right_of_the_program() {
    let (_servers, cases) = start().await;
    let lines = cases.iter().enumerate().map(|(id, (choice, case))| {
        let line = json!({
            "id": id,
            "dns": choice.to_string(),
            "ip": case.ip,
            "helo": case.helo,
            "mailfrom": case.mail_from,
        });
        format!("{line}\n")
    });
    let lines: String = lines.collect();
    let started = Instant::now();
    let output = tokio::task::spawn_blocking(move || letterhead(&["--stdin-json"], &lines));
    let answers = output.await.unwrap();
    assert!(started.elapsed() < Duration::from_secs(15));
    assert_eq!(answers.len(), 203);
    let wrong: Vec<String> = answers
        .iter()
        .filter_map(|answer| {
            let id = usize::try_from(answer["id"].as_u64().unwrap()).unwrap();
            assert!(answer["lookups"].as_u64().unwrap() <= 11, "{answer}");
            assert!(answer["void"].as_u64().unwrap() <= 3, "{answer}");
            let explanation = answer["explanation"].as_str();
            cases[id]
                .1
                .complaint(answer["result"].as_str().unwrap(), explanation)
        })
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// What the program answers to some lines, each as JSON.
fn letterhead(arguments: &[&str], lines: &str) -> Vec<Value> {
    let mut program = Command::new(env!("CARGO_BIN_EXE_letterhead"))
        .args(["domain", "spf"])
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = program.stdin.take().unwrap();
    stdin.write_all(lines.as_bytes()).unwrap();
    drop(stdin);
    let output = program.wait_with_output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_server_of_a_line_wins_over_that_of_the_command() {
    let text = |text: &str| RecordData::Txt(text.into());
    let zone = |record| Zone::from_iter([("d.example".parse().unwrap(), text(record))]);
    let passing = ZoneServer::start(zone("v=spf1 +all"), Duration::ZERO).await;
    let failing = ZoneServer::start(zone("v=spf1 -all"), Duration::ZERO).await;
    let line = |id: u32, dns: Option<&ZoneServer>| {
        let mut line =
            json!({"id": id, "ip": "192.0.2.1", "helo": "h.example", "mailfrom": "a@d.example"});
        if let Some(server) = dns {
            line["dns"] = server.address.to_string().into();
        }
        format!("{line}\n")
    };
    let bad = "{\"id\": \"three\", \"ip\": \"nowhere\"}\nno json\n";
    let lines = [&line(1, None), &line(2, Some(&passing)), bad].concat();
    let address = failing.address.to_string();
    let mut answers = tokio::task::spawn_blocking(move || {
        letterhead(&["--stdin-json", "--dns", &address], &lines)
    })
    .await
    .unwrap();
    answers.sort_by_key(|answer| answer["id"].to_string());
    assert_eq!(
        answers[1],
        json!({"id": 1, "result": "fail", "explanation": null, "lookups": 0, "void": 0})
    );
    assert_eq!(answers[2]["result"], "pass");
    assert_eq!(answers[0]["id"], "three");
    assert!(answers[0]["error"].as_str().unwrap().contains("IP address"));
    assert_eq!(answers[3]["id"], Value::Null);
}
