//! The mail service of Logto Cloud. Its first five keys are filled in by the cloud.

use super::{FormField, text};

pub(super) const FIELDS: &[FormField] = &[
    text("tokenEndpoint", "Endpoint")
        .help("Where the cloud fetches its access token. Logto Cloud fills it in.")
        .not_in_console(),
    text("endpoint", "Endpoint")
        .help("The address of the mail service. Logto Cloud fills it in.")
        .not_in_console(),
    text("resource", "Resource")
        .help("The API that the access token is for. Logto Cloud fills it in.")
        .not_in_console(),
    text("appId", "App ID")
        .help("The application that asks for the access token. Logto Cloud fills it in.")
        .not_in_console(),
    text("appSecret", "App Secret")
        .help("The secret of that application. Logto Cloud fills it in.")
        .secret()
        .not_in_console(),
    text("senderName", "Sender Name")
        .help("The name that readers see as the sender. It must not look like a web address."),
    text("companyInformation", "Company Information")
        .help("A line about your company below the mail. It must not look like a web address."),
    text("appLogo", "Email logo")
        .help("The address of a picture above the mail. It must be public."),
];
