//! How fast templates render, alone and beside Node running Logto's own algorithm.

use std::hint::black_box;
use std::io::Write as _;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use divan::Bencher;
use divan::counter::BytesCount;
use letterhead::domain::logto::{Flow, UsageType, placeholders, render, sample_payload};
use serde_json::{Value, json};

/// The size of a long marketing-like mail.
const TEMPLATE_BYTES: usize = 50 * 1024;

/// Enough for both sides to be warm; Node's compiler needs the most.
const ROUNDS: u32 = 5_000;

/// A mail of [`TEMPLATE_BYTES`] with 30 placeholders, evenly spread, and the braces of CSS.
fn template() -> String {
    const PATHS: [&str; 5] = [
        "code",
        "application.name",
        "organization.branding.logoUrl",
        "uiLocales",
        "application.displayName",
    ];
    const ROW: &str = "<tr><td style=\"padding:0 24px;color:#1f2937\">Thank you, Zoë</td></tr>\n";
    const STYLE: [&str; 3] = ["<style>@media print{.a", "{color:red}", "}</style>\n"];
    let mut text = STYLE.concat();
    for index in 0..30 {
        text.push_str("<p>{{ ");
        text.push_str(PATHS[index % PATHS.len()]);
        text.push_str(" }}</p>\n");
        while text.len() < TEMPLATE_BYTES * (index + 1) / 30 {
            text.push_str(ROW);
        }
    }
    text
}

fn payload() -> Value {
    sample_payload(Flow::Experience, UsageType::SignIn)
}

#[divan::bench]
fn render_50_kb_with_30_placeholders(bencher: Bencher<'_, '_>) {
    let (template, payload) = (template(), payload());
    bencher
        .counter(BytesCount::of_str(&template))
        .bench(|| render(black_box(&template), black_box(&payload)));
}

#[divan::bench]
fn list_placeholders_of_50_kb(bencher: Bencher<'_, '_>) {
    let (template, payload) = (template(), payload());
    bencher
        .counter(BytesCount::of_str(&template))
        .bench(|| placeholders(black_box(&template), black_box(&payload)));
}

/// Prints how much faster this is than Node, where Node is installed; the outputs must be equal.
pub(crate) fn compare_with_node() {
    let (template, payload) = (template(), payload());
    let expected = render(&template, &payload).unwrap();
    let Some(answer) = ask_node(&template, &payload) else {
        println!("node: not found, no comparison");
        return;
    };
    assert_eq!(
        answer["text"],
        expected.as_str(),
        "node prints another text"
    );
    let node = Duration::from_secs_f64(answer["seconds"].as_f64().unwrap());

    let start = Instant::now();
    for _ in 0..ROUNDS {
        black_box(render(black_box(&template), black_box(&payload))).unwrap();
    }
    let ours = start.elapsed();

    let speed = |time: Duration| {
        template.len() as f64 * f64::from(ROUNDS) / time.as_secs_f64() / 1_000_000_000.0
    };
    println!(
        "render {} bytes: letterhead {:?} ({:.2} GB/s), node {} {:?} ({:.2} GB/s), ratio {:.1}",
        template.len(),
        ours / ROUNDS,
        speed(ours),
        answer["version"].as_str().unwrap_or_default(),
        node / ROUNDS,
        speed(node),
        node.as_secs_f64() / ours.as_secs_f64(),
    );
}

fn ask_node(template: &str, payload: &Value) -> Option<Value> {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/bench/render.mjs");
    let mut node = Command::new("node")
        .arg(script)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .ok()?;
    let question = json!({ "template": template, "payload": payload, "rounds": ROUNDS });
    let mut stdin = node.stdin.take().unwrap();
    stdin.write_all(question.to_string().as_bytes()).unwrap();
    drop(stdin);
    let output = node.wait_with_output().unwrap();
    assert!(output.status.success(), "render.mjs failed");
    Some(serde_json::from_slice(&output.stdout).unwrap())
}
