//! The command palette.

use egui::Key;
use egui::accesskit::Role;
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use letterhead::ui::widgets::palette::{Palette, PaletteAnswer, PaletteItem, PaletteState};
use letterhead::ui::widgets::quiet_button;

use super::harness::{Drive as _, window};

struct Commands {
    titles: Vec<String>,
    disabled: usize,
    recent: Vec<usize>,
    state: Option<PaletteState>,
    answer: Option<PaletteAnswer>,
}

fn palette(titles: Vec<String>, recent: Vec<usize>) -> Harness<'static, Commands> {
    let commands = Commands {
        titles,
        disabled: usize::MAX,
        recent,
        state: None,
        answer: None,
    };
    let mut window = window(commands, |ui, commands| {
        if quiet_button(ui, "Open").clicked() {
            commands.state = Some(PaletteState::default());
        }
        let Some(state) = &mut commands.state else {
            return;
        };
        let items: Vec<_> = commands
            .titles
            .iter()
            .enumerate()
            .map(|(index, title)| PaletteItem {
                enabled: index != commands.disabled,
                ..PaletteItem::new(title)
            })
            .collect();
        let palette = Palette::new("Commands", &items).recent(&commands.recent);
        if let Some(answer) = palette.show(ui.ctx(), state) {
            commands.answer = Some(answer);
            commands.state = None;
        }
    });
    window.key(Key::Tab);
    window.key(Key::Enter);
    window
}

fn some() -> Vec<String> {
    ["Send test", "Open inbox", "Compare"]
        .map(str::to_owned)
        .to_vec()
}

fn type_text(window: &Harness<'_, Commands>, text: &str) {
    window
        .get_by_role_and_label(Role::TextInput, "Commands")
        .type_text(text);
}

#[test]
fn typing_narrows_and_enter_chooses() {
    let mut window = palette(some(), vec![]);
    assert!(window.has(Role::Dialog, "Commands"));
    assert_eq!(window.focused().as_deref(), Some("Commands"));
    type_text(&window, "inb");
    window.run();
    assert!(window.has(Role::ListBoxOption, "Open inbox"));
    assert!(!window.has(Role::ListBoxOption, "Compare"));
    window.key(Key::Enter);
    assert_eq!(window.state().answer, Some(PaletteAnswer::Chosen(1)));
    assert_eq!(
        window.focused().as_deref(),
        Some("Open"),
        "the keyboard goes back"
    );
}

#[test]
fn arrows_move_the_mark_past_captions() {
    let mut window = palette(some(), vec![2]);
    assert!(window.is_on(Role::ListBoxOption, "Compare"));
    window.key(Key::ArrowDown);
    assert!(window.is_on(Role::ListBoxOption, "Send test"));
    window.key(Key::ArrowUp);
    window.key(Key::ArrowUp);
    assert!(window.is_on(Role::ListBoxOption, "Open inbox"));
    window.key(Key::Enter);
    assert_eq!(window.state().answer, Some(PaletteAnswer::Chosen(1)));
}

#[test]
fn escape_dismisses_and_a_disabled_item_is_not_chosen() {
    let mut window = palette(some(), vec![]);
    window.state_mut().disabled = 0;
    window.run();
    window.key(Key::Enter);
    assert_eq!(window.state().answer, None);
    window.key(Key::Escape);
    assert_eq!(window.state().answer, Some(PaletteAnswer::Dismissed));
}

#[test]
fn a_click_chooses() {
    let mut window = palette(some(), vec![]);
    window.press(Role::ListBoxOption, "Compare");
    assert_eq!(window.state().answer, Some(PaletteAnswer::Chosen(2)));
}

#[test]
fn what_matches_nothing_says_so() {
    let mut window = palette(some(), vec![]);
    type_text(&window, "qqq");
    window.run();
    assert!(window.query_by_value("Nothing matches").is_some());
    window.key(Key::Enter);
    assert_eq!(window.state().answer, None);
}

#[test]
fn two_thousand_items_are_reached_but_not_all_shown() {
    let titles = (0..2_000).map(|number| format!("Item {number}")).collect();
    let mut window = palette(titles, vec![]);
    let shown = window.query_all_by_role(Role::ListBoxOption).count();
    assert!(shown < 15, "{shown}");
    window.key(Key::ArrowUp);
    assert!(window.is_on(Role::ListBoxOption, "Item 1999"));
    type_text(&window, "1234");
    window.run();
    window.key(Key::Enter);
    assert_eq!(window.state().answer, Some(PaletteAnswer::Chosen(1_234)));
}
