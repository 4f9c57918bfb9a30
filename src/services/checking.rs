//! Many mails checked at once, on all cores.

use super::parallel::in_parallel;
use crate::domain::checks::{CheckInput, MoreChecks, check_with};
use crate::domain::logto::FieldFinding;

/// What is wrong with each mail, in their order. Ends when all are checked.
pub fn check_all(inputs: &[CheckInput<'_>], more: &[&dyn MoreChecks]) -> Vec<Vec<FieldFinding>> {
    in_parallel(inputs, |input| check_with(input, more))
}
