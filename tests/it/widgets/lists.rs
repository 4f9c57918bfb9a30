//! Rows and lists of rows.

use egui::Key;
use egui::accesskit::Role;
use egui_kittest::Harness;
use letterhead::ui::theme::icons;
use letterhead::ui::widgets::{
    Chip, List, ListOutput, ListRow, Sideways, Tone, list_row, quiet_button,
};

use super::harness::{Drive as _, window};

#[derive(Default)]
struct Rows {
    count: usize,
    selected: Option<usize>,
    happened: Vec<ListOutput>,
    built: usize,
}

fn list(count: usize) -> Harness<'static, Rows> {
    let rows = Rows {
        count,
        ..Rows::default()
    };
    window(rows, |ui, state| {
        quiet_button(ui, "Before");
        let chips = [Chip::new("en", "English"), Chip::new("fr", "French")];
        state.built = 0;
        let list = List::new("Templates", state.count, ListRow::HEIGHT);
        let output = list.show(ui, state.selected, |ui, index, focus| {
            state.built += 1;
            let title = format!("Row {index}");
            ListRow::new(&title)
                .icon(icons::MAIL, Tone::Neutral)
                .chips(if index == 1 { &chips } else { &[] })
                .selected(state.selected == Some(index))
                .focus(focus)
                .show(ui)
        });
        if output.picked.is_some() {
            state.selected = output.picked;
        }
        if output != ListOutput::default() {
            state.happened.push(output);
        }
    })
}

#[test]
fn a_list_is_one_stop_whose_rows_the_arrows_move_among() {
    let mut window = list(50);
    window.key(Key::Tab);
    window.key(Key::Tab);
    assert_eq!(window.focused().as_deref(), Some("Templates"));
    window.key(Key::ArrowDown);
    window.key(Key::ArrowDown);
    assert_eq!(window.state().selected, Some(1));
    assert!(window.is_on(Role::ListBoxOption, "Row 1"));
    window.key(Key::ArrowUp);
    window.key(Key::ArrowUp);
    assert_eq!(window.state().selected, Some(0), "the ends stop");
    window.key(Key::ArrowRight);
    window.key(Key::Enter);
    let happened = &window.state().happened;
    let last_two = happened.last_chunk::<2>().unwrap();
    assert_eq!(last_two[0].sideways, Some(Sideways::Forth));
    assert_eq!(last_two[1].activated, Some(0));
    window.shift_tab();
    assert_eq!(window.focused().as_deref(), Some("Before"));
}

#[test]
fn only_rows_in_view_are_built_and_the_selected_one_comes_into_view() {
    let mut window = list(10_000);
    assert!(window.state().built < 30, "{} built", window.state().built);
    assert!(!window.has(Role::ListBoxOption, "Row 9999"));
    window.key(Key::Tab);
    window.key(Key::Tab);
    window.key(Key::End);
    assert_eq!(window.state().selected, Some(9_999));
    assert!(window.is_on(Role::ListBoxOption, "Row 9999"));
    assert!(window.state().built < 30);
    window.key(Key::Home);
    assert!(window.is_on(Role::ListBoxOption, "Row 0"));
    window.key(Key::PageDown);
    let page = window.state().selected.unwrap();
    assert!((10..20).contains(&page), "{page}");
}

#[test]
fn a_click_selects_a_row_and_gives_the_list_the_keyboard() {
    let mut window = list(5);
    window.press(Role::ListBoxOption, "Row 3");
    assert_eq!(window.state().selected, Some(3));
    assert_eq!(window.focused().as_deref(), Some("Templates"));
    window.key(Key::ArrowDown);
    assert_eq!(window.state().selected, Some(4));
}

#[test]
fn a_chip_is_pressed_without_its_row() {
    let mut window = list(5);
    window.press(Role::Button, "French");
    let happened = window.state().happened.last().unwrap();
    assert_eq!(happened.chip, Some((1, 1)));
    assert_eq!(happened.picked, None);
}

#[test]
fn an_empty_list_bears_keys() {
    let mut window = list(0);
    window.key(Key::Tab);
    window.key(Key::Tab);
    window.key(Key::ArrowDown);
    window.key(Key::Enter);
    assert_eq!(window.state().happened, []);
}

#[test]
fn chips_that_do_not_fit_leave_the_selected_one_in_view() {
    let window = window((), |ui, ()| {
        let names: Vec<String> = (0..40).map(|number| format!("c{number}")).collect();
        let chips: Vec<Chip<'_>> = names
            .iter()
            .enumerate()
            .map(|(index, name)| Chip::new(name, name).selected(index == 39))
            .collect();
        list_row(ui, ListRow::new("Generic").chips(&chips));
    });
    assert!(window.has(Role::Button, "c0"));
    assert!(window.has(Role::Button, "c39"));
    assert!(!window.has(Role::Button, "c38"));
}

#[test]
fn a_row_alone_is_a_stop_and_says_all_of_its_words() {
    let mut window = window(false, |ui, pressed| {
        let row = ListRow::new("SignIn")
            .secondary("2 languages")
            .label("12:04", Tone::Neutral);
        *pressed |= list_row(ui, row.dot(Tone::Success)).response.clicked();
    });
    window.key(Key::Tab);
    assert_eq!(
        window.focused().as_deref(),
        Some("SignIn, 2 languages, 12:04")
    );
    window.key(Key::Enter);
    assert!(*window.state());
}
