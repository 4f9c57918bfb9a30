//! Tests of the table, of what it expects of a sender, and of reading pasted records.

mod golden;
mod properties;

pub(super) use properties::run;

use serde_json::{Value, json};

use super::*;
use crate::domain::connector::Connector;
use crate::domain::sender_domain::dns::Name;

const TABLE: &str = include_str!("../../../../../assets/providers.toml");

fn name(text: &str) -> Name {
    text.parse().unwrap()
}

fn rules() -> &'static ProviderRules {
    ProviderRules::embedded()
}

fn templates(extra: &Value) -> Value {
    let types = ["SignIn", "Register", "ForgotPassword", "Generic"];
    let all = types.map(|usage_type| {
        let mut template = json!({"usageType": usage_type, "subject": "s", "content": "c"});
        for (key, value) in extra.as_object().unwrap() {
            template[key] = value.clone();
        }
        template
    });
    json!(all)
}

/// The settings of a connector with the least configuration that its guard lets pass.
fn settings(factory: &str, config: Value) -> Result<Settings, NoProvider> {
    Settings::of(&Connector::from_json(factory, config).unwrap())
}

fn smtp(host: &str) -> Settings {
    let templates = templates(&json!({"contentType": "text/html"}));
    let config = json!({
        "host": host, "port": 587, "auth": {}, "fromEmail": "Acme <no-reply@example.com>",
        "templates": templates,
    });
    settings("simple-mail-transfer-protocol", config).unwrap()
}

#[test]
fn the_table_that_comes_with_the_program_is_read_whole() {
    let rules = ProviderRules::parse(TABLE).unwrap();
    assert_eq!(&rules, ProviderRules::embedded());
    let tables = TABLE.lines().filter(|line| *line == "[[provider]]").count();
    let records = TABLE
        .lines()
        .filter(|line| *line == "[[provider.record]]")
        .count();
    assert_eq!(rules.providers.len(), tables);
    assert_eq!(
        rules
            .providers
            .iter()
            .map(|it| it.records.len())
            .sum::<usize>(),
        records
    );
    for id in [
        "aws-ses",
        "mailgun",
        "sendgrid",
        "postmark",
        "aliyun-dm",
        "smtp",
        "smtp2go",
        "mailjunky",
    ] {
        assert!(rules.provider(id).is_some(), "{id}");
    }
}

#[test]
fn every_record_has_a_page_and_confirmed_ones_a_day() {
    for provider in &rules().providers {
        for (index, record) in provider.records.iter().enumerate() {
            let place = format!("{} {}", provider.id, record.id);
            assert!(record.source.url.starts_with("https://"), "{place}");
            assert_eq!(
                record.source.read.is_some(),
                record.source.confirmed,
                "{place}"
            );
            assert!(
                !record.why.is_empty() && !record.why.ends_with('.'),
                "{place}"
            );
            let earlier = &provider.records[..index];
            assert!(earlier.iter().all(|it| it.id != record.id), "{place}");
        }
    }
}

#[test]
fn broken_tables_are_refused_with_the_place() {
    let wrong = |from: &str, to: &str| {
        assert!(TABLE.contains(from), "{from}");
        ProviderRules::parse(&TABLE.replacen(from, to, 1)).unwrap_err()
    };
    assert!(matches!(
        wrong("[[provider]]", "[[provider"),
        RulesError::Toml(_)
    ));
    assert_eq!(
        wrong("role = \"dkim\"", "role = \"x\""),
        RulesError::Key("role".to_owned())
    );
    assert!(matches!(
        wrong("{dkim_token}", "{nothing}"),
        RulesError::Pattern { .. }
    ));
    assert_eq!(
        wrong("mail = \"marketing\"", "mail = 1"),
        RulesError::Key("mail".to_owned())
    );
    assert_eq!(
        wrong("\"173.245.48.0/20\"", "\"x\""),
        RulesError::Key("networks".to_owned())
    );
}

#[test]
fn settings_come_from_the_configuration() {
    let ses = settings(
        "aws-ses-mail",
        json!({"accessKeyId": "a", "accessKeySecret": "b", "region": "eu-west-1-fips",
               "emailAddress": "Acme <a@Example.COM>", "templates": templates(&json!({}))}),
    )
    .unwrap();
    assert_eq!(ses.provider, "aws-ses");
    assert_eq!(ses.first(Variable::Region), Some("eu-west-1"));
    assert_eq!(ses.domain(), Some(name("example.com")));
    let mailgun = settings(
        "mailgun-email",
        json!({"endpoint": "https://api.eu.mailgun.net", "domain": "mg.example.com", "apiKey": "k",
               "from": "a@example.com", "deliveries": {}}),
    )
    .unwrap();
    assert_eq!(mailgun.first(Variable::Region), Some("eu"));
    assert_eq!(mailgun.first(Variable::Sending), Some("mg.example.com"));
    assert_eq!(
        settings("logto-email", json!({})),
        Err(NoProvider::LogtoCloud)
    );
    let own = json!({"endpoint": "https://mail.example.com/send"});
    assert_eq!(settings("http-email", own), Err(NoProvider::OwnService));
}

#[test]
fn smtp_counts_as_the_provider_whose_host_it_is() {
    for (host, provider, region) in [
        (
            "email-smtp.eu-central-1.amazonaws.com",
            "aws-ses",
            Some("eu-central-1"),
        ),
        ("smtp.mailgun.org", "mailgun", Some("us")),
        ("SMTP.EU.mailgun.org.", "mailgun", Some("eu")),
        ("smtp.sendgrid.net", "sendgrid", None),
        ("smtp.postmarkapp.com", "postmark", None),
        ("smtpdm.aliyun.com", "aliyun-dm", None),
        (
            "smtpdm-ap-southeast-1.aliyuncs.com",
            "aliyun-dm",
            Some("ap-southeast-1"),
        ),
        ("smtp-relay.gmail.com", "google", None),
        ("smtp.office365.com", "microsoft-365", None),
        ("smtp.zoho.eu", "zoho", None),
        ("mail.smtp2go.com", "smtp2go", None),
        ("mail.example.com", "smtp", None),
        ("evil-smtp.sendgrid.net.example.com", "smtp", None),
        ("", "smtp", None),
    ] {
        let settings = smtp(host);
        assert_eq!(settings.provider, provider, "{host}");
        assert_eq!(settings.first(Variable::Region), region, "{host}");
    }
}

#[test]
fn pasted_values_are_cleaned() {
    let settings = Settings::new("sendgrid")
        .with(
            Variable::DkimToken,
            ["ABC._domainkey.example.com", " “def” ", ""],
        )
        .with(Variable::DkimKey, ["v=DKIM1; k=rsa; p=MIGf MA0;"])
        .with(Variable::Account, ["s1.domainkey.u12.wl3.sendgrid.net."])
        .with(Variable::Region, [" "]);
    assert_eq!(settings.all(Variable::DkimToken), ["abc", "def"]);
    assert_eq!(settings.first(Variable::DkimKey), Some("MIGfMA0"));
    assert_eq!(settings.first(Variable::Account), Some("u12.wl3"));
    assert_eq!(settings.first(Variable::Region), None);
}

#[test]
fn pasted_records_are_read_from_zone_files_and_consoles() {
    let text = "; comment\n\
        s1._domainkey.example.com. 300 IN CNAME s1.domainkey.u1.wl2.sendgrid.net.\n\
        CNAME\tem1\tu1.wl2.sendgrid.net\n\
        | bounce | MX | 10 feedback-smtp.us-east-1.amazonses.com |\n\
        @, TXT, \"v=spf1 include:\" \"mailgun.org ~all\"\n\
        link.example.com CNAME track.smtp2go.net\n\
        nothing at all\n";
    let read = read_pasted(text, &name("example.com"));
    let shown: Vec<_> = read
        .iter()
        .map(|it| {
            (
                it.name.to_string(),
                it.record_type.mnemonic(),
                it.value.as_str(),
                it.role,
            )
        })
        .collect();
    let line = |at: &str, mnemonic, value, role| (at.to_owned(), mnemonic, value, role);
    assert_eq!(
        shown,
        [
            line(
                "s1._domainkey.example.com",
                "CNAME",
                "s1.domainkey.u1.wl2.sendgrid.net",
                Role::Dkim
            ),
            line(
                "em1.example.com",
                "CNAME",
                "u1.wl2.sendgrid.net",
                Role::ReturnPath
            ),
            line(
                "bounce.example.com",
                "MX",
                "feedback-smtp.us-east-1.amazonses.com",
                Role::ReturnPath
            ),
            line(
                "example.com",
                "TXT",
                "v=spf1 include:mailgun.org ~all",
                Role::Spf
            ),
            line(
                "link.example.com",
                "CNAME",
                "track.smtp2go.net",
                Role::Tracking
            ),
        ]
    );
    assert_eq!(read[2].preference, 10);
}

#[test]
fn services_are_known_by_their_names() {
    for (at, label, mail) in [
        ("amazonses.com", "Amazon SES", ServiceMail::Transactional),
        (
            "u1.wl2.sendgrid.net",
            "SendGrid",
            ServiceMail::Transactional,
        ),
        (
            "spfdm-ap-southeast-1.aliyun.com",
            "Aliyun Direct Mail",
            ServiceMail::Transactional,
        ),
        (
            "spf.qiye.aliyun.com",
            "Alibaba Mail",
            ServiceMail::Mailboxes,
        ),
        (
            "SPF.protection.outlook.com",
            "Microsoft 365",
            ServiceMail::Mailboxes,
        ),
        ("servers.mcsv.net", "Mailchimp", ServiceMail::Marketing),
        (
            "1234.spf05.hubspotemail.net",
            "HubSpot",
            ServiceMail::Marketing,
        ),
    ] {
        let service = rules()
            .service_of(&name(at))
            .unwrap_or_else(|| panic!("{at}"));
        assert_eq!(
            (service.label.as_str(), service.mail),
            (label, mail),
            "{at}"
        );
    }
    for at in [
        "notamazonses.com",
        "amazonses.com.example.com",
        "example.com",
        ".",
    ] {
        assert_eq!(rules().service_of(&name(at)), None, "{at}");
    }
    let selectors = rules().selectors();
    assert!(selectors.contains(&"default") && selectors.contains(&"hs1"));
    let once: std::collections::BTreeSet<_> = selectors.iter().collect();
    assert_eq!(once.len(), selectors.len());
    assert_eq!(
        rules().proxy_of([104, 18, 1, 1].into()).unwrap().label,
        "Cloudflare"
    );
    assert_eq!(rules().proxy_of([192, 0, 2, 1].into()), None);
}
