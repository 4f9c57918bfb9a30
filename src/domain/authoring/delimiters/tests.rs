use super::*;

fn engine_text(original: &str) -> String {
    let mut marks = Marks::own();
    let prepared = prepare(original, &(), &mut marks);
    let text = prepared.text.chars().filter(|c| !is_mark(*c));
    text.map(|c| match c {
        BRACE => '‹',
        CLOSING_BRACE => '›',
        BRACKET => '⟦',
        NOTHING => '·',
        other => other,
    })
    .collect()
}

fn faults(original: &str) -> Vec<Fault> {
    let prepared = prepare(original, &(), &mut Marks::own());
    prepared
        .faults
        .into_iter()
        .map(|(fault, _)| fault)
        .collect()
}

#[test]
fn brackets_become_braces_and_placeholders_are_hidden() {
    for (original, expected) in [
        ("[[brand.name]]", "{{brand.name}}"),
        ("[[{strings.html}]]", "{{{strings.html}}}"),
        ("a {{code}} b", "a ‹‹code}} b"),
        ("{{{code}}}", "‹‹{code}}}"),
        (
            "[[> button href=\"{{link}}\"]]",
            "{{> button href=\"‹‹link››\"}}",
        ),
        ("[[strings.[a b]]]", "{{strings.[a b]}}"),
        ("\\[[x]]", "·⟦⟦x]]"),
        (
            "a[class~=\"x\"] { } <![endif]-->",
            "a[class~=\"x\"] { } <![endif]-->",
        ),
        ("[[!-- [[x]] --]]y", "{{!-- [[x]] --}}y"),
    ] {
        assert_eq!(engine_text(original), expected);
    }
}

#[test]
fn what_composing_would_eat_is_a_fault() {
    assert_eq!(
        faults("[[brand.{{code}}]]"),
        [Fault::PlaceholderInExpression]
    );
    assert_eq!(faults("[[! {{code}} ]]"), [Fault::PlaceholderInComment]);
    assert_eq!(faults("[[brand.name"), [Fault::NotClosed]);
    assert_eq!(faults("[[a [[b]]"), [Fault::NotClosed]);
    assert_eq!(faults("x\u{fdd0}"), [Fault::Reserved]);
    assert!(faults("[[eq a \"{{x}}\"]] {{code}}").is_empty());
}

#[test]
fn marks_stand_before_what_is_visible() {
    let mut marks = Marks::own();
    let original = "  <p>[[a]] b</p>\n  [[#if c]]\nd\n";
    let prepared = prepare(original, &(), &mut marks);
    let found = prepared.text.chars().filter_map(|c| marks.piece(c));
    let pieces: Vec<&str> = found.map(|piece| &original[piece.span.range()]).collect();
    assert_eq!(pieces, ["<p>", "b</p>", "d"]);
}

#[test]
fn a_place_of_the_engine_leads_to_the_text() {
    let original = "é\n  <p>{{code}} [[nothing]]</p>\n";
    let prepared = prepare(original, &(), &mut Marks::own());
    let line = prepared.text.split('\n').nth(1).unwrap();
    let column = line.chars().take_while(|c| *c != '{').count() + 1;
    let offset = original_offset(original, &prepared.text, 2, column);
    assert_eq!(&original[offset..offset + 4], "[[no");
    assert_eq!(
        original_offset(original, &prepared.text, 99, 99),
        original.len()
    );
}
