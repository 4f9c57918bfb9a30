//! From properties to features.

/// The features of a property, whatever its value; `name` is in lower case.
#[expect(clippy::too_many_lines, reason = "a table, one line for each property")]
pub(super) fn of(name: &str) -> &'static [&'static str] {
    match name {
        "accent-color" => &["css-accent-color"],
        "align-items" => &["css-align-items"],
        "animation"
        | "animation-name"
        | "animation-duration"
        | "animation-timing-function"
        | "animation-delay"
        | "animation-iteration-count"
        | "animation-direction"
        | "animation-fill-mode"
        | "animation-play-state" => &["css-animation"],
        "aspect-ratio" => &["css-aspect-ratio"],
        "backdrop-filter" => &["css-backdrop-filter"],
        "background-blend-mode" => &["css-background-blend-mode"],
        "background-clip" => &["css-background-clip"],
        "background-color" => &["css-background-color"],
        "background-image" => &["css-background-image"],
        "background-origin" => &["css-background-origin"],
        "background-position" | "background-position-x" | "background-position-y" => {
            &["css-background-position"]
        }
        "background-repeat" => &["css-background-repeat"],
        "background-size" => &["css-background-size"],
        "block-size" => &["css-block-inline-size"],
        "inline-size" => &["css-block-inline-size", "css-inline-size"],
        "box-shadow" => &["css-box-shadow"],
        "box-sizing" => &["css-box-sizing"],
        "caption-side" => &["css-caption-side"],
        "clear" => &["css-clear"],
        "clip-path" => &["css-clip-path"],
        "color-scheme" => &["css-color-scheme"],
        "column-count" => &["css-column-count", "css-column-layout-properties"],
        "columns" | "column-fill" | "column-rule" | "column-rule-color" | "column-rule-style"
        | "column-rule-width" | "column-span" | "column-width" => &["css-column-layout-properties"],
        "cursor" => &["css-cursor"],
        "direction" => &["css-direction"],
        "empty-cells" => &["css-empty-cells"],
        "filter" => &["css-filter"],
        "float" => &["css-float"],
        "gap" | "column-gap" | "row-gap" | "grid-gap" | "grid-column-gap" | "grid-row-gap" => {
            &["css-gap"]
        }
        "grid-template"
        | "grid-template-areas"
        | "grid-template-columns"
        | "grid-template-rows" => &["css-grid-template"],
        "height" => &["css-height"],
        "hyphenate-character" => &["css-hyphenate-character"],
        "hyphenate-limit-chars" => &["css-hyphenate-limit-chars"],
        "hyphens" => &["css-hyphens"],
        "inset" | "inset-block" | "inset-block-start" | "inset-block-end" | "inset-inline"
        | "inset-inline-start" | "inset-inline-end" => &["css-inset"],
        "justify-content" => &["css-justify-content"],
        "left" | "right" | "top" | "bottom" => &["css-left-right-top-bottom"],
        "letter-spacing" => &["css-letter-spacing"],
        "line-height" => &["css-line-height"],
        "mask-image" => &["css-mask-image"],
        "max-block-size" => &["css-max-block-size"],
        "max-height" => &["css-max-height"],
        "max-inline-size" => &["css-max-inline-size"],
        "max-width" => &["css-max-width"],
        "min-block-size" => &["css-min-block-size"],
        "min-height" => &["css-min-height"],
        "min-inline-size" => &["css-min-inline-size"],
        "min-width" => &["css-min-width"],
        "mix-blend-mode" => &["css-mix-blend-mode"],
        "object-fit" => &["css-object-fit"],
        "object-position" => &["css-object-position"],
        "opacity" => &["css-opacity"],
        "orphans" => &["css-orphans"],
        "outline" | "outline-color" | "outline-style" | "outline-width" => &["css-outline"],
        "outline-offset" => &["css-outline-offset"],
        "overflow" | "overflow-x" | "overflow-y" | "overflow-block" | "overflow-inline" => {
            &["css-overflow"]
        }
        "overflow-wrap" => &["css-overflow-wrap"],
        "position" => &["css-position"],
        "resize" => &["css-resize"],
        "shape-margin" => &["css-shape-margin"],
        "shape-outside" => &["css-shape-outside"],
        "tab-size" => &["css-tab-size"],
        "table-layout" => &["css-table-layout"],
        "transform" => &["css-transform"],
        "transition"
        | "transition-property"
        | "transition-duration"
        | "transition-delay"
        | "transition-timing-function"
        | "transition-behavior" => &["css-transition"],
        "user-select" => &["css-user-select"],
        "vertical-align" => &["css-vertical-align"],
        "visibility" => &["css-visibility"],
        "white-space" => &["css-white-space"],
        "white-space-collapse" => &["css-white-space-collapse"],
        "widows" => &["css-widows"],
        "width" => &["css-width"],
        "word-break" => &["css-word-break"],
        "word-spacing" => &["css-word-spacing"],
        "word-wrap" => &["css-word-wrap"],
        "writing-mode" => &["css-writing-mode"],
        "z-index" => &["css-z-index"],
        _ if name.starts_with("--") => &["css-variables"],
        _ => by_group(name),
    }
}

/// Properties of which one stem has many.
fn by_group(name: &str) -> &'static [&'static str] {
    match name.split('-').next().unwrap_or_default() {
        "border" => border(name),
        "font" => match name {
            "font" => &["css-font"],
            "font-kerning" => &["css-font-kerning"],
            "font-size" => &["css-font-size"],
            "font-size-adjust" => &["css-font-size-adjust"],
            "font-stretch" => &["css-font-stretch"],
            "font-weight" => &["css-font-weight"],
            _ => &[],
        },
        "list" => match name {
            "list-style" => &["css-list-style"],
            "list-style-image" => &["css-list-style-image"],
            "list-style-position" => &["css-list-style-position"],
            "list-style-type" => &["css-list-style-type"],
            _ => &[],
        },
        "margin" => match name {
            "margin" | "margin-top" | "margin-right" | "margin-bottom" | "margin-left" => {
                &["css-margin"]
            }
            "margin-block-start" | "margin-block-end" => &["css-margin-block-start-end"],
            "margin-inline-start" | "margin-inline-end" => &["css-margin-inline-start-end"],
            "margin-block" | "margin-inline" => &["css-margin-inline-block"],
            _ => &[],
        },
        "padding" => match name {
            "padding" | "padding-top" | "padding-right" | "padding-bottom" | "padding-left" => {
                &["css-padding"]
            }
            "padding-block-start" | "padding-block-end" => &["css-padding-block-start-end"],
            "padding-inline-start" | "padding-inline-end" => &["css-padding-inline-start-end"],
            "padding-block" | "padding-inline" => &["css-padding-inline-block"],
            _ => &[],
        },
        "scroll" if name.starts_with("scroll-snap") || is_scroll_box(name) => &["css-scroll-snap"],
        "text" => text(name),
        _ => &[],
    }
}

/// `scroll-margin` and `scroll-padding`, which CSS Scroll Snap brought.
fn is_scroll_box(name: &str) -> bool {
    name.starts_with("scroll-margin") || name.starts_with("scroll-padding")
}

fn text(name: &str) -> &'static [&'static str] {
    match name {
        "text-align" => &["css-text-align"],
        "text-align-last" => &["css-text-align-last"],
        "text-decoration" => &["css-text-decoration"],
        "text-decoration-color" => &["css-text-decoration-color"],
        "text-decoration-line" => &["css-text-decoration-line"],
        "text-decoration-skip-ink" => &["css-text-decoration-skip-ink"],
        "text-decoration-style" => &["css-text-decoration-style"],
        "text-decoration-thickness" => &["css-text-decoration-thickness"],
        "text-emphasis" | "text-emphasis-color" | "text-emphasis-style" => &["css-text-emphasis"],
        "text-emphasis-position" => &["css-text-emphasis-position"],
        "text-indent" => &["css-text-indent"],
        "text-justify" => &["css-text-justify"],
        "text-orientation" => &["css-text-orientation"],
        "text-overflow" => &["css-text-overflow"],
        "text-shadow" => &["css-text-shadow"],
        "text-transform" => &["css-text-transform"],
        "text-underline-offset" => &["css-text-underline-offset"],
        "text-underline-position" => &["css-text-underline-position"],
        "text-wrap" | "text-wrap-mode" | "text-wrap-style" => &["css-text-wrap"],
        _ => &[],
    }
}

fn border(name: &str) -> &'static [&'static str] {
    match name {
        "border-collapse" => &["css-border-collapse"],
        "border-spacing" => &["css-border-spacing"],
        "border-block" | "border-inline" => &["css-border-inline-block"],
        "border-radius"
        | "border-top-left-radius"
        | "border-top-right-radius"
        | "border-bottom-left-radius"
        | "border-bottom-right-radius" => &["css-border-radius"],
        "border-start-start-radius"
        | "border-start-end-radius"
        | "border-end-start-radius"
        | "border-end-end-radius" => &["css-border-radius-logical"],
        _ if name.starts_with("border-image") => &["css-border-image"],
        _ => {
            let parts: Vec<&str> = name.split('-').skip(1).collect();
            let is_detail = |part: &str| matches!(part, "color" | "style" | "width");
            match parts.as_slice() {
                [] | ["top" | "right" | "bottom" | "left"] => &["css-border"],
                ["top" | "right" | "bottom" | "left", detail] | [detail] if is_detail(detail) => {
                    &["css-border"]
                }
                ["block" | "inline", "start" | "end"] => &["css-border-inline-block-individual"],
                ["block" | "inline", detail] if is_detail(detail) => {
                    &["css-border-inline-block-individual"]
                }
                ["block" | "inline", "start" | "end", detail] if is_detail(detail) => {
                    &["css-border-inline-block-longhand"]
                }
                _ => &[],
            }
        }
    }
}

/// The older properties that stand in for one where it is dropped, if they come before it.
pub(super) fn stand_ins(name: &str) -> &'static [&'static str] {
    match name {
        "overflow-wrap" => &["word-wrap"],
        "word-wrap" => &["overflow-wrap"],
        "background" | "background-image" => &["background-color", "background"],
        "inline-size" => &["width"],
        "block-size" => &["height"],
        "max-inline-size" => &["max-width"],
        "max-block-size" => &["max-height"],
        "min-inline-size" => &["min-width"],
        "min-block-size" => &["min-height"],
        "inset" => &["top", "left", "right", "bottom"],
        "margin-inline" | "margin-inline-start" | "margin-inline-end" => {
            &["margin", "margin-left", "margin-right"]
        }
        "margin-block" | "margin-block-start" | "margin-block-end" => {
            &["margin", "margin-top", "margin-bottom"]
        }
        "padding-inline" | "padding-inline-start" | "padding-inline-end" => {
            &["padding", "padding-left", "padding-right"]
        }
        "padding-block" | "padding-block-start" | "padding-block-end" => {
            &["padding", "padding-top", "padding-bottom"]
        }
        "border-inline" | "border-inline-start" | "border-inline-end" => {
            &["border", "border-left", "border-right"]
        }
        "border-block" | "border-block-start" | "border-block-end" => {
            &["border", "border-top", "border-bottom"]
        }
        "text-decoration-line"
        | "text-decoration-color"
        | "text-decoration-style"
        | "text-decoration-thickness" => &["text-decoration"],
        _ => &[],
    }
}
