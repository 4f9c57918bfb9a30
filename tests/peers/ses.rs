//! Amazon SES as moto plays it, with its signatures checked.

use std::time::Duration;

use letterhead::domain::connector::{
    Connector, Delivery, EndpointOverride, HttpConnector, HttpRequest, overridden,
};
use letterhead::services::clock::SystemClock;
use letterhead::services::delivery::{
    DeliveryError, DeliveryOptions, HttpOptions, ProxyChoice, Receipt, deliver,
};
use serde_json::{Value, json};
use tokio_util::sync::CancellationToken;

use super::{request, templates, told};

fn ses(changes: &Value) -> Connector {
    let keys: Value = serde_json::from_str(&told("LETTERHEAD_SES_KEYS")).unwrap();
    let mut config = json!({
        "accessKeyId": keys["id"], "accessKeySecret": keys["secret"], "region": "us-east-1",
        "emailAddress": "no-reply@example.org",
        "templates": templates("Code {{code}} ü", "<p>{{code}} – 你好</p>"),
    });
    for (key, value) in changes.as_object().unwrap() {
        config[key] = value.clone();
    }
    Connector::from_json(HttpConnector::AwsSes.factory_id(), config).unwrap()
}

async fn send(request: HttpRequest) -> Result<Receipt, DeliveryError> {
    let http = HttpOptions {
        proxy: ProxyChoice::Direct,
        total_timeout: Duration::from_secs(30),
        ..HttpOptions::default()
    };
    let mut options = DeliveryOptions::new(&SystemClock);
    options.http = &http;
    let delivery = Delivery::Http(Box::new(request));
    deliver(&delivery, options, |_| {}, CancellationToken::new()).await
}

/// Status, code and title of a refusal.
async fn refusal(changes: Value) -> (u16, String, String) {
    let connector = ses(&changes);
    let error = send(request(&connector, "482913", Some(&told("LETTERHEAD_SES"))))
        .await
        .unwrap_err();
    let failure = error.http().unwrap();
    let answer = failure.answer.clone().unwrap();
    // moto refuses a key in XML, as Amazon's older interfaces do; the SDK cannot read that.
    let expected = match answer.json() {
        Some(_) => "connector.invalid_response",
        None => "internal_server_error",
    };
    assert_eq!(failure.logto.code, expected);
    let secret = connector.to_json()["accessKeySecret"].as_str().unwrap();
    assert!(!format!("{error:?} {}", error.told()).contains(secret));
    let diagnosis = failure.diagnosis.clone();
    (
        answer.status,
        diagnosis.provider_code.unwrap(),
        diagnosis.title,
    )
}

#[tokio::test]
async fn a_signed_mail_is_taken_and_its_id_is_told() {
    for code in ["482913", "", "a b+c%20&=~*'()! ü 你好 😀\u{7f}\\\"<>"] {
        let request = request(&ses(&json!({})), code, Some(&told("LETTERHEAD_SES")));
        let receipt = send(request)
            .await
            .unwrap_or_else(|error| panic!("{}", error.told()));
        let receipt = receipt.http().unwrap();
        assert_eq!(receipt.facts[0].label, "MessageId");
        assert!(receipt.facts[0].value.len() > 10 && receipt.findings.is_empty());
    }
}

#[tokio::test]
async fn a_wrong_secret_is_told() {
    let expected = (
        403,
        "SignatureDoesNotMatch".to_owned(),
        "The secret access key is wrong".to_owned(),
    );
    assert_eq!(
        refusal(json!({ "accessKeySecret": "not-the-secret-of-that-key" })).await,
        expected
    );
}

#[tokio::test]
async fn an_unknown_key_is_told() {
    let (status, code, title) = refusal(json!({ "accessKeyId": "AKIAIOSFODNN7UNKNOWN" })).await;
    assert_eq!(
        (status, title.as_str()),
        (403, "The access key is not known"),
        "{code}"
    );
}

#[tokio::test]
async fn a_sender_nobody_verified_is_told() {
    let (status, code, title) =
        refusal(json!({ "emailAddress": "stranger@elsewhere.example" })).await;
    assert_eq!((status, code.as_str()), (400, "MessageRejected"));
    assert_eq!(
        title,
        "The sender is not verified, or the account is in the sandbox"
    );
}

#[tokio::test]
async fn a_signature_for_another_host_is_refused_so_the_plan_has_to_know_the_override() {
    let base = EndpointOverride::parse(&told("LETTERHEAD_SES")).unwrap();
    let planned = request(&ses(&json!({})), "482913", None);
    assert!(
        planned
            .url
            .starts_with("https://email.us-east-1.amazonaws.com/")
    );
    let error = send(overridden(&planned, &base)).await.unwrap_err();
    let failure = error.http().unwrap();
    assert_eq!(
        failure.diagnosis.provider_code.as_deref(),
        Some("SignatureDoesNotMatch")
    );
}
