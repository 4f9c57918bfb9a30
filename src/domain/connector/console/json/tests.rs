//! Reading and writing of JSON.

use proptest::prelude::*;
use serde_json::json;

use super::*;

/// A text without the white space between its signs.
fn squeezed(text: &str) -> String {
    let mut out = String::new();
    let mut chars = text.chars();
    while let Some(char) = chars.next() {
        match char {
            ' ' | '\t' | '\n' | '\r' => {}
            '"' => {
                out.push(char);
                while let Some(char) = chars.next() {
                    out.push(char);
                    if char == '\\' {
                        out.extend(chars.next());
                    } else if char == '"' {
                        break;
                    }
                }
            }
            _ => out.push(char),
        }
    }
    out
}

/// JSON texts with odd spellings and white space.
fn any_json() -> impl Strategy<Value = String> {
    let space = prop::sample::select(vec!["", " ", "\n  ", "\t", "\r\n"]);
    let plain = prop_oneof![
        prop::sample::select(vec![
            "null",
            "true",
            "false",
            "0",
            "-0",
            "1.0",
            "1e3",
            "1E+03",
            "0.10",
            "-12.50e-7",
            "12345678901234567890123",
            "9007199254740993",
            "18446744073709551616",
        ])
        .prop_map(str::to_owned),
        any::<f64>()
            .prop_filter("JSON has no others", |number| number.is_finite())
            .prop_map(|number| format!("{number:e}")),
        ".*".prop_map(|text| json!(text).to_string()),
        prop::sample::select(vec![r#""\u00e9\/\uD83D\uDE00""#, r#""{{code}} \"x\" \\""#])
            .prop_map(str::to_owned),
    ];
    plain.prop_recursive(4, 40, 5, move |inner| {
        let item = (space.clone(), inner, space.clone())
            .prop_map(|(before, item, after)| format!("{before}{item}{after}"));
        let field = (space.clone(), "[a-z]{1,3}", space.clone(), item.clone());
        let fields = prop::collection::vec(field, 0..5).prop_map(|fields| {
            let fields = fields.into_iter().enumerate();
            let fields = fields.map(|(index, (before, key, after, value))| {
                // A number behind the key, since no key may stand twice.
                format!("{before}\"{key}\\u005f{index}\"{after}:{value}")
            });
            format!("{{{}}}", fields.collect::<Vec<_>>().join(","))
        });
        prop_oneof![
            prop::collection::vec(item, 0..5).prop_map(|items| format!("[{}]", items.join(","))),
            fields,
        ]
    })
}

proptest! {
    #[test]
    fn only_white_space_changes(text in any_json()) {
        let (json, duplicates) = SpelledJson::parse(&text).unwrap();
        prop_assert!(duplicates.is_empty());
        prop_assert_eq!(squeezed(&json.pretty()), squeezed(&text));
        prop_assert_eq!(json.compact(), squeezed(&text));
        prop_assert_eq!(json.retold(&json.value()), json);
    }

    #[test]
    fn it_reads_what_serde_reads_and_nothing_else(text in "[\\[\\]{}:,\"\\\\ 0-9eE.+\\-ntu/*a]{0,12}") {
        let theirs = serde_json::from_str::<Value>(&text);
        prop_assert_eq!(SpelledJson::parse(&text).is_ok(), theirs.is_ok());
    }

    #[test]
    fn nothing_makes_it_stumble(text in ".*") {
        if let Err(error) = SpelledJson::parse(&text) {
            prop_assert!(error.line >= 1 && error.column >= 1);
        }
    }
}

#[test]
fn what_is_wrong_is_told_with_its_place() {
    for (text, place, words) in [
        ("{\n  // host\n  \"a\": 1}", (2, 3), "no comments"),
        ("{\"a\": 1 /* b */}", (1, 9), "no comments"),
        ("{\n  \"a\": 1,\n}", (2, 9), "last comma"),
        ("[1, 2,]", (1, 6), "last comma"),
        ("{'a': 1}", (1, 2), "double quotes"),
        ("{\"a\": 'x'}", (1, 7), "double quotes"),
        ("{\"ä\": “x”}", (1, 7), "straight"),
        ("{a: 1}", (1, 2), "A key stands"),
        ("{\"a\" 1}", (1, 6), "A colon is missing after the key"),
        ("{\"a\": 1 \"b\": 2}", (1, 9), "A comma or }"),
        ("{\"a\": }", (1, 7), "A value is missing"),
        ("{\"a\": undefined}", (1, 7), "is null"),
        ("{\"a\": True}", (1, 7), "small letters"),
        ("{\"a\": smtp.example.com}", (1, 7), "must stand between"),
        ("{\"a\": 030}", (1, 7), "writes numbers otherwise"),
        ("{\"a\": 2 * 60}", (1, 9), "A comma or }"),
        ("{\"a\": 1e999}", (1, 7), "too large"),
        ("{\"a\": \"x\ny\"}", (1, 9), "\\n for a line break"),
        ("{\"a\": \"x", (1, 7), "no closing quote"),
        ("{\"a\": \"x\\q\"}", (1, 10), "backslash"),
        ("{\"a\": 1", (1, 8), "} is missing"),
        ("{} {}", (1, 4), "complete before this"),
        (" \n ", (2, 2), "nothing here"),
    ] {
        let error = SpelledJson::parse(text).unwrap_err();
        assert_eq!((error.line, error.column), place, "{text}: {error}");
        assert!(error.message.contains(words), "{text}: {error}");
    }
    for text in [
        "{\"a\": hunter2}",
        "{hunter2: 1}",
        "{\"a\": 1hunter2}",
        "{\"hunter2\" 1}",
        "hunter2",
    ] {
        let error = SpelledJson::parse(text).unwrap_err().to_string();
        assert!(!error.contains("hunter2"), "{error}");
    }
    let deep = "[".repeat(5000);
    let error = SpelledJson::parse(&deep).unwrap_err();
    assert!(error.message.contains("nested deeper"), "{error}");
}

#[test]
fn a_key_that_stands_twice_is_told_and_the_last_counts() {
    let (json, duplicates) = SpelledJson::parse("{\"a\": 1,\n \"b\": 2, \"\\u0061\": 3}").unwrap();
    assert_eq!(json.compact(), r#"{"a":3,"b":2}"#);
    assert_eq!(duplicates.len(), 1);
    let duplicate = &duplicates[0];
    assert_eq!(
        (duplicate.key.as_str(), duplicate.line, duplicate.column),
        ("a", 2, 10)
    );
}

#[test]
fn a_change_keeps_the_spelling_of_the_rest() {
    let text = r#"{"port":587.0,"big":12345678901234567890123,"n":null,"t":"\u00e9","l":[1e3,2]}"#;
    let (json, _) = SpelledJson::parse(text).unwrap();
    let mut value = json.value();
    value["n"] = json!(1);
    value["l"][1] = json!("x");
    value["new"] = json!({ "a": "é" });
    let expected = r#"{"port":587.0,"big":12345678901234567890123,"n":1,"t":"\u00e9","l":[1e3,"x"],"new":{"a":"é"}}"#;
    assert_eq!(json.retold(&value).compact(), expected);
    assert_eq!(json.part(&["l", "0"]).unwrap().compact(), "1e3");
}

#[test]
fn it_is_laid_out_as_the_console_does() {
    let (json, _) = SpelledJson::parse(r#"{"a":{},"b":[],"c":[1,{"d":null}]}"#).unwrap();
    let expected = "{\n  \"a\": {},\n  \"b\": [],\n  \"c\": [\n    1,\n    {\n      \"d\": null\n    }\n  ]\n}";
    assert_eq!(json.pretty(), expected);
    assert_eq!(format!("{json:?}"), "SpelledJson { .. }");
}
