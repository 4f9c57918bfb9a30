//! Traps of a configuration that Logto's guards let pass.

use std::collections::HashSet;

use serde_json::Value;

use super::config_template::ConfigTemplate;
use crate::domain::finding::{Finding, Severity};
use crate::domain::logto::{ContentType, UsageType, is_js_white_space};

/// Findings in the making; each message begins with its place, such as `templates[0].subject`.
#[derive(Default)]
pub struct Advice(Vec<Finding>);

impl Advice {
    /// What was found.
    pub fn findings(self) -> Vec<Finding> {
        self.0
    }

    /// Adds a finding.
    pub fn add(&mut self, severity: Severity, code: &'static str, message: String, hint: &str) {
        self.0
            .push(Finding::new(severity, code, message).hint(hint));
    }

    /// A text the provider needs: there, and not pasted with white space around it.
    pub fn required_text(&mut self, path: &str, text: &str) {
        if text.is_empty() {
            self.add(
                Severity::Error,
                "connector-text-empty",
                format!("{path}: Logto accepts an empty text here, but the provider will not"),
                "Fill it in",
            );
        } else if text.trim_matches(is_js_white_space) != text {
            self.add(
                Severity::Warning,
                "connector-text-untrimmed",
                format!("{path}: The text begins or ends with white space, which is sent too"),
                "Remove the white space",
            );
        }
    }

    /// A text that may be left out: an empty one is not the same to the API as none.
    pub fn optional_text(&mut self, path: &str, text: Option<&str>) {
        match text {
            Some("") => self.add(
                Severity::Warning,
                "connector-text-empty",
                format!(
                    "{path}: The text is empty; Logto's Console drops it, but its API keeps it"
                ),
                "Remove the key if nothing is meant",
            ),
            Some(text) => self.required_text(path, text),
            None => {}
        }
    }

    /// A name that Logto puts before the address, unquoted and without angle brackets.
    pub fn display_name(&mut self, path: &str, name: Option<&str>) {
        let Some(name) = name.filter(|name| !name.is_empty()) else {
            return;
        };
        if name.contains(['<', '>']) || name.contains(|char: char| char.is_ascii_control()) {
            self.add(
                Severity::Warning,
                "connector-name-cleaned",
                format!(
                    "{path}: Logto removes angle brackets and control characters from the name"
                ),
                "Write the name without them, and the address in its own field",
            );
        }
        if name.contains([',', ';', '"', '(', ')', '@', ':', '\\', '[', ']']) {
            self.add(
                Severity::Warning,
                "connector-name-unquoted",
                format!(
                    "{path}: Logto does not quote the name, and it has a sign that needs quotes"
                ),
                "Leave out commas, semicolons, colons, quotes, at signs, brackets and backslashes",
            );
        }
    }

    /// What every list of templates may hold in vain, and what it lacks.
    pub fn templates(&mut self, templates: &[ConfigTemplate]) {
        let mut seen = HashSet::new();
        for (index, template) in templates.iter().enumerate() {
            let usage_type = template.usage_type.as_str();
            if usage_type.parse::<UsageType>().is_err() {
                self.add(
                    Severity::Warning,
                    "connector-template-unused",
                    format!("templates[{index}].usageType: Logto sends no mail of the type “{usage_type}”"),
                    "Use one of Logto's nine types, in its capitals",
                );
            } else if !seen.insert(usage_type) {
                self.add(
                    Severity::Warning,
                    "connector-template-unused",
                    format!(
                        "templates[{index}]: An earlier template for {usage_type} is used instead"
                    ),
                    "Remove one of the two",
                );
            }
            for (key, text) in [
                ("subject", &template.subject),
                ("content", &template.content),
            ] {
                if text.trim_matches(is_js_white_space).is_empty() {
                    self.add(
                        Severity::Warning,
                        "connector-template-empty",
                        format!("templates[{index}].{key}: The template has no {key}"),
                        "Write one; Logto sends it empty, and a provider may refuse that",
                    );
                }
            }
        }
        self.fallbacks(templates);
    }

    /// Types that are sent with the template for `Generic`.
    fn fallbacks(&mut self, templates: &[ConfigTemplate]) {
        let find = |wanted: UsageType| {
            templates
                .iter()
                .find(|template| template.usage_type == wanted.as_str())
        };
        let missing: Vec<&str> = UsageType::ALL
            .into_iter()
            .filter(|usage_type| find(*usage_type).is_none())
            .map(UsageType::as_str)
            .collect();
        if missing.is_empty() {
            return;
        }
        self.add(
            Severity::Info,
            "connector-template-fallback",
            format!(
                "templates: The one for Generic is also used for {}",
                missing.join(", ")
            ),
            "Add a template for a type that needs words of its own",
        );
        let has_link =
            find(UsageType::Generic).is_some_and(|template| template.content.contains("link"));
        if find(UsageType::OrganizationInvitation).is_none() && !has_link {
            self.add(
                Severity::Warning,
                "connector-invitation-without-link",
                "templates: Invitations are sent with the template for Generic, which has no {{link}}"
                    .to_owned(),
                "Add a template for OrganizationInvitation with {{link}}",
            );
        }
    }

    /// For a provider that Logto gives nothing but HTML: content written as plain text, and keys
    /// that would say so in vain.
    pub fn always_html(&mut self, provider: &str, config: &Value, templates: &[ConfigTemplate]) {
        for index in 0..templates.len() {
            for key in ["type", "contentType"] {
                let given = config.pointer(&format!("/templates/{index}/{key}"));
                if given.is_some_and(|given| given != ContentType::Html.as_str()) {
                    self.add(
                        Severity::Warning,
                        "connector-always-html",
                        format!("templates[{index}].{key}: Logto sends through {provider} as HTML, whatever this says"),
                        "Remove the key, and write the content as HTML",
                    );
                }
            }
        }
        for (index, template) in templates.iter().enumerate() {
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
                format!("templates[{index}].content: The text is sent as HTML, so its line breaks vanish"),
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

#[cfg(test)]
mod tests {
    use super::super::recorded::codes;
    use super::*;

    fn template(usage_type: &str, subject: &str, content: &str) -> ConfigTemplate {
        ConfigTemplate {
            usage_type: usage_type.to_owned(),
            content_type: None,
            subject: subject.to_owned(),
            content: content.to_owned(),
        }
    }

    fn found(check: impl FnOnce(&mut Advice)) -> Vec<&'static str> {
        let mut advice = Advice::default();
        check(&mut advice);
        codes(&advice.findings())
    }

    #[test]
    fn templates_that_are_never_used_or_empty_are_found() {
        let mut all: Vec<ConfigTemplate> = UsageType::ALL
            .map(|usage_type| template(usage_type.as_str(), "s", "c"))
            .into();
        assert!(found(|advice| advice.templates(&all)).is_empty());
        all.push(template("Test", "s", "c"));
        all.push(template("SignIn", " ", ""));
        let expected = [
            "connector-template-unused",
            "connector-template-unused",
            "connector-template-empty",
            "connector-template-empty",
        ];
        assert_eq!(found(|advice| advice.templates(&all)), expected);
    }

    #[test]
    fn an_invitation_that_falls_back_to_a_code_is_found() {
        let all = |content| {
            vec![
                template("SignIn", "s", "c"),
                template("Generic", "s", content),
            ]
        };
        let expected = [
            "connector-template-fallback",
            "connector-invitation-without-link",
        ];
        assert_eq!(found(|advice| advice.templates(&all("{{code}}"))), expected);
        let expected = ["connector-template-fallback"];
        assert_eq!(found(|advice| advice.templates(&all("{{link}}"))), expected);
    }

    #[test]
    fn plain_text_with_line_breaks_is_found_where_it_is_sent_as_html() {
        let check = |content: &str| {
            found(|advice| advice.html_by_default(&[template("SignIn", "s", content)]))
        };
        assert_eq!(check("a\nb < c"), ["connector-plain-as-html"]);
        assert!(check("a b\n").is_empty());
        assert!(check("a<br>\nb").is_empty());
        let plain = ConfigTemplate {
            content_type: Some(ContentType::Plain),
            ..template("SignIn", "s", "a\nb")
        };
        assert!(found(|advice| advice.html_by_default(&[plain])).is_empty());
    }

    #[test]
    fn names_and_texts_that_arrive_otherwise_are_found() {
        assert_eq!(
            found(|advice| advice.required_text("a", "")),
            ["connector-text-empty"]
        );
        assert_eq!(
            found(|advice| advice.required_text("a", "b\n")),
            ["connector-text-untrimmed"]
        );
        assert!(found(|advice| advice.optional_text("a", None)).is_empty());
        assert_eq!(
            found(|advice| advice.optional_text("a", Some(""))),
            ["connector-text-empty"]
        );
        assert!(found(|advice| advice.display_name("a", Some("Acme & Söhne"))).is_empty());
        assert_eq!(
            found(|advice| advice.display_name("a", Some("Acme, Inc. <x>"))),
            ["connector-name-cleaned", "connector-name-unquoted"]
        );
    }
}
