//! The fields, one file for each connector, and how they are put down.

mod aliyun_dm;
mod aws_ses;
mod http_email;
mod logto_email;
mod mailgun;
mod mailjunky;
mod postmark;
mod sendgrid;
mod smtp;
mod smtp2go;

use super::{FieldDefault, FieldKind, FormField};
use crate::domain::connector::{
    AliyunDmConfig, AwsSesConfig, HttpEmailConfig, LogtoEmailConfig, MailJunkyConfig,
    MailgunConfig, PostmarkConfig, SendgridConfig, Smtp2goConfig, SmtpConfig,
};

pub(super) use smtp::{KEY_LOGIN, PASSWORD_LOGIN, TOKEN_LOGIN};

pub(super) fn of(factory_id: &str) -> Option<&'static [FormField]> {
    Some(match factory_id {
        AliyunDmConfig::FACTORY_ID => aliyun_dm::FIELDS,
        AwsSesConfig::FACTORY_ID => aws_ses::FIELDS,
        HttpEmailConfig::FACTORY_ID => http_email::FIELDS,
        LogtoEmailConfig::FACTORY_ID => logto_email::FIELDS,
        MailgunConfig::FACTORY_ID => mailgun::FIELDS,
        MailJunkyConfig::FACTORY_ID => mailjunky::FIELDS,
        PostmarkConfig::FACTORY_ID => postmark::FIELDS,
        SendgridConfig::FACTORY_ID => sendgrid::FIELDS,
        SmtpConfig::FACTORY_ID => smtp::FIELDS,
        Smtp2goConfig::FACTORY_ID => smtp2go::FIELDS,
        _ => return None,
    })
}

/// An optional field of the Console without default.
const fn field(key: &'static str, label: &'static str, kind: FieldKind) -> FormField {
    FormField {
        key,
        label,
        kind,
        is_required: false,
        default: FieldDefault::None,
        placeholder: "",
        help: "",
        is_secret: false,
        in_console: true,
    }
}

const fn text(key: &'static str, label: &'static str) -> FormField {
    field(key, label, FieldKind::Text)
}

/// A switch that a new connector has off.
const fn switch(key: &'static str, label: &'static str) -> FormField {
    field(key, label, FieldKind::Switch).starts_as("false")
}

/// The templates; every guard asks for them.
const fn templates(key: &'static str, label: &'static str) -> FormField {
    let mut templates = field(key, label, FieldKind::Templates).required();
    templates.default = FieldDefault::Templates;
    templates
}

impl FormField {
    const fn required(mut self) -> Self {
        self.is_required = true;
        self
    }

    const fn starts_as(mut self, json: &'static str) -> Self {
        self.default = FieldDefault::Json(json);
        self
    }

    const fn placeholder(mut self, placeholder: &'static str) -> Self {
        self.placeholder = placeholder;
        self
    }

    const fn help(mut self, help: &'static str) -> Self {
        self.help = help;
        self
    }

    const fn secret(mut self) -> Self {
        self.is_secret = true;
        self
    }

    const fn not_in_console(mut self) -> Self {
        self.in_console = false;
        self
    }
}
