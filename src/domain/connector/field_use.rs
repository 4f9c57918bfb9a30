//! What becomes of each field of a custom template, and of the fields of the configuration that it
//! takes the place of (`connectors/*/src/index.ts`).

use serde::Serialize;

use super::Connector;
use crate::domain::logto::{ContentType, TemplateDetails};

/// What becomes of a field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct FieldUse {
    /// The field, as Logto names it: `sendFrom`, or `config.fromEmail`.
    pub field: &'static str,
    /// What stands in it.
    pub value: String,
    /// Whether it takes part in the mail at all.
    pub is_used: bool,
    /// What becomes of it, in a sentence without a period; empty where there is nothing to say.
    pub note: &'static str,
}

/// How a connector takes a field.
type Taken = (bool, &'static str);

const USED: Taken = (true, "");

/// How a connector takes the fields of a custom template.
struct Fields {
    content_type: Taken,
    reply_to: Taken,
    send_from: Taken,
}

impl Connector {
    /// What becomes of the fields of a custom template that are filled in, and of the fields of the
    /// configuration that they replace.
    pub fn field_uses(&self, template: &TemplateDetails) -> Vec<FieldUse> {
        let Some(fields) = self.fields(template) else {
            return self.unused(template);
        };
        let mut uses = vec![used("subject", &template.subject)];
        if let Some(kind) = template.content_type {
            uses.push(told("contentType", kind.as_str(), fields.content_type));
        }
        if let Some(reply_to) = &template.reply_to {
            uses.push(told("replyTo", reply_to, fields.reply_to));
        }
        if let Some(send_from) = &template.send_from {
            uses.push(told("sendFrom", send_from, fields.send_from));
        }
        uses.extend(self.replaced(template));
        uses
    }

    /// How it takes the fields; none if it looks no custom template up.
    const fn fields(&self, template: &TemplateDetails) -> Option<Fields> {
        let is_plain = matches!(template.content_type, Some(ContentType::Plain));
        let ignored = (false, "This connector ignores it");
        Some(match self {
            Self::AwsSes(_) => Fields {
                content_type: (false, "SES gets the content as HTML, whatever it is"),
                reply_to: ignored,
                send_from: ignored,
            },
            Self::AliyunDm(_) => Fields {
                content_type: (false, "Aliyun gets the content as HTML, whatever it is"),
                reply_to: ignored,
                send_from: (true, "It becomes the name of the sender; the address stays"),
            },
            Self::Sendgrid(_) => Fields {
                content_type: USED,
                reply_to: ignored,
                send_from: (
                    true,
                    "All of it becomes the name of the sender; the address stays",
                ),
            },
            Self::Mailgun(_) => Fields {
                content_type: if is_plain {
                    (true, "The content goes out as plain text and as HTML")
                } else {
                    USED
                },
                reply_to: USED,
                send_from: USED,
            },
            Self::Smtp(_) => Fields {
                content_type: USED,
                reply_to: USED,
                send_from: USED,
            },
            Self::MailJunky(_) => Fields {
                content_type: USED,
                reply_to: ignored,
                send_from: USED,
            },
            Self::Smtp2go(_) => Fields {
                content_type: USED,
                reply_to: (true, "It goes out as a header of its own"),
                send_from: USED,
            },
            Self::Postmark(_) | Self::HttpEmail(_) | Self::LogtoEmail(_) => return None,
        })
    }

    /// The fields of a template that nobody looks up.
    fn unused(&self, template: &TemplateDetails) -> Vec<FieldUse> {
        let note = match self {
            Self::Postmark(_) => "Postmark makes the mail from its own template",
            Self::HttpEmail(_) => "Whoever takes the request makes the mail",
            _ => "Logto's own service makes the mail",
        };
        let texts = [
            ("subject", Some(&template.subject)),
            ("replyTo", template.reply_to.as_ref()),
            ("sendFrom", template.send_from.as_ref()),
        ];
        let unused = texts.into_iter().filter_map(|(field, text)| {
            let text = text.filter(|text| !text.is_empty())?;
            Some(told(field, text, (false, note)))
        });
        let content = told("content", "the whole mail", (false, note));
        unused.chain([content]).collect()
    }

    /// The fields of the configuration that the template's take the place of.
    fn replaced(&self, template: &TemplateDetails) -> Vec<FieldUse> {
        let by_sender = (false, "The template's sendFrom takes its place");
        let by_reply = (false, "The template's replyTo takes its place");
        let lost = (
            false,
            "With a custom template the connector puts it on the recipient",
        );
        let keys: &[(&str, &'static str, Taken, bool)] = match self {
            Self::Smtp(_) => &[
                (
                    "fromEmail",
                    "config.fromEmail",
                    by_sender,
                    template.send_from.is_some(),
                ),
                (
                    "replyTo",
                    "config.replyTo",
                    by_reply,
                    template.reply_to.is_some(),
                ),
            ],
            Self::Mailgun(_) => &[(
                "from",
                "config.from",
                by_sender,
                template.send_from.is_some(),
            )],
            Self::Sendgrid(_) => &[("fromName", "config.fromName", lost, true)],
            Self::AliyunDm(_) => &[(
                "fromAlias",
                "config.fromAlias",
                by_sender,
                template.send_from.is_some(),
            )],
            Self::MailJunky(_) => &[(
                "fromName",
                "config.fromName",
                by_sender,
                template.send_from.is_some(),
            )],
            Self::Smtp2go(_) => &[(
                "senderName",
                "config.senderName",
                by_sender,
                template.send_from.is_some(),
            )],
            _ => &[],
        };
        let config = self.to_json();
        let keys = keys.iter().filter(|(_, _, _, is_replaced)| *is_replaced);
        keys.filter_map(|(key, field, taken, _)| {
            let value = config.get(*key)?.as_str().filter(|text| !text.is_empty())?;
            Some(told(field, value, *taken))
        })
        .collect()
    }
}

fn used(field: &'static str, value: &str) -> FieldUse {
    told(field, value, USED)
}

fn told(field: &'static str, value: &str, (is_used, note): Taken) -> FieldUse {
    FieldUse {
        field,
        value: value.to_owned(),
        is_used,
        note,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn template() -> TemplateDetails {
        TemplateDetails {
            subject: "s".to_owned(),
            content: "c".to_owned(),
            content_type: Some(ContentType::Plain),
            reply_to: Some("r@example.com".to_owned()),
            send_from: Some("A <a@example.com>".to_owned()),
        }
    }

    fn struck(factory: &str, config: Value) -> Vec<&'static str> {
        let connector = Connector::from_json(factory, config).unwrap();
        let uses = connector.field_uses(&template());
        let struck = uses.into_iter().filter(|one| !one.is_used);
        struck.map(|one| one.field).collect()
    }

    #[test]
    fn what_a_connector_ignores_is_named() {
        let templates: Vec<Value> = ["Register", "SignIn", "ForgotPassword", "Generic"]
            .iter()
            .map(|one| json!({"usageType": one, "subject": "s", "content": "c", "type": "text/html", "contentType": "text/html", "templateAlias": "a"}))
            .collect();
        let ses = json!({"accessKeyId": "a", "accessKeySecret": "b", "region": "r", "templates": templates});
        assert_eq!(
            struck("aws-ses-mail", ses),
            ["contentType", "replyTo", "sendFrom"]
        );
        let grid = json!({"apiKey": "a", "fromEmail": "a@example.com", "fromName": "N", "templates": templates});
        assert_eq!(
            struck("sendgrid-email-service", grid),
            ["replyTo", "config.fromName"]
        );
        let smtp = json!({"host": "h", "port": 25, "auth": {}, "fromEmail": "a@example.com", "replyTo": "b@example.com", "templates": templates});
        let factory = "simple-mail-transfer-protocol";
        assert_eq!(
            struck(factory, smtp),
            ["config.fromEmail", "config.replyTo"]
        );
        let mark = json!({"serverToken": "a", "fromEmail": "b", "templates": templates});
        assert_eq!(
            struck("postmark-mail", mark),
            ["subject", "replyTo", "sendFrom", "content"]
        );
    }
}
