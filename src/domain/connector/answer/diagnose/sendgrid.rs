//! What `SendGrid` says of a mail it refuses: it has sentences and fields, no codes
//! (support.sendgrid.com, “4XX API errors”, and twilio.com/docs/sendgrid, 2026-11).

use super::rule::Rule;

const ERRORS: Option<&str> = Some(
    "https://support.sendgrid.com/hc/en-us/articles/18322114821403-4XX-API-Errors-and-Troubleshooting-Suggestions",
);
const SENDERS: Option<&str> =
    Some("https://www.twilio.com/docs/sendgrid/for-developers/sending-email/sender-identity");
const FIELDS: Option<&str> =
    Some("https://www.twilio.com/docs/sendgrid/api-reference/mail-send/errors");

/// By sentence, then by field.
pub(super) const RULES: &[Rule] = &[
    Rule {
        codes: &[],
        texts: &["maximum credits exceeded"],
        statuses: &[],
        title: "The plan is used up",
        why: "The account has sent as many mails as its plan allows; a trial has 100 a day",
        fix: &["Wait until the plan counts anew, or take a larger one"],
        link: ERRORS,
    },
    Rule {
        codes: &[],
        texts: &[
            "authorization grant is invalid",
            "invalid, expired, or revoked",
            "bad username / password",
            "permission denied, wrong credentials",
        ],
        statuses: &[],
        title: "The API key is wrong",
        why: "SendGrid does not know the key, or it was deleted. A key of the EU region does not work with the address Logto uses, api.sendgrid.com",
        fix: &[
            "Create an API key with the right “Mail Send” and copy it whole; it begins with “SG.”",
            "For an EU subuser there is no way with this connector; use SendGrid over SMTP with smtp.eu.sendgrid.net",
        ],
        link: ERRORS,
    },
    Rule {
        codes: &[],
        texts: &[
            "verified sender identity",
            "not authorized to send from",
            "from address does not match",
        ],
        statuses: &[],
        title: "The sender is not verified",
        why: "%sender% is neither a verified single sender nor of an authenticated domain",
        fix: &[
            "Authenticate %domain% under “Sender Authentication”, or verify the address as a single sender",
            "Check “fromEmail”; a template's sendFrom changes the name only",
        ],
        link: SENDERS,
    },
    Rule {
        codes: &[],
        texts: &[
            "account is disabled",
            "account has been deactivated",
            "account is not active",
            "under review",
            "account suspended",
        ],
        statuses: &[],
        title: "The account may not send",
        why: "SendGrid has switched the account off or is still checking it",
        fix: &["Log in to SendGrid and read the notice there"],
        link: ERRORS,
    },
    Rule {
        codes: &[],
        texts: &["ip address", "whitelist", "access denied by ip"],
        statuses: &[],
        title: "This address may not use the key",
        why: "The account allows only some IP addresses, and this machine's is none of them. The one of the Logto server may be",
        fix: &[
            "Add the address under “IP Access Management”",
            "Or test from the server where Logto runs",
        ],
        link: ERRORS,
    },
    Rule {
        codes: &[],
        texts: &["access forbidden", "not authorized", "unauthorized"],
        statuses: &[],
        title: "The key may not send mail",
        why: "The key exists, but lacks the right “Mail Send”",
        fix: &["Give the key the right “Mail Send”, or create another"],
        link: ERRORS,
    },
    Rule {
        codes: &[],
        texts: &["exceeds the maximum", "too large", "size limit"],
        statuses: &[],
        title: "The mail is too large",
        why: "SendGrid takes at most 30 MB with everything in it",
        fix: &["Make the template smaller, above all pictures written into it"],
        link: FIELDS,
    },
    Rule {
        codes: &[],
        texts: &["field from", "from.email", "from email"],
        statuses: &[],
        title: "The sender's address is not valid",
        why: "SendGrid cannot read the sender %sender%",
        fix: &[
            "Write a bare address into “fromEmail”, as name@example.com; the name has a field of its own",
        ],
        link: FIELDS,
    },
    Rule {
        codes: &[],
        texts: &["to.", "field personalizations"],
        statuses: &[],
        title: "The recipient is not accepted",
        why: "SendGrid cannot use the recipient %recipient%",
        fix: &["Check the recipient; letters outside ASCII are not taken"],
        link: FIELDS,
    },
    Rule {
        codes: &[],
        texts: &["field subject", "subject"],
        statuses: &[],
        title: "The subject is missing",
        why: "SendGrid takes no mail with an empty subject",
        fix: &["Give the template a subject"],
        link: FIELDS,
    },
    Rule {
        codes: &[],
        texts: &["field content", "content value"],
        statuses: &[],
        title: "The text is not accepted",
        why: "SendGrid takes no mail with an empty text, and plain text only before HTML",
        fix: &["Give the template a text"],
        link: FIELDS,
    },
    Rule {
        codes: &[],
        texts: &["rate limit", "too many requests"],
        statuses: &[],
        title: "Too many requests",
        why: "SendGrid wants fewer requests at once",
        fix: &["Wait a moment and send again"],
        link: ERRORS,
    },
];
