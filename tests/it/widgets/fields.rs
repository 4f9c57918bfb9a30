//! Fields with labels, and the search field.

use egui::Key;
use egui::accesskit::Role;
use egui_kittest::kittest::Queryable as _;
use letterhead::ui::widgets::{
    LabelledCombo, LabelledField, labelled_combo, labelled_field, quiet_button, search_field,
};

use super::harness::{Drive as _, window};

#[test]
fn a_label_names_its_field_and_typing_goes_into_it() {
    let mut window = window((String::new(), String::new()), |ui, (subject, host)| {
        LabelledField::new("Subject", subject).left(90.0).show(ui);
        labelled_field(ui, "Host", host, None);
    });
    window.key(Key::Tab);
    window
        .get_by_role_and_label(Role::TextInput, "Subject")
        .type_text("Hi");
    window.run();
    window.key(Key::Tab);
    window
        .get_by_role_and_label(Role::TextInput, "Host")
        .type_text("mail");
    window.run();
    assert_eq!(*window.state(), ("Hi".to_owned(), "mail".to_owned()));
}

#[test]
fn a_hidden_label_names_its_field_all_the_same() {
    let mut window = window(String::new(), |ui, typed| {
        LabelledField::new("Address", typed).hidden_label().show(ui);
        let mut size = 0;
        LabelledCombo::new("Size", &mut size, &[(0, "Small")])
            .hide_label()
            .show(ui);
    });
    window.run();
    window.get_by_role_and_label(Role::TextInput, "Address");
    window.get_by_role_and_label(Role::ComboBox, "Size");
}

#[test]
fn an_error_is_read_out_and_moves_nothing() {
    let mut window = window(None, |ui, error: &mut Option<&str>| {
        let mut port = "x".to_owned();
        labelled_field(ui, "Port", &mut port, *error);
        quiet_button(ui, "After");
    });
    let before = window.rect(Role::Button, "After");
    *window.state_mut() = Some("A port is a number");
    window.run();
    assert!(window.query_by_value("A port is a number").is_some());
    assert_eq!(window.rect(Role::Button, "After"), before);
    window.key(Key::Tab);
    assert_eq!(window.rect(Role::Button, "After"), before);
}

#[test]
fn a_choice_opens_by_key_and_the_arrows_choose() {
    let mut window = window((0, 0), |ui, (security, changes)| {
        let options = [(0, "STARTTLS"), (1, "TLS"), (2, "None")];
        let response = labelled_combo(ui, "Security", security, &options);
        *changes += u32::from(response.changed());
        let mut other = 0;
        LabelledCombo::new("Type", &mut other, &[(0, "text/html")])
            .left(90.0)
            .show(ui);
    });
    let value = window
        .get_by_role_and_label(Role::ComboBox, "Security")
        .value();
    assert_eq!(value.as_deref(), Some("STARTTLS"));
    window.key(Key::Tab);
    window.key(Key::Enter);
    assert!(window.has(Role::ListBoxOption, "TLS"));
    assert_eq!(window.focused().as_deref(), Some("STARTTLS"));
    window.key(Key::ArrowDown);
    window.key(Key::Enter);
    assert_eq!(*window.state(), (1, 1));
    assert!(!window.has(Role::ListBoxOption, "TLS"), "it closed");
    assert_eq!(window.focused().as_deref(), Some("Security"));
    window.key(Key::Space);
    assert!(window.has(Role::ListBoxOption, "TLS"));
    window.key(Key::Escape);
    assert!(!window.has(Role::ListBoxOption, "TLS"));
    assert_eq!(window.focused().as_deref(), Some("Security"));
}

#[test]
fn escape_clears_a_search_and_then_leaves_it() {
    let mut window = window(String::new(), |ui, query| {
        search_field(ui, "Filter", "Filter templates", query);
    });
    window.key(Key::Tab);
    window
        .get_by_role_and_label(Role::TextInput, "Filter")
        .type_text("sign");
    window.run();
    assert_eq!(window.state(), "sign");
    window.key(Key::Escape);
    assert_eq!(window.state(), "");
    assert_eq!(window.focused().as_deref(), Some("Filter"));
    window.key(Key::Escape);
    assert_eq!(window.focused(), None);
}

#[test]
fn the_button_of_a_search_clears_it() {
    let mut window = window("sign".to_owned(), |ui, query| {
        search_field(ui, "Filter", "", query);
    });
    window.press(Role::Button, "Clear");
    assert_eq!(window.state(), "");
    assert!(!window.has(Role::Button, "Clear"));
    assert_eq!(window.focused().as_deref(), Some("Filter"));
}
