use proptest::prelude::*;
use serde::Deserialize;
use serde_json::{Map, Value};

use super::*;

const RECORDED: &str = include_str!("../../../../tests/fixtures/wire/nodemailer-messages.json");

#[derive(Deserialize)]
struct Recorded {
    base: Map<String, Value>,
    cases: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    name: String,
    input: Map<String, Value>,
    output: Output,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Output {
    from: String,
    to: Vec<String>,
    message_id: String,
    raw: String,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Input {
    from: String,
    to: String,
    reply_to: String,
    subject: String,
    content_type: ContentType,
    content: String,
    headers: Map<String, Value>,
}

fn stamp() -> MessageStamp {
    MessageStamp {
        date: "2026-01-02T03:04:05.678Z".parse().unwrap(),
        message_id: "abababab-abab-abab-abab-abababababab".to_owned(),
        boundary_seed: "abababababababab".to_owned(),
    }
}

fn compose_input(input: &Input) -> Composed {
    let headers: Vec<(String, Vec<String>)> = input
        .headers
        .iter()
        .map(|(name, value)| {
            let values = match value {
                Value::Array(values) => values.clone(),
                value => vec![value.clone()],
            };
            let values = values
                .iter()
                .map(|value| value.as_str().unwrap().to_owned());
            (name.clone(), values.collect())
        })
        .collect();
    compose(&MailDraft {
        from: &input.from,
        to: &input.to,
        reply_to: &input.reply_to,
        subject: &input.subject,
        content_type: input.content_type,
        content: &input.content,
        custom_headers: &headers,
        stamp: &stamp(),
    })
}

#[test]
fn messages_and_envelopes_are_those_nodemailer_made() {
    let recorded: Recorded = serde_json::from_str(RECORDED).unwrap();
    let mut wrong = Vec::new();
    for case in &recorded.cases {
        let mut input = recorded.base.clone();
        input.extend(case.input.clone());
        let composed = compose_input(&serde_json::from_value(Value::Object(input)).unwrap());
        let actual = (
            composed.envelope.mail_from.clone(),
            composed.envelope.rcpt_to.clone(),
            composed.message_id.clone(),
            String::from_utf8(build(&composed.message)).unwrap(),
        );
        let expected = (
            case.output.from.clone(),
            case.output.to.clone(),
            case.output.message_id.clone(),
            case.output.raw.clone(),
        );
        if actual != expected {
            wrong.push(format!("{}\n  {actual:?}\n  {expected:?}", case.name));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {}:\n{}",
        wrong.len(),
        recorded.cases.len(),
        wrong.join("\n")
    );
}

fn any_draft() -> impl Strategy<Value = Input> {
    let text = "(\\PC|[\r\n\t\u{0}\u{85}\u{a0}\u{2028} <>@,;:\"()\\\\]|[a-z ]{1,90}){0,40}";
    let field = || text.prop_map(|text: String| text);
    (
        field(),
        field(),
        field(),
        field(),
        "(\\PC|[\r\n. =]|[a-z]{1,200}){0,60}",
        field(),
        any::<bool>(),
    )
        .prop_map(
            |(from, to, reply_to, subject, content, header, is_html)| Input {
                from,
                to,
                reply_to,
                subject,
                content_type: if is_html {
                    ContentType::Html
                } else {
                    ContentType::Plain
                },
                content,
                headers: [("X-Custom".to_owned(), Value::String(header))]
                    .into_iter()
                    .collect(),
            },
        )
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_value_ends_a_header_or_makes_a_line_too_long(input in any_draft()) {
        let composed = compose_input(&input);
        let bytes = build(&composed.message);
        let text = String::from_utf8(bytes).unwrap();
        prop_assert!(!text.replace("\r\n", "").contains(['\r', '\n']), "a bare CR or LF");
        prop_assert!(text.split("\r\n").all(|line| line.len() <= 998), "a line above 998");
        let (head, _) = text.split_once("\r\n\r\n").unwrap();
        let names: Vec<&str> = head
            .split("\r\n")
            .filter(|line| !line.starts_with([' ', '\t']))
            .map(|line| line.split_once(':').map_or(line, |(name, _)| name))
            .collect();
        let fields: Vec<&str> =
            composed.message.headers.iter().map(|field| field.name.as_str()).collect();
        prop_assert_eq!(names, fields);
        for address in composed.envelope.rcpt_to.iter().chain([&composed.envelope.mail_from]) {
            prop_assert!(!address.contains(['\r', '\n', '<', '>']), "{address:?}");
        }
    }
}
