//! `MailJunky`, which documents no codes, and an endpoint of your own.

use super::rule::Rule;

/// By status: Logto's connector shows nothing else of an answer.
pub(super) const MAILJUNKY: &[Rule] = &[
    Rule {
        codes: &[],
        texts: &[
            "not verified",
            "unverified",
            "verify your domain",
            "verify the domain",
        ],
        statuses: &[],
        title: "The sender is not verified",
        why: "MailJunky does not let the account send as %sender%",
        fix: &[
            "Verify %domain% in MailJunky",
            "Check “fromEmail” and the template's sendFrom",
        ],
        link: None,
    },
    Rule {
        codes: &[],
        texts: &[],
        statuses: &[401],
        title: "The API key is wrong",
        why: "MailJunky does not know the key. Logto shows the status only, not the reason below",
        fix: &["Copy the API key again"],
        link: None,
    },
    Rule {
        codes: &[],
        texts: &[],
        statuses: &[403],
        title: "The key may not send this mail",
        why: "MailJunky knows the key but refuses. Logto shows the status only, not the reason below",
        fix: &[
            "Check the domain of %sender% in MailJunky",
            "Check the rights of the key",
        ],
        link: None,
    },
    Rule {
        codes: &[],
        texts: &[],
        statuses: &[402],
        title: "The plan is used up",
        why: "MailJunky wants to be paid before it sends more",
        fix: &["Look at the plan in MailJunky"],
        link: None,
    },
    Rule {
        codes: &[],
        texts: &[],
        statuses: &[400, 422],
        title: "MailJunky cannot take the mail as it is",
        why: "Some field is not as it should be. Logto shows the status only, not the reason below",
        fix: &["Check the sender %sender% and the recipient %recipient%"],
        link: None,
    },
    Rule {
        codes: &[],
        texts: &[],
        statuses: &[429],
        title: "Too many requests",
        why: "MailJunky wants fewer requests at once, or the plan is used up",
        fix: &["Wait a moment and send again"],
        link: None,
    },
];

/// By status: what an endpoint of your own answers is up to you.
pub(super) const HTTP_EMAIL: &[Rule] = &[
    Rule {
        codes: &[],
        texts: &[],
        statuses: &[401, 403],
        title: "Your endpoint does not accept the login",
        why: "The endpoint at %host% knows neither the authorization of the configuration nor a user in its address, or does not let it in",
        fix: &[
            "Compare “authorization” with what the endpoint expects, its first word included (Bearer, Basic)",
        ],
        link: None,
    },
    Rule {
        codes: &[],
        texts: &[],
        statuses: &[404, 410],
        title: "There is nothing at this address",
        why: "%host% answers, but has nothing at the path of “endpoint”",
        fix: &[
            "Check the path of “endpoint”",
            "For a serverless function, check that it is deployed",
        ],
        link: None,
    },
    Rule {
        codes: &[],
        texts: &[],
        statuses: &[405],
        title: "The endpoint takes no POST",
        why: "Logto sends with POST, and the address takes other verbs only",
        fix: &[
            "Let the endpoint take POST",
            "Check whether a slash at the end is missing: a redirect may change the verb",
        ],
        link: None,
    },
    Rule {
        codes: &[],
        texts: &[],
        statuses: &[400, 415, 422],
        title: "Your endpoint cannot use the request",
        why: "Logto sends JSON with “to”, “type”, “payload” and, in some flows, “ip”, and nothing rendered",
        fix: &[
            "Look at the log of the endpoint",
            "Compare what it expects with the request shown here",
        ],
        link: None,
    },
    Rule {
        codes: &[],
        texts: &[],
        statuses: &[413],
        title: "The request is too large for your endpoint",
        why: "The request has more bytes than the endpoint or a proxy in front of it takes",
        fix: &["Raise the limit of the endpoint"],
        link: None,
    },
    Rule {
        codes: &[],
        texts: &[],
        statuses: &[500],
        title: "Your endpoint failed",
        why: "The endpoint at %host% took the request and then broke off",
        fix: &["Look at the log of the endpoint"],
        link: None,
    },
];
