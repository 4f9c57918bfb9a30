//! Providers of mailboxes.

use super::super::super::Step;
use super::super::{Provider, Rule};

const APP_PASSWORD: Rule = Rule {
    steps: &[Step::Login],
    words: &[
        "5.7.9",
        "application-specific password required",
        "invalidsecondfactor",
    ],
    is_unmistakable: false,
    title: "Gmail wants an app password",
    why: "The account has two-step verification, so Gmail does not take its normal password from programs.",
    fix: &["Make an app password in the Google account and put it into “auth.pass”"],
    link: Some("https://support.google.com/accounts/answer/185833"),
};

const BAD_PASSWORD: Rule = Rule {
    steps: &[Step::Login],
    words: &["username and password not accepted", "badcredentials"],
    is_unmistakable: false,
    title: "Gmail does not accept the password",
    why: "Gmail takes no normal account passwords over SMTP, only app passwords and OAuth 2 tokens.",
    fix: &[
        "Turn on two-step verification, make an app password and put it into “auth.pass”",
        "Check that “auth.user” is the whole address",
    ],
    link: Some("https://support.google.com/accounts/answer/185833"),
};

pub(super) const GMAIL: Provider = Provider {
    name: "Gmail",
    hosts: &[
        "smtp.gmail.com",
        "smtp-relay.gmail.com",
        "smtp.googlemail.com",
    ],
    rules: &[
        APP_PASSWORD,
        // The address of Google's own help, as a proxy in front of Gmail passes it on.
        Rule {
            words: &["support.google.com/mail/?p=invalidsecondfactor"],
            is_unmistakable: true,
            ..APP_PASSWORD
        },
        Rule {
            steps: &[Step::Login],
            words: &["5.7.14", "web browser", "weblogin"],
            is_unmistakable: false,
            title: "Gmail wants a sign-in in the browser",
            why: "Google blocked this login as unusual.",
            fix: &[
                "Sign in to the account in a browser and confirm the attempt",
                "Use an app password or OAuth 2 for “auth”",
            ],
            link: Some("https://support.google.com/mail/answer/78754"),
        },
        BAD_PASSWORD,
        Rule {
            words: &["support.google.com/mail/?p=badcredentials"],
            is_unmistakable: true,
            ..BAD_PASSWORD
        },
        Rule {
            steps: &[],
            words: &["daily user sending limit", "5.4.5", "daily sending quota"],
            is_unmistakable: false,
            title: "Gmail's daily limit is reached",
            why: "Gmail lets an account send a limited number of mails in 24 hours.",
            fix: &[
                "Wait up to 24 hours",
                "Use a provider made for transactional mail",
            ],
            link: Some("https://support.google.com/a/answer/166852"),
        },
        Rule {
            steps: &[Step::Sender, Step::Recipient, Step::Data, Step::Message],
            words: &["relay denied", "invalid credentials for relay"],
            is_unmistakable: false,
            title: "Google's relay does not know this sender",
            why: "The SMTP relay of Google Workspace takes mail only from addresses and domains an administrator allowed.",
            fix: &[
                "In the Admin console allow the address of Logto's server, or require SMTP authentication and give a login",
                "Set “name” to a domain of the Workspace",
            ],
            link: Some("https://support.google.com/a/answer/2956491"),
        },
        Rule {
            steps: &[Step::Sender, Step::Recipient, Step::Data, Step::Message],
            words: &["wantauth", "authentication required"],
            is_unmistakable: false,
            title: "Gmail wants a login",
            why: "No login was made, as “auth” is empty or the server did not offer one unencrypted.",
            fix: &[
                "Give “auth” the address and an app password",
                "Do not set “ignoreTLS”",
            ],
            link: Some("https://support.google.com/a/answer/176600"),
        },
    ],
};

pub(super) const MICROSOFT_365: Provider = Provider {
    name: "Microsoft 365",
    hosts: &[
        "smtp.office365.com",
        "smtp-mail.outlook.com",
        "smtp-legacy.office365.com",
        ".mail.protection.outlook.com",
    ],
    rules: &[
        Rule {
            steps: &[],
            words: &["smtpclientauthentication is disabled", "smtp_auth_disabled"],
            is_unmistakable: true,
            title: "Microsoft 365 has SMTP logins switched off",
            why: "SMTP AUTH is disabled for the tenant or for this mailbox, whatever the password is.",
            fix: &[
                "As administrator turn on “Authenticated SMTP” for the mailbox",
                "Check that security defaults do not forbid it",
            ],
            link: Some(
                "https://learn.microsoft.com/en-us/exchange/clients-and-mobile-in-exchange-online/authenticated-client-smtp-submission",
            ),
        },
        Rule {
            steps: &[],
            words: &[
                "5.7.30",
                "basic authentication is not supported",
                "basic authentication is disabled",
            ],
            is_unmistakable: true,
            title: "Microsoft 365 takes no passwords here",
            why: "Basic authentication, a user with a password, is switched off for this tenant.",
            fix: &[
                "Use OAuth 2: register an application and give “auth” a refresh token with Microsoft's “accessUrl”",
                "Use another provider for Logto's mails",
            ],
            link: Some(
                "https://learn.microsoft.com/en-us/exchange/clients-and-mobile-in-exchange-online/deprecation-of-basic-authentication-exchange-online",
            ),
        },
        Rule {
            steps: &[Step::Login],
            words: &["account has been locked", "account is locked"],
            is_unmistakable: false,
            title: "The Microsoft account is locked",
            why: "Too many failed logins or an administrator locked the account.",
            fix: &["Unlock the account, then send again"],
            link: None,
        },
        Rule {
            steps: &[Step::Login],
            words: &["5.7.139", "5.7.3", "authentication unsuccessful"],
            is_unmistakable: false,
            title: "Microsoft 365 does not accept the login",
            why: "The password is wrong, the account has multi-factor authentication, or a policy of the tenant blocks the login.",
            fix: &[
                "Check “auth.user”, the whole address, and “auth.pass”",
                "With multi-factor authentication use an app password or OAuth 2",
                "Look at the sign-in log of Entra ID for the reason",
            ],
            link: Some(
                "https://learn.microsoft.com/en-us/exchange/clients-and-mobile-in-exchange-online/authenticated-client-smtp-submission",
            ),
        },
        Rule {
            steps: &[],
            words: &[
                "5.7.60",
                "sendasdenied",
                "does not have permissions to send as",
                "not allowed to send as",
            ],
            is_unmistakable: true,
            title: "The mailbox may not send as this sender",
            why: "Microsoft 365 lets a mailbox send only as its own addresses.",
            fix: &[
                "Set “fromEmail” and the templates' “sendFrom” to the address of “auth.user”",
                "Grant the mailbox the “Send as” permission for the sender",
            ],
            link: Some(
                "https://learn.microsoft.com/en-us/exchange/mail-flow-best-practices/how-to-set-up-a-multifunction-device-or-application-to-send-email-using-microsoft-365-or-office-365",
            ),
        },
        Rule {
            steps: &[Step::Sender, Step::Recipient, Step::Data, Step::Message],
            words: &[
                "5.7.57",
                "client not authenticated",
                "client was not authenticated",
            ],
            is_unmistakable: true,
            title: "Microsoft 365 wants a login",
            why: "No login was made before the mail.",
            fix: &[
                "Give “auth” a user and a password",
                "Do not set “ignoreTLS”, as logins are offered only over TLS",
            ],
            link: Some(
                "https://learn.microsoft.com/en-us/exchange/mail-flow-best-practices/how-to-set-up-a-multifunction-device-or-application-to-send-email-using-microsoft-365-or-office-365",
            ),
        },
        Rule {
            steps: &[],
            words: &[
                "sender thread limit",
                "submission rate",
                "concurrent connections",
            ],
            is_unmistakable: false,
            title: "Too many mails at once for Microsoft 365",
            why: "A mailbox may send 30 mails in a minute over three connections.",
            fix: &[
                "Send fewer at a time",
                "Use a provider made for transactional mail",
            ],
            link: Some(
                "https://learn.microsoft.com/en-us/office365/servicedescriptions/exchange-online-service-description/exchange-online-limits",
            ),
        },
        Rule {
            steps: &[],
            words: &["5.1.8", "bad outbound sender", "outboundspamexception"],
            is_unmistakable: false,
            title: "Microsoft has blocked this sender for spam",
            why: "The account was put on the list of restricted users.",
            fix: &["As administrator remove it from “Restricted entities” in Microsoft Defender"],
            link: Some(
                "https://learn.microsoft.com/en-us/defender-office-365/outbound-spam-restore-restricted-users",
            ),
        },
    ],
};

pub(super) const ZOHO: Provider = Provider {
    name: "Zoho",
    hosts: &[
        ".zoho.com",
        ".zoho.eu",
        ".zoho.in",
        ".zoho.com.cn",
        ".zoho.com.au",
    ],
    rules: &[
        Rule {
            steps: &[],
            words: &["relaying disallowed"],
            is_unmistakable: false,
            title: "Zoho does not let the login send as this sender",
            why: "The From address must be the account's own or an alias of it.",
            fix: &["Set “fromEmail” and “sendFrom” to the address of “auth.user”"],
            link: Some("https://www.zoho.com/mail/help/zoho-smtp.html"),
        },
        Rule {
            steps: &[Step::Login],
            words: &[],
            is_unmistakable: false,
            title: "Zoho does not accept the login",
            why: "With two-factor authentication Zoho wants an application password, and each data centre has its own host.",
            fix: &[
                "Make an application-specific password",
                "Use the host of the account's region, for example smtp.zoho.eu",
            ],
            link: Some("https://www.zoho.com/mail/help/zoho-smtp.html"),
        },
    ],
};

pub(super) const YAHOO: Provider = Provider {
    name: "Yahoo",
    hosts: &["smtp.mail.yahoo.com", "smtp.aol.com"],
    rules: &[Rule {
        steps: &[Step::Login],
        words: &[],
        is_unmistakable: false,
        title: "Yahoo wants an app password",
        why: "Yahoo takes no normal account passwords from programs.",
        fix: &[
            "Make an app password in the account's security settings and put it into “auth.pass”",
        ],
        link: Some("https://help.yahoo.com/kb/SLN15241.html"),
    }],
};

pub(super) const ICLOUD: Provider = Provider {
    name: "iCloud",
    hosts: &["smtp.mail.me.com"],
    rules: &[Rule {
        steps: &[Step::Login],
        words: &[],
        is_unmistakable: false,
        title: "iCloud wants an app-specific password",
        why: "Apple takes no normal account passwords from programs.",
        fix: &["Make an app-specific password and put it into “auth.pass”"],
        link: Some("https://support.apple.com/102654"),
    }],
};

pub(super) const QQ_OR_NETEASE: Provider = Provider {
    name: "QQ or NetEase",
    hosts: &[
        "smtp.qq.com",
        "smtp.exmail.qq.com",
        "smtp.163.com",
        "smtp.126.com",
    ],
    rules: &[Rule {
        steps: &[Step::Login],
        words: &[],
        is_unmistakable: false,
        title: "The provider wants an authorization code",
        why: "These providers take no normal account passwords from programs and have SMTP switched off at first.",
        fix: &[
            "Switch SMTP on in the mailbox's settings and put the authorization code into “auth.pass”",
        ],
        link: None,
    }],
};
