//! What the answers of each provider come to.

use super::*;

#[test]
fn ses_tells_tokens_zone_and_the_name_for_bounces() {
    let answer = json!({
        "IdentityType": "DOMAIN", "FeedbackForwardingStatus": true, "VerifiedForSendingStatus": true,
        "DkimAttributes": {
            "SigningEnabled": true, "Status": "SUCCESS", "SigningAttributesOrigin": "AWS_SES",
            "Tokens": ["t1", "t2", "t3"], "SigningHostedZone": "dkim.eu-west-1.amazonses.com",
        },
        "MailFromAttributes": {
            "MailFromDomain": "bounce.example.com", "MailFromDomainStatus": "PENDING",
            "BehaviorOnMxFailure": "REJECT_MESSAGE",
        },
    });
    let read = facts(&ses(), &ApiStage::First, &answer);
    assert_eq!((read.verified, read.notes.len()), (Some(true), 2));
    let all = expected(&ses(), read);
    let keys = aliases(&all, Role::Dkim);
    assert_eq!(keys.len(), 3);
    assert_eq!(
        keys[0],
        pair(
            "t1._domainkey.example.com",
            "t1.dkim.eu-west-1.amazonses.com"
        )
    );
    let bounces = aliases(&all, Role::ReturnPath);
    assert_eq!(
        bounces,
        [pair(
            "bounce.example.com",
            "10 feedback-smtp.eu-west-1.amazonses.com"
        )]
    );
    let old = json!({"DkimAttributes": {"Tokens": ["t1"], "SigningEnabled": false}, "MailFromAttributes": {}});
    let read = facts(&ses(), &ApiStage::First, &old);
    assert_eq!(read.notes.len(), 2);
    assert_eq!(
        aliases(&expected(&ses(), read), Role::Dkim)[0].1,
        "t1.dkim.amazonses.com"
    );
    let own =
        json!({"DkimAttributes": {"Tokens": ["mine"], "SigningAttributesOrigin": "EXTERNAL"}});
    let all = expected(&ses(), facts(&ses(), &ApiStage::First, &own));
    assert!(
        all.iter()
            .any(|it| it.name.to_string() == "mine._domainkey.example.com")
    );
}

#[test]
fn mailgun_tells_every_record() {
    let answer = json!({
        "domain": {"name": "mg.example.com", "state": "active"},
        "receiving_dns_records": [
            {"is_active": true, "priority": "10", "record_type": "MX", "valid": "valid", "value": "mxa.eu.mailgun.org"},
            {"is_active": true, "priority": "10", "record_type": "MX", "valid": "valid", "value": "mxb.eu.mailgun.org"},
        ],
        "sending_dns_records": [
            {"is_active": true, "name": "mg.example.com", "record_type": "TXT", "valid": "valid", "value": "v=spf1 include:mailgun.org ~all"},
            {"is_active": true, "name": "pdk1._domainkey.mg.example.com", "record_type": "CNAME", "valid": "unknown", "value": "pdk1._domainkey.ab.dkim1.mailgun.com"},
            {"is_active": false, "name": "pdk9._domainkey.mg.example.com", "record_type": "CNAME", "valid": "unknown", "value": "x.mailgun.com"},
            {"is_active": true, "name": "email.mg.example.com", "record_type": "CNAME", "valid": "valid", "value": "eu.mailgun.org"},
        ],
    });
    let read = facts(&mailgun(), &ApiStage::First, &answer);
    assert_eq!((read.verified, read.records.len()), (Some(true), 5));
    let all = expected(&mailgun(), read);
    let keys = [pair(
        "pdk1._domainkey.mg.example.com",
        "pdk1._domainkey.ab.dkim1.mailgun.com",
    )];
    assert_eq!(aliases(&all, Role::Dkim), keys);
    let hosts = all
        .iter()
        .find(|it| it.record_type == RecordType::Mx)
        .unwrap();
    assert!(matches!(&hosts.matches, Match::Hosts { hosts, .. } if hosts.len() == 2));
    assert_eq!(aliases(&all, Role::Tracking).len(), 1);
}

#[test]
fn sendgrid_tells_the_records_of_the_nearest_domain() {
    let record = |host: &str, kind: &str, data: &str| json!({"valid": true, "type": kind, "host": host, "data": data});
    let answer = json!([
        {"id": 1, "domain": "other.example", "valid": true, "dns": {}},
        {"id": 2, "domain": "example.com", "subdomain": "em1", "valid": false, "automatic_security": true, "dns": {
            "mail_cname": record("em1.example.com", "cname", "u1.wl2.sendgrid.net"),
            "dkim1": record("s1._domainkey.example.com", "cname", "s1.domainkey.u1.wl2.sendgrid.net"),
            "dkim2": record("s2._domainkey.example.com", "cname", "s2.domainkey.u1.wl2.sendgrid.net"),
        }},
    ]);
    let read = facts(&sendgrid(), &ApiStage::First, &answer);
    assert_eq!((read.verified, read.notes.len()), (Some(false), 1));
    let all = expected(&sendgrid(), read);
    assert_eq!(
        aliases(&all, Role::ReturnPath),
        [pair("em1.example.com", "u1.wl2.sendgrid.net")]
    );
    assert_eq!(aliases(&all, Role::Dkim).len(), 2);
    let manual = json!([{"domain": "example.com", "valid": true, "dns": {
        "mail_server": record("em1.example.com", "mx", "mx.sendgrid.net"),
        "subdomain_spf": record("em1.example.com", "txt", "v=spf1 include:sendgrid.net ~all"),
        "dkim": record("m1._domainkey.example.com", "txt", "k=rsa; t=s; p=MIGf"),
    }}]);
    let all = expected(&sendgrid(), facts(&sendgrid(), &ApiStage::First, &manual));
    assert_eq!(
        aliases(&all, Role::ReturnPath),
        [pair("em1.example.com", "10 mx.sendgrid.net")]
    );
    assert_eq!(
        aliases(&all, Role::Dkim),
        [pair("m1._domainkey.example.com", "v=DKIM1; k=rsa; p=MIGf")]
    );
    let nothing = ask(&sendgrid(), None, |query| {
        query.read(&ApiStage::First, 200, "[]")
    });
    assert_eq!(nothing, Err(ApiFailure::NotSetUp("example.com".to_owned())));
}

#[test]
fn postmark_tells_key_and_return_path_in_two_steps() {
    let list = json!({"TotalCount": 2, "Domains": [
        {"Name": "postmarkapp.com", "ID": 36735}, {"Name": "example.com", "ID": 81605},
    ]});
    let next = ask(&postmark(), None, |query| {
        query.read(&ApiStage::First, 200, &list.to_string())
    });
    let stage = ApiStage::Described(81_605);
    assert_eq!(next, Ok(ApiReply::Next(stage.clone())));
    let answer = json!({
        "Name": "example.com", "SPFVerified": true, "DKIMVerified": false, "WeakDKIM": false,
        "DKIMHost": "", "DKIMTextValue": "",
        "DKIMPendingHost": "20131031155228pm._domainkey.example.com",
        "DKIMPendingTextValue": "k=rsa; p=MIGfMA0",
        "DKIMRevokedHost": "", "ReturnPathDomain": "pm-bounces.example.com",
        "ReturnPathDomainCNAMEValue": "pm.mtasv.net", "ID": 81605,
    });
    let read = facts(&postmark(), &stage, &answer);
    assert_eq!((read.verified, read.notes.len()), (Some(false), 1));
    let all = expected(&postmark(), read);
    let key = pair(
        "20131031155228pm._domainkey.example.com",
        "v=DKIM1; k=rsa; p=MIGfMA0",
    );
    assert_eq!(aliases(&all, Role::Dkim), [key]);
    assert_eq!(
        aliases(&all, Role::ReturnPath),
        [pair("pm-bounces.example.com", "pm.mtasv.net")]
    );
}

#[test]
fn smtp2go_tells_the_names() {
    let answer = json!({"request_id": "e0", "data": {"domains": [{
        "domain": {
            "fulldomain": "example.com", "subdomain": null, "domain": "example", "suffix": "com",
            "dkim_selector": "s123456", "dkim_verified": true, "dkim_status": "", "dkim_value": "dkim.smtp2go.net",
            "rpath_selector": "em744766", "rpath_verified": true, "rpath_status": "", "rpath_value": "return.smtp2go.net",
        },
        "trackers": [{"fulldomain": "link.example.com", "cname_value": "track.smtp2go.net", "enabled": true}],
    }]}});
    let read = facts(&smtp2go(), &ApiStage::First, &answer);
    assert_eq!(read.verified, Some(true));
    let all = expected(&smtp2go(), read);
    assert_eq!(
        aliases(&all, Role::Dkim),
        [pair("s123456._domainkey.example.com", "dkim.smtp2go.net")]
    );
    assert_eq!(
        aliases(&all, Role::ReturnPath),
        [pair("em744766.example.com", "return.smtp2go.net")]
    );
    assert_eq!(
        aliases(&all, Role::Tracking),
        [pair("link.example.com", "track.smtp2go.net")]
    );
}

#[test]
fn aliyun_tells_everything_in_two_steps() {
    let list = json!({"TotalCount": 1, "data": {"domain": [{"DomainName": "mail.example.com", "DomainId": "158910"}]}});
    let next = ask(&aliyun(), None, |query| {
        query.read(&ApiStage::First, 200, &list.to_string())
    });
    let stage = ApiStage::Described(158_910);
    assert_eq!(next, Ok(ApiReply::Next(stage.clone())));
    let answer = json!({
        "DomainName": "mail.example.com", "DomainStatus": "1", "SpfRecord": "include:spf1.dm.aliyun.com",
        "SpfAuthStatus": "0", "MxRecord": "mx01.dm.aliyun.com", "MxAuthStatus": "1",
        "DkimRR": "aliyun-cn-hangzhou._domainkey.mail", "DkimPublicKey": "v=DKIM1; k=rsa; p=MIGf",
        "CnameRecord": "dmtrace", "TracefRecord": "tracedm.aliyuncs.com", "DomainType": "0c40d5",
    });
    let read = facts(&aliyun(), &stage, &answer);
    assert_eq!((read.verified, read.notes.len()), (Some(false), 1));
    let all = expected(&aliyun(), read);
    let key = pair(
        "aliyun-cn-hangzhou._domainkey.mail.example.com",
        "v=DKIM1; k=rsa; p=MIGf",
    );
    assert_eq!(aliases(&all, Role::Dkim), [key]);
    assert_eq!(
        aliases(&all, Role::Receiving),
        [pair("mail.example.com", "10 mx01.dm.aliyun.com")]
    );
    assert_eq!(
        aliases(&all, Role::Spf),
        [pair(
            "mail.example.com",
            "v=spf1 include:spf1.dm.aliyun.com ~all"
        )]
    );
    assert_eq!(
        aliases(&all, Role::Tracking),
        [pair("dmtrace.mail.example.com", "tracedm.aliyuncs.com")]
    );
    let owner = all.iter().find(|it| it.role == Role::Ownership).unwrap();
    assert_eq!(owner.data().as_deref(), Some("0c40d5"));
    assert_eq!(name("mail.example.com"), all[0].home.clone().unwrap());
}
