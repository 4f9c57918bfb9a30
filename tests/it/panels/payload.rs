//! The payload as a form and as JSON.

use std::sync::Arc;

use egui::accesskit::Role;
use egui::{Event, Key, Modifiers};
use egui_kittest::Harness;
use letterhead::domain::logto::{Flow, UsageType};
use letterhead::model::{PayloadChoice, PayloadDraft};
use letterhead::ui::panels::payload::{PayloadEvent, PayloadPanel, PayloadView};
use serde_json::{Value, json};

use super::harness::{Drive as _, SIZES, window};

struct Fixture {
    panel: PayloadPanel,
    flow: Flow,
    usage_type: UsageType,
    draft: PayloadDraft,
    events: Vec<PayloadEvent>,
}

/// The payload that the flow sends, as the program would show and keep it.
fn panel(flow: Flow, size: [f32; 2]) -> Harness<'static, Fixture> {
    let usage_type = flow.usage_types()[0];
    let value = PayloadChoice::Full.built_in(flow, usage_type).unwrap();
    let fixture = Fixture {
        panel: PayloadPanel::default(),
        flow,
        usage_type,
        draft: PayloadDraft::chosen(PayloadChoice::Full, value),
        events: Vec::new(),
    };
    window(size, fixture, |ui, fixture| {
        let draft = &fixture.draft;
        let error = draft.error.as_ref();
        let view = PayloadView {
            flow: fixture.flow,
            usage_type: fixture.usage_type,
            text: &draft.text,
            value: &draft.value,
            error: error.map(|error| (error.message.as_str(), error.span)),
            is_modified: draft.is_modified,
            used: &["code", "application.name"],
        };
        let event = fixture.panel.ui(ui, &view);
        if let Some(PayloadEvent::SetText(text)) = &event {
            fixture.draft.set_text(Arc::clone(text));
        }
        fixture.events.extend(event);
    })
}

const LARGE: [f32; 2] = SIZES[2];

fn payload<'a>(harness: &'a Harness<'_, Fixture>) -> &'a Value {
    &harness.state().draft.value
}

fn text<'a>(harness: &'a Harness<'_, Fixture>) -> &'a str {
    &harness.state().draft.text
}

#[test]
fn every_flow_can_be_drawn_at_every_size() {
    for flow in Flow::ALL {
        for size in SIZES {
            let mut harness = panel(flow, size);
            harness.click(Role::RadioButton, "JSON");
            harness.click(Role::RadioButton, "Form");
            assert!(harness.state().events.is_empty());
        }
    }
}

#[test]
fn a_field_is_found_by_its_path_and_changes_only_its_value() {
    let mut harness = panel(Flow::Account, [1400.0, 1400.0]);
    let before = text(&harness).to_owned();
    harness.fill("user.name", "Ada \"A\" Lovelace");
    assert_eq!(
        text(&harness),
        before.replace("Zoë Martin", "Ada \\\"A\\\" Lovelace")
    );
    assert_eq!(harness.value("user.name"), "Ada \"A\" Lovelace");
}

#[test]
fn an_optional_variable_is_switched_off_and_comes_back_as_it_was() {
    let mut harness = panel(Flow::Experience, LARGE);
    harness.fill("uiLocales", "nl");
    let before = text(&harness).to_owned();
    harness.click(Role::Switch, "uiLocales in the payload");
    assert_eq!(payload(&harness).get("uiLocales"), None);
    assert!(harness.says("Missing if the sign-in request had no ui_locales"));
    harness.click(Role::Switch, "uiLocales in the payload");
    assert_eq!(text(&harness), before);
    assert_eq!(harness.value("uiLocales"), "nl");
}

#[test]
fn a_whole_object_is_switched_off_with_the_reason_why_it_may_be_missing() {
    let mut harness = panel(Flow::Experience, LARGE);
    let before = text(&harness).to_owned();
    harness.click(Role::Switch, "organization in the payload");
    assert_eq!(payload(&harness).get("organization"), None);
    assert!(!harness.has(Role::TextInput, "organization.name"));
    assert!(harness.says("had no organization_id"));
    harness.click(Role::Switch, "organization in the payload");
    assert_eq!(text(&harness), before);
}

#[test]
fn what_is_always_there_has_no_switch() {
    let harness = panel(Flow::Experience, LARGE);
    assert!(!harness.has(Role::Switch, "code in the payload"));
    assert!(harness.has(Role::Switch, "application.branding in the payload"));
}

#[test]
fn null_is_switched_on_and_the_text_comes_back() {
    let mut harness = panel(Flow::Account, [1400.0, 1400.0]);
    harness.fill("user.avatar", "https://a.example");
    harness.click(Role::Switch, "user.avatar is null");
    assert_eq!(payload(&harness)["user"]["avatar"], Value::Null);
    assert!(harness.says("Prints nothing"));
    harness.click(Role::Switch, "user.avatar is null");
    assert_eq!(payload(&harness)["user"]["avatar"], "https://a.example");
}

#[test]
fn one_switch_drops_all_that_logto_looks_up() {
    let mut harness = panel(Flow::Account, [1400.0, 1400.0]);
    let before = text(&harness).to_owned();
    let switch = "Logto could not look these up";
    assert!(!harness.is_on(Role::Switch, switch));
    harness.click(Role::Switch, switch);
    let keys: Vec<&String> = payload(&harness).as_object().unwrap().keys().collect();
    assert_eq!(keys, ["code", "locale", "uiLocales"]);
    assert!(harness.is_on(Role::Switch, switch));
    harness.click(Role::Switch, switch);
    assert_eq!(text(&harness), before);
}

#[test]
fn a_flow_that_looks_nothing_up_has_no_such_switch() {
    let harness = panel(Flow::Management, LARGE);
    assert!(!harness.has(Role::Switch, "Logto could not look these up"));
}

#[test]
fn variables_that_the_template_prints_are_marked() {
    let harness = panel(Flow::Experience, LARGE);
    assert!(harness.says("code is printed by this template"));
    assert!(harness.says("application is printed by this template"));
    assert!(!harness.says("organization is printed by this template"));
}

#[test]
fn a_number_stays_a_number_while_it_is_typed_anew() {
    let mut harness = panel(Flow::Experience, LARGE);
    harness.state_mut().draft.set_text("{\"code\": 1}".into());
    harness.run();
    harness.fill("code", "12x");
    assert_eq!(*payload(&harness), json!({"code": "12x"}));
    harness.key(Key::Backspace);
    assert_eq!(*payload(&harness), json!({"code": 12}));
}

#[test]
fn a_variable_is_added_and_removed_with_a_word_about_what_logto_sends() {
    let mut harness = panel(Flow::Management, LARGE);
    harness.click(Role::Button, "Add a variable");
    harness.fill("Name of the new variable", "plan");
    harness.fill("Value of the new variable", "{\"seats\": 5}");
    harness.key(Key::Enter);
    assert_eq!(
        *payload(&harness),
        json!({"code": "482913", "plan": {"seats": 5}})
    );
    assert!(harness.says("This flow of Logto never sends these"));
    harness.fill("plan", "7");
    assert_eq!(payload(&harness)["plan"], 7);
    harness.click(Role::Button, "Remove plan");
    assert_eq!(*payload(&harness), json!({"code": "482913"}));
    assert!(!harness.says("never sends these"));
}

#[test]
fn the_caller_of_an_invitation_may_add_variables() {
    let mut harness = panel(Flow::Invitation, LARGE);
    assert!(harness.says("The caller may add variables of any name"));
    harness.click(Role::Button, "Add a variable");
    harness.fill("Name of the new variable", "link");
    assert!(harness.says("The payload has it already"));
    assert!(!harness.is_enabled(Role::Button, "Add"));
    harness.fill("Name of the new variable", "first-name");
    assert!(harness.says("No placeholder can print it"));
    harness.click(Role::Button, "Cancel");
    assert!(harness.state().events.is_empty());
}

#[test]
fn a_field_of_an_object_that_logto_does_not_send_is_listed_too() {
    let mut harness = panel(Flow::Experience, LARGE);
    let odd = "{\"application\": {\"name\": \"A\", \"customData\": {\"a\": 1}}}";
    harness.state_mut().draft.set_text(odd.into());
    harness.run();
    assert_eq!(harness.value("application.customData"), "{\"a\":1}");
    harness.click(Role::Button, "Remove application.customData");
    assert_eq!(*payload(&harness), json!({"application": {"name": "A"}}));
}

#[test]
fn a_text_where_an_object_belongs_is_named_and_mended() {
    let mut harness = panel(Flow::Experience, LARGE);
    let odd = "{\"application\": \"Acme\"}";
    harness.state_mut().draft.set_text(odd.into());
    harness.run();
    assert!(harness.says("Here it is a text, without fields"));
    harness.click(Role::Button, "Make it an object");
    assert_eq!(payload(&harness)["application"]["name"], "Acme Portal");
}

#[test]
fn what_is_no_object_is_edited_as_json() {
    let mut harness = panel(Flow::Experience, LARGE);
    harness.state_mut().draft.set_text("[1, 2]".into());
    harness.run();
    assert!(harness.says("The payload is no object"));
    assert!(harness.says("It is a list"));
    harness.click(Role::Button, "Edit the JSON");
    assert_eq!(harness.value("Payload as JSON"), "[1, 2]");
}

#[test]
fn broken_json_is_kept_as_typed_and_the_form_says_what_is_wrong() {
    let mut harness = panel(Flow::Management, LARGE);
    harness.click(Role::RadioButton, "JSON");
    type_json(&mut harness, "{ \"code\": oops");
    assert_eq!(text(&harness), "{ \"code\": oops");
    assert_eq!(payload(&harness)["code"], "482913");
    assert!(harness.says("Not JSON"));
    assert!(!harness.is_enabled(Role::Button, "Save as set…"));
    harness.click(Role::RadioButton, "Form");
    assert!(harness.says("The payload is no JSON"));
    harness.click(Role::Button, "Edit the JSON");
    assert_eq!(harness.value("Payload as JSON"), "{ \"code\": oops");
}

#[test]
fn an_error_moves_nothing_in_the_editor() {
    let mut harness = panel(Flow::Management, LARGE);
    harness.click(Role::RadioButton, "JSON");
    let place = |harness: &Harness<'_, Fixture>| {
        use egui_kittest::kittest::Queryable as _;
        harness.get_by_label("Payload as JSON").rect().top()
    };
    let before = place(&harness);
    type_json(&mut harness, "{ oops");
    assert_eq!(place(&harness).to_bits(), before.to_bits());
}

#[test]
fn undo_takes_back_typing_and_what_the_form_did() {
    let mut harness = panel(Flow::Management, LARGE);
    let first = text(&harness).to_owned();
    harness.click(Role::RadioButton, "JSON");
    harness.click(Role::RadioButton, "Form");
    harness.fill("code", "1");
    let second = text(&harness).to_owned();
    harness.click(Role::RadioButton, "JSON");
    type_json(&mut harness, "{}");
    let undo = |harness: &mut Harness<'_, Fixture>| {
        harness.key_press_modifiers(Modifiers::COMMAND, Key::Z);
        harness.run();
    };
    undo(&mut harness);
    assert_eq!(text(&harness), second);
    undo(&mut harness);
    assert_eq!(text(&harness), first);
    harness.key_press_modifiers(Modifiers::COMMAND, Key::Y);
    harness.run();
    assert_eq!(text(&harness), second);
    assert_eq!(harness.value("Payload as JSON"), second);
}

#[test]
fn undo_never_brings_the_payload_of_another_mail() {
    let mut harness = panel(Flow::Experience, LARGE);
    harness.click(Role::RadioButton, "JSON");
    type_json(&mut harness, "{\"code\": \"of a sign-in\"}");
    let state = harness.state_mut();
    state.usage_type = UsageType::Register;
    state.draft = PayloadDraft::chosen(PayloadChoice::Full, json!({"code": "1"}));
    harness.run();
    let before = text(&harness).to_owned();
    harness.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    harness.run();
    assert_eq!(text(&harness), before);
}

#[test]
fn a_changed_payload_can_be_reset_and_saved() {
    let mut harness = panel(Flow::Management, LARGE);
    assert!(!harness.is_enabled(Role::Button, "Reset"));
    harness.fill("code", "1");
    harness.state_mut().events.clear();
    harness.click(Role::Button, "Reset");
    harness.click(Role::Button, "Save as set…");
    assert_eq!(
        harness.state().events,
        [PayloadEvent::Reset, PayloadEvent::SaveAs]
    );
}

/// Puts `text` in place of the whole JSON.
fn type_json(harness: &mut Harness<'_, Fixture>, text: &str) {
    use egui_kittest::kittest::Queryable as _;
    harness.get_by_label("Payload as JSON").focus();
    harness.run();
    harness.key_press_modifiers(Modifiers::COMMAND, Key::A);
    harness.run();
    harness.event(Event::Paste(text.to_owned()));
    harness.run();
}
