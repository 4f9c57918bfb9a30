use super::*;
use crate::domain::sender_domain::domain_name;

fn domain(name: &str, organization: &str) -> MailDomain {
    MailDomain {
        name: name.to_owned(),
        organization: organization.to_owned(),
    }
}

#[test]
fn alignment_follows_the_organization_or_the_very_name() {
    use Aligned::{ByOrganization, Exactly, No, TooStrict};
    use AlignmentMode::{Relaxed, Strict};
    let from = domain("example.com", "example.com");
    let child = domain("child.example.com", "example.com");
    let other = domain("example.net", "example.net");
    // RFC 9989 appendix B.1.
    for (mode, from, identifier, expected) in [
        (Strict, &from, &from, Exactly),
        (
            Relaxed,
            &from,
            &domain("EXAMPLE.com.", "example.com"),
            Exactly,
        ),
        (Relaxed, &from, &child, ByOrganization),
        (Relaxed, &child, &from, ByOrganization),
        (Strict, &from, &child, TooStrict),
        (Relaxed, &from, &other, No),
        (Strict, &from, &other, No),
        (
            Relaxed,
            &child,
            &domain("badexample.com", "badexample.com"),
            No,
        ),
    ] {
        assert_eq!(
            aligned(mode, from, identifier),
            expected,
            "{from:?} {identifier:?}"
        );
        assert_eq!(
            expected.passes(),
            matches!(expected, Exactly | ByOrganization)
        );
    }
}

#[test]
fn the_legs_tell_which_of_them_carries() {
    use AlignmentMode::{Relaxed, Strict};
    let from = domain("example.com", "example.com");
    let mailgun = domain("mg.example.com", "example.com");
    let amazon = domain("amazonses.com", "amazonses.com");
    let compare = |spf, dkim: &[MailDomain], mode| {
        let legs = Legs::compare(&from, (mode, spf), (mode, dkim));
        (legs.spf, legs.dkim, codes(&legs.findings))
    };
    assert_eq!(
        compare(Some(&amazon), &[amazon.clone(), from.clone()], Relaxed),
        (
            Some(Aligned::No),
            Some(Aligned::Exactly),
            vec![("align.spf", Severity::Warning)]
        )
    );
    assert_eq!(
        compare(Some(&mailgun), std::slice::from_ref(&mailgun), Strict),
        (
            Some(Aligned::TooStrict),
            Some(Aligned::TooStrict),
            vec![
                ("align.spf", Severity::Warning),
                ("align.dkim", Severity::Warning),
                ("align.none", Severity::Error),
            ]
        )
    );
    assert_eq!(compare(None, &[], Relaxed), (None, None, vec![]));
    assert_eq!(
        compare(Some(&mailgun), &[], Relaxed),
        (Some(Aligned::ByOrganization), None, vec![])
    );
}

#[test]
fn destinations_are_named_once_each() {
    let record = record(
        "v=DMARC1; p=none; rua=mailto:a@one.example,mailto:b@ONE.example,https://two.example/x; \
         ruf=mailto:c@one.example,nobody",
    );
    let found = destinations(&record);
    let hosts: Vec<_> = found.iter().map(|it| it.host.as_str()).collect();
    assert_eq!(hosts, ["one.example", "two.example"]);
    assert_eq!(found[0].uris.len(), 3);
    assert_eq!(record.tags.slice(found[0].uris[2]), "mailto:c@one.example");
}

#[test]
fn other_organizations_are_asked_for_their_agreement() {
    // RFC 9990 section 4.
    assert!(is_external("example.com", "example.net"));
    assert!(!is_external("example.com", "EXAMPLE.com"));
    assert_eq!(
        authorization_name("blue.example.com", "red.example.net").as_deref(),
        Some("blue.example.com._report._dmarc.red.example.net")
    );
    let long = vec!["abcdefghijklmno"; 15].join(".");
    assert!(domain_name::is_valid(&long));
    assert_eq!(authorization_name(&long, "red.example.net"), None);
}

#[test]
fn agreements_are_read_with_their_addresses() {
    let host = "red.example.net";
    for (texts, expected) in [
        (vec![], Authorization::Refused),
        (vec!["hello", "v=DMARC2"], Authorization::Refused),
        (vec!["v=DMARC1"], Authorization::Granted),
        (vec!["v=DMARC1;", "v=DMARC1"], Authorization::Granted),
        (
            vec!["v=DMARC1; rua=mailto:x@RED.example.net"],
            Authorization::Redirected(vec!["mailto:x@RED.example.net".to_owned()]),
        ),
        (
            vec!["v=DMARC1; rua=mailto:x@victim.example"],
            Authorization::Diverted,
        ),
    ] {
        let found = Authorization::read(host, texts.iter().copied());
        assert_eq!(found, expected, "{texts:?}");
        let record = record("v=DMARC1; p=none; rua=mailto:reports@red.example.net");
        let destination = &destinations(&record)[0];
        let finding = found.finding("blue.example.com", destination);
        let refused = matches!(found, Authorization::Refused | Authorization::Diverted);
        assert_eq!(finding.is_some(), refused, "{texts:?}");
        if let Some(finding) = finding {
            assert_eq!(finding.code, "dmarc.external-unauthorized");
            let place = record.tags.slice(finding.span.unwrap());
            assert_eq!(place, "mailto:reports@red.example.net");
        }
    }
}
