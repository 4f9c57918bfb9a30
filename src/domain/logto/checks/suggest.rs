//! The variable that was probably meant.

use std::cell::RefCell;
use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use crate::domain::logto::UsageType;
use crate::domain::logto::flow::{Flow, Kind, paths};
use crate::domain::spelling::distance;

/// The printable paths of a flow.
pub(super) struct Suggestions {
    paths: Vec<String>,
    /// The index of the path that is nearest to what was asked for before: a text may say the same
    /// many times.
    known: RefCell<HashMap<String, Option<usize>>>,
}

/// No longer name is a misspelt one.
const LONGEST: usize = 200;

impl Suggestions {
    pub(super) fn new(flow: Flow, usage_type: UsageType) -> Self {
        let paths = paths(flow, usage_type)
            .into_iter()
            .filter(|path| !matches!(path.kind, Kind::Object(_)))
            .map(|path| path.path)
            .collect();
        Self {
            paths,
            known: RefCell::default(),
        }
    }

    /// The path that is spelled most like `written`, if one is close.
    ///
    /// First the same letters in another case or with other separators, then the same last name
    /// (`logoUrl` for `application.branding.logoUrl`), then a few letters' difference.
    pub(super) fn nearest(&self, written: &str) -> Option<&str> {
        if written.len() > LONGEST {
            return None;
        }
        let known = self.known.borrow().get(written).copied();
        let index = known.unwrap_or_else(|| {
            let found = self.look_for(written);
            let index = found.and_then(|found| self.paths.iter().position(|path| path == found));
            self.known.borrow_mut().insert(written.to_owned(), index);
            index
        });
        self.paths.get(index?).map(String::as_str)
    }

    fn look_for(&self, written: &str) -> Option<&str> {
        if is_elsewhere(written) {
            return None;
        }
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

/// Whether another flow has the very path: it is spelled right, and merely absent here.
fn is_elsewhere(written: &str) -> bool {
    static ALL: LazyLock<HashSet<String>> = LazyLock::new(|| {
        let mails = Flow::ALL
            .into_iter()
            .flat_map(|flow| flow.usage_types().iter().map(move |of| (flow, *of)));
        mails
            .flat_map(|(flow, usage_type)| paths(flow, usage_type))
            .map(|path| path.path)
            .collect()
    });
    ALL.contains(written)
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

#[cfg(test)]
mod tests {
    use super::*;

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
