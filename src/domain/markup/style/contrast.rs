//! Contrast as WCAG 2.2 defines it, and the nearest colour that has enough of it.

use super::colour::Colour;
use super::space::{Triple, from_oklab, to_linear, to_oklab};

/// Steps of lightness that are tried between a colour and black or white.
const STEPS: u32 = 400;

/// The relative luminance of an opaque colour, from zero to one (WCAG 2.2, section 8).
pub fn luminance(colour: Colour) -> f64 {
    let [red, green, blue] = colour.triple().map(to_linear);
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/// The contrast ratio of two opaque colours, from 1 to 21 (WCAG 2.2, section 8).
pub fn contrast(one: Colour, other: Colour) -> f64 {
    ratio_of(luminance(one), luminance(other))
}

fn ratio_of(one: f64, other: f64) -> f64 {
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

/// The contrast of a text that may be translucent over an opaque background.
pub fn contrast_over(text: Colour, background: Colour) -> f64 {
    contrast(text.over(background), background)
}

/// The colour nearest to `colour` that reaches `ratio` against an opaque `background`.
///
/// Hue and chroma stay, as far as sRGB has them; only the lightness changes (in OKLCH), as little
/// as will do. The ratio holds for the colour as eight-bit `#rrggbb`. `None` if neither black nor
/// white would reach it.
pub fn nearest_with_contrast(colour: Colour, background: Colour, ratio: f64) -> Option<Colour> {
    let opaque = rounded(colour.over(background));
    if contrast(opaque, background) >= ratio {
        return Some(opaque);
    }
    let start = to_oklab(opaque.triple());
    let [lightness, ..] = start;
    let behind = luminance(background);
    let toward = |end: f64, farthest: f64| {
        let moved = |step| lightness + (end - lightness) * f64::from(step) / f64::from(STEPS);
        (1..=STEPS)
            .map(moved)
            .take_while(|moved| (moved - lightness).abs() < farthest)
            .find_map(|moved| {
                let candidate = at_lightness(start, moved);
                (ratio_of(luminance(candidate), behind) >= ratio)
                    .then(|| (candidate, (moved - lightness).abs()))
            })
    };
    // What lies farther than a dark one does not count.
    let dark = toward(0.0, f64::MAX);
    match (dark, toward(1.0, dark.map_or(f64::MAX, |(_, down)| down))) {
        (Some((dark, down)), Some((light, up))) => Some(if down <= up { dark } else { light }),
        (one, other) => one.or(other).map(|(colour, _)| colour),
    }
}

/// The colour of a hue at a lightness, with as much of its chroma as sRGB has.
fn at_lightness([_, a, b]: Triple, lightness: f64) -> Colour {
    let fits = |scale: f64| {
        let rgb = from_oklab([lightness, a * scale, b * scale]);
        rgb.iter().all(|part| (-0.001..=1.001).contains(part))
    };
    let (mut low, mut high) = (0.0, 1.0);
    if !fits(high) {
        for _ in 0..12 {
            let middle = f64::midpoint(low, high);
            if fits(middle) {
                low = middle;
            } else {
                high = middle;
            }
        }
        high = low;
    }
    rounded(Colour::from_triple(
        from_oklab([lightness, a * high, b * high]),
        1.0,
    ))
}

fn rounded(colour: Colour) -> Colour {
    let [red, green, blue] = colour.bytes();
    Colour::from_bytes(red, green, blue)
}
