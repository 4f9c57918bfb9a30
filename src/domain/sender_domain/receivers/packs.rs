//! The rules of the big receivers, as their sites stated them in November 2026.

use super::DemandedOf;

/// The rules of one receiver since one day.
pub(super) struct Pack {
    pub id: &'static str,
    pub name: &'static str,
    pub since: &'static str,
    pub rules: &'static [Rule],
}

/// One rule.
pub(super) struct Rule {
    pub id: &'static str,
    pub demand: &'static str,
    pub of: DemandedOf,
    pub test: Test,
    pub source: &'static str,
}

/// What a rule looks at.
#[derive(Clone, Copy)]
pub(super) enum Test {
    SpfOrDkim,
    SpfAndDkim,
    Spf,
    Dkim,
    Dmarc,
    Alignment,
    ReverseNames,
    FromResolves,
    FromReceives,
    OtherThan(&'static [&'static str]),
    Tls,
    Unsubscribe,
    Complaints,
}

const GOOGLE: &str = "https://support.google.com/mail/answer/81126";
const YAHOO: &str = "https://senders.yahooinc.com/best-practices/";
const MICROSOFT: &str = "https://sendersupport.olc.protection.outlook.com/pm/policies.aspx";

use DemandedOf::{BulkSenders, Everybody};

const fn rule(
    id: &'static str,
    of: DemandedOf,
    test: Test,
    source: &'static str,
    demand: &'static str,
) -> Rule {
    Rule {
        id,
        demand,
        of,
        test,
        source,
    }
}

pub(super) static PACKS: [Pack; 3] = [
    Pack {
        id: "google-2024-02",
        name: "Gmail",
        since: "2024-02-01",
        rules: &[
            rule(
                "authentication",
                Everybody,
                Test::SpfOrDkim,
                GOOGLE,
                "Mail passes SPF or DKIM",
            ),
            rule(
                "reverse-names",
                Everybody,
                Test::ReverseNames,
                GOOGLE,
                "Each address that sends has a name that leads back to it",
            ),
            rule(
                "tls",
                Everybody,
                Test::Tls,
                GOOGLE,
                "Mail is handed over encrypted",
            ),
            rule(
                "impersonation",
                Everybody,
                Test::OtherThan(&["gmail.com", "googlemail.com"]),
                GOOGLE,
                "The domain in From is not gmail.com",
            ),
            rule(
                "authentication-bulk",
                BulkSenders,
                Test::SpfAndDkim,
                GOOGLE,
                "Mail passes SPF and DKIM",
            ),
            rule(
                "dmarc",
                BulkSenders,
                Test::Dmarc,
                GOOGLE,
                "The domain in From has a DMARC record, be it with p=none",
            ),
            rule(
                "alignment",
                BulkSenders,
                Test::Alignment,
                GOOGLE,
                "The domain in From is that of SPF or DKIM",
            ),
            rule(
                "unsubscribe",
                BulkSenders,
                Test::Unsubscribe,
                GOOGLE,
                "Marketing mail can be unsubscribed by one click",
            ),
            rule(
                "complaints",
                BulkSenders,
                Test::Complaints,
                GOOGLE,
                "Fewer than 0.3 % of the mails are reported as spam",
            ),
        ],
    },
    Pack {
        id: "yahoo-2024-02",
        name: "Yahoo",
        since: "2024-02-01",
        rules: &[
            rule(
                "authentication",
                Everybody,
                Test::SpfOrDkim,
                YAHOO,
                "Mail passes SPF or DKIM",
            ),
            rule(
                "reverse-names",
                Everybody,
                Test::ReverseNames,
                YAHOO,
                "Each address that sends has a name that leads back to it",
            ),
            rule(
                "from-resolves",
                Everybody,
                Test::FromResolves,
                YAHOO,
                "The domain in From has a mail host or an address",
            ),
            rule(
                "impersonation",
                Everybody,
                Test::OtherThan(&["yahoo.com", "aol.com", "ymail.com"]),
                YAHOO,
                "The domain in From is none of Yahoo's own",
            ),
            rule(
                "authentication-bulk",
                BulkSenders,
                Test::SpfAndDkim,
                YAHOO,
                "Mail passes SPF and DKIM",
            ),
            rule(
                "dmarc",
                BulkSenders,
                Test::Dmarc,
                YAHOO,
                "The domain in From has a DMARC record, be it with p=none",
            ),
            rule(
                "alignment",
                BulkSenders,
                Test::Alignment,
                YAHOO,
                "The domain in From is that of SPF or DKIM",
            ),
            rule(
                "unsubscribe",
                BulkSenders,
                Test::Unsubscribe,
                YAHOO,
                "Marketing mail can be unsubscribed by one click",
            ),
            rule(
                "complaints",
                BulkSenders,
                Test::Complaints,
                YAHOO,
                "Fewer than 0.3 % of the mails are reported as spam",
            ),
        ],
    },
    Pack {
        id: "microsoft-2025-05",
        name: "Outlook.com",
        since: "2025-05-05",
        rules: &[
            rule("spf", BulkSenders, Test::Spf, MICROSOFT, "Mail passes SPF"),
            rule(
                "dkim",
                BulkSenders,
                Test::Dkim,
                MICROSOFT,
                "Mail passes DKIM",
            ),
            rule(
                "dmarc",
                BulkSenders,
                Test::Dmarc,
                MICROSOFT,
                "The domain in From has a DMARC record, be it with p=none",
            ),
            rule(
                "alignment",
                BulkSenders,
                Test::Alignment,
                MICROSOFT,
                "The domain in From is that of SPF or DKIM, better of both",
            ),
            rule(
                "from-receives",
                BulkSenders,
                Test::FromReceives,
                MICROSOFT,
                "The address in From or Reply-To takes replies",
            ),
            rule(
                "unsubscribe",
                BulkSenders,
                Test::Unsubscribe,
                MICROSOFT,
                "Marketing mail can be unsubscribed",
            ),
        ],
    },
];
