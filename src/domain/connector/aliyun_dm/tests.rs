use serde_json::{Value, json};

use super::super::kit::recorded::{
    Recorded, assert_guard, assert_same, changed, codes, plan_with, sign_in, templates,
};
use super::super::{HttpBody, HttpRequest, PlanError, Secret};
use super::sign::signature;
use super::*;
use crate::domain::logto::TemplateDetails;

const RECORDED: &str = include_str!("../../../../tests/fixtures/wire/aliyun-dm.json");

fn config_with(changes: Value) -> AliyunDmConfig {
    let config = json!({
        "accessKeyId": "key-id",
        "accessKeySecret": "hunter2",
        "accountName": "a@example.org",
        "templates": templates("Code {{code}}", "<p>{{code}}</p>"),
    });
    AliyunDmConfig::from_json(changed(config, changes)).unwrap()
}

fn planned(changes: Value, send_from: Option<&str>) -> HttpRequest {
    let custom = TemplateDetails {
        subject: "s".to_owned(),
        content: "c".to_owned(),
        send_from: send_from.map(str::to_owned),
        ..TemplateDetails::default()
    };
    let data = sign_in(json!({ "code": "1", "name": "Acme" }));
    plan_with(plan, &config_with(changes), &data, Some(&custom)).unwrap()
}

fn field(request: &HttpRequest, wanted: &str) -> Option<String> {
    let HttpBody::Form(form) = &request.body else {
        panic!("the body is a form");
    };
    let mut fields = form.iter().filter(|(name, _)| name == wanted);
    fields.next().map(|(_, value)| value.clone())
}

#[test]
fn plans_are_what_logtos_connector_sent_signature_included() {
    let recorded = Recorded::read(RECORDED);
    assert_eq!(recorded.cases.len(), 9);
    for case in &recorded.cases {
        let config = AliyunDmConfig::from_json(case.input.config.clone()).unwrap();
        let custom = case.input.i18n_template.as_ref();
        let request = plan_with(plan, &config, &case.input.data, custom).unwrap();
        let [sent] = case.requests.as_slice() else {
            panic!("{} has one request", case.name);
        };
        assert_same(&request, sent, &case.name);
    }
}

/// The vector of Logto's own test (`connector-aliyun-dm/src/utils.test.ts`).
#[test]
fn the_signature_is_that_of_logtos_test() {
    let form = [
        ("AccessKeyId", "testid"),
        ("AccountName", "<a%b'>"),
        ("Action", "SingleSendMail"),
        ("AddressType", "1"),
        ("Format", "XML"),
        ("HtmlBody", "4"),
        ("RegionId", "cn-hangzhou"),
        ("ReplyToAddress", "true"),
        ("SignatureMethod", "HMAC-SHA1"),
        ("SignatureVersion", "1.0"),
        ("Subject", "3"),
        ("TagName", "2"),
        ("ToAddress", "1@test.com"),
        ("Version", "2015-11-23"),
        ("SignatureNonce", "c1b2c332-4cfb-4a0f-b8cc-ebe622aa0a5c"),
        ("Timestamp", "2016-10-20T06:27:56Z"),
    ]
    .map(|(name, value)| (name.to_owned(), value.to_owned()));
    assert_eq!(
        signature(&form, &Secret::new("testsecret")),
        "llJfXJjBW3OacrVgxxsITgYaYm0="
    );
}

#[test]
fn the_alias_comes_from_the_template_then_from_the_configuration() {
    let alias = |changes, send_from| field(&planned(changes, send_from), "FromAlias");
    let configured = json!({ "fromAlias": "Config" });
    assert_eq!(
        alias(configured.clone(), Some("{{name}}")).as_deref(),
        Some("Acme")
    );
    assert_eq!(
        alias(configured.clone(), Some("")).as_deref(),
        Some("Config")
    );
    assert_eq!(alias(configured, None).as_deref(), Some("Config"));
    assert_eq!(alias(json!({}), None), None);
}

#[test]
fn a_region_has_its_own_host() {
    let url = |changes| planned(changes, None).url;
    assert_eq!(url(json!({})), "https://dm.aliyuncs.com/");
    assert_eq!(
        url(json!({ "regionId": "cn-hangzhou" })),
        "https://dm.aliyuncs.com/"
    );
    let virginia = json!({ "regionId": "us-east-1" });
    assert_eq!(url(virginia), "https://dm.us-east-1.aliyuncs.com/");
}

#[test]
fn nothing_shown_holds_the_key_or_the_signature() {
    let request = planned(json!({}), None);
    let signed = field(&request, "Signature").unwrap();
    let shown = serde_json::to_string(&request.masked()).unwrap();
    assert!(!shown.contains(&signed) && !shown.contains("hunter2"));
    assert!(!format!("{:?}", config_with(json!({}))).contains("hunter2"));
}

#[test]
fn a_template_that_cannot_be_rendered_stops_the_plan() {
    let data = sign_in(json!({ "code": { "toString": 1 } }));
    let result = plan_with(plan, &config_with(json!({})), &data, None);
    assert!(matches!(result, Err(PlanError::Render(_))));
}

#[test]
fn the_guard_reports_what_logtos_guard_reports() {
    assert_guard(
        AliyunDmConfig::FACTORY_ID,
        AliyunDmConfig::from_json,
        AliyunDmConfig::to_json,
    );
}

#[test]
fn traps_of_a_configuration_are_found() {
    let found = |changes| {
        let mut codes = codes(&findings(&config_with(changes)));
        codes.retain(|code| *code != "connector-template-fallback");
        codes.retain(|code| *code != "connector-invitation-without-link");
        codes
    };
    assert!(found(json!({ "fromAlias": "fifteen letters" })).is_empty());
    assert_eq!(
        found(json!({ "fromAlias": "sixteen letters!" })),
        ["aliyun-alias-too-long"]
    );
    assert_eq!(found(json!({ "fromAlias": "" })), ["connector-text-empty"]);
    let mailbox = json!({ "accountName": "Acme <a@example.org>" });
    assert_eq!(found(mailbox), ["aliyun-sender-not-an-address"]);
    let long = templates(&"s".repeat(101), &"c".repeat(81_921));
    let codes = found(json!({ "templates": long }));
    assert_eq!(
        codes,
        ["aliyun-subject-too-long", "aliyun-body-too-long"].repeat(4)
    );
}
