//! Changes of a text made of tags that leave the rest of it as it is.

use crate::domain::finding::Span;
use crate::domain::sender_domain::tag_list::{Tag, TagList};

/// The tag that holds a place of the text.
pub(super) fn at(list: &TagList, span: Span) -> Option<Tag> {
    let holds = |tag: &&Tag| tag.name.start <= span.start && span.end <= tag.raw_value.end;
    list.tags().iter().find(holds).copied()
}

/// The text without a tag and the semicolon before it.
pub(super) fn without(list: &TagList, tag: &Tag) -> String {
    let tags = list.tags();
    let text = list.text();
    let before = tags.iter().take_while(|it| it.name != tag.name).last();
    if let Some(before) = before {
        return replaced(text, Span::new(before.raw_value.end, tag.raw_value.end), "");
    }
    let rest = text.get(tag.raw_value.end..).unwrap_or_default();
    rest.trim_start_matches([';', ' ', '\t']).to_owned()
}

/// The text with another value of a tag.
pub(super) fn with_value(list: &TagList, tag: &Tag, value: &str) -> String {
    replaced(list.text(), tag.value, value)
}

/// The text with a tag behind another one.
pub(super) fn with_after(list: &TagList, tag: &Tag, added: &str) -> String {
    let end = Span::new(tag.value.end, tag.value.end);
    replaced(list.text(), end, &format!("; {added}"))
}

/// The text with a tag at its end.
pub(super) fn with_last(list: &TagList, added: &str) -> String {
    let text = list.text().trim_end_matches([';', ' ', '\t']);
    format!("{text}; {added}")
}

/// The tags written again in plain form: those of `front` first, each once, nothing that is no tag,
/// no characters that may not be there.
pub(super) fn rebuilt(list: &TagList, front: &[&str], lower: bool) -> String {
    let mut words: Vec<(String, String)> = Vec::new();
    for tag in list.tags() {
        let name = list.name(tag);
        let name = if lower {
            name.to_ascii_lowercase()
        } else {
            name.to_owned()
        };
        let is_name = name.starts_with(|it: char| it.is_ascii_alphabetic());
        let value: String = list
            .value(tag)
            .chars()
            .filter(|it| matches!(it, ' '..='~') && !matches!(it, '\\' | '"'))
            .collect();
        let is_known = words.iter().any(|(known, _)| *known == name);
        // The key of DKIM may be empty; nothing else may.
        if is_name && !is_known && (!value.is_empty() || name == "p") {
            words.push((name, value));
        }
    }
    let rank = |name: &str| {
        front
            .iter()
            .position(|it| *it == name)
            .unwrap_or(front.len())
    };
    words.sort_by_key(|(name, _)| rank(name));
    let words: Vec<String> = words
        .into_iter()
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    words.join("; ")
}

fn replaced(text: &str, span: Span, by: &str) -> String {
    let mut changed = text.to_owned();
    if changed.get(span.range()).is_some() {
        changed.replace_range(span.range(), by);
    }
    changed
}
