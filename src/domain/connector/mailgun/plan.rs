//! From a configuration and a message to a request.

use serde_json::{Map, Value};

use super::super::url::Url;
use super::super::{
    HttpBody, HttpConnector, HttpRequest, PlanError, PlanInput, got, js, non_empty,
};
use super::config::{DEFAULT_ENDPOINT, Fields, MailgunConfig, MailgunDelivery, MailgunSource};
use crate::domain::logto::{ContentType, TemplateDetails};

/// The fields of the form besides sender and recipient; absent ones are left out.
#[derive(Default)]
struct Mail {
    from: Option<String>,
    subject: Option<String>,
    reply_to: Option<String>,
    body: Vec<(&'static str, String)>,
}

/// What the connector would send (`connector-mailgun/src/index.ts`, `sendMessage`).
pub fn plan(config: &MailgunConfig, input: &PlanInput<'_>) -> Result<HttpRequest, PlanError> {
    let fields = &config.fields;
    let mail = if let Some(template) = input.custom_template {
        of_custom(template, input)?
    } else {
        let found = config.delivery(input.usage_type);
        let (_, delivery) = found.ok_or(PlanError::DeliveryNotFound(input.usage_type))?;
        of_config(delivery, input)?
    };
    let url = url(fields)?;
    let basic = got::Basic::new("api", fields.api_key.expose());
    let content_type = "application/x-www-form-urlencoded";
    Ok(HttpRequest {
        method: "POST",
        url: url.without_user(),
        headers: vec![
            got::header("content-type", content_type)?,
            got::header("authorization", &basic.value)?,
        ],
        body: HttpBody::Form(form(fields, input.to, mail)),
        secrets: basic.secrets,
        connector: HttpConnector::Mailgun,
    })
}

/// Nothing of the endpoint is kept but scheme, host and port, and nothing of the domain is escaped.
fn url(fields: &Fields) -> Result<Url, PlanError> {
    let endpoint = fields.endpoint.as_deref().unwrap_or(DEFAULT_ENDPOINT);
    let url = Url::parse(endpoint)
        .and_then(|url| url.join(&format!("/v3/{}/messages", fields.domain)))
        .ok_or_else(|| PlanError::Client {
            name: "TypeError",
            code: "ERR_INVALID_URL",
            message: "Invalid URL".to_owned(),
        })?;
    got::must_be_web(&url)?;
    Ok(url)
}

fn form(fields: &Fields, to: &str, mail: Mail) -> Vec<(String, String)> {
    let from = mail.from.unwrap_or_else(|| fields.from.clone());
    let mut form = vec![("from", from), ("to", to.to_owned())];
    form.extend(mail.subject.map(|subject| ("subject", subject)));
    form.extend(mail.reply_to.map(|reply_to| ("h:Reply-To", reply_to)));
    form.extend(mail.body);
    let named = form.into_iter();
    named
        .map(|(name, value)| (name.to_owned(), value))
        .collect()
}

fn of_config(delivery: &MailgunDelivery, input: &PlanInput<'_>) -> Result<Mail, PlanError> {
    let rendered = |text: &Option<String>| {
        let text = text.as_deref();
        text.map(|text| input.rendered(text)).transpose()
    };
    let body = match &delivery.source {
        MailgunSource::Raw { html, text } => {
            let mut body = vec![("html", input.rendered(html)?)];
            body.extend(rendered(text)?.map(|text| ("text", text)));
            body
        }
        MailgunSource::Template { name, variables } => {
            let mut all = Map::new();
            js::spread(&mut all, variables);
            js::spread(&mut all, input.payload);
            vec![
                ("template", js::text(name).map_err(PlanError::Render)?),
                ("h:X-Mailgun-Variables", js::json(&Value::Object(all))),
            ]
        }
    };
    Ok(Mail {
        from: None,
        subject: rendered(&delivery.subject)?,
        reply_to: delivery.reply_to.clone(),
        body,
    })
}

/// An empty sender or Reply-To of the template is sent as it is.
fn of_custom(template: &TemplateDetails, input: &PlanInput<'_>) -> Result<Mail, PlanError> {
    let rendered = |text: &Option<String>| {
        let text = text.as_deref();
        text.map(|text| input.rendered(text)).transpose()
    };
    let content = input.rendered(&template.content)?;
    let mut body = Vec::new();
    if let Some(content) = non_empty(Some(&content)) {
        body.push(("html", content.to_owned()));
        if template.content_type == Some(ContentType::Plain) {
            body.push(("text", content.to_owned()));
        }
    }
    Ok(Mail {
        from: rendered(&template.send_from)?,
        subject: Some(input.rendered(&template.subject)?),
        reply_to: rendered(&template.reply_to)?,
        body,
    })
}
