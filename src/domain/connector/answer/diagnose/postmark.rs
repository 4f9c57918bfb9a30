//! The error codes of Postmark (postmarkapp.com/developer/api/overview, 2026-11).

use super::rule::Rule;

const CODES: Option<&str> = Some("https://postmarkapp.com/developer/api/overview#error-codes");
const TEMPLATES: Option<&str> = Some("https://postmarkapp.com/developer/api/templates-api");
const SENDERS: Option<&str> = Some(
    "https://postmarkapp.com/developer/user-guide/managing-your-account/managing-sender-signatures",
);

/// By code.
pub(super) const RULES: &[Rule] = &[
    Rule {
        codes: &["10"],
        texts: &[],
        statuses: &[],
        title: "The server token is wrong",
        why: "Postmark does not know the token. An account token does not send; each server has tokens of its own",
        fix: &[
            "Copy a server API token from “API Tokens” of the server",
            "Check for blanks around it",
        ],
        link: CODES,
    },
    Rule {
        codes: &["100"],
        texts: &[],
        statuses: &[],
        title: "Postmark is being maintained",
        why: "Postmark takes no requests at the moment",
        fix: &["Wait and send again; see status.postmarkapp.com"],
        link: CODES,
    },
    Rule {
        codes: &["300"],
        texts: &["from"],
        statuses: &[],
        title: "The sender's address is not valid",
        why: "Postmark cannot read the sender %sender%",
        fix: &["Write “fromEmail” as name@example.com or Name <name@example.com>"],
        link: CODES,
    },
    Rule {
        codes: &["300"],
        texts: &["'to'", "recipient"],
        statuses: &[],
        title: "The recipient's address is not valid",
        why: "Postmark cannot read the recipient %recipient%",
        fix: &["Check the recipient"],
        link: CODES,
    },
    Rule {
        codes: &["300"],
        texts: &[],
        statuses: &[],
        title: "Postmark cannot take the mail as it is",
        why: "Some field is not as it should be",
        fix: &["Read the words of Postmark below and correct the field they name"],
        link: CODES,
    },
    Rule {
        codes: &["400"],
        texts: &[],
        statuses: &[],
        title: "The sender is not known to Postmark",
        why: "%sender% is no sender signature, and its domain is not verified",
        fix: &["Verify %domain%, or add the address as a sender signature, and confirm it"],
        link: SENDERS,
    },
    Rule {
        codes: &["401"],
        texts: &[],
        statuses: &[],
        title: "The sender is not confirmed",
        why: "%sender% is a sender signature, but the mail that confirms it was not answered",
        fix: &[
            "Open the confirmation that Postmark sent to that address, or send it again",
            "Or verify the whole domain",
        ],
        link: SENDERS,
    },
    Rule {
        codes: &["402", "403", "409"],
        texts: &[],
        statuses: &[],
        title: "Postmark cannot read the request",
        why: "The JSON has a field that Postmark does not take there. With this connector only the variables of the template can be the cause",
        fix: &["Try again with fewer variables in the payload"],
        link: CODES,
    },
    Rule {
        codes: &["405"],
        texts: &[],
        statuses: &[],
        title: "The account has no credits left",
        why: "Postmark does not send because the plan is used up or the account is not paid",
        fix: &["Look at the plan and the bills in Postmark"],
        link: CODES,
    },
    Rule {
        codes: &["406"],
        texts: &[],
        statuses: &[],
        title: "The recipient is blocked",
        why: "%recipient% bounced, complained or unsubscribed before, so Postmark does not send there",
        fix: &[
            "Reactivate the address under “Suppressions” of the message stream, if it works again",
            "Test with another recipient",
        ],
        link: CODES,
    },
    Rule {
        codes: &["412"],
        texts: &[],
        statuses: &[],
        title: "The account is not approved yet",
        why: "Until Postmark has approved the account, mail goes only to addresses of the domain it comes from. The sender is %sender%, the recipient %recipient%",
        fix: &[
            "Test with a recipient at %domain%",
            "Ask Postmark for approval",
        ],
        link: CODES,
    },
    Rule {
        codes: &["413"],
        texts: &[],
        statuses: &[],
        title: "The account may not send",
        why: "Postmark has stopped this account from sending",
        fix: &["Write to Postmark's support"],
        link: CODES,
    },
    Rule {
        codes: &["1101", "1100"],
        texts: &[],
        statuses: &[],
        title: "The template does not exist",
        why: "The server of this token has no template with the alias %template%",
        fix: &[
            "Create a template with that alias in the server, or push it there from another one",
            "Correct “templateAlias” in the configuration; it is the alias, not the name",
        ],
        link: TEMPLATES,
    },
    Rule {
        codes: &[
            "1109", "1113", "1114", "1115", "1120", "1121", "1122", "1123", "1105", "1110", "1111",
            "1112",
        ],
        texts: &[],
        statuses: &[],
        title: "The template cannot be used",
        why: "Postmark found the template %template% but cannot make a mail of it",
        fix: &[
            "Open it in Postmark and send a test there",
            "Check that it has a subject, and a text in HTML or plain",
        ],
        link: TEMPLATES,
    },
    Rule {
        codes: &["1235"],
        texts: &[],
        statuses: &[],
        title: "The message stream cannot be used",
        why: "Logto names no message stream, so Postmark takes the default one, “outbound”, which this server lacks or which is archived",
        fix: &["Restore the default transactional stream of the server"],
        link: CODES,
    },
    Rule {
        codes: &["429"],
        texts: &[],
        statuses: &[],
        title: "Too many requests",
        why: "Postmark wants fewer requests at once",
        fix: &["Wait a moment and send again"],
        link: CODES,
    },
];
