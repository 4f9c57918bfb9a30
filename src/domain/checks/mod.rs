//! What is wrong with a mail, found while it is written.
//!
//! ```text
//! rule, register/  every rule: what it means, a bad and a good case, where it comes from
//! input            a mail, how it is sent and who reads it; the seam for checks of other modules
//! page, outline    the mail read once, for all rules; flat its text
//! logto/           leaks, the code, unescaped values, the connector, what is reachable
//! access/          language, names, tables, headings, sizes, contrast
//! shape/           bytes, hidden texts, subject, pictures
//! markup           HTML and CSS that browsers have to mend
//! links/           addresses, and the plan of looking at them
//! risk             what filters and readers distrust
//! spam/            the mail that SpamAssassin is asked about, and its answer
//! found            where findings are gathered
//! own              what a composed mail lacks, in the template's own content
//! ignore           findings that a workspace does not want to hear of
//! located, sarif   findings in the files they were written in, and as a report for tools
//! ```
//!
//! Findings point into the flat texts; of a composed template [`SourceMap`] leads on from there.
//!
//! [`SourceMap`]: crate::domain::authoring::SourceMap

mod access;
mod flat;
mod found;
mod ignore;
mod input;
pub mod links;
mod located;
mod logto;
mod markup;
mod outline;
mod own;
mod page;
mod register;
mod risk;
mod rule;
mod sarif;
mod shape;
pub mod spam;

use crate::domain::logto::FieldFinding;

pub use found::Found;
pub use ignore::{Ignore, ignored_by};
pub use input::{Audience, CheckInput, ForcedDark, MoreChecks, Tenant};
pub use located::{Located, Region, in_file, locate, merged};
pub use own::in_own_content;
pub use page::Page;
pub use register::{rule, rules, rules_with};
pub use rule::{Example, Group, Rule};
pub use sarif::sarif;

/// What is wrong with a mail: by field, then by place, the most severe first among equals.
pub fn check(input: &CheckInput<'_>) -> Vec<FieldFinding> {
    check_with(input, &[])
}

/// As [`check`], with the checks of other modules.
pub fn check_with(input: &CheckInput<'_>, more: &[&dyn MoreChecks]) -> Vec<FieldFinding> {
    check_page(&Page::read(input), input, more)
}

/// As [`check_with`], of a mail that was read already; `page` is that of `input`.
pub fn check_page(
    page: &Page,
    input: &CheckInput<'_>,
    more: &[&dyn MoreChecks],
) -> Vec<FieldFinding> {
    let mut found = Found::default();
    logto::check(page, input, &mut found);
    access::check(page, input, &mut found);
    shape::check(page, input, &mut found);
    markup::check(page, &mut found);
    links::check(page, &mut found);
    risk::check(page, input, &mut found);
    for others in more {
        found.extend(others.check(page, input));
    }
    found.into_findings()
}
