//! Segmented control, tab bar and switch.

use egui::Key;
use egui::accesskit::Role;
use egui_kittest::Harness;
use letterhead::ui::theme::icons;
use letterhead::ui::widgets::{Badge, Segment, Tab, Tone, segmented, tab_bar, toggle};

use super::harness::{Drive as _, window};

fn widths() -> Harness<'static, (u32, u32)> {
    window((640, 0), |ui, (width, changes)| {
        let segments = [
            Segment::new(640, "Desktop")
                .icon(icons::DESKTOP)
                .tooltip("640 points"),
            Segment::of_icon(375, icons::PHONE, "Phone"),
            Segment::new(0, "Free"),
        ];
        *changes += u32::from(segmented(ui, "Width", width, &segments).changed());
        ui.button("After").clicked();
    })
}

#[test]
fn a_segmented_control_is_one_stop_and_the_arrows_choose() {
    let mut window = widths();
    assert!(window.has(Role::RadioGroup, "Width"));
    assert!(window.is_on(Role::RadioButton, "Desktop"));
    window.key(Key::Tab);
    assert_eq!(window.focused().as_deref(), Some("Desktop"));
    window.key(Key::ArrowRight);
    assert_eq!(*window.state(), (375, 1));
    assert_eq!(window.focused().as_deref(), Some("Phone"));
    window.key(Key::ArrowRight);
    window.key(Key::ArrowRight);
    assert_eq!(*window.state(), (640, 3), "the arrows go round");
    window.key(Key::End);
    window.key(Key::Tab);
    assert_eq!(window.focused().as_deref(), Some("After"));
    window.shift_tab();
    assert_eq!(window.focused().as_deref(), Some("Free"));
    assert_eq!(*window.state(), (0, 4));
}

#[test]
fn a_click_chooses_and_nothing_moves() {
    let mut window = widths();
    let before = ["Desktop", "Phone", "Free"].map(|name| window.rect(Role::RadioButton, name));
    window.press(Role::RadioButton, "Free");
    assert_eq!(*window.state(), (0, 1));
    let after = ["Desktop", "Phone", "Free"].map(|name| window.rect(Role::RadioButton, name));
    assert_eq!(before, after);
    window.press(Role::RadioButton, "Free");
    assert_eq!(
        *window.state(),
        (0, 1),
        "choosing the chosen one changes nothing"
    );
}

#[test]
fn the_keyboard_follows_a_choice_made_elsewhere() {
    let mut window = widths();
    window.key(Key::Tab);
    window.state_mut().0 = 0;
    window.run();
    assert_eq!(window.focused().as_deref(), Some("Free"));
    window.key(Key::Tab);
    assert_eq!(window.focused().as_deref(), Some("After"));
}

fn panels() -> Harness<'static, (u8, bool)> {
    window((0, true), |ui, (selected, open)| {
        let tabs = [
            Tab::new(0, "Problems").badge(Badge::count(3, Tone::Error)),
            Tab::new(1, "Payload").badge(Badge::count(0, Tone::Error)),
            Tab::new(2, "Request"),
        ];
        tab_bar(ui, "Panels", selected, &tabs, open);
    })
}

#[test]
fn tabs_are_chosen_by_arrows_and_the_panel_folds_by_its_button() {
    let mut window = panels();
    assert!(window.has(Role::TabList, "Panels"));
    assert!(window.is_on(Role::Tab, "Problems 3"));
    window.key(Key::Tab);
    window.key(Key::ArrowRight);
    assert_eq!(*window.state(), (1, true));
    assert!(window.is_on(Role::Tab, "Payload"));
    window.key(Key::Tab);
    assert_eq!(window.focused().as_deref(), Some("Fold the panel"));
    window.key(Key::Enter);
    assert_eq!(*window.state(), (1, false));
    assert!(window.has(Role::Button, "Unfold the panel"));
}

#[test]
fn a_tab_unfolds_the_panel_and_the_selected_one_folds_it() {
    let mut window = panels();
    window.press(Role::Tab, "Problems 3");
    assert_eq!(*window.state(), (0, false));
    window.press(Role::Tab, "Request");
    assert_eq!(*window.state(), (2, true));
}

#[test]
fn a_switch_is_thrown_by_space_and_by_click() {
    let mut window = window(false, |ui, on| {
        toggle(ui, "Require TLS", on);
    });
    window.key(Key::Tab);
    window.key(Key::Space);
    assert!(*window.state());
    assert!(window.is_on(Role::Switch, "Require TLS"));
    window.press(Role::Switch, "Require TLS");
    assert!(!*window.state());
}
