//! The title of the window.

use super::App;

/// Lets the title tell the workspace and whether something is unsaved.
pub(super) fn follow(app: &mut App, ctx: &egui::Context) {
    let folder = app
        .model
        .root()
        .and_then(|root| root.file_name())
        .map(|name| name.to_string_lossy().into_owned());
    let mark = if app.model.has_unsaved() { "• " } else { "" };
    let title = folder.map_or_else(
        || "Letterhead".to_owned(),
        |folder| format!("{mark}{folder} – Letterhead"),
    );
    if title != app.title {
        ctx.send_viewport_cmd(egui::ViewportCommand::Title(title.clone()));
        app.title = title;
    }
}
