//! Notices: what happened, and what can be done about it.

use std::collections::VecDeque;

use super::Command;

/// What happened.
#[derive(Debug, Clone)]
pub struct Notice {
    /// Tells notices apart; grows.
    pub id: u64,
    /// How bad it is.
    pub kind: NoticeKind,
    /// What happened, in one line.
    pub title: String,
    /// Why, and what to do.
    pub detail: String,
    /// What can be done about it: a label and its command.
    pub actions: Vec<(String, Command)>,
}

/// What a notice is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoticeKind {
    /// Something went well.
    Success,
    /// Something to know.
    Info,
    /// Something may be wrong.
    Warning,
    /// Something failed.
    Error,
}

/// How many notices are kept.
const KEPT: usize = 50;

/// The newest notices, oldest first.
#[derive(Debug, Clone, Default)]
pub struct Notices {
    list: VecDeque<Notice>,
    last_id: u64,
}

impl Notices {
    /// Those that are newer than the one with this number.
    pub fn after(&self, id: u64) -> impl Iterator<Item = &Notice> {
        self.list.iter().filter(move |notice| notice.id > id)
    }

    /// The newest.
    pub fn last(&self) -> Option<&Notice> {
        self.list.back()
    }

    /// Adds one.
    pub fn push(
        &mut self,
        kind: NoticeKind,
        title: String,
        detail: String,
        actions: Vec<(String, Command)>,
    ) {
        self.last_id += 1;
        if self.list.len() == KEPT {
            self.list.pop_front();
        }
        self.list.push_back(Notice {
            id: self.last_id,
            kind,
            title,
            detail,
            actions,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_newest_are_kept_and_numbers_grow() {
        let mut notices = Notices::default();
        for index in 0..60 {
            notices.push(
                NoticeKind::Info,
                index.to_string(),
                String::new(),
                Vec::new(),
            );
        }
        assert_eq!(notices.after(0).count(), KEPT);
        let after: Vec<_> = notices
            .after(58)
            .map(|notice| notice.title.as_str())
            .collect();
        assert_eq!(after, ["58", "59"]);
    }
}
