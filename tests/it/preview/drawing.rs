//! What is drawn, and that every way to draw it gives the same picture.

use letterhead::services::preview::protocol::{MAX_PICTURE_SIDE, UpdatePath};
use letterhead::services::preview::{
    Asset, BodyFormat, ColorScheme, FramePart, Images, PreviewEngine as _, PreviewEvent,
    PreviewRequest, ViewId, VisibleRange,
};

use super::harness::{Harness, color_at, fixture, pixels};

const RED_DOT: &[u8] = include_bytes!("../../fixtures/preview/red.png");

fn html(view: u32, seq: u64, body: impl Into<String>) -> PreviewRequest {
    PreviewRequest::html(ViewId(view), seq, body, 640)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_changed_in_place_looks_like_one_that_was_loaded() {
    let mail = fixture("newsletter.html");
    let edits: [(&str, &str); 11] = [
        ("<td colspan=\"2\"><img ", "<td colspan=\"2\"><strong><img "),
        (
            "Good morning, Ada",
            "Good evening, Grace Brewster Murray Hopper of the United States Navy",
        ),
        (
            "<a class=\"button\"",
            "<a style=\"border: 3px solid red\" class=\"button\"",
        ),
        (
            "<tr><td>Thursday</td>",
            "<tr><td>Tuesday</td><td>open</td></tr><tr><td>Thursday</td>",
        ),
        (
            "A quiet engine",
            "<!-- note --><em dir=\"rtl\">שלום</em> A &amp; quiet <b>engine</b>",
        ),
        ("<h1 ", "<style>h1 { color: green }</style><h1 "),
        ("Plan your visit", ""),
        (
            "<p style=\"margin: 0 0 16px",
            "<p>one<p>two<ul><li>x<li>y</ul><p style=\"margin: 0 0 20px",
        ),
        (
            "<td align=\"center\"",
            "<td align=\"right\" bgcolor=\"yellow\"",
        ),
        (
            "You get this mail",
            "<svg width=20 height=20><circle r=9 cx=10 cy=10 fill=red /></svg>You",
        ),
        (
            "<body>",
            "<body bgcolor=\"#ffeecc\" onload=\"x()\" text=red>",
        ),
    ];
    let mut harness = Harness::start();
    let mut seq = 1;
    harness.draw(html(1, seq, mail.as_str())).await;
    for (index, (from, to)) in edits.into_iter().enumerate() {
        assert!(mail.contains(from), "the fixture has {from:?}");
        let edited = mail.replacen(from, to, 1);
        seq += 1;
        let (in_place, in_place_details) = harness.draw(html(1, seq, edited.as_str())).await;
        let fresh_view = 100 + index as u32;
        let (loaded, mut details) = harness.draw(html(fresh_view, seq, edited.as_str())).await;
        harness.engine.close(ViewId(fresh_view));
        assert_eq!(in_place.timing.path, UpdatePath::InPlace, "{to}");
        assert_eq!(loaded.timing.path, UpdatePath::Load, "{to}");
        assert_eq!(in_place.pixel_height, loaded.pixel_height, "{to}");
        assert!(
            pixels(&in_place) == pixels(&loaded),
            "other pixels after {to:?}"
        );
        details.view = ViewId(1);
        assert_eq!(in_place_details, details, "{to}");
    }
    // And back again, over all the leftovers.
    seq += 1;
    let (back, _) = harness.draw(html(1, seq, mail.as_str())).await;
    let (loaded, _) = harness.draw(html(99, seq, mail.as_str())).await;
    assert_eq!(back.timing.path, UpdatePath::InPlace);
    assert!(
        pixels(&back) == pixels(&loaded),
        "other pixels after all edits were taken back"
    );
    harness.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn another_head_other_images_or_another_width_load_the_page_anew() {
    let mail = fixture("newsletter.html");
    let mut harness = Harness::start();
    harness.draw(html(1, 1, mail.as_str())).await;
    let (frame, _) = harness
        .draw(html(1, 2, mail.replacen("#e9edf3", "#ff0000", 1)))
        .await;
    assert_eq!(frame.timing.path, UpdatePath::Load);
    assert_eq!(color_at(&frame, 2, 2), [255, 0, 0]);
    let image = mail.replacen("data:image/png;base64,", "data:image/gif;base64,", 1);
    let (frame, _) = harness.draw(html(1, 3, image.as_str())).await;
    assert_eq!(frame.timing.path, UpdatePath::Load);
    let moved = "<section><div style=\"width: 148px; height: 96px";
    let moved = image.replacen("<div style=\"width: 148px; height: 96px", moved, 1);
    assert_ne!(moved, image);
    let (frame, _) = harness.draw(html(1, 4, moved)).await;
    assert_eq!(
        frame.timing.path,
        UpdatePath::Load,
        "the background of a new element"
    );
    let mut narrow = html(1, 5, image);
    narrow.width = 375;
    let (frame, details) = harness.draw(narrow).await;
    assert_eq!(frame.timing.path, UpdatePath::Load);
    assert_eq!(frame.pixel_width, 375);
    assert!(
        (details.width - 375.0).abs() < 0.1,
        "no scroll bar takes room: {}",
        details.width
    );
    harness.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_that_names_its_fields_like_properties_is_drawn_and_changed() {
    let mail = "<form id=attributes><input name=childNodes><input name=attributes></form>\
                <img name=body><img name=documentElement><p id=querySelectorAll>word</p>";
    let mut harness = Harness::start();
    harness.draw(html(1, 1, mail)).await;
    let (frame, details) = harness
        .draw(html(1, 2, mail.replace("word", "other")))
        .await;
    assert_eq!(frame.timing.path, UpdatePath::InPlace);
    assert!(details.text.contains("other"), "{}", details.text);
    harness.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn dark_and_light_views_beside_each_other_keep_their_schemes() {
    let mail = fixture("code.html");
    let mut harness = Harness::start();
    for seq in 1..4 {
        let body = mail.replace("Ada", &format!("Ada {seq}"));
        let mut dark = html(2, seq, body.as_str());
        dark.scheme = ColorScheme::Dark;
        harness.engine.request(html(1, seq, body));
        harness.engine.request(dark);
        for _ in 0..2 {
            let frame = harness.frame(seq).await;
            let expected = if frame.view == ViewId(2) {
                [0x12, 0x14, 0x1b]
            } else {
                [0xf2, 0xf4, 0xf8]
            };
            assert_eq!(color_at(&frame, 2, 2), expected, "{:?}", frame.view);
        }
    }
    harness.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_scale_multiplies_pixels_and_leaves_the_layout() {
    let mail = fixture("code.html");
    let mut harness = Harness::start();
    let (_, plain) = harness.draw(html(1, 1, mail.as_str())).await;
    let mut request = html(1, 2, mail);
    request.scale = 2.0;
    let (frame, sharp) = harness.draw(request).await;
    assert_eq!(frame.pixel_width, 1280);
    assert!((frame.css_width - 640.0).abs() < 0.1);
    let (one, two) = (plain.content_height, sharp.content_height);
    assert!((one - two).abs() <= 4.0, "{one} and {two}");
    assert_eq!(plain.links.len(), sharp.links.len());
    harness.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn details_hold_links_text_and_what_was_blocked() {
    let mut harness = Harness::start();
    let body = "<body style=\"margin:0\"><a href=\"https://example.com/a?b=1&amp;c=2\" \
                style=\"display:block;width:100px;height:40px\">Click</a>\
                <img src=\"https://example.com/x.png\"><p>Three words here</p>\
                <div style=\"background:url('https://example.com/y.png')\"></div>";
    let (_, details) = harness.draw(html(1, 1, body)).await;
    let link = &details.links[0];
    assert_eq!(link.href, "https://example.com/a?b=1&c=2");
    assert_eq!((link.x, link.y, link.w, link.h), (0.0, 0.0, 100.0, 40.0));
    assert!(details.text.contains("Three words here"));
    let blocked: Vec<(&str, &str)> = details
        .blocked
        .iter()
        .map(|b| (b.source.as_str(), b.url.as_str()))
        .collect();
    assert_eq!(
        blocked,
        [
            ("img", "https://example.com/x.png"),
            ("style", "https://example.com/y.png")
        ]
    );
    assert!(details.content_height > 40.0 && details.content_height < 400.0);
    harness.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_plain_text_is_shown_letter_by_letter() {
    let mut harness = Harness::start();
    let mut request = html(1, 1, "Hello <b>Ada</b> &amp;\n\n  indented\nשלום");
    request.format = BodyFormat::Plain;
    let (_, details) = harness.draw(request).await;
    assert_eq!(
        details.text.trim(),
        "Hello <b>Ada</b> &amp;\n\n  indented\nשלום"
    );
    harness.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_high_mail_comes_as_the_visible_part_first() {
    let row = |n| format!("<p style=\"margin:0;height:40px;background:hsl({n} 60% 70%)\">{n}</p>");
    let rows = (0..300).map(row).collect::<Vec<_>>().concat();
    let mut harness = Harness::start();
    let mut request = html(1, 1, format!("<body style=\"margin:0\">{rows}"));
    request.visible = Some(VisibleRange {
        y: 5130.0,
        height: 700.0,
    });
    harness.engine.request(request);
    let slice = harness.frame(1).await;
    assert_eq!(slice.part, FramePart::Slice);
    assert_eq!(slice.pixel_height, 12_000);
    let tile = &slice.tiles[0];
    assert!(tile.y <= 5130 && tile.y + tile.height >= 5830, "{tile:?}");
    let whole = harness.frame(1).await;
    assert_eq!(whole.part, FramePart::Whole);
    assert_eq!(whole.tiles.len(), 2, "12,000 pixels in tiles of 8,192");
    let all = pixels(&whole);
    let row = whole.pixel_width as usize * 4;
    let same_rows = &all[tile.y as usize * row..(tile.y + tile.height) as usize * row];
    assert!(
        *tile.rgba == *same_rows,
        "the part is the same rows of the whole"
    );
    harness.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_end_of_a_high_mail_is_part_of_its_last_slice() {
    let mut harness = Harness::start();
    let body = "<body style=\"margin:0\"><div style=\"height:4321px;background:lime\"></div>\
                <div style=\"height:12px;background:red\"></div>";
    let mut request = html(1, 1, body);
    request.scale = 1.5;
    request.visible = Some(VisibleRange {
        y: 9000.0,
        height: 1000.0,
    });
    harness.engine.request(request);
    let slice = harness.frame(1).await;
    let tile = slice.tiles.last().unwrap();
    let end = tile.y + tile.height;
    assert!(
        end.abs_diff(slice.pixel_height) <= 2,
        "{end} of {}",
        slice.pixel_height
    );
    assert_eq!(color_at(&slice, 5, end - 3), [255, 0, 0]);
    harness.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_too_high_for_a_picture_is_cut_and_says_so() {
    let mut harness = Harness::start();
    let body = "<body style=\"margin:0\"><div style=\"height:40000px;background:teal\">x</div>";
    let mut request = html(1, 1, body);
    request.max_tile_side = 4096;
    harness.engine.request(request);
    let frame = harness.frame(1).await;
    let FramePart::Cut { reason } = &frame.part else {
        panic!("{:?}", frame.part)
    };
    assert!(reason.contains("40000"), "{reason}");
    assert_eq!(frame.pixel_height, 40_000);
    let shown: u32 = frame.tiles.iter().map(|tile| tile.height).sum();
    assert_eq!(shown, MAX_PICTURE_SIDE);
    assert!(frame.tiles.iter().all(|tile| tile.height <= 4096));
    assert_eq!(color_at(&frame, 300, 32_000), [0, 128, 128]);
    harness.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_embedded_image_comes_from_the_assets_and_can_be_switched_off() {
    let body = "<body style=\"margin:0\"><img src=\"cid:logo@mail\" width=50 height=50>";
    let mut harness = Harness::start();
    harness.engine.set_assets(vec![Asset {
        id: "logo@mail".to_owned(),
        content_type: "image/png".to_owned(),
        bytes: RED_DOT.to_vec(),
    }]);
    let (frame, _) = harness.draw(html(1, 1, body)).await;
    assert_eq!(color_at(&frame, 25, 25), [255, 0, 0]);
    let mut without = html(1, 2, body);
    without.images = Images::Blocked;
    let (frame, _) = harness.draw(without).await;
    assert_ne!(color_at(&frame, 25, 25), [255, 0, 0]);
    harness.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_image_far_below_is_in_the_picture_although_it_is_lazy() {
    use base64::Engine as _;
    let data = base64::engine::general_purpose::STANDARD.encode(RED_DOT);
    let body = format!(
        "<body style=\"margin:0\"><div style=\"height:5000px\"></div>\
         <img loading=lazy width=50 height=50 src=\"data:image/png;base64,{data}\">"
    );
    let mut harness = Harness::start();
    let (frame, _) = harness.draw(html(1, 1, body)).await;
    assert_eq!(color_at(&frame, 25, 5025), [255, 0, 0]);
    harness.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_request_again_is_answered_without_drawing() {
    let mut harness = Harness::start();
    harness.draw(html(1, 1, "same")).await;
    harness.engine.request(html(1, 2, "same"));
    match harness.event().await {
        PreviewEvent::Unchanged { view, seq } => assert_eq!((view, seq), (ViewId(1), 2)),
        other => panic!("{other:?}"),
    }
    harness.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_many_requests_at_once_the_newest_is_drawn() {
    let mut harness = Harness::start();
    harness.draw(html(1, 0, "start")).await;
    for seq in 1..=50 {
        harness
            .engine
            .request(html(1, seq, format!("<p>number {seq}</p>")));
    }
    let mut drawn = 0;
    loop {
        if let PreviewEvent::Frame(frame) = harness.event().await {
            drawn += 1;
            if frame.seq == 50 {
                break;
            }
        }
    }
    assert!(drawn < 50, "{drawn} pictures were drawn");
    assert!(harness.details(50).await.text.contains("number 50"));
    harness.end().await;
}
