//! Comparison, page, empty state and rows of details.

use egui::accesskit::Role;
use egui::{Key, OutputCommand, Rect, TextureId, pos2, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use letterhead::ui::theme::icons;
use letterhead::ui::widgets::{
    DiffLayout, DiffOutput, DiffState, DiffView, PageLink, PageTile, TextureView,
    TextureViewOutput, TextureViewState, empty_state, key_value, quiet_button,
};

use super::harness::{Drive as _, window};

struct Texts {
    old: String,
    new: String,
    layout: DiffLayout,
    state: DiffState,
    output: DiffOutput,
}

fn comparison(old: &str, new: &str) -> Harness<'static, Texts> {
    let texts = Texts {
        old: old.to_owned(),
        new: new.to_owned(),
        layout: DiffLayout::SideBySide,
        state: DiffState::default(),
        output: DiffOutput::default(),
    };
    window(texts, |ui, texts| {
        texts.output = DiffView::new("Changes", &texts.old, &texts.new)
            .titles("Saved", "Now")
            .layout(texts.layout)
            .show(ui, &mut texts.state);
    })
}

#[test]
fn a_comparison_counts_folds_and_unfolds_by_key() {
    let lines: Vec<_> = (0..40).map(|line| format!("line {line}")).collect();
    let old = lines.join("\n");
    let mut window = comparison(&old, &old.replace("line 30", "row 30"));
    assert_eq!(
        window.state().output,
        DiffOutput {
            added: 1,
            removed: 1
        }
    );
    assert!(window.query_by_value("− line 30\n+ row 30").is_some());
    assert!(window.query_by_value("line 3").is_none());
    window.key(Key::Tab);
    assert_eq!(window.focused().as_deref(), Some("Changes"));
    window.key(Key::Tab);
    assert_eq!(window.focused().as_deref(), Some("27 unchanged lines"));
    window.key(Key::Enter);
    assert!(window.query_by_value("line 3").is_some());
    window.state_mut().layout = DiffLayout::Unified;
    window.run();
    assert!(
        window.query_by_value("line 3").is_some(),
        "it stays unfolded"
    );
}

#[test]
fn one_column_shows_what_went_before_what_came() {
    let mut window = comparison("a\nb\nc\n", "a\nx\nc\n");
    window.state_mut().layout = DiffLayout::Unified;
    window.run();
    let y = |words: &str| window.get_by_value(words).rect().top();
    assert!(y("− b") < y("+ x"));
}

#[test]
fn equal_texts_say_so() {
    let window = comparison("a\n", "a\n");
    assert!(window.query_by_value("The texts are equal").is_some());
}

#[test]
fn a_long_comparison_builds_only_what_is_in_view() {
    let lines: Vec<_> = (0..3_000)
        .map(|line| format!("<td>line number {line}</td>"))
        .collect();
    let old = lines.join("\n");
    let new = old.replace('1', "2");
    let window = comparison(&old, &new);
    let rows = window.query_all_by_role(Role::Label).count();
    assert!(rows < 60, "{rows}");
}

struct Page {
    state: TextureViewState,
    height: f32,
    happened: TextureViewOutput,
    pressed: Option<usize>,
}

fn page() -> Harness<'static, Page> {
    let page = Page {
        state: TextureViewState::default(),
        height: 2_000.0,
        happened: TextureViewOutput::default(),
        pressed: None,
    };
    window(page, |ui, page| {
        let tiles = [PageTile {
            texture: TextureId::default(),
            pixels: Rect::from_min_size(pos2(0.0, 0.0), vec2(800.0, 4_000.0)),
        }];
        let links = [PageLink {
            area: Rect::from_min_size(pos2(20.0, 30.0), vec2(100.0, 20.0)),
            target: "https://example.com",
        }];
        let view = TextureView::new("Preview", vec2(400.0, page.height), &tiles)
            .pixels_per_css(2.0)
            .links(&links);
        page.happened = view.show(ui, &mut page.state);
        page.pressed = page.pressed.or(page.happened.pressed);
    })
}

fn top(window: &Harness<'_, Page>) -> f32 {
    window.state().happened.page.unwrap().top()
}

#[test]
fn a_page_stands_in_the_middle_and_its_links_are_pressed() {
    let mut window = page();
    let rect = window.state().happened.page.unwrap();
    assert!((rect.center().x - 400.0).abs() <= 1.0, "{rect:?}");
    let link = window.rect(Role::Link, "https://example.com");
    assert_eq!(link.min, rect.min + vec2(20.0, 30.0));
    window
        .get_by_role_and_label(Role::Link, "https://example.com")
        .hover();
    window.run();
    assert_eq!(window.state().happened.hovered, Some(0));
    assert_eq!(
        window.output().platform_output.cursor_icon,
        egui::CursorIcon::PointingHand
    );
    window.press(Role::Link, "https://example.com");
    assert_eq!(window.state().pressed, Some(0));
}

#[test]
fn a_page_is_scrolled_and_zoomed_by_key_and_its_links_are_stops() {
    let mut window = page();
    let start = top(&window);
    window.key(Key::Tab);
    assert_eq!(window.focused().as_deref(), Some("Preview"));
    window.key(Key::ArrowDown);
    assert!(top(&window) < start);
    window.key(Key::Plus);
    assert!((window.state().state.zoom() - 1.1).abs() < 1e-6);
    let width = window.state().happened.page.unwrap().width();
    assert!((width - 440.0).abs() < 0.1, "{width}");
    window.key(Key::Num0);
    assert!((window.state().state.zoom() - 1.0).abs() < 1e-6);
    window.key(Key::Tab);
    assert_eq!(window.focused().as_deref(), Some("https://example.com"));
    window.key(Key::Enter);
    assert_eq!(window.state().pressed, Some(0));
}

#[test]
fn a_page_keeps_its_place_until_told() {
    let mut window = page();
    let start = top(&window);
    window.key(Key::Tab);
    window.key(Key::PageDown);
    let scrolled = top(&window);
    assert!(scrolled < start - 100.0);
    window.state_mut().height = 2_400.0;
    window.run();
    assert!(
        (top(&window) - scrolled).abs() < 0.1,
        "another picture moves nothing"
    );
    window.state_mut().state.reset_scroll();
    window.run();
    assert!((top(&window) - start).abs() < 0.1);
}

#[test]
fn ctrl_and_the_wheel_zoom_about_the_pointer() {
    let mut window = page();
    let place = pos2(300.0, 400.0);
    window.hover_at(place);
    window.run();
    let before = window.state().happened.page.unwrap();
    window.event(egui::Event::Zoom(1.5));
    window.run();
    let after = window.state().happened.page.unwrap();
    assert!((window.state().state.zoom() - 1.5).abs() < 1e-4);
    let point = |page: Rect| (place.y - page.top()) / page.height();
    assert!((point(before) - point(after)).abs() < 0.002);
    for _ in 0..5 {
        window.event(egui::Event::Zoom(3.0));
        window.run();
    }
    assert!((window.state().state.zoom() - 2.0).abs() < 1e-6);
}

#[test]
fn an_empty_place_offers_what_to_do() {
    let mut window = window(0, |ui, pressed| {
        let button = empty_state(
            ui,
            icons::INBOX,
            "No messages",
            "They appear here",
            Some("Send a test"),
        );
        *pressed += u32::from(button.is_some_and(|button| button.clicked()));
    });
    assert!(window.query_all_by_value("No messages").next().is_some());
    window.key(Key::Tab);
    window.key(Key::Enter);
    assert_eq!(*window.state(), 1);
}

#[test]
fn a_value_is_copied_by_its_button() {
    let mut window = window((), |ui, ()| {
        key_value(ui, "From", "no-reply@acme.example");
        quiet_button(ui, "After");
    });
    window
        .get_by_role_and_label(Role::Button, "Copy From")
        .click_accesskit();
    window.step();
    let commands = &window.output().platform_output.commands;
    let copied = OutputCommand::CopyText("no-reply@acme.example".to_owned());
    assert!(commands.contains(&copied), "{commands:?}");
}
