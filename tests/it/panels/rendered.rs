//! What goes out.

use std::sync::Arc;

use egui::accesskit::Role;
use egui_kittest::Harness;
use letterhead::domain::finding::Span;
use letterhead::domain::logto::{Field, Placeholder, RenderError, Rendered, render_with_map};
use letterhead::domain::syntax::Language;
use letterhead::ui::panels::rendered::{RenderedEvent, RenderedPanel, RenderedView};
use serde_json::json;

use super::harness::{Drive as _, SIZES, window};

struct Fixture {
    panel: RenderedPanel,
    rendered: Rendered,
    content: Result<Arc<str>, RenderError>,
    events: Vec<RenderedEvent>,
}

fn panel(template: &str, size: [f32; 2]) -> Harness<'static, Fixture> {
    let payload = json!({"code": "482913", "user": {"name": null}});
    let rendered = render_with_map(template, &payload).unwrap();
    let content = Ok(Arc::from(rendered.text.as_str()));
    show(rendered, content, size)
}

fn show(
    rendered: Rendered,
    content: Result<Arc<str>, RenderError>,
    size: [f32; 2],
) -> Harness<'static, Fixture> {
    let fixture = Fixture {
        panel: RenderedPanel::default(),
        rendered,
        content,
        events: Vec::new(),
    };
    window(size, fixture, |ui, fixture| {
        let rendered = &fixture.rendered;
        let placeholders: Vec<(Field, &Placeholder, &str)> = rendered
            .placeholders
            .iter()
            .map(|placeholder| {
                let printed = &rendered.text[placeholder.output.range()];
                (Field::Content, placeholder, printed)
            })
            .collect();
        let view = RenderedView {
            fields: &[
                ("Subject", "Your code is 482913".to_owned()),
                ("From", "Acme <no-reply@example.com>".to_owned()),
                ("Reply-To", "help@example.com".to_owned()),
                ("To", "person@example.com".to_owned()),
            ],
            content: fixture.content.as_ref().map_err(|error| *error),
            language: Language::Html,
            placeholders: &placeholders,
        };
        fixture.events.extend(fixture.panel.ui(ui, &view));
    })
}

#[test]
fn the_content_is_read_as_it_goes_out_at_every_size() {
    for size in SIZES {
        let mut harness = panel("<p>{{code}}</p>", size);
        assert_eq!(harness.value("Rendered content"), "<p>482913</p>");
        assert!(harness.says("Your code is 482913"));
        harness.click(Role::RadioButton, "Placeholders");
        harness.click(Role::RadioButton, "Header");
        assert!(harness.says("Acme <no-reply@example.com>"));
    }
}

#[test]
fn equal_placeholders_are_one_row_that_goes_through_their_places() {
    let mut harness = panel("{{code}} {{user.name}} {{ code }}", SIZES[1]);
    harness.click(Role::RadioButton, "Placeholders");
    assert!(harness.says("2×"));
    assert!(harness.says("Prints nothing: it is null"));
    for _ in 0..3 {
        harness.click(Role::Link, "{{code}}");
    }
    harness.click(Role::Link, "{{user.name}}");
    let [first, second] = [Span::new(0, 8), Span::new(23, 33)];
    let spans = [first, second, first, Span::new(9, 22)];
    assert_eq!(
        harness.state().events,
        spans.map(|span| RenderedEvent::Reveal(Field::Content, span))
    );
}

#[test]
fn what_stays_as_typed_is_told_apart() {
    let mut harness = panel("{{nobody}} {{#if code}}", SIZES[1]);
    harness.click(Role::RadioButton, "Placeholders");
    assert!(harness.says("Mailed as it stands: not in the payload"));
    assert!(harness.says("Mailed as it stands: no placeholder for Logto"));
}

#[test]
fn a_mail_that_gmail_clips_says_so() {
    let harness = panel(&"x".repeat(103 * 1024), SIZES[1]);
    assert!(harness.says("103.0 KB, Gmail clips above 102 KB"));
    let harness = panel(&"x".repeat(102 * 1024), SIZES[1]);
    assert!(!harness.says("Gmail"));
}

#[test]
fn a_text_without_placeholders_says_so() {
    let mut harness = panel("plain", SIZES[0]);
    harness.click(Role::RadioButton, "Placeholders");
    assert!(harness.says("No placeholders"));
}

#[test]
fn what_logto_cannot_render_is_shown_with_its_answer() {
    let rendered = Rendered {
        text: String::new(),
        placeholders: Vec::new(),
    };
    let harness = show(rendered, Err(RenderError::NotPrimitive), SIZES[1]);
    assert!(harness.says("Logto would not send this mail"));
    assert!(harness.says("HTTP 500"));
}
