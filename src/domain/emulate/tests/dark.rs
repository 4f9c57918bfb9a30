//! The dark models.

use super::*;

fn dark(html: &str, client: Client, dark: Dark) -> Emulated {
    emulate(
        html,
        None,
        View {
            client,
            images: Images::On,
            dark,
        },
    )
}

#[test]
fn a_light_card_becomes_dark_and_its_text_light() {
    let html = "<body style=\"background:#ffffff;color:#000000\"><p>a</p>\
                <a style='color:#ffffff;background:#1a1a2e'>b</a></body>";
    let emulated = dark(html, Client::GmailApp, Dark::Partial);
    assert!(
        emulated
            .html
            .contains("color:#000000;background-color:#212121;color:#dbdbdb\""),
        "{}",
        emulated.html
    );
    // A dark button with a light text stays as it is.
    assert!(
        emulated
            .html
            .contains("<a style='color:#ffffff;background:#1a1a2e'>")
    );
    assert!(
        emulated
            .changes
            .iter()
            .any(|one| one.rule.id == "dark-partial")
    );
}

#[test]
fn full_inversion_turns_dark_parts_light() {
    let html = "<body><div style=\"background:#111111;color:#fafafa\">a</div>";
    let emulated = dark(html, Client::OutlookWindows, Dark::Full);
    let style = emulated.html.find("<div style=\"").unwrap();
    let tag = &emulated.html[style..style + 90];
    assert!(
        tag.contains("background-color:#f2f2f2;color:#232323"),
        "{tag}"
    );
    assert!(
        emulated
            .changes
            .iter()
            .any(|one| one.rule.id == "dark-full")
    );
}

#[test]
fn a_mail_without_colours_becomes_light_on_dark_as_a_whole() {
    for html in ["<p>a", "<!doctype html><p>a", "<html><body><p>a", "a"] {
        let emulated = dark(html, Client::GmailApp, Dark::Partial);
        assert!(
            emulated.html.contains("background-color:#212121"),
            "{}",
            emulated.html
        );
        assert!(emulated.html.contains("color:#dbdbdb"), "{}", emulated.html);
    }
}

#[test]
fn outlook_com_keeps_the_original_in_marks_that_selectors_can_ask_for() {
    let emulated = dark(
        "<body><p style=\"color:#102030\">a",
        Client::OutlookCom,
        Dark::Partial,
    );
    assert!(
        emulated.html.contains("data-ogsc=\"#102030\""),
        "{}",
        emulated.html
    );
    let mut told = emulated.changes.iter().map(|one| one.rule.id);
    assert!(told.any(|id| id == "outlook-com-dark-marks"));
}

#[test]
fn the_authors_own_colours_show_where_the_client_lets_them() {
    let html = "<style>@media (prefers-color-scheme:dark){p{color:red}}</style><p>";
    assert!(dark(html, Client::AppleMail, Dark::Author).prefers_dark);
    assert_eq!(dark(html, Client::AppleMail, Dark::Author).html, html);
    let gmail = dark(html, Client::GmailWeb, Dark::Author);
    assert!(!gmail.prefers_dark);
    assert!(!gmail.html.contains("prefers-color-scheme"));
    assert!(
        gmail
            .notes
            .iter()
            .any(|note| note.contains("prefers-color-scheme"))
    );
}

#[test]
fn a_light_border_does_not_glow_on_what_became_dark() {
    let html = "<body><p style=\"border:1px solid #ffffff;border-top-color:#000;color:#888888\">a";
    let emulated = dark(html, Client::Samsung, Dark::Partial);
    assert!(
        emulated
            .html
            .contains(";border-color:#212121;border-top-color:#000000\">"),
        "{}",
        emulated.html
    );
}

#[test]
fn an_important_colour_is_answered_by_an_important_one() {
    let html = "<body><p style=\"color:#000 !important\">a";
    let emulated = dark(html, Client::Samsung, Dark::Partial);
    assert!(
        emulated
            .html
            .contains("!important;color:#dbdbdb!important\""),
        "{}",
        emulated.html
    );
}

#[test]
fn a_colour_that_a_placeholder_says_is_left_alone() {
    let html = "<body bgcolor=\"#ffffff\"><p style=\"color:{{x}};background:{{y}}\">a</p>";
    let emulated = dark(html, Client::GmailApp, Dark::Full);
    assert!(
        emulated
            .html
            .contains("<p style=\"color:{{x}};background:{{y}}\">"),
        "{}",
        emulated.html
    );
}
