//! Which problems the panel shows, and what can be asked about them.

use super::{Design, EditorPart, Problem};
use crate::domain::checks::{Group, Rule, rules_with};
use crate::domain::clients::checks::MORE;
use crate::domain::finding::Severity;

/// Which problems the panel shows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ProblemFilter {
    /// Only those of this severity.
    pub severity: Option<Severity>,
    /// Only those whose rule is of this group.
    pub group: Option<Group>,
    /// Only those that say this somewhere, in whatever case.
    pub text: String,
    /// Those that the workspace ignores as well.
    pub shows_ignored: bool,
}

impl ProblemFilter {
    /// Whether a problem is to be shown.
    pub fn shows(&self, problem: &Problem) -> bool {
        let finding = &problem.finding;
        let wanted = self.text.trim().to_lowercase();
        let says = |text: &str| text.to_lowercase().contains(&wanted);
        (self.shows_ignored || problem.ignored.is_none())
            && self
                .severity
                .is_none_or(|severity| severity == finding.severity)
            && self
                .group
                .is_none_or(|group| group_of(finding.code) == Some(group))
            && (wanted.is_empty()
                || says(&finding.message)
                || says(finding.code)
                || says(&problem.place)
                || finding.hint.as_deref().is_some_and(says))
    }
}

/// What a person asks of the list of problems.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ProblemCommand {
    /// Shows other problems.
    SetFilter(ProblemFilter),
    /// Mends all places of a part that have this code and a fix, in one step of undo.
    FixAll(&'static str, EditorPart),
    /// Tells what the rule with this id means.
    AskWhy(&'static str),
    /// Asks for the reason to ignore the rule with this id.
    AskIgnore(&'static str),
    /// Writes into the settings that the rule with this id is ignored in the open template, or in
    /// all.
    Ignore {
        /// The id of the rule.
        rule: &'static str,
        /// Whether it is ignored in all templates.
        everywhere: bool,
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

impl Design {
    /// The problems that the filter lets through, the most severe first.
    pub fn shown_problems(&self) -> Vec<&Problem> {
        let filter = &self.problem_filter;
        let all = self.problems.iter().chain(self.ignored.iter());
        let mut shown: Vec<&Problem> = all.filter(|problem| filter.shows(problem)).collect();
        shown.sort_by_key(|problem| problem.finding.severity);
        shown
    }

    /// The next problem whose place can be shown after the one that was shown last, or the one
    /// before it; round the end.
    pub fn problem_beside(&self, is_next: bool) -> Option<Problem> {
        let shown = self.shown_problems();
        let shown: Vec<&Problem> = shown
            .into_iter()
            .filter(|problem| problem.target.is_some())
            .collect();
        let last = self.revealed.as_ref();
        let at = last.and_then(|last| shown.iter().position(|problem| *problem == last));
        let count = shown.len();
        let index = match at {
            Some(at) if is_next => (at + 1) % count,
            Some(at) => (at + count - 1) % count,
            None if is_next => 0,
            None => count.checked_sub(1)?,
        };
        shown.get(index).map(|problem| (*problem).clone())
    }
}
