//! Each client's own rules: what comes out of what goes in.

#![expect(
    clippy::literal_string_with_formatting_args,
    reason = "rules of CSS look like arguments"
)]

use std::collections::BTreeSet;

use super::golden::GOLDEN;
use super::*;
use Client::{GmailWeb, OutlookWindows, PlainText};

/// Rules with a test of their own.
const ELSEWHERE: &[&str] = &[
    "gmail-clip",
    "gmail-style-bytes",
    "plain-text-part",
    "plain-text-derived",
    "images-off",
    "images-off-background",
    "dark-partial",
    "dark-full",
    "outlook-com-dark-marks",
];

#[test]
fn each_rule_does_what_it_says() {
    for (id, client, before, after) in GOLDEN {
        let emulated = shown(before, *client);
        assert_eq!(&emulated.html, after, "{id}");
        let told: Vec<_> = emulated.changes.iter().map(|one| one.rule.id).collect();
        assert!(told.contains(id), "{id} is not among {told:?}");
    }
}

#[test]
fn each_rule_has_a_test_and_a_source_with_a_date() {
    let mut own = BTreeSet::new();
    for client in Client::ALL {
        for rule in rules(client) {
            assert!(
                !rule.source.is_empty() && rule.date.len() >= 4,
                "{}",
                rule.id
            );
            if !rule.id.starts_with("css-") && !rule.id.starts_with("html-") {
                own.insert(rule.id);
            }
        }
    }
    own.retain(|id| !id.starts_with("image-"));
    let tested: BTreeSet<&str> = GOLDEN
        .iter()
        .map(|case| case.0)
        .chain(ELSEWHERE.iter().copied())
        .collect();
    assert_eq!(own, tested);
}

#[test]
fn gmail_hides_what_is_past_102_kilobytes() {
    let html = format!(
        "<table><tr><td>{}</td></tr></table>END",
        "<p>word</p>".repeat(12_000)
    );
    let emulated = shown(&html, GmailWeb);
    assert!(emulated.html.len() < 106_000, "{}", emulated.html.len());
    assert!(!emulated.html.contains("END"));
    let end = emulated
        .html
        .find("</td></tr></table>")
        .expect("what is open is closed");
    assert!(emulated.html[end..].contains("View entire message"));
    let [change] = emulated.changes.as_slice() else {
        panic!("{:?}", emulated.changes);
    };
    assert_eq!(
        (change.rule.id, change.span.end),
        ("gmail-clip", html.len())
    );
    assert!(
        emulated
            .notes
            .iter()
            .any(|note| note.contains("Letterhead"))
    );
    let shorter = "<p>word</p>".repeat(9_000);
    assert_eq!(shown(&shorter, GmailWeb).html, shorter);
}

#[test]
fn gmail_counts_the_bytes_of_all_sheets_together() {
    let sheet = format!("<style>{}</style>", "a{color:red}".repeat(700));
    let head = format!("<head>{sheet}{sheet}<style>b{{color:red}}</style></head><body>x");
    let emulated = shown(&head, GmailWeb);
    assert_eq!(emulated.html.matches("<style>").count(), 1);
    let dropped = emulated
        .changes
        .iter()
        .filter(|one| one.rule.id == "gmail-style-bytes");
    assert_eq!(dropped.count(), 2);
}

#[test]
fn a_reader_of_plain_text_sees_the_text_part_or_one_made_of_the_html() {
    let html = "<style>p{}</style><h1>Hi  there</h1><p>Your code is <b>123</b>.<br>\
                <a href=\"https://x.example/?a=1&amp;b=2\">Sign in</a> \
                <a href=\"https://y.example\">https://y.example</a></p>\
                <ul><li>one<li>two</ul><img src=a alt=\"Logo\"><table><tr><td>a<td>b</table>";
    let emulated = shown(html, PlainText);
    let text = emulated.text.as_deref().unwrap();
    assert_eq!(
        text,
        "Hi there\n\nYour code is 123.\nSign in <https://x.example/?a=1&b=2> https://y.example\n\n\
         - one\n- two\n\n[Logo]\n\na b\n"
    );
    assert_eq!(emulated.changes[0].rule.id, "plain-text-derived");
    assert!(
        emulated
            .html
            .contains("Sign in &lt;https://x.example/?a=1&amp;b=2&gt;")
    );
    let view = View {
        client: PlainText,
        ..View::default()
    };
    let part = emulate(html, Some("Your code: 1 < 2"), view);
    assert_eq!(part.text.as_deref(), Some("Your code: 1 < 2"));
    assert_eq!(part.changes[0].rule.id, "plain-text-part");
}

#[test]
fn without_images_their_texts_stand_in_boxes_of_their_size() {
    let html = "<table><td background=\"a.png\" style=\"background:red url(b.png)\"><img src=c.png \
                width=100 height=40 alt='A \"b\"' style='color:blue'><img src=d.png alt=''>\
                <img src=e.gif width=1 height=1><style>p{background-image:url(x.png)}</style>";
    let emulated = without_images(html);
    assert_eq!(
        emulated.html,
        "<table><td  style=\"background:red none\"><span data-letterhead=\"image\" style=\"color:blue;\
         width:100px;height:40px;display:inline-block;box-sizing:border-box;max-width:100%;\
         overflow:hidden;vertical-align:middle;border:1px solid #9aa0a6\">A &quot;b&quot;</span>\
         <style>p{background-image:none}</style>"
    );
    let ids: BTreeSet<&str> = emulated.changes.iter().map(|one| one.rule.id).collect();
    assert_eq!(ids, BTreeSet::from(["images-off", "images-off-background"]));
}

#[test]
fn word_decides_sheets_by_the_elements_they_are_about() {
    let html = "<style>p{padding:1px}td{padding:1px}.a{padding:1px}</style><body><p class=a>";
    let emulated = shown(html, OutlookWindows);
    assert!(
        emulated.html.starts_with(
            "<style>p{}td{padding:1px}.a{padding:1px}</style><body><style data-letter"
        ),
        "{}",
        emulated.html
    );
}

#[test]
fn changes_are_told_at_their_places_in_what_was_given() {
    let html = "<!--[if mso]><p style=\"padding:1px\">a</p><![endif]--><!--[if !mso]><!-->x\
                <!--<![endif]--><div style=\"color:red;border-radius:4px\">b</div>";
    let emulated = shown(html, OutlookWindows);
    let told: Vec<(&str, &str)> = emulated
        .changes
        .iter()
        .map(|one| (one.rule.id, &html[one.span.range()]))
        .collect();
    assert_eq!(
        told,
        [
            ("word-conditional-shown", "<!--[if mso]>"),
            ("word-padding", "padding:1px"),
            (
                "word-conditional-hidden",
                "<!--[if !mso]><!-->x<!--<![endif]-->"
            ),
            ("css-border-radius", "border-radius:4px"),
        ]
    );
}

#[test]
fn no_sentence_says_that_a_model_is_the_client() {
    for client in Client::ALL {
        let sentence = Emulated::disclaimer(client);
        assert!(!sentence.contains("This is "), "{sentence}");
        let is_model = client.letter().is_some();
        assert_eq!(is_model, sentence.contains(FACTS_DATE), "{sentence}");
        assert_eq!(Client::of_slug(client.slug()), Some(client));
    }
}
