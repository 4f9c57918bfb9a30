//! Configurations on the clipboard: with references in place of secrets, unless a person was asked.

use std::cell::Cell;

use crate::app::{App, secrets};
use crate::domain::workspace::{ConnectorProfile, MissingSecret, resolve_known, secrets_in_clear};
use crate::model::{Command, CopiedJson, Dialog, NoticeKind, ProfileCommand};

/// Puts a configuration on the clipboard with references in place of secrets, also of those that were
/// typed and are kept nowhere yet.
pub(super) fn copy(app: &mut App, what: CopiedJson) {
    let Some(profile) = profile(app, &what) else {
        return;
    };
    let json = profile.config_without_secrets().pretty();
    super::super::perform(app, Command::Copy(json));
    let title = match &what {
        CopiedJson::Config(_) => "Copied the configuration",
        CopiedJson::Promotion => "Copied the JSON for production",
    };
    let found = with_secrets(app, &profile);
    if found.known == 0 && found.missing.is_empty() {
        let detail = "Paste it into Logto's Console; nothing was changed there or in the workspace";
        app.model.notify(NoticeKind::Success, title, detail);
        return;
    }
    let detail = "Secrets stand as ${…}: put them in at Logto, or copy it with them. Nothing was \
                  changed there or in the workspace";
    let with = Command::Profile(ProfileCommand::AskCopySecrets(what));
    let actions = vec![("With secrets…".to_owned(), with)];
    app.model
        .notify_with(NoticeKind::Success, title, detail, actions);
}

/// Asks before secrets go to the clipboard, and says which of them are not known.
pub(super) fn ask(app: &mut App, what: CopiedJson) {
    let Some(profile) = profile(app, &what) else {
        return;
    };
    let WithSecrets { known, missing, .. } = with_secrets(app, &profile);
    app.model.dialog = Some(Dialog::CopySecrets {
        what,
        known,
        missing,
    });
}

/// Puts the JSON with the secrets that are known on the clipboard, and nowhere else.
pub(super) fn copy_with_secrets(app: &mut App, what: &CopiedJson) {
    app.model.dialog = None;
    let Some(profile) = profile(app, what) else {
        return;
    };
    let WithSecrets {
        json,
        known,
        missing,
    } = with_secrets(app, &profile);
    super::super::perform(app, Command::Copy(json));
    let title = match known {
        1 => "Copied the JSON with 1 secret in clear".to_owned(),
        count => format!("Copied the JSON with {count} secrets in clear"),
    };
    let next = "Paste it into Logto's Console, then copy something else";
    if missing.is_empty() {
        app.model.notify(NoticeKind::Success, title, next);
        return;
    }
    let detail = format!("{next}. Still references: {}", missing.join("; "));
    app.model.notify(NoticeKind::Warning, title, detail);
}

/// The profile with the configuration that is wanted.
fn profile(app: &App, what: &CopiedJson) -> Option<ConnectorProfile> {
    let connectors = &app.model.connectors;
    match what {
        CopiedJson::Config(name) => {
            let profile = connectors.views.get(name)?.profile.as_ref()?;
            Some(ConnectorProfile::clone(profile))
        }
        CopiedJson::Promotion => connectors.comparison.as_ref()?.promoted(),
    }
}

/// A configuration with the secrets that are known.
struct WithSecrets {
    json: String,
    /// How many secrets stand in it.
    known: usize,
    /// The references that stay, each with the reason.
    missing: Vec<String>,
}

fn with_secrets(app: &App, profile: &ConnectorProfile) -> WithSecrets {
    let known = Cell::new(secrets_in_clear(profile).len());
    let look_up = |reference: &_| {
        let secret = secrets::look_up(app, reference)?;
        known.set(known.get() + 1);
        Some(secret)
    };
    let (value, missing) = resolve_known(&profile.factory, &profile.config, &look_up);
    let why = |one: &MissingSecret| {
        let why = app.model.connectors.why_missing(&one.reference);
        let why = why.unwrap_or_else(|| one.because(None));
        format!("{} ({why})", one.path)
    };
    let missing = missing.iter().map(why).collect();
    WithSecrets {
        json: profile.config_json().retold(&value).pretty(),
        known: known.get(),
        missing,
    }
}
