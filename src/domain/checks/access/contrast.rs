//! Whether text stands out from what is behind it (WCAG 2.2, 1.4.3), in light and in the dark.

use std::collections::{HashMap, HashSet};

use super::super::found::Found;
use super::super::input::CheckInput;
use super::super::page::Page;
use crate::domain::finding::{Finding, Fix, Severity, Span};
use crate::domain::markup::html::NodeId;
use crate::domain::markup::style::{
    Background, Colour, Origin, Painted, Styled, contrast, nearest_with_contrast,
};

/// The least ratio for text.
const TEXT: f64 = 4.5;
/// The least ratio for large text.
const LARGE_TEXT: f64 = 3.0;
/// Below this a text is hidden on purpose, which is told as such.
const INVISIBLE: f64 = 1.05;

/// No more pairs are told.
const MOST_PAIRS: usize = 500;

/// One way to look at a mail.
struct View<'a> {
    styled: &'a Styled,
    painted: &'a Painted,
    /// To stand after a sentence: ` in the dark`.
    suffix: &'a str,
    /// Whether a colour written for it is the same for light, so that no fix is safe.
    is_light: bool,
}

/// A colour of text over a colour behind it, as they are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Pair {
    place: Span,
    text: [u8; 3],
    behind: [u8; 3],
    is_large: bool,
}

pub(super) fn check(page: &Page, input: &CheckInput<'_>, found: &mut Found) {
    let light = View {
        styled: &page.light,
        painted: &page.painted,
        suffix: "",
        is_light: true,
    };
    of_view(page, &light, found);
    if let Some(styled) = page.dark() {
        let dark = View {
            styled,
            painted: &Painted::of(&page.document, styled, page.dark_canvas()),
            suffix: " in the dark, with your own dark styles",
            is_light: false,
        };
        of_view(page, &dark, found);
    }
    forced(page, input, found);
}

/// The texts of a view, each pair of colours once for each place where it is written.
fn pairs(page: &Page, view: &View<'_>) -> Vec<(Pair, Colour, Colour, Option<Origin>)> {
    let document = &page.document;
    let mut pairs: Vec<(Pair, Colour, Colour, Option<Origin>)> = Vec::new();
    let mut known = HashSet::new();
    for id in page.texts().filter(|id| page.is_read(*id)) {
        if !view.painted.is_shown(document, view.styled, id) || !has_letters(page, id) {
            continue;
        }
        let Some(Background::Colour(behind)) = view.painted.behind(id) else {
            continue;
        };
        let Some(text) = view.painted.text_colour(document, view.styled, id) else {
            continue;
        };
        let text = text.over(behind);
        let (place, origin) = written_at(page, view, id);
        let is_large = view
            .styled
            .around(document, id)
            .is_some_and(|style| style.is_large_text());
        let pair = Pair {
            place,
            text: text.bytes(),
            behind: behind.bytes(),
            is_large,
        };
        if pairs.len() < MOST_PAIRS && known.insert(pair) {
            pairs.push((pair, text, behind, origin));
        }
    }
    pairs
}

fn has_letters(page: &Page, id: NodeId) -> bool {
    // Emoji have colours of their own.
    page.outline.has_words(id)
        || page
            .document
            .text(id)
            .is_some_and(|text| text.text.contains('{'))
}

/// The declaration that sets the colour of a text; the text itself if the client does.
fn written_at(page: &Page, view: &View<'_>, id: NodeId) -> (Span, Option<Origin>) {
    let coloured_by = view.painted.coloured_by(id);
    let winner = coloured_by.and_then(|node| view.styled.winner(node, "color"));
    match winner.filter(|winner| winner.origin != Origin::Default) {
        Some(winner) => (winner.declaration.value_span, Some(winner.origin)),
        None => (page.document.span(id), None),
    }
}

impl Pair {
    /// The least ratio of such a text.
    const fn wanted(&self) -> f64 {
        if self.is_large { LARGE_TEXT } else { TEXT }
    }
}

/// The pairs that do not stand out, of each place the one that is farthest from what it needs: a
/// colour is written once, and what mends that pair mends the others over the same colour.
fn strictest(
    pairs: Vec<(Pair, Colour, Colour, Option<Origin>)>,
) -> Vec<(Pair, Colour, Colour, Option<Origin>)> {
    let mut kept: Vec<(Pair, Colour, Colour, Option<Origin>)> = Vec::new();
    let mut by_place: HashMap<Span, usize> = HashMap::new();
    let share = |pair: &Pair, text: Colour, behind: Colour| contrast(text, behind) / pair.wanted();
    for (pair, text, behind, origin) in pairs {
        let ratio = contrast(text, behind);
        if ratio >= pair.wanted() || ratio < INVISIBLE {
            continue;
        }
        let index = *by_place.entry(pair.place).or_insert(kept.len());
        match kept.get_mut(index) {
            None => kept.push((pair, text, behind, origin)),
            Some(other) => {
                if share(&pair, text, behind) < share(&other.0, other.1, other.2) {
                    *other = (pair, text, behind, origin);
                }
            }
        }
    }
    kept
}

fn of_view(page: &Page, view: &View<'_>, found: &mut Found) {
    // Finding a colour takes long, and a mail has few of them.
    let mut nearest = HashMap::new();
    for (pair, text, behind, origin) in strictest(pairs(page, view)) {
        let ratio = contrast(text, behind);
        let wanted = pair.wanted();
        let kind = if pair.is_large {
            "large text"
        } else {
            "normal text"
        };
        let message = format!(
            "{} on {} has a contrast of {:.1}:1{}; for {kind}, readers with weak sight need {wanted}:1",
            text.hex(),
            behind.hex(),
            ratio,
            view.suffix
        );
        let code = if view.is_light {
            "contrast-low"
        } else {
            "contrast-low-dark"
        };
        let severity = if ratio < LARGE_TEXT {
            Severity::Error
        } else {
            Severity::Warning
        };
        let severity = if view.is_light {
            severity
        } else {
            severity.max(Severity::Warning)
        };
        let key = (pair.text, pair.behind, pair.is_large);
        let nearest = *nearest
            .entry(key)
            .or_insert_with(|| nearest_with_contrast(text, behind, wanted));
        let mut finding = Finding::new(severity, code, message).at(pair.place);
        if let Some(nearest) = nearest {
            finding = finding.hint(format!(
                "The nearest colour that has it is {}",
                nearest.hex()
            ));
            // A rule of a style sheet or an attribute is changed where it stands; what a client
            // starts from has no place.
            if origin.is_some() && is_plain_colour(page, pair.place) {
                finding = finding.fix(Fix {
                    title: format!("Use {}", nearest.hex()),
                    span: pair.place,
                    replacement: nearest.hex(),
                });
            }
        }
        found.content(finding);
    }
}

/// Whether the place holds a colour that can be replaced as it stands.
fn is_plain_colour(page: &Page, place: Span) -> bool {
    let written = page.document.slice(place);
    let is_other = written.contains(['{', '&', ';']) || written.contains("var(");
    !written.is_empty() && written.len() < 40 && !is_other
}

/// What clients make of the light colours that darken mails without being asked.
fn forced(page: &Page, input: &CheckInput<'_>, found: &mut Found) {
    let view = View {
        styled: &page.light,
        painted: &page.painted,
        suffix: "",
        is_light: true,
    };
    if input.darks.is_empty() {
        return;
    }
    let pairs = pairs(page, &view);
    for dark in input.darks {
        for (pair, text, behind, _) in &pairs {
            let wanted = if pair.is_large { LARGE_TEXT } else { TEXT };
            if contrast(*text, *behind) < wanted {
                // Told already, and to be mended there.
                continue;
            }
            let (text, behind) = (dark.colours)(*text, *behind);
            let ratio = contrast(text, behind);
            if ratio < wanted {
                found.content(
                    Finding::new(
                        Severity::Warning,
                        "contrast-low-forced-dark",
                        format!(
                            "By the model of {}, this becomes {} on {}, a contrast of {ratio:.1}:1",
                            dark.name,
                            text.hex(),
                            behind.hex()
                        ),
                    )
                    .hint("Choose colours that stand out more, or whose lightness is farther from the middle")
                    .at(pair.place),
                );
            }
        }
    }
}
