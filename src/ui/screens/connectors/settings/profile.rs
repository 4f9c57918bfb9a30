//! What a profile says beside the configuration: for whom it is meant, and to whom it may send.

use egui::{Id, Label, RichText, Ui};

use crate::domain::connector::SmtpConfig;
use crate::domain::workspace::{AllowList, ConnectorProfile, Environment};
use crate::model::{Model, ProfileChange, ProfileCommand, ProfileView};
use crate::ui::Commands;
use crate::ui::theme::{space, tokens};
use crate::ui::widgets::{LabelledField, Segment, named, segmented, toggle};

/// Width of the column of names.
const NAMES: f32 = 130.0;

/// What is typed.
#[derive(Default)]
pub(super) struct ProfileFields {
    title: Typed,
    allow: Typed,
    endpoint: Typed,
}

/// The text of a field, and what it was made from.
#[derive(Default)]
struct Typed {
    text: String,
    of: Option<String>,
}

impl Typed {
    /// Takes over what was changed elsewhere.
    fn follow(&mut self, text: &str) {
        if self.of.as_deref() != Some(text) {
            text.clone_into(&mut self.text);
            self.of = Some(text.to_owned());
        }
    }

    /// Notes what the text typed comes to, so that it stays as it was typed.
    fn note(&mut self, text: &str) {
        self.of = Some(text.to_owned());
    }
}

impl ProfileFields {
    /// Draws the fields.
    pub fn ui(
        &mut self,
        ui: &mut Ui,
        model: &Model,
        shown: &ProfileView,
        profile: &ConnectorProfile,
        commands: &mut Commands,
    ) {
        let mut changes = Vec::new();
        let is_writable = model.is_writable() && shown.error.is_none();
        ui.add_enabled_ui(is_writable, |ui| {
            ui.spacing_mut().item_spacing.y = space::S;
            self.title.follow(&profile.title);
            let field = LabelledField::new("Title", &mut self.title.text)
                .id(id(shown, "title"))
                .left(NAMES);
            if field.show(ui).changed() {
                self.title.note(&self.title.text.clone());
                changes.push(ProfileChange::Title(self.title.text.clone()));
            }
            changes.extend(environment_ui(ui, profile));
            if profile.goes_to_inbox() {
                let words =
                    "A sandbox: every mail goes to the inbox on this machine, whoever it is for.";
                note(ui, words);
            } else {
                changes.extend(self.reach_ui(ui, shown, profile));
            }
        });
        let name = &shown.name;
        let command = |change| ProfileCommand::Change(name.clone(), change);
        commands.extend(changes.into_iter().map(command));
    }

    /// Where a real profile may send to, and over what.
    fn reach_ui(
        &mut self,
        ui: &mut Ui,
        shown: &ProfileView,
        profile: &ConnectorProfile,
    ) -> Vec<ProfileChange> {
        let mut changes = Vec::new();
        self.allow.follow(&listed(&profile.allow));
        let field = LabelledField::new("May send to", &mut self.allow.text)
            .id(id(shown, "allow"))
            .hint("me@example.com, *@example.com")
            .left(NAMES);
        if field.show(ui).changed() {
            let list = read(&self.allow.text);
            self.allow.note(&listed(&list));
            changes.push(ProfileChange::Allow(list));
        }
        let words = if profile.allow.is_empty() {
            "Nobody yet: Letterhead sends with this profile only to addresses listed here."
        } else {
            "Letterhead sends with this profile only to these, until you lift the list when sending."
        };
        note(ui, words);
        if profile.factory != SmtpConfig::FACTORY_ID {
            changes.extend(self.endpoint_ui(ui, shown, profile));
        }
        let mut accepts = profile.accept_invalid_certificates;
        let label = "Accept any certificate";
        if toggle(ui, label, &mut accepts).changed() {
            changes.push(ProfileChange::AcceptInvalid(accepts));
        }
        if profile.accept_invalid_certificates {
            let words = "Nobody checks whom passwords and mails go to. Only for a test server.";
            let color = tokens(ui.ctx()).error;
            ui.add(Label::new(RichText::new(words).small().color(color)).wrap());
        }
        changes
    }

    /// The address that requests go to instead of the provider.
    fn endpoint_ui(
        &mut self,
        ui: &mut Ui,
        shown: &ProfileView,
        profile: &ConnectorProfile,
    ) -> Option<ProfileChange> {
        let mut change = None;
        let endpoint = profile.endpoint.clone().unwrap_or_default();
        self.endpoint.follow(&endpoint);
        let field = LabelledField::new("Send through", &mut self.endpoint.text)
            .id(id(shown, "endpoint"))
            .hint("http://127.0.0.1:8025, only for a mock or a proxy")
            .left(NAMES);
        if field.show(ui).changed() {
            let text = self.endpoint.text.trim().to_owned();
            self.endpoint.note(&text);
            let endpoint = (!text.is_empty()).then_some(text);
            change = Some(ProfileChange::Endpoint(endpoint));
        }
        // In a place of its own, so that what follows is the same thing with it and without.
        ui.scope(|ui| {
            if profile.endpoint.is_some() {
                let words = "Not the provider: requests go to this address instead";
                let words = RichText::new(words).small().color(tokens(ui.ctx()).warning);
                ui.add(Label::new(words).wrap());
            }
        });
        change
    }
}

/// The id of a field, which is that of no other profile's.
fn id(shown: &ProfileView, field: &str) -> Id {
    Id::unique(("connector profile", &shown.name, field))
}

/// The entries of a list as one types them.
fn listed(list: &AllowList) -> String {
    list.entries().join(", ")
}

fn read(text: &str) -> AllowList {
    let entries = text
        .split([',', ';', ' '])
        .filter(|entry| !entry.is_empty());
    AllowList::new(entries.map(str::to_owned))
}

fn environment_ui(ui: &mut Ui, profile: &ConnectorProfile) -> Option<ProfileChange> {
    let mut chosen = profile.environment;
    let mut changed = false;
    ui.horizontal(|ui| {
        let size = egui::vec2(NAMES, ui.spacing().interact_size.y);
        let layout = egui::Layout::left_to_right(egui::Align::Center);
        ui.allocate_ui_with_layout(size, layout, |ui| {
            ui.set_min_width(NAMES);
            ui.label("Environment");
        });
        let options = [
            Segment::new(Environment::Development, "Development"),
            Segment::new(Environment::Production, "Production")
                .tooltip("Sending asks once more, and the profile is marked"),
        ];
        changed = named(
            segmented(ui, "Environment", &mut chosen, &options),
            "Environment",
        )
        .changed();
    });
    changed.then_some(ProfileChange::Environment(chosen))
}

fn note(ui: &mut Ui, words: &str) {
    let color = tokens(ui.ctx()).text_muted;
    ui.add(Label::new(RichText::new(words).small().color(color)).wrap());
}
