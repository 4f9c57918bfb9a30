//! The *Languages* screen, and what the preview does with another language and under stress.

use egui::accesskit::Role;
use egui_kittest::kittest::Queryable as _;
use letterhead::domain::authoring::SourceKey;
use letterhead::domain::coverage::Feature;
use letterhead::domain::finding::Severity;
use letterhead::domain::workspace::TemplateKey;
use letterhead::model::{Action, Command, Dialog, EditKind, EditorPart, LanguagesTab, PanelTab};

use super::harness::Studio;
use super::key;

fn fr() -> TemplateKey {
    key("SignIn fr")
}

/// Changes a shared file as typing does.
fn edit(studio: &mut Studio, key: &SourceKey, change: impl FnOnce(&str) -> String) {
    let text = &studio.app().model().sources[key].texts.content;
    let text = change(text).into();
    studio.perform(Command::EditSource {
        key: key.clone(),
        text,
        kind: EditKind::Step,
    });
}

fn has_error(studio: &Studio) -> bool {
    let mut problems = studio.app().model().design.problems.iter();
    problems.any(|problem| problem.finding.severity == Severity::Error)
}

#[test]
fn a_brand_colour_changed_once_changes_every_mail() {
    let mut studio = Studio::start([1280.0, 800.0]).with_any_script();
    studio.until(|model| model.composed.len() == 45);
    edit(&mut studio, &SourceKey::Settings, |text| {
        text.replace("#0f6157", "#aa3311")
    });
    let request = studio.engine().take_requests().pop().expect("a picture");
    assert!(request.body.contains("#aa3311") && !request.body.contains("#0f6157"));
    let is_changed = |content: &str| content.contains("#aa3311") && !content.contains("#0f6157");
    studio.until(|model| {
        let mut made = model.composed.values();
        made.all(|made| is_changed(&made.details.content))
    });
    assert!(studio.app().model().has_unsaved());
    studio.act(Action::SaveAll);
    studio.until(|model| !model.has_unsaved());
    let file = std::fs::read_to_string(studio.workspace().join("letterhead.toml")).unwrap();
    assert!(file.contains("colour = \"#aa3311\""));
}

#[test]
fn a_problem_of_a_layout_leads_to_its_place() {
    let mut studio = Studio::start([1280.0, 800.0]).with_any_script();
    let layout = SourceKey::Layout("card".to_owned());
    edit(&mut studio, &layout, |text| {
        text.replace("[[> logo]]", "[[> nothing]]")
    });
    let model = studio.app().model();
    let problem = model.design.problems.first().expect("a problem");
    assert_eq!(problem.finding.message, "There is no partial nothing");
    assert_eq!(problem.place, "layouts/card.html");
    let target = problem.target.clone().expect("a place");
    studio.perform(Command::Reveal(target.clone()));
    let part = &studio.app().model().design.part;
    assert_eq!(*part, EditorPart::Source(layout));
    let text = &studio.app().model().sources[&SourceKey::Layout("card".to_owned())];
    assert!(text.texts.content[target.span.start..].starts_with("[[> nothing]]"));
    studio.act(Action::Undo);
    assert!(!has_error(&studio));
}

#[test]
fn a_broken_string_file_is_told_at_its_line_and_the_words_stay() {
    let mut studio = Studio::start([1280.0, 800.0]).with_any_script();
    let english = SourceKey::Strings("en".to_owned());
    edit(&mut studio, &english, |text| format!("x = [\n{text}"));
    let model = studio.app().model();
    let problem = model.design.problems.first().expect("a problem");
    assert_eq!(problem.finding.code, "compose-unreadable");
    assert_eq!(problem.place, "strings/en.toml");
    let composition = &model.design.composition.as_ref().unwrap().1;
    assert!(composition.details.content.contains("Your code"));
    studio.act(Action::Undo);
    assert!(!has_error(&studio));
}

#[test]
fn a_template_that_cannot_be_composed_shows_no_mail_of_another() {
    let mut studio = Studio::start([1280.0, 800.0]).with_any_script();
    let layout = SourceKey::Layout("card".to_owned());
    edit(&mut studio, &layout, |text| {
        text.replace("[[> logo]]", "[[> nothing]]")
    });
    assert!(
        studio.app().model().design.analysis.is_some(),
        "the last good one stays"
    );
    studio.perform(Command::Select(fr()));
    assert!(studio.app().model().design.analysis.is_none());
    assert_eq!(
        studio.app().model().flat(&fr()),
        None,
        "nothing to send or export"
    );
    let asked = studio
        .harness
        .query_by_label_contains("Not composed: There is no partial");
    assert!(asked.is_some());
}

#[test]
fn a_translation_is_stale_when_its_source_changes_and_until_it_is_marked() {
    let mut studio = Studio::start([1280.0, 800.0]).with_any_script();
    studio.act(Action::ShowLanguages);
    assert!(studio.app().model().languages.stale.is_empty());
    let english = SourceKey::Strings("en".to_owned());
    edit(&mut studio, &english, |text| {
        text.replace("\"Sign in to Lindmoor\"", "\"Sign in here\"")
    });
    let stale: Vec<String> = studio
        .app()
        .model()
        .languages
        .stale
        .iter()
        .map(|key| key.tag.clone())
        .collect();
    assert_eq!(stale, ["ar", "de", "fr", "ja"]);
    studio.perform(Command::LookAtCell(fr()));
    studio.until(|model| model.languages.change.is_some());
    let change = studio.app().model().languages.change.clone().unwrap();
    assert!(
        change
            .before
            .unwrap()
            .contains("title: Sign in to Lindmoor")
    );
    assert!(change.now.contains("title: Sign in here"));
    studio.perform(Command::MarkTranslated(vec![fr()]));
    assert!(!studio.app().model().languages.stale.contains(&fr()));
    assert_eq!(studio.app().model().languages.stale.len(), 3);
}

#[test]
fn a_language_is_added_with_templates_and_strings_and_found_missing_until_translated() {
    let mut studio = Studio::start([1280.0, 800.0]).with_any_script();
    studio.act(Action::AddLanguage);
    assert_eq!(studio.app().model().dialog, Some(Dialog::AddLanguage));
    studio.type_into("Language", "dutch");
    studio.click(Role::Button, "Add");
    let model = studio.app().model();
    assert_eq!(model.dialog, None);
    let made = model.documents.keys().filter(|key| key.tag == "nl").count();
    assert_eq!(made, 9);
    assert_eq!(model.settings.languages.custom, ["nl"]);
    studio.perform(Command::Select(key("SignIn nl")));
    let missing = |studio: &Studio| {
        let problems = &studio.app().model().design.problems;
        let codes = problems.iter().map(|problem| problem.finding.code);
        codes.filter(|code| *code == "string-from-source").count()
    };
    let before = missing(&studio);
    assert!(before > 5, "{before}");
    let dutch = SourceKey::Strings("nl".to_owned());
    edit(&mut studio, &dutch, |text| {
        text.replace("# codeLabel = \"Your code\"", "codeLabel = \"Uw code\"")
    });
    assert_eq!(missing(&studio), before - 1);
    let request = studio.engine().take_requests().pop().expect("a picture");
    assert!(request.body.contains("Uw code") && request.body.contains("lang=\"nl\""));
}

#[test]
fn deleted_templates_come_back_together() {
    let mut studio = Studio::start([1280.0, 800.0]).with_any_script();
    let keys = vec![fr(), key("Register fr"), key("Generic fr")];
    studio.perform(Command::AskDeleteTemplates(keys.clone()));
    assert_eq!(
        studio.app().model().dialog,
        Some(Dialog::DeleteTemplates(keys.clone()))
    );
    studio.click(Role::Button, "Delete");
    let files: Vec<_> = keys
        .iter()
        .map(|key| studio.workspace().join(key.file_path()))
        .collect();
    studio.until(|model| model.deleted_templates.len() == 3);
    assert!(files.iter().all(|file| !file.exists()));
    studio.act(Action::RestoreTemplate);
    studio.until(|model| keys.iter().all(|key| model.documents.contains_key(key)));
    studio.until(|model| !model.has_unsaved());
    assert!(files.iter().all(|file| file.exists()));
}

#[test]
fn a_feature_is_switched_off_in_the_settings() {
    let mut studio = Studio::start([1280.0, 800.0]).with_any_script();
    studio.act(Action::ShowLanguages);
    studio.perform(Command::ShowLanguagesTab(LanguagesTab::Features));
    studio.perform(Command::SwitchFeature(Feature::ForgotPassword, false));
    let features = &studio.app().model().languages.features;
    let off: Vec<Feature> = features
        .iter()
        .filter(|one| !one.is_on())
        .map(|one| one.feature)
        .collect();
    assert_eq!(off, [Feature::ForgotPassword]);
    studio.act(Action::SaveAll);
    studio.until(|model| !model.has_unsaved());
    let file = std::fs::read_to_string(studio.workspace().join("letterhead.toml")).unwrap();
    assert!(
        file.contains("[features]\nforgotPassword = false"),
        "{file}"
    );
}

#[test]
fn another_language_stands_beside_and_is_compared() {
    let mut studio = Studio::start([1280.0, 800.0]).with_any_script();
    studio.until(|model| model.composed.len() == 45);
    studio.perform(Command::Select(key("OrganizationInvitation de")));
    studio.engine().take_requests();
    studio.act(Action::ToggleCompare);
    let model = studio.app().model();
    assert_eq!(model.design.compare, Some(key("OrganizationInvitation en")));
    assert_eq!(model.design.view.tab, PanelTab::Compare);
    let comparison = model.design.comparison.as_ref().expect("a comparison");
    assert!(comparison.is_same(), "{:?}", comparison.findings);
    let requests = studio.engine().take_requests();
    assert!(
        requests
            .iter()
            .any(|request| request.body.contains("lang=\"en\""))
    );
    // Both follow when another type is opened.
    studio.perform(Command::Select(key("SignIn de")));
    assert_eq!(studio.app().model().design.compare, Some(key("SignIn en")));
    studio.act(Action::ToggleCompare);
    assert_eq!(studio.app().model().design.compare, None);
}

#[test]
fn a_stress_changes_the_preview_only() {
    let mut studio = Studio::start([1280.0, 800.0]).with_any_script();
    let before = studio
        .engine()
        .take_requests()
        .pop()
        .expect("a picture")
        .body;
    let texts = studio.app().model().flat(&key("SignIn en")).unwrap();
    studio.act(Action::StressPseudo);
    let stressed = studio
        .engine()
        .take_requests()
        .pop()
        .expect("a picture")
        .body;
    assert!(stressed.contains('⟦') && stressed.len() > before.len());
    assert_eq!(studio.app().model().flat(&key("SignIn en")).unwrap(), texts);
    assert!(!studio.app().model().has_unsaved());
    studio.act(Action::StressNone);
    let after = studio
        .engine()
        .take_requests()
        .pop()
        .expect("a picture")
        .body;
    assert_eq!(after, before);
}

#[test]
fn the_contact_sheet_draws_every_cell_in_every_way_asked_for() {
    let mut studio = Studio::start([1280.0, 800.0]).with_any_script();
    studio.until(|model| model.composed.len() == 45);
    studio.act(Action::ContactSheet);
    let mut options = studio.app().model().sheet.options;
    (options.dark, options.phone) = (true, true);
    studio.perform(Command::SetSheetOptions(options));
    studio.perform(Command::DrawSheet("fr".to_owned()));
    studio.until(|model| model.sheet.took_ms.is_some());
    let sheet = &studio.app().model().sheet;
    assert_eq!(sheet.entries.len(), 9 * 4);
    assert_eq!(sheet.done(), 36);
    assert!(sheet.entries.iter().all(|entry| entry.key.tag == "fr"));
    let name = format!("{}, Dark · 375 px", key("Register fr"));
    studio.harness.get_by_role_and_label(Role::Button, &name);
}

#[test]
fn shared_files_are_reached_by_the_palette() {
    let mut studio = Studio::start([1280.0, 800.0]).with_any_script();
    studio.act(Action::ShowPalette);
    studio
        .harness
        .event(egui::Event::Text("edit partials title".to_owned()));
    studio.harness.run_steps(3);
    studio.harness.key_press(egui::Key::Enter);
    studio.harness.run_steps(4);
    let model = studio.app().model();
    assert_eq!(model.dialog, None);
    let title = SourceKey::Partial("title".to_owned());
    assert_eq!(model.design.part, EditorPart::Source(title));
}
