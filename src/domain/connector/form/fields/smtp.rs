//! SMTP, with the fields of its three kinds of login.

use super::{FieldKind, FormField, field, switch, templates, text};

pub(super) const FIELDS: &[FormField] = &[
    text("host", "Host")
        .required()
        .placeholder("<host>")
        .help("The name or address of the mail server."),
    number("port", "Port")
        .required()
        .placeholder("25")
        .help("587 and 2525 begin without encryption and switch to it; 465 is encrypted from the start and needs Secure."),
    field("auth", "Auth", FieldKind::Auth)
        .required()
        .starts_as(r#"{"type":"login","user":"<username>","pass":"<password>"}"#)
        .help("How Logto logs in. A server that offers a login refuses a mail without one."),
    text("fromEmail", "From Email")
        .required()
        .placeholder("<from_email_address@your.domain>")
        .help("The sender: an address, or a name with an address in angle brackets."),
    text("replyTo", "Reply To")
        .placeholder("<do-reply@your.domain>")
        .help("Where answers go, if not to the sender. Placeholders are not replaced here."),
    templates("templates", "Templates")
        .help("What is sent if no custom template of Logto fits. The key contentType says whether content is plain text or HTML."),
    switch("logger", "Logger").help("Writes the dialogue with the server to the log of Logto."),
    switch("debug", "Debug")
        .help("Writes all that goes over the wire to that log, mails and codes included."),
    switch("disableFileAccess", "Disable File Access")
        .help("Forbids that a mail takes content from files of the server that runs Logto."),
    switch("disableUrlAccess", "Disable URL Access")
        .help("Forbids that a mail takes content from web addresses."),
    text("name", "Name")
        .placeholder("<Logto-SMTP>")
        .help("The host name that Logto greets the server with. ASCII only, or the server may hang up."),
    text("localAddress", "Local Address")
        .placeholder("<local_address>")
        .help("The network address of this machine to connect from, where it has several."),
    number("connectionTimeout", "Connection Timeout")
        .placeholder("2 * 60 * 1000 (default is 2 minutes)")
        .help("How long the connection may take, in milliseconds. A number, not a sum."),
    number("greetingTimeout", "Greeting Timeout")
        .placeholder("30 * 1000 (default is 30 seconds)")
        .help("How long the server may take to greet, in milliseconds."),
    number("socketTimeout", "Socket Timeout")
        .placeholder("10 * 60 * 1000 (default is 10 minutes)")
        .help("How long the connection may be silent, in milliseconds."),
    number("dnsTimeout", "DNS Timeout")
        .placeholder("30 * 1000 (default is 30 seconds)")
        .help("How long looking up the host may take, in milliseconds."),
    switch("secure", "Secure")
        .help("Encrypts from the start. On for port 465, off for 587 and 25."),
    field("tls", "TLS", FieldKind::Json)
        .starts_as("{}")
        .help("Options of Node's TLS sockets, for example rejectUnauthorized or minVersion."),
    text("servername", "Servername")
        .placeholder("<servername>")
        .help("The name the certificate must have, where Host is an address."),
    field("ignoreTLS", "Ignore TLS", FieldKind::Switch)
        .help("Never switches to encryption, even where the server offers it. Only for servers on this machine."),
    field("requireTLS", "Require TLS", FieldKind::Switch)
        .help("Sends nothing if the server offers no encryption."),
    field("customHeaders", "Custom Headers", FieldKind::Json)
        .starts_as("{}")
        .help("Headers added to every mail: names with a text, or a list of texts. Placeholders are not replaced here."),
];

/// A user name and a password. Further keys are refused by Logto.
pub(in crate::domain::connector::form) const PASSWORD_LOGIN: &[FormField] = &[
    text("user", "User").help("Often the whole mail address."),
    text("pass", "Password")
        .help("With two-step login at the provider, usually a password made for one app.")
        .secret(),
];

/// An access token, or what one is fetched with.
pub(in crate::domain::connector::form) const TOKEN_LOGIN: &[FormField] = &[
    text("user", "User")
        .required()
        .help("The mail address the tokens are for."),
    text("clientId", "Client ID").help("The application registered at the provider."),
    text("clientSecret", "Client secret")
        .help("The secret of that application.")
        .secret(),
    text("refreshToken", "Refresh token")
        .help("Fetches a new access token whenever one is needed.")
        .secret(),
    text("accessToken", "Access token")
        .help("A token that is valid now. Without a refresh token mails stop when it expires.")
        .secret(),
    number("expires", "Expires").help("When the access token expires, in milliseconds since 1970."),
    text("accessUrl", "Token address")
        .help("Where a refresh token is exchanged; Google's if empty."),
];

/// The key of a service account of Google.
pub(in crate::domain::connector::form) const KEY_LOGIN: &[FormField] = &[
    text("user", "User")
        .required()
        .help("The mail address that the service account sends for."),
    text("serviceClient", "Service client")
        .required()
        .help("The client id of the service account."),
    field("privateKey", "Private key", FieldKind::Multiline)
        .required()
        .help("The private key of the service account, with its first and last line. It may also be an object with key and passphrase.")
        .secret(),
];

const fn number(key: &'static str, label: &'static str) -> FormField {
    field(key, label, FieldKind::Number)
}
