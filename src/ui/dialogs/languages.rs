//! Dialogs about languages.

use egui::{Id, RichText, Ui};

use super::questions::answer;
use super::{Dialogs, Modal};
use crate::domain::finding::Severity;
use crate::domain::language::{canonical, english_name, own_name, tag_findings};
use crate::domain::logto::{ALLOWED_LANGUAGES, BUILT_IN_LANGUAGES, allowed_language};
use crate::domain::workspace::TemplateKey;
use crate::model::{Command, Model};
use crate::ui::Commands;
use crate::ui::theme::{space, tokens};
use crate::ui::widgets::{LabelledField, Tone};

/// How many languages are offered while one types.
const MOST_OFFERED: usize = 8;

/// The tag that is meant: as Logto spells it, else in its canonical form; why there is none, if so.
pub(super) fn spelled(tag: &str) -> Result<String, String> {
    if let Some(allowed) = allowed_language(tag) {
        return Ok(allowed.to_owned());
    }
    canonical(tag).map_err(|error| error.to_string())
}

/// What it means to use a tag, below its field.
pub(super) fn meaning_ui(ui: &mut Ui, model: &Model, tag: &str) {
    let is_custom = model
        .settings
        .languages
        .custom
        .iter()
        .any(|known| known == tag);
    let names = format!("{} · {}", english_name(tag), own_name(tag));
    ui.label(RichText::new(format!("{tag}: {names}")).strong());
    for found in tag_findings(tag, is_custom) {
        let color = Tone::from(found.severity).color(tokens(ui.ctx()));
        ui.label(RichText::new(found.message).color(color));
        if let Some(hint) = found.hint.filter(|_| found.severity != Severity::Info) {
            ui.label(RichText::new(hint).color(tokens(ui.ctx()).text_muted));
        }
    }
}

impl Dialogs {
    pub(super) fn add_language_ui(&mut self, ui: &Ui, model: &Model, commands: &mut Commands) {
        let typed = self.tag.trim().to_owned();
        let exists = |tag: &str| {
            let library = &model.settings.languages;
            let has_templates = model.documents.keys().any(|key| key.tag == tag);
            library.custom.iter().any(|known| known == tag) || has_templates
        };
        let offers = offers(&typed, &exists);
        // A name that was typed means the first language that is called so.
        let tag = match (spelled(&typed), offers.first()) {
            (Err(_), Some(first)) if !typed.is_empty() => Ok((*first).to_owned()),
            (tag, _) => tag,
        };
        let error = match &tag {
            _ if typed.is_empty() => None,
            Err(error) => Some(error.clone()),
            Ok(tag) if exists(tag) => Some("The workspace has this language already".to_owned()),
            Ok(_) => None,
        };
        let is_ready = tag.as_deref().is_ok_and(|tag| !exists(tag));
        let dialog = Modal::new(
            Id::unique("add language"),
            "Add a language",
            "Add",
            "Cancel",
        );
        let ((), given) = dialog.enabled(is_ready).show(ui.ctx(), |ui| {
            let source = model.settings.source_language();
            ui.label(format!(
                "Every template that {source} has is made for it, to be translated.",
            ));
            let field = LabelledField::new("Language", &mut self.tag)
                .hint("fr-CA, or a name such as Dutch")
                .error(error.as_deref())
                .show(ui);
            if std::mem::take(&mut self.focus_field) {
                field.request_focus();
            }
            offers_ui(ui, &offers, &mut self.tag);
            if let Ok(tag) = tag.as_deref()
                && is_ready
            {
                meaning_ui(ui, model, tag);
                if !BUILT_IN_LANGUAGES.contains(&tag) {
                    ui.label("It is added to the language library in letterhead.toml. In Logto, add it in Console > Sign-in experience > Content.");
                }
            }
        });
        let tag = tag.unwrap_or_default();
        answer(commands, given, Command::AddLanguage(tag));
    }
}

/// Languages of Logto that are not here, whose tag or name begins like what was typed.
fn offers(typed: &str, exists: &dyn Fn(&str) -> bool) -> Vec<&'static str> {
    let typed = typed.to_lowercase();
    let begins = |text: &str| text.to_lowercase().starts_with(&typed);
    let fits =
        |offer: &&str| begins(offer) || begins(&english_name(offer)) || begins(&own_name(offer));
    let offers = ALLOWED_LANGUAGES.into_iter().filter(fits);
    let offers = offers.filter(|offer| !exists(offer));
    offers.take(MOST_OFFERED).collect()
}

fn offers_ui(ui: &mut Ui, offers: &[&str], tag: &mut String) {
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = egui::vec2(space::XS, space::XS);
        for offer in offers {
            let text = format!("{offer} · {}", english_name(offer));
            if ui.small_button(text).clicked() {
                (*offer).clone_into(tag);
            }
        }
    });
}

pub(super) fn delete_many_ui(ui: &Ui, keys: &[TemplateKey], commands: &mut Commands) {
    let title = format!("Delete {} templates?", keys.len());
    let dialog = Modal::new(Id::unique("delete templates"), &title, "Delete", "Cancel").danger();
    let ((), given) = dialog.show(ui.ctx(), |ui| {
        let names: Vec<String> = keys.iter().take(12).map(ToString::to_string).collect();
        let more = keys.len().saturating_sub(names.len());
        let more = if more == 0 {
            String::new()
        } else {
            format!(" and {more} more")
        };
        ui.label(format!("{}{more}.", names.join(", ")));
        ui.label("Their files are deleted. Undo in the notice brings all of them back.");
    });
    answer(commands, given, Command::DeleteTemplates(keys.to_vec()));
}
