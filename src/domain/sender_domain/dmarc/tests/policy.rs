use proptest::prelude::*;

use super::*;

/// A walk over records given as `(domain, text)`; the text `?` stands for no answer.
fn walk(domain: &str, records: &[(&str, &str)]) -> TreeWalk {
    TreeWalk::new(domain, |name| {
        match records.iter().find(|(domain, _)| *domain == name) {
            None => Found::Nothing,
            Some((_, "?")) => Found::NoAnswer,
            Some((_, text)) => Found::Record(Box::new(record(text))),
        }
    })
}

#[test]
fn long_names_are_asked_for_eight_times() {
    // RFC 9989 sections 4.10 and 5.1.8.
    assert_eq!(
        TreeWalk::domains("a.b.c.d.e.f.g.h.i.j.mail.example.com"),
        [
            "a.b.c.d.e.f.g.h.i.j.mail.example.com",
            "g.h.i.j.mail.example.com",
            "h.i.j.mail.example.com",
            "i.j.mail.example.com",
            "j.mail.example.com",
            "mail.example.com",
            "example.com",
            "com",
        ]
    );
    assert_eq!(
        TreeWalk::domains("mail.a.b.c.d.e.f.g.example.com")[1],
        "c.d.e.f.g.example.com"
    );
    assert_eq!(TreeWalk::domains("Example.COM."), ["example.com", "com"]);
    assert_eq!(TreeWalk::domains("1.2.3.4.5.6.7.8").len(), 8);
    assert_eq!(TreeWalk::domains("1.2.3.4.5.6.7").len(), 7);
    assert_eq!(TreeWalk::domains(""), [""; 0]);
}

#[test]
fn the_organizational_domain_is_found() {
    let plain = "v=DMARC1; p=none";
    for (domain, records, expected) in [
        // RFC 9989 section 4.10.2.
        (
            "a.mail.example.com",
            vec![("mail.example.com", plain), ("example.com", plain)],
            "example.com",
        ),
        (
            "a.mail.example.com",
            vec![
                ("mail.example.com", "v=DMARC1; psd=n"),
                ("example.com", plain),
            ],
            "mail.example.com",
        ),
        (
            "a.mail.example.com",
            vec![("com", "v=DMARC1; p=none; psd=y")],
            "example.com",
        ),
        (
            "a.mail.example.com",
            vec![("example.com", "v=DMARC1; p=none; psd=y")],
            "mail.example.com",
        ),
        ("a.mail.example.com", vec![], "a.mail.example.com"),
        // A suffix that mail is sent from is its own organization.
        ("bank", vec![("bank", "v=DMARC1; p=reject; psd=y")], "bank"),
        (
            "mail.example.com",
            vec![("mail.example.com", plain)],
            "mail.example.com",
        ),
        (
            "mail.example.com",
            vec![("mail.example.com", plain), ("com", plain)],
            "com",
        ),
    ] {
        let found = walk(domain, &records).organizational_domain();
        assert_eq!(found.as_deref(), Some(expected), "{domain} {records:?}");
    }
}

#[test]
fn a_walk_ends_at_a_record_that_knows_about_suffixes() {
    let records = [
        ("mail.example.com", "v=DMARC1; p=none; psd=n"),
        ("example.com", "?"),
    ];
    let walk = walk("a.mail.example.com", &records);
    assert_eq!(walk.steps().len(), 2);
    assert_eq!(
        walk.organizational_domain().as_deref(),
        Some("mail.example.com")
    );
}

#[test]
fn the_record_that_applies_is_found() {
    let plain = "v=DMARC1; p=none";
    let suffix = "v=DMARC1; p=reject; psd=y";
    for (domain, records, expected) in [
        (
            "example.com",
            vec![("example.com", plain)],
            Some((Role::Own, "example.com")),
        ),
        (
            "a.b.example.com",
            vec![("b.example.com", plain), ("example.com", plain)],
            Some((Role::Organization, "example.com")),
        ),
        (
            "a.example.bank",
            vec![("bank", suffix)],
            Some((Role::PublicSuffix, "bank")),
        ),
        (
            "a.example.bank",
            vec![("example.bank", plain), ("bank", suffix)],
            Some((Role::Organization, "example.bank")),
        ),
        // The name between is neither the organization nor the suffix.
        (
            "a.b.example.bank",
            vec![("b.example.bank", plain), ("bank", suffix)],
            Some((Role::PublicSuffix, "bank")),
        ),
        ("bank", vec![("bank", suffix)], Some((Role::Own, "bank"))),
        ("example.com", vec![], None),
    ] {
        let walk = walk(domain, &records);
        let found = match walk.discover() {
            Discovery::Applies(role, step) => Some((role, step.domain.as_str())),
            Discovery::Nothing => None,
            Discovery::Unknown => panic!("{domain}"),
        };
        assert_eq!(found, expected, "{domain} {records:?}");
    }
}

#[test]
fn silence_leaves_the_policy_unknown_unless_the_domain_has_a_record() {
    let own = [
        ("a.example.com", "v=DMARC1; p=reject"),
        ("example.com", "?"),
    ];
    let effective = Effective::of(&walk("a.example.com", &own), Existence::Exists);
    assert_eq!(effective.domain, Applied::Policy(Policy::Reject));
    assert_eq!(effective.subdomains, Applied::Unknown);

    let silent = walk("a.example.com", &[("example.com", "?")]);
    let effective = Effective::of(&silent, Existence::Exists);
    assert_eq!(effective.domain, Applied::Unknown);
    assert_eq!(
        codes(&effective.findings(&silent)),
        [("dmarc.unchecked", Severity::Warning)]
    );
    let silent = walk("example.com", &[("example.com", "?")]);
    assert_eq!(
        Effective::of(&silent, Existence::Exists).domain,
        Applied::Unknown
    );
}

/// A domain, whether it exists, where a record stands, its text, and the policies for the domain,
/// names below that exist, and names below that do not.
type Case<'a> = (&'a str, Existence, &'a str, &'a str, [&'a str; 3]);

fn assert_policies(cases: &[Case<'_>]) {
    for (domain, existence, at, text, expected) in cases {
        let effective = Effective::of(&walk(domain, &[(at, text)]), *existence);
        let found = [
            effective.domain,
            effective.subdomains,
            effective.nonexistent,
        ]
        .map(|it| it.as_str().unwrap_or("-"));
        assert_eq!(found, *expected, "{domain} {at} {text}");
    }
}

#[test]
fn the_policy_in_effect_depends_on_place_and_existence() {
    use Existence::{Exists, Missing};
    let all = "v=DMARC1; p=reject; sp=quarantine; np=none";
    assert_policies(&[
        (
            "example.com",
            Exists,
            "example.com",
            all,
            ["reject", "quarantine", "none"],
        ),
        (
            "example.com",
            Missing,
            "example.com",
            all,
            ["reject", "quarantine", "none"],
        ),
        (
            "a.example.com",
            Exists,
            "example.com",
            all,
            ["quarantine", "quarantine", "none"],
        ),
        (
            "a.example.com",
            Missing,
            "example.com",
            all,
            ["none", "quarantine", "none"],
        ),
        // The only record on the way makes its name the organization.
        (
            "a.example.com",
            Exists,
            "a.example.com",
            all,
            ["reject", "quarantine", "none"],
        ),
        (
            "example.com",
            Exists,
            "example.com",
            "v=DMARC1; p=reject",
            ["reject"; 3],
        ),
        (
            "example.com",
            Exists,
            "example.com",
            "v=DMARC1; p=none; sp=reject",
            ["none", "reject", "reject"],
        ),
        (
            "example.bank",
            Exists,
            "bank",
            "v=DMARC1; p=reject; sp=none; psd=y",
            ["none"; 3],
        ),
    ]);
}

#[test]
fn tests_and_flaws_weaken_the_policy_in_effect() {
    use Existence::Exists;
    let rua = "rua=mailto:d@example.com";
    let broken = format!("v=DMARC1; p=reject; sp=x; {rua}");
    let no_policy = format!("v=DMARC1; {rua}");
    let bad_uri = "v=DMARC1; p=x; rua=d@example.com";
    let test = "v=DMARC1; p=reject; sp=quarantine; np=reject; t=y";
    let fine = "v=DMARC1; p=reject";
    assert_policies(&[
        (
            "example.com",
            Exists,
            "example.com",
            test,
            ["quarantine", "none", "quarantine"],
        ),
        ("example.com", Exists, "example.com", &broken, ["none"; 3]),
        (
            "example.com",
            Exists,
            "example.com",
            &no_policy,
            ["none"; 3],
        ),
        (
            "example.com",
            Exists,
            "example.com",
            "v=DMARC1; p=x",
            ["-"; 3],
        ),
        ("example.com", Exists, "example.com", bad_uri, ["-"; 3]),
        ("example.com", Exists, "example.org", fine, ["-"; 3]),
    ]);
}

#[test]
fn names_below_a_subdomain_follow_the_organization() {
    let records = [
        ("mail.example.com", "v=DMARC1; p=reject; sp=reject"),
        ("example.com", "v=DMARC1; p=none; sp=quarantine"),
    ];
    let effective = Effective::of(&walk("mail.example.com", &records), Existence::Exists);
    assert_eq!(effective.domain, Applied::Policy(Policy::Reject));
    assert_eq!(effective.subdomains, Applied::Policy(Policy::Quarantine));

    // A name right below a suffix is an organization of its own and gets the suffix's policy.
    let suffix = walk(
        "bank",
        &[("bank", "v=DMARC1; p=reject; sp=quarantine; psd=y")],
    );
    let effective = Effective::of(&suffix, Existence::Exists);
    assert_eq!(effective.domain, Applied::Policy(Policy::Reject));
    assert_eq!(effective.subdomains, Applied::Policy(Policy::Quarantine));
}

#[test]
fn a_walk_from_below_skips_names_with_eight_labels() {
    let eight = "a.b.c.d.e.f.example.com";
    let effective = Effective::of(
        &walk(eight, &[(eight, "v=DMARC1; p=reject")]),
        Existence::Exists,
    );
    assert_eq!(effective.domain, Applied::Policy(Policy::Reject));
    assert_eq!(effective.subdomains, Applied::Nothing);
    let seven = "b.c.d.e.f.example.com";
    let effective = Effective::of(
        &walk(seven, &[(seven, "v=DMARC1; p=reject")]),
        Existence::Exists,
    );
    assert_eq!(effective.subdomains, Applied::Policy(Policy::Reject));
}

#[test]
fn the_sentences_name_the_record_and_its_effect() {
    let records = [("example.com", "v=DMARC1; p=reject; sp=none")];
    let walk_up = walk("example.com", &records);
    let findings = Effective::of(&walk_up, Existence::Exists).findings(&walk_up);
    assert_eq!(
        codes(&findings),
        [
            ("dmarc.tree-walk", Severity::Info),
            ("dmarc.effective", Severity::Info)
        ]
    );
    assert!(
        findings[0]
            .message
            .ends_with("its own, at _dmarc.example.com")
    );
    assert_eq!(
        findings[1].message,
        "Forged mail from example.com is rejected, from subdomains it is delivered, from names \
         that do not exist it is delivered"
    );
    let nothing = walk("example.com", &[]);
    let findings = Effective::of(&nothing, Existence::Exists).findings(&nothing);
    assert_eq!(codes(&findings), [("dmarc.missing", Severity::Error)]);
}

proptest! {
    #[test]
    fn any_name_can_be_walked(domain in "[a-c.]{0,30}", at in 0_usize..9, psd in "[ynu]") {
        let text = format!("v=DMARC1; p=reject; psd={psd}");
        let names = TreeWalk::domains(&domain);
        prop_assert!(names.len() <= 8);
        let walk = TreeWalk::new(&domain, |name| {
            if names.iter().position(|it| it == name) == Some(at) {
                Found::Record(Box::new(record(&text)))
            } else {
                Found::Nothing
            }
        });
        let applies = Effective::of(&walk, Existence::Exists).domain != Applied::Nothing;
        prop_assert_eq!(applies, at < names.len());
        prop_assert!(walk.organizational_domain().is_some());
    }
}
