use proptest::prelude::*;

use super::*;

fn codes(parsed: &ParsedMessage) -> Vec<&'static str> {
    parsed.defects.iter().map(|finding| finding.code).collect()
}

const HEAD: &str = "From: a@example.com\r\nDate: Sat, 21 Nov 2026 10:30:00 +0100\r\n";

#[test]
fn headers_keep_order_name_and_folding_and_are_decoded() {
    let raw = "from: =?utf-8?q?Zo=C3=AB?= <zoe@example.com>, b@example.com\r\n\
               X-Long: one\r\n\ttwo\r\n\
               Date: Sat, 21 Nov 2026 10:30:00 +0100\r\n\
               SUBJECT: =?utf-8?b?R3LDvMOfZQ==?=\r\n =?utf-8?q?_an_alle?=\r\n\
               Message-ID: <1@example.com>\r\n\
               X-Long: again\r\n\r\nText\r\n";
    let parsed = ParsedMessage::parse(raw.as_bytes());
    let names: Vec<&str> = parsed
        .headers
        .iter()
        .map(|header| header.name.as_str())
        .collect();
    assert_eq!(
        names,
        ["from", "X-Long", "Date", "SUBJECT", "Message-ID", "X-Long"]
    );
    assert_eq!(parsed.headers[1].raw, " one\r\n\ttwo");
    assert_eq!(parsed.headers[1].value, "one two");
    assert_eq!(parsed.subject.as_deref(), Some("Grüße an alle"));
    assert_eq!(parsed.from[0].name.as_deref(), Some("Zoë"));
    assert_eq!(parsed.from[1].address, "b@example.com");
    assert_eq!(parsed.date, "2026-11-21T09:30:00Z".parse().ok());
    assert_eq!(parsed.message_id.as_deref(), Some("1@example.com"));
    assert_eq!(parsed.text.as_deref(), Some("Text\r\n"));
    assert_eq!(parsed.defects, []);
}

#[test]
fn a_plain_message_has_no_html_and_an_html_message_no_text() {
    let plain = ParsedMessage::parse(format!("{HEAD}\r\n<b>not</b>").as_bytes());
    assert_eq!(plain.html, None);
    assert_eq!(
        plain.render_html(),
        RenderedBody::Plain("<b>not</b>".into())
    );
    let html = ParsedMessage::parse(
        format!("{HEAD}Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n<b>=C3=A9</b>")
            .as_bytes(),
    );
    assert_eq!(html.text, None);
    assert_eq!(html.render_html(), RenderedBody::Html("<b>é</b>".into()));
    assert_eq!(html.searchable_text(), "é");
}

fn with_images(html: &str) -> String {
    format!(
        "{HEAD}Content-Type: multipart/mixed; boundary=m\r\n\r\n\
         --m\r\nContent-Type: multipart/related; boundary=r\r\n\r\n\
         --r\r\nContent-Type: text/html\r\n\r\n{html}\r\n\
         --r\r\nContent-Type: image/png; name=logo.png\r\nContent-ID: <logo@x>\r\nContent-Transfer-Encoding: base64\r\n\r\nAQID\r\n\
         --r\r\nContent-Type: text/html\r\nContent-ID: <page>\r\nContent-Disposition: inline\r\n\r\n<p>\r\n\
         --r--\r\n\
         --m\r\nContent-Type: application/pdf\r\nContent-Disposition: attachment; filename*=utf-8''Rechnung%20%C3%BC.pdf\r\n\r\nPDF\r\n\
         --m--\r\n"
    )
}

#[test]
fn inline_images_stand_in_the_html_and_other_references_stay() {
    let html = "<img src=\"cid:logo@x\"><img src='CID:logo%40x'><i style=\"background:url(cid:logo@x)\">\
                <img src=cid:logo@x><a href=\"cid:page\"><img src=\"cid:none\"><p>acid:logo@x</p>";
    let parsed = ParsedMessage::parse(with_images(html).as_bytes());
    let image = "data:image/png;base64,AQID";
    assert_eq!(
        parsed.render_html(),
        RenderedBody::Html(format!(
            "<img src=\"{image}\"><img src='{image}'><i style=\"background:url({image})\">\
             <img src={image}><a href=\"cid:page\"><img src=\"cid:none\"><p>acid:logo@x</p>"
        ))
    );
}

#[test]
fn the_tree_of_parts_is_told_in_order_with_depth() {
    let parsed = ParsedMessage::parse(with_images("<p>").as_bytes());
    let tree: Vec<_> = parsed
        .structure
        .iter()
        .map(|node| (node.depth, node.content_type.as_str()))
        .collect();
    assert_eq!(
        tree,
        [
            (0, "multipart/mixed"),
            (1, "multipart/related"),
            (2, "text/html"),
            (2, "image/png"),
            (2, "text/html"),
            (1, "application/pdf"),
        ]
    );
    let pdf = parsed.parts.last().unwrap();
    assert_eq!(pdf.file_name.as_deref(), Some("Rechnung ü.pdf"));
    assert_eq!(
        (pdf.role, pdf.bytes.as_slice()),
        (PartRole::Attachment, &b"PDF"[..])
    );
    assert_eq!(parsed.parts[0].role, PartRole::Inline);
    assert_eq!(parsed.parts[0].content_id.as_deref(), Some("logo@x"));
}

#[test]
fn one_image_referred_to_very_often_does_not_grow_without_bound() {
    let part = ParsedPart {
        content_type: "image/png".into(),
        content_id: Some("i".into()),
        file_name: None,
        role: PartRole::Inline,
        bytes: vec![0; 6 * 1024 * 1024],
    };
    let parsed = ParsedMessage {
        html: Some("<img src='cid:i'>".repeat(1_000)),
        parts: vec![part],
        ..ParsedMessage::default()
    };
    let RenderedBody::Html(html) = parsed.render_html() else {
        panic!("there is HTML");
    };
    assert!(html.len() < MAX_INLINED_BYTES + 20_000);
    assert!(html.ends_with("<img src='cid:i'>"));
}

#[test]
fn defects_of_bytes_and_head_are_told() {
    let raw = format!(
        "Subject: Grüße\r\nSubject: b\r\nstray\r\nX: 1\r\n\r\na\nb\0{}\r\n",
        "x".repeat(999)
    );
    assert_eq!(
        codes(&ParsedMessage::parse(raw.as_bytes())),
        [
            "mime-bare-line-break",
            "mime-long-line",
            "mime-nul-byte",
            "mime-stray-header-line",
            "mime-8bit-header",
            "mime-missing-header",
            "mime-missing-header",
            "mime-repeated-header",
        ]
    );
}

#[test]
fn characters_that_do_not_fit_the_charset_are_told() {
    for (charset, body, expected) in [
        ("iso-8859-1", &b"\xe4"[..], "ä"),
        ("utf-8", b"\xc3\xa4", "ä"),
        ("utf-8", b"\xe4", "\u{fffd}"),
        ("klingon", b"\xe4", "\u{fffd}"),
    ] {
        let head = format!("{HEAD}Content-Type: text/plain; charset={charset}\r\n\r\n");
        let parsed = ParsedMessage::parse(&[head.as_bytes(), body].concat());
        assert_eq!(parsed.text.as_deref(), Some(expected), "{charset}");
        let is_told = codes(&parsed).contains(&"mime-lost-characters");
        assert_eq!(is_told, expected == "\u{fffd}", "{charset}");
    }
}

#[test]
fn a_text_without_headers_is_a_text() {
    let parsed = ParsedMessage::parse(b"Hello there\r\nno header\r\n");
    assert_eq!(parsed.text.as_deref(), Some("Hello there\r\nno header\r\n"));
    assert_eq!(parsed.headers, []);
    assert_eq!(ParsedMessage::parse(b"").render_html(), RenderedBody::Empty);
}

#[test]
fn a_nested_message_is_a_part_with_its_own_tree() {
    let raw = format!(
        "{HEAD}Content-Type: multipart/mixed; boundary=m\r\n\r\n\
         --m\r\n\r\nouter\r\n\
         --m\r\nContent-Type: message/rfc822\r\n\r\nSubject: inner\r\n\r\ninner text\r\n--m--\r\n"
    );
    let parsed = ParsedMessage::parse(raw.as_bytes());
    assert_eq!(parsed.text.as_deref(), Some("outer"));
    let tree: Vec<_> = parsed
        .structure
        .iter()
        .map(|node| (node.depth, node.content_type.as_str()))
        .collect();
    assert_eq!(
        tree,
        [
            (0, "multipart/mixed"),
            (1, "text/plain"),
            (1, "message/rfc822"),
            (2, "text/plain")
        ]
    );
    assert!(parsed.parts[0].bytes.starts_with(b"Subject: inner"));
}

#[test]
fn deep_nesting_does_not_exhaust_the_stack() {
    for level in [
        "Content-Type: message/rfc822\n\n",
        "Content-Type: MESSAGE / Global\n\n",
        "Content-Type: message/(c)rfc822\n\n",
        "Content-Type: (c)message(c)/ (c) rfc822\n\n",
        "Content-Type: message/\n rfc822\n\n",
    ] {
        let raw = format!("{HEAD}{}", level.repeat(100_000));
        let parsed = ParsedMessage::parse(raw.as_bytes());
        assert_eq!(parsed.from.len(), 1);
    }
    let level = |number| {
        format!("Content-Type: multipart/digest; boundary=b{number}\r\n\r\n--b{number}\r\n\r\n")
    };
    let digests: String = (0..20_000).map(level).collect();
    let raw = format!("{HEAD}{digests}");
    assert_eq!(ParsedMessage::parse(raw.as_bytes()).from.len(), 1);
}

#[test]
fn deep_multiparts_are_read_without_recursion() {
    let level = |number| {
        format!("Content-Type: multipart/mixed; boundary=b{number}\r\n\r\n--b{number}\r\n")
    };
    let levels: String = (0..3_000).map(level).collect();
    let raw = format!("{HEAD}{levels}");
    let parsed = ParsedMessage::parse(raw.as_bytes());
    assert!(parsed.structure.len() <= 2_001);
}

/// Lines that MIME is made of, so that random messages have structure.
fn mime_line() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        Just(b"".to_vec()),
        Just(b"--b".to_vec()),
        Just(b"--b--".to_vec()),
        Just(b"Content-Type: multipart/mixed; boundary=b".to_vec()),
        Just(b"Content-Type: multipart/alternative; boundary=\"b\"".to_vec()),
        Just(b"Content-Type: multipart/digest; boundary=b".to_vec()),
        Just(b"Content-Type: message/rfc822".to_vec()),
        Just(b"Content-Type: text/html; charset=iso-8859-1".to_vec()),
        Just(b"Content-Type: text/plain; charset*0*=utf-8''x%; charset*1=y".to_vec()),
        Just(b"Content-Transfer-Encoding: base64".to_vec()),
        Just(b"Content-Transfer-Encoding: quoted-printable".to_vec()),
        Just(b"Content-ID: <i>".to_vec()),
        Just(b"Content-Disposition: attachment; filename*=utf-8''%E4".to_vec()),
        Just(b"From: =?utf-8?q?=E4=F?= <a, (b".to_vec()),
        Just(b"Date: 99 Foo 0000 99:99:99 +9999".to_vec()),
        Just(b"<img src=\"cid:i\">=".to_vec()),
        proptest::collection::vec(any::<u8>(), 0..30),
    ]
}

proptest! {
    #[test]
    fn any_bytes_give_a_result(raw in proptest::collection::vec(any::<u8>(), 0..600)) {
        ParsedMessage::parse(&raw).render_html();
    }

    #[test]
    fn any_sequence_of_mime_lines_gives_a_result(
        lines in proptest::collection::vec(mime_line(), 0..40),
        line_break in prop_oneof![Just(&b"\r\n"[..]), Just(&b"\n"[..])],
    ) {
        let raw = lines.join(line_break);
        let parsed = ParsedMessage::parse(&raw);
        parsed.render_html();
        parsed.searchable_text();
    }
}
