//! *Design*: the templates, the open one, and its preview.

mod bottom;
mod editor;
mod empty;
mod fields;
mod list;
mod parts;
mod preview;
mod problem_list;

use egui::{CentralPanel, Context, Frame, Panel, Ui};

use self::bottom::Bottom;
use self::editor::Editor;
use self::fields::Fields;
use self::list::TemplateListPanel;
use self::preview::PreviewPanel;
use crate::domain::logto::Field;
use crate::model::{Action, UiRequest};
use crate::ui::theme::{space, tokens};
use crate::ui::{Commands, View};

/// The editor is no narrower than this while the preview can give way.
const EDITOR: f32 = 400.0;

/// The preview is no narrower than this.
const PREVIEW: f32 = 320.0;

/// The screen's own state.
#[derive(Default)]
pub struct DesignScreen {
    list: TemplateListPanel,
    fields: Fields,
    editor: Editor,
    preview: PreviewPanel,
    bottom: Bottom,
}

impl DesignScreen {
    /// Does what was asked of the screen.
    pub fn handle(&mut self, request: &UiRequest) {
        match request {
            UiRequest::FocusTemplates => self.list.focus(),
            UiRequest::FocusField(Field::Content)
            | UiRequest::Reveal(Field::Content, _)
            | UiRequest::Find
            | UiRequest::Replace
            | UiRequest::GoToLine => self.editor.handle(request),
            UiRequest::FocusPanel => self.bottom.focus(),
            UiRequest::FocusField(field) => self.fields.focus(*field, None),
            UiRequest::Reveal(field, span) => self.fields.focus(*field, Some(*span)),
            UiRequest::FocusGrid
            | UiRequest::FocusSearch
            | UiRequest::Quit
            | UiRequest::Copy(_) => {}
        }
    }

    /// Whether what has the keyboard does an action by itself: the editor finds, undoes and so on
    /// at its cursor, and other text fields have an undo of their own.
    pub fn leaves_keys(ctx: &Context, view: &View<'_>, action: Action) -> bool {
        match action {
            Action::Find | Action::Replace | Action::GoToLine => Editor::has_focus(ctx),
            Action::Undo | Action::Redo => {
                let is_elsewhere = ctx.text_edit_focused() && !Fields::has_focus(ctx);
                Editor::has_focus(ctx) || is_elsewhere
            }
            Action::SendTest => view.model.design.selected.is_none(),
            _ => false,
        }
    }

    /// Whether the editor of the content has the keyboard.
    pub fn is_editing(ctx: &Context) -> bool {
        Editor::has_focus(ctx)
    }

    /// Where the cursor of the editor is, for the status line.
    pub fn cursor_place(&self) -> Option<&str> {
        self.editor.place()
    }

    /// Draws the screen.
    pub fn ui(&mut self, ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
        if view.model.workspace.is_none() {
            empty::no_workspace(ui, view, commands);
            return;
        }
        let tokens = tokens(ui.ctx());
        let width = ui.available_width();
        let side = Frame::new().fill(tokens.surface);
        Panel::left("templates")
            .default_size((width * 0.16).clamp(168.0, 216.0))
            .size_range(168.0..=360.0)
            .frame(side)
            .show(ui, |ui| self.list.ui(ui, view, commands));
        if view.model.document().is_none() {
            CentralPanel::default()
                .frame(side)
                .show(ui, |ui| empty::no_template(ui, commands));
            return;
        }
        // Where there is little room the preview gives way first.
        let room = ui.available_width();
        let most = (room - EDITOR).max(PREVIEW);
        Panel::right("preview")
            .default_size((room * 0.56).clamp(PREVIEW, (width * 0.3).max(690.0)))
            .size_range(PREVIEW..=most)
            .frame(Frame::new().fill(tokens.canvas))
            .show(ui, |ui| self.preview.ui(ui, view, commands));
        self.bottom_ui(ui, view, commands);
        CentralPanel::default()
            .frame(Frame::new().fill(tokens.sunken))
            .show(ui, |ui| {
                let head = Frame::new()
                    .fill(tokens.surface)
                    .inner_margin(egui::Margin::symmetric(space::M as i8, 6));
                head.show(ui, |ui| self.fields.ui(ui, view, commands));
                parts::ui(ui, view.model, commands);
                self.editor.ui(ui, view, commands);
            });
    }

    fn bottom_ui(&mut self, ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
        let frame = Frame::new().fill(tokens(ui.ctx()).surface);
        let is_open = view.model.design.view.panel_open;
        let room = ui.available_height();
        let panel = if is_open {
            Panel::bottom("panel")
                .default_size((room * 0.34).clamp(160.0, 420.0))
                .size_range(120.0..=(room - 140.0).max(140.0))
                .resizable(true)
        } else {
            Panel::bottom("panel folded").exact_size(bottom::BAR_HEIGHT)
        };
        panel
            .frame(frame)
            .show(ui, |ui| self.bottom.ui(ui, view, commands));
    }
}
