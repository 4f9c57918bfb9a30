//! The clients whose models the preview shows, one or some beside each other.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{Design, DesignView, Scheme};
use crate::domain::emulate::{Client, Dark, Emulated};
use crate::domain::finding::Span;
use crate::domain::logto::Rendered;

/// As many variants are shown beside each other at most.
pub const MOST_VARIANTS: usize = 4;

/// One way to show the open template.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Variant {
    /// The client.
    pub client: Client,
    /// What it does in the dark.
    pub dark: Dark,
}

impl Variant {
    /// The variants that are shown beside each other at first: those that differ most.
    pub const FIRST: [Self; MOST_VARIANTS] = [
        Self::new(Client::AppleMail, Dark::Light),
        Self::new(Client::OutlookWindows, Dark::Light),
        Self::new(Client::GmailWeb, Dark::Light),
        Self::new(Client::GmailApp, Dark::Partial),
    ];

    /// A variant.
    pub const fn new(client: Client, dark: Dark) -> Self {
        Self { client, dark }
    }

    /// Whether the mail is shown as it is written, by the web engine alone.
    pub const fn is_as_written(self) -> bool {
        matches!(self.client, Client::AsWritten) && matches!(self.dark, Dark::Light | Dark::Author)
    }

    /// What people call it.
    pub fn label(self) -> String {
        match self.dark {
            Dark::Light => self.client.label().to_owned(),
            dark => format!("{}, {}", self.client.label(), dark.label()),
        }
    }
}

/// What a person asks of the models of clients.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClientCommand {
    /// Shows the preview in this client.
    SetClient(Client),
    /// Shows the preview for a reader in the dark, as this model has it.
    SetDark(Dark),
    /// Changes one of the variants beside each other.
    SetVariant(usize, Variant),
    /// Shows one more of them.
    AddVariant,
    /// Shows one less.
    RemoveVariant(usize),
}

impl DesignView {
    /// The variants that the preview shows, from one to four.
    pub fn shown_variants(&self) -> Vec<Variant> {
        if self.side_by_side && !self.variants.is_empty() {
            return self.variants.iter().copied().take(MOST_VARIANTS).collect();
        }
        let dark = match self.scheme {
            Scheme::Light => Dark::Light,
            Scheme::Dark => self.dark,
        };
        vec![Variant::new(self.client, dark)]
    }
}

/// A variant as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShownVariant {
    /// Which.
    pub variant: Variant,
    /// What the model made of the mail; none where it is shown as written.
    pub emulated: Option<Arc<Emulated>>,
}

impl Design {
    /// Where a part of the rendered content was written in the flat one; nothing while the
    /// preview is stressed, whose content is another.
    pub fn written_span(&self, rendered: Span) -> Option<Span> {
        if !self.stress.is_empty() {
            return None;
        }
        let content = self.analysis.as_ref()?.content.as_ref().ok()?;
        Some(written_span(content, rendered))
    }
}

/// Where a part of an output was written; the value of a placeholder counts as the placeholder.
fn written_span(content: &Rendered, part: Span) -> Span {
    // Where the copied text after the last placeholder before `at` starts, here and there.
    let back = |at: usize, is_end: bool| {
        let is_before = |end: usize| if is_end { end < at } else { end <= at };
        let count = content
            .placeholders
            .partition_point(|one| is_before(one.output.end));
        let before = count
            .checked_sub(1)
            .and_then(|last| content.placeholders.get(last));
        let (from, to) = before.map_or((0, 0), |one| (one.output.end, one.span.end));
        match content.placeholders.get(count) {
            Some(next) if next.output.start < at && is_end => next.span.end,
            Some(next) if next.output.start <= at && !is_end => next.span.start,
            _ => to + (at - from),
        }
    };
    let start = back(part.start, false);
    Span::new(start, back(part.end, true).max(start))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::domain::logto;

    #[test]
    fn a_part_of_the_output_is_found_where_it_was_written() {
        let template = "<p style=\"color:red\">{{code}}</p><b class=x>{{code}}{{code}}y</b>";
        let rendered = logto::render_with_map(template, &json!({ "code": "123456789" })).unwrap();
        for part in ["style=\"color:red\"", "class=x", "y</b>"] {
            let at = rendered.text.find(part).unwrap();
            let written = written_span(&rendered, Span::new(at, at + part.len()));
            assert_eq!(&template[written.range()], part);
        }
        let at = rendered.text.find("345").unwrap();
        let written = written_span(&rendered, Span::new(at, at + 3));
        assert_eq!(&template[written.range()], "{{code}}");
    }

    #[test]
    fn alone_the_client_is_shown_as_the_theme_of_the_reader_says() {
        let mut view = DesignView {
            client: Client::Samsung,
            dark: Dark::Full,
            ..DesignView::default()
        };
        assert_eq!(
            view.shown_variants(),
            [Variant::new(Client::Samsung, Dark::Light)]
        );
        view.scheme = Scheme::Dark;
        assert_eq!(
            view.shown_variants(),
            [Variant::new(Client::Samsung, Dark::Full)]
        );
        view.side_by_side = true;
        assert_eq!(view.shown_variants(), Variant::FIRST);
    }
}
