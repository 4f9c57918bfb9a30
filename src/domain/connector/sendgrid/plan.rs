//! From a configuration and a message to a request.

use serde_json::{Map, Value, json};

use super::super::kit::by_type;
use super::super::{HttpBody, HttpConnector, HttpRequest, PlanError, PlanInput, got, non_empty};
use super::config::{Fields, SendgridConfig};
use crate::domain::logto::{ContentType, TemplateDetails};

const ENDPOINT: &str = "https://api.sendgrid.com/v3/mail/send";

/// What the connector would send (`connector-sendgrid-email/src/index.ts`, `sendMessage`).
pub fn plan(config: &SendgridConfig, input: &PlanInput<'_>) -> Result<HttpRequest, PlanError> {
    let fields = &config.fields;
    let body = match input.custom_template {
        Some(template) => of_custom(fields, template, input)?,
        None => of_config(fields, input)?,
    };
    let key = &fields.api_key;
    let authorization = format!("Bearer {}", key.expose());
    Ok(HttpRequest {
        method: "POST",
        url: ENDPOINT.to_owned(),
        headers: vec![
            got::header("authorization", &authorization)?,
            got::header("content-type", "application/json")?,
        ],
        body: HttpBody::Json(body),
        secrets: vec![key.clone()],
        connector: HttpConnector::Sendgrid,
    })
}

fn of_config(fields: &Fields, input: &PlanInput<'_>) -> Result<Value, PlanError> {
    let found = by_type(&fields.templates, input.usage_type, |template| {
        &template.usage_type
    });
    let (_, template) = found.ok_or(PlanError::DeliveryNotFound(input.usage_type))?;
    Ok(json!({
        "personalizations": [{ "to": [person(input.to, None)] }],
        "from": person(&fields.from_email, fields.from_name.as_deref()),
        "subject": input.rendered(&template.subject)?,
        "content": [{
            "type": template.content_type.unwrap_or(ContentType::Html).as_str(),
            "value": input.rendered(&template.content)?,
        }],
    }))
}

/// Here Logto gives the sender's name of the configuration to the recipient, and the sender the one
/// of the template.
fn of_custom(
    fields: &Fields,
    template: &TemplateDetails,
    input: &PlanInput<'_>,
) -> Result<Value, PlanError> {
    let send_from = non_empty(template.send_from.as_deref());
    let name = send_from.map(|name| input.rendered(name)).transpose()?;
    let content_type = template.content_type.unwrap_or(ContentType::Html);
    Ok(json!({
        "personalizations": [{ "to": [person(input.to, fields.from_name.as_deref())] }],
        "from": named(&fields.from_email, name),
        "subject": input.rendered(&template.subject)?,
        "content": [{
            "type": content_type.as_str(),
            "value": input.rendered(&template.content)?,
        }],
    }))
}

fn person(address: &str, name: Option<&str>) -> Value {
    named(address, non_empty(name).map(str::to_owned))
}

/// An address with its name, which may have become empty by rendering.
fn named(address: &str, name: Option<String>) -> Value {
    let mut person = Map::new();
    person.insert("email".to_owned(), json!(address));
    person.extend(name.map(|name| ("name".to_owned(), json!(name))));
    Value::Object(person)
}
