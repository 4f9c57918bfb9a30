//! Which problems the panel shows, and what can be asked about them.

use std::collections::BTreeSet;

use super::{Caret, FixPlan, Problem, Target};
use crate::domain::checks::{Group, Rule, rules_with};
use crate::domain::clients::checks::MORE;
use crate::domain::finding::Severity;
use crate::domain::workspace::TemplateKey;

/// Whose problems the panel shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ProblemScope {
    /// Those of the open mail.
    #[default]
    Mail,
    /// Those of all mails.
    All,
}

/// Which problems the panel shows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ProblemFilter {
    /// Whose.
    pub scope: ProblemScope,
    /// Only those of this severity.
    pub severity: Option<Severity>,
    /// Only those whose rule is of this group.
    pub group: Option<Group>,
    /// Only those that say this somewhere, in whatever case.
    pub text: String,
    /// Those that the workspace ignores one by one, below all others.
    pub shows_ignored: bool,
    /// The codes whose remarks are shown one by one.
    pub open_kinds: BTreeSet<&'static str>,
}

impl ProblemFilter {
    /// Whether a problem is to be shown; `place` is where it is, in words.
    pub fn shows(&self, problem: &Problem, place: &str) -> bool {
        let finding = &problem.finding;
        let wanted = self.text.trim().to_lowercase();
        let says = |text: &str| text.to_lowercase().contains(&wanted);
        self.severity
            .is_none_or(|severity| severity == finding.severity)
            && self
                .group
                .is_none_or(|group| group_of(finding.code) == Some(group))
            && (wanted.is_empty()
                || says(&finding.message)
                || says(finding.code)
                || says(place)
                || finding.hint.as_deref().is_some_and(says))
    }
}

/// What a person asks of the list of problems.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ProblemCommand {
    /// Shows other problems.
    SetFilter(ProblemFilter),
    /// Makes a row of the list the current one.
    Pick(usize),
    /// Notes where the cursor of the editor is.
    SetCaret {
        /// Nothing while the editor has not the keyboard.
        caret: Option<Caret>,
        /// Whether typing brought it there.
        is_typing: bool,
    },
    /// Shows the place of a problem of another template, which is opened.
    Show(TemplateKey, Target),
    /// Shows what mending all places of a kind in the open mail would change.
    AskFixAll(&'static str),
    /// Changes what was shown, in one step of undo.
    FixAll(FixPlan),
    /// Tells what the rule with this id means.
    AskWhy(&'static str),
    /// Asks for the reason to ignore a rule.
    AskIgnore {
        /// The id of the rule.
        rule: &'static str,
        /// A template that has it; nothing for the open one.
        template: Option<TemplateKey>,
        /// Whether it is in a file that many templates share.
        is_shared: bool,
    },
    /// Writes into the settings that a rule is ignored.
    Ignore {
        /// The id of the rule.
        rule: &'static str,
        /// The templates, as in the settings; nothing for all.
        template: Option<String>,
        /// Why.
        reason: String,
    },
}

/// The rule that a finding's code leads to.
pub fn rule_of(code: &str) -> Option<&'static Rule> {
    rules_with(MORE).find(|rule| rule.id == code)
}

fn group_of(code: &str) -> Option<Group> {
    rule_of(code).map(|rule| rule.group)
}
