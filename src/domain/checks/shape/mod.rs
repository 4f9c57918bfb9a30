//! Size and shape: what clients cut off, and mails that are hard to read for their make.

mod bytes;
mod hidden;
mod plain;
mod subject;

use super::found::Found;
use super::input::CheckInput;
use super::page::Page;

/// Adds what is wrong.
pub(super) fn check(page: &Page, input: &CheckInput<'_>, found: &mut Found) {
    bytes::check(page, input, found);
    subject::check(page, input, found);
    if page.is_html {
        hidden::check(page, found);
    } else {
        plain::check(page, input, found);
    }
}
