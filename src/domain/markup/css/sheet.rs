//! Style sheets as trees.

use super::selector::SelectorList;
use super::value::Value;
use crate::domain::finding::Span;

/// A style sheet.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Stylesheet {
    /// The rules in order.
    pub rules: Vec<Rule>,
    /// The comments, in order.
    pub comments: Vec<Span>,
    /// What is wrong, in order.
    pub errors: Vec<CssError>,
}

/// A rule.
#[derive(Debug, Clone, PartialEq)]
pub enum Rule {
    /// Selectors and declarations.
    Style(StyleRule),
    /// `@name …`.
    At(AtRule),
}

/// Selectors and declarations.
#[derive(Debug, Clone, PartialEq)]
pub struct StyleRule {
    /// The whole rule.
    pub span: Span,
    /// The selectors.
    pub selectors: SelectorList,
    /// What stands between the braces.
    pub block: Block,
}

/// `@name prelude;` or `@name prelude { … }`.
#[derive(Debug, Clone, PartialEq)]
pub struct AtRule {
    /// The whole rule.
    pub span: Span,
    /// The name in lower case, without `@`.
    pub name: String,
    /// Where the name stands, `@` included.
    pub name_span: Span,
    /// What stands between the name and the block.
    pub prelude: Vec<Value>,
    /// Where the prelude stands, without blanks around it.
    pub prelude_span: Span,
    /// What stands between the braces, if there are any.
    pub block: Option<Block>,
}

/// What stands between braces.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Block {
    /// Where it stands, braces included.
    pub span: Option<Span>,
    /// The declarations, in order.
    pub declarations: Vec<Declaration>,
    /// The rules, in order.
    pub rules: Vec<Rule>,
}

/// `property: value`.
#[derive(Debug, Clone, PartialEq)]
pub struct Declaration {
    /// From the property to the end of the value, or of `!important`.
    pub span: Span,
    /// The property in lower case; a custom one (`--x`) as written.
    pub name: String,
    /// Where the property stands.
    pub name_span: Span,
    /// The value without blanks at its ends and without `!important`.
    pub value: Vec<Value>,
    /// Where the value stands.
    pub value_span: Span,
    /// Where `!important` stands, if it does.
    pub important: Option<Span>,
}

impl Declaration {
    /// The value as text in a normal form.
    pub fn value_text(&self) -> String {
        super::value::text(&self.value)
    }

    /// Whether the value holds a placeholder, so that nothing is known about it.
    pub fn has_placeholder(&self) -> bool {
        super::value::walk(&self.value)
            .any(|value| matches!(value.kind, super::value::ValueKind::Placeholder(_)))
    }
}

/// Something that CSS drops.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct CssError {
    /// What is wrong.
    pub kind: CssErrorKind,
    /// Where.
    pub span: Span,
}

/// The sorts of errors.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum CssErrorKind {
    /// A block or bracket that the text ends in; the span is that of its start.
    Unclosed,
    /// A comment that the text ends in.
    UnclosedComment,
    /// A string that a line break or the end of the text cuts off.
    UnclosedString,
    /// `url(…)` that is no address.
    BadUrl,
    /// A closing bracket that closes nothing.
    StrayBracket,
    /// What stands where a declaration should, but is none.
    InvalidDeclaration,
    /// A property without a value.
    EmptyValue,
    /// Selectors without a block.
    MissingBlock,
    /// A selector that is none; browsers drop the whole rule.
    InvalidSelector,
    /// `<!--` or `-->`, which CSS skips in a style sheet.
    HtmlComment,
    /// Blocks nested deeper than the limit; they are dropped.
    NestedTooDeep,
}

impl Stylesheet {
    /// All style rules with the at-rules around them, in order; rules nested in style rules too.
    pub fn style_rules(&self) -> Vec<(Vec<&AtRule>, &StyleRule)> {
        let mut found = Vec::new();
        self.visit(&mut |around, rule| {
            if let Rule::Style(style) = rule {
                found.push((around.to_vec(), style));
            }
        });
        found
    }

    /// All declarations, in order, those of at-rules such as `@font-face` included.
    pub fn declarations(&self) -> Vec<&Declaration> {
        let mut found = Vec::new();
        self.visit(&mut |_, rule| {
            let block = match rule {
                Rule::Style(style) => Some(&style.block),
                Rule::At(at) => at.block.as_ref(),
            };
            found.extend(block.iter().flat_map(|block| &block.declarations));
        });
        found
    }

    /// Calls `visit` with each rule and the at-rules around it.
    ///
    /// Blocks nest no deeper than the parser allows.
    pub fn visit<'a>(&'a self, visit: &mut impl FnMut(&[&'a AtRule], &'a Rule)) {
        visit_rules(&self.rules, &mut Vec::new(), visit);
    }
}

fn visit_rules<'a>(
    rules: &'a [Rule],
    around: &mut Vec<&'a AtRule>,
    visit: &mut impl FnMut(&[&'a AtRule], &'a Rule),
) {
    for rule in rules {
        visit(around, rule);
        match rule {
            Rule::Style(style) => visit_rules(&style.block.rules, around, visit),
            Rule::At(at) => {
                if let Some(block) = &at.block {
                    around.push(at);
                    visit_rules(&block.rules, around, visit);
                    around.pop();
                }
            }
        }
    }
}
