//! Tests of verdicts.

use super::*;
use crate::domain::clients::detect::detector;

fn report(html: &str, clients: &[&str]) -> Report {
    let data = ClientData::bundled();
    let ids: Vec<ClientId> = clients.iter().flat_map(|name| data.find(name)).collect();
    Report::of(&Document::parse(html), data, &Audience::chosen(&ids, data))
}

fn slugs(report: &Report) -> Vec<&str> {
    report
        .entries
        .iter()
        .map(|entry| entry.slug.as_str())
        .collect()
}

#[test]
fn what_a_client_drops_is_told_with_place_share_and_date() {
    let html = "<p style=\"border-radius: 4px\">x</p>";
    let report = report(html, &["outlook.windows", "apple-mail.ios"]);
    assert_eq!(slugs(&report), ["css-border-radius"]);
    let entry = &report.entries[0];
    assert_eq!(&html[entry.spans[0].range()], "border-radius");
    assert!((entry.dropped_share - 0.5).abs() < 1e-9);
    assert_eq!(entry.tested, "2021-03-09");
    assert_eq!(
        entry.message,
        "Outlook for Windows (classic) drops border-radius: 50 % of your readers"
    );
    assert!(
        entry
            .hint
            .contains("https://www.caniemail.com/features/css-border-radius/")
    );
    assert_eq!(report.findings().len(), 1);
}

#[test]
fn what_has_a_stand_in_is_no_finding() {
    let outlook = &["outlook.windows"][..];
    let one = "<p style=\"background: linear-gradient(red, blue)\">x</p>";
    assert!(slugs(&report(one, outlook)).contains(&"css-linear-gradient"));
    let two = "<p style=\"background: #fff; background: linear-gradient(red, blue)\">x</p>";
    assert!(!slugs(&report(two, outlook)).contains(&"css-linear-gradient"));
    let guarded = "<style>@supports (display: grid) { p { display: grid } }</style>";
    let found = report(guarded, outlook);
    assert!(
        !slugs(&found).contains(&"css-display-grid"),
        "{:?}",
        slugs(&found)
    );
}

#[test]
fn conditional_comments_say_who_reads() {
    let only_outlook = "<!--[if mso]><p style=\"border-radius:4px\">x</p><![endif]-->";
    assert_eq!(
        slugs(&report(only_outlook, &["outlook.windows"])),
        ["css-border-radius"]
    );
    assert!(
        report(only_outlook, &["fastmail", "gmail", "yahoo"])
            .entries
            .is_empty()
    );
    let others = "<!--[if !mso]><!--><p style=\"border-radius:4px\">x</p><!--<![endif]-->";
    assert!(report(others, &["outlook.windows"]).entries.is_empty());
    let old = "<!--[if lte mso 11]><p style=\"border-radius:4px\">x</p><![endif]-->";
    assert!(report(old, &["outlook.windows"]).entries.is_empty());
}

#[test]
fn what_stands_in_a_dropped_style_sheet_is_told_once() {
    let data = ClientData::bundled();
    let dropping = data.client_ids().find(|id| {
        let support = |slug: &str| data.feature(slug).unwrap().support(*id);
        support("html-style") == Support::Unsupported
            && support("css-display-flex") == Support::Unsupported
    });
    let id = &data.client(dropping.unwrap()).unwrap().id;
    let report = report("<style>p { display: flex }</style>", &[id]);
    assert_eq!(slugs(&report), ["html-style"]);
}

#[test]
fn notes_about_other_values_do_not_count() {
    let html = |margin: &str| format!("<p style=\"margin: {margin}; text-align: center\">x</p>");
    // Gmail shows `margin` but for negative values.
    assert!(report(&html("0 4px"), &["gmail.ios"]).entries.is_empty());
    assert_eq!(
        slugs(&report(&html("-4px"), &["gmail.ios"])),
        ["css-margin"]
    );
    assert_eq!(
        slugs(&report(&html("{{x}}"), &["gmail.ios"])),
        ["css-margin"]
    );
    // Outlook has faults in every margin.
    assert_eq!(
        slugs(&report(&html("0"), &["outlook.windows"])),
        ["css-margin"]
    );
    // Word knows no other `display` than none.
    let display = "<p style=\"display: block\">x</p>";
    assert!(report(display, &["gmail"]).entries.is_empty());
    assert_eq!(
        slugs(&report(display, &["outlook.windows"])),
        ["css-display"]
    );
    // What Gmail's app drops with the sheet is told with the sheet.
    let sheet = "<style>@media (max-width: 9px) { p, .a { color: red !important } }</style>";
    assert_eq!(slugs(&report(sheet, &["gmail.ios"])), ["html-style"]);
    let height = "<style>@media (max-height: 9px) { p { color: red!IMPORTANT } }</style>";
    let height = report(height, &["gmail.ios"]);
    let told = slugs(&height);
    assert!(
        told.contains(&"css-at-media") && told.contains(&"css-important"),
        "{told:?}"
    );
    // Gmail on the web reads small sheets in the head.
    let web = &["gmail.desktop-webmail"][..];
    assert!(
        report("<style>p { color: red }</style><p>x</p>", web)
            .entries
            .is_empty()
    );
    let body = "<p>x</p><style>p { color: red }</style>";
    assert_eq!(slugs(&report(body, web)), ["html-style"]);
    let large = format!("<style>{}</style>", "p{color:red}".repeat(1_500));
    assert_eq!(slugs(&report(&large, web)), ["html-style"]);
    // A colour alone is no background image.
    let colour = "<p style=\"background: #fff\">x</p>";
    assert!(report(colour, &["outlook.windows"]).entries.is_empty());
}

#[test]
fn unknown_is_told_apart() {
    let data = ClientData::bundled();
    let (feature, id) = data
        .features
        .iter()
        .filter(|feature| feature.slug.starts_with("css-unit-") && feature.slug.len() == 11)
        .find_map(|feature| {
            let mut ids = data.client_ids();
            let id = ids.find(|id| feature.support(*id) == Support::Unknown)?;
            Some((feature, id))
        })
        .unwrap();
    let unit = feature.slug.strip_prefix("css-unit-").unwrap();
    let html = format!("<p style=\"text-indent: 2{unit}\">x</p>");
    let id = &data.client(id).unwrap().id;
    let report = report(&html, &[id]);
    assert!(!slugs(&report).contains(&feature.slug.as_str()));
    let untested = report
        .untested
        .iter()
        .find(|entry| entry.slug == feature.slug);
    assert!(untested.unwrap().message.starts_with("Nobody has tested"));
}

#[test]
fn severity_follows_loss_and_share() {
    assert_eq!(Loss::Content.severity(0.05, 0.0), Severity::Error);
    assert_eq!(Loss::Content.severity(0.0, 0.5), Severity::Warning);
    assert_eq!(Loss::Layout.severity(0.02, 0.0), Severity::Info);
    assert_eq!(Loss::Content.severity(0.0, 0.05), Severity::Info);
    assert_eq!(Loss::Content.severity(0.01, 0.0), Severity::Warning);
    assert_eq!(Loss::Layout.severity(0.10, 0.0), Severity::Warning);
    assert_eq!(Loss::Layout.severity(0.05, 0.90), Severity::Info);
    assert_eq!(Loss::Looks.severity(1.0, 0.0), Severity::Info);
    assert_eq!(Loss::Extra.severity(1.0, 0.0), Severity::Info);
    for feature in &ClientData::bundled().features {
        // Pictures are content whatever their format.
        let is_picture = feature.slug.starts_with("image-");
        assert!(!is_picture || loss(&feature.slug) == Loss::Content);
    }
}

#[test]
fn each_feature_is_looked_for_or_has_its_reason() {
    use crate::domain::clients::detect::undetectable;
    for feature in &ClientData::bundled().features {
        let is_found = detector(&feature.slug).is_some();
        let has_reason = undetectable(&feature.slug).is_some();
        assert!(is_found != has_reason, "{}", feature.slug);
    }
}
