//! The connectors by name.

use crate::domain::connector::{
    AliyunDmConfig, AwsSesConfig, HttpEmailConfig, LogtoEmailConfig, MailJunkyConfig,
    MailgunConfig, PostmarkConfig, SendgridConfig, Smtp2goConfig, SmtpConfig,
};

/// A connector that Logto offers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FactoryInfo {
    /// Logto's id of its factory.
    pub id: &'static str,
    /// What the Console calls it.
    pub name: &'static str,
    /// What it is, in one sentence.
    pub summary: &'static str,
    /// Where Logto explains it.
    pub documentation: &'static str,
}

/// The connectors in the order a person would look for them: the common ones first.
pub const fn factories() -> &'static [FactoryInfo] {
    &FACTORIES
}

/// The connector with Logto's id.
pub fn factory(id: &str) -> Option<&'static FactoryInfo> {
    FACTORIES.iter().find(|factory| factory.id == id)
}

static FACTORIES: [FactoryInfo; 10] = [
    FactoryInfo {
        id: SmtpConfig::FACTORY_ID,
        name: "SMTP",
        summary: "Sends through any mail server, one connection for each mail.",
        documentation: "https://docs.logto.io/integrations/smtp",
    },
    FactoryInfo {
        id: AwsSesConfig::FACTORY_ID,
        name: "AWS Direct Mail",
        summary: "Sends through Amazon SES with an access key.",
        documentation: "https://docs.logto.io/integrations/aws-ses",
    },
    FactoryInfo {
        id: SendgridConfig::FACTORY_ID,
        name: "SendGrid Email",
        summary: "Sends through SendGrid with an API key.",
        documentation: "https://docs.logto.io/integrations/sendgrid-email",
    },
    FactoryInfo {
        id: MailgunConfig::FACTORY_ID,
        name: "Mailgun",
        summary: "Sends through Mailgun, with its templates or your own.",
        documentation: "https://docs.logto.io/integrations/mailgun",
    },
    FactoryInfo {
        id: PostmarkConfig::FACTORY_ID,
        name: "Postmark Mail",
        summary: "Sends templates that are written and stored at Postmark.",
        documentation: "https://docs.logto.io/integrations/postmark",
    },
    FactoryInfo {
        id: Smtp2goConfig::FACTORY_ID,
        name: "SMTP2GO Email",
        summary: "Sends through SMTP2GO with an API key.",
        documentation: "https://www.npmjs.com/package/@logto/connector-smtp2go-email",
    },
    FactoryInfo {
        id: MailJunkyConfig::FACTORY_ID,
        name: "MailJunky Email",
        summary: "Sends through MailJunky with an API key.",
        documentation: "https://www.npmjs.com/package/@logto/connector-mailjunky",
    },
    FactoryInfo {
        id: AliyunDmConfig::FACTORY_ID,
        name: "Aliyun Direct Mail",
        summary: "Sends through Alibaba Cloud with an access key.",
        documentation: "https://docs.logto.io/integrations/aliyun-dm",
    },
    FactoryInfo {
        id: HttpEmailConfig::FACTORY_ID,
        name: "HTTP Email",
        summary: "Hands every mail to a web hook of your own, which writes and sends it.",
        documentation: "https://docs.logto.io/integrations/http-email",
    },
    FactoryInfo {
        id: LogtoEmailConfig::FACTORY_ID,
        name: "Logto email service",
        summary: "The mail service that comes with Logto Cloud; its texts are Logto's own.",
        documentation: "https://docs.logto.io/connectors/email-connectors/built-in-email-service",
    },
];
