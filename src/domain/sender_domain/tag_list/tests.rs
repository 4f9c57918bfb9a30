use proptest::prelude::*;

use super::*;

fn pairs(text: &str) -> Vec<(String, String)> {
    let list = TagList::parse(text);
    let pair = |tag: &Tag| (list.name(tag).to_owned(), list.value(tag).to_owned());
    list.tags().iter().map(pair).collect()
}

#[test]
fn tags_are_found_with_white_space_anywhere() {
    for text in [
        "v=DKIM1;p=abc",
        " v = DKIM1 ; p = abc ; ",
        "v=DKIM1\r\n\t;\r\n p=\r\n abc\r\n",
        "v=DKIM1;p=abc;",
    ] {
        let expected =
            [("v", "DKIM1"), ("p", "abc")].map(|(name, value)| (name.to_owned(), value.to_owned()));
        assert_eq!(pairs(text), expected, "{text:?}");
        assert_eq!(TagList::parse(text).flaws(), [], "{text:?}");
    }
}

#[test]
fn values_may_be_empty_and_may_hold_equals_signs() {
    assert_eq!(
        pairs("p=; b=aGk=="),
        [
            ("p".to_owned(), String::new()),
            ("b".to_owned(), "aGk==".to_owned())
        ]
    );
    let list = TagList::parse("p=  ;x=1");
    assert_eq!(list.tags()[0].value, Span::new(2, 2));
    assert_eq!(list.tags()[0].raw_value, Span::new(2, 4));
    assert_eq!(list.tags()[0].span(), Span::new(0, 2));
}

#[test]
fn flaws_say_where_they_are() {
    for (text, flaw) in [
        ("v=1;;p=2", Flaw::Empty(Span::new(4, 4))),
        ("v=1; pp ;", Flaw::NoEquals(Span::new(5, 7))),
        ("v=1;=x", Flaw::BadName(Span::new(4, 4))),
        ("v=1;1a=x", Flaw::BadName(Span::new(4, 6))),
        ("\"v=1", Flaw::BadName(Span::new(0, 2))),
        ("v=1;v=2", Flaw::Duplicate(Span::new(4, 5))),
        ("v=ä", Flaw::BadCharacter(Span::new(2, 4))),
        ("v=a\u{0}", Flaw::BadCharacter(Span::new(3, 4))),
    ] {
        assert_eq!(TagList::parse(text).flaws(), [flaw], "{text:?}");
    }
    assert_eq!(TagList::parse("").flaws(), []);
    assert_eq!(TagList::parse(" \t").flaws(), []);
    assert_eq!(TagList::parse(";").flaws().len(), 1);
}

#[test]
fn the_first_of_repeated_tags_counts_and_names_are_exact() {
    let list = TagList::parse("a=1; A=2; a=3");
    assert_eq!(list.value_of("a"), Some("1"));
    assert_eq!(list.value_of("A"), Some("2"));
    assert_eq!(list.value_of("b"), None);
    assert_eq!(list.get_ignoring_case("A"), list.get("a"));
    assert_eq!(list.flaws(), [Flaw::Duplicate(Span::new(10, 11))]);
}

#[test]
fn items_of_a_value_keep_their_places() {
    let list = TagList::parse("h= sha1 : sha256 :;");
    let items: Vec<_> = list.items(&list.tags()[0], ':').collect();
    assert_eq!(
        items,
        [Span::new(3, 7), Span::new(10, 16), Span::new(18, 18)]
    );
    assert_eq!(list.slice(items[1]), "sha256");
}

#[test]
fn escapes_left_by_a_zone_file_are_removed_by_the_fix() {
    let list = TagList::parse(r#""v=DKIM1\; k=rsa\; n=say \"hi\"\; p=abc""#);
    let finding = list.stray_escape("dkim.syntax", &["n"]).unwrap();
    assert_eq!(finding.span, Some(Span::new(0, 1)));
    let fix = finding.fix.unwrap();
    assert!(fix.replacement.starts_with("v=DKIM1; k=rsa; n="), "{fix:?}");
    assert!(fix.replacement.ends_with("; p=abc"), "{fix:?}");
    assert_eq!(
        TagList::parse("n=a\\b; p=x").stray_escape("x", &["n"]),
        None
    );
}

proptest! {
    #[test]
    fn any_text_is_printed_back_and_its_spans_hold(text in "[a-z=;:\\\\ \t\r\n\"ä\\PC]{0,60}") {
        let list = TagList::parse(&text);
        prop_assert_eq!(list.print(), text.as_str());
        prop_assert_eq!(&TagList::parse(&list.print()), &list);
        let mut last = 0;
        for tag in list.tags() {
            prop_assert!(last <= tag.name.start && tag.name.end < tag.raw_value.start);
            prop_assert!(tag.raw_value.start <= tag.value.start);
            prop_assert!(tag.value.end <= tag.raw_value.end);
            let between = &text[tag.name.end..tag.raw_value.start];
            prop_assert_eq!(between.trim(), "=");
            prop_assert!(!list.value(tag).contains(';'));
            last = tag.raw_value.end;
        }
        for flaw in list.flaws() {
            prop_assert!(text.get(flaw.span().range()).is_some());
        }
    }
}
