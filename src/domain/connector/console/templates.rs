//! Templates inside a configuration, and how they move in and out.
//!
//! Each connector names the type of the content otherwise: `contentType` for SMTP, `type` for
//! `SendGrid`, SMTP2GO and `MailJunky`, nothing for SES and Aliyun, which always send HTML, and
//! Mailgun has `deliveries` with `html` and `text`.

use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::domain::connector::{
    AliyunDmConfig, AwsSesConfig, MailJunkyConfig, MailgunConfig, PathPart, SendgridConfig,
    Smtp2goConfig, SmtpConfig,
};
use crate::domain::logto::{ContentType, TemplateDetails, UsageType};

/// A template of a configuration.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ConfigTemplateAt {
    /// Where it stands, from the root of the configuration.
    #[serde(skip)]
    pub path: Vec<PathPart>,
    /// The usage type as written, which may be none of Logto's.
    pub usage_type: String,
    /// The subject, placeholders unreplaced.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// The body, placeholders unreplaced; none where the provider stores it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub content: Option<String>,
    /// What the body is, where it says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub content_type: Option<ContentType>,
    /// The same as plain text, which only Mailgun has beside the HTML.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Where answers go, which only Mailgun has here.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reply_to: Option<String>,
    /// The name of a template stored at the provider: Postmark's alias, or Mailgun's template.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stored_as: Option<String>,
}

impl ConfigTemplateAt {
    /// The template as a file of a workspace has it; none where the provider stores the text.
    pub fn details(&self) -> Option<TemplateDetails> {
        Some(TemplateDetails {
            subject: self.subject.clone().unwrap_or_default(),
            content: self.content.clone()?,
            content_type: self.content_type,
            reply_to: self.reply_to.clone(),
            send_from: None,
        })
    }

    fn read(path: Vec<PathPart>, usage_type: &str, value: &Value) -> Self {
        let text = |key: &str| value.get(key).and_then(Value::as_str).map(str::to_owned);
        let content_type = value.get("contentType").or_else(|| value.get("type"));
        let stored_as = text("templateAlias").or_else(|| text("template"));
        Self {
            path,
            usage_type: usage_type.to_owned(),
            subject: text("subject"),
            // At Mailgun a stored template wins over HTML beside it.
            content: text("content").or_else(|| text("html").filter(|_| stored_as.is_none())),
            content_type: content_type
                .and_then(|kind| serde_json::from_value(kind.clone()).ok())
                .or_else(|| value.get("html").map(|_| ContentType::Html)),
            text: text("text"),
            reply_to: text("replyTo"),
            stored_as,
        }
    }
}

/// The templates of a configuration, in its order.
///
/// Entries of `templates` (or of a list of templates alone) count if they name a usage type, those
/// of `deliveries` under any name.
pub fn templates_of(config: &Value) -> Vec<ConfigTemplateAt> {
    let key = |key: &str| PathPart::Key(key.to_owned());
    if config.get("usageType").is_some() {
        return entry(Vec::new(), config).into_iter().collect();
    }
    let (list, root) = if let Value::Array(items) = config {
        (Some(items), Vec::new())
    } else {
        let templates = config.get("templates").and_then(Value::as_array);
        (templates, vec![key("templates")])
    };
    let entries = list.into_iter().flatten().enumerate();
    let entries = entries
        .filter_map(|(index, value)| entry([&root[..], &[PathPart::Index(index)]].concat(), value));
    let deliveries = config.get("deliveries").and_then(Value::as_object);
    let deliveries = deliveries.into_iter().flatten().map(|(name, value)| {
        ConfigTemplateAt::read(vec![key("deliveries"), key(name)], name, value)
    });
    entries.chain(deliveries).collect()
}

fn entry(path: Vec<PathPart>, value: &Value) -> Option<ConfigTemplateAt> {
    let usage_type = value.get("usageType")?.as_str()?;
    Some(ConfigTemplateAt::read(path, usage_type, value))
}

/// The first template of that type as JSON, in the shape the configuration has for it: an entry of
/// `templates`, or of `deliveries` under its name.
pub fn template_json(config: &Value, usage_type: &str) -> Option<Value> {
    if let Some(delivery) = config.get("deliveries").and_then(|all| all.get(usage_type)) {
        return Some(json!({ usage_type: delivery }));
    }
    let mut templates = config.get("templates")?.as_array()?.iter();
    let of_type =
        |template: &&Value| template.get("usageType").and_then(Value::as_str) == Some(usage_type);
    templates.find(of_type).cloned()
}

/// The configuration with that template for that type, in the connector's own shape: the first
/// entry of the type is changed, its other keys kept, or a new one added at the end.
///
/// None for a connector that has no texts in its configuration: Postmark, HTTP and Logto's own.
/// `replyTo` goes along to Mailgun only, `sendFrom` to none; SES and Aliyun send HTML whatever the
/// template says.
pub fn with_template(
    config: &Value,
    factory_id: &str,
    usage_type: UsageType,
    details: &TemplateDetails,
) -> Option<Value> {
    let mut changed = config.clone();
    if !changed.is_object() {
        changed = Value::Object(Map::new());
    }
    let fields = changed.as_object_mut()?;
    if factory_id == MailgunConfig::FACTORY_ID {
        let deliveries = entry_of(fields, "deliveries", Value::is_object, json!({}));
        let deliveries = deliveries.as_object_mut()?;
        let delivery = deliveries.entry(usage_type.as_str()).or_insert(json!({}));
        *delivery = with_delivery(delivery, details);
        return Some(changed);
    }
    let shape = Shape::of(factory_id)?;
    let list = entry_of(fields, "templates", Value::is_array, json!([]));
    let list = list.as_array_mut()?;
    let of_type = |template: &&mut Value| {
        template.get("usageType").and_then(Value::as_str) == Some(usage_type.as_str())
    };
    if let Some(Value::Object(fields)) = list.iter_mut().find(of_type) {
        shape.write(fields, details);
    } else {
        let mut fields = Map::new();
        fields.insert("usageType".to_owned(), json!(usage_type));
        shape.write(&mut fields, details);
        list.push(Value::Object(fields));
    }
    Some(changed)
}

/// The configuration without its templates of that type, and how many there were.
pub fn without_template(config: &Value, usage_type: &str) -> (Value, usize) {
    let mut changed = config.clone();
    let mut count = 0;
    if let Some(Value::Array(list)) = changed.get_mut("templates") {
        let before = list.len();
        list.retain(|template| {
            template.get("usageType").and_then(Value::as_str) != Some(usage_type)
        });
        count += before - list.len();
    }
    if let Some(Value::Object(deliveries)) = changed.get_mut("deliveries") {
        count += usize::from(deliveries.shift_remove(usage_type).is_some());
    }
    (changed, count)
}

/// The value of a key; a new one in place of what is none of the kind.
fn entry_of<'a>(
    fields: &'a mut Map<String, Value>,
    key: &str,
    fits: fn(&Value) -> bool,
    new: Value,
) -> &'a mut Value {
    let value = fields.entry(key).or_insert(Value::Null);
    if !fits(value) {
        *value = new;
    }
    value
}

/// How a connector tells what its content is.
#[derive(Clone, Copy)]
enum Shape {
    Key(&'static str),
    AlwaysHtml,
}

impl Shape {
    fn of(factory_id: &str) -> Option<Self> {
        match factory_id {
            SmtpConfig::FACTORY_ID => Some(Self::Key("contentType")),
            SendgridConfig::FACTORY_ID
            | Smtp2goConfig::FACTORY_ID
            | MailJunkyConfig::FACTORY_ID => Some(Self::Key("type")),
            AwsSesConfig::FACTORY_ID | AliyunDmConfig::FACTORY_ID => Some(Self::AlwaysHtml),
            _ => None,
        }
    }

    fn write(self, fields: &mut Map<String, Value>, details: &TemplateDetails) {
        if let Self::Key(key) = self {
            // What a template of Logto does not say is HTML.
            let kind = details.content_type.unwrap_or(ContentType::Html);
            fields.insert(key.to_owned(), json!(kind));
        }
        fields.insert("subject".to_owned(), json!(details.subject));
        fields.insert("content".to_owned(), json!(details.content));
    }
}

/// A delivery of Mailgun with these texts. What is plain goes out as both parts, as the connector
/// does with a custom template (`connector-mailgun/src/index.ts`).
fn with_delivery(old: &Value, details: &TemplateDetails) -> Value {
    let mut fields = old.as_object().cloned().unwrap_or_default();
    // A stored template would win over the texts.
    fields.shift_remove("template");
    fields.shift_remove("variables");
    fields.insert("subject".to_owned(), json!(details.subject));
    fields.insert("html".to_owned(), json!(details.content));
    if details.content_type == Some(ContentType::Plain) {
        fields.insert("text".to_owned(), json!(details.content));
    }
    if let Some(reply_to) = &details.reply_to {
        fields.insert("replyTo".to_owned(), json!(reply_to));
    }
    Value::Object(fields)
}
