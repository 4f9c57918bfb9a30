//! Conversions between colour spaces (CSS Color Level 4, section 18).

/// Three parts of a colour.
pub(super) type Triple = [f64; 3];

/// One row after the other.
type Matrix = [Triple; 3];

/// Linear sRGB to the cube roots' space of Oklab, and the other matrices of its author
/// (bottosson.github.io/posts/oklab, 2020).
const RGB_TO_LMS: Matrix = [
    [0.412_221_470_8, 0.536_332_536_3, 0.051_445_992_9],
    [0.211_903_498_2, 0.680_699_545_1, 0.107_396_956_6],
    [0.088_302_461_9, 0.281_718_837_6, 0.629_978_700_5],
];
const LMS_TO_OKLAB: Matrix = [
    [0.210_454_255_3, 0.793_617_785_0, -0.004_072_046_8],
    [1.977_998_495_1, -2.428_592_205_0, 0.450_593_709_9],
    [0.025_904_037_1, 0.782_771_766_2, -0.808_675_766_0],
];
const OKLAB_TO_LMS: Matrix = [
    [1.0, 0.396_337_777_4, 0.215_803_757_3],
    [1.0, -0.105_561_345_8, -0.063_854_172_8],
    [1.0, -0.089_484_177_5, -1.291_485_548_0],
];
const LMS_TO_RGB: Matrix = [
    [4.076_741_662_1, -3.307_711_591_3, 0.230_969_929_2],
    [-1.268_438_004_6, 2.609_757_401_1, -0.341_319_396_5],
    [-0.004_196_086_3, -0.703_418_614_7, 1.707_614_701_0],
];
/// XYZ with the white D50, as Lab has it, to linear sRGB.
const D50_TO_RGB: Matrix = [
    [3.134_135_8, -1.617_386_0, -0.490_662_2],
    [-0.978_795_6, 1.916_254_3, 0.033_442_8],
    [0.071_955_4, -0.228_976_8, 1.405_386_1],
];
/// The white D50.
const D50: Triple = [0.964_295_7, 1.0, 0.825_104_6];

fn times(matrix: Matrix, [x, y, z]: Triple) -> Triple {
    matrix.map(|[a, b, c]| a * x + b * y + c * z)
}

/// The light that a part of sRGB stands for.
pub(super) fn to_linear(part: f64) -> f64 {
    if part <= 0.04045 {
        part / 12.92
    } else {
        ((part + 0.055) / 1.055).powf(2.4)
    }
}

/// The part of sRGB that stands for an amount of light.
pub(super) fn to_gamma(light: f64) -> f64 {
    if light <= 0.003_130_8 {
        light * 12.92
    } else {
        1.055 * light.powf(1.0 / 2.4) - 0.055
    }
}

/// sRGB from hue in degrees, saturation and lightness in percent.
pub(super) fn from_hsl(hue: f64, saturation: f64, lightness: f64) -> Triple {
    let saturation = saturation.clamp(0.0, 100.0) / 100.0;
    let lightness = lightness.clamp(0.0, 100.0) / 100.0;
    let hue = hue.rem_euclid(360.0);
    let reach = saturation * lightness.min(1.0 - lightness);
    [0.0, 8.0, 4.0].map(|offset: f64| {
        let place = (offset + hue / 30.0).rem_euclid(12.0);
        lightness - reach * (place - 3.0).min(9.0 - place).clamp(-1.0, 1.0)
    })
}

/// sRGB from hue in degrees, whiteness and blackness in percent.
pub(super) fn from_hwb(hue: f64, whiteness: f64, blackness: f64) -> Triple {
    let (white, black) = (whiteness / 100.0, blackness / 100.0);
    if white + black >= 1.0 {
        let grey = white / (white + black);
        return [grey; 3];
    }
    from_hsl(hue, 100.0, 50.0).map(|part| part * (1.0 - white - black) + white)
}

/// Lightness and the two axes from lightness, chroma and hue in degrees.
pub(super) fn from_polar([lightness, chroma, hue]: Triple) -> Triple {
    let (sine, cosine) = hue.to_radians().sin_cos();
    [lightness, chroma.max(0.0) * cosine, chroma.max(0.0) * sine]
}

/// sRGB from CIE Lab.
pub(super) fn from_lab([lightness, a, b]: Triple) -> Triple {
    const KAPPA: f64 = 24_389.0 / 27.0;
    const EPSILON: f64 = 216.0 / 24_389.0;
    let y = (lightness + 16.0) / 116.0;
    let cube = |root: f64| {
        let cube = root.powi(3);
        if cube > EPSILON {
            cube
        } else {
            (116.0 * root - 16.0) / KAPPA
        }
    };
    let light = if lightness > KAPPA * EPSILON {
        y.powi(3)
    } else {
        lightness / KAPPA
    };
    let [white_x, _, white_z] = D50;
    let xyz = [
        cube(a / 500.0 + y) * white_x,
        light,
        cube(y - b / 200.0) * white_z,
    ];
    times(D50_TO_RGB, xyz).map(to_gamma)
}

/// sRGB from Oklab; parts may lie outside of zero to one.
pub(super) fn from_oklab(oklab: Triple) -> Triple {
    let lms = times(OKLAB_TO_LMS, oklab).map(|root| root.powi(3));
    times(LMS_TO_RGB, lms).map(to_gamma)
}

/// Oklab from sRGB.
pub(super) fn to_oklab(rgb: Triple) -> Triple {
    let lms = times(RGB_TO_LMS, rgb.map(to_linear)).map(f64::cbrt);
    times(LMS_TO_OKLAB, lms)
}
