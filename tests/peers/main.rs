//! Requests to programs of others: moto's Amazon SES, Alibaba Cloud's signature and SpamAssassin's
//! spamd. `make test-peers` starts them; nothing here runs otherwise.

// `cfg(test)` tells the lints that helpers of tests are tests too.
#[cfg(test)]
mod aliyun;
#[cfg(test)]
mod ses;
#[cfg(test)]
mod spamd;

#[cfg(test)]
use std::env;

#[cfg(test)]
use letterhead::domain::connector::{
    Connector, Delivery, EndpointOverride, HttpRequest, PlanInput, render_as_logto,
};
#[cfg(test)]
use letterhead::domain::logto::UsageType;
#[cfg(test)]
use letterhead::services::clock::SystemClock;
#[cfg(test)]
use letterhead::services::delivery::new_stamp;
#[cfg(test)]
use serde_json::{Value, json};

/// What `run.sh` tells of a peer.
#[cfg(test)]
fn told(name: &str) -> String {
    let value =
        env::var_os(name).unwrap_or_else(|| panic!("{name} is not set: run `make test-peers`"));
    value.into_string().unwrap()
}

#[cfg(test)]
fn templates(subject: &str, content: &str) -> Value {
    let names = ["Register", "SignIn", "ForgotPassword", "Generic"];
    let template = |name| json!({ "usageType": name, "subject": subject, "content": content });
    names.map(template).into_iter().collect()
}

/// The request of a code, signed for the present time; sent to `base` if there is one.
#[cfg(test)]
fn request(connector: &Connector, code: &str, base: Option<&str>) -> HttpRequest {
    let payload = json!({ "code": code });
    let stamp = new_stamp(&SystemClock);
    let input = PlanInput {
        usage_type: UsageType::SignIn,
        to: "user@example.net",
        payload: &payload,
        ip: None,
        custom_template: None,
        stamp: &stamp,
        hostname: None,
        render: &render_as_logto,
    };
    let planned = match base {
        Some(base) => connector.plan_at(&input, &EndpointOverride::parse(base).unwrap()),
        None => connector.plan(&input),
    };
    match planned.unwrap() {
        Delivery::Http(request) => *request,
        Delivery::Smtp(_) => panic!("the connector speaks HTTP"),
    }
}
