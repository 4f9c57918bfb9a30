//! Buttons, rows of menus, buttons of screens, chips and signs of work.

use std::time::Duration;

use egui::Key;
use egui::accesskit::Role;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use letterhead::ui::theme::icons;
use letterhead::ui::widgets::{
    Badge, Button, ButtonLook, Chip, ChipState, IconButton, Tone, busy, chip, icon_button,
    menu_item, nav_button, primary_button, progress_bar, quiet_button,
};

use super::harness::{Drive as _, window};

#[test]
fn every_button_has_a_name_and_is_pressed_by_key() {
    let mut window = window(Vec::new(), |ui, pressed: &mut Vec<&str>| {
        let buttons = [
            (
                "Refresh",
                icon_button(ui, icons::REFRESH, "Refresh", Some("F5")),
            ),
            ("Send", primary_button(ui, "Send")),
            ("Compare", quiet_button(ui, "Compare")),
            ("Delete", ui.add(Button::new("Delete", ButtonLook::Danger))),
            (
                "Never",
                ui.add_enabled(false, Button::new("Never", ButtonLook::Flat)),
            ),
        ];
        for (name, response) in buttons {
            if response.clicked() {
                pressed.push(name);
            }
        }
    });
    for name in ["Refresh", "Send", "Compare", "Delete"] {
        window.key(Key::Tab);
        assert_eq!(window.focused().as_deref(), Some(name));
        window.key(Key::Enter);
    }
    window.click(Role::Button, "Never");
    assert_eq!(*window.state(), ["Refresh", "Send", "Compare", "Delete"]);
}

#[test]
fn pointing_at_a_button_moves_nothing() {
    let mut window = window((), |ui, ()| {
        ui.horizontal(|ui| {
            icon_button(ui, icons::REFRESH, "Refresh", None);
            primary_button(ui, "Send");
            quiet_button(ui, "Compare");
        });
    });
    let before = window.rect(Role::Button, "Compare");
    window.get_by_role_and_label(Role::Button, "Send").hover();
    window.run();
    assert_eq!(window.rect(Role::Button, "Compare"), before);
}

#[test]
fn a_switching_icon_says_whether_it_is_on() {
    let window = window((), |ui, ()| {
        ui.add(IconButton::new(icons::IMAGES_ON, "Images").selected(true));
        nav_button(ui, icons::DESIGN, "Design", Some("Ctrl+1"), true, None);
        let badge = Badge::new("2", Tone::Error);
        nav_button(ui, icons::INBOX, "Inbox", None, false, Some(&badge));
    });
    assert!(window.is_on(Role::Button, "Images"));
    assert!(window.is_on(Role::Button, "Design"));
    assert!(!window.is_on(Role::Button, "Inbox 2"));
}

#[test]
fn a_disabled_row_of_a_menu_does_nothing() {
    let mut window = window(0, |ui, pressed| {
        *pressed +=
            u32::from(menu_item(ui, Some(icons::SAVE), "Save", Some("Ctrl+S"), true).clicked());
        *pressed += 10 * u32::from(menu_item(ui, None, "Undo", None, false).clicked());
    });
    window.press(Role::MenuItem, "Save");
    window.press(Role::MenuItem, "Undo");
    assert_eq!(*window.state(), 1);
}

#[test]
fn a_menu_is_operated_and_closed_by_key() {
    let mut window = window(0, |ui, pressed| {
        ui.menu_button("File", |ui| {
            *pressed += u32::from(menu_item(ui, Some(icons::SAVE), "Save", None, true).clicked());
            *pressed += 10 * u32::from(menu_item(ui, None, "Save all", None, true).clicked());
        });
    });
    window.key(Key::Tab);
    window.key(Key::Enter);
    window.key(Key::ArrowDown);
    window.key(Key::ArrowDown);
    assert_eq!(window.focused().as_deref(), Some("Save all"));
    window.key(Key::Enter);
    assert_eq!(*window.state(), 10);
    assert!(!window.has(Role::MenuItem, "Save"), "it closed");
}

#[test]
fn a_chip_keeps_its_size_in_every_state() {
    let mut window = window((ChipState::Clean, false), |ui, (state, selected)| {
        let german = Chip::new("de", "German").state(*state).selected(*selected);
        ui.horizontal(|ui| {
            if chip(ui, &german).clicked() {
                *selected = true;
            }
            quiet_button(ui, "After");
        });
    });
    let before = window.rect(Role::Button, "After");
    window.key(Key::Tab);
    window.key(Key::Space);
    window.state_mut().0 = ChipState::Broken;
    window.run();
    assert!(window.is_on(Role::Button, "German"));
    assert_eq!(window.rect(Role::Button, "After"), before);
}

#[test]
fn work_shows_after_a_while_and_repaints_only_then() {
    let mut window = window(Duration::from_millis(50), |ui, elapsed| {
        busy(ui, "Sending", *elapsed);
        quiet_button(ui, "After");
    });
    assert!(!window.has(Role::ProgressIndicator, "Sending"));
    let before = window.rect(Role::Button, "After");
    *window.state_mut() = Duration::from_millis(500);
    window.run_steps(1);
    assert!(window.has(Role::ProgressIndicator, "Sending"));
    assert_eq!(window.rect(Role::Button, "After"), before);
}

#[test]
fn progress_says_how_far_it_is() {
    let window = window((), |ui, ()| {
        progress_bar(ui, "Export", Some(0.4), "12 of 30");
        progress_bar(ui, "Lookup", None, "Looking up records");
    });
    let value = |name| {
        let node = window.get_by_role_and_label(Role::ProgressIndicator, name);
        (node.accesskit_node().numeric_value(), node.value())
    };
    let (fraction, words) = value("Export");
    assert!((fraction.unwrap() - 0.4).abs() < 1e-6);
    assert_eq!(words.as_deref(), Some("12 of 30"));
    assert_eq!(
        value("Lookup"),
        (None, Some("Looking up records".to_owned()))
    );
}
