//! What a configuration or a template will run into at SES.

use super::super::non_empty;
use super::super::traps::Traps;
use super::config::{AwsSesConfig, guard};
use super::region::{endpoint, is_fips, is_known_form};
use crate::domain::finding::{Finding, Severity};
use crate::domain::logto::TemplateDetails;

/// What of a custom template this connector ignores or takes otherwise than it is meant.
pub fn template_findings(template: &TemplateDetails) -> Vec<Finding> {
    let mut traps = Traps::default();
    traps.reply_to_ignored("SES", template);
    traps.send_from_ignored("SES", template);
    traps.plain_ignored("SES", template);
    body_charset(&mut traps, "content", &template.content);
    traps.findings()
}

impl AwsSesConfig {
    /// Problems of the configuration that no guard of Logto's reports.
    pub fn findings(&self) -> Vec<Finding> {
        let fields = &self.fields;
        let guard = guard();
        let mut traps = Traps::of(&guard, self.to_json());
        traps.untrimmed("accessKeyId", &fields.access_key_id);
        traps.untrimmed("accessKeySecret", fields.access_key_secret.expose());
        if fields.access_key_id.starts_with("ASIA") {
            traps.add(
                Severity::Error,
                "ses-temporary-key",
                "accessKeyId",
                "This is a temporary key, which needs a session token that Logto cannot send",
                "Create a permanent access key, which begins with AKIA",
            );
        }
        if !fields.region.is_empty() {
            region(&mut traps, &fields.region);
        }
        if non_empty(fields.email_address.as_deref()).is_none() {
            traps.add(
                Severity::Error,
                "ses-no-sender",
                "emailAddress",
                "SES refuses a mail without a sender, though Logto's guard asks for none",
                "Set it to an address or a domain that is verified in SES",
            );
        }
        self.optional_texts(&mut traps);
        traps.templates(&fields.templates);
        traps.always_html("SES", self.to_json(), &fields.templates);
        for (index, template) in fields.templates.iter().enumerate() {
            let path = format!("templates[{index}].content");
            body_charset(&mut traps, &path, &template.content);
        }
        traps.unread(&guard, self.to_json(), &["type", "contentType"]);
        traps.findings()
    }

    fn optional_texts(&self, traps: &mut Traps) {
        let fields = &self.fields;
        for (path, text) in [
            ("emailAddress", &fields.email_address),
            (
                "emailAddressIdentityArn",
                &fields.email_address_identity_arn,
            ),
            (
                "feedbackForwardingEmailAddress",
                &fields.feedback_forwarding_email_address,
            ),
            (
                "feedbackForwardingEmailAddressIdentityArn",
                &fields.feedback_forwarding_email_address_identity_arn,
            ),
            ("configurationSetName", &fields.configuration_set_name),
        ] {
            traps.optional_text(path, text.as_deref());
        }
    }
}

fn body_charset(traps: &mut Traps, path: &str, content: &str) {
    if !content.is_ascii() {
        traps.add(
            Severity::Warning,
            "ses-body-charset",
            path,
            "Logto names no character set for the body, and SES assumes ASCII",
            "Write other characters as references such as &eacute; or test with a real mail",
        );
    }
}

fn region(traps: &mut Traps, region: &str) {
    match endpoint(region) {
        Err(message) => traps.add(
            Severity::Error,
            "ses-region-invalid",
            "region",
            &format!("The AWS client refuses it, and Logto answers 500 ({message})"),
            "Use the short name of a region, such as eu-central-1",
        ),
        Ok(_) if is_fips(region) => traps.add(
            Severity::Info,
            "ses-region-fips",
            "region",
            "The name asks for the FIPS endpoint, which only some regions have",
            "Leave “fips” out if you do not need it",
        ),
        Ok(_) if !is_known_form(region) => traps.add(
            Severity::Warning,
            "ses-region-unknown",
            "region",
            &format!("“{region}” does not look like a region of AWS"),
            "Use the short name in small letters, such as eu-central-1",
        ),
        Ok(_) => {}
    }
}
