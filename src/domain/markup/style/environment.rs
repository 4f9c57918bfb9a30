//! The client that a mail is read in, as far as styles depend on it.

use crate::domain::markup::css::{
    AtRule, Comparison, Condition, MediaFeature, MediaQueryList, MediaType, SupportsTest, Value,
    ValueKind, supports,
};

/// The client that a mail is read in.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Environment {
    /// Whether `prefers-color-scheme: dark` holds.
    pub prefers_dark: bool,
    /// The width of the window in CSS pixels.
    pub width: f64,
    /// What the client does with style sheets.
    pub sheets: Sheets,
}

/// What a client does with style sheets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Sheets {
    /// It honours `<style>` with media queries.
    #[default]
    Full,
    /// It honours `<style>`, but drops what stands in `@media`.
    WithoutMediaQueries,
    /// It drops `<style>`; only `style` attributes count.
    InlineOnly,
}

impl Default for Environment {
    /// A wide light window of a client that honours all.
    fn default() -> Self {
        Self {
            prefers_dark: false,
            width: 800.0,
            sheets: Sheets::Full,
        }
    }
}

impl Environment {
    /// The same client in the dark.
    pub const fn dark(self) -> Self {
        Self {
            prefers_dark: true,
            ..self
        }
    }

    /// Whether media queries hold; `None` if that is not known.
    pub fn matches_media(&self, queries: &MediaQueryList) -> Option<bool> {
        queries.holds(
            &|media_type| matches!(media_type, MediaType::All | MediaType::Screen),
            &|feature| self.matches_feature(feature),
        )
    }

    /// Whether the rules within an at-rule count. What is not known does not hold, as in browsers.
    pub(super) fn admits(&self, rule: &AtRule) -> bool {
        match rule.name.as_str() {
            "media" => {
                self.sheets == Sheets::Full
                    && self.matches_media(&MediaQueryList::parse(&rule.prelude)) == Some(true)
            }
            "supports" => {
                let condition: Condition<SupportsTest> = supports(&rule.prelude, rule.prelude_span);
                let holds = condition.holds(&|test| match test {
                    SupportsTest::Declaration { .. } => Some(true),
                    SupportsTest::Function { name, .. } => (name == "selector").then_some(true),
                });
                holds == Some(true)
            }
            "layer" => true,
            _ => false,
        }
    }

    fn matches_feature(&self, feature: &MediaFeature) -> Option<bool> {
        let word = |expected: &str| match feature.comparisons.as_slice() {
            [] => Some(true),
            [(Comparison::Equal, value)] => Some(value.is_ident(expected)),
            _ => None,
        };
        match feature.name.as_str() {
            "prefers-color-scheme" => word(if self.prefers_dark { "dark" } else { "light" }),
            "width" | "device-width" => feature
                .comparisons
                .iter()
                .map(|(comparison, value)| Some(comparison.holds(self.width, pixels(value)?)))
                .try_fold(true, |all, holds| Some(all && holds?)),
            "color" => feature.comparisons.is_empty().then_some(true),
            "prefers-reduced-motion" => word("no-preference"),
            _ => None,
        }
    }
}

/// A length of a media query in pixels.
fn pixels(value: &Value) -> Option<f64> {
    match &value.kind {
        ValueKind::Number(number) if *number == 0.0 => Some(0.0),
        ValueKind::Dimension { value, unit } => super::length::absolute(*value, unit)
            .or_else(|| matches!(unit.as_str(), "em" | "rem").then_some(value * 16.0)),
        _ => None,
    }
}
