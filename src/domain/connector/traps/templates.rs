//! The templates of a configuration.

use serde_json::Value;

use super::Traps;
use crate::domain::connector::kit::{ConfigTemplate, by_type};
use crate::domain::finding::Severity;
use crate::domain::logto::{ContentType, Outcome, UsageType, is_js_white_space, placeholders};

impl Traps {
    /// What every list of templates may hold in vain, and what it lacks.
    pub fn templates(&mut self, templates: &[ConfigTemplate]) {
        let names = templates.iter().enumerate().map(|(index, template)| {
            let path = format!("templates[{index}].usageType");
            (path, template.usage_type.as_str())
        });
        self.usage_types(names);
        for (index, template) in templates.iter().enumerate() {
            self.blank(index, "subject", &template.subject);
            self.blank(index, "content", &template.content);
        }
        self.fallback(templates);
        let invitation = by_type(templates, UsageType::OrganizationInvitation, |template| {
            &template.usage_type
        });
        if let Some((index, template)) = invitation {
            let texts = [template.subject.as_str(), template.content.as_str()];
            self.invitation(&format!("templates[{index}]"), &texts);
        }
    }

    /// Templates that Logto never takes, told by the place and the usage type of each.
    pub fn usage_types<'a>(&mut self, names: impl Iterator<Item = (String, &'a str)>) {
        let mut seen: Vec<&str> = Vec::new();
        for (path, name) in names {
            if name.is_empty() {
                // Told as an emptied text.
            } else if name.parse::<UsageType>().is_err() {
                let known = UsageType::ALL.into_iter().map(UsageType::as_str);
                let meant = known.clone().find(|known| known.eq_ignore_ascii_case(name));
                let hint = match meant {
                    Some(meant) => format!("Write {meant}"),
                    None => format!("Known are {}", known.collect::<Vec<_>>().join(", ")),
                };
                self.add(
                    Severity::Warning,
                    "connector-template-unreachable",
                    &path,
                    &format!("Logto knows no type {name}, so this is never used"),
                    &hint,
                );
            } else if seen.contains(&name) {
                self.add(
                    Severity::Warning,
                    "connector-template-shadowed",
                    &path,
                    &format!("An earlier one is for {name} too, so this one is never used"),
                    "Remove one of the two",
                );
            }
            seen.push(name);
        }
    }

    /// A text of white space only; an empty one is told as emptied.
    fn blank(&mut self, index: usize, key: &str, text: &str) {
        if !text.is_empty() && text.trim_matches(is_js_white_space).is_empty() {
            self.add(
                Severity::Warning,
                "connector-template-blank",
                &format!("templates[{index}].{key}"),
                "There is nothing to read in it",
                "Write a text; a provider may refuse a mail without",
            );
        }
    }

    /// Types that are sent with the template for `Generic`.
    fn fallback(&mut self, templates: &[ConfigTemplate]) {
        let has = |wanted: UsageType| {
            let mut names = templates.iter().map(|template| &template.usage_type);
            names.any(|name| name == wanted.as_str())
        };
        let missing = UsageType::ALL.into_iter().filter(|wanted| !has(*wanted));
        let missing: Vec<&str> = missing.map(UsageType::as_str).collect();
        if !missing.is_empty() {
            self.add(
                Severity::Info,
                "connector-template-fallback",
                "templates",
                &format!(
                    "The one for Generic is also used for {}",
                    missing.join(", ")
                ),
                "Add a template for a type that needs words of its own",
            );
        }
    }

    /// An invitation's texts; `path` is that of the template they are from.
    pub fn invitation(&mut self, path: &str, texts: &[&str]) {
        let names = |wanted: &str| {
            texts.iter().any(|text| {
                let found = placeholders(text, &Value::Null);
                let mut recognised = found
                    .iter()
                    .filter(|placeholder| placeholder.outcome != Outcome::NotAPlaceholder);
                recognised.any(|placeholder| placeholder.path == wanted)
            })
        };
        if !names("link") {
            self.add(
                Severity::Warning,
                "connector-invitation-without-link",
                path,
                "Invitations are made from this and carry no link, so nobody can accept one",
                "Give OrganizationInvitation texts of its own, with {{link}}",
            );
        }
        if names("code") {
            self.add(
                Severity::Warning,
                "connector-invitation-with-code",
                path,
                "Invitations are made from this and have no code, so {{code}} is mailed as written",
                "Give OrganizationInvitation texts of its own, with {{link}} instead of {{code}}",
            );
        }
    }

    /// For a provider that Logto gives nothing but HTML: content written as plain text, and keys
    /// that would say so in vain.
    pub fn always_html(&mut self, provider: &str, source: &Value, templates: &[ConfigTemplate]) {
        for (index, template) in templates.iter().enumerate() {
            for key in ["type", "contentType"] {
                let given = source.pointer(&format!("/templates/{index}/{key}"));
                if given.is_some_and(|given| given != ContentType::Html.as_str()) {
                    self.not_html(provider, &format!("templates[{index}].{key}"));
                }
            }
            self.plain_as_html(index, &template.content);
        }
    }

    /// For a provider that is told what the content is: HTML, unless the template says otherwise.
    pub fn html_by_default(&mut self, templates: &[ConfigTemplate]) {
        for (index, template) in templates.iter().enumerate() {
            if template.content_type != Some(ContentType::Plain) {
                self.plain_as_html(index, &template.content);
            }
        }
    }

    /// Content sent as HTML that has line breaks but no tag.
    fn plain_as_html(&mut self, index: usize, content: &str) {
        let content = content.trim_matches(is_js_white_space);
        if content.contains('\n') && !has_tag(content) {
            self.add(
                Severity::Warning,
                "connector-plain-as-html",
                &format!("templates[{index}].content"),
                "The text is sent as HTML, so its line breaks vanish",
                "Put the paragraphs into <p> and </p>",
            );
        }
    }
}

/// Whether anything in the text looks like a tag.
fn has_tag(text: &str) -> bool {
    text.split('<').skip(1).any(|rest| {
        rest.starts_with(|char: char| char.is_ascii_alphabetic() || matches!(char, '/' | '!'))
    })
}
