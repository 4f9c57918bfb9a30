//! What a reader loses where a feature is dropped, and how bad that is.

use serde::Serialize;

use crate::domain::finding::Severity;

/// What is lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Loss {
    /// Text, a picture or a control is gone, or what should be hidden is shown.
    Content,
    /// Parts stand in other places or have other sizes.
    Layout,
    /// Colours, letters or decoration differ.
    Looks,
    /// An extra that nobody misses who does not know of it.
    Extra,
}

impl Loss {
    /// How bad it is, by the shares of readers, 0 to 1, who lose it and who lose it in part.
    ///
    /// Lost content is an error from one reader in twenty on and a warning from one in a hundred
    /// on, layout a warning from one in ten on. What is shown in part has its faults in some uses
    /// only: content is a warning from one reader in ten on, all else a remark, as are looks and
    /// extras, without which a mail can be read.
    pub fn severity(self, dropped: f64, partial: f64) -> Severity {
        match self {
            Self::Content if dropped >= 0.05 => Severity::Error,
            Self::Content if dropped >= 0.01 || partial >= 0.10 => Severity::Warning,
            Self::Layout if dropped >= 0.10 => Severity::Warning,
            _ => Severity::Info,
        }
    }
}

/// What is lost where the feature is dropped.
pub fn loss(slug: &str) -> Loss {
    match slug {
        "css-display-none" | "css-visibility" | "css-opacity" | "html-hidden" | "html-form"
        | "html-object" | "html-img" | "html-svg" | "html-select" | "html-textarea"
        | "html-video" | "html-audio" | "html-mailto-links" | "html-image-maps" | "html-dialog"
        | "html-meter" | "html-progress" | "html-popover" | "html-rp" | "html-rt" | "html-ruby"
        | "css-direction" | "html-dir" | "css-writing-mode" => Loss::Content,
        "css-accent-color"
        | "css-animation"
        | "css-transition"
        | "css-at-keyframes"
        | "css-cursor"
        | "css-hyphens"
        | "css-hyphenate-character"
        | "css-hyphenate-limit-chars"
        | "css-orphans"
        | "css-widows"
        | "css-resize"
        | "css-scroll-snap"
        | "css-user-select"
        | "css-font-kerning"
        | "css-text-wrap"
        | "css-comments"
        | "html-comments"
        | "css-color-scheme"
        | "html-meta-color-scheme"
        | "css-at-supports"
        | "css-outline-offset"
        | "css-text-decoration-skip-ink"
        | "html-loading-attribute"
        | "html-required"
        | "html-srcset"
        | "html-target"
        | "html-abbr"
        | "html-acronym"
        | "html-dfn"
        | "html-picture"
        | "html-wbr"
        | "html-semantics"
        | "css-inert-attribute"
        | "html-body"
        | "css-tab-size"
        | "css-at-import"
        | "css-at-font-face"
        | "html-link"
        | "html-base"
        | "html-doctype" => Loss::Extra,
        "css-at-media" | "html-style" | "html-table" | "html-div" | "html-lists" | "html-align"
        | "html-valign" | "html-width" | "html-height" | "html-cellpadding"
        | "html-cellspacing" | "css-variables" | "css-unit-calc" | "css-nesting"
        | "css-important" => Loss::Layout,
        _ => by_stem(slug),
    }
}

fn by_stem(slug: &str) -> Loss {
    let starts = |stems: &[&str]| stems.iter().any(|stem| slug.starts_with(stem));
    if starts(&["html-input-", "html-button-", "image-"]) {
        Loss::Content
    } else if starts(&["css-at-media-", "css-pseudo-class-", "html-aria-"]) {
        Loss::Extra
    } else if starts(&[
        "css-align",
        "css-aspect",
        "css-block",
        "css-box-sizing",
        "css-clear",
        "css-column",
        "css-display",
        "css-flex",
        "css-float",
        "css-function-",
        "css-gap",
        "css-grid",
        "css-height",
        "css-inline",
        "css-inset",
        "css-intrinsic",
        "css-justify",
        "css-left",
        "css-margin",
        "css-max",
        "css-min",
        "css-object",
        "css-overflow",
        "css-padding",
        "css-position",
        "css-selector",
        "css-table",
        "css-text-align",
        "css-transform",
        "css-unit",
        "css-vertical",
        "css-white",
        "css-width",
        "css-word",
        "css-z",
    ]) {
        Loss::Layout
    } else {
        Loss::Looks
    }
}
