//! A web hook of one's own.

use super::{FormField, text};

pub(super) const FIELDS: &[FormField] = &[
    text("endpoint", "Endpoint")
        .required()
        .placeholder("<https://example.com/your-http-endpoint>")
        .help("The address that gets one POST for each mail, with recipient, type and variables. It writes and sends the mail itself."),
    text("authorization", "Authorization Header")
        .placeholder("<Bearer your-token>")
        .help("The value of the Authorization header, sent as it stands, so that your server knows who asks.")
        .secret(),
];
