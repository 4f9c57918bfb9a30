use serde_json::{Value, json};

use super::super::recorded::{
    cases, changed, codes, compare_all, compare_email_guard, found_in, plan_sign_in, stamp,
    templates,
};
use super::super::{HttpBody, HttpRequest, PlanError, Secret};
use super::region::endpoint;
use super::sign::{Signed, Signer};
use super::*;
use crate::domain::logto::{ContentType, TemplateDetails};

const RECORDED: &str = include_str!("../../../../tests/fixtures/wire/aws-ses.json");

fn config_with(changes: Value) -> Value {
    let config = json!({
        "accessKeyId": "AKIAIOSFODNN7EXAMPLE",
        "accessKeySecret": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
        "region": "eu-central-1",
        "emailAddress": "a@example.org",
        "templates": templates("Code {{code}}", "<p>{{code}}</p>"),
    });
    changed(config, changes)
}

fn planned(changes: Value, code: &Value) -> Result<HttpRequest, PlanError> {
    let payload = json!({ "code": code });
    plan_sign_in(
        AwsSesConfig::FACTORY_ID,
        config_with(changes),
        payload,
        None,
    )
}

#[test]
fn plans_are_what_logtos_connector_sent() {
    assert_eq!(compare_all(AwsSesConfig::FACTORY_ID, RECORDED), 10);
}

#[test]
fn signatures_are_those_of_the_sdk_for_the_headers_it_signs() {
    for case in cases(RECORDED) {
        let [sent] = case.requests.as_slice() else {
            panic!("{} has one request", case.name);
        };
        let expected = sent.header("authorization").unwrap();
        let names = expected.split("SignedHeaders=").nth(1).unwrap();
        let headers: Vec<(String, String)> = names
            .split(',')
            .next()
            .unwrap()
            .split(';')
            .map(|name| (name.to_owned(), sent.header(name).unwrap().to_owned()))
            .collect();
        let config = AwsSesConfig::from_json(case.input.config.clone()).unwrap();
        let signer = Signer {
            access_key_id: &config.fields.access_key_id,
            secret: &config.fields.access_key_secret,
            region: config.region(),
            date: stamp().date,
        };
        let (authorization, _) = signer.authorization(&Signed {
            method: &sent.method,
            path: &sent.target,
            headers: &headers,
            body_sha256: sent.header("x-amz-content-sha256").unwrap(),
        });
        assert_eq!(authorization, expected, "{}", case.name);
    }
}

#[test]
fn a_plan_signs_its_own_headers_and_shows_neither_key_nor_signature() {
    let request = planned(json!({}), &json!("1")).unwrap();
    let authorization = |request: &HttpRequest| {
        let mut headers = request.headers.iter();
        headers
            .find(|header| header.0 == "authorization")
            .unwrap()
            .1
            .clone()
    };
    assert!(authorization(&request).contains(
        "Credential=AKIAIOSFODNN7EXAMPLE/20260102/eu-central-1/ses/aws4_request, \
         SignedHeaders=content-type;host;x-amz-content-sha256;x-amz-date, Signature="
    ));
    let shown = serde_json::to_string(&request.masked()).unwrap();
    let tail = format!("Signature={}", Secret::MASK);
    assert!(authorization(&request.masked()).ends_with(&tail));
    let config = AwsSesConfig::from_json(config_with(json!({}))).unwrap();
    assert!(!shown.contains("wJalr") && !format!("{config:?}").contains("wJalr"));
}

#[test]
fn optional_keys_are_sent_where_they_are_set_even_if_empty() {
    let request = planned(
        json!({
            "emailAddressIdentityArn": "arn:1", "feedbackForwardingEmailAddress": "f@example.org",
            "feedbackForwardingEmailAddressIdentityArn": "arn:2", "configurationSetName": "",
        }),
        &json!("1"),
    )
    .unwrap();
    let HttpBody::Json(body) = request.body else {
        panic!("the body is JSON");
    };
    assert_eq!(
        body.to_string(),
        r#"{"Content":{"Simple":{"Subject":{"Data":"Code 1","Charset":"utf8"},"Body":{"Html":{"Data":"<p>1</p>"}}}},"FromEmailAddress":"a@example.org","FromEmailAddressIdentityArn":"arn:1","Destination":{"ToAddresses":["user@example.net"]},"FeedbackForwardingEmailAddress":"f@example.org","FeedbackForwardingEmailAddressIdentityArn":"arn:2","ConfigurationSetName":""}"#
    );
}

/// Observed with version 3.1169 of `@aws-sdk/client-sesv2`.
#[test]
fn hosts_are_those_of_the_sdk() {
    for (region, host, signed) in [
        ("us-east-1", "email.us-east-1.amazonaws.com", "us-east-1"),
        (
            "cn-northwest-1",
            "email.cn-northwest-1.amazonaws.com.cn",
            "cn-northwest-1",
        ),
        (
            "us-gov-west-1",
            "email.us-gov-west-1.amazonaws.com",
            "us-gov-west-1",
        ),
        (
            "us-iso-east-1",
            "email.us-iso-east-1.c2s.ic.gov",
            "us-iso-east-1",
        ),
        (
            "us-isob-east-1",
            "email.us-isob-east-1.sc2s.sgov.gov",
            "us-isob-east-1",
        ),
        (
            "eu-isoe-west-1",
            "email.eu-isoe-west-1.cloud.adc-e.uk",
            "eu-isoe-west-1",
        ),
        (
            "us-isof-south-1",
            "email.us-isof-south-1.csp.hci.ic.gov",
            "us-isof-south-1",
        ),
        (
            "eusc-de-east-1",
            "email.eusc-de-east-1.amazonaws.eu",
            "eusc-de-east-1",
        ),
        (
            "aws-cn-global",
            "email.aws-cn-global.amazonaws.com.cn",
            "aws-cn-global",
        ),
        ("nowhere", "email.nowhere.amazonaws.com", "nowhere"),
        ("*", "email.*.amazonaws.com", "*"),
        ("US-EAST-1", "email.us-east-1.amazonaws.com", "US-EAST-1"),
        (
            "fips-us-east-1",
            "email-fips.us-east-1.amazonaws.com",
            "us-east-1",
        ),
        (
            "us-east-1-fips",
            "email-fips.us-east-1.amazonaws.com",
            "us-east-1",
        ),
        (
            "fips-cn-north-1",
            "email-fips.cn-north-1.amazonaws.com.cn",
            "cn-north-1",
        ),
    ] {
        let found = endpoint(region).unwrap();
        assert_eq!((found.host.as_str(), found.region.as_str()), (host, signed));
    }
}

/// Observed with the same.
#[test]
fn what_is_no_label_of_a_host_is_no_region() {
    let long = "a".repeat(64);
    for region in [
        "us_east-1",
        "  ",
        "us-east-1 ",
        "a.b",
        "x@evil",
        "-x",
        "x-",
        &long,
        "é",
    ] {
        let error = endpoint(region).unwrap_err();
        assert_eq!(
            error,
            format!("Region not accepted: region=\"{region}\" is not a valid hostname component.")
        );
    }
}

#[test]
fn a_region_the_sdk_refuses_is_a_plain_500_of_logto() {
    let error = planned(json!({ "region": "" }), &json!("1")).unwrap_err();
    assert_eq!(error, PlanError::Uncaught("Region is missing".to_owned()));
    assert_eq!(error.logto().status, 500);
}

#[test]
fn a_template_that_cannot_be_rendered_stops_the_plan() {
    let value = json!({ "toString": 1 });
    assert!(matches!(
        planned(json!({}), &value),
        Err(PlanError::Render(_))
    ));
}

#[test]
fn the_guard_reports_what_logtos_guard_reports() {
    assert!(compare_email_guard(AwsSesConfig::FACTORY_ID) > 100);
}

#[test]
fn traps_of_a_configuration_are_found() {
    let found = |changes| found_in(AwsSesConfig::FACTORY_ID, config_with(changes));
    assert!(found(json!({})).is_empty());
    assert_eq!(found(json!({ "region": "eu_1" })), ["ses-region-invalid"]);
    assert_eq!(
        found(json!({ "region": "EU-CENTRAL-1" })),
        ["ses-region-unknown"]
    );
    assert_eq!(
        found(json!({ "region": "fips-us-east-1" })),
        ["ses-region-fips"]
    );
    assert_eq!(
        found(json!({ "accessKeyId": "ASIA1" })),
        ["ses-temporary-key"]
    );
    assert_eq!(
        found(json!({ "accessKeySecret": "x\n" })),
        ["connector-text-untrimmed"]
    );
    assert_eq!(
        found(json!({ "configurationSetName": "" })),
        ["connector-text-empty"]
    );
    let plain = templates("s", "Grüße\n{{code}}");
    let mut first = plain[0].clone();
    first["type"] = json!("text/plain");
    let list = json!([first, plain[1], plain[2], plain[3]]);
    let codes = found(json!({ "templates": list }));
    let count = |code: &str| codes.iter().filter(|found| **found == code).count();
    assert_eq!(count("connector-always-html"), 1);
    assert_eq!(count("ses-body-charset"), 4);
}

#[test]
fn a_sender_that_is_missing_is_found_with_its_place() {
    let mut config = config_with(json!({}));
    config.as_object_mut().unwrap().remove("emailAddress");
    let found = AwsSesConfig::from_json(config).unwrap().findings();
    assert_eq!(found[0].code, "ses-no-sender");
    assert!(found[0].message.starts_with("emailAddress: ") && found[0].hint.is_some());
}

#[test]
fn what_a_custom_template_says_in_vain_is_found() {
    let template = TemplateDetails {
        subject: "s".to_owned(),
        content: "é".to_owned(),
        content_type: Some(ContentType::Plain),
        reply_to: Some("a@example.org".to_owned()),
        send_from: Some("Acme".to_owned()),
    };
    let expected = [
        "connector-reply-to-ignored",
        "connector-sender-ignored",
        "connector-always-html",
        "ses-body-charset",
    ];
    assert_eq!(codes(&template_findings(&template)), expected);
    assert!(template_findings(&TemplateDetails::default()).is_empty());
}
