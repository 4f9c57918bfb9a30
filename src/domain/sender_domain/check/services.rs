//! Names that SPF records include, and whose they are: from the public set-up pages of the services,
//! read in November 2026.

use crate::domain::sender_domain::domain_name;

/// A service that sends for others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KnownService {
    /// What it is called.
    pub name: &'static str,
    /// Whether it mainly sends advertisements and newsletters.
    pub marketing: bool,
    /// Selectors that it uses for everybody; none if they differ.
    pub selectors: &'static [&'static str],
    /// Names that it or names below are included by.
    includes: &'static [&'static str],
}

const fn service(
    name: &'static str,
    marketing: bool,
    selectors: &'static [&'static str],
    includes: &'static [&'static str],
) -> KnownService {
    KnownService {
        name,
        marketing,
        selectors,
        includes,
    }
}

static SERVICES: [KnownService; 19] = [
    service("Amazon SES", false, &[], &["amazonses.com"]),
    service(
        "Mailgun",
        false,
        &["pdk1", "pdk2", "k1", "smtp", "mx"],
        &["mailgun.org"],
    ),
    service("SendGrid", false, &["s1", "s2", "m1"], &["sendgrid.net"]),
    service("Postmark", false, &[], &["mtasv.net"]),
    service(
        "Alibaba Cloud Direct Mail",
        false,
        &["aliyun-cn-hangzhou", "aliyun-ap-southeast-1"],
        &[
            "dm.aliyun.com",
            "spfdm-ap-southeast-1.aliyun.com",
            "spfdm-ap-southeast-2.aliyun.com",
            "spfdm-eu-central-1.aliyun.com",
            "spfdm-us-east-1.aliyun.com",
        ],
    ),
    service("Alibaba Mail", false, &[], &["qiye.aliyun.com"]),
    service("Google Workspace", false, &["google"], &["_spf.google.com"]),
    service(
        "Microsoft 365",
        false,
        &["selector1", "selector2"],
        &["protection.outlook.com"],
    ),
    service(
        "Mailchimp",
        true,
        &["k1", "k2", "k3"],
        &["servers.mcsv.net"],
    ),
    service(
        "Mailchimp Transactional",
        false,
        &["mte1", "mte2", "mandrill"],
        &["mandrillapp.com"],
    ),
    service("HubSpot", true, &["hs1", "hs2"], &["hubspotemail.net"]),
    service(
        "Brevo",
        true,
        &["brevo1", "brevo2", "mail", "sib"],
        &["spf.brevo.com", "spf.sendinblue.com"],
    ),
    service("Tencent Cloud SES", false, &["qcloud"], &["qcloudmail.com"]),
    service("Mailjet", true, &["mailjet"], &["spf.mailjet.com"]),
    service("Klaviyo", true, &["kl", "kl2"], &["klaviyomail.com"]),
    service("ActiveCampaign", true, &["dk"], &["emsd1.com"]),
    service(
        "Campaign Monitor",
        true,
        &["cm"],
        &["cmail1.com", "createsend.com"],
    ),
    service("SMTP2GO", false, &[], &["smtp2go.com"]),
    service(
        "Zoho",
        false,
        &["zoho", "zmail"],
        &["zoho.com", "zoho.eu", "zohomail.com"],
    ),
];

/// The service that a name an SPF record includes belongs to.
pub fn known_service(include: &str) -> Option<&'static KnownService> {
    SERVICES.iter().find(|service| {
        let mut includes = service.includes.iter();
        includes.any(|known| domain_name::is_same_or_below(include, known))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_below_a_known_one_belong_to_its_service() {
        for (include, name) in [
            ("spf.protection.outlook.com", Some("Microsoft 365")),
            ("_SPF.google.com.", Some("Google Workspace")),
            ("123.spf01.hubspotemail.net", Some("HubSpot")),
            ("spf1.dm.aliyun.com", Some("Alibaba Cloud Direct Mail")),
            ("spf.qiye.aliyun.com", Some("Alibaba Mail")),
            ("notsendgrid.net", None),
            ("example.com", None),
        ] {
            assert_eq!(known_service(include).map(|it| it.name), name, "{include}");
        }
    }
}
