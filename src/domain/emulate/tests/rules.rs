//! Each client's own rules: what comes out of what goes in.

use std::collections::BTreeSet;

use super::*;
use Client::{
    AppleMail, GmailApp, GmailAppOther, GmailWeb, OutlookCom, OutlookWindows, PlainText, Yahoo,
};

/// The rule, the client, the mail and what the client makes of it.
const GOLDEN: &[(&str, Client, &str, &str)] = &[
    (
        "no-scripts",
        GmailWeb,
        "<p onclick=\"x()\">a</p><script>b</script>",
        "<p >a</p>",
    ),
    (
        "gmail-style-in-body",
        GmailWeb,
        "<p>a</p><style>p{color:red}</style><p>b</p>",
        "<p>a</p><p>b</p>",
    ),
    (
        "gmail-nested-at-rules",
        GmailWeb,
        "<style>p{color:red}@media screen{@media (max-width:9px){p{color:blue}}}</style><p>",
        "<p>",
    ),
    (
        "gmail-height-queries",
        GmailApp,
        "<style>@media (max-height:9px){p{color:red}}a{color:red}</style>",
        "<style>a{color:red}</style>",
    ),
    (
        "gmail-prefix",
        GmailWeb,
        "<style>.a b#c{color:red}</style><p class='a  x' id=c>",
        "<style>.m_a b#m_c{color:red}</style><p class='m_a  m_x' id=m_c>",
    ),
    (
        "gmail-body",
        GmailWeb,
        "<html><body bgcolor=red>a</body></html>",
        "<html><u></u><div bgcolor=red>a</div></html>",
    ),
    (
        "gmail-negative-margin",
        GmailWeb,
        "<p style=\"margin:-1px 0;color:red\">",
        "<p style=\"color:red\">",
    ),
    (
        "gmail-important-case",
        GmailWeb,
        "<p style=\"color:red !IMPORTANT;margin:0\">",
        "<p style=\"margin:0\">",
    ),
    (
        "gmail-spaced-colour",
        GmailWeb,
        "<p style=\"margin:0;color:rgb(0 1 2)\">a",
        "<p >a",
    ),
    (
        "gmail-data-uri",
        GmailWeb,
        "<p style=\"background:url(data:image/png;base64,AA)\">",
        "<p style=\"\">",
    ),
    (
        "gmail-other-style",
        GmailAppOther,
        "<style>p{color:red}</style><p>",
        "<p>",
    ),
    (
        "gmail-other-background",
        GmailAppOther,
        "<td background=a.png><p style=\"background-image:url(a.png);margin:0\">",
        "<td background=a.png><p style=\"margin:0\">",
    ),
    (
        "gmail-other-display",
        GmailAppOther,
        "<p style=\"display:flex\"><p style=\"display:block\">",
        "<p style=\"\"><p style=\"display:block\">",
    ),
    (
        "gmail-other-functions",
        GmailAppOther,
        "<p style=\"width:calc(1px + 2px)\">",
        "<p style=\"\">",
    ),
    (
        "word-conditional-shown",
        OutlookWindows,
        "a<!--[if (gte mso 9)|(IE)]><b>b</b><![endif]-->c<!--[if lt mso 12]>d<![endif]-->",
        "a<b>b</b>c<!--[if lt mso 12]>d<![endif]-->",
    ),
    (
        "word-conditional-hidden",
        OutlookWindows,
        "a<!--[if !mso]><!--><b>b</b><!--<![endif]-->c<![if !mso]>d<![endif]>e",
        "ace",
    ),
    (
        "word-vml",
        OutlookWindows,
        "<v:roundrect style=\"height:40px;width:200px\" arcsize=\"10%\" strokecolor=\"#123\" \
         fillcolor=\"#456\"><w:anchorlock/><center>a</center></v:roundrect>",
        "<div data-letterhead=\"vml\" style=\"display:inline-flex;align-items:center;\
         box-sizing:border-box;width:200px;height:40px;background-color:#456;border-radius:4px;\
         border:1px solid #123;\"><div data-letterhead=\"vml\" style=\"width:100%;\
         text-align:center\"><center>a</center></div></div>",
    ),
    (
        "word-office-xml",
        OutlookWindows,
        "<!--[if mso]><xml><o:OfficeDocumentSettings></o:OfficeDocumentSettings></xml>\
         <![endif]-->a",
        "a",
    ),
    (
        "word-padding",
        OutlookWindows,
        "<p style=\"padding:1px;color:red\"><table><td style=\"padding:1px\">",
        "<p style=\"color:red\"><table><td style=\"padding:1px\">",
    ),
    (
        "word-max-width",
        OutlookWindows,
        "<div style=\"max-width:9px\"><table style=\"max-width:9px\">",
        "<div style=\"\"><table style=\"max-width:9px\">",
    ),
    (
        "word-size",
        OutlookWindows,
        "<div style=\"width:9px\"><table style=\"width:9px\"><td style=\"height:9px\">",
        "<div style=\"\"><table style=\"width:9px\"><td style=\"height:9px\">",
    ),
    (
        "word-margin-auto",
        OutlookWindows,
        "<table style=\"margin:0 auto\"><td style=\"margin:0\">",
        "<table style=\"\"><td style=\"margin:0\">",
    ),
    (
        "word-negative-margin",
        OutlookWindows,
        "<p style=\"margin-top:-4px\">",
        "<p style=\"\">",
    ),
    (
        "word-display",
        OutlookWindows,
        "<p style=\"display:inline-block\"><p style=\"display:none\">",
        "<p style=\"\"><p style=\"display:none\">",
    ),
    (
        "word-hidden-image",
        OutlookWindows,
        "<img style=\"display:none\" src=a.png alt=\"\">",
        "<img style=\"\" src=a.png alt=\"\">",
    ),
    (
        "word-mso-hide",
        OutlookWindows,
        "<p style=\"mso-hide:all;color:red\">",
        "<p style=\"display:none;color:red\">",
    ),
    (
        "word-mso-padding",
        OutlookWindows,
        "<table><td style=\"mso-padding-alt:15px 30px\">",
        "<table><td style=\"padding:15px 30px\">",
    ),
    (
        "word-background",
        OutlookWindows,
        "<p style=\"background:#fff url('a.png') 0 0\"><p style=\"background:red\">",
        "<p style=\"background-color:#fff\"><p style=\"background:red\">",
    ),
    (
        "word-background-attribute",
        OutlookWindows,
        "<body background=a.png><table><td background=a.png>",
        "<body background=a.png><table><td >",
    ),
    (
        "word-important-inline",
        OutlookWindows,
        "<p style=\"color:red!important;margin:0\">",
        "<p style=\"margin:0\">",
    ),
    (
        "outlook-com-position",
        OutlookCom,
        "<p style=\"position:absolute\"><p style=\"position:sticky\">",
        "<p style=\"\"><p style=\"position:sticky\">",
    ),
    (
        "outlook-com-negative-margin",
        OutlookCom,
        "<p style=\"margin:0 -2em\">",
        "<p style=\"\">",
    ),
    (
        "apple-data-detectors",
        AppleMail,
        "<p>Call +49 30 1234567 or <a href=x>0301234567</a>",
        "<p>Call +49 30 1234567 or <a href=x>0301234567</a>",
    ),
    (
        "yahoo-position",
        Yahoo,
        "<p style=\"position:absolute\"><p style=\"position:relative\">",
        "<p style=\"\"><p style=\"position:relative\">",
    ),
    (
        "yahoo-negative-margin",
        Yahoo,
        "<p style=\"margin:-1px\">",
        "<p style=\"\">",
    ),
    (
        "yahoo-height",
        Yahoo,
        "<p style=\"height: 9px;color:red\">",
        "<p style=\"min-height:9px;color:red\">",
    ),
    (
        "yahoo-background-layers",
        Yahoo,
        "<p style=\"background:url(a.png),url(b.png)\">",
        "<p style=\"\">",
    ),
    (
        "yahoo-elliptic-radius",
        Yahoo,
        "<p style=\"border-radius:1px/2px\"><p style=\"border-radius:1px\">",
        "<p style=\"\"><p style=\"border-radius:1px\">",
    ),
    (
        "yahoo-media-queries",
        Yahoo,
        "<style>@media (min-aspect-ratio:1/1){p{color:red}}a{color:red}</style>",
        "<style>a{color:red}</style>",
    ),
];

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
