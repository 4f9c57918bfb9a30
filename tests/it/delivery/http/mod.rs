//! Deliveries over HTTP to mocks and to faulty servers on loopback.

mod documented;
mod faults;
mod providers;
mod redirects;
mod secrets;
mod server;

use std::time::Duration;

use letterhead::domain::connector::{
    Connector, Delivery, EndpointOverride, HttpConnector, HttpRequest, PlanInput, render_as_logto,
};
use letterhead::domain::logto::UsageType;
use letterhead::services::clock::FixedClock;
use letterhead::services::delivery::{
    DeliveryError, DeliveryEvent, DeliveryOptions, HttpFailure, HttpOptions, HttpReceipt,
    ProxyChoice, deliver,
};
use parking_lot::Mutex;
use serde_json::{Value, json};
use tokio_util::sync::CancellationToken;

/// Part of every key here, so that it is found wherever it shows.
pub const SECRET: &str = "hunter2-s3cret";

/// Short limits, and straight to the mock.
pub fn options() -> HttpOptions {
    HttpOptions {
        connect_timeout: Duration::from_secs(2),
        answer_timeout: Duration::from_secs(5),
        total_timeout: Duration::from_secs(10),
        proxy: ProxyChoice::Direct,
        ..HttpOptions::default()
    }
}

fn templates(more: &Value) -> Value {
    let template = |usage_type| {
        let mut template = json!({ "usageType": usage_type, "subject": "Code {{code}}", "content": "<b>{{code}}</b>" });
        for (key, value) in more.as_object().unwrap() {
            template[key] = value.clone();
        }
        template
    };
    ["Register", "SignIn", "ForgotPassword", "Generic"]
        .map(template)
        .into_iter()
        .collect()
}

/// A configuration of each connector; `base` is where the HTTP connector's own endpoint is.
pub fn connector(kind: HttpConnector, base: &str) -> Connector {
    let config = match kind {
        HttpConnector::AliyunDm => json!({
            "accessKeyId": "LTAItest", "accessKeySecret": SECRET, "accountName": "no-reply@example.org",
            "templates": templates(&json!({})),
        }),
        HttpConnector::AwsSes => json!({
            "accessKeyId": "AKIATEST", "accessKeySecret": SECRET, "region": "eu-west-1",
            "emailAddress": "no-reply@example.org", "templates": templates(&json!({})),
        }),
        HttpConnector::HttpEmail => json!({
            "endpoint": format!("{base}/mail"), "authorization": format!("Bearer {SECRET}"),
        }),
        HttpConnector::Mailgun => json!({
            "domain": "mg.example.org", "apiKey": SECRET, "from": "Me <me@mg.example.org>",
            "deliveries": { "Generic": { "subject": "Code {{code}}", "html": "<b>{{code}}</b>" } },
        }),
        HttpConnector::MailJunky => json!({
            "apiKey": SECRET, "fromEmail": "no-reply@example.org", "templates": templates(&json!({ "type": "text/html" })),
        }),
        HttpConnector::Postmark => json!({
            "serverToken": SECRET, "fromEmail": "no-reply@example.org",
            "templates": templates(&json!({ "templateAlias": "logto-sign-in" })),
        }),
        HttpConnector::Sendgrid => json!({
            "apiKey": format!("SG.{SECRET}"), "fromEmail": "no-reply@example.org",
            "templates": templates(&json!({ "type": "text/html" })),
        }),
        HttpConnector::Smtp2go => json!({
            "apiKey": format!("api-{SECRET}"), "sender": "no-reply@example.org",
            "templates": templates(&json!({ "type": "text/html" })),
        }),
    };
    Connector::from_json(kind.factory_id(), config).unwrap()
}

/// The request of a sign-in code, sent to `base` instead of the provider.
pub fn request(kind: HttpConnector, base: &str) -> HttpRequest {
    request_with(kind, base, "482913")
}

/// The same with another code.
pub fn request_with(kind: HttpConnector, base: &str, code: &str) -> HttpRequest {
    let payload = json!({ "code": code, "locale": "en" });
    let input = PlanInput {
        usage_type: UsageType::SignIn,
        to: "user@example.net",
        payload: &payload,
        ip: None,
        custom_template: None,
        stamp: &super::stamp(),
        hostname: None,
        render: &render_as_logto,
    };
    let base = EndpointOverride::parse(base).unwrap();
    let delivery = connector(kind, &base.to_string())
        .plan_at(&input, &base)
        .unwrap();
    match delivery {
        Delivery::Http(request) => *request,
        Delivery::Smtp(_) => panic!("{kind:?} speaks HTTP"),
    }
}

/// What was told while a request was sent, and the result.
pub struct Sent {
    pub result: Result<HttpReceipt, DeliveryError>,
    pub events: Vec<DeliveryEvent>,
}

impl Sent {
    pub fn receipt(self) -> HttpReceipt {
        self.result
            .unwrap_or_else(|error| panic!("{error}: {}", error.told()))
    }

    pub fn failure(&self) -> &HttpFailure {
        self.result.as_ref().unwrap_err().http().unwrap()
    }

    /// The names of the steps.
    pub fn steps(&self) -> Vec<String> {
        let step = |event| {
            serde_json::to_value(event).unwrap()["step"]
                .as_str()
                .unwrap()
                .to_owned()
        };
        self.events.iter().map(step).collect()
    }
}

pub async fn send(request: HttpRequest, options: &HttpOptions) -> Sent {
    send_with(request, options, CancellationToken::new(), |_| {}).await
}

pub async fn send_with(
    request: HttpRequest,
    options: &HttpOptions,
    cancel: CancellationToken,
    on_event: impl Fn(&DeliveryEvent) + Send + Sync,
) -> Sent {
    let events = Mutex::new(Vec::new());
    let clock = FixedClock(super::stamp().date);
    let mut all = DeliveryOptions::new(&clock);
    all.http = options;
    let delivery = Delivery::Http(Box::new(request));
    let on_progress = |event: DeliveryEvent| {
        on_event(&event);
        events.lock().push(event);
    };
    let result = super::on_any_thread(deliver(&delivery, all, on_progress, cancel)).await;
    Sent {
        result: result.map(|receipt| receipt.http().unwrap()),
        events: events.into_inner(),
    }
}
