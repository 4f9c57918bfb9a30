//! The fixtures lie in `tests/fixtures/logto`; `generate.mjs` there makes those of Node.

use proptest::prelude::*;
use serde::Deserialize;
use serde_json::json;

use super::*;

#[derive(Deserialize)]
struct NodeCase {
    name: String,
    template: String,
    /// JSON text, because a parsed payload has lost how its numbers were written.
    payload: String,
    expected: Option<String>,
}

fn text<'v>(value: &'v Value, key: &str) -> &'v str {
    value[key].as_str().unwrap()
}

#[test]
fn the_recorded_cases_of_logto_come_out_the_same() {
    let cases: Value = serde_json::from_str(include_str!(
        "../../../../tests/fixtures/logto/render-cases.json"
    ))
    .unwrap();
    let cases = cases.as_array().unwrap();
    assert!(cases.len() > 70);
    for case in cases {
        assert_eq!(
            render(text(case, "template"), &case["payload"]).unwrap(),
            text(case, "expected"),
            "{}",
            case["name"]
        );
    }
}

#[test]
fn the_recorded_cases_of_the_connector_kit_come_out_the_same() {
    let recorded: Value = serde_json::from_str(include_str!(
        "../../../../tests/fixtures/logto/kit-render.json"
    ))
    .unwrap();
    let cases = recorded["cases"].as_array().unwrap();
    let payload = &cases[0]["payload"];
    for case in cases {
        let template = text(case, "template");
        assert_eq!(
            render(template, payload).unwrap(),
            text(case, "out"),
            "{template}"
        );
    }
}

#[test]
fn node_prints_the_same_for_difficult_input() {
    let cases: Vec<NodeCase> = serde_json::from_str(include_str!(
        "../../../../tests/fixtures/logto/render-node.json"
    ))
    .unwrap();
    assert!(cases.len() >= 400);
    for case in cases {
        let payload: Value = serde_json::from_str(&case.payload).unwrap();
        assert_eq!(
            render(&case.template, &payload).ok(),
            case.expected,
            "{}: {:?} with {}",
            case.name,
            case.template,
            case.payload
        );
    }
}

#[test]
fn upstream_tests_hold() {
    let payload = json!({
        "code": "123456",
        "application": {
            "name": "Acme",
            "customData": { "foo": "f", "baz": [1, "2", null] },
        },
    });
    for (template, expected) in [
        ("code is {{code}}", "code is 123456"),
        ("{{code}} and {{foo}}", "123456 and {{foo}}"),
        ("code is {{     code }}", "code is 123456"),
        (
            "{{application.name}}, {{application.customData.foo}}, \
             {{application.customData.bar}}, {{application.customData.baz.1}}",
            "Acme, f, , 2",
        ),
    ] {
        assert_eq!(render(template, &payload).unwrap(), expected);
    }
    assert_eq!(
        render("{{ application.name }} {{ code }}", &json!({ "code": "1" })).unwrap(),
        "{{ application.name }} 1"
    );
}

#[test]
fn an_object_that_javascript_cannot_print_stops_the_mail() {
    let payload = json!({ "x": { "toString": 1 }, "code": "1" });
    assert_eq!(
        render("{{code}} {{x}}", &payload),
        Err(RenderError::NotPrimitive)
    );
    assert_eq!(
        render_with_map("{{x}}", &payload),
        Err(RenderError::NotPrimitive)
    );
    let found = placeholders("{{code}} {{x}}", &payload);
    assert_eq!(found[1].outcome, Outcome::Throws(RenderError::NotPrimitive));
    assert_eq!(
        render("{{code}}", &json!("text")),
        Err(RenderError::PayloadNotAnObject)
    );
    assert_eq!(render("no braces", &json!(null)).unwrap(), "no braces");
}

#[test]
fn each_placeholder_tells_what_became_of_it() {
    let payload = json!({ "code": "1", "nothing": null, "user": {}, "list": [1] });
    for (template, outcome) in [
        ("{{code}}", Outcome::Replaced),
        ("{{list.length}}", Outcome::Replaced),
        ("{{ Code }}", Outcome::KeptRootAbsent),
        ("{{.code}}", Outcome::KeptRootAbsent),
        ("{{user.name}}", Outcome::EmptyLeafAbsent),
        ("{{code.length}}", Outcome::EmptyLeafAbsent),
        ("{{nothing}}", Outcome::EmptyNull),
        ("{{constructor}}", Outcome::MatchedPrototypeName),
        ("{{constructor.name}}", Outcome::MatchedPrototypeName),
        ("{{user.toString}}", Outcome::MatchedPrototypeName),
        ("{{list.map}}", Outcome::MatchedPrototypeName),
        ("{{#if code}}", Outcome::NotAPlaceholder),
        ("{{user-name}}", Outcome::NotAPlaceholder),
        ("{{}}", Outcome::NotAPlaceholder),
        ("{{{ code | upper }}}", Outcome::NotAPlaceholder),
    ] {
        let found = placeholders(template, &payload);
        assert_eq!(found.len(), 1, "{template}");
        assert_eq!(found[0].outcome, outcome, "{template}");
        assert_eq!(found[0].span, Span::new(0, template.len()), "{template}");
    }
}

#[test]
fn a_path_is_told_without_its_white_space() {
    let template = "é {{\u{a0}code\n}} {{! a note }} {{ }}";
    let found = placeholders(template, &json!({}));
    let paths: Vec<_> = found
        .iter()
        .map(|placeholder| {
            assert_eq!(slice(template, placeholder.path_span), placeholder.path);
            placeholder.path.as_str()
        })
        .collect();
    assert_eq!(paths, ["code", "! a note", ""]);
}

#[test]
fn triple_braces_leave_one_pair_in_the_mail() {
    let rendered = render_with_map("<{{{code}}}>", &json!({ "code": "1" })).unwrap();
    assert_eq!(rendered.text, "<{1}>");
    assert_eq!(rendered.placeholders[0].span, Span::new(2, 10));
    assert_eq!(rendered.placeholders[0].output, Span::new(2, 3));
}

#[test]
fn braces_of_css_are_no_placeholders() {
    let css = ["@media print{.a", "{color:red}", "}.b{{x"].concat();
    assert_eq!(placeholders(&css, &json!({})), []);
}

/// JavaScript's regex, character by character, with the backtracking it would do.
fn naive_match(chars: &[char], start: usize) -> Option<(String, usize)> {
    let at = |index: usize, wanted: char| chars.get(index) == Some(&wanted);
    if !(at(start, '{') && at(start + 1, '{')) {
        return None;
    }
    let space = |index: usize| {
        chars
            .get(index)
            .is_some_and(|char| is_js_white_space(*char))
    };
    let word = |index: usize| {
        chars
            .get(index)
            .is_some_and(|char| char.is_ascii_alphanumeric() || "_.".contains(*char))
    };
    let end_of = |from: usize, accepts: &dyn Fn(usize) -> bool| {
        (from..=chars.len()).find(|index| !accepts(*index)).unwrap()
    };
    let first = start + 2;
    for path_start in (first..=end_of(first, &space)).rev() {
        for path_end in (path_start + 1..=end_of(path_start, &word)).rev() {
            for close in (path_end..=end_of(path_end, &space)).rev() {
                if at(close, '}') && at(close + 1, '}') {
                    return Some((chars[path_start..path_end].iter().collect(), close + 2));
                }
            }
        }
    }
    None
}

/// A global replace with [`naive_match`]: each path in angle brackets.
fn naive_replace(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut out = String::new();
    let mut index = 0;
    while index < chars.len() {
        if let Some((path, end)) = naive_match(&chars, index) {
            out.push('<');
            out.push_str(&path);
            out.push('>');
            index = end;
        } else {
            out.push(chars[index]);
            index += 1;
        }
    }
    out
}

fn replace(text: &str) -> String {
    let mut out = String::new();
    let mut copied = 0;
    for token in Tokens::new(text) {
        if let Token::Match { span, path } = token {
            out.push_str(&text[copied..span.start]);
            out.push('<');
            out.push_str(&text[path.range()]);
            out.push('>');
            copied = span.end;
        }
    }
    out.push_str(&text[copied..]);
    out
}

/// Text rich in braces, names and white space of every kind.
fn brace_soup() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        6 => "[{}]{1,4}",
        4 => "[a-c_.0]{1,3}",
        3 => "[ \\n\\u{a0}\\u{85}\\u{feff}\\u{200b}\\u{3000}]{1,2}",
        2 => "(code|user\\.name|constructor|list\\.0)",
        1 => "\\PC{1,2}",
    ];
    proptest::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig {
        failure_persistence: None,
        cases: 2048,
        ..ProptestConfig::default()
    })]

    #[test]
    fn the_scanner_finds_what_the_regex_finds(text in brace_soup()) {
        prop_assert_eq!(replace(&text), naive_replace(&text));
    }

    #[test]
    fn any_text_renders_without_panic(text in any::<String>()) {
        let payload = json!({ "a": { "b": 1 }, "code": "1" });
        prop_assert!(render(&text, &payload).is_ok());
    }

    #[test]
    fn the_map_covers_template_and_output_in_step(text in brace_soup()) {
        let payload = json!({ "a": "{{b}}", "code": "1", "list": [[]], "user": { "name": null } });
        let rendered = render_with_map(&text, &payload).unwrap();
        prop_assert_eq!(&rendered.text, &render(&text, &payload).unwrap());
        let (mut source, mut output) = (0, 0);
        for placeholder in &rendered.placeholders {
            // Between two placeholders both sides are the same text.
            prop_assert_eq!(
                &text[source..placeholder.span.start],
                &rendered.text[output..placeholder.output.start]
            );
            prop_assert_eq!(&text[placeholder.path_span.range()], &placeholder.path);
            source = placeholder.span.end;
            output = placeholder.output.end;
        }
        prop_assert_eq!(&text[source..], &rendered.text[output..]);
    }
}
