//! Why a template is taken.

use egui::accesskit::Role;
use egui::{Event, Key};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use letterhead::domain::logto::{
    Flow, LocaleRequest, SelectionRequest, TemplateList, TemplateSupport, UsageType, choose,
    resolve,
};
use letterhead::domain::workspace::TemplateKey;
use letterhead::ui::panels::trace::{TraceEvent, TracePanel, TraceView};

use super::harness::{Drive as _, SIZES, window};

struct Fixture {
    panel: TracePanel,
    locale: LocaleRequest,
    templates: TemplateList,
    support: TemplateSupport,
    follows: bool,
    events: Vec<TraceEvent>,
}

fn panel(flow: Flow, size: [f32; 2]) -> Harness<'static, Fixture> {
    show(flow, size, TemplateSupport::CustomAndConfig)
}

/// The panel with `SignIn` in English and German; the request is kept as the program would.
fn show(flow: Flow, size: [f32; 2], support: TemplateSupport) -> Harness<'static, Fixture> {
    let fixture = Fixture {
        panel: TracePanel::default(),
        locale: LocaleRequest::new(flow),
        templates: TemplateList::default()
            .custom(UsageType::SignIn, "en")
            .custom(UsageType::SignIn, "de"),
        support,
        follows: false,
        events: Vec::new(),
    };
    window(size, fixture, |ui, fixture| {
        let resolution = resolve(&fixture.locale);
        let request = SelectionRequest {
            usage_type: UsageType::SignIn,
            locale: resolution.locale.clone(),
            fallback: fixture.locale.library.fallback.clone(),
            support: fixture.support,
        };
        let view = TraceView {
            locale: &fixture.locale,
            follows: fixture.follows,
            resolution: &resolution,
            trace: &choose(&request, &fixture.templates),
            open: &TemplateKey::new(UsageType::SignIn, "en"),
        };
        let event = fixture.panel.ui(ui, &view);
        if let Some(TraceEvent::SetLocale(locale)) = &event {
            fixture.locale = locale.clone();
        }
        fixture.events.extend(event);
    })
}

#[test]
fn every_flow_can_be_drawn_at_every_size() {
    for flow in Flow::ALL {
        for size in SIZES {
            let harness = panel(flow, size);
            assert!(harness.says("Language"));
            assert!(harness.state().events.is_empty());
        }
    }
}

#[test]
fn a_flow_shows_only_what_it_looks_at() {
    let shown = |flow| {
        let harness = panel(flow, SIZES[2]);
        [
            "ui_locales",
            "?locale",
            "Accept-Language",
            "locale of the caller",
        ]
        .map(|field| harness.has(Role::TextInput, field))
    };
    assert_eq!(shown(Flow::Experience), [true, true, true, false]);
    assert_eq!(shown(Flow::Console), [false, true, true, false]);
    assert_eq!(shown(Flow::Invitation), [false, false, false, true]);
    assert_eq!(shown(Flow::Management), [false; 4]);
}

#[test]
fn typing_a_language_tells_at_once_which_template_is_taken() {
    let mut harness = panel(Flow::Experience, SIZES[2]);
    assert!(harness.says("Logto takes this template"));
    harness.fill("ui_locales", "de");
    assert_eq!(harness.state().locale.ui_locales.as_deref(), Some("de"));
    assert!(harness.says("Logto takes another one"));
    harness.click(Role::Link, "custom template SignIn · de");
    let expected = TraceEvent::Open(UsageType::SignIn, "de".to_owned());
    assert_eq!(harness.state().events.last(), Some(&expected));
}

#[test]
fn several_query_locales_stay_as_they_are_typed() {
    let mut harness = panel(Flow::Experience, SIZES[2]);
    let field = harness.get_by_role_and_label(Role::TextInput, "?locale");
    field.focus();
    harness.run();
    for letter in "fr,de".chars() {
        harness.event(Event::Text(letter.to_string()));
        harness.run();
    }
    assert_eq!(harness.value("?locale"), "fr,de");
    assert_eq!(harness.state().locale.query_locales, ["fr", "de"]);
}

#[test]
fn a_request_that_comes_from_elsewhere_replaces_what_was_typed() {
    let mut harness = panel(Flow::Experience, SIZES[2]);
    harness.fill("ui_locales", "de");
    harness.state_mut().locale.ui_locales = Some("fr".to_owned());
    harness.run();
    assert_eq!(harness.value("ui_locales"), "fr");
}

#[test]
fn the_header_of_a_browser_is_chosen_from_a_menu_by_keyboard() {
    let mut harness = panel(Flow::Experience, SIZES[2]);
    harness.fill("ui_locales", "en");
    let menu = harness.get_by_role_and_label(Role::Button, "Headers of browsers");
    menu.focus();
    harness.run();
    harness.key(Key::Enter);
    let item = harness.get_by_role_and_label(Role::MenuItem, "Chrome, German (Austria)");
    item.focus();
    harness.run();
    harness.key(Key::Enter);
    let locale = &harness.state().locale;
    assert_eq!(locale.ui_locales, None);
    let header = locale.accept_language.as_deref();
    assert_eq!(header, Some("de-AT,de;q=0.9,en-US;q=0.8,en;q=0.7"));
    assert!(!harness.has(Role::MenuItem, "Chrome, German (Austria)"));
    assert_eq!(
        harness.value("Accept-Language"),
        "de-AT,de;q=0.9,en-US;q=0.8,en;q=0.7"
    );
}

#[test]
fn the_steps_stand_in_order_with_their_outcome() {
    let mut harness = panel(Flow::Experience, SIZES[2]);
    harness.fill("ui_locales", "xx-?? tlh de");
    for word in ["invalid", "no match", "chosen", "not tried"] {
        assert!(harness.says(word), "{word}");
    }
    assert!(harness.says("The mail’s locale is de"));
}

#[test]
fn a_request_of_a_persons_own_can_be_given_up() {
    let mut harness = panel(Flow::Experience, SIZES[2]);
    harness.click(Role::Button, "Ask for the open template");
    assert_eq!(harness.state().events, [TraceEvent::Follow]);
    harness.state_mut().follows = true;
    harness.run();
    assert!(!harness.has(Role::Button, "Ask for the open template"));
}

#[test]
fn no_template_at_all_is_an_error_with_logtos_code() {
    let mut harness = panel(Flow::Experience, SIZES[1]);
    harness.state_mut().templates = TemplateList::default();
    harness.run();
    assert!(harness.says("Logto sends no mail: connector.template_not_found (HTTP 400)"));
}

#[test]
fn a_surprise_is_worth_a_note() {
    let harness = show(Flow::Experience, SIZES[2], TemplateSupport::ConfigOnly);
    assert!(harness.says("Worth knowing"));
    assert!(harness.says("The connector ignores all custom templates"));
}
