//! Which version of the source language a translation was made from.

use super::Strings;
use crate::domain::fingerprint::fingerprint;
use crate::domain::logto::{TemplateDetails, UsageType};

/// Everything a translator reads of a template in the source language, as lines of text: subject,
/// content and, where it has a layout, the strings that mails of its type may use.
pub fn source_text(
    usage_type: UsageType,
    details: &TemplateDetails,
    strings: Option<&Strings>,
) -> String {
    let mut text = format!("subject: {}\n", details.subject);
    for (path, words) in strings
        .into_iter()
        .flat_map(|strings| strings.words(usage_type))
    {
        text.extend([path.as_str(), ": ", words.as_str(), "\n"]);
    }
    text.extend(["\n", details.content.as_str()]);
    text
}

/// The name of a version of a source text: 16 hexadecimal digits.
pub fn version(source_text: &str) -> String {
    format!("{:016x}", fingerprint(source_text.as_bytes()))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde_json::json;

    use super::*;

    #[test]
    fn a_change_of_a_string_is_another_version() {
        let details = TemplateDetails {
            subject: "[[strings.subject]]".to_owned(),
            content: "[[> code]]".to_owned(),
            ..TemplateDetails::default()
        };
        let text = |title: &str| {
            let values = json!({"a": {"b": 1}, "SignIn": {"title": title}, "Register": {"x": "y"}});
            let values = values.as_object().unwrap().clone();
            let strings = Strings::new(values, BTreeMap::new());
            source_text(UsageType::SignIn, &details, Some(&strings))
        };
        let expected = "subject: [[strings.subject]]\na.b: 1\ntitle: Hello\n\n[[> code]]";
        assert_eq!(text("Hello"), expected);
        assert_ne!(version(&text("Hello")), version(&text("Hello!")));
        assert_eq!(version(&text("Hello")).len(), 16);
    }
}
