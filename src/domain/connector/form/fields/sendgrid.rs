//! `SendGrid`.

use super::{FormField, templates, text};

pub(super) const FIELDS: &[FormField] = &[
    text("apiKey", "API Key")
        .required()
        .placeholder("<your-sendgrid-api-key>")
        .help("A key that may send mail. SendGrid shows it once, when it is made.")
        .secret(),
    text("fromEmail", "From Email")
        .required()
        .placeholder("foo@example.com")
        .help("The sender's address, a verified sender or on an authenticated domain."),
    text("fromName", "From Name")
        .placeholder("Logto")
        .help("The name that readers see as the sender. With a custom template of Logto only the sendFrom of the template counts."),
    templates("templates", "Templates")
        .help("What is sent if no custom template of Logto fits. The key type says whether content is plain text or HTML."),
];
