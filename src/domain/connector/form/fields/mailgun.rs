//! Mailgun.

use super::{FormField, templates, text};

pub(super) const FIELDS: &[FormField] = &[
    text("endpoint", "Mailgun endpoint")
        .placeholder("https://api.mailgun.net")
        .help("The address of the region your domain is in; for the EU https://api.eu.mailgun.net. Without a slash at the end."),
    text("domain", "Domain")
        .required()
        .placeholder("your-mailgun-domain.com")
        .help("The sending domain as it is set up at Mailgun."),
    text("apiKey", "API Key")
        .required()
        .placeholder("<your-mailgun-api-key>")
        .help("A key of the account or a sending key of the domain. Keys hold for one region.")
        .secret(),
    text("from", "Email address to send from")
        .required()
        .placeholder("Sender Name <foo@example.com>")
        .help("The sender: an address, or a name with an address in angle brackets."),
    templates("deliveries", "Deliveries")
        .help("What is sent for each type if no custom template of Logto fits: HTML of your own, or the name of a template stored at Mailgun."),
];
