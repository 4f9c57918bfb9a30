//! What holds for any text.

use proptest::prelude::*;

use super::*;

/// Pieces that mails and what breaks them are made of.
fn soup() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "<",
        ">",
        "\"",
        "'",
        "=",
        "&amp;",
        "<p>",
        "</p>",
        "<div style=\"",
        "padding:1px;",
        "color:#fff;",
        "background:url(a.png) red",
        "margin:0 auto!IMPORTANT",
        "<!--[if mso]>",
        "<![endif]-->",
        "<!--[if !mso]><!-->",
        "<!--<![endif]-->",
        "<style>",
        "</style>",
        "@media (max-width:1px){",
        "}",
        "a:hover,b>c{color:rgb(1 2 3)}",
        "<img src=a.webp alt=x>",
        "<v:roundrect fillcolor=red>",
        "</v:roundrect>",
        "<table>",
        "<td bgcolor=#000>",
        "{{code}}",
        "{{",
        "}}",
        "<body>",
        "<b><i></b>",
        "é",
        "\u{1f600}",
        "<svg>",
        "<xml>",
        "style=color:red ",
        "<script>",
        "<a href=x style>",
        "<td style=color:red>",
        "<!doctype html>",
    ]);
    prop::collection::vec(
        prop_oneof![4 => piece.prop_map(str::to_owned), 1 => ".{0,6}"],
        0..40,
    )
    .prop_map(|parts| parts.concat())
}

fn views() -> impl Strategy<Value = View> {
    (
        prop::sample::select(Client::ALL.to_vec()),
        prop::sample::select(vec![Images::On, Images::Off]),
        prop::sample::select(Dark::ALL.to_vec()),
    )
        .prop_map(|(client, images, dark)| View {
            client,
            images,
            dark,
        })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_500))]

    #[test]
    fn any_text_is_taken_and_every_change_has_a_place_in_it(html in soup(), view in views()) {
        let emulated = emulate(&html, None, view);
        for change in &emulated.changes {
            prop_assert!(html.get(change.span.range()).is_some(), "{change:?}");
            prop_assert!(change.what.chars().count() <= 81);
        }
        prop_assert!(emulated.html.len() <= 400 * html.len() + 4_000);
        prop_assert_eq!(emulate(&html, None, view), emulated);
    }

    #[test]
    fn a_mail_as_written_is_given_back_byte_for_byte(html in soup(), dark in prop::sample::select(vec![Dark::Light, Dark::Author])) {
        let view = View { client: Client::AsWritten, images: Images::On, dark };
        let emulated = emulate(&html, None, view);
        prop_assert_eq!(&emulated.html, &html);
        prop_assert!(emulated.changes.is_empty());
    }

    #[test]
    fn texts_between_simple_tags_are_never_touched(words in prop::collection::vec("[a-zé0-9 ]{0,12}", 1..12), view in views()) {
        let view = View {
            client: match view.client {
                Client::PlainText => Client::OutlookWindows,
                client => client,
            },
            dark: match view.dark {
                Dark::Partial | Dark::Full => Dark::Author,
                dark => dark,
            },
            ..view
        };
        let html: String = words.iter().flat_map(|word| ["<p>", word, "</p>\n"]).collect();
        prop_assert_eq!(emulate(&html, None, view).html, html);
    }
}
