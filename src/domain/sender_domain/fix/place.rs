//! Where a change belongs if the name in it is an alias: the record stands at the target.

use crate::domain::sender_domain::dns::{Answer, Inquiry, Name, Question, RecordType};
use crate::domain::sender_domain::{RecordChange, RecordFix};

/// The name whose records an answer holds.
pub(super) fn owner<'a>(question: &'a Question, answer: &'a Answer) -> &'a Name {
    answer.aliases.last().unwrap_or(&question.name)
}

/// The same changes where they belong: a record that was found through an alias is changed at its
/// target, and one that is added takes the place of the alias.
pub(in super::super) fn placed(fix: &RecordFix, inquiry: &Inquiry) -> RecordFix {
    let mut changes: Vec<RecordChange> = Vec::new();
    for change in &fix.changes {
        let question = Question::new(change.name.clone(), change.record_type);
        let aliases = inquiry.get(&question).map(|it| it.aliases.as_slice());
        let (Some([first, ..]), Some([.., last])) = (aliases, aliases) else {
            changes.push(change.clone());
            continue;
        };
        if change.record_type == RecordType::Cname {
            changes.push(change.clone());
        } else if change.old.is_some() {
            changes.push(RecordChange {
                name: last.clone(),
                ..change.clone()
            });
        } else {
            let removal = RecordChange {
                name: change.name.clone(),
                record_type: RecordType::Cname,
                old: Some(first.to_string()),
                new: None,
            };
            if !changes.contains(&removal) {
                changes.push(removal);
            }
            changes.push(change.clone());
        }
    }
    RecordFix {
        title: fix.title.clone(),
        changes,
    }
}
