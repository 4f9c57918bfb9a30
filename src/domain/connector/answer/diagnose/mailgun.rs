//! What Mailgun says of a mail it refuses: it has sentences, no codes
//! (documentation.mailgun.com, 2026-11).

use super::rule::Rule;

const RESPONSES: Option<&str> =
    Some("https://documentation.mailgun.com/docs/mailgun/quickstart-guide/responses");
const REGIONS: Option<&str> =
    Some("https://documentation.mailgun.com/docs/mailgun/api-reference/api-overview");
const SANDBOX: Option<&str> =
    Some("https://help.mailgun.com/hc/en-us/articles/217531258-Authorized-Recipients");

/// By sentence.
pub(super) const RULES: &[Rule] = &[
    Rule {
        codes: &[],
        texts: &[
            "authorized recipient",
            "sandbox subdomains",
            "free accounts are for test purposes",
            "test subdomain",
        ],
        statuses: &[],
        title: "The domain is a sandbox",
        why: "Mailgun's sandbox domains send only to authorized recipients, and %recipient% is none",
        fix: &[
            "Add the recipient under “Authorized recipients”, and let them confirm it",
            "Or set up a domain of your own",
        ],
        link: SANDBOX,
    },
    Rule {
        codes: &[],
        texts: &[
            "domain not found",
            "mailgun magnificent api",
            "no such domain",
        ],
        statuses: &[],
        title: "The domain is not in this region or account",
        why: "Mailgun does not find the domain in the region that is asked, %region%. Keys and domains of the EU are known at api.eu.mailgun.net only, those of the US at api.mailgun.net only",
        fix: &[
            "Check “domain”",
            "Set “endpoint” to https://api.eu.mailgun.net for a domain in the EU, or leave it empty for the US",
        ],
        link: REGIONS,
    },
    Rule {
        codes: &[],
        texts: &[
            "is not verified",
            "unverified",
            "domain is not active",
            "state is unverified",
        ],
        statuses: &[],
        title: "The domain is not verified",
        why: "The domain is known, but Mailgun has not found its DNS records yet",
        fix: &["Publish the records that Mailgun lists for the domain, then check them there"],
        link: RESPONSES,
    },
    Rule {
        codes: &[],
        texts: &["activate your", "account is not active", "please activate"],
        statuses: &[],
        title: "The account is not active",
        why: "The account was never confirmed, or lacks a way to pay",
        fix: &["Open the mail that Mailgun sent when the account was made"],
        link: RESPONSES,
    },
    Rule {
        codes: &[],
        texts: &[
            "domain is disabled",
            "account disabled",
            "account is disabled",
            "temporarily disabled",
            "business verification",
            "suspended",
        ],
        statuses: &[],
        title: "The account or domain is switched off",
        why: "Mailgun has stopped it from sending, often to ask who you are",
        fix: &["Log in to Mailgun and read the notice there"],
        link: RESPONSES,
    },
    Rule {
        codes: &[],
        texts: &[
            "template not found",
            "template with name",
            "could not find template",
            "no template",
            "template does not exist",
        ],
        statuses: &[],
        title: "The template does not exist",
        why: "The domain has no template with the name %template%",
        fix: &[
            "Create it under “Templates” of the very domain, in the same region",
            "Correct “template” in the configuration",
        ],
        link: RESPONSES,
    },
    Rule {
        codes: &[],
        texts: &["'from' parameter", "from parameter", "'from' address"],
        statuses: &[],
        title: "The sender's address is not valid",
        why: "Mailgun cannot read the sender %sender%",
        fix: &[
            "Write “from” and the template's sendFrom as name@example.com or Name <name@example.com>",
        ],
        link: RESPONSES,
    },
    Rule {
        codes: &[],
        texts: &["'to' parameter", "to parameter", "recipient address"],
        statuses: &[],
        title: "The recipient's address is not valid",
        why: "Mailgun cannot read the recipient %recipient%",
        fix: &["Check the recipient"],
        link: RESPONSES,
    },
    Rule {
        codes: &[],
        texts: &["16 kb", "limited to 16"],
        statuses: &[],
        title: "The variables are too large",
        why: "Mailgun takes at most 16 kB of variables and headers. Logto sends the whole payload as variables of a Mailgun template, and a long user profile may be more than that",
        fix: &[
            "Use HTML in the configuration instead of a Mailgun template",
            "Or keep custom data of users small",
        ],
        link: RESPONSES,
    },
    Rule {
        codes: &[],
        texts: &[
            "need at least one of 'text'",
            "need at least one of",
            "text or html",
        ],
        statuses: &[],
        title: "The text is empty",
        why: "Mailgun takes no mail without a text",
        fix: &["Give the template a text that does not become empty"],
        link: RESPONSES,
    },
    Rule {
        codes: &[],
        texts: &["size limit", "too large", "exceeds maximum"],
        statuses: &[],
        title: "The mail is too large",
        why: "Mailgun takes at most 25 MB",
        fix: &["Make the template smaller, above all pictures written into it"],
        link: RESPONSES,
    },
    Rule {
        codes: &[],
        texts: &[
            "limit exceeded",
            "recipient limit",
            "quota",
            "too many requests",
            "requests limit",
        ],
        statuses: &[],
        title: "A limit of the plan is reached",
        why: "The account sends more, or more at once, than its plan allows",
        fix: &["Wait, or take a larger plan"],
        link: RESPONSES,
    },
    Rule {
        codes: &[],
        texts: &[
            "forbidden",
            "invalid private key",
            "unauthorized",
            "invalid api key",
        ],
        statuses: &[],
        title: "The API key is wrong",
        why: "Mailgun does not know the key in the region that is asked, %region%, or it is not made for this domain. The password for SMTP and the public validation key are no API keys",
        fix: &[
            "Copy a sending key of the domain, or the API key of the account",
            "Set “endpoint” to https://api.eu.mailgun.net if the account is in the EU",
            "If the account allows some IP addresses only, add this machine's",
        ],
        link: REGIONS,
    },
    Rule {
        codes: &[],
        texts: &[],
        statuses: &[401, 403],
        title: "The API key is wrong",
        why: "Mailgun does not know the key in the region that is asked, %region%, or it is not made for this domain",
        fix: &[
            "Copy a sending key of the domain, or the API key of the account",
            "Set “endpoint” to https://api.eu.mailgun.net if the account is in the EU",
        ],
        link: REGIONS,
    },
    Rule {
        codes: &[],
        texts: &[],
        statuses: &[404],
        title: "The domain is not in this region or account",
        why: "Mailgun does not find the domain in the region that is asked, %region%",
        fix: &[
            "Check “domain”",
            "Set “endpoint” to https://api.eu.mailgun.net for a domain in the EU, or leave it empty for the US",
        ],
        link: REGIONS,
    },
];
