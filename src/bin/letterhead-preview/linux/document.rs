//! The document that the engine is given for a mail, and the rules it is given with it.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use letterhead::services::preview::{BodyFormat, Images, PreviewRequest};

/// The document of a request: HTML, with what a mail program takes out taken out.
pub(crate) fn html(request: &PreviewRequest) -> String {
    match request.format {
        BodyFormat::Html => prepared(&request.body),
        BodyFormat::Plain => plain_text(&request.body),
    }
}

/// The content security policy: what the document may do. No script, no frame, no form, no style or
/// font from elsewhere; images as the request says.
pub(crate) fn policy(images: Images) -> String {
    let sources = match images {
        Images::Blocked => "'none'",
        Images::Embedded => "data: cid:",
        Images::Remote => "data: cid: https: http:",
    };
    format!(
        "default-src 'none'; img-src {sources}; style-src 'unsafe-inline'; font-src data:; \
         form-action 'none'; frame-src 'none'; base-uri 'none'"
    )
}

/// Tells whether two documents show the same images, by a hash of the addresses in them. The host
/// script cannot wait for images, so a document with other ones is loaded.
pub(crate) fn image_addresses(html: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    let bytes = html.as_bytes();
    for colon in memchr::memchr_iter(b':', bytes) {
        let (before, after) = bytes.split_at(colon);
        let is_address = ["data", "cid", "http", "https"].iter().any(|scheme| {
            let start = before.len().checked_sub(scheme.len());
            start
                .and_then(|start| before.get(start..))
                .is_some_and(|found| found.eq_ignore_ascii_case(scheme.as_bytes()))
        });
        if is_address {
            let ends = |byte: &u8| byte.is_ascii_whitespace() || b"\"'()<>".contains(byte);
            after
                .split(ends)
                .next()
                .unwrap_or_default()
                .hash(&mut hasher);
        }
    }
    hasher.finish()
}

/// Escapes a plain text and wraps it so that lines and blanks are kept.
fn plain_text(text: &str) -> String {
    let mut page = String::with_capacity(text.len() + 256);
    page.push_str(
        "<!doctype html><html><head><meta charset=\"utf-8\"><style>\
         :root{color-scheme:light dark}\
         body{margin:16px;font:14px/1.5 sans-serif}\
         pre{margin:0;font:inherit;white-space:pre-wrap;overflow-wrap:anywhere;\
         unicode-bidi:plaintext;text-align:start}\
         </style></head><body><pre dir=\"auto\">",
    );
    for letter in text.chars() {
        match letter {
            '&' => page.push_str("&amp;"),
            '<' => page.push_str("&lt;"),
            '>' => page.push_str("&gt;"),
            other => page.push(other),
        }
    }
    page.push_str("</pre></body></html>");
    page
}

/// A mail as the engine gets it. Some tags are taken out: `link`, `base` and `meta http-equiv` reach
/// for the network or elsewhere, `noscript` hides what readers without script are to see, and a
/// `template` with a shadow root hides the mail itself.
fn prepared(html: &str) -> String {
    let mut kept = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(open) = memchr::memchr(b'<', rest.as_bytes()) {
        let (before, tag) = rest.split_at(open);
        kept.push_str(before);
        let length = if tag.starts_with("<!--") {
            tag.find("-->").map_or(tag.len(), |end| end + 3)
        } else {
            tag_length(tag)
        };
        let (tag, after) = tag.split_at(length);
        if !is_taken_out(tag) {
            push_eager(&mut kept, tag);
        }
        rest = after;
    }
    kept.push_str(rest);
    kept
}

/// The length of the tag that `html` starts with, quotes respected.
fn tag_length(html: &str) -> usize {
    // `a < b` is no tag.
    let bytes = html.as_bytes();
    if !bytes
        .get(1)
        .is_some_and(|byte| byte.is_ascii_alphabetic() || *byte == b'/')
    {
        return 1;
    }
    let mut quote = None;
    let mut after_equals = false;
    for (at, byte) in bytes.iter().enumerate() {
        match (quote, byte) {
            (None, b'>') => return at + 1,
            (None, b'"' | b'\'') if after_equals => quote = Some(*byte),
            (Some(open), byte) if open == *byte => quote = None,
            _ => {}
        }
        if !byte.is_ascii_whitespace() {
            after_equals = *byte == b'=';
        }
    }
    html.len()
}

/// Adds a tag; an image in it is loaded although nobody scrolls to it.
fn push_eager(kept: &mut String, tag: &str) {
    let is_image = tag
        .get(..4)
        .is_some_and(|start| start.eq_ignore_ascii_case("<img"));
    let lower = if is_image {
        tag.to_ascii_lowercase()
    } else {
        String::new()
    };
    let lazy = lower.find("loading").and_then(|name| {
        let value = lower
            .get(name + "loading".len()..)?
            .trim_start()
            .strip_prefix('=')?;
        let value = value.trim_start().trim_start_matches(['"', '\'']);
        value
            .starts_with("lazy")
            .then_some(lower.len() - value.len())
    });
    match lazy.and_then(|at| tag.split_at_checked(at)) {
        Some((before, after)) => {
            kept.push_str(before);
            kept.push_str("eager");
            kept.push_str(after.get("lazy".len()..).unwrap_or_default());
        }
        None => kept.push_str(tag),
    }
}

fn is_taken_out(tag: &str) -> bool {
    let name = tag.trim_start_matches(['<', '/']);
    let end = name
        .find(|letter: char| letter.is_ascii_whitespace() || matches!(letter, '>' | '/'))
        .unwrap_or(name.len());
    let (name, attributes) = name.split_at(end);
    match name.to_ascii_lowercase().as_str() {
        "link" | "base" | "noscript" => true,
        "meta" => {
            let attributes = attributes.to_ascii_lowercase();
            attributes.contains("http-equiv") && !attributes.contains("content-type")
        }
        "template" => attributes.to_ascii_lowercase().contains("shadowrootmode"),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_bases_and_refreshes_are_taken_out() {
        let html = "<head><LINK rel=preconnect href='http://a>b'><base href=x><meta charset=utf-8>\
                    <meta http-equiv=\"Refresh\" content=0><style>a > b {}</style></head>1 < 2";
        assert_eq!(
            prepared(html),
            "<head><meta charset=utf-8><style>a > b {}</style></head>1 < 2"
        );
    }

    #[test]
    fn what_stands_in_noscript_is_shown() {
        assert_eq!(prepared("a<noscript>b</noscript>c"), "abc");
        assert_eq!(prepared("a<template ShadowRootMode=open>b"), "ab");
        assert_eq!(prepared("a<template>b"), "a<template>b");
    }

    #[test]
    fn images_do_not_wait_for_a_scroll() {
        assert_eq!(
            prepared("<IMG alt='lazy' Loading = \"lazy\" src=x> lazy"),
            "<IMG alt='lazy' Loading = \"eager\" src=x> lazy"
        );
        assert_eq!(prepared("<img alt=loading>"), "<img alt=loading>");
    }

    #[test]
    fn comments_and_broken_ends_stay() {
        for html in [
            "<!--[if mso]><link href=x><![endif]-->a",
            "a<b",
            "<",
            "<p title=\"x",
            "<!--",
        ] {
            assert_eq!(prepared(html), html);
        }
    }

    #[test]
    fn a_quote_in_an_unquoted_place_does_not_swallow_the_rest() {
        assert_eq!(prepared("<p it's><link href=x>y"), "<p it's>y");
    }

    #[test]
    fn plain_text_cannot_become_markup() {
        let page = plain_text("<b>&amp;</b>");
        assert!(page.contains("&lt;b&gt;&amp;amp;&lt;/b&gt;"), "{page}");
    }

    #[test]
    fn other_words_keep_the_images_and_other_addresses_do_not() {
        let one = image_addresses("<p>Hi: Ada</p><img src=\"data:x,1\">");
        assert_eq!(
            one,
            image_addresses("<p>Hello: Ada</p><img src=\"data:x,1\">")
        );
        assert_ne!(one, image_addresses("<p>Hi: Ada</p><img src=\"data:x,2\">"));
    }

    #[test]
    fn only_the_remote_setting_lets_the_network_in() {
        assert!(policy(Images::Blocked).contains("img-src 'none'"));
        assert!(!policy(Images::Embedded).contains("http"));
        assert!(policy(Images::Remote).contains("img-src data: cid: https: http:;"));
    }
}
