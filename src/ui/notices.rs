//! Notices over the lower right corner.

use std::time::Duration;

use egui::Ui;

use super::status_line;
use super::theme::space;
use super::widgets::{Notice as Card, NoticeId, Notices, Tone};
use super::{Commands, View};
use crate::model::{Command, NoticeKind};

/// The notices in view.
#[derive(Default)]
pub(super) struct NoticeStack {
    cards: Notices<Command>,
    /// The number of the newest notice taken over.
    seen: u64,
    shown: Vec<(String, NoticeId)>,
}

/// More than this are not shown at a time.
const MOST: usize = 4;

impl NoticeStack {
    /// Takes over new notices and draws what is in view.
    pub fn ui(&mut self, ui: &Ui, view: &View<'_>, commands: &mut Commands) {
        let model = view.model;
        for notice in model.notices.after(self.seen) {
            self.seen = notice.id;
            let tone = match notice.kind {
                NoticeKind::Success => Tone::Success,
                NoticeKind::Info => Tone::Neutral,
                NoticeKind::Warning => Tone::Warning,
                NoticeKind::Error => Tone::Error,
            };
            self.withdraw(&notice.title);
            let mut card = Card::new(tone, &notice.title).detail(&notice.detail);
            for (label, command) in &notice.actions {
                card = card.action(label, command.clone());
            }
            let id = self.cards.push(card);
            self.shown.push((notice.title.clone(), id));
        }
        let above = status_line::HEIGHT + space::M;
        let now = Duration::from_millis(model.now_ms);
        if let Some(command) = self.cards.show(ui.ctx(), above, now) {
            commands.push(command);
        }
    }

    /// Takes away an older notice of the same title, and the oldest if there are too many.
    fn withdraw(&mut self, title: &str) {
        let same = self.shown.iter().position(|(shown, _)| shown == title);
        let surplus = (self.shown.len() >= MOST).then_some(0);
        if let Some(index) = same.or(surplus) {
            let (_, id) = self.shown.remove(index);
            self.cards.dismiss(id);
        }
    }
}
