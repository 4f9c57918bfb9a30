//! Templates beside each other.

use serde::Serialize;
use serde_json::{Map, Value};

use crate::domain::connector::PathPart;
use crate::domain::connector::console::{ConfigTemplateAt, templates_of};

/// A template that differs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TemplateChange {
    /// The usage type as written.
    pub usage_type: String,
    /// 0 for the first template of the type, which is the one that Logto uses.
    pub occurrence: usize,
    /// The old template, if there was one.
    pub old: Option<ConfigTemplateAt>,
    /// The new template, if there is one.
    pub new: Option<ConfigTemplateAt>,
    /// What of it differs, if both are there.
    pub fields: Vec<TemplateField>,
}

/// What of a template may differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum TemplateField {
    /// The subject.
    Subject,
    /// The body.
    Content,
    /// Whether the body is HTML or plain text.
    ContentType,
    /// The plain text beside the HTML.
    Text,
    /// Where answers go.
    ReplyTo,
    /// The name of the template stored at the provider.
    StoredAs,
    /// A key that Logto does not read, or the variables of a stored template.
    Other,
}

/// The templates that differ.
pub(super) fn changes(old_config: &Value, new_config: &Value) -> Vec<TemplateChange> {
    let (old, new) = (numbered(old_config), numbered(new_config));
    let pair = |one: &Numbered, all: &[Numbered]| {
        let mut all = all.iter();
        all.find(|other| other.key() == one.key()).cloned()
    };
    let mut changes = Vec::new();
    for one in &old {
        match pair(one, &new) {
            None => changes.push(one.change(Some(one.at.clone()), None, Vec::new())),
            Some(other) => {
                let mut fields = fields(&one.at, &other.at);
                if one.others(old_config) != other.others(new_config) {
                    fields.push(TemplateField::Other);
                }
                if !fields.is_empty() {
                    changes.push(one.change(Some(one.at.clone()), Some(other.at), fields));
                }
            }
        }
    }
    for other in new.iter().filter(|other| pair(other, &old).is_none()) {
        changes.push(other.change(None, Some(other.at.clone()), Vec::new()));
    }
    changes
}

/// A template and how many of its type stand before it.
#[derive(Clone)]
struct Numbered {
    at: ConfigTemplateAt,
    occurrence: usize,
}

fn numbered(config: &Value) -> Vec<Numbered> {
    let all = templates_of(config);
    let occurrence = |index: usize, usage_type: &str| {
        let before = all.iter().take(index);
        before
            .filter(|other| other.usage_type == usage_type)
            .count()
    };
    all.iter()
        .enumerate()
        .map(|(index, at)| Numbered {
            occurrence: occurrence(index, &at.usage_type),
            at: at.clone(),
        })
        .collect()
}

impl Numbered {
    fn key(&self) -> (&str, usize) {
        (&self.at.usage_type, self.occurrence)
    }

    fn change(
        &self,
        old: Option<ConfigTemplateAt>,
        new: Option<ConfigTemplateAt>,
        fields: Vec<TemplateField>,
    ) -> TemplateChange {
        TemplateChange {
            usage_type: self.at.usage_type.clone(),
            occurrence: self.occurrence,
            old,
            new,
            fields,
        }
    }

    /// The keys of the entry that are told nowhere else.
    fn others(&self, config: &Value) -> Map<String, Value> {
        const TOLD: [&str; 10] = [
            "usageType",
            "subject",
            "content",
            "contentType",
            "type",
            "html",
            "text",
            "replyTo",
            "template",
            "templateAlias",
        ];
        let entry = self
            .at
            .path
            .iter()
            .try_fold(config, |value, part| match part {
                PathPart::Key(key) => value.get(key),
                PathPart::Index(index) => value.get(*index),
            });
        let mut others = entry
            .and_then(Value::as_object)
            .cloned()
            .unwrap_or_default();
        others.retain(|key, _| !TOLD.contains(&key.as_str()));
        others
    }
}

fn fields(old: &ConfigTemplateAt, new: &ConfigTemplateAt) -> Vec<TemplateField> {
    use TemplateField::{Content, ContentType, ReplyTo, StoredAs, Subject, Text};
    let all = [
        (Subject, old.subject != new.subject),
        (Content, old.content != new.content),
        (ContentType, old.content_type != new.content_type),
        (Text, old.text != new.text),
        (ReplyTo, old.reply_to != new.reply_to),
        (StoredAs, old.stored_as != new.stored_as),
    ];
    let differing = all.into_iter().filter(|(_, differs)| *differs);
    differing.map(|(field, _)| field).collect()
}
