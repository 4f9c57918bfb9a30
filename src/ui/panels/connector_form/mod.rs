//! The configuration of a connector as a form.

mod rows;
mod typed;

use std::collections::BTreeMap;

use egui::{Label, RichText, Ui};
use serde_json::Value;

use self::rows::Row;
use self::typed::Typed;
use crate::domain::connector::form::{AuthKind, FieldKind, FormField};
use crate::domain::connector::{ConfigIssue, SecretReference};
use crate::domain::finding::Finding;
use crate::ui::theme::tokens;
use crate::ui::widgets::{LabelledCombo, named};

/// What the form is drawn from.
#[derive(Clone, Copy)]
pub struct ConnectorFormView<'a> {
    /// What the configuration is of; its fields are others than those of another.
    pub of: &'a str,
    /// The fields, in Logto's order.
    pub fields: &'a [FormField],
    /// The configuration.
    pub config: &'a Value,
    /// What Logto's guard refuses.
    pub issues: &'a [ConfigIssue],
    /// What else is wrong.
    pub findings: &'a [Finding],
    /// Whether a secret was given in this run and is kept nowhere.
    pub is_unkept: &'a dyn Fn(&SecretReference) -> bool,
    /// What is wrong with the place of a secret, in words; nothing if it is there.
    pub missing: &'a dyn Fn(&SecretReference) -> Option<String>,
    /// Whether it can be changed.
    pub is_writable: bool,
}

/// What was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ConnectorFormEvent {
    /// A field was changed: the path of its keys, and the value; none to remove it.
    Set(Vec<String>, Option<Value>),
    /// The templates of the configuration are to be shown.
    ShowTemplates,
    /// A secret is to be kept outside the workspace.
    KeepSecret(Vec<String>),
}

/// The form's own state: what is typed, by path.
#[derive(Default)]
pub struct ConnectorForm {
    typed: BTreeMap<String, Typed>,
}

impl ConnectorForm {
    /// Forgets what was typed, for another profile.
    pub fn forget(&mut self) {
        self.typed.clear();
    }

    /// Draws the form in the width there is.
    pub fn ui(&mut self, ui: &mut Ui, view: &ConnectorFormView<'_>) -> Option<ConnectorFormEvent> {
        let mut event = None;
        for field in view.fields {
            let row = Row {
                path: &[field.key],
                field,
                view,
            };
            let asked = match field.kind {
                FieldKind::Auth => self.auth_ui(ui, &row),
                _ => self.field_ui(ui, &row),
            };
            event = asked.or(event);
        }
        event
    }

    /// The login of SMTP: how, and the fields of that way.
    fn auth_ui(&mut self, ui: &mut Ui, row: &Row<'_>) -> Option<ConnectorFormEvent> {
        let auth = row.value().cloned().unwrap_or(Value::Null);
        let kind = AuthKind::of(&auth);
        let mut chosen = kind;
        let options = AuthKind::ALL.map(|kind| (kind, kind.label()));
        row.beside_name(ui, |ui| {
            ui.add_enabled_ui(row.view.is_writable, |ui| {
                let combo = LabelledCombo::new("", &mut chosen, &options).hide_label();
                named(combo.show(ui), row.field.label);
            });
            let help = RichText::new(kind.help()).small();
            let color = tokens(ui.ctx()).text_muted;
            ui.add(Label::new(help.color(color)).wrap());
        });
        if chosen != kind {
            let path = vec![row.field.key.to_owned()];
            return Some(ConnectorFormEvent::Set(path, Some(chosen.switched(&auth))));
        }
        let mut event = None;
        // One place for all, so that what follows is the same thing whatever the kind.
        ui.vertical(|ui| {
            for field in kind.fields() {
                let inner = Row {
                    path: &[row.field.key, field.key],
                    field,
                    view: row.view,
                };
                event = self.field_ui(ui, &inner).or_else(|| event.take());
            }
        });
        event
    }
}
