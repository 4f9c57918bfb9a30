//! Each fixture is a file of `tests/fixtures/logto`; what made them is told there.

use super::*;

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
            render(case["template"].as_str().unwrap(), &case["payload"]).unwrap(),
            case["expected"].as_str().unwrap(),
            "{}",
            case["name"]
        );
    }
}
