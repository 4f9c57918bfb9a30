//! The names of CSS properties: those that mails have, and all others that browsers know.
//!
//! Facts of the index of properties at w3.org/Style/CSS, of November 2026, with those that Outlook
//! and old browsers know.

/// The properties that mails have.
pub(super) const USUAL: [&str; 71] = [
    "align-items",
    "background",
    "background-color",
    "background-image",
    "background-position",
    "background-repeat",
    "background-size",
    "border",
    "border-bottom",
    "border-bottom-color",
    "border-bottom-width",
    "border-collapse",
    "border-color",
    "border-left",
    "border-radius",
    "border-right",
    "border-spacing",
    "border-style",
    "border-top",
    "border-top-color",
    "border-top-width",
    "border-width",
    "bottom",
    "box-shadow",
    "box-sizing",
    "color",
    "direction",
    "display",
    "float",
    "font",
    "font-family",
    "font-size",
    "font-style",
    "font-weight",
    "height",
    "left",
    "letter-spacing",
    "line-height",
    "list-style",
    "list-style-type",
    "margin",
    "margin-bottom",
    "margin-left",
    "margin-right",
    "margin-top",
    "max-height",
    "max-width",
    "min-height",
    "min-width",
    "opacity",
    "outline",
    "overflow",
    "padding",
    "padding-bottom",
    "padding-left",
    "padding-right",
    "padding-top",
    "position",
    "right",
    "table-layout",
    "text-align",
    "text-decoration",
    "text-indent",
    "text-transform",
    "top",
    "vertical-align",
    "visibility",
    "white-space",
    "width",
    "word-break",
    "word-wrap",
];

/// All others, with blanks between.
const OTHERS: &str = "\
    accent-color additive-symbols align-content align-self align-tracks alignment-baseline all \
    anchor-name animation animation-delay animation-direction animation-duration \
    animation-fill-mode animation-iteration-count animation-name animation-play-state \
    animation-range animation-timeline animation-timing-function appearance ascent-override \
    aspect-ratio azimuth backdrop-filter backface-visibility background-attachment \
    background-blend-mode background-clip background-origin background-position-x \
    background-position-y background-repeat-x background-repeat-y base-palette baseline-shift \
    baseline-source block-size block-step border-block border-block-color border-block-end \
    border-block-end-color border-block-end-style border-block-end-width border-block-start \
    border-block-start-color border-block-start-style border-block-start-width \
    border-block-style border-block-width border-bottom-left-radius border-bottom-right-radius \
    border-bottom-style border-boundary border-end-end-radius border-end-start-radius \
    border-image border-image-outset border-image-repeat border-image-slice border-image-source \
    border-image-width border-inline border-inline-color border-inline-end \
    border-inline-end-color border-inline-end-style border-inline-end-width border-inline-start \
    border-inline-start-color border-inline-start-style border-inline-start-width \
    border-inline-style border-inline-width border-left-color border-left-style \
    border-left-width border-right-color border-right-style border-right-width \
    border-start-end-radius border-start-start-radius border-top-left-radius \
    border-top-right-radius border-top-style box-align box-decoration-break box-direction \
    box-flex box-orient box-pack break-after break-before break-inside caption-side caret \
    caret-color caret-shape clear clip clip-path clip-rule color-adjust color-interpolation \
    color-interpolation-filters color-scheme column-count column-fill column-gap column-rule \
    column-rule-color column-rule-style column-rule-width column-span column-width columns \
    contain contain-intrinsic-height contain-intrinsic-size contain-intrinsic-width container \
    container-name container-type content content-visibility continue corner-shape \
    counter-increment counter-reset counter-set cue cue-after cue-before cursor cx cy d \
    descent-override dominant-baseline elevation empty-cells fallback field-sizing fill \
    fill-color fill-image fill-opacity fill-rule filter flex flex-basis flex-direction \
    flex-flow flex-grow flex-shrink flex-wrap float-defer float-offset float-reference \
    flood-color flood-opacity flow-from flow-into font-display font-feature-settings \
    font-kerning font-language-override font-optical-sizing font-palette font-size-adjust \
    font-smooth font-stretch font-synthesis font-synthesis-position font-synthesis-small-caps \
    font-synthesis-style font-synthesis-weight font-variant font-variant-alternates \
    font-variant-caps font-variant-east-asian font-variant-emoji font-variant-ligatures \
    font-variant-numeric font-variant-position font-variation-settings font-width \
    forced-color-adjust gap glyph-orientation-vertical grid grid-area grid-auto-columns \
    grid-auto-flow grid-auto-rows grid-column grid-column-end grid-column-gap grid-column-start \
    grid-gap grid-row grid-row-end grid-row-gap grid-row-start grid-template \
    grid-template-areas grid-template-columns grid-template-rows hanging-punctuation \
    hyphenate-character hyphenate-limit-chars hyphens image-orientation image-rendering \
    image-resolution ime-mode inherits initial-letter initial-letter-align initial-value \
    inline-size inline-sizing inset inset-area inset-block inset-block-end inset-block-start \
    inset-inline inset-inline-end inset-inline-start interpolate-size isolation justify-content \
    justify-items justify-self layout-grid leading-trim lighting-color line-break line-clamp \
    line-gap-override line-grid line-height-step line-padding line-snap list-style-image \
    list-style-position margin-block margin-block-end margin-block-start margin-break \
    margin-inline margin-inline-end margin-inline-start margin-trim marker marker-end \
    marker-mid marker-offset marker-side marker-start marks mask mask-border mask-clip \
    mask-composite mask-image mask-mode mask-origin mask-position mask-repeat mask-size \
    mask-type masonry-auto-flow math-depth math-shift math-style max-block-size max-inline-size \
    max-lines min-block-size min-inline-size mix-blend-mode nav-down nav-left nav-right nav-up \
    navigation negative object-fit object-position object-view-box offset offset-anchor \
    offset-distance offset-path offset-position offset-rotate order orphans outline-color \
    outline-offset outline-style outline-width overflow-anchor overflow-block \
    overflow-clip-margin overflow-inline overflow-wrap overflow-x overflow-y overlay \
    override-colors overscroll-behavior overscroll-behavior-block overscroll-behavior-inline \
    overscroll-behavior-x overscroll-behavior-y pad padding-block padding-block-end \
    padding-block-start padding-inline padding-inline-end padding-inline-start page \
    page-break-after page-break-before page-break-inside paint-order panose pause pause-after \
    pause-before perspective perspective-origin pitch pitch-range place-content place-items \
    place-self play-during pointer-events position-anchor position-area position-try prefix \
    print-color-adjust quotes r range reading-flow region-fragment resize rest richness rotate \
    row-gap ruby-align ruby-merge ruby-overhang ruby-position rx ry scale scroll-behavior \
    scroll-margin scroll-padding scroll-snap-align scroll-snap-stop scroll-snap-type \
    scroll-timeline scrollbar-color scrollbar-gutter scrollbar-width shape-image-threshold \
    shape-inside shape-margin shape-outside shape-rendering size size-adjust speak speak-as \
    speech-rate src stop-color stop-opacity stress string-set stroke stroke-color \
    stroke-dasharray stroke-dashoffset stroke-linecap stroke-linejoin stroke-miterlimit \
    stroke-opacity stroke-width suffix supported-color-schemes symbols syntax system \
    tab-interval tab-size text-align-all text-align-last text-anchor text-autospace text-box \
    text-box-edge text-box-trim text-combine-upright text-decoration-color text-decoration-line \
    text-decoration-skip text-decoration-skip-ink text-decoration-style \
    text-decoration-thickness text-edge text-effect text-emphasis text-emphasis-color \
    text-emphasis-position text-emphasis-style text-fit text-group-align text-justify \
    text-kashida text-line-through text-orientation text-overflow text-rendering text-shadow \
    text-size-adjust text-spacing text-spacing-trim text-underline text-underline-offset \
    text-underline-position text-underline-style text-wrap text-wrap-mode text-wrap-style \
    timeline-scope touch-action transform transform-box transform-origin transform-style \
    transition transition-behavior transition-delay transition-duration transition-property \
    transition-timing-function translate unicode-bidi unicode-range user-select vector-effect \
    view-timeline view-transition-name voice-family volume white-space-collapse \
    white-space-trim widows will-change word-space-transform word-spacing wrap-after \
    wrap-before wrap-flow wrap-through writing-mode x y z-index zoom";

/// Whether some client or browser knows a property, its name in small letters.
pub(super) fn is_known(name: &str) -> bool {
    USUAL.contains(&name) || OTHERS.split(' ').any(|other| other == name)
}
