//! The plan of looking, and what outcomes mean.

use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::domain::finding::Severity;

fn details(content: &str) -> TemplateDetails {
    TemplateDetails {
        content: content.to_owned(),
        ..TemplateDetails::default()
    }
}

fn plan(content: &str) -> LinkPlan {
    let payload =
        json!({"code": "482913", "link": "https://evil.example/", "at": "@evil.example/"});
    LinkPlan::of(&details(content), &payload)
}

#[test]
fn only_public_pages_of_the_web_may_be_fetched() {
    assert_eq!(may_fetch("https://example.com/a?b=1"), Ok(()));
    assert_eq!(may_fetch("http://example.com:8080/"), Ok(()));
    for (url, reason) in [
        ("https://example.com/{{code}}", NotFetched::NoSample),
        ("ftp://example.com/", NotFetched::Scheme),
        ("file:///etc/passwd", NotFetched::Scheme),
        ("https://a:b@example.com/", NotFetched::HasUser),
        (
            "http://127.0.0.1/",
            NotFetched::NotPublic("127.0.0.1".to_owned()),
        ),
        (
            "http://0x7f000001/",
            NotFetched::NotPublic("0x7f000001".to_owned()),
        ),
        ("http://[::1]/", NotFetched::NotPublic("[::1]".to_owned())),
        (
            "http://LOCALHOST/",
            NotFetched::NotPublic("localhost".to_owned()),
        ),
        ("http://example.com:25/", NotFetched::Port("25".to_owned())),
    ] {
        assert_eq!(may_fetch(url), Err(reason), "{url}");
    }
}

#[test]
fn each_address_is_planned_once_and_its_place_is_kept() {
    let content = "<body background=\"https://b.example.com/g.png\">\
        <a href=\"https://example.com/a\">x</a> <a href=\"https://example.com/a\">y</a>\
        <img src=\"https://Example.com/p.png\"><a href=\"mailto:a@b.example\">z</a></body>";
    let plan = plan(content);
    let urls: Vec<_> = plan.wanted.iter().map(|one| one.url.as_str()).collect();
    assert_eq!(
        urls,
        [
            "https://b.example.com/g.png",
            "https://example.com/a",
            "https://Example.com/p.png"
        ]
    );
    assert_eq!(plan.hosts(), ["b.example.com", "example.com"]);
    let place = content.get(plan.wanted[1].span.range()).unwrap();
    assert_eq!(place, "href=\"https://example.com/a\"");
    assert!(plan.wanted[0].is_picture && plan.wanted[2].is_picture);
}

#[test]
fn values_are_filled_in_only_behind_a_server_that_is_written_out() {
    let plan = plan(
        "<a href=\"https://example.com/v?code={{code}}\">a</a>\
         <a href=\"{{link}}\">b</a><a href=\"https://{{host}}/\">c</a>\
         <a href=\"https://example.com{{at}}\">d</a><a href=\"https://example.com/{{none}}\">e</a>\
         <a href=\"https://{{code}}@example.com/\">f</a>",
    );
    let wanted: Vec<_> = plan.wanted.iter().map(|one| one.url.as_str()).collect();
    assert_eq!(wanted, ["https://example.com/v?code=482913"]);
    let refused: Vec<_> = plan
        .refused
        .iter()
        .map(|(one, reason)| (one.written.as_str(), reason.clone()))
        .collect();
    assert_eq!(
        refused,
        [
            ("{{link}}", NotFetched::ServerIsValue),
            ("https://{{host}}/", NotFetched::ServerIsValue),
            ("https://example.com{{at}}", NotFetched::ServerIsValue),
            ("https://example.com/{{none}}", NotFetched::NoSample),
            ("https://{{code}}@example.com/", NotFetched::ServerIsValue),
        ]
    );
}

#[test]
fn links_of_a_plain_text_end_where_clients_end_them() {
    let text =
        "Open https://example.com/a?b={{code}}. Or (http://example.org/)!\nhttps://example.org";
    let plain = TemplateDetails {
        content_type: Some(ContentType::Plain),
        ..details(text)
    };
    let plan = LinkPlan::of(&plain, &json!({"code": "1"}));
    let urls: Vec<_> = plan.wanted.iter().map(|one| one.url.as_str()).collect();
    let expected = [
        "https://example.com/a?b=1",
        "http://example.org/",
        "https://example.org",
    ];
    assert_eq!(urls, expected);
}

#[test]
fn what_is_beyond_the_limit_is_said_and_not_forgotten() {
    let links = (0..60).map(|at| format!("<a href=\"https://example.com/{at}\">x</a>"));
    let links: Vec<String> = links.collect();
    let plan = plan(&links.concat());
    assert_eq!(plan.wanted.len(), MOST_ADDRESSES);
    assert_eq!(plan.refused.len(), 10);
    assert!(
        plan.refused
            .iter()
            .all(|(_, reason)| *reason == NotFetched::TooMany)
    );
}

fn page() -> LinkFetch {
    LinkFetch {
        url: "https://example.com/".to_owned(),
        written: "https://example.com/".to_owned(),
        span: Span::new(3, 9),
        is_picture: false,
    }
}

fn image() -> LinkFetch {
    LinkFetch {
        is_picture: true,
        ..page()
    }
}

fn look(outcome: LinkOutcome, way: &[&str]) -> LinkLook {
    let redirects = way.iter().map(|to| Redirect {
        status: 302,
        to: (*to).to_owned(),
    });
    LinkLook {
        redirects: redirects.collect(),
        millis: 1234,
        outcome,
    }
}

fn answer(status: u16, media_type: &str, bytes: usize, looks: Looks) -> LinkOutcome {
    LinkOutcome::Answered(LinkAnswer {
        status,
        bytes,
        media_type: media_type.to_owned(),
        looks,
    })
}

fn html(status: u16) -> LinkOutcome {
    answer(status, "text/html", 10, Looks::Page)
}

fn png(bytes: usize) -> LinkOutcome {
    answer(200, "image/png", bytes, Looks::Picture)
}

/// What an outcome and a way come to: severities and codes.
type Case = (
    LinkOutcome,
    &'static [&'static str],
    &'static [(Severity, &'static str)],
);

fn each_is_found(fetch: &LinkFetch, cases: Vec<Case>) {
    for (outcome, way, expected) in cases {
        let look = look(outcome, way);
        let found = findings(fetch, &look);
        let codes: Vec<_> = found.iter().map(|one| (one.severity, one.code)).collect();
        assert_eq!(codes, expected, "{look:?}");
        assert!(found.iter().all(|one| one.span == Some(fetch.span)));
        assert!(
            found
                .iter()
                .all(|one| crate::domain::checks::rule(one.code).is_some())
        );
    }
}

const UNREACHABLE: &[(Severity, &str)] = &[(Severity::Warning, "link-unreachable")];

#[test]
fn each_outcome_of_a_page_has_a_finding_of_its_own() {
    use Severity::{Error, Warning};
    let expired = LinkOutcome::Failed(LinkFailure::Certificate("has expired"));
    let cases: Vec<Case> = vec![
        (html(200), &[], &[]),
        (html(403), &[], &[]),
        (html(404), &[], &[(Error, "link-gone")]),
        (html(410), &[], &[(Error, "link-gone")]),
        (html(400), &[], &[(Warning, "link-refused")]),
        (html(503), &[], &[(Warning, "link-server-error")]),
        (expired, &[], &[(Error, "link-certificate")]),
        (LinkOutcome::Failed(LinkFailure::TooSlow), &[], UNREACHABLE),
    ];
    each_is_found(&page(), cases);
}

#[test]
fn the_way_of_a_link_is_weighed() {
    use Severity::{Info, Warning};
    let private = LinkOutcome::Stopped(NotFetched::NotPublic("10.0.0.1".to_owned()));
    let ring = LinkOutcome::Failed(LinkFailure::TooManyRedirects);
    let to_http = (Warning, "link-to-http-after-redirect");
    let cases: Vec<Case> = vec![
        (ring, &["https://example.com/r"], UNREACHABLE),
        (html(200), &["https://www.example.com/"], &[]),
        (
            html(200),
            &["https://example.org/"],
            &[(Info, "link-redirects-elsewhere")],
        ),
        (
            html(200),
            &["http://example.com/"],
            &[(Warning, "link-to-http-after-redirect")],
        ),
    ];
    each_is_found(&page(), cases);
    let look = look(private, &["http://10.0.0.1/"]);
    let found = findings(&page(), &look);
    let codes: Vec<_> = found.iter().map(|one| (one.severity, one.code)).collect();
    let unreachable = (Warning, "link-unreachable");
    let elsewhere = (Info, "link-redirects-elsewhere");
    assert_eq!(codes, [unreachable, to_http, elsewhere]);
}

#[test]
fn each_outcome_of_a_picture_has_a_finding_of_its_own() {
    use Severity::{Error, Warning};
    const OTHER: &[(Severity, &str)] = &[(Error, "image-not-an-image")];
    let octets = answer(200, "application/octet-stream", 9, Looks::Picture);
    let cases: Vec<Case> = vec![
        (png(10), &["https://cdn.example.org/"], &[]),
        (html(404), &[], &[(Error, "image-gone")]),
        (html(403), &[], &[(Warning, "link-refused")]),
        (html(200), &[], OTHER),
        (answer(200, "image/png", 9, Looks::Page), &[], OTHER),
        (answer(200, "image/png", 0, Looks::Unknown), &[], OTHER),
        (octets, &[], &[]),
        (png(MOST_BYTES), &[], &[(Warning, "image-too-big")]),
    ];
    each_is_found(&image(), cases);
}

#[test]
fn figures_stand_in_one_line() {
    let way = ["https://example.com/1", "https://example.com/2"];
    let told = look(html(404), &way).to_string();
    assert_eq!(told, "404, 2 redirects, 1.23 s, 10 bytes");
    let slow = look(LinkOutcome::Failed(LinkFailure::TooSlow), &[]).to_string();
    assert_eq!(slow, "not checked: no answer within 10 seconds, 1.23 s");
    assert_eq!(
        look(png(3_000_000), &[]).to_string(),
        "200, 1.23 s, 1 MB or more"
    );
}

#[test]
fn pictures_are_known_by_their_first_bytes() {
    for head in [
        &b"\x89PNG\r\n\x1a\n\0\0"[..],
        b"\xff\xd8\xff\xe0",
        b"GIF89a\x01",
        b"RIFF\x10\0\0\0WEBPVP8 ",
        b"\0\0\0\x1cftypavif",
        b" <svg xmlns=\"http://www.w3.org/2000/svg\">",
    ] {
        assert_eq!(looks_of(head), Looks::Picture, "{head:?}");
    }
    assert_eq!(looks_of(b"\xef\xbb\xbf\n<!DOCTYPE html>"), Looks::Page);
    assert_eq!(looks_of(b"<HTML><body>"), Looks::Page);
    assert_eq!(looks_of(b""), Looks::Unknown);
    assert_eq!(looks_of(b"RIFF"), Looks::Unknown);
}

proptest! {
    /// Whatever a payload holds, only servers that the template writes out are asked.
    #[test]
    fn a_value_never_chooses_the_server(value in "\\PC{0,24}", tail in "[/?#@:.\\\\]{0,3}") {
        let content = format!("<a href=\"https://example.com{tail}{{{{value}}}}\">x</a>");
        let plan = LinkPlan::of(&details(&content), &json!({"value": value}));
        for one in plan.wanted {
            // As the client reads it; what it cannot read is not asked.
            let host = reqwest::Url::parse(&one.url).ok();
            let host = host.and_then(|url| url.host_str().map(str::to_owned));
            let host = host.unwrap_or_else(|| "example.com".to_owned());
            prop_assert_eq!(host.trim_end_matches('.'), "example.com");
        }
    }

    #[test]
    fn no_text_is_too_odd_to_be_planned(text in "\\PC{0,80}") {
        let plain = TemplateDetails { content_type: Some(ContentType::Plain), ..details(&text) };
        for one in LinkPlan::of(&plain, &json!({})).wanted {
            prop_assert_eq!(text.get(one.span.range()), Some(one.written.as_str()));
        }
    }
}

#[test]
fn what_is_left_out_of_the_plan_is_said_with_why() {
    let plan = plan(
        "<a href=\"\">a</a><a href=\"www.example.com\">b</a><a href=\"javascript:x()\">c</a>\
         <a href=\"https://example..org/\">d</a><a href=\"#top\">e</a>",
    );
    let refused: Vec<_> = plan
        .refused
        .iter()
        .map(|(_, reason)| reason.clone())
        .collect();
    let expected = [
        NotFetched::Empty,
        NotFetched::NoScheme,
        NotFetched::Scheme,
        NotFetched::Malformed("example..org".to_owned()),
    ];
    assert_eq!(refused, expected);
    assert!(plan.wanted.is_empty());
}

#[test]
fn a_long_plain_text_is_read_in_linear_time() {
    use std::fmt::Write as _;

    let mut text = String::new();
    for at in 0..50_000 {
        write!(text, "http://a{at} ").unwrap();
    }
    let began = std::time::Instant::now();
    let found = in_plain_text(&text);
    assert_eq!(found.len(), 50_000);
    assert!(began.elapsed().as_secs() < 5, "{:?}", began.elapsed());
}
