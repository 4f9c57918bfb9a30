//! A small window around the panel under test.

use egui::accesskit::Role;
use egui::{Event, Key, Modifiers, Ui};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use letterhead::ui::theme;

/// As small as a panel gets below the bar with its tabs, and as large as one may be.
pub const SIZES: [[f32; 2]; 3] = [[480.0, 126.0], [720.0, 320.0], [1400.0, 900.0]];

/// A window of this size with the faces and the style of the program.
pub fn window<'a, S: 'a>(
    size: [f32; 2],
    state: S,
    show: impl FnMut(&mut Ui, &mut S) + 'a,
) -> Harness<'a, S> {
    let mut harness = Harness::builder()
        .with_size(size)
        .with_context_setup(theme::install)
        .build_ui_state(show, state);
    harness.run();
    harness
}

/// What tests do in a window.
pub trait Drive {
    /// Clicks what has this role and name, also where it must be scrolled to.
    fn click(&mut self, role: Role, name: &str);
    /// Presses and releases a key.
    fn key(&mut self, key: Key);
    /// Puts `text` in place of what the field of this name holds.
    fn fill(&mut self, name: &str, text: &str);
    /// What the field of this name holds.
    fn value(&self, name: &str) -> String;
    /// Whether something has this role and name.
    fn has(&self, role: Role, name: &str) -> bool;
    /// Whether something says this, among other things.
    fn says(&self, words: &str) -> bool;
    /// Whether what has this role and name can be used.
    fn is_enabled(&self, role: Role, name: &str) -> bool;
    /// Whether it is on.
    fn is_on(&self, role: Role, name: &str) -> bool;
}

impl<S> Drive for Harness<'_, S> {
    fn click(&mut self, role: Role, name: &str) {
        self.get_by_role_and_label(role, name).click_accesskit();
        self.run();
    }

    fn key(&mut self, key: Key) {
        self.key_press(key);
        self.run();
    }

    fn fill(&mut self, name: &str, text: &str) {
        self.get_by_role_and_label(Role::TextInput, name).focus();
        self.run();
        self.key_press_modifiers(Modifiers::COMMAND, Key::A);
        self.run();
        self.event(Event::Text(text.to_owned()));
        self.run();
    }

    fn value(&self, name: &str) -> String {
        let field = self.query_all_by_role_and_label(Role::TextInput, name);
        let multiline = self.query_all_by_role_and_label(Role::MultilineTextInput, name);
        let node = field.chain(multiline).next().expect("a field");
        node.value().unwrap_or_default()
    }

    fn has(&self, role: Role, name: &str) -> bool {
        self.query_all_by_role_and_label(role, name)
            .next()
            .is_some()
    }

    fn says(&self, words: &str) -> bool {
        self.query_all_by_label_contains(words).next().is_some()
    }

    fn is_enabled(&self, role: Role, name: &str) -> bool {
        let node = self.get_by_role_and_label(role, name);
        !node.accesskit_node().is_disabled()
    }

    fn is_on(&self, role: Role, name: &str) -> bool {
        let node = self.get_by_role_and_label(role, name);
        let node = node.accesskit_node();
        node.is_selected() == Some(true) || node.toggled() == Some(egui::accesskit::Toggled::True)
    }
}
