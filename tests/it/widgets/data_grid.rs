//! The grid of cells.

use std::borrow::Cow;

use egui::accesskit::Role;
use egui::{Event, Key, Modifiers, PointerButton, Pos2, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use letterhead::ui::theme;
use letterhead::ui::widgets::{
    DataGrid, GridCell, GridHead, GridHeader, GridState, Place, Tone, quiet_button, search_field,
};

use super::harness::Drive as _;

struct Grid {
    rows: Vec<GridHead>,
    columns: Vec<GridHead>,
    state: GridState,
    text: String,
    /// Cells asked for in the last frame.
    asked: usize,
    tooltips: usize,
    opened: Vec<Place>,
    headers: Vec<GridHeader>,
    /// How often the selection changed, and the cursor moved.
    changes: (usize, usize),
    deleted: bool,
}

fn grid(rows: usize, columns: usize) -> Harness<'static, Grid> {
    let heads = |name: &str, count: usize| {
        let head = |index: usize| GridHead::new(format!("{name}{index}"));
        (0..count).map(head).collect::<Vec<_>>()
    };
    let grid = Grid {
        rows: heads("r", rows),
        columns: heads("c", columns),
        state: GridState::default(),
        text: String::new(),
        asked: 0,
        tooltips: 0,
        opened: Vec::new(),
        headers: Vec::new(),
        changes: (0, 0),
        deleted: false,
    };
    window_at_speed(grid, |ui, grid| {
        search_field(ui, "Search", "Search", &mut grid.text);
        let (mut asked, mut tooltips) = (0, 0);
        let output = DataGrid::new("Templates", &grid.rows, &grid.columns).show(
            ui,
            &mut grid.state,
            |row, column| {
                asked += 1;
                GridCell {
                    text: Cow::Borrowed("own"),
                    name: Cow::Owned(format!("r{row} · c{column}: own template")),
                    count: Some((row, Tone::Warning)),
                    is_dashed: column == 1,
                    ..GridCell::default()
                }
            },
            |row, column| {
                tooltips += 1;
                format!("About r{row} c{column}")
            },
        );
        (grid.asked, grid.tooltips) = (asked, tooltips);
        grid.opened.extend(output.opened);
        grid.headers.extend(output.header_clicked);
        grid.changes.0 += usize::from(output.selection_changed);
        grid.changes.1 += usize::from(output.cursor_moved);
        output.context_menu(|ui| {
            grid.deleted |= quiet_button(ui, "Delete").clicked();
        });
        quiet_button(ui, "After");
    })
}

/// A window whose frames are short enough for two clicks to be a double click.
fn window_at_speed(
    grid: Grid,
    show: impl FnMut(&mut egui::Ui, &mut Grid) + 'static,
) -> Harness<'static, Grid> {
    let mut harness = Harness::builder()
        .with_size(vec2(800.0, 600.0))
        .with_step_dt(1.0 / 60.0)
        .with_max_steps(60)
        .with_context_setup(theme::install)
        .build_ui_state(show, grid);
    harness.run();
    harness
}

/// A grid that has the keyboard.
fn focused(rows: usize, columns: usize) -> Harness<'static, Grid> {
    let mut window = grid(rows, columns);
    window.key(Key::Tab);
    window.key(Key::Tab);
    assert_eq!(window.focused().as_deref(), Some("Templates"));
    window
}

fn name(place: Place) -> String {
    format!("r{} · c{}: own template", place.0, place.1)
}

fn selected(window: &Harness<'_, Grid>) -> Vec<Place> {
    window.state().state.selection().iter().copied().collect()
}

fn cursor(window: &Harness<'_, Grid>) -> Place {
    window.state().state.cursor()
}

fn keys(window: &mut Harness<'_, Grid>, modifiers: Modifiers, keys: &[Key]) {
    for key in keys {
        window.key_press_modifiers(modifiers, *key);
        window.run();
    }
}

fn middle(window: &Harness<'_, Grid>, place: Place) -> Pos2 {
    window.rect(Role::GridCell, &name(place)).center()
}

fn click(window: &mut Harness<'_, Grid>, place: Place, modifiers: Modifiers) {
    let name = name(place);
    let cell = window.get_by_label(&name);
    cell.click_modifiers(modifiers);
    window.run();
    // Far enough from the next click that the two are none twice.
    window.run_steps(30);
}

fn button(pos: Pos2, pressed: bool) -> Event {
    Event::PointerButton {
        pos,
        button: PointerButton::Primary,
        pressed,
        modifiers: Modifiers::NONE,
    }
}

#[test]
fn a_grid_is_one_stop_whose_cells_the_arrows_move_among() {
    let mut window = focused(9, 200);
    assert_eq!(selected(&window), [], "looking selects nothing");
    window.key(Key::ArrowRight);
    window.key(Key::ArrowDown);
    assert_eq!(selected(&window), [(1, 1)]);
    assert!(window.is_on(Role::GridCell, "r1 · c1: own template"));
    assert!(!window.is_on(Role::GridCell, "r0 · c1: own template"));
    window.key(Key::ArrowLeft);
    window.key(Key::ArrowLeft);
    window.key(Key::ArrowUp);
    window.key(Key::ArrowUp);
    assert_eq!(cursor(&window), (0, 0), "the edges stop");
    assert_eq!(window.state().changes, (4, 4));
    window.key(Key::Tab);
    assert_eq!(window.focused().as_deref(), Some("After"));
    window.shift_tab();
    assert_eq!(window.focused().as_deref(), Some("Templates"));
}

#[test]
fn far_moves_bring_the_cursor_into_view() {
    let mut window = focused(30, 200);
    window.key(Key::End);
    assert_eq!(cursor(&window), (0, 199));
    let grid = window.rect(Role::Grid, "Templates");
    let cell = window.rect(Role::GridCell, &name((0, 199)));
    assert!(grid.contains_rect(cell) && cell.width() > 100.0);
    keys(&mut window, Modifiers::COMMAND, &[Key::End]);
    assert_eq!(cursor(&window), (29, 199));
    assert_eq!(
        window.rect(Role::GridCell, &name((29, 199))).size(),
        cell.size()
    );
    window.key(Key::PageUp);
    let (row, column) = cursor(&window);
    assert!((10..20).contains(&row), "{row}");
    keys(&mut window, Modifiers::ALT, &[Key::PageUp]);
    assert!((190..197).contains(&cursor(&window).1));
    assert_eq!(column, 199);
    keys(&mut window, Modifiers::COMMAND, &[Key::Home]);
    assert_eq!(cursor(&window), (0, 0));
    let first = window.rect(Role::GridCell, &name((0, 0)));
    let head = window.rect(Role::RowHeader, "r0");
    assert!(head.right() <= first.left(), "no head covers it");
    assert_eq!(first.size(), cell.size());
    window.key(Key::PageDown);
    assert!((12..20).contains(&cursor(&window).0));
    window.key(Key::Home);
    assert_eq!(cursor(&window).1, 0);
}

#[test]
fn shift_selects_a_rectangle_that_escape_clears() {
    let mut window = focused(9, 20);
    window.key(Key::ArrowDown);
    keys(
        &mut window,
        Modifiers::SHIFT,
        &[Key::ArrowRight, Key::ArrowRight, Key::ArrowDown],
    );
    let rectangle = [(1, 0), (1, 1), (1, 2), (2, 0), (2, 1), (2, 2)];
    assert_eq!(selected(&window), rectangle);
    keys(&mut window, Modifiers::SHIFT, &[Key::ArrowUp]);
    assert_eq!(selected(&window), &rectangle[..3]);
    window.key(Key::Escape);
    assert_eq!(selected(&window), [(1, 2)]);
    assert_eq!(window.focused().as_deref(), Some("Templates"));
    window.key(Key::Escape);
    assert_eq!(selected(&window), [(1, 2)]);
    assert_eq!(window.focused(), None, "with nothing to clear it lets go");
}

#[test]
fn space_toggles_and_whole_lines_are_selected_by_key() {
    let mut window = focused(3, 4);
    window.key(Key::Space);
    assert_eq!(selected(&window), [(0, 0)]);
    window.key(Key::Space);
    assert_eq!(selected(&window), []);
    keys(&mut window, Modifiers::COMMAND, &[Key::A]);
    assert_eq!(selected(&window).len(), 12);
    assert_eq!(cursor(&window), (0, 0));
    keys(&mut window, Modifiers::SHIFT, &[Key::Space]);
    assert_eq!(selected(&window), [(0, 0), (0, 1), (0, 2), (0, 3)]);
    keys(&mut window, Modifiers::COMMAND, &[Key::Space]);
    assert_eq!(selected(&window), [(0, 0), (1, 0), (2, 0)]);
}

#[test]
fn enter_and_a_double_click_open() {
    let mut window = focused(9, 20);
    window.key(Key::ArrowDown);
    window.key(Key::Enter);
    assert_eq!(window.state().opened, [(1, 0)]);
    let cell = window.get_by_label("r2 · c3: own template");
    cell.click();
    cell.click();
    window.run();
    assert_eq!(window.state().opened, [(1, 0), (2, 3)]);
    assert_eq!(selected(&window), [(2, 3)]);
}

#[test]
fn two_clicks_on_neighbours_open_none() {
    let mut window = grid(9, 20);
    let left = window.rect(Role::GridCell, &name((1, 1)));
    for pos in [
        left.right_center() - vec2(1.0, 0.0),
        left.right_center() + vec2(1.0, 0.0),
    ] {
        window.event(Event::PointerMoved(pos));
        window.event(button(pos, true));
        window.event(button(pos, false));
    }
    window.run();
    assert_eq!(selected(&window), [(1, 2)]);
    assert_eq!(window.state().opened, []);
}

#[test]
fn clicks_select_extend_and_toggle() {
    let mut window = grid(9, 20);
    click(&mut window, (1, 1), Modifiers::NONE);
    assert_eq!(selected(&window), [(1, 1)]);
    assert_eq!(window.focused().as_deref(), Some("Templates"));
    click(&mut window, (2, 2), Modifiers::SHIFT);
    assert_eq!(selected(&window), [(1, 1), (1, 2), (2, 1), (2, 2)]);
    click(&mut window, (1, 2), Modifiers::COMMAND);
    assert_eq!(selected(&window), [(1, 1), (2, 1), (2, 2)]);
    click(&mut window, (4, 0), Modifiers::COMMAND);
    assert_eq!(selected(&window), [(1, 1), (2, 1), (2, 2), (4, 0)]);
    assert_eq!(cursor(&window), (4, 0));
    assert_eq!(window.state().opened, []);
    window.key(Key::ArrowDown);
    assert_eq!(selected(&window), [(5, 0)]);
}

#[test]
fn a_drag_selects_a_rectangle() {
    let mut window = grid(9, 20);
    let (from, to) = (middle(&window, (1, 1)), middle(&window, (2, 2)));
    window.event(Event::PointerMoved(from));
    window.event(button(from, true));
    window.event(Event::PointerMoved(to));
    window.event(button(to, false));
    window.event(Event::PointerMoved(to + vec2(0.0, 100.0)));
    window.run();
    assert_eq!(selected(&window), [(1, 1), (1, 2), (2, 1), (2, 2)]);
    assert_eq!(cursor(&window), (2, 2));
}

#[test]
fn a_drag_beyond_the_edge_scrolls() {
    let mut window = grid(9, 200);
    let from = middle(&window, (1, 1));
    let beyond = Pos2::new(840.0, from.y);
    window.event(Event::PointerMoved(from));
    window.event(button(from, true));
    window.event(Event::PointerMoved(beyond));
    window.run_steps(120);
    assert!(cursor(&window).1 > 10, "{:?}", cursor(&window));
    assert!(!window.has(Role::GridCell, &name((1, 1))));
    window.event(button(beyond, false));
    window.run();
    let last = cursor(&window);
    assert_eq!(selected(&window).len(), last.1, "from c1 on, in one row");
}

#[test]
fn a_head_selects_its_cells() {
    let mut window = grid(3, 4);
    window.press(Role::ColumnHeader, "c2");
    assert_eq!(selected(&window), [(0, 2), (1, 2), (2, 2)]);
    assert_eq!(window.focused().as_deref(), Some("Templates"));
    let head = window.get_by_role_and_label(Role::ColumnHeader, "c3");
    head.click_modifiers(Modifiers::SHIFT);
    window.run();
    assert_eq!(selected(&window).len(), 6);
    window.press(Role::RowHeader, "r1");
    assert_eq!(selected(&window), [(1, 0), (1, 1), (1, 2), (1, 3)]);
    let expected = [
        GridHeader::Column(2),
        GridHeader::Column(3),
        GridHeader::Row(1),
    ];
    assert_eq!(window.state().headers, expected);
}

#[test]
fn heads_stay_while_cells_scroll() {
    let mut window = focused(30, 200);
    let (row, column) = (
        window.rect(Role::RowHeader, "r1"),
        window.rect(Role::ColumnHeader, "c1"),
    );
    keys(&mut window, Modifiers::COMMAND, &[Key::End]);
    let last_row = window.rect(Role::RowHeader, "r29");
    let last_column = window.rect(Role::ColumnHeader, "c199");
    let last = window.rect(Role::GridCell, &name((29, 199)));
    assert_eq!(last_row.x_range(), row.x_range());
    assert_eq!(last_column.y_range(), column.y_range());
    assert_eq!(last_row.y_range(), last.y_range());
    assert_eq!(last_column.x_range(), last.x_range());
    assert!(!window.has(Role::RowHeader, "r1"));
}

#[test]
fn only_cells_in_view_are_asked_for() {
    let mut window = grid(9, 200);
    let in_view = |window: &Harness<'_, Grid>| window.query_all_by_role(Role::GridCell).count();
    // The window is 800 points wide, so at most 8 columns, of which 2 may be cut, are in view.
    let asked = window.state().asked;
    assert!((9 * 5..=9 * 8).contains(&asked), "{asked}");
    assert_eq!(asked, in_view(&window));
    assert_eq!(window.state().tooltips, 0);
    window.get_by_label(&name((3, 2))).hover();
    window.run();
    assert_eq!(window.state().tooltips, 1, "only for what is pointed at");
    let mut tall = focused(30, 200);
    keys(&mut tall, Modifiers::COMMAND, &[Key::End]);
    let asked = tall.state().asked;
    assert!((16 * 5..=19 * 8).contains(&asked), "{asked}");
    assert_eq!(asked, in_view(&tall));
}

#[test]
fn the_other_button_opens_a_menu_for_the_selection() {
    let mut window = grid(9, 20);
    click(&mut window, (1, 1), Modifiers::NONE);
    click(&mut window, (1, 2), Modifiers::SHIFT);
    window.get_by_label(&name((1, 2))).click_secondary();
    window.run();
    assert_eq!(selected(&window), [(1, 1), (1, 2)], "it was in it");
    window.click(Role::Button, "Delete");
    assert!(window.state().deleted);
    window.get_by_label(&name((3, 3))).click_secondary();
    window.run();
    assert_eq!(selected(&window), [(3, 3)]);
    assert!(window.has(Role::Button, "Delete"));
    window.key(Key::Escape);
    assert!(!window.has(Role::Button, "Delete"));
    let head = window.get_by_role_and_label(Role::ColumnHeader, "c0");
    head.click_secondary();
    window.run();
    assert_eq!(selected(&window).len(), 9);
    assert!(window.has(Role::Button, "Delete"));
    assert_eq!(window.state().headers, []);
}

#[test]
fn the_menu_opens_by_key_and_takes_the_keys() {
    let mut window = focused(9, 20);
    keys(&mut window, Modifiers::SHIFT, &[Key::F10]);
    assert!(window.has(Role::Button, "Delete"));
    assert_eq!(selected(&window), [(0, 0)]);
    window.key(Key::ArrowDown);
    assert_eq!(cursor(&window), (0, 0));
    window.key(Key::Enter);
    assert!(window.state().deleted);
    assert_eq!(window.state().opened, []);
}

#[test]
fn a_text_field_keeps_its_keys() {
    let mut window = grid(9, 20);
    click(&mut window, (1, 1), Modifiers::NONE);
    window.shift_tab();
    window.event(Event::Text("a b".to_owned()));
    window.run();
    keys(
        &mut window,
        Modifiers::NONE,
        &[Key::ArrowLeft, Key::Home, Key::Space, Key::Enter],
    );
    keys(&mut window, Modifiers::COMMAND, &[Key::A]);
    assert_eq!(window.state().text, "a b");
    assert_eq!(selected(&window), [(1, 1)]);
    assert_eq!(window.state().opened, []);
}

#[test]
fn assistive_technology_finds_and_clicks_a_cell() {
    let mut window = grid(9, 20);
    window.click(Role::GridCell, "r2 · c3: own template");
    assert_eq!(selected(&window), [(2, 3)]);
    assert_eq!(window.focused().as_deref(), Some("Templates"));
    let grid = window.get_by_role_and_label(Role::Grid, "Templates");
    let node = grid.accesskit_node();
    assert_eq!(node.data().row_count(), Some(9));
    assert_eq!(node.data().column_count(), Some(20));
    let cell = window.get_by_label("r2 · c3: own template");
    assert_eq!(cell.accesskit_node().data().column_index(), Some(3));
}

#[test]
fn an_empty_grid_bears_keys_and_clicks() {
    for (rows, columns) in [(0, 0), (0, 3), (3, 0)] {
        let mut window = focused(rows, columns);
        let all = [
            Key::ArrowDown,
            Key::End,
            Key::PageDown,
            Key::Space,
            Key::Enter,
        ];
        keys(&mut window, Modifiers::NONE, &all);
        keys(&mut window, Modifiers::COMMAND, &[Key::A, Key::End]);
        if columns > 0 {
            window.press(Role::ColumnHeader, "c1");
        }
        assert_eq!(selected(&window), []);
        assert_eq!(window.state().opened, []);
        assert_eq!(window.state().asked, 0);
    }
}

#[test]
fn cells_that_are_gone_are_no_longer_selected() {
    let mut window = focused(9, 20);
    keys(&mut window, Modifiers::COMMAND, &[Key::A]);
    window.state_mut().columns.truncate(2);
    window.run();
    assert_eq!(selected(&window).len(), 18);
    window.state_mut().state.select((8, 1), [(8, 1)]);
    window.state_mut().rows.truncate(1);
    window.run();
    assert_eq!((cursor(&window), selected(&window)), ((0, 1), vec![]));
}

#[test]
fn what_is_selected_from_elsewhere_comes_into_view() {
    let mut window = grid(9, 200);
    window.state_mut().state.select((4, 150), [(4, 150)]);
    window.run();
    assert!(window.is_on(Role::GridCell, &name((4, 150))));
}
