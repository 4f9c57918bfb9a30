use serde_json::Value;

use super::convert;

/// What html-to-text made of `html` with the connector's options; the connector then drops angle
/// brackets.
const RECORDED: [&str; 2] = [
    include_str!("../../../../../tests/fixtures/wire/kit-html-to-text.json"),
    include_str!("../../../../../tests/fixtures/wire/html-to-text.json"),
];

#[test]
fn texts_are_those_of_the_package() {
    let mut count = 0;
    for recorded in RECORDED {
        let recorded: Value = serde_json::from_str(recorded).unwrap();
        for case in recorded["cases"].as_array().unwrap() {
            let html = case["html"].as_str().unwrap();
            let text = convert(html).replace(['<', '>'], "");
            assert_eq!(text, case["text"].as_str().unwrap(), "{html:?}");
            count += 1;
        }
    }
    assert!(count > 250, "{count}");
}

#[test]
fn no_depth_of_nesting_is_too_much() {
    let html = format!("{}deep", "<div><ul><li><b>".repeat(5_000));
    assert!(convert(&html).ends_with("deep"));
}
