//! Saving outside of the workspace: the contact sheet, flat templates.

use std::path::{Path, PathBuf};

use super::sheet;
use crate::app::event::Picked;
use crate::app::{App, Event, FileQuestion, deliverability};
use crate::domain::workspace::{SETTINGS_FILE, TemplateFile, TemplateKey};
use crate::model::{SaveWhat, SheetFile, TaskKey};
use crate::services::with_causes;
use crate::services::workspace::write_atomic;
use crate::tasks::IfBusy;

/// Asks where to save with the system's dialog.
pub(super) fn browse(app: &mut App, what: SaveWhat) {
    let report_name;
    let (title, name) = match &what {
        SaveWhat::Sheet(SheetFile::Html) => ("Save contact sheet", "contact-sheet.html"),
        SaveWhat::Sheet(SheetFile::Pdf) => ("Save contact sheet", "contact-sheet.pdf"),
        SaveWhat::Sheet(SheetFile::Png) => ("Save contact sheet", "contact-sheet.png"),
        SaveWhat::Report(file, domain) => {
            report_name = format!("{domain}.{}", file.ending());
            ("Save report", report_name.as_str())
        }
        SaveWhat::Flat(_) => ("Folder for the flat templates", ""),
    };
    let title = title.to_owned();
    let question = match &what {
        SaveWhat::Sheet(_) | SaveWhat::Report(..) => FileQuestion::SaveAs {
            title,
            name: name.to_owned(),
        },
        SaveWhat::Flat(_) => FileQuestion::Folder { title, start: None },
    };
    let answer = app.host.ask(question);
    app.start(
        TaskKey::FileDialog,
        IfBusy::Refuse,
        move |reporter, _| async move {
            let picked = answer
                .await
                .map_or(Picked::Nothing, |path| Picked::Save(what, path));
            reporter.send(Event::Picked(picked));
        },
    );
}

/// Saves in the background.
pub(super) fn save(app: &mut App, what: SaveWhat, path: PathBuf) {
    app.model.dialog = None;
    let work: Box<dyn FnOnce() -> Result<PathBuf, String> + Send> = match what {
        SaveWhat::Sheet(kind) => {
            let sheet = sheet::sheet(app);
            Box::new(move || sheet::write(&sheet, kind, path))
        }
        SaveWhat::Report(file, domain) => {
            let text = deliverability::file(app, file, &domain);
            Box::new(move || {
                let text = text.ok_or_else(|| format!("{domain} was not checked yet"))?;
                write_atomic(&path, text.as_bytes()).map_err(|error| with_causes(&error))?;
                Ok(path)
            })
        }
        SaveWhat::Flat(keys) => {
            let documents = &app.model.documents;
            let there = keys.into_iter().filter(|key| documents.contains_key(key));
            let mut files = Vec::new();
            let mut failed = Vec::new();
            for key in there {
                match app.model.flat(&key) {
                    Some(texts) => {
                        let text = TemplateFile::new(texts.to_details()).print();
                        files.push((key, text));
                    }
                    None => failed.push(key.to_string()),
                }
            }
            if !failed.is_empty() {
                let detail = format!("{}. Their problems tell why", failed.join(", "));
                app.note_error(
                    "Some templates cannot be composed; they are not written",
                    detail,
                );
            }
            Box::new(move || write_flat(&files, &path).map(|()| path))
        }
    };
    app.start_blocking(TaskKey::Export, IfBusy::Refuse, move |reporter, _| {
        reporter.send(Event::Exported(work()));
    });
}

fn write_flat(files: &[(TemplateKey, String)], folder: &Path) -> Result<(), String> {
    if folder.join(SETTINGS_FILE).exists() {
        let advice = "choose another folder, so that what was written there is not replaced";
        return Err(format!("{} is a workspace; {advice}", folder.display()));
    }
    for (key, text) in files {
        let path = folder.join(key.file_path());
        if let Some(parent) = path.parent() {
            std::fs::create_dir_all(parent).map_err(|error| with_causes(&error))?;
        }
        write_atomic(&path, text.as_bytes()).map_err(|error| with_causes(&error))?;
    }
    Ok(())
}
