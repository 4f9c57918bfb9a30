//! Addresses that are misspelt, and what was probably meant.

use super::{Site, is_malformed};
use crate::domain::finding::{Finding, Fix, Severity, Span};
use crate::domain::spelling::distance;

impl Site<'_> {
    /// A scheme that is nearly that of the web, with a fix.
    pub(super) fn misspelt(&self, scheme: &str) -> Option<Finding> {
        let meant = ["https", "http"]
            .into_iter()
            .find(|known| scheme.len() > 2 && distance(scheme, known) == 1);
        let meant =
            meant.or_else(|| matches!(scheme, "htps" | "hptts" | "htpps").then_some("https"))?;
        let message = format!("The address begins with {scheme}:, which nothing opens");
        let finding = self.tell(
            Severity::Warning,
            "link-scheme-misspelt",
            message,
            "https:// is probably meant",
        );
        let fix = self.attribute.value.and_then(|value| {
            let text = self.page.document.slice(value.span);
            let start = value.span.start + text.len() - text.trim_start().len();
            let end = start + scheme.len();
            let written = self.page.document.slice(Span::new(start, end));
            written.eq_ignore_ascii_case(scheme).then(|| Fix {
                title: format!("Write {meant}:"),
                span: Span::new(start, end),
                replacement: meant.to_owned(),
            })
        });
        Some(Finding { fix, ..finding })
    }

    /// An address of mail that has no server.
    pub(super) fn no_mailbox(&self, text: &str) -> Option<Finding> {
        let boxes = text.trim().split_once(':')?.1.split('?').next()?;
        let is_box = |one: &str| {
            let parts = one.trim().rsplit_once('@');
            parts.is_some_and(|(name, server)| !name.is_empty() && !is_malformed(server))
        };
        let is_unknown = boxes.contains("{{") || boxes.contains('%') || boxes.is_empty();
        (!is_unknown && !boxes.split(',').all(is_box)).then(|| {
            self.tell(
                Severity::Error,
                "link-malformed",
                format!("“{boxes}” is no mail address, so the link leads nowhere"),
                "Write it with its server: help@example.com",
            )
        })
    }
}
