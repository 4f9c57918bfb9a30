//! Links of two mails against a server on loopback, which the guards of these tests allow.

use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;

use serde_json::json;
use wiremock::matchers::path;
use wiremock::{Mock, MockServer, ResponseTemplate};

use super::*;
use crate::domain::checks::links::fetch::{NotFetched, may_fetch};
use crate::domain::logto::{TemplateDetails, UsageType};
use crate::domain::workspace::TemplateKey;
use crate::services::links::{Guard, LookUp, Looking};

struct Here;

impl LookUp for Here {
    fn look_up<'a>(&'a self, _: &'a str) -> Looking<'a> {
        Box::pin(std::future::ready(Ok(vec![IpAddr::V4(
            Ipv4Addr::LOCALHOST,
        )])))
    }
}

fn only_open(url: &str) -> Result<(), NotFetched> {
    if url.starts_with("http://open.example:") {
        Ok(())
    } else {
        may_fetch(url)
    }
}

fn mail(tag: &str, content: String) -> Flat {
    let details = TemplateDetails {
        subject: "Your code".to_owned(),
        content,
        ..TemplateDetails::default()
    };
    let key = TemplateKey::new(UsageType::SignIn, tag);
    Flat::of(
        key,
        details,
        json!({"code": "482913", "link": "https://example.org/"}),
    )
}

#[test]
fn each_address_is_asked_once_and_told_of_each_mail() {
    let runtime = Runtime::new().unwrap();
    let server = runtime.block_on(MockServer::start());
    let base = format!("http://open.example:{}", server.address().port());
    for (at, status) in [("/gone", 404), ("/code/482913", 200), ("/picture", 404)] {
        let response = ResponseTemplate::new(status);
        runtime.block_on(Mock::given(path(at)).respond_with(response).mount(&server));
    }
    let first = format!(
        "<a href=\"{base}/gone\">a</a><a href=\"{base}/code/{{{{code}}}}\">b</a>\
         <a href=\"{{{{link}}}}\">c</a><img src=\"{base}/picture\" alt=\"\">"
    );
    let second = format!("<p>x</p><a href=\"{base}/gone\">a</a>");
    let guard = Guard {
        fetch: only_open,
        connect: |_| true,
    };
    let mut asked = Asked {
        links: Some(Links::with(guard, Arc::new(Here)).unwrap()),
        ..Asked::default()
    };
    let mails = [mail("en", first), mail("fr", second.clone())];
    let found = asked.ask(&mails, None).unwrap();
    let codes: Vec<Vec<&str>> = found
        .iter()
        .map(|found| found.iter().map(|one| one.finding.code).collect())
        .collect();
    let expected = [
        vec!["link-gone", "image-gone", "link-not-checkable"],
        vec!["link-gone"],
    ];
    assert_eq!(codes, expected);
    let span = found[1][0].finding.span.unwrap();
    assert_eq!(&second[span.range()], format!("href=\"{base}/gone\""));
    let requests = runtime.block_on(server.received_requests()).unwrap();
    assert_eq!(requests.len(), 3);
    let mut told = Vec::new();
    asked.write(&mut told).unwrap();
    let told = String::from_utf8(told).unwrap();
    assert!(
        told.contains(&format!("  {base}/gone\n      404, 0.")),
        "{told}"
    );
}

#[test]
fn the_servers_are_named_before_they_are_asked() {
    let hosts = ["a.example".to_owned(), "b.example".to_owned()];
    let told = announced(3, &hosts);
    assert_eq!(
        told,
        "Looking at 3 addresses of 2 servers: a.example, b.example"
    );
    let none = "No link or picture of these mails can be looked at";
    assert_eq!(announced(0, &[]), none);
}
