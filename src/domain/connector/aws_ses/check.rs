//! What a configuration will run into at SES.

use super::super::kit::Advice;
use super::config::AwsSesConfig;
use super::region::{endpoint, is_fips, is_known_form};
use crate::domain::finding::{Finding, Severity};

/// Problems that no guard of Logto's reports; each message begins with its place.
pub fn findings(config: &AwsSesConfig) -> Vec<Finding> {
    let fields = &config.fields;
    let mut advice = Advice::default();
    advice.required_text("accessKeyId", &fields.access_key_id);
    advice.required_text("accessKeySecret", fields.access_key_secret.expose());
    if fields.access_key_id.starts_with("ASIA") {
        advice.add(
            Severity::Error,
            "ses-temporary-key",
            "accessKeyId: This is a temporary key, which needs a session token that Logto cannot send"
                .to_owned(),
            "Create a permanent access key, which begins with AKIA",
        );
    }
    region(&mut advice, &fields.region);
    if fields.email_address.is_none() {
        advice.add(
            Severity::Error,
            "ses-no-sender",
            "emailAddress: SES refuses a mail without a sender, though Logto's guard asks for none"
                .to_owned(),
            "Set it to an address or a domain that is verified in SES",
        );
    }
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
        advice.optional_text(path, text.as_deref());
    }
    advice.templates(&fields.templates);
    advice.always_html("SES", config.to_json(), &fields.templates);
    for (index, template) in fields.templates.iter().enumerate() {
        if !template.content.is_ascii() {
            advice.add(
                Severity::Warning,
                "ses-body-charset",
                format!("templates[{index}].content: Logto names no character set for the body, and SES assumes ASCII"),
                "Write other characters as references such as &eacute; or test with a real mail",
            );
        }
    }
    advice.findings()
}

fn region(advice: &mut Advice, region: &str) {
    match endpoint(region) {
        Err(message) => advice.add(
            Severity::Error,
            "ses-region-invalid",
            format!("region: The AWS client refuses it, and Logto answers 500 ({message})"),
            "Use the short name of a region, such as eu-central-1",
        ),
        Ok(_) if is_fips(region) => advice.add(
            Severity::Info,
            "ses-region-fips",
            "region: The name asks for the FIPS endpoint, which only some regions have".to_owned(),
            "Leave “fips” out if you do not need it",
        ),
        Ok(_) if !is_known_form(region) => advice.add(
            Severity::Warning,
            "ses-region-unknown",
            format!("region: “{region}” does not look like a region of AWS"),
            "Use the short name in small letters, such as eu-central-1",
        ),
        Ok(_) => {}
    }
}
