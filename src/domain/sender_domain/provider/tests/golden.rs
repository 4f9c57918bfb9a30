//! What every provider asks of one sender, as a table.

use super::*;

/// One line for each record: need, type, name, data, and what is still to paste.
fn table(settings: &Settings) -> Vec<String> {
    let shown = |values: &[Pattern]| {
        let values: Vec<_> = values.iter().map(ToString::to_string).collect();
        values.join(" or ")
    };
    let line = |it: &Expected| {
        let data = match &it.matches {
            Match::Alias(values) => shown(values),
            Match::Hosts { hosts, only, .. } => {
                let all: Vec<_> = hosts.iter().map(ToString::to_string).collect();
                format!("{}{}", all.join(" and "), if *only { " only" } else { "" })
            }
            Match::SpfInclude(values) => format!("include {}", shown(values)),
            Match::Spf => "spf".to_owned(),
            Match::DkimKey(key) => format!("key {}", key.as_deref().unwrap_or("any")),
            Match::Text(value) => value.to_string(),
            Match::Dmarc => "dmarc".to_owned(),
        };
        let need = format!("{:?}", it.needed).to_lowercase();
        let form = it
            .form
            .as_ref()
            .map(|it| format!(" [{}]", it.form))
            .unwrap_or_default();
        let asks: Vec<_> = it.unknown.iter().map(|ask| ask.variable.name()).collect();
        let asks = if asks.is_empty() {
            String::new()
        } else {
            format!(" ? {}", asks.join(" "))
        };
        let doubt = if it.source.confirmed {
            ""
        } else {
            " (unconfirmed)"
        };
        format!(
            "{need} {} {} = {data}{form}{asks}{doubt}",
            it.record_type, it.name
        )
    };
    expectations(rules(), settings).iter().map(line).collect()
}

fn of(provider: &str, values: &[(Variable, &str)]) -> Vec<String> {
    let mut settings = Settings::new(provider).with(Variable::Domain, ["example.com"]);
    for (variable, value) in values {
        settings = settings.with(*variable, value.split(' '));
    }
    table(&settings)
}

#[test]
fn ses_with_nothing_but_its_region() {
    assert_eq!(
        of("aws-ses", &[(Variable::Region, "us-east-1")]),
        [
            "required CNAME <DKIM token>._domainkey.example.com = <DKIM token>.dkim.amazonses.com or <DKIM token>.dkim.us-east-1.amazonses.com [Easy DKIM] ? dkim_token",
            "recommended MX <bounce domain> = feedback-smtp.us-east-1.amazonses.com only ? mail_from",
            "recommended TXT <bounce domain> = include amazonses.com ? mail_from",
            "recommended TXT _dmarc.example.com = dmarc",
            "unneeded TXT example.com = include amazonses.com",
        ]
    );
}

#[test]
fn ses_in_a_region_with_a_domain_of_its_own() {
    let values = [
        (Variable::Region, "eu-south-1"),
        (Variable::DkimToken, "aaa bbb ccc"),
        (Variable::MailFrom, "bounce.example.com"),
    ];
    assert_eq!(
        of("aws-ses", &values)[..4],
        [
            "required CNAME aaa._domainkey.example.com = aaa.dkim.eu-south-1.amazonses.com or aaa.dkim.eu-south-1.amazonses.com [Easy DKIM]",
            "required CNAME bbb._domainkey.example.com = bbb.dkim.eu-south-1.amazonses.com or bbb.dkim.eu-south-1.amazonses.com [Easy DKIM]",
            "required CNAME ccc._domainkey.example.com = ccc.dkim.eu-south-1.amazonses.com or ccc.dkim.eu-south-1.amazonses.com [Easy DKIM]",
            "recommended MX bounce.example.com = feedback-smtp.eu-south-1.amazonses.com only",
        ]
    );
    let own_key = [
        (Variable::Region, "us-east-1"),
        (Variable::DkimSelector, "mine"),
    ];
    let own_key = of("aws-ses", &own_key);
    assert_eq!(
        own_key[1],
        "required TXT mine._domainkey.example.com = key any [your own key]"
    );
}

#[test]
fn mailgun_in_both_regions() {
    let eu = [
        (Variable::Region, "eu"),
        (Variable::Sending, "mg.example.com"),
    ];
    assert_eq!(
        of("mailgun", &eu),
        [
            "required TXT mg.example.com = include eu.mailgun.org or mailgun.org",
            "required CNAME pdk1._domainkey.mg.example.com = pdk1._domainkey.<account>.dkim1.mailgun.com or pdk1._domainkey.….mailgun.com [automatic sender security] ? account",
            "required CNAME pdk2._domainkey.mg.example.com = pdk2._domainkey.<account>.dkim1.mailgun.com or pdk2._domainkey.….mailgun.com [automatic sender security] ? account",
            "required TXT <DKIM selector>._domainkey.mg.example.com = key any [manual] ? dkim_selector",
            "optional CNAME email.mg.example.com = eu.mailgun.org or mailgun.org",
            "optional MX mg.example.com = mxa.eu.mailgun.org and mxb.eu.mailgun.org",
        ]
    );
    let us = [
        (Variable::Region, "us"),
        (Variable::Account, "ab12"),
        (Variable::DkimSelector, "k1"),
    ];
    let us = of("mailgun", &us);
    assert_eq!(
        us[0],
        "required TXT example.com = include mailgun.org or mailgun.org"
    );
    assert_eq!(
        us[1],
        "required CNAME pdk1._domainkey.example.com = pdk1._domainkey.ab12.dkim1.mailgun.com [automatic sender security]"
    );
    assert_eq!(
        us[3],
        "required TXT k1._domainkey.example.com = key any [manual]"
    );
}

#[test]
fn sendgrid_before_and_after_the_values_are_pasted() {
    assert_eq!(
        of("sendgrid", &[]),
        [
            "required CNAME <bounce domain> = <account>.sendgrid.net or ….sendgrid.net [automated security] ? mail_from account",
            "required CNAME s1._domainkey.example.com = s1.domainkey.<account>.sendgrid.net or s1.domainkey.….sendgrid.net [automated security] ? account",
            "required CNAME s2._domainkey.example.com = s2.domainkey.<account>.sendgrid.net or s2.domainkey.….sendgrid.net [automated security] ? account",
            "required MX <bounce domain> = mx.sendgrid.net [manual] ? mail_from",
            "required TXT <bounce domain> = include sendgrid.net [manual] ? mail_from",
            "required TXT m1._domainkey.example.com = key any [manual]",
            "optional CNAME <tracking name> = sendgrid.net or eu.sendgrid.net ? tracking_name",
            "recommended TXT _dmarc.example.com = dmarc",
        ]
    );
    let known = [
        (Variable::Account, "u1.wl2"),
        (Variable::MailFrom, "em1.example.com"),
    ];
    assert_eq!(
        of("sendgrid", &known)[..2],
        [
            "required CNAME em1.example.com = u1.wl2.sendgrid.net [automated security]",
            "required CNAME s1._domainkey.example.com = s1.domainkey.u1.wl2.sendgrid.net [automated security]",
        ]
    );
}

#[test]
fn postmark_smtp2go_mailjunky_and_a_server_of_ones_own() {
    assert_eq!(
        of("postmark", &[]),
        [
            "required TXT <DKIM selector>._domainkey.example.com = key any ? dkim_selector",
            "recommended CNAME pm-bounces.example.com = pm.mtasv.net",
            "unneeded TXT example.com = include spf.mtasv.net",
        ]
    );
    assert_eq!(
        of(
            "smtp2go",
            &[
                (Variable::DkimSelector, "s12"),
                (Variable::MailFrom, "em12.example.com")
            ]
        ),
        [
            "required CNAME em12.example.com = return.smtp2go.net",
            "required CNAME s12._domainkey.example.com = dkim.smtp2go.net",
            "optional CNAME link.example.com = track.smtp2go.net",
            "unneeded TXT example.com = include spf.smtp2go.com or smtp2go.net",
        ]
    );
    assert_eq!(
        of("mailjunky", &[]),
        [
            "required TXT <DKIM selector>._domainkey.example.com = key any ? dkim_selector (unconfirmed)"
        ]
    );
    assert_eq!(
        of("smtp", &[]),
        [
            "required TXT example.com = spf",
            "required TXT <DKIM selector>._domainkey.example.com = key any ? dkim_selector",
            "recommended TXT _dmarc.example.com = dmarc",
        ]
    );
}

#[test]
fn aliyun_by_region() {
    assert_eq!(
        of("aliyun-dm", &[(Variable::Ownership, "AbC1")]),
        [
            "required TXT example.com = include spf1.dm.aliyun.com",
            "required TXT aliyun-cn-hangzhou._domainkey.example.com = key any",
            "required TXT _dmarc.example.com = dmarc",
            "required MX example.com = mx01.dm.aliyun.com",
            "optional TXT aliyundm.example.com = AbC1",
            "optional CNAME dmtrace.example.com = tracedm.aliyuncs.com",
        ]
    );
    let far = of("aliyun-dm", &[(Variable::Region, "us-east-1")]);
    assert_eq!(
        far[0],
        "required TXT example.com = include spfdm-us-east-1.aliyun.com (unconfirmed)"
    );
    assert_eq!(
        far[3],
        "required MX example.com = mxdm-us-east-1.aliyun.com (unconfirmed)"
    );
    let near = of("aliyun-dm", &[(Variable::Region, "ap-southeast-1")]);
    assert_eq!(
        near[3],
        "required MX example.com = mxdm-ap-southeast-1.aliyun.com"
    );
}

#[test]
fn mail_behind_smtp_hosts_of_others() {
    assert_eq!(
        of("google", &[]),
        [
            "required TXT example.com = include _spf.google.com",
            "recommended TXT google._domainkey.example.com = key any",
        ]
    );
    let resend = of("resend", &[(Variable::Region, "us-east-1")]);
    assert_eq!(
        resend[1],
        "required MX send.example.com = feedback-smtp.us-east-1.amazonses.com only (unconfirmed)"
    );
    assert_eq!(
        of("microsoft-365", &[])[0],
        "required TXT example.com = include spf.protection.outlook.com"
    );
}

#[test]
fn stated_records_take_the_place_of_guesses() {
    let text = "s9._domainkey CNAME dkim.smtp2go.net\nem9 CNAME return.smtp2go.net";
    let settings = Settings::new("smtp2go")
        .with(Variable::Domain, ["example.com"])
        .with_stated(read_pasted(text, &name("example.com")));
    assert_eq!(
        table(&settings),
        [
            "required CNAME s9._domainkey.example.com = dkim.smtp2go.net",
            "recommended CNAME em9.example.com = return.smtp2go.net",
            "optional CNAME link.example.com = track.smtp2go.net",
            "unneeded TXT example.com = include spf.smtp2go.com or smtp2go.net",
        ]
    );
}

#[test]
fn what_is_not_known_says_what_to_paste_and_where() {
    let settings = Settings::new("aws-ses").with(Variable::Domain, ["example.com"]);
    for expected in expectations(rules(), &settings) {
        for ask in &expected.unknown {
            assert!(!ask.what.is_empty() && !ask.place.is_empty(), "{ask:?}");
        }
    }
    let without = expectations(rules(), &Settings::new("smtp"));
    assert!(without.iter().all(|it| {
        it.unknown
            .iter()
            .any(|ask| ask.variable == Variable::Domain)
    }));
    assert_eq!(expectations(rules(), &Settings::new("nobody")), []);
}
