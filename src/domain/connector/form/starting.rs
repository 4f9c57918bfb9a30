//! What a new connector is, before anything is filled in.
//!
//! Types, order, formats and the patterns of the subjects are those of Logto's defaults. The
//! sentences are ours, and better in two ways: they promise no time, which a tenant can change, and
//! an invitation has its link, where most of Logto's ask for a code that invitations do not carry.

use serde_json::{Map, Value, json};

use super::{FieldDefault, fields};
use crate::domain::connector::{
    AliyunDmConfig, AwsSesConfig, MailJunkyConfig, MailgunConfig, PostmarkConfig, SendgridConfig,
    Smtp2goConfig, SmtpConfig,
};

/// The usage types in the order of Logto's defaults, each with our sentence.
const TEXTS: [(&str, &str); 9] = [
    ("SignIn", "Your code to sign in is {{code}}."),
    ("Register", "Your code to create an account is {{code}}."),
    (
        "ForgotPassword",
        "Your code to set a new password is {{code}}. If you did not ask for it, nothing changes.",
    ),
    (
        "OrganizationInvitation",
        "You are invited to join an organization. Open {{link}} to accept.",
    ),
    ("Generic", "Your code is {{code}}."),
    (
        "UserPermissionValidation",
        "Your code to confirm that it is you is {{code}}.",
    ),
    (
        "BindNewIdentifier",
        "Your code to add this address to your account is {{code}}.",
    ),
    (
        "MfaVerification",
        "Your code for the second step of signing in is {{code}}.",
    ),
    (
        "BindMfa",
        "Your code to set up two-step sign-in is {{code}}.",
    ),
];

/// Mailgun's own set has four.
const MAILGUN_TYPES: [(&str, &str); 4] = [
    ("SignIn", "sign-in"),
    ("Register", "sign-up"),
    ("ForgotPassword", "reset password"),
    ("Generic", "generic"),
];

/// The configuration that the Console makes for a new connector, with our sentences in its
/// templates: the fields with a default, in their order. Of a factory that is not known here it is
/// empty.
pub fn starting_config(factory_id: &str) -> Value {
    let mut config = Map::new();
    for field in fields(factory_id).unwrap_or_default() {
        if field.default == FieldDefault::None {
            continue;
        }
        if let Some(value) = field.default_value(factory_id) {
            config.insert(field.key.to_owned(), value);
        }
    }
    Value::Object(config)
}

/// The templates of a new connector; none for a factory that has no such field.
pub(super) fn templates(factory_id: &str) -> Option<Value> {
    let each = |template: fn(&str, &str) -> Value| {
        TEXTS
            .iter()
            .map(|(name, text)| template(name, text))
            .collect()
    };
    Some(match factory_id {
        AliyunDmConfig::FACTORY_ID | AwsSesConfig::FACTORY_ID => each(|name, text| {
            json!({
                "usageType": name,
                "subject": format!("<{}-template-subject>", kebab(name)),
                "content": text,
            })
        }),
        SendgridConfig::FACTORY_ID | MailJunkyConfig::FACTORY_ID => each(|name, text| {
            json!({
                "usageType": name,
                "type": "text/plain",
                "subject": format!("Logto {name} Template"),
                "content": text,
            })
        }),
        Smtp2goConfig::FACTORY_ID => each(|name, text| {
            json!({
                "usageType": name,
                "type": "text/plain",
                "subject": smtp2go_subject(name),
                "content": text,
            })
        }),
        SmtpConfig::FACTORY_ID => each(|name, text| {
            json!({
                "contentType": "text/plain",
                "content": text,
                "subject": format!("Logto {} with SMTP", smtp_name(name)),
                "usageType": name,
            })
        }),
        PostmarkConfig::FACTORY_ID => each(
            |name, _| json!({ "usageType": name, "templateAlias": format!("logto-{}", kebab(name)) }),
        ),
        MailgunConfig::FACTORY_ID => deliveries(),
        _ => return None,
    })
}

fn deliveries() -> Value {
    let delivery = |(name, subject): (&str, &str)| {
        let text = TEXTS.iter().find(|(known, _)| *known == name);
        let html = text.map_or("{{code}}", |(_, text)| text);
        let subject = format!("Logto {subject} template {{{{code}}}}");
        (name.to_owned(), json!({ "subject": subject, "html": html }))
    };
    Value::Object(MAILGUN_TYPES.into_iter().map(delivery).collect())
}

/// `SignIn` as `sign-in`.
fn kebab(name: &str) -> String {
    let mut out = String::new();
    for char in name.chars() {
        if char.is_ascii_uppercase() && !out.is_empty() {
            out.push('-');
        }
        out.push(char.to_ascii_lowercase());
    }
    out
}

/// How the defaults of SMTP name a type in a subject: three otherwise than the rest.
fn smtp_name(name: &str) -> &str {
    match name {
        "SignIn" => "Sign In",
        "Register" => "register",
        "ForgotPassword" => "Forgot Password",
        _ => name,
    }
}

fn smtp2go_subject(name: &str) -> &'static str {
    match name {
        "SignIn" => "Your code to sign in",
        "Register" => "Your code to create an account",
        "ForgotPassword" => "Your code to set a new password",
        "OrganizationInvitation" => "You are invited to an organization",
        "UserPermissionValidation" => "Your code to confirm that it is you",
        "BindNewIdentifier" => "Your code to add this address",
        "MfaVerification" => "Your code for the second step",
        "BindMfa" => "Your code to set up two-step sign-in",
        _ => "Your code",
    }
}
