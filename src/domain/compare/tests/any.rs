//! Whatever is compared.

use proptest::prelude::*;

use super::*;

/// A long outline, of which every third paragraph has a placeholder of its own.
fn long(skip: usize, paragraphs: usize) -> TemplateDetails {
    let paragraph = |index: usize| match index % 3 {
        0 => format!("<p>Value {{{{value{index}}}}}</p>"),
        1 => "<p class=a>Some words</p>".to_owned(),
        _ => "<h2>Heading</h2>".to_owned(),
    };
    let content: String = (0..paragraphs)
        .filter(|index| *index != skip)
        .map(paragraph)
        .collect();
    html(&content)
}

#[test]
fn a_missing_paragraph_of_a_long_content_is_found() {
    let whole = long(usize::MAX, 3000);
    for missing in [0, 1000, 1501, 2999] {
        let comparison = compare(&whole, &long(missing, 3000));
        assert_eq!(comparison.counts.only_left, 1, "{missing}");
        assert_eq!(comparison.counts.same, 2999, "{missing}");
        assert_eq!(comparison.rows[missing].state, RowState::OnlyLeft);
    }
}

#[test]
fn long_contents_without_anything_to_hold_on_to_are_cut_and_compared() {
    let left = html(&"<p>a</p>".repeat(12_000));
    let right = html(&"<p>a</p><h2>b</h2>".repeat(5_000));
    let counts = compare(&left, &right).counts;
    assert!(counts.same >= 5_000 - 200, "{counts:?}");
    assert_eq!(counts.same + counts.only_left, 12_000);
    assert_eq!(counts.same + counts.only_right, 10_000);
}

fn markup() -> impl Strategy<Value = String> {
    let pieces = [
        "<p>",
        "</p>",
        "<p class=a>",
        "<h1>",
        "</h1>",
        "<h2>",
        "<a href=\"{{link}}\">",
        "</a>",
        "<a href=x style='padding:1px'>",
        "<img src=a.png alt=Cat>",
        "<img alt=''>",
        "<br>",
        "<td>",
        "</td>",
        "<b>",
        "</b>",
        "<div dir=rtl>",
        "<html lang=ar dir=rtl>",
        "<body>",
        "{{code}}",
        "{{ user.name }}",
        "Hello",
        "World and more",
        "&nbsp;",
        "&#847;",
        "&amp;",
        "<",
        "&",
        "\n",
        "<!--[if mso]>",
        "<![endif]-->",
        "<v:roundrect href=y>",
        "</v:roundrect>",
        "<title>x</title>",
        "<button>",
        "</button>",
        "\u{202e}",
        "日本語",
        "https://a.example/x.",
    ];
    prop::collection::vec(prop::sample::select(pieces.to_vec()), 0..60)
        .prop_map(|pieces| pieces.concat())
}

fn any_details() -> impl Strategy<Value = TemplateDetails> {
    (markup(), "[a{} ]{0,12}", any::<bool>()).prop_map(|(content, subject, is_plain)| {
        TemplateDetails {
            content,
            subject,
            content_type: is_plain.then_some(ContentType::Plain),
            ..TemplateDetails::default()
        }
    })
}

/// The items of one side.
fn side(comparison: &Comparison, side: fn(&Row) -> Option<&Item>) -> Vec<&Item> {
    comparison.rows.iter().filter_map(side).collect()
}

proptest! {
    #[test]
    fn a_template_is_the_same_as_itself(details in any_details()) {
        prop_assert!(compare(&details, &details).is_same());
    }

    #[test]
    fn every_item_stands_in_one_row_in_order_and_spans_are_cut_well(
        left in any_details(),
        right in any_details(),
    ) {
        let comparison = compare(&left, &right);
        let columns = [
            (side(&comparison, |row| row.left.as_ref()), &left),
            (side(&comparison, |row| row.right.as_ref()), &right),
        ];
        for (items, details) in columns {
            let own = compare(details, details);
            prop_assert_eq!(items.len(), own.rows.len());
            for item in &items {
                prop_assert!(details.content.get(item.span.range()).is_some_and(|text| !text.is_empty()));
            }
            prop_assert!(items.is_sorted_by_key(|item| item.span.start));
        }
        for found in &comparison.findings {
            let details = if found.side == Side::Left { &left } else { &right };
            let text = if found.field == Field::Subject { &details.subject } else { &details.content };
            if let Some(span) = found.finding.span {
                prop_assert!(text.get(span.range()).is_some());
            }
        }
        let counts = comparison.counts;
        prop_assert_eq!(
            counts.same + counts.differs + counts.only_left + counts.only_right,
            comparison.rows.len()
        );
    }

    #[test]
    fn any_text_is_compared(left in ".{0,200}", right in ".{0,200}") {
        let comparison = compare(&html(&left), &html(&right));
        prop_assert!(comparison.rows.len() <= left.len() + right.len());
    }

    #[test]
    fn a_row_that_differs_has_a_finding(left in markup(), right in markup()) {
        let comparison = compare(&html(&left), &html(&right));
        prop_assert_eq!(comparison.findings.is_empty() && comparison.counts.same < comparison.rows.len(), false);
    }
}
