//! Inversion of colours for a reader in the dark, on computed colours.

mod colour;

use super::outlook_com::DARK_MARKS;
use super::rule::Rule;
use super::work::{Edits, Work};
use super::{Client, Dark};
use crate::domain::checks::ForcedDark;
use crate::domain::finding::Span;
use crate::domain::markup::html::{Document, Kind, NodeId};
use crate::domain::markup::style::{
    Colour, ColourValue, Environment, Origin, Styled, parse_colour,
};

/// The rules of the dark models.
pub(super) const RULES: &[&Rule] = &[&PARTIAL, &FULL];

static PARTIAL: Rule = Rule::new(
    "dark-partial",
    "Light backgrounds become dark, and dark text on them light: L of LCH becomes 50 - 0.75 (L - \
     50), the chroma 80 %",
    "react-email’s dark mode (github.com/resend/react-email); email-bugs#68",
    "2026",
);
static FULL: Rule = Rule::new(
    "dark-full",
    "All colours are turned over, dark ones too: L of LCH becomes 100 - 0.88 L, the chroma 80 %",
    "Adobe Journey Optimizer, dark mode; email-bugs#68. The factor is ours",
    "2026",
);

/// The inversions, as the check of contrast asks for them.
pub static FORCED_DARK: [ForcedDark; 2] = [
    ForcedDark {
        name: "partial inversion",
        colours: |text, background| pair(text, background, Dark::Partial),
    },
    ForcedDark {
        name: "full inversion",
        colours: |text, background| pair(text, background, Dark::Full),
    },
];

/// What becomes of a text and of what is behind it.
fn pair(text: Colour, background: Colour, dark: Dark) -> (Colour, Colour) {
    let behind = colour::background(background, dark);
    (colour::text(text, Some(behind), dark), behind)
}

/// What a mail is drawn on.
const CANVAS: Colour = Colour::WHITE;

/// Turns the colours over.
pub(super) fn invert(work: &mut Work, client: Client, dark: Dark) {
    let document = work.document();
    let styled = Styled::new(&document, &Environment::default());
    let mut edits = Edits::default();
    let mut inverter = Inverter {
        document: &document,
        styled: &styled,
        client,
        dark,
        seen: vec![Seen::default(); document.node_count()],
        root: String::new(),
    };
    for id in document.elements() {
        inverter.element(id, &mut edits);
    }
    inverter.root(&mut edits);
    work.apply(edits);
}

/// What an element has after the inversion.
#[derive(Debug, Clone, Copy)]
struct Seen {
    /// What stands behind its text; unknown behind pictures.
    behind: Option<Colour>,
    /// The colour of text that its children inherit; unknown where a placeholder says it.
    text: Option<Colour>,
}

impl Default for Seen {
    fn default() -> Self {
        Self {
            behind: Some(CANVAS),
            text: None,
        }
    }
}

struct Inverter<'a> {
    document: &'a Document,
    styled: &'a Styled,
    client: Client,
    dark: Dark,
    seen: Vec<Seen>,
    /// What the root and the body are to have where they have no tag.
    root: String,
}

/// New colours of an element.
#[derive(Debug, Clone, Copy, Default)]
struct Colours {
    background: Option<(Colour, Colour)>,
    text: Option<(Colour, Colour)>,
}

impl Inverter<'_> {
    fn element(&mut self, id: NodeId, edits: &mut Edits) {
        let Some(style) = self.styled.computed(id) else {
            return;
        };
        let parent = self
            .document
            .parent(id)
            .filter(|parent| *parent != NodeId::ROOT);
        let around = parent
            .and_then(|parent| self.seen.get(parent.index()))
            .copied();
        let around = around.unwrap_or_else(|| Seen {
            behind: Some(colour::background(CANVAS, self.dark)),
            text: None,
        });
        let mut colours = Colours::default();
        let mut behind = around.behind;
        match style.background_color {
            _ if style.has_background_image => behind = None,
            None => behind = None,
            Some(own) if own.alpha > 0.01 => {
                let new = colour::background(own, self.dark);
                behind = around.behind.map(|below| new.over(below));
                if new.hex() != own.hex() {
                    colours.background = Some((own, new));
                }
            }
            Some(_) if parent.is_none() => {
                colours.background = around.behind.map(|new| (CANVAS, new));
            }
            Some(_) => {}
        }
        let text = style.color.map(|own| {
            let new = colour::text(own, behind, self.dark);
            let is_own = self.styled.winner(id, "color").is_some();
            let is_inherited = around.text.is_some_and(|above| above.hex() == new.hex());
            if (is_own && new.hex() != own.hex()) || (!is_own && !is_inherited) {
                colours.text = Some((own, new));
            }
            new
        });
        if let Some(seen) = self.seen.get_mut(id.index()) {
            *seen = Seen { behind, text };
        }
        let borders = self.borders(id, behind);
        self.write(id, colours, &borders, edits);
    }

    /// Declarations that turn the colours of borders over; light ones only of the partial model,
    /// and only over what is dark.
    fn borders(&self, id: NodeId, behind: Option<Colour>) -> String {
        let mut found: Vec<(usize, String)> = Vec::new();
        for winner in self.styled.border_winners(id) {
            let declaration = winner.declaration;
            let name = declaration.name.as_str();
            if !name.starts_with("border") || declaration.has_placeholder() {
                continue;
            }
            let new: Vec<String> = declaration
                .value
                .iter()
                .filter_map(|value| match parse_colour(value)? {
                    ColourValue::Colour(colour) => Some(colour),
                    ColourValue::Current | ColourValue::Unknown => None,
                })
                .map(|own| colour::border(own, behind, self.dark).hex())
                .collect();
            if new.is_empty() {
                continue;
            }
            let ending = if name.ends_with("-color") {
                ""
            } else {
                "-color"
            };
            let mark = if declaration.important.is_some() {
                "!important"
            } else {
                ""
            };
            let text = format!("{name}{ending}:{}{mark};", new.join(" "));
            found.push((declaration.span.start, text));
        }
        found.sort();
        found.dedup();
        found.into_iter().map(|(_, text)| text).collect()
    }

    fn write(&mut self, id: NodeId, colours: Colours, borders: &str, edits: &mut Edits) {
        let Some(element) = self.document.element(id) else {
            return;
        };
        let declarations = format!("{borders}{}", self.declarations(id, colours));
        let declarations = declarations.trim_end_matches(';');
        if element.reopened_from.is_some() || declarations.is_empty() {
            return;
        }
        let Some(tag) = element.start_tag else {
            // Implied rows inherit; the root and the body need a rule.
            if matches!(element.kind, Kind::Html | Kind::Body) {
                self.root = format!("{}{}{{{declarations}}}", self.root, element.name);
            }
            return;
        };
        self.tell(id, tag, colours, edits);
        let marks = self.marks(colours);
        let style = self.document.attribute(id, "style");
        let Some(attribute) = style else {
            let at = self.name_end(tag);
            edits.insert(at, format!(" style=\"{declarations}\"{marks}"));
            return;
        };
        let Some(value) = attribute.value else {
            let text = format!("=\"{declarations}\"{marks}");
            edits.insert(attribute.name.end, text);
            return;
        };
        let written = self.document.slice(value.span).trim_ascii_end();
        let is_complete = written.is_empty() || written.ends_with(';');
        let separator = if is_complete { "" } else { ";" };
        edits.insert(value.span.end, format!("{separator}{declarations}"));
        if !marks.is_empty() {
            edits.insert(attribute.span.end, marks);
        }
    }

    fn declarations(&self, id: NodeId, colours: Colours) -> String {
        let one = |property: &str, colours: Option<(Colour, Colour)>| {
            let Some((_, new)) = colours else {
                return String::new();
            };
            let winner = self.styled.winner(id, property);
            let is_important = winner.is_some_and(|winner| winner.declaration.important.is_some());
            let mark = if is_important { "!important" } else { "" };
            format!("{property}:{}{mark};", new.hex())
        };
        let background = one("background-color", colours.background);
        let text = one("color", colours.text);
        format!("{background}{text}")
            .trim_end_matches(';')
            .to_owned()
    }

    /// What Outlook.com leaves behind.
    fn marks(&self, colours: Colours) -> String {
        if self.client != Client::OutlookCom {
            return String::new();
        }
        let one = |name: &str, colours: Option<(Colour, Colour)>| {
            colours.map_or_else(String::new, |(old, _)| format!(" {name}=\"{}\"", old.hex()))
        };
        let text = one("data-ogsc", colours.text);
        format!("{text}{}", one("data-ogsb", colours.background))
    }

    fn tell(&self, id: NodeId, tag: Span, colours: Colours, edits: &mut Edits) {
        let rule = match (self.client, self.dark) {
            (Client::OutlookCom, _) => &DARK_MARKS,
            (_, Dark::Full) => &FULL,
            _ => &PARTIAL,
        };
        for (property, changed) in [
            ("background-color", colours.background),
            ("color", colours.text),
        ] {
            let Some((old, new)) = changed else {
                continue;
            };
            let winner = self.styled.winner(id, property);
            let place = winner.filter(|winner| winner.origin != Origin::Default);
            // A colour that is inherited was told of where it is written.
            let Some(place) = place else {
                continue;
            };
            let span = place.declaration.span;
            let span = if span.end > span.start { span } else { tag };
            edits.tell(
                span,
                rule,
                format!("{property} {} becomes {}", old.hex(), new.hex()),
            );
        }
    }

    /// Where the name of a tag ends.
    fn name_end(&self, tag: Span) -> usize {
        let written = self.document.slice(tag);
        let is_end = |char: char| char.is_ascii_whitespace() || matches!(char, '/' | '>');
        tag.start + written.find(is_end).unwrap_or(written.len())
    }

    /// The rule for a root and a body without tags, where the text starts.
    fn root(&self, edits: &mut Edits) {
        if self.root.is_empty() {
            return;
        }
        let body = self
            .document
            .body()
            .and_then(|body| self.document.start_tag(body));
        let html = self
            .document
            .html()
            .and_then(|html| self.document.start_tag(html));
        let doctype = self
            .document
            .children(NodeId::ROOT)
            .take_while(|id| self.document.element(*id).is_none())
            .last();
        let after = body.or(html).map(|tag| tag.end);
        let at = after.or_else(|| doctype.map(|id| self.document.span(id).end));
        edits.insert(
            at.unwrap_or_default(),
            format!("<style data-letterhead=\"dark\">{}</style>", self.root),
        );
    }
}
