//! What a connector sends as From, found by letting it plan the mail.

use serde_json::{Map, Value};

use crate::domain::connector::{Connector, Delivery, HttpBody, PlanInput, Render};
use crate::domain::logto::{
    ContentType, TemplateDetails, UsageType, flows_of, minimal_payload, sample_payload,
};
use crate::domain::sender_domain::sender_address;

/// Values of names that turn a sender into another one. Logto puts them in unescaped, and many
/// people may choose the name of an application, an organization or themselves.
const HOSTILE: [&str; 7] = [
    ", \"x\" <evil@attacker.example>",
    "evil@attacker.example",
    "x <evil@attacker.example>",
    "\" <evil@attacker.example>, \"",
    "\"",
    "(",
    "",
];

/// A sender, as it was planned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sent {
    /// The addresses in From.
    pub addresses: Vec<String>,
}

/// The senders of one template: as it is meant, and with hostile values in the payload.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Senders {
    /// With ordinary payloads, each once.
    pub ordinary: Vec<Sent>,
    /// With hostile values, each once, without the ordinary ones.
    pub hostile: Vec<Sent>,
    /// Why a mail would not be sent at all.
    pub failure: Option<String>,
}

/// Whether `sendFrom` of a template can change the address in From.
pub(super) const fn honours_send_from(connector: &Connector) -> bool {
    matches!(
        connector,
        Connector::Smtp(_)
            | Connector::Mailgun(_)
            | Connector::MailJunky(_)
            | Connector::Smtp2go(_)
    )
}

pub(super) fn senders(
    connector: &Connector,
    usage_type: UsageType,
    details: &TemplateDetails,
    render: Render<'_>,
) -> Senders {
    // Only what decides the sender, so that nothing else can fail.
    let bare = TemplateDetails {
        subject: "-".to_owned(),
        content: "-".to_owned(),
        content_type: Some(ContentType::Plain),
        reply_to: details.reply_to.clone(),
        send_from: details.send_from.clone(),
    };
    let is_variable = details
        .send_from
        .as_ref()
        .is_some_and(|text| text.contains("{{"));
    let mut senders = Senders::default();
    let mut add = |payload: &Value, is_hostile: bool| {
        let sent = sent(connector, usage_type, &bare, payload, render);
        match sent {
            Ok(sent) if senders.ordinary.contains(&sent) => {}
            Ok(sent) if is_hostile => {
                if !senders.hostile.contains(&sent) {
                    senders.hostile.push(sent);
                }
            }
            Ok(sent) => senders.ordinary.push(sent),
            // Only an ordinary mail that fails is worth telling here.
            Err(failure) if !is_hostile => senders.failure = Some(failure),
            Err(_) => {}
        }
    };
    if !is_variable {
        add(&Value::Object(Map::new()), false);
        return senders;
    }
    let flows = flows_of(usage_type);
    for flow in &flows {
        add(&sample_payload(*flow, usage_type), false);
        add(&minimal_payload(*flow, usage_type), false);
    }
    for flow in &flows {
        for value in HOSTILE {
            add(&with_all(&sample_payload(*flow, usage_type), value), true);
        }
    }
    senders
}

/// The payload with every text replaced.
fn with_all(payload: &Value, text: &str) -> Value {
    match payload {
        Value::String(_) => Value::String(text.to_owned()),
        Value::Array(items) => items.iter().map(|item| with_all(item, text)).collect(),
        Value::Object(map) => map
            .iter()
            .map(|(key, item)| (key.clone(), with_all(item, text)))
            .collect(),
        other => other.clone(),
    }
}

fn sent(
    connector: &Connector,
    usage_type: UsageType,
    details: &TemplateDetails,
    payload: &Value,
    render: Render<'_>,
) -> Result<Sent, String> {
    let stamp = sender_address::stamp();
    let delivery = connector.plan(&PlanInput {
        usage_type,
        to: "someone@example.com",
        payload,
        ip: None,
        custom_template: Some(details),
        stamp: &stamp,
        hostname: None,
        render,
    });
    let text = match delivery.map_err(|error| error.to_string())? {
        Delivery::Smtp(submission) => submission
            .message
            .header("From")
            .unwrap_or_default()
            .to_owned(),
        Delivery::Http(request) => from_of(&request.body),
    };
    Ok(Sent {
        addresses: sender_address::addresses(&text),
    })
}

/// The sender in a request, wherever the provider wants it.
fn from_of(body: &HttpBody) -> String {
    let found = match body {
        HttpBody::Form(fields) => {
            let from = fields.iter().find(|(name, _)| name == "from");
            from.map(|(_, value)| value.as_str())
        }
        HttpBody::Json(value) => {
            let text = |key: &str| value.get(key).and_then(Value::as_str);
            text("from").or_else(|| text("sender"))
        }
    };
    found.unwrap_or_default().to_owned()
}
