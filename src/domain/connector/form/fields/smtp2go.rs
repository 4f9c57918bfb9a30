//! SMTP2GO.

use super::{FormField, templates, text};

pub(super) const FIELDS: &[FormField] = &[
    text("apiKey", "API Key")
        .required()
        .placeholder("<your-smtp2go-api-key>")
        .help("A key that may send mail. It goes out inside the body of every request.")
        .secret(),
    text("sender", "Sender Email")
        .required()
        .placeholder("noreply@example.com")
        .help("The sender's address alone, without a name, on a verified domain."),
    text("senderName", "Sender Name")
        .placeholder("Logto")
        .help("The name that readers see as the sender."),
    templates("templates", "Templates").help(
        "What is sent if no custom template of Logto fits. Only Logto's nine types are allowed.",
    ),
];
