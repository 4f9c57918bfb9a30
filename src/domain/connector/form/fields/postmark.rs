//! Postmark.

use super::{FormField, templates, text};

pub(super) const FIELDS: &[FormField] = &[
    text("serverToken", "Server Token")
        .required()
        .placeholder("<your-server-token>")
        .help("The API token of the Postmark server that holds the templates.")
        .secret(),
    text("fromEmail", "From Email")
        .required()
        .placeholder("<from_email_address@your.domain>")
        .help("The sender, a confirmed sender signature or an address of a verified domain."),
    templates("templates", "Templates")
        .help("The alias of the Postmark template for each type. The templates themselves are written at Postmark; custom templates of Logto are not used."),
];
