//! `MailJunky`.

use super::{FormField, templates, text};

pub(super) const FIELDS: &[FormField] = &[
    text("apiKey", "API Key")
        .required()
        .placeholder("<your-mailjunky-api-key>")
        .help("A key of your MailJunky account that may send.")
        .secret(),
    text("fromEmail", "From Email")
        .required()
        .placeholder("foo@example.com")
        .help("The sender's address, on a domain that MailJunky has verified."),
    text("fromName", "From Name")
        .placeholder("Logto")
        .help("The name that readers see as the sender."),
    templates("templates", "Templates").help(
        "What is sent if no custom template of Logto fits. Only Logto's nine types are allowed.",
    ),
];
