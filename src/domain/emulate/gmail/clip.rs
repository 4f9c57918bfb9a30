//! Where Gmail cuts long mails.

use super::rules::CLIP;
use crate::domain::emulate::work::{Edits, Work};
use crate::domain::finding::Span;
use crate::domain::markup::html::{Kind, NodeId, TokenKind, tokens};

/// A mail longer than this is clipped: 102 KB, where measurements put it.
const CLIP_BYTES: usize = 102 * 1024;

/// Cuts the mail where Gmail hides the rest, and closes what is open there.
pub(super) fn clip(work: &mut Work) {
    let text = work.text();
    if text.len() <= CLIP_BYTES {
        return;
    }
    let mut cut = 0;
    for token in tokens(text) {
        if token.span.end <= CLIP_BYTES {
            cut = token.span.end;
            continue;
        }
        if matches!(token.kind, TokenKind::Text) && cut == token.span.start {
            cut = text.floor_char_boundary(CLIP_BYTES);
        }
        break;
    }
    let end = text.len();
    let document = work.document();
    let mut open: Vec<NodeId> = document
        .elements()
        .filter(|id| {
            let inner = document.span(*id);
            document.start_tag(*id).is_some_and(|tag| tag.end <= cut) && inner.end > cut
        })
        .collect();
    open.reverse();
    let mut tail = String::new();
    for id in open {
        match document.kind(id) {
            Some(Kind::Body | Kind::Html) | None => {}
            Some(_) => tail.extend(["</", document.name(id), ">"]),
        }
    }
    tail.push_str(CLIPPED);
    let mut edits = Edits::default();
    let what = format!("{end} bytes, {} of them hidden", end - cut);
    edits.change(Span::new(cut, end), tail, &CLIP, what);
    work.apply(edits);
    work.note("The line “View entire message” at the end was put there by Letterhead");
}

/// Stands where Gmail cuts.
const CLIPPED: &str = "<div data-letterhead=\"clip\" style=\"clear:both;padding:16px;font:14px \
     Arial,sans-serif;color:#5f6368;background:#ffffff;text-align:left\">[Message clipped]&nbsp; \
     <a href=\"#\" style=\"color:#1155cc\">View entire message</a></div>";
