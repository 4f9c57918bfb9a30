//! The providers, one constant each.

mod mailboxes;
mod more_services;
mod services;

use super::Provider;

/// Every known provider; no host belongs to two.
pub(super) const PROVIDERS: [Provider; 14] = [
    mailboxes::GMAIL,
    mailboxes::MICROSOFT_365,
    mailboxes::ZOHO,
    mailboxes::YAHOO,
    mailboxes::ICLOUD,
    mailboxes::QQ_OR_NETEASE,
    services::AMAZON_SES,
    services::SENDGRID,
    services::MAILGUN,
    more_services::POSTMARK,
    more_services::BREVO,
    more_services::MAILTRAP,
    more_services::RESEND,
    more_services::ALIYUN_DIRECTMAIL,
];
