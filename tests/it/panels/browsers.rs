//! What common browsers get.

use egui::accesskit::Role;
use egui::{Event, Key, OutputCommand, Theme};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use letterhead::domain::coverage::{BROWSERS, who_gets_what};
use letterhead::domain::logto::{Flow, LanguageLibrary, TemplateList, TemplateSupport, UsageType};
use letterhead::ui::panels::browsers::{BrowserEvent, BrowsersPanel};

use super::harness::{Drive as _, window};

const NARROW: [f32; 2] = [360.0, 700.0];
/// Where a row has two lines, and as narrow as one of a single line gets.
const MIDDLE: [[f32; 2]; 2] = [[500.0, 1100.0], [900.0, 900.0]];
const WIDE: [f32; 2] = [1400.0, 900.0];

const DUTCH: &str = "nl-NL,nl;q=0.9,en-US;q=0.8,en;q=0.7";

struct Fixture {
    panel: BrowsersPanel,
    templates: TemplateList,
    support: TemplateSupport,
    usage_type: UsageType,
    flow: Flow,
    events: Vec<BrowserEvent>,
}

impl Fixture {
    /// `SignIn` in English and German.
    fn new() -> Self {
        Self {
            panel: BrowsersPanel::default(),
            templates: TemplateList::default()
                .custom(UsageType::SignIn, "en")
                .custom(UsageType::SignIn, "de"),
            support: TemplateSupport::CustomAndConfig,
            usage_type: UsageType::SignIn,
            flow: Flow::Experience,
            events: Vec::new(),
        }
    }
}

fn show(fixture: Fixture, size: [f32; 2]) -> Harness<'static, Fixture> {
    window(size, fixture, |ui, fixture| {
        let library = LanguageLibrary::default();
        let served = who_gets_what(
            &fixture.templates,
            &library,
            fixture.support,
            fixture.usage_type,
            fixture.flow,
        );
        let asked = fixture
            .panel
            .ui(ui, fixture.usage_type, &served, &library.fallback);
        fixture.events.extend(asked);
    })
}

fn panel(size: [f32; 2]) -> Harness<'static, Fixture> {
    show(Fixture::new(), size)
}

/// The names of the rows in view.
fn rows(harness: &Harness<'_, Fixture>) -> Vec<String> {
    let rows = harness.query_all_by_role(Role::ListBoxOption);
    rows.filter_map(|row| row.accesskit_node().label())
        .collect()
}

fn row(harness: &Harness<'_, Fixture>, browser: &str) -> String {
    let rows = rows(harness);
    let row = rows.iter().find(|row| row.starts_with(browser));
    row.unwrap_or_else(|| panic!("{browser} in {rows:?}"))
        .clone()
}

fn copied(harness: &Harness<'_, Fixture>) -> Vec<String> {
    let commands = harness.output().platform_output.commands.iter();
    commands
        .filter_map(|command| match command {
            OutputCommand::CopyText(text) => Some(text.clone()),
            _ => None,
        })
        .collect()
}

#[test]
fn all_is_within_the_window_at_every_width_and_in_both_themes() {
    for theme in [Theme::Light, Theme::Dark] {
        for size in [NARROW, MIDDLE[0], MIDDLE[1], WIDE] {
            let mut harness = panel(size);
            harness.ctx.set_theme(theme);
            harness.run();
            assert!(rows(&harness).len() >= 9);
            for role in [Role::ListBoxOption, Role::Button, Role::Label] {
                for node in harness.query_all_by_role(role) {
                    let rect = node.rect();
                    let said = node.accesskit_node().label().unwrap_or_default();
                    assert!(rect.right() <= size[0] + 0.5, "{said}: {rect}");
                }
            }
        }
    }
}

#[test]
fn all_browsers_stand_in_their_order_with_what_they_get() {
    let harness = panel(WIDE);
    let rows = rows(&harness);
    assert_eq!(rows.len(), BROWSERS.len());
    for (row, browser) in rows.iter().zip(BROWSERS) {
        assert!(row.starts_with(browser.name), "{row}");
    }
    assert_eq!(
        row(&harness, "Chrome, German (Austria)"),
        "Chrome, German (Austria), de-AT,de;q=0.9,en-US;q=0.8,en;q=0.7: de German, Own template"
    );
    assert_eq!(
        row(&harness, "Firefox, French"),
        "Firefox, French, fr,fr-FR;q=0.9,en-US;q=0.8,en;q=0.7: fr French, \
         Falls back to SignIn in en"
    );
    assert!(row(&harness, "curl").contains("no header: en English, Own template"));
}

#[test]
fn another_type_in_the_same_language_is_no_own_template() {
    let mut fixture = Fixture::new();
    fixture.templates = TemplateList::default().custom(UsageType::Generic, "en");
    let mut harness = show(fixture, WIDE);
    let said = row(&harness, "Chrome, English (United States)");
    assert!(
        said.ends_with("en English, Falls back to Generic in en"),
        "{said}"
    );
    harness.state_mut().usage_type = UsageType::Generic;
    harness.run();
    let said = row(&harness, "Chrome, English (United States)");
    assert!(said.ends_with("en English, Own template"), "{said}");
}

#[test]
fn no_template_and_no_need_for_one_are_said_in_words() {
    let mut fixture = Fixture::new();
    fixture.templates = TemplateList::default();
    let mut harness = show(fixture, WIDE);
    let said = row(&harness, "Chrome, Dutch");
    assert!(said.ends_with("No mail"), "{said}");
    harness.state_mut().templates = TemplateList::default().config(UsageType::SignIn);
    harness.run();
    let said = row(&harness, "Chrome, Dutch");
    assert!(
        said.ends_with("Falls back to SignIn of the connector’s configuration"),
        "{said}"
    );
    assert!(
        !harness.says("Open SignIn"),
        "a configuration cannot be opened"
    );
    harness.state_mut().templates = TemplateList::default();
    harness.state_mut().support = TemplateSupport::PayloadOnly;
    harness.run();
    assert!(row(&harness, "Chrome, Dutch").ends_with("No template needed"));
}

#[test]
fn a_flow_without_language_gets_the_fallback() {
    let mut fixture = Fixture::new();
    fixture.flow = Flow::Management;
    let harness = show(fixture, WIDE);
    let said = row(&harness, "Chrome, Japanese");
    assert!(said.contains("None, so the fallback en"), "{said}");
}

#[test]
fn a_click_puts_the_header_into_the_resolver() {
    for size in [NARROW, WIDE] {
        let mut harness = panel(size);
        let name = row(&harness, "Chrome, Dutch");
        harness.click(Role::ListBoxOption, &name);
        let expected = BrowserEvent::Resolve(DUTCH.to_owned());
        assert_eq!(harness.state().events, [expected]);
        assert!(harness.is_on(Role::ListBoxOption, &name));
    }
}

#[test]
fn the_arrows_move_and_enter_puts_the_header_into_the_resolver() {
    let mut harness = panel(WIDE);
    harness.key(Key::Tab);
    harness.key(Key::Tab);
    harness.key(Key::End);
    assert!(harness.state().events.is_empty(), "moving asks for nothing");
    harness.key(Key::Enter);
    let without = BrowserEvent::Resolve(String::new());
    assert_eq!(harness.state().events, std::slice::from_ref(&without));
    harness.key(Key::Home);
    harness.key(Key::Enter);
    let first = BrowserEvent::Resolve("en-US,en;q=0.9".to_owned());
    assert_eq!(harness.state().events, [without, first]);
}

#[test]
fn the_template_that_answers_is_opened_from_the_current_row_by_keyboard() {
    let mut harness = panel(WIDE);
    harness.fill("Filter the browsers", "dutch");
    harness.key(Key::Tab);
    harness.key(Key::Tab);
    harness.key(Key::ArrowDown);
    harness.key(Key::Tab);
    harness.key(Key::Enter);
    let expected = BrowserEvent::Open(UsageType::SignIn, "en".to_owned());
    assert_eq!(harness.state().events, [expected]);
}

#[test]
fn a_header_is_copied_by_button_and_by_keys() {
    let mut harness = panel(WIDE);
    let button = "Copy the header of Chrome, Dutch";
    let node = harness.get_by_role_and_label(Role::Button, button);
    node.click_accesskit();
    harness.step();
    assert_eq!(copied(&harness), [DUTCH]);
    harness.run();
    assert!(harness.state().events.is_empty());

    let name = row(&harness, "Chrome, Polish");
    harness.click(Role::ListBoxOption, &name);
    harness.event(Event::Copy);
    harness.step();
    assert_eq!(copied(&harness), ["pl-PL,pl;q=0.9,en-US;q=0.8,en;q=0.7"]);
}

#[test]
fn the_filter_looks_at_names_headers_languages_and_templates() {
    let mut harness = panel(WIDE);
    let mut found = |wanted: &str| {
        harness.fill("Filter the browsers", wanted);
        rows(&harness).len()
    };
    assert_eq!(found("safari"), 3);
    assert_eq!(found("es-419"), 1);
    assert_eq!(found("Chinese"), 4);
    assert_eq!(found("NO HEADER"), 1);
    assert!(found("own template") < BROWSERS.len());
    assert_eq!(found("Netscape"), 0);
    assert!(harness.says("No browser found"));
    harness.key(Key::Escape);
    assert_eq!(rows(&harness).len(), BROWSERS.len());
}
