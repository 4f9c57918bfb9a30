//! Style sheets: rules, at-rules and media queries.

use super::{Around, Hits, Within, blocks, notes, selectors};
use crate::domain::finding::Span;
use crate::domain::markup::css::{AtRule, MediaQueryList, Rule, Stylesheet, Value};

/// What a rule stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Sheet,
    /// Within a style rule.
    StyleRule,
    /// Within `@keyframes`, where `from` is no element.
    Keyframes,
}

/// The features of a style sheet.
pub(super) fn sheet(sheet: &Stylesheet, source: &str, around: Around, hits: &mut Hits) {
    comments(&sheet.comments, around, hits);
    rules(&sheet.rules, Place::Sheet, source, around, hits);
}

/// The features of rules within a `style` attribute, which are nested ones.
pub(super) fn nested(nested: &[Rule], source: &str, around: Around, hits: &mut Hits) {
    rules(nested, Place::StyleRule, source, around, hits);
}

pub(super) fn comments(comments: &[Span], around: Around, hits: &mut Hits) {
    for span in comments {
        hits.add("css-comments", *span, around);
    }
}

/// Rules nest no deeper than the parser allows.
fn rules(rules: &[Rule], place: Place, source: &str, around: Around, hits: &mut Hits) {
    for rule in rules {
        match rule {
            Rule::At(rule) => at_rule(rule, place, source, around, hits),
            Rule::Style(rule) => {
                if place == Place::StyleRule {
                    let start = rule.span.start;
                    let end = rule.block.span.map_or(rule.span.end, |block| block.start);
                    hits.add("css-nesting", Span::new(start, end), around);
                }
                if place != Place::Keyframes {
                    selectors::list(&rule.selectors, source, around, hits);
                }
                blocks::declarations(&rule.block.declarations, source, around, hits);
                let inner = match place {
                    Place::Keyframes => Place::Keyframes,
                    Place::Sheet | Place::StyleRule => Place::StyleRule,
                };
                self::rules(&rule.block.rules, inner, source, around, hits);
            }
        }
    }
}

fn at_rule(rule: &AtRule, place: Place, source: &str, around: Around, hits: &mut Hits) {
    let name = rule.name_span;
    let mut inner_place = place;
    let mut inner = around;
    match rule.name.as_str() {
        "font-face" => {
            // Its declarations describe a font, and no element.
            hits.add("css-at-font-face", name, around);
            return;
        }
        "import" => hits.add("css-at-import", name, around),
        "keyframes" => {
            hits.add("css-at-keyframes", name, around);
            inner_place = Place::Keyframes;
            inner = around.inside(Within::KEYFRAMES);
        }
        "media" => {
            media(&rule.prelude, name, around, hits);
            inner = around.inside(Within::MEDIA);
        }
        "supports" => {
            // What stands in it is meant for those that know it.
            hits.add("css-at-supports", name, around.guarded(true));
            inner = around.inside(Within::SUPPORTS).guarded(true);
        }
        "layer" | "container" | "scope" | "starting-style" | "nest" => {}
        // A page, a counter style, a rule of one vendor: nothing that anybody has tested.
        _ => return,
    }
    let Some(block) = &rule.block else {
        return;
    };
    if place == Place::StyleRule {
        hits.add("css-nesting", name, around);
    }
    blocks::declarations(&block.declarations, source, inner, hits);
    rules(&block.rules, inner_place, source, inner, hits);
}

/// The features of a media query that stands at `place`.
pub(super) fn media(prelude: &[Value], place: Span, around: Around, hits: &mut Hits) {
    let queries = MediaQueryList::parse(prelude);
    let spared = notes::of_media(&queries, around.within.has(Within::MEDIA));
    hits.add_form("css-at-media", place, around, spared);
    for query in queries.queries {
        let tests = query.condition.as_ref().map(|condition| condition.tests());
        for test in tests.unwrap_or_default() {
            let slug = match test.name.as_str() {
                "-webkit-device-pixel-ratio"
                | "-webkit-min-device-pixel-ratio"
                | "-webkit-max-device-pixel-ratio" => "css-at-media-device-pixel-ratio",
                "hover" | "any-hover" => "css-at-media-hover",
                "orientation" => "css-at-media-orientation",
                "prefers-color-scheme" => "css-at-media-prefers-color-scheme",
                "prefers-reduced-motion" => "css-at-media-prefers-reduced-motion",
                _ => continue,
            };
            hits.add(slug, test.span, around);
        }
    }
}
