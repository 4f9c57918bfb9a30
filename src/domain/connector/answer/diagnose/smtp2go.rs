//! The errors of SMTP2GO, without the `E_ApiResponseCodes.` they begin with
//! (developers.smtp2go.com/docs/response-codes, 2026-11; that page lists no more codes than its
//! examples have, and where there are others the sentence or the status decides).

use super::rule::Rule;

const CODES: Option<&str> = Some("https://developers.smtp2go.com/docs/response-codes");
const SENDERS: Option<&str> =
    Some("https://support.smtp2go.com/hc/en-gb/articles/115004408567-Verified-Senders");

/// First those told apart by their sentence, then by code.
pub(super) const RULES: &[Rule] = &[
    Rule {
        codes: &[],
        texts: &["only send testing emails", "your own email address"],
        statuses: &[],
        title: "The account may send to yourself only",
        why: "Until a sender domain is verified, SMTP2GO sends only to the address of the account, and the recipient is %recipient%",
        fix: &[
            "Verify the sender's domain, %domain%",
            "Or test with the address of the account",
        ],
        link: SENDERS,
    },
    Rule {
        codes: &["SENDER_NOT_VERIFIED"],
        texts: &[],
        statuses: &[],
        title: "The sender is not verified",
        why: "%sender% is neither a verified single sender nor of a verified domain",
        fix: &[
            "Verify %domain% under “Sender domains”, or the address under “Single sender emails”",
        ],
        link: SENDERS,
    },
    Rule {
        codes: &[],
        texts: &[
            "not verified",
            "verify a sender",
            "unverified",
            "verified sender",
        ],
        statuses: &[],
        title: "The sender is not verified",
        why: "%sender% is neither a verified single sender nor of a verified domain",
        fix: &[
            "Verify %domain% under “Sender domains”, or the address under “Single sender emails”",
        ],
        link: SENDERS,
    },
    Rule {
        codes: &["ENDPOINT_PERMISSION_DENIED"],
        texts: &[],
        statuses: &[],
        title: "The key may not send mail",
        why: "The key exists, but may not use /email/send",
        fix: &["Allow “/email/send” in the permissions of the API key"],
        link: CODES,
    },
    Rule {
        codes: &[],
        texts: &["api key", "api_key", "api user"],
        statuses: &[400, 401, 403],
        title: "The API key is wrong",
        why: "SMTP2GO does not know the key, or it has another form",
        fix: &[
            "Create an API key under “Sending, API keys” and copy it whole; it begins with api-",
        ],
        link: CODES,
    },
    Rule {
        codes: &["NON_VALIDATING_IN_PAYLOAD"],
        texts: &["'sender'", "sender"],
        statuses: &[],
        title: "The sender's address is not valid",
        why: "SMTP2GO cannot read the sender %sender%",
        fix: &[
            "Write a bare address into “sender”, as name@example.com, and the name into “senderName”",
        ],
        link: CODES,
    },
    Rule {
        codes: &["NON_VALIDATING_IN_PAYLOAD"],
        texts: &["'to'", "recipient"],
        statuses: &[],
        title: "The recipient's address is not valid",
        why: "SMTP2GO cannot read the recipient %recipient%",
        fix: &["Check the recipient"],
        link: CODES,
    },
    Rule {
        codes: &["NON_VALIDATING_IN_PAYLOAD"],
        texts: &[],
        statuses: &[],
        title: "SMTP2GO cannot read the request",
        why: "Some field is not as it should be",
        fix: &["Read the words of SMTP2GO below and correct the field they name"],
        link: CODES,
    },
    Rule {
        codes: &[],
        texts: &[],
        statuses: &[402],
        title: "The request was right but failed",
        why: "SMTP2GO could read everything and still does not send; most often the plan is used up or the account is stopped",
        fix: &["Log in to SMTP2GO and look at the account"],
        link: CODES,
    },
    Rule {
        codes: &["API_EXCEPTION"],
        texts: &[],
        statuses: &[],
        title: "SMTP2GO could not do it",
        why: "An error occurred while the mail was handled",
        fix: &["Read the words of SMTP2GO below, then send again"],
        link: CODES,
    },
];
