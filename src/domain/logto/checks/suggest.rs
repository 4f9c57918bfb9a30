//! The variable that was probably meant.

use std::cmp::Reverse;

use crate::domain::logto::UsageType;
use crate::domain::logto::flow::{Flow, Kind, paths};

/// The printable paths of a flow.
pub(super) struct Suggestions {
    paths: Vec<String>,
}

impl Suggestions {
    pub(super) fn new(flow: Flow, usage_type: UsageType) -> Self {
        let paths = paths(flow, usage_type)
            .into_iter()
            .filter(|path| !matches!(path.kind, Kind::Object(_)))
            .map(|path| path.path)
            .collect();
        Self { paths }
    }

    /// The path that is spelled most like `written`, if one is close.
    ///
    /// First the same letters in another case or with other separators, then the same last name
    /// (`logoUrl` for `application.branding.logoUrl`), then a few letters' difference.
    pub(super) fn nearest(&self, written: &str) -> Option<&str> {
        self.same_letters(written)
            .or_else(|| self.same_last_name(written))
            .or_else(|| self.few_changes(written))
    }

    /// `written` itself, if it is a path.
    pub(super) fn exact(&self, written: &str) -> Option<&str> {
        self.paths
            .iter()
            .find(|path| *path == written)
            .map(String::as_str)
    }

    fn same_letters(&self, written: &str) -> Option<&str> {
        let wanted = letters(written);
        self.paths
            .iter()
            .find(|path| letters(path) == wanted)
            .map(String::as_str)
    }

    fn same_last_name(&self, written: &str) -> Option<&str> {
        let last = |path: &str| letters(path.rsplit('.').next().unwrap_or(path));
        let wanted = last(written);
        self.paths
            .iter()
            .filter(|path| !wanted.is_empty() && last(path) == wanted)
            // Of several, the one that starts alike (`app` for `application`), then the most alike.
            .min_by_key(|path| {
                (
                    Reverse(common_prefix(path, written)),
                    distance(path, written),
                )
            })
            .map(String::as_str)
    }

    fn few_changes(&self, written: &str) -> Option<&str> {
        let allowed = (written.chars().count() / 3).clamp(1, 3);
        self.paths
            .iter()
            .map(|path| (distance(path, written), path))
            .filter(|(distance, _)| *distance <= allowed)
            .min_by_key(|(distance, _)| *distance)
            .map(|(_, path)| path.as_str())
    }
}

/// The letters and digits of a name in lower case, so that `user_name` is `userName`.
fn letters(name: &str) -> String {
    name.chars()
        .filter(|char| char.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

fn common_prefix(left: &str, right: &str) -> usize {
    left.chars()
        .zip(right.chars())
        .take_while(|(left, right)| left == right)
        .count()
}

/// How many characters must be inserted, removed or replaced (Levenshtein).
fn distance(left: &str, right: &str) -> usize {
    let right: Vec<char> = right.chars().collect();
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (index, from) in left.chars().enumerate() {
        let mut diagonal = index;
        let mut before = index + 1;
        for (cell, to) in row.iter_mut().skip(1).zip(&right) {
            let replaced = diagonal + usize::from(from != *to);
            diagonal = *cell;
            before = replaced.min(diagonal + 1).min(before + 1);
            *cell = before;
        }
        if let Some(first) = row.first_mut() {
            *first = index + 1;
        }
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_distance_counts_changed_characters() {
        for (left, right, expected) in [
            ("code", "code", 0),
            ("", "code", 4),
            ("code", "", 4),
            ("code", "cod", 1),
            ("code", "coed", 2),
            ("kitten", "sitting", 3),
            ("é", "e", 1),
        ] {
            assert_eq!(distance(left, right), expected, "{left} {right}");
            assert_eq!(distance(right, left), expected, "{right} {left}");
        }
    }

    #[test]
    fn the_nearest_path_is_what_was_probably_meant() {
        let suggestions = Suggestions::new(Flow::Account, UsageType::BindMfa);
        for (written, expected) in [
            ("Code", Some("code")),
            ("cod", Some("code")),
            ("ui_locales", Some("uiLocales")),
            ("logoUrl", Some("application.branding.logoUrl")),
            ("user.firstName", None),
            ("app.name", Some("application.name")),
            ("usr.name", Some("user.name")),
            ("user.givenName", Some("user.profile.givenName")),
            ("user.primaryEmial", Some("user.primaryEmail")),
            ("companyInfo", None),
            ("code.", Some("code")),
            ("..", None),
        ] {
            assert_eq!(suggestions.nearest(written), expected, "{written}");
        }
    }
}
