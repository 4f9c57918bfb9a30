use super::*;
use crate::services::contact_sheet::testing::{cell, decode, picture, sheet};
use crate::services::contact_sheet::{CellPicture, Picture};
use base64::Engine as _;

fn page(cells: Vec<SheetCell>) -> String {
    String::from_utf8(html(&sheet(cells)).unwrap()).unwrap()
}

/// Elements that have no end tag (HTML standard, section 13.1.2).
const VOID: [&str; 5] = ["br", "img", "input", "meta", "wbr"];

/// Walks through all tags; tells the first that does not fit.
fn unbalanced(page: &str) -> Option<String> {
    let mut open: Vec<String> = Vec::new();
    let mut rest = page;
    while let Some(start) = rest.find('<') {
        let after = &rest[start + 1..];
        let Some(end) = after.find('>') else {
            return Some(format!("a tag without end: {after:.40}"));
        };
        let tag = &after[..end];
        rest = &after[end + 1..];
        if !tag.matches('"').count().is_multiple_of(2) {
            return Some(format!("a quote without end: {tag}"));
        }
        let name: String = tag
            .trim_start_matches('/')
            .chars()
            .take_while(|letter| letter.is_alphanumeric())
            .collect();
        if tag.starts_with('!') || VOID.contains(&name.as_str()) {
            continue;
        }
        if name == "style" && !tag.starts_with('/') {
            let close = rest.find("</style>").expect("an end of the style");
            rest = &rest[close + "</style>".len()..];
        } else if tag.starts_with('/') {
            let last = open.pop();
            if last.as_deref() != Some(name.as_str()) {
                return Some(format!("</{name}> closes {last:?}"));
            }
        } else {
            open.push(name);
        }
    }
    open.pop().map(|name| format!("<{name}> stays open"))
}

#[test]
fn the_walk_through_the_tags_finds_what_is_wrong() {
    assert_eq!(unbalanced("<p><b>x</b><br></p>"), None);
    assert!(unbalanced("<p><b>x</p></b>").is_some());
    assert!(unbalanced("<p>").is_some());
}

#[test]
fn every_tag_is_closed_whatever_the_texts_say() {
    let mut bad = cell("Sign<In>", "de\"");
    bad.language_name = "</section>".to_owned();
    bad.subject = "</p><script>alert(1)</script> \u{0}\"' &amp;".to_owned();
    bad.variant = "<!--".to_owned();
    bad.state = "-->".to_owned();
    bad.picture = CellPicture::Failed("</figure>".to_owned());
    let page = page(vec![cell("SignIn", "en"), bad, cell("Register", "en")]);
    assert_eq!(unbalanced(&page), None);
    assert!(!page.contains("<script"));
    assert!(
        page.contains(
            "&lt;/p&gt;&lt;script&gt;alert(1)&lt;/script&gt; \u{FFFD}&quot;&#39; &amp;amp;"
        )
    );
}

#[test]
fn nothing_is_fetched_and_no_script_is_needed() {
    let page = page(vec![cell("SignIn", "en"), cell("SignIn", "ar")]);
    for word in [
        "http:", "https:", "//", "<script", "<link", "@import", "url(", "onclick",
    ] {
        assert!(!without_pictures(&page).contains(word), "{word}");
    }
    assert!(page.contains("default-src 'none'"));
}

fn without_pictures(page: &str) -> String {
    let mut parts = page.split("data:image/png;base64,");
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        text.push_str(part.split_once('"').expect("the end of a picture").1);
    }
    text
}

#[test]
fn pictures_come_back_pixel_by_pixel() {
    let mut long = cell("SignIn", "de");
    long.picture = CellPicture::Drawn(picture(20, 200));
    let page = page(vec![cell("SignIn", "en"), long]);
    let sizes: Vec<_> = page
        .split("data:image/png;base64,")
        .skip(1)
        .map(|part| {
            let data = part.split_once('"').expect("the end of a picture").0;
            let file = base64::engine::general_purpose::STANDARD
                .decode(data)
                .unwrap();
            let (width, height, rgba) = decode(&file);
            assert_eq!(rgba, picture(width, height).rgba);
            (width, height)
        })
        .collect();
    assert_eq!(sizes, [(32, 60), (20, 60)]);
    assert!(page.contains("Cut off here; the whole mail is 200 px high"));
}

#[test]
fn a_subject_carries_its_language_and_direction() {
    let page = page(vec![cell("SignIn", "ar"), cell("SignIn", "de")]);
    assert!(page.contains("<p class=\"subject\" lang=\"ar\" dir=\"rtl\">Your code (ar)</p>"));
    assert!(page.contains("<p class=\"subject\" lang=\"de\" dir=\"ltr\">Your code (de)</p>"));
}

#[test]
fn every_link_inside_the_file_leads_somewhere_and_every_id_is_single() {
    let page = page(vec![
        cell("SignIn", "ar"),
        cell("Register", "de"),
        cell("SignIn", "de"),
    ]);
    let values = |name: &str| -> Vec<String> {
        let start = format!(" {name}=\"");
        page.split(&start)
            .skip(1)
            .filter_map(|part| part.split('"').next().map(str::to_owned))
            .collect()
    };
    let ids = values("id");
    let mut single = ids.clone();
    single.sort();
    single.dedup();
    assert_eq!(single.len(), ids.len());
    for target in values("href") {
        let id = target.strip_prefix('#').expect("a link inside the file");
        assert!(ids.iter().any(|known| known == id), "{target}");
    }
    for label in values("aria-labelledby") {
        assert!(ids.contains(&label), "{label}");
    }
}

#[test]
fn an_empty_sheet_says_so() {
    let page = page(Vec::new());
    assert_eq!(unbalanced(&page), None);
    assert!(page.contains("There are no mails on this sheet."));
    assert!(page.contains("<li>0 mails</li>"));
}

#[test]
fn a_mail_without_picture_says_why_and_is_counted() {
    let mut failed = cell("SignIn", "de");
    failed.picture = CellPicture::Failed("The web engine is missing".to_owned());
    let mut broken = cell("SignIn", "en");
    broken.picture = CellPicture::Drawn(Picture {
        width: 3,
        height: 3,
        rgba: vec![1],
    });
    let page = page(vec![failed, broken, cell("Register", "en")]);
    assert!(page.contains("<strong>No picture</strong> The web engine is missing"));
    assert!(page.contains("The picture is broken: 3 × 3 px do not fill 1 bytes."));
    assert!(page.contains("2 without a picture"));
    assert!(page.contains("Not on this sheet"));
}

#[test]
fn there_is_a_place_to_sign_for_every_type_and_for_the_whole() {
    let page = page(vec![cell("SignIn", "de"), cell("Register", "de")]);
    for heading in [
        "Sign-off of SignIn",
        "Sign-off of Register",
        "Sign-off of the whole sheet",
    ] {
        assert!(page.contains(heading), "{heading}");
    }
}

#[test]
fn a_writer_that_fails_is_reported() {
    struct Full;
    impl Write for Full {
        fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
            Err(std::io::ErrorKind::StorageFull.into())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    let error = write_html(&sheet(vec![cell("SignIn", "de")]), &mut Full).unwrap_err();
    assert!(matches!(error, SheetError::Write(_)));
    assert_eq!(error.to_string(), "cannot write the contact sheet");
}
