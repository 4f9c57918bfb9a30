//! The formulae of the dark models, on the lightness of CIE LCH.

use crate::domain::emulate::Dark;
use crate::domain::markup::style::Colour;

/// Chroma is multiplied with this when a colour is turned over, so that it does not glow.
const CHROMA: f64 = 0.8;

/// The white D65 that sRGB is about (IEC 61966-2-1).
const WHITE: [f64; 3] = [0.950_469, 1.0, 1.088_830];

/// A background for a reader in the dark.
///
/// Partial: from a lightness of 50 up, `L` becomes `50 - 0.75 (L - 50)`. Full: `L` becomes
/// `100 - 0.88 L`, so that white becomes a dark grey and black a light one, as clients avoid the
/// ends.
pub(super) fn background(colour: Colour, dark: Dark) -> Colour {
    let lch = lightness(colour);
    match dark {
        Dark::Partial if lch >= 50.0 => turned(colour, 50.0 - 0.75 * (lch - 50.0)),
        Dark::Full => turned(colour, 100.0 - 0.88 * lch),
        _ => colour,
    }
}

/// A text for a reader in the dark: of [`Dark::Partial`] only if it is dark and stands on a
/// background that is, so that a text on a background that stayed stays too.
pub(super) fn text(colour: Colour, behind: Option<Colour>, dark: Dark) -> Colour {
    let lch = lightness(colour);
    let is_behind_dark = behind.is_some_and(|behind| lightness(behind) < 50.0);
    match dark {
        Dark::Partial if lch < 50.0 && is_behind_dark => turned(colour, 50.0 - 0.75 * (lch - 50.0)),
        Dark::Full => turned(colour, 100.0 - 0.88 * lch),
        _ => colour,
    }
}

/// A border for a reader in the dark: of [`Dark::Partial`] only if it is light, and what stands
/// behind it dark.
pub(super) fn border(colour: Colour, behind: Option<Colour>, dark: Dark) -> Colour {
    match dark {
        Dark::Partial if behind.is_none_or(|behind| lightness(behind) >= 50.0) => colour,
        _ => background(colour, dark),
    }
}

/// The lightness of a colour in CIE LCH, from 0 to 100.
pub(super) fn lightness(colour: Colour) -> f64 {
    let [lightness, ..] = to_lab(colour);
    lightness
}

/// The same hue with another lightness and less chroma.
fn turned(colour: Colour, lightness: f64) -> Colour {
    let [_, a, b] = to_lab(colour);
    let [red, green, blue] = from_lab([lightness, a * CHROMA, b * CHROMA]);
    Colour {
        red,
        green,
        blue,
        alpha: colour.alpha,
    }
}

fn to_lab(colour: Colour) -> [f64; 3] {
    let [red, green, blue] = [colour.red, colour.green, colour.blue].map(linear);
    let xyz = [
        0.412_456 * red + 0.357_576 * green + 0.180_437 * blue,
        0.212_673 * red + 0.715_152 * green + 0.072_175 * blue,
        0.019_334 * red + 0.119_192 * green + 0.950_304 * blue,
    ];
    let [x, y, z] = divided(xyz).map(|part| {
        if part > 216.0 / 24_389.0 {
            part.cbrt()
        } else {
            (24_389.0 / 27.0 * part + 16.0) / 116.0
        }
    });
    [116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)]
}

fn from_lab([lightness, a, b]: [f64; 3]) -> [f64; 3] {
    let middle = (lightness + 16.0) / 116.0;
    let parts = [middle + a / 500.0, middle, middle - b / 200.0].map(|part| {
        let cube = part * part * part;
        if cube > 216.0 / 24_389.0 {
            cube
        } else {
            (116.0 * part - 16.0) * 27.0 / 24_389.0
        }
    });
    let [white_x, white_y, white_z] = WHITE;
    let [long, medium, short] = parts;
    let (long, medium, short) = (long * white_x, medium * white_y, short * white_z);
    [
        3.240_454 * long - 1.537_139 * medium - 0.498_531 * short,
        -0.969_266 * long + 1.876_011 * medium + 0.041_556 * short,
        0.055_643 * long - 0.204_026 * medium + 1.057_225 * short,
    ]
    .map(gamma)
}

fn divided([x, y, z]: [f64; 3]) -> [f64; 3] {
    let [white_x, white_y, white_z] = WHITE;
    [x / white_x, y / white_y, z / white_z]
}

fn linear(part: f64) -> f64 {
    if part <= 0.040_45 {
        part / 12.92
    } else {
        ((part + 0.055) / 1.055).powf(2.4)
    }
}

fn gamma(light: f64) -> f64 {
    let part = if light <= 0.003_130_8 {
        light * 12.92
    } else {
        1.055 * light.powf(1.0 / 2.4) - 0.055
    };
    part.clamp(0.0, 1.0)
}
