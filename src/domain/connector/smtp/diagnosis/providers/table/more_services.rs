//! More providers of transactional mail.

use super::super::super::Step;
use super::super::{Provider, Rule};

pub(super) const POSTMARK: Provider = Provider {
    name: "Postmark",
    hosts: &["smtp.postmarkapp.com", "smtp-broadcasts.postmarkapp.com"],
    rules: &[
        Rule {
            steps: &[],
            words: &["sender signature"],
            is_unmistakable: true,
            title: "Postmark does not know the sender",
            why: "The From address is no confirmed sender signature, nor is its domain verified.",
            fix: &["Confirm the sender signature or verify the domain in Postmark"],
            link: Some("https://postmarkapp.com/support/article/846-how-do-i-verify-a-domain"),
        },
        Rule {
            steps: &[],
            words: &["inactive recipient", "marked as inactive"],
            is_unmistakable: false,
            title: "Postmark has deactivated the recipient",
            why: "The address bounced or complained before.",
            fix: &["Reactivate it in the server's suppressions, or test with another recipient"],
            link: Some(
                "https://postmarkapp.com/support/article/1213-best-practices-for-testing-your-emails-through-postmark",
            ),
        },
        Rule {
            steps: &[Step::Login],
            words: &[],
            is_unmistakable: false,
            title: "Postmark does not accept the token",
            why: "User and password must both be the Server API token, and SMTP must be enabled for the message stream.",
            fix: &[
                "Put the Server API token, not the account's, into both “auth.user” and “auth.pass”",
                "Enable SMTP for the server in Postmark",
            ],
            link: Some("https://postmarkapp.com/support/article/common-smtp-connection-errors"),
        },
    ],
};

pub(super) const BREVO: Provider = Provider {
    name: "Brevo",
    hosts: &["smtp-relay.brevo.com", "smtp-relay.sendinblue.com"],
    rules: &[
        Rule {
            steps: &[],
            words: &["unauthorized ip"],
            is_unmistakable: false,
            title: "Brevo does not know this address of the network",
            why: "Brevo takes mail only from authorized IP addresses.",
            fix: &[
                "Authorize the public address of Logto's server, or of this machine for the test, in Brevo's security settings",
            ],
            link: Some("https://help.brevo.com/hc/en-us/articles/5740111683858"),
        },
        Rule {
            steps: &[],
            words: &["not yet activated"],
            is_unmistakable: false,
            title: "Brevo has not activated SMTP for the account",
            why: "New accounts are looked at before they may send.",
            fix: &[
                "Complete the account's profile and ask Brevo's support to activate transactional mail",
            ],
            link: Some("https://developers.brevo.com/docs/smtp-integration"),
        },
        Rule {
            steps: &[],
            words: &[
                "sender is not valid",
                "sender not valid",
                "validate your sender",
            ],
            is_unmistakable: false,
            title: "Brevo does not know the sender",
            why: "The From address is no verified sender and its domain is not authenticated.",
            fix: &["Verify the sender or authenticate its domain in Brevo"],
            link: None,
        },
        Rule {
            steps: &[Step::Sender, Step::Recipient, Step::Data, Step::Message],
            words: &["authenticate first", "authentication required"],
            is_unmistakable: false,
            title: "Brevo wants a login",
            why: "No login was made before the mail.",
            fix: &["Give “auth” the login and the SMTP key of Brevo"],
            link: Some("https://developers.brevo.com/docs/smtp-integration"),
        },
        Rule {
            steps: &[Step::Login],
            words: &[],
            is_unmistakable: false,
            title: "Brevo does not accept the SMTP key",
            why: "The password must be an SMTP key, not an API key and not the account's password; the user is the login shown beside it.",
            fix: &["Take login and SMTP key from “SMTP & API” in Brevo"],
            link: Some("https://help.brevo.com/hc/en-us/articles/7959631848850"),
        },
    ],
};

pub(super) const MAILTRAP: Provider = Provider {
    name: "Mailtrap",
    hosts: &[
        "live.smtp.mailtrap.io",
        "bulk.smtp.mailtrap.io",
        "sandbox.smtp.mailtrap.io",
        "smtp.mailtrap.io",
    ],
    rules: &[
        Rule {
            steps: &[],
            words: &["too many emails per second"],
            is_unmistakable: true,
            title: "Mailtrap takes no more mails this second",
            why: "The plan of the test inbox limits how many mails come in a second.",
            fix: &["Wait a moment and send again"],
            link: None,
        },
        Rule {
            steps: &[Step::Login],
            words: &[],
            is_unmistakable: false,
            title: "Mailtrap does not accept the login",
            why: "Live sending has the user api and a token; a test inbox has a user and a password of its own and another host.",
            fix: &["Copy host, user and password together from the stream or inbox that is meant"],
            link: Some("https://docs.mailtrap.io"),
        },
    ],
};

pub(super) const RESEND: Provider = Provider {
    name: "Resend",
    hosts: &["smtp.resend.com"],
    rules: &[
        Rule {
            steps: &[],
            words: &[
                "domain is not verified",
                "verify a domain",
                "testing emails",
            ],
            is_unmistakable: false,
            title: "Resend has not verified the domain",
            why: "Without a verified domain Resend sends only to the account's own address.",
            fix: &["Verify the sender's domain in Resend"],
            link: Some("https://resend.com/docs/dashboard/domains/introduction"),
        },
        Rule {
            steps: &[Step::Login],
            words: &[],
            is_unmistakable: false,
            title: "Resend does not accept the API key",
            why: "The user must be the word resend and the password an API key.",
            fix: &["Set “auth.user” to resend and “auth.pass” to an API key"],
            link: Some("https://resend.com/docs/send-with-smtp"),
        },
    ],
};

pub(super) const ALIYUN_DIRECTMAIL: Provider = Provider {
    name: "Aliyun DirectMail",
    hosts: &[
        "smtpdm.aliyun.com",
        ".smtpdm.aliyun.com",
        "smtpdm-ap-southeast-1.aliyuncs.com",
        "smtpdm-ap-southeast-1.aliyun.com",
    ],
    rules: &[Rule {
        steps: &[Step::Login],
        words: &[],
        is_unmistakable: false,
        title: "DirectMail does not accept the login",
        why: "The user is a sender address made in DirectMail, the password its SMTP password, and each region has its own host.",
        fix: &[
            "Set an SMTP password for the sender address in the console",
            "Use the host of its region",
        ],
        link: Some("https://www.alibabacloud.com/help/en/directmail/"),
    }],
};
