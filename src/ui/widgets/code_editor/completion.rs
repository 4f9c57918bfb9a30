//! What may be completed at the cursor, what fits what was typed, and what accepting does; also
//! what the editor does by itself when braces are typed.

use std::cmp::Reverse;
use std::ops::Range;

use super::edit::{Edit, EditGroup, Selection, line_end, line_start};
use super::mark::Completion;

/// How far back from the cursor the opening braces are looked for, in bytes.
const REACH: usize = 200;

/// A place between braces where a path may be completed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Context {
    /// Where the opening braces start.
    pub open: usize,
    /// The path as far as it stands, before and behind the cursor.
    pub path: Range<usize>,
    /// What stands between the braces and the path.
    lead: String,
    /// The path up to the cursor.
    pub query: String,
}

/// The place between braces at `cursor`, if it is one.
pub(super) fn context(text: &str, cursor: usize) -> Option<Context> {
    let from = text
        .floor_char_boundary(cursor.saturating_sub(REACH))
        .max(line_start(text, cursor));
    let before = text.get(from..cursor)?;
    let open = before.rfind("{{")?;
    let between = before.get(open + 2..)?;
    let query = between.trim_start_matches([' ', '\t']);
    if !query.chars().all(is_path_char) {
        return None;
    }
    let after = text.get(cursor..)?;
    let rest = after.len() - after.trim_start_matches(is_path_char).len();
    Some(Context {
        open: from + open,
        path: cursor - query.len()..cursor + rest,
        lead: between.get(..between.len() - query.len())?.to_owned(),
        query: query.to_owned(),
    })
}

/// The completions that fit `query`, the best first, as indices of `completions`.
pub(super) fn fitting(completions: &[Completion], query: &str) -> Vec<usize> {
    let query = query.to_lowercase();
    let mut ranked: Vec<(Reverse<u8>, usize)> = completions
        .iter()
        .enumerate()
        .filter_map(|(index, completion)| {
            rank(&completion.insert.to_lowercase(), &query).map(|rank| (Reverse(rank), index))
        })
        .collect();
    ranked.sort_unstable();
    ranked.into_iter().map(|(_, index)| index).collect()
}

/// How well `query` fits `path`: from the start, from the start of a member, anywhere, scattered.
fn rank(path: &str, query: &str) -> Option<u8> {
    if path.starts_with(query) {
        return Some(3);
    }
    if path.split('.').any(|member| member.starts_with(query)) {
        return Some(2);
    }
    if path.contains(query) {
        return Some(1);
    }
    let mut rest = path.chars();
    query
        .chars()
        .all(|c| rest.any(|other| other == c))
        .then_some(0)
}

/// Puts `insert` in place of the path and sees to it that the braces are closed once.
pub(super) fn accept(text: &str, context: &Context, insert: &str) -> Edit {
    let line = line_end(text, context.path.end);
    let after = text.get(context.path.end..line).unwrap_or_default();
    let rest = after.trim_start_matches([' ', '\t']);
    let blanks = after.get(..after.len() - rest.len()).unwrap_or_default();
    let (closing, taken) = if rest.starts_with("}}") {
        let blanks = if blanks.is_empty() {
            context.lead.as_str()
        } else {
            blanks
        };
        (blanks, after.len() - rest.len() + 2)
    } else if rest.starts_with('}') {
        (context.lead.as_str(), after.len() - rest.len() + 1)
    } else {
        (context.lead.as_str(), 0)
    };
    let range = context.path.start..context.path.end + taken;
    Edit::replace(range, format!("{insert}{closing}}}}}"), EditGroup::Pasting)
}

/// Typing the second `{`: the closing braces come along.
pub(super) fn open_brace(text: &str, selection: Selection) -> Option<Edit> {
    if !selection.is_empty() {
        return None;
    }
    let before = text.get(..selection.head)?;
    let after = text.get(selection.head..)?;
    if !before.ends_with('{') || before.ends_with("{{") || after.starts_with("}}") {
        return None;
    }
    let insert = if after.starts_with('}') { "{}" } else { "{}}" };
    let edit = Edit::replace(selection.range(), insert, EditGroup::Typing);
    Some(edit.cursor(selection.head + 1))
}

/// Typing `}` where the editor has put one already: the cursor steps over it.
pub(super) fn close_brace(text: &str, selection: Selection) -> Option<usize> {
    let before = text.get(line_start(text, selection.head)..selection.head)?;
    let inside = match (before.rfind("{{"), before.rfind("}}")) {
        (Some(open), Some(close)) => open > close,
        (open, _) => open.is_some(),
    };
    let steps = inside && selection.is_empty() && text.get(selection.head..)?.starts_with('}');
    steps.then_some(selection.head + 1)
}

/// Backspace right after the braces came along takes them away again.
pub(super) fn delete_brace(text: &str, selection: Selection) -> Option<Edit> {
    let between = text.get(..selection.head)?.ends_with("{{")
        && text.get(selection.head..)?.starts_with("}}");
    (between && selection.is_empty()).then(|| {
        Edit::replace(
            selection.head - 1..selection.head + 2,
            "",
            EditGroup::Deleting,
        )
    })
}

fn is_path_char(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '_' | '.')
}

#[cfg(test)]
mod tests {
    use super::super::edit::testing::{applied, parse};
    use super::*;

    fn accepted(marked: &str) -> String {
        let (text, selection) = parse(marked);
        let context = context(&text, selection.head).expect("a place to complete");
        applied(&text, &accept(&text, &context, "user.name"))
    }

    #[test]
    fn accepting_closes_the_braces_exactly_once() {
        assert_eq!(accepted("<p>{{us|</p>"), "<p>{{user.name}}|</p>");
        assert_eq!(accepted("{{us|}}"), "{{user.name}}|");
        assert_eq!(accepted("{{us|}"), "{{user.name}}|");
        assert_eq!(accepted("{{ |}}"), "{{ user.name }}|");
        assert_eq!(accepted("{{ us|er.id }} x"), "{{ user.name }}| x");
        assert_eq!(accepted("{{us|  \n}}"), "{{user.name}}|  \n}}");
    }

    #[test]
    fn only_a_path_after_braces_is_a_place_to_complete() {
        for marked in [
            "{co|",
            "{{code}} |",
            "{{ code |",
            "{{#if|",
            "{{\nco|",
            "|{{",
        ] {
            let (text, selection) = parse(marked);
            assert_eq!(context(&text, selection.head), None, "{marked}");
        }
    }

    #[test]
    fn what_starts_as_typed_comes_first() {
        let completions: Vec<Completion> = ["application.name", "code", "user.name", "encode"]
            .map(|insert| Completion {
                insert: insert.into(),
                label: insert.into(),
                detail: String::new(),
                doc: String::new(),
            })
            .into();
        let names = |query| -> Vec<&str> {
            fitting(&completions, query)
                .into_iter()
                .map(|index| completions[index].insert.as_str())
                .collect()
        };
        assert_eq!(names("co"), ["code", "encode", "application.name"]);
        assert_eq!(names("NA"), ["application.name", "user.name"]);
        assert_eq!(names("unm"), ["user.name"]);
        assert_eq!(names("").len(), 4);
    }

    #[test]
    fn the_second_brace_brings_the_closing_ones() {
        let typed = |marked: &str| {
            let (text, selection) = parse(marked);
            open_brace(&text, selection).map(|edit| applied(&text, &edit))
        };
        assert_eq!(typed("a{|b").as_deref(), Some("a{{|}}b"));
        assert_eq!(typed("{|}").as_deref(), Some("{{|}}"));
        assert_eq!(typed("{{|"), None);
        assert_eq!(typed("a|"), None);
        assert_eq!(typed("{|}}"), None);
    }

    #[test]
    fn a_closing_brace_steps_over_and_backspace_takes_back() {
        assert_eq!(close_brace("{{x}}", Selection::at(3)), Some(4));
        assert_eq!(close_brace("{{x}}", Selection::at(4)), Some(5));
        assert_eq!(close_brace("a}", Selection::at(1)), None);
        let (text, selection) = parse("a{{|}}");
        let edit = delete_brace(&text, selection).unwrap();
        assert_eq!(applied(&text, &edit), "a{|");
    }
}
