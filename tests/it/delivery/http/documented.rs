//! The errors the providers document, in the form they write them.

use letterhead::domain::connector::HttpConnector;
use serde_json::{Value, json};

/// An error as the provider documents it: status, body, the title of its diagnosis.
type Documented = (u16, Value, &'static str);

/// The errors of a provider.
pub fn documented(kind: HttpConnector) -> Vec<Documented> {
    match kind {
        HttpConnector::Sendgrid => sendgrid(),
        HttpConnector::Mailgun => mailgun(),
        HttpConnector::Postmark => postmark(),
        HttpConnector::Smtp2go => smtp2go(),
        HttpConnector::MailJunky => mail_junky(),
        HttpConnector::HttpEmail => http_email(),
        HttpConnector::AliyunDm => aliyun_dm(),
        HttpConnector::AwsSes => aws_ses(),
    }
}

fn sendgrid() -> Vec<Documented> {
    let error = |message: &str, field: Value| json!({ "errors": [{ "message": message, "field": field, "help": null }] });
    vec![
        (
            401,
            error(
                "The provided authorization grant is invalid, expired, or revoked",
                Value::Null,
            ),
            "The API key is wrong",
        ),
        (
            401,
            error("Maximum credits exceeded", Value::Null),
            "The plan is used up",
        ),
        (
            403,
            error("access forbidden", Value::Null),
            "The key may not send mail",
        ),
        (
            403,
            error(
                "The from address does not match a verified Sender Identity. Mail cannot be sent until this error is resolved.",
                json!("from"),
            ),
            "The sender is not verified",
        ),
        (
            400,
            error("Does not contain a valid address.", json!("from.email")),
            "The sender's address is not valid",
        ),
        (
            400,
            error(
                "Does not contain a valid address.",
                json!("personalizations.0.to.0.email"),
            ),
            "The recipient is not accepted",
        ),
        (
            429,
            error("too many requests", Value::Null),
            "Too many requests",
        ),
    ]
}

fn mailgun() -> Vec<Documented> {
    let message = |text: &str| json!({ "message": text });
    vec![
        (401, json!("Forbidden"), "The API key is wrong"),
        (401, Value::Null, "The API key is wrong"),
        (
            404,
            message("Domain not found: mg.example.org"),
            "The domain is not in this region or account",
        ),
        (
            403,
            message(
                "Domain sandbox1.mailgun.org is not allowed to send: Free accounts are for test purposes only. Please upgrade or add the address to authorized recipients in Account Settings.",
            ),
            "The domain is a sandbox",
        ),
        (
            403,
            message("The domain is unverified and requires DNS configuration."),
            "The domain is not verified",
        ),
        (
            400,
            message("from parameter is not a valid address. please check documentation"),
            "The sender's address is not valid",
        ),
        (
            400,
            message("to parameter is not a valid address. please check documentation"),
            "The recipient's address is not valid",
        ),
        (
            429,
            message("Domain mg.example.org is not allowed to send: recipient limit exceeded"),
            "A limit of the plan is reached",
        ),
    ]
}

fn postmark() -> Vec<Documented> {
    let error = |code: u16, text: &str| json!({ "ErrorCode": code, "Message": text });
    vec![
        (
            401,
            error(10, "Request does not contain a valid Server token."),
            "The server token is wrong",
        ),
        (
            422,
            error(300, "Invalid 'From' address: 'x'."),
            "The sender's address is not valid",
        ),
        (
            422,
            error(
                400,
                "The 'From' address you supplied (no-reply@example.org) is not a Sender Signature on your account.",
            ),
            "The sender is not known to Postmark",
        ),
        (
            422,
            error(401, "not confirmed"),
            "The sender is not confirmed",
        ),
        (
            422,
            error(405, "Not allowed to send"),
            "The account has no credits left",
        ),
        (
            422,
            error(
                406,
                "You tried to send to a recipient that has been marked as inactive.",
            ),
            "The recipient is blocked",
        ),
        (
            422,
            error(
                412,
                "While your account is pending approval, all recipient addresses must share the same domain as the 'From' address.",
            ),
            "The account is not approved yet",
        ),
        (
            422,
            error(
                1101,
                "The Template's 'Alias' associated with this request is not valid or was not found.",
            ),
            "The template does not exist",
        ),
        (429, error(429, "Rate limit exceeded"), "Too many requests"),
    ]
}

fn smtp2go() -> Vec<Documented> {
    let error = |code: &str, error: &str| json!({ "request_id": "r", "data": { "error_code": format!("E_ApiResponseCodes.{code}"), "error": error } });
    vec![
        (
            400,
            error(
                "ENDPOINT_PERMISSION_DENIED",
                "You do not have permission to access this API endpoint",
            ),
            "The key may not send mail",
        ),
        (
            400,
            error(
                "NON_VALIDATING_IN_PAYLOAD",
                "An API User matching the passed 'api_key' was not found",
            ),
            "The API key is wrong",
        ),
        (
            400,
            error("SENDER_NOT_VERIFIED", "not allowed"),
            "The sender is not verified",
        ),
        (
            403,
            error(
                "SENDER_NOT_VERIFIED",
                "You can only send testing emails to your own email address (a@b). Verify a sender domain to send to other recipients.",
            ),
            "The account may send to yourself only",
        ),
        (
            400,
            json!({ "data": { "error": "wrong", "error_code": "E_ApiResponseCodes.NON_VALIDATING_IN_PAYLOAD", "field_validation_errors": { "fieldname": "to", "message": "The field 'to' was expecting a valid RFC-822 formatted email field but found 'x'" } } }),
            "The recipient's address is not valid",
        ),
        (402, json!({}), "The request was right but failed"),
        (429, json!({}), "Too many requests"),
    ]
}

fn mail_junky() -> Vec<Documented> {
    vec![
        (401, json!({ "error": "bad key" }), "The API key is wrong"),
        (
            403,
            json!({ "error": "Domain not verified" }),
            "The sender is not verified",
        ),
        (
            403,
            json!({ "error": "no" }),
            "The key may not send this mail",
        ),
        (402, json!({}), "The plan is used up"),
        (429, json!({ "error": "rate" }), "Too many requests"),
        (500, json!({}), "MailJunky has trouble"),
    ]
}

fn http_email() -> Vec<Documented> {
    vec![
        (401, json!({}), "Your endpoint does not accept the login"),
        (404, json!({}), "There is nothing at this address"),
        (405, json!({}), "The endpoint takes no POST"),
        (
            422,
            json!({ "error": "unknown type" }),
            "Your endpoint cannot use the request",
        ),
        (500, json!({}), "Your endpoint failed"),
        (503, json!({}), "A server on the way has trouble"),
    ]
}

fn aliyun_dm() -> Vec<Documented> {
    let error = |code: &str, message: &str| json!({ "Code": code, "Message": message, "RequestId": "R", "HostId": "dm.aliyuncs.com" });
    vec![
        (
            404,
            error(
                "InvalidAccessKeyId.NotFound",
                "Specified access key is not found.",
            ),
            "The access key is not known",
        ),
        (
            400,
            error(
                "SignatureDoesNotMatch",
                "Specified signature is not matched with our calculation.",
            ),
            "The access key secret is wrong",
        ),
        (
            400,
            error(
                "InvalidTimeStamp.Expired",
                "Specified time stamp or date value is expired.",
            ),
            "The clock of this machine is wrong",
        ),
        (
            404,
            error(
                "InvalidMailAddress.NotFound",
                "The specified mailAddress does not exist.",
            ),
            "The sender address does not exist in this region",
        ),
        (
            400,
            error(
                "InvalidToAddress.Spam",
                "Sendmail rejected by invalid address.",
            ),
            "The recipient is on the list of invalid addresses",
        ),
        (
            400,
            error("InvalidSendMail.Spam", "Sendmail rejected by spam filter."),
            "Direct Mail refuses to send",
        ),
        (
            400,
            error(
                "InvalidFromAlias.Malformed",
                "The specified fromAlias is wrongly formed.",
            ),
            "The sender's name is too long",
        ),
        (
            403,
            error(
                "Forbidden.RAM",
                "User not authorized to operate on the specified resource.",
            ),
            "The key may not send mail",
        ),
        (
            400,
            error(
                "Throttling.User",
                "Request was denied due to user flow control.",
            ),
            "Too many requests",
        ),
        (
            200,
            json!({ "RequestId": "r" }),
            "The answer cannot be understood",
        ),
    ]
}

fn aws_ses() -> Vec<Documented> {
    let message = |text: &str| json!({ "message": text });
    vec![
        (
            403,
            message("The security token included in the request is invalid."),
            "The access key is not known",
        ),
        (
            403,
            message(
                "The request signature we calculated does not match the signature you provided.",
            ),
            "The secret access key is wrong",
        ),
        (
            400,
            message(
                "Email address is not verified. The following identities failed the check in region EU-WEST-1: no-reply@example.org",
            ),
            "The sender is not verified, or the account is in the sandbox",
        ),
        (
            400,
            message("Sending paused for this account."),
            "Sending is paused",
        ),
        (
            404,
            message("Configuration set <x> does not exist."),
            "The configuration set does not exist",
        ),
    ]
}
