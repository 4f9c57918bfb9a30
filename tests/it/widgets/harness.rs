//! A small window around the widgets under test.

use egui::accesskit::Role;
use egui::{Id, Key, Modifiers, Rect, Ui};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use letterhead::ui::theme;

/// A window with the faces and the style of the program.
pub fn window<'a, S: 'a>(state: S, show: impl FnMut(&mut Ui, &mut S) + 'a) -> Harness<'a, S> {
    let mut harness = Harness::builder()
        .with_size(egui::vec2(800.0, 600.0))
        .with_context_setup(theme::install)
        .build_ui_state(show, state);
    harness.run();
    harness
}

/// What tests ask of a window.
pub trait Drive {
    /// Presses and releases a key.
    fn key(&mut self, key: Key);
    /// Presses Tab with Shift.
    fn shift_tab(&mut self);
    /// Clicks what has this role and name.
    fn click(&mut self, role: Role, name: &str);
    /// Clicks it with a pointer.
    fn press(&mut self, role: Role, name: &str);
    /// Name of what has the keyboard.
    fn focused(&self) -> Option<String>;
    /// Whether it exists.
    fn has(&self, role: Role, name: &str) -> bool;
    /// Where it is.
    fn rect(&self, role: Role, name: &str) -> Rect;
    /// Whether it is on or selected.
    fn is_on(&self, role: Role, name: &str) -> bool;
}

impl<S> Drive for Harness<'_, S> {
    fn key(&mut self, key: Key) {
        self.key_press(key);
        self.run();
    }

    fn shift_tab(&mut self) {
        self.key_press_modifiers(Modifiers::SHIFT, Key::Tab);
        self.run();
    }

    fn click(&mut self, role: Role, name: &str) {
        self.get_by_role_and_label(role, name).click_accesskit();
        self.run();
    }

    fn press(&mut self, role: Role, name: &str) {
        self.get_by_role_and_label(role, name).click();
        self.run();
    }

    fn focused(&self) -> Option<String> {
        let focused = self.ctx.memory(|memory| memory.focused())?;
        let node = self
            .root()
            .children_recursive()
            .find(|node| node.accesskit_node().locate().0 == focused.accesskit_id())?;
        node.accesskit_node().label()
    }

    fn has(&self, role: Role, name: &str) -> bool {
        self.query_all_by_role_and_label(role, name)
            .next()
            .is_some()
    }

    fn rect(&self, role: Role, name: &str) -> Rect {
        self.get_by_role_and_label(role, name).rect()
    }

    fn is_on(&self, role: Role, name: &str) -> bool {
        let node = self.get_by_role_and_label(role, name);
        let node = node.accesskit_node();
        node.is_selected() == Some(true) || node.toggled() == Some(egui::accesskit::Toggled::True)
    }
}

/// An id for tests.
pub fn id(name: &str) -> Id {
    Id::unique(name)
}
