use serde_json::{Value, json};

use super::super::recorded::{
    changed, codes, compare_all, compare_email_guard, found_in, plan_sign_in, templates,
};
use super::super::{HttpBody, HttpRequest, PlanError, Secret};
use super::sign::signature;
use super::*;
use crate::domain::logto::{ContentType, TemplateDetails};

const RECORDED: &str = include_str!("../../../../tests/fixtures/wire/aliyun-dm.json");

fn config_with(changes: Value) -> Value {
    let config = json!({
        "accessKeyId": "key-id",
        "accessKeySecret": "hunter2",
        "accountName": "a@example.org",
        "templates": templates("Code {{code}}", "<p>{{code}}</p>"),
    });
    changed(config, changes)
}

fn planned(changes: Value, send_from: Option<&str>) -> HttpRequest {
    let custom = TemplateDetails {
        subject: "s".to_owned(),
        content: "c".to_owned(),
        send_from: send_from.map(str::to_owned),
        ..TemplateDetails::default()
    };
    let payload = json!({ "code": "1", "name": "Acme" });
    let config = config_with(changes);
    plan_sign_in(AliyunDmConfig::FACTORY_ID, config, payload, Some(&custom)).unwrap()
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
    assert_eq!(compare_all(AliyunDmConfig::FACTORY_ID, RECORDED), 9);
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
    let config = AliyunDmConfig::from_json(config_with(json!({}))).unwrap();
    assert!(!format!("{config:?}").contains("hunter2"));
}

#[test]
fn a_template_that_cannot_be_rendered_stops_the_plan() {
    let payload = json!({ "code": { "toString": 1 } });
    let config = config_with(json!({}));
    let result = plan_sign_in(AliyunDmConfig::FACTORY_ID, config, payload, None);
    assert!(matches!(result, Err(PlanError::Render(_))));
}

#[test]
fn the_guard_reports_what_logtos_guard_reports() {
    assert!(compare_email_guard(AliyunDmConfig::FACTORY_ID) > 100);
}

#[test]
fn traps_of_a_configuration_are_found() {
    let found = |changes| found_in(AliyunDmConfig::FACTORY_ID, config_with(changes));
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

#[test]
fn what_a_custom_template_says_in_vain_is_found() {
    let template = TemplateDetails {
        subject: "s".repeat(101),
        content: "c".repeat(81_921),
        content_type: Some(ContentType::Plain),
        reply_to: Some("a@example.org".to_owned()),
        send_from: Some("Acme <a@example.org>".to_owned()),
    };
    let expected = [
        "connector-reply-to-ignored",
        "connector-sender-is-name",
        "connector-always-html",
        "aliyun-subject-too-long",
        "aliyun-body-too-long",
    ];
    let findings = template_findings(&template);
    assert_eq!(codes(&findings), expected);
    assert!(findings[3].message.starts_with("subject: "));
    assert!(template_findings(&TemplateDetails::default()).is_empty());
}
