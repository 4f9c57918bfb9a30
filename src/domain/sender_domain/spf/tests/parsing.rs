//! Tests of the parser.

use super::super::*;
use crate::domain::finding::Span;

fn parse(text: &str) -> Record {
    let record = Record::parse(text);
    assert_eq!(record.to_string(), text);
    record
}

/// The kinds of problems with the texts they are about.
fn problems(text: &str) -> Vec<(ProblemKind, &str)> {
    let found = parse(text).problems;
    found
        .into_iter()
        .map(|problem| (problem.kind, &text[problem.span.range()]))
        .collect()
}

/// What the only term of a record is repaired to.
fn repaired(term: &str) -> Option<String> {
    let text = format!("v=spf1 {term}");
    let fix = parse(&text)
        .problems
        .into_iter()
        .find_map(|problem| problem.fix)?;
    let mut repaired = text;
    repaired.replace_range(fix.span.range(), &fix.replacement);
    Some(repaired["v=spf1 ".len()..].to_owned())
}

#[test]
fn every_term_of_a_record_knows_its_bytes() {
    let text = "V=spf1  a mx:m.example/24//64 ~include:%{d2}.example ip6:2001:DB8::/32 -all ";
    let record = parse(text);
    assert_eq!(record.problems, []);
    let terms: Vec<&str> = record
        .terms
        .iter()
        .map(|term| &text[term.span.range()])
        .collect();
    assert_eq!(
        terms,
        [
            "a",
            "mx:m.example/24//64",
            "~include:%{d2}.example",
            "ip6:2001:DB8::/32",
            "-all"
        ]
    );
    let TermKind::Directive(mx) = &record.terms[1].kind else {
        panic!("{:?}", record.terms[1]);
    };
    let Mechanism::Mx(Some(target), prefixes) = &mx.mechanism else {
        panic!("{mx:?}");
    };
    assert_eq!(&text[target.span.range()], "m.example");
    assert_eq!(prefixes.ipv4.map(|prefix| prefix.length), Some(24));
    let ipv6 = prefixes.ipv6.unwrap();
    assert_eq!((ipv6.length, &text[ipv6.span.range()]), (64, "64"));
    let include = record.directives().nth(2).unwrap().1;
    let found = include.mechanism.target().unwrap().macros().next().unwrap();
    assert_eq!(&text[found.span.range()], "%{d2}");
    assert_eq!(
        (found.letter, found.digits.as_str()),
        (MacroLetter::Domain, "2")
    );
    assert_eq!(record.all().unwrap().1, Qualifier::Fail);
}

#[test]
fn modifiers_are_kept_whether_known_or_not() {
    let record = parse("v=spf1 moo.cow-far_out=man:dog/cat ra= redirect=a.example EXP=b.example.");
    assert_eq!(record.problems, []);
    let names: Vec<(&str, ModifierKind)> = record
        .modifiers()
        .map(|(_, modifier)| (modifier.name.as_str(), modifier.kind))
        .collect();
    assert_eq!(
        names,
        [
            ("moo.cow-far_out", ModifierKind::Unknown),
            ("ra", ModifierKind::Unknown),
            ("redirect", ModifierKind::Redirect),
            ("EXP", ModifierKind::Exp),
        ]
    );
}

#[test]
fn every_violation_of_the_grammar_is_told_where_it_is() {
    use ProblemKind as Kind;
    let cases = [
        ("v=spf2 -all", Kind::Version, "v=spf2"),
        ("", Kind::Version, ""),
        ("v=spf1 a\tmx", Kind::Character, "\t"),
        ("v=spf1 a:ex\u{200b}ample.com", Kind::Character, "\u{200b}"),
        ("v=spf1 moo -all", Kind::UnknownMechanism, "moo"),
        ("v=spf1 -all.", Kind::UnknownMechanism, "all."),
        ("v=spf1 +exp=a.example", Kind::NotATerm, "+exp=a.example"),
        ("v=spf1 a&b", Kind::NotATerm, "a&b"),
        ("v=spf1 -", Kind::NotATerm, "-"),
        (
            "v=spf1 redirect:a.example",
            Kind::ModifierWithColon,
            "redirect",
        ),
        ("v=spf1 1up=foo", Kind::ModifierName, "1up="),
        ("v=spf1 =all", Kind::ModifierName, "="),
        ("v=spf1 exp=a.b exp=a.b", Kind::RepeatedModifier, "exp"),
        ("v=spf1 include", Kind::MissingValue, "include"),
        ("v=spf1 -a:", Kind::MissingValue, "-a:"),
        ("v=spf1 ip4:", Kind::MissingValue, "ip4:"),
        ("v=spf1 redirect=", Kind::MissingValue, "redirect="),
        ("v=spf1 -all:foo", Kind::UnwantedValue, ":foo"),
        ("v=spf1 ptr/0", Kind::UnwantedPrefix, "/0"),
        ("v=spf1 include:a.example/24", Kind::UnwantedPrefix, "/24"),
        ("v=spf1 ip4:1.2.3", Kind::Ipv4Address, "1.2.3"),
        ("v=spf1 ip4:1.2.3.04", Kind::Ipv4Address, "1.2.3.04"),
        ("v=spf1 ip6::CAFE::BABE", Kind::Ipv6Address, ":CAFE::BABE"),
        ("v=spf1 ip4:1.2.3.4/33", Kind::PrefixLength, "33"),
        ("v=spf1 ip4:1.2.3.4/+8", Kind::PrefixLength, "+8"),
        ("v=spf1 ip4:1.2.3.4/", Kind::PrefixLength, ""),
        ("v=spf1 a/24/64", Kind::PrefixLength, "64"),
        ("v=spf1 a//129", Kind::PrefixLength, "129"),
        ("v=spf1 a:museum.", Kind::DomainEnd, "museum."),
        ("v=spf1 a:111.222.33.44", Kind::DomainEnd, "111.222.33.44"),
        ("v=spf1 a:example.-com", Kind::DomainEnd, "example.-com"),
        ("v=spf1 a:foo%.example", Kind::Percent, "%."),
        ("v=spf1 a:foo.example%", Kind::Percent, "%"),
        ("v=spf1 a:%{d", Kind::UnclosedMacro, "%{d"),
        ("v=spf1 a:%{x}", Kind::MacroLetter, "x"),
        ("v=spf1 a:%{}", Kind::MacroLetter, ""),
        (
            "v=spf1 exp=%{R}.example",
            Kind::MacroLetterOfExplanation,
            "R",
        ),
        ("v=spf1 a:%{d00}", Kind::MacroDigits, "00"),
        ("v=spf1 a:%{d2r.x-}", Kind::MacroDelimiter, "x-"),
    ];
    for (text, kind, place) in cases {
        assert_eq!(problems(text), [(kind, place)], "{text}");
        assert!(!kind.message(place).is_empty() && !kind.hint().is_empty());
    }
}

#[test]
fn errors_behind_all_are_errors() {
    assert_eq!(
        problems("v=spf1 -all foo:bar a:%{z}"),
        [
            (ProblemKind::UnknownMechanism, "foo"),
            (ProblemKind::MacroLetter, "z")
        ]
    );
}

#[test]
fn what_was_meant_is_offered_where_it_is_plain() {
    let cases = [
        ("ip:192.0.2.1", Some("ip4:192.0.2.1")),
        ("-ipv6:2001:db8::1", Some("-ip6:2001:db8::1")),
        ("192.0.2.0/24", Some("ip4:192.0.2.0/24")),
        ("~2001:db8::/32", Some("~ip6:2001:db8::/32")),
        ("inlcude:a.example", Some("include:a.example")),
        ("-al", Some("-all")),
        ("\"-all\"", Some("-all")),
        ("redirect:a.example", Some("redirect=a.example")),
        ("ip4:192.0.2.1/024", Some("ip4:192.0.2.1/24")),
        ("include:a.example/24", Some("include:a.example")),
        ("\"v=spf1\"", Some("")),
        ("sendgrid", None),
    ];
    for (term, expected) in cases {
        assert_eq!(repaired(term).as_deref(), expected, "{term}");
    }
}

#[test]
fn a_lone_percent_sign_never_hides_what_follows() {
    let found = parse("v=spf1 exists:%%%_%-%{l1r-+}.%{d} -all");
    assert_eq!(found.problems, []);
    let target = found
        .directives()
        .next()
        .unwrap()
        .1
        .mechanism
        .target()
        .unwrap();
    assert_eq!(target.parts.len(), 6);
    assert!(target.depends_on_mail());
    assert_eq!(target.span, Span::new(14, 33));
}

#[test]
fn only_a_whole_version_makes_a_record() {
    for (text, expected) in [
        ("v=spf1", true),
        ("V=SPF1 a", true),
        ("v=spf1  ", true),
        ("v=spf10", false),
        (" v=spf1", false),
        ("v=spf1\ta", false),
        ("", false),
    ] {
        assert_eq!(is_spf(text), expected, "{text:?}");
    }
}
