//! Providers of transactional mail.

use super::super::super::Step;
use super::super::{Provider, Rule};

pub(super) const AMAZON_SES: Provider = Provider {
    name: "Amazon SES",
    hosts: &[".amazonaws.com", ".amazonaws.com.cn"],
    rules: &[
        Rule {
            steps: &[Step::Login],
            words: &["authentication credentials invalid"],
            is_unmistakable: true,
            title: "Amazon SES does not know these SMTP credentials",
            why: "SES has SMTP credentials of its own, which differ from AWS access keys, and each region has others.",
            fix: &[
                "Create SMTP credentials in the SES console for the region of “host”",
                "Do not put an AWS secret access key into “auth.pass”: the SMTP password is derived from it",
            ],
            link: Some("https://docs.aws.amazon.com/ses/latest/dg/smtp-credentials.html"),
        },
        Rule {
            steps: &[],
            words: &["email address is not verified", "address not verified"],
            is_unmistakable: false,
            title: "Amazon SES has not verified an address",
            why: "The sender must be verified in the region of “host”; in the sandbox every recipient must be too.",
            fix: &[
                "Verify the addresses or the domain the answer names, in the region it names",
                "Ask AWS for production access to leave the sandbox",
            ],
            link: Some(
                "https://docs.aws.amazon.com/ses/latest/dg/troubleshoot-error-messages.html",
            ),
        },
        Rule {
            steps: &[],
            words: &["maximum sending rate exceeded"],
            is_unmistakable: false,
            title: "Amazon SES takes no more mails this second",
            why: "The account's sending rate is exceeded.",
            fix: &["Send more slowly", "Ask AWS for a higher sending rate"],
            link: Some("https://docs.aws.amazon.com/ses/latest/dg/manage-sending-quotas.html"),
        },
        Rule {
            steps: &[],
            words: &["daily message quota exceeded"],
            is_unmistakable: false,
            title: "Amazon SES's daily quota is reached",
            why: "The account has sent all it may send in 24 hours.",
            fix: &["Wait, or ask AWS for a higher quota"],
            link: Some("https://docs.aws.amazon.com/ses/latest/dg/manage-sending-quotas.html"),
        },
        Rule {
            steps: &[],
            words: &["not authorized to perform"],
            is_unmistakable: false,
            title: "The SMTP user of Amazon SES may not send",
            why: "Its IAM policy does not allow “ses:SendRawEmail” for this identity.",
            fix: &[
                "Allow “ses:SendRawEmail” in the policy of the IAM user",
                "Check a sending authorization policy on the identity",
            ],
            link: Some("https://docs.aws.amazon.com/ses/latest/dg/control-user-access.html"),
        },
        Rule {
            steps: &[],
            words: &[
                "sending suspended",
                "sending paused",
                "sending has been paused",
                "account is paused",
            ],
            is_unmistakable: false,
            title: "Sending is paused for this Amazon SES account",
            why: "AWS or the account's owner has switched sending off.",
            fix: &["Look at the account dashboard and the reputation metrics of SES"],
            link: Some(
                "https://docs.aws.amazon.com/ses/latest/dg/troubleshoot-error-messages.html",
            ),
        },
        Rule {
            steps: &[Step::Sender, Step::Recipient, Step::Data, Step::Message],
            words: &["authentication required"],
            is_unmistakable: false,
            title: "Amazon SES wants a login",
            why: "No login was made before the mail.",
            fix: &[
                "Give “auth” the SMTP credentials of SES",
                "Do not set “ignoreTLS”: SES takes logins only over TLS",
            ],
            link: Some("https://docs.aws.amazon.com/ses/latest/dg/smtp-connect.html"),
        },
    ],
};

pub(super) const SENDGRID: Provider = Provider {
    name: "SendGrid",
    hosts: &["smtp.sendgrid.net", "smtp.eu.sendgrid.net"],
    rules: &[
        Rule {
            steps: &[],
            words: &[
                "verified sender identity",
                "not authorized to send from that email address",
            ],
            is_unmistakable: true,
            title: "SendGrid has not verified the sender",
            why: "The From address matches no verified Sender Identity.",
            fix: &[
                "Verify the sender or, better, authenticate its domain in SendGrid",
                "Set “fromEmail” and “sendFrom” to a verified sender",
            ],
            link: Some(
                "https://www.twilio.com/docs/sendgrid/for-developers/sending-email/sender-identity",
            ),
        },
        Rule {
            steps: &[],
            words: &["maximum credits exceeded", "exceeded your messaging limits"],
            is_unmistakable: true,
            title: "SendGrid's credits are used up",
            why: "The plan allows no more mails in this period.",
            fix: &["Wait for the next period or change the plan"],
            link: Some(
                "https://www.twilio.com/docs/sendgrid/for-developers/sending-email/smtp-errors-and-troubleshooting",
            ),
        },
        Rule {
            steps: &[],
            words: &["not allowlisted", "not whitelisted"],
            is_unmistakable: false,
            title: "SendGrid does not know this address of the network",
            why: "IP Access Management is on and the sending address is not in its list.",
            fix: &[
                "Add the public address of Logto's server, or of this machine for the test, to the list",
            ],
            link: Some(
                "https://www.twilio.com/docs/sendgrid/ui/account-and-settings/ip-access-management",
            ),
        },
        Rule {
            steps: &[Step::Sender, Step::Recipient, Step::Data, Step::Message],
            words: &[
                "unauthenticated senders not allowed",
                "authentication required",
            ],
            is_unmistakable: false,
            title: "SendGrid wants a login",
            why: "No login was made before the mail.",
            fix: &["Set “auth.user” to apikey and “auth.pass” to an API key"],
            link: Some(
                "https://www.twilio.com/docs/sendgrid/for-developers/sending-email/integrating-with-the-smtp-api",
            ),
        },
        Rule {
            steps: &[Step::Login],
            words: &[],
            is_unmistakable: false,
            title: "SendGrid does not accept the API key",
            why: "The user must be the word apikey and the password an API key that may send mail.",
            fix: &[
                "Set “auth.user” to apikey",
                "Make an API key with the permission “Mail Send” and put it into “auth.pass”",
                "With an EU subuser use the host smtp.eu.sendgrid.net",
            ],
            link: Some(
                "https://www.twilio.com/docs/sendgrid/for-developers/sending-email/integrating-with-the-smtp-api",
            ),
        },
    ],
};

pub(super) const MAILGUN: Provider = Provider {
    name: "Mailgun",
    hosts: &["smtp.mailgun.org", "smtp.eu.mailgun.org"],
    rules: &[
        Rule {
            steps: &[],
            words: &["sandbox subdomains", "free accounts are for test purposes"],
            is_unmistakable: true,
            title: "Mailgun's test domain does not send to this recipient",
            why: "A sandbox domain sends only to recipients that were authorized.",
            fix: &[
                "Add a domain of your own to Mailgun and use it",
                "For a test, add the recipient to the authorized recipients",
            ],
            link: Some(
                "https://help.mailgun.com/hc/en-us/articles/217531258-Authorized-Recipients",
            ),
        },
        Rule {
            steps: &[],
            words: &["is not allowed to send"],
            is_unmistakable: false,
            title: "Mailgun does not let this domain send",
            why: "The domain is unverified or disabled.",
            fix: &[
                "Verify the domain's DNS records in Mailgun",
                "Look for a notice in the account",
            ],
            link: None,
        },
        Rule {
            steps: &[Step::Login],
            words: &[],
            is_unmistakable: false,
            title: "Mailgun does not accept the SMTP login",
            why: "Each domain has SMTP users of its own, which are not the account's login nor its API key, and EU domains have a host of their own.",
            fix: &[
                "Take user and password from “SMTP credentials” of the domain",
                "Use smtp.eu.mailgun.org for a domain in the EU region, smtp.mailgun.org else",
            ],
            link: Some(
                "https://help.mailgun.com/hc/en-us/articles/203380100-Where-can-I-find-my-API-keys-and-SMTP-credentials",
            ),
        },
    ],
};
