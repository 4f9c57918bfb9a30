//! Where a file is saved.

use egui::{Id, Ui};

use super::{Dialogs, Modal};
use crate::model::{Command, Model, ReportFile, SaveWhat, SheetFile};
use crate::ui::Commands;
use crate::ui::widgets::{DialogAnswer, LabelledField};

/// Where something is saved, if nobody says otherwise: beside the workspace.
pub(super) fn usual_path(model: &Model, what: &SaveWhat) -> String {
    let Some(root) = model.root() else {
        return String::new();
    };
    let name = root.file_name().unwrap_or_default().to_string_lossy();
    let name = match what {
        SaveWhat::Sheet(SheetFile::Html) => format!("{name}-contact-sheet.html"),
        SaveWhat::Sheet(SheetFile::Pdf) => format!("{name}-contact-sheet.pdf"),
        SaveWhat::Sheet(SheetFile::Png) => format!("{name}-contact-sheet.png"),
        SaveWhat::Report(file, domain) => format!("{domain}.{}", file.ending()),
        SaveWhat::Flat(_) => format!("{name}-flat"),
    };
    root.with_file_name(name).display().to_string()
}

impl Dialogs {
    pub(super) fn save_ui(&mut self, ui: &Ui, what: &SaveWhat, commands: &mut Commands) {
        let (title, label, words) = match what {
            SaveWhat::Sheet(SheetFile::Html) => (
                "Save contact sheet as one HTML file",
                "File",
                "Everything is in it: it opens in any browser and can be mailed. A file of that name is replaced.",
            ),
            SaveWhat::Sheet(SheetFile::Pdf) => (
                "Save contact sheet as PDF",
                "File",
                "A4 pages with a place to sign. A file of that name is replaced.",
            ),
            SaveWhat::Sheet(SheetFile::Png) => (
                "Save contact sheet as PNG pages",
                "File",
                "One picture for each page, numbered. Files of those names are replaced.",
            ),
            SaveWhat::Report(file, _) => (
                match file {
                    ReportFile::Markdown => "Save report as Markdown",
                    ReportFile::Html => "Save report as one HTML page",
                    ReportFile::Json => "Save report as JSON",
                },
                "File",
                "What the domain publishes, what is wrong with it and how to mend it. A file of that name is replaced.",
            ),
            SaveWhat::Flat(_) => (
                "Export flat templates",
                "Folder",
                "The templates as Logto stores them, in folders of their types. Files of those names are replaced.",
            ),
        };
        let path = std::path::PathBuf::from(self.folder.trim());
        let dialog = Modal::new(Id::unique("save"), title, "Save", "Cancel")
            .alternative("Browse…")
            .enabled(path.is_absolute())
            .width(560.0);
        let ((), answer) = dialog.show(ui.ctx(), |ui| {
            ui.label(words);
            let field = LabelledField::new(label, &mut self.folder).mono().show(ui);
            if std::mem::take(&mut self.focus_field) {
                field.request_focus();
            }
        });
        commands.extend(answer.map(|answer| match answer {
            DialogAnswer::Primary => Command::SaveTo(what.clone(), path),
            DialogAnswer::Alternative => Command::BrowseSave(what.clone()),
            DialogAnswer::Cancel => Command::CloseDialog,
        }));
    }
}
