//! The facts: each is applied in the clients that it names, and in no other.

#![expect(
    clippy::literal_string_with_formatting_args,
    reason = "rules of CSS look like arguments"
)]

use super::super::facts::{self, About, Fact};
use super::*;

/// A mail with what a fact is about.
fn sample(fact: &Fact, name: &str) -> String {
    match fact.about {
        // These have rules of their own in some clients.
        About::Property => format!("<table><td style=\"{name}:inherit\">x"),
        About::AtRule if name == "import" => "<style>@import 'a.css';</style>".to_owned(),
        About::AtRule => format!("<style>@{name} screen{{a{{color:red}}}}</style>"),
        About::MediaFeature => format!("<style>@media ({name}:1){{a{{color:red}}}}</style>"),
        About::PseudoClass => format!("<style>a:{name}{{color:red}}</style>"),
        About::PseudoElement => format!("<style>a::{name}{{color:red}}</style>"),
        About::Selector => {
            let selector = match name {
                "[]" => "a[href]".to_owned(),
                ".a.b" => name.to_owned(),
                "*" => "*".to_owned(),
                sign => format!("a {sign} b"),
            };
            format!("<style>{selector}{{color:red}}</style>")
        }
        About::Function => format!("<p style=\"font-size:{name}(1,2,3)\">x"),
        About::Unit => format!("<p style=\"font-size:2{name}\">x"),
        About::Element => format!("<{name}>x"),
        About::Attribute => format!("<p {name}=a>x"),
        About::Image if name == "data:" => {
            "<img src=\"data:image/png;base64,AA\" alt=x>".to_owned()
        }
        About::Image => format!("<img src=\"https://x.example/a.{name}?b\" alt=x>"),
    }
}

#[test]
fn each_fact_takes_away_what_it_is_about_in_the_clients_it_names() {
    let clients = Client::ALL.into_iter().filter(|client| {
        // Sheets go as a whole with other accounts.
        *client != Client::GmailAppOther
    });
    for client in clients {
        let Some(letter) = client.letter() else {
            continue;
        };
        for fact in facts::of(letter) {
            for name in &fact.names {
                let html = sample(fact, name);
                let emulated = shown(&html, client);
                let told = emulated.changes.iter().any(|one| one.rule == &fact.rule);
                let is_shadowed = emulated.changes.iter().any(|one| {
                    // These drop the query whatever else it is about.
                    matches!(one.rule.id, "css-at-media" | "yahoo-media-queries")
                        && fact.about == About::MediaFeature
                });
                assert!(
                    told || is_shadowed,
                    "{} {} {name}: {emulated:?}",
                    client.label(),
                    fact.rule.id
                );
            }
        }
    }
}

#[test]
fn what_no_fact_speaks_of_stays() {
    let html = "<!doctype html><html lang=en><head><style>a{color:red}</style></head><table \
                width=\"600\" role=presentation><tr><td style=\"padding:8px; color : #123456\" \
                align=center>a &amp; b<br/>c</td></tr></table>";
    for client in Client::ALL {
        if matches!(client, Client::PlainText | Client::GmailAppOther) {
            continue;
        }
        let emulated = shown(html, client);
        let guard = emulated.html.find("<style data-letterhead");
        let kept = match guard {
            Some(at) => {
                let end = at + emulated.html[at..].find("</style>").unwrap() + "</style>".len();
                format!("{}{}", &emulated.html[..at], &emulated.html[end..])
            }
            None => emulated.html.clone(),
        };
        assert_eq!(kept, html, "{}", client.label());
        assert!(emulated.changes.is_empty(), "{:?}", emulated.changes);
    }
}

#[test]
fn the_table_is_read_whole() {
    let lines = include_str!("../facts.txt").lines();
    let written = lines.filter(|line| !line.starts_with('#')).count();
    let letters = "GAWOPYS".chars();
    let mut read: Vec<&str> = letters
        .flat_map(facts::of)
        .map(|fact| fact.rule.id)
        .collect();
    read.sort_unstable();
    read.dedup();
    assert_eq!(read.len(), written);
}
