//! What every mail client and every reader relies on.

use letterhead::domain::logto::UsageType;

use super::{Sample, samples};

/// Well under the 102 KB at which Gmail clips, so that there is room to design.
const MAX_BYTES: usize = 14 * 1024;

#[test]
fn language_and_direction_stand_on_the_document_and_on_the_wrapper() {
    for sample in samples() {
        let (tag, direction) = (sample.tag, sample.direction());
        for start in ["<html", "<div"] {
            let opening = format!(r#"{start} lang="{tag}" dir="{direction}""#);
            assert_eq!(count(&sample, &opening), 1, "{}: {opening}", sample.name());
        }
    }
}

#[test]
fn every_layout_table_says_that_it_is_one() {
    for sample in samples() {
        for table in tags(&sample.content, "<table") {
            let presentation = table.contains(r#" role="presentation""#);
            assert!(presentation, "{}: {table}", sample.name());
        }
    }
}

#[test]
fn elements_are_closed() {
    for sample in samples() {
        for name in [
            "html", "head", "style", "body", "div", "table", "tr", "td", "h1", "p", "a",
        ] {
            let open = tags(&sample.content, &format!("<{name}")).len();
            let closed = count(&sample, &format!("</{name}>"));
            assert_eq!(open, closed, "{}: {name}", sample.name());
        }
    }
}

#[test]
fn nothing_is_fetched() {
    for sample in samples() {
        for remote in ["<img", "<link", "src=", "url(", "@import", "background=\""] {
            assert_eq!(count(&sample, remote), 0, "{}: {remote}", sample.name());
        }
        for link in tags(&sample.content, "<a") {
            let own = link.contains(r#" href="{{link}}""#)
                || link.contains(r#" href="mailto:help@lindmoor.example""#);
            assert!(own, "{}: {link}", sample.name());
        }
    }
}

#[test]
fn every_mail_is_small() {
    for sample in samples() {
        assert!(sample.bytes <= MAX_BYTES, "{}", sample.name());
    }
}

#[test]
fn every_mail_has_a_title_one_heading_and_both_colour_schemes() {
    for sample in samples() {
        let heading = between(&sample.content, "<h1", "</h1>");
        let title = between(&sample.content, "<title>", "</title>");
        assert!(heading.ends_with(title), "{}", sample.name());
        assert_eq!(count(&sample, "<h1"), 1, "{}", sample.name());
        for scheme in [
            r#"<meta name="color-scheme" content="light dark">"#,
            "@media (prefers-color-scheme: dark)",
            "[data-ogsc]",
            "[data-ogsb]",
        ] {
            assert!(count(&sample, scheme) > 0, "{}: {scheme}", sample.name());
        }
    }
}

#[test]
fn the_code_is_one_unbroken_left_to_right_text() {
    for sample in samples().iter().filter(|sample| is_code(sample)) {
        assert_eq!(count(sample, "{{code}}</p>"), 1, "{}", sample.name());
        assert_eq!(count(sample, "{{code}}"), 1, "{}", sample.name());
        let (before, _) = sample.content.split_once("{{code}}").unwrap();
        let opening = &before[before.rfind('<').unwrap()..];
        for property in [
            r#"<p class="ink code" dir="ltr""#,
            "unicode-bidi: isolate",
            "white-space: nowrap",
            "letter-spacing: 9px",
        ] {
            assert!(opening.contains(property), "{}: {opening}", sample.name());
        }
    }
}

#[test]
fn an_invitation_has_a_button_and_the_link_as_text() {
    for sample in samples().iter().filter(|sample| !is_code(sample)) {
        assert_eq!(count(sample, r#"href="{{link}}""#), 2, "{}", sample.name());
        assert_eq!(count(sample, ">{{link}}</a>"), 1, "{}", sample.name());
        assert_eq!(count(sample, "mso-padding-alt"), 1, "{}", sample.name());
    }
}

#[test]
fn outlook_gets_a_fixed_width_and_the_only_comments_are_for_it() {
    for sample in samples() {
        assert_eq!(count(&sample, r#"width="600""#), 1, "{}", sample.name());
        let (comments, for_outlook) = (count(&sample, "<!--"), count(&sample, "<!--[if mso]>"));
        assert_eq!(comments, for_outlook, "{}", sample.name());
        let ends = count(&sample, "<![endif]-->");
        assert_eq!(ends, for_outlook, "{}", sample.name());
    }
}

#[test]
fn arabic_is_aligned_to_the_right_throughout() {
    for sample in samples().iter().filter(|sample| sample.tag == "ar") {
        for left in ["text-align: left", r#"align="left""#, "padding-left: 16px"] {
            assert_eq!(count(sample, left), 0, "{}: {left}", sample.name());
        }
    }
}

#[test]
fn quotes_are_typographic_and_french_marks_stand_behind_narrow_spaces() {
    for sample in samples() {
        let body = between(&sample.content, "<body", "</body>");
        let after_tags = body.split('>').skip(1);
        let texts = after_tags.filter_map(|part| part.split('<').next());
        for text in texts.chain([sample.subject()]) {
            let typewriter = text.contains('\'') || text.contains('"');
            assert!(!typewriter, "{}: {text}", sample.name());
            let loose = [" ?", " !", " :", " ;"]
                .iter()
                .any(|mark| text.contains(mark));
            assert!(!loose, "{}: {text}", sample.name());
            let tight = text.contains('?') && !text.contains("\u{202f}?");
            assert!(sample.tag != "fr" || !tight, "{}: {text}", sample.name());
        }
    }
}

fn is_code(sample: &Sample) -> bool {
    sample.usage_type != UsageType::OrganizationInvitation
}

fn count(sample: &Sample, text: &str) -> usize {
    sample.content.matches(text).count()
}

/// The opening tags that start so, up to their `>`; attribute values hold none here.
fn tags<'a>(html: &'a str, start: &str) -> Vec<&'a str> {
    html.match_indices(start)
        .map(|(at, _)| &html[at..])
        .filter(|rest| rest[start.len()..].starts_with([' ', '>']))
        .map(|rest| &rest[..rest.find('>').unwrap()])
        .collect()
}

fn between<'a>(html: &'a str, start: &str, end: &str) -> &'a str {
    let (_, rest) = html.split_once(start).unwrap();
    rest.split_once(end).unwrap().0
}
