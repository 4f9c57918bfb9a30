//! The real program in a real window, driven by the keyboard.
//!
//! What the preview shows is asked of the web engine: the program writes it down with `--inspect`.

mod desktop;

use std::fs;
use std::path::Path;

use desktop::{Desktop, State};
use letterhead::domain::logto::UsageType;
use letterhead::domain::workspace::TemplateKey;

const TEMPLATE: &str = "templates/SignIn/fr.html";

/// The template that the tests type into.
fn flat() -> TemplateKey {
    TemplateKey::new(UsageType::SignIn, "fr")
}

/// Opens `SignIn · fr` through the command palette and puts the cursor before a visible text.
fn open_template(desktop: &Desktop) {
    desktop.wait("the samples and their preview", |state| {
        state.engine().starts_with("WebKitGTK") && !state.text("previewText").is_empty()
    });
    desktop.press("ctrl+k");
    desktop.wait("the command palette", |state| {
        state.text("dialog") == "Palette"
    });
    desktop.type_text("open signin fr");
    desktop.press("Return");
    desktop.wait("the French template in the preview", |state| {
        state.text("selected") == "SignIn · fr"
            && state.text("dialog").is_empty()
            && state.text("previewText").contains("Votre code")
    });
    go_to(desktop, "Votre code");
}

/// Puts the cursor of the editor before a text.
fn go_to(desktop: &Desktop, text: &str) {
    desktop.press("ctrl+e");
    desktop.wait("the editor", State::is_editing);
    desktop.press("ctrl+f");
    desktop.wait("the search bar", |state| !state.is_editing());
    desktop.type_text(text);
    desktop.press("Return");
    desktop.press("Escape");
    desktop.wait("the editor again", State::is_editing);
    desktop.press("Left");
}

fn eml(desktop: &Desktop) -> String {
    let mut files = fs::read_dir(desktop.data().join("inbox"))
        .unwrap()
        .flatten();
    let eml = files
        .find(|file| file.path().extension().is_some_and(|end| end == "eml"))
        .expect("a message on disk");
    fs::read_to_string(eml.path()).unwrap()
}

#[test]
fn what_is_typed_is_seen_sent_received_and_survives_a_crash() {
    let mut desktop = Desktop::start_with(&flat());
    open_template(&desktop);

    desktop.type_text("zebra42 ");
    desktop.wait("the typed word in the preview", |state| {
        state.text("previewText").contains("zebra42 Votre code")
    });

    desktop.press("ctrl+Return");
    desktop.wait("the mail in the inbox, rendered", |state| {
        state.text("screen") == "inbox"
            && state.number("messages") == 1
            && state.text("message") == "482913 est votre code de connexion Lindmoor"
            && state.text("messageText").contains("zebra42 Votre code")
    });
    let mail = eml(&desktop);
    assert!(mail.contains("Subject: 482913 est votre code"), "{mail}");
    assert!(mail.contains("zebra42 Votre code"), "{mail}");
    assert!(!mail.contains("{{code}}"), "{mail}");

    desktop.press("ctrl+1");
    desktop.wait("the design screen", |state| {
        state.text("screen") == "design"
    });
    go_to(&desktop, "Votre code");
    desktop.type_text("giraf");
    let session = desktop.data().join("session.json");
    desktop.wait("the draft and the session on disk", |state| {
        let session = fs::read_to_string(&session).unwrap_or_default();
        state.text("previewText").contains("giraf")
            && state.flag("draftsKept")
            && session.contains("\"tag\": \"fr\"")
            && session.contains("\"screen\": \"design\"")
    });
    desktop.kill();

    desktop.start_again();
    let state = desktop.wait("the word again", |state| {
        state.text("previewText").contains("girafVotre code")
    });
    assert_eq!(state.list("unsaved"), ["SignIn · fr"]);
    assert_eq!(
        state.text("notice"),
        "Unsaved changes of SignIn · fr are back"
    );
    let file = desktop.workspace().join(TEMPLATE);
    let before = fs::read_to_string(&file).unwrap();
    assert!(!before.contains("giraf"));

    desktop.press("ctrl+s");
    desktop.wait("nothing unsaved", |state| state.list("unsaved").is_empty());
    let after = fs::read_to_string(&file).unwrap();
    assert_eq!(after.replace("zebra42 girafVotre", "Votre"), before);

    desktop.press("ctrl+q");
    assert!(desktop.ends_well(), "the program ends without an error");
}

#[test]
fn a_file_changed_outside_is_shown_and_never_overwritten() {
    let desktop = Desktop::start_with(&flat());
    open_template(&desktop);
    let file = desktop.workspace().join(TEMPLATE);
    let change = |from: &str, to: &str| {
        let text = fs::read_to_string(&file).unwrap();
        replace(&file, &text.replace(from, to));
    };

    change("Votre code", "Votre code secret");
    desktop.wait("the outside change", |state| {
        state.text("previewText").contains("Votre code secret")
    });

    go_to(&desktop, "Votre code");
    desktop.type_text("mine ");
    desktop.wait("my change", |state| {
        state.text("previewText").contains("mine Votre code secret")
    });
    change("Votre code secret", "theirs");
    desktop.wait("the conflict", |state| {
        state.list("conflicts") == ["SignIn · fr"]
            && state.text("notice") == "SignIn · fr was changed by another program"
    });
    desktop.press("ctrl+s");
    let state = desktop.wait("the question", |state| {
        state.text("dialog").starts_with("Conflict") && !state.is_editing()
    });
    assert_eq!(state.list("unsaved"), ["SignIn · fr"]);
    assert!(state.text("previewText").contains("mine Votre code secret"));
    let on_disk = fs::read_to_string(&file).unwrap();
    assert!(on_disk.contains("theirs") && !on_disk.contains("mine"));

    // Enter keeps mine, and undo is still there.
    desktop.press("Return");
    desktop.wait("the end of the conflict", |state| {
        state.list("unsaved").is_empty() && state.list("conflicts").is_empty()
    });
    let on_disk = fs::read_to_string(&file).unwrap();
    assert!(on_disk.contains("mine Votre code secret"), "{on_disk}");
}

#[test]
fn a_word_changed_in_the_strings_is_seen_in_the_mail_and_saved_there() {
    let desktop = Desktop::start();
    desktop.wait("the samples and their preview", |state| {
        state.engine().starts_with("WebKitGTK")
            && state.text("previewText").contains("Valid for 10 minutes.")
    });
    let strings = desktop.workspace().join("strings/en.toml");
    let before = fs::read_to_string(&strings).unwrap();

    let parts = ["composed", "layouts/card.html", "strings/en.toml"];
    for part in parts {
        desktop.press("ctrl+shift+Next");
        desktop.wait(part, |state| state.text("part") == part);
    }
    // Words that stand there once, whatever the case of their letters.
    go_to(&desktop, "because a code was requested");
    desktop.type_text("yak ");
    desktop.wait("the word in the mail", |state| {
        state
            .text("previewText")
            .contains("yak because a code was requested")
    });
    let state = desktop.wait("the change", |state| !state.list("unsaved").is_empty());
    assert_eq!(state.list("unsaved"), ["strings/en.toml"]);
    desktop.press("ctrl+s");
    desktop.wait("nothing unsaved", |state| state.list("unsaved").is_empty());
    let after = fs::read_to_string(&strings).unwrap();
    assert_eq!(after.replace("yak ", ""), before);
}

/// Writes a file as other editors do.
fn replace(path: &Path, text: &str) {
    letterhead::services::workspace::write_atomic(path, text.as_bytes()).unwrap();
}
