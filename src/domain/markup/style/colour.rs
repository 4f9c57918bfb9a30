//! Colours: the syntaxes of CSS Color Level 4, in sRGB.

use super::names::named;
use super::space::{self, Triple};
use crate::domain::markup::css::value::{trim, words};
use crate::domain::markup::css::{Value, ValueKind};

/// A colour of sRGB; each part goes from zero to one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Colour {
    /// Red.
    pub red: f64,
    /// Green.
    pub green: f64,
    /// Blue.
    pub blue: f64,
    /// How much it covers: zero is transparent.
    pub alpha: f64,
}

/// What the value of a colour property says.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum ColourValue {
    /// A colour.
    Colour(Colour),
    /// `currentColor`: that of the text.
    Current,
    /// Valid, but only a client knows: system colours, `color-mix()`, relative colours.
    Unknown,
}

impl Colour {
    /// Black.
    pub const BLACK: Self = Self::rgb(0.0, 0.0, 0.0);
    /// White.
    pub const WHITE: Self = Self::rgb(1.0, 1.0, 1.0);
    /// Transparent black.
    pub const TRANSPARENT: Self = Self {
        red: 0.0,
        green: 0.0,
        blue: 0.0,
        alpha: 0.0,
    };

    /// An opaque colour.
    pub const fn rgb(red: f64, green: f64, blue: f64) -> Self {
        Self {
            red,
            green,
            blue,
            alpha: 1.0,
        }
    }

    /// An opaque colour from bytes.
    pub fn from_bytes(red: u8, green: u8, blue: u8) -> Self {
        let part = |byte| f64::from(byte) / 255.0;
        Self::rgb(part(red), part(green), part(blue))
    }

    /// Red, green and blue as bytes.
    pub fn bytes(self) -> [u8; 3] {
        [self.red, self.green, self.blue].map(byte)
    }

    /// `#rrggbb`, with two digits more if it is not opaque.
    pub fn hex(self) -> String {
        let [red, green, blue] = self.bytes();
        if self.alpha >= 1.0 {
            return format!("#{red:02x}{green:02x}{blue:02x}");
        }
        format!("#{red:02x}{green:02x}{blue:02x}{:02x}", byte(self.alpha))
    }

    /// This colour drawn over another one.
    pub fn over(self, below: Self) -> Self {
        let alpha = self.alpha + below.alpha * (1.0 - self.alpha);
        if alpha <= 0.0 {
            return Self::TRANSPARENT;
        }
        let mix = |top: f64, bottom: f64| {
            (top * self.alpha + bottom * below.alpha * (1.0 - self.alpha)) / alpha
        };
        Self {
            red: mix(self.red, below.red),
            green: mix(self.green, below.green),
            blue: mix(self.blue, below.blue),
            alpha,
        }
    }

    /// The same colour with its alpha multiplied.
    pub fn faded(self, by: f64) -> Self {
        let alpha = (self.alpha * by).clamp(0.0, 1.0);
        Self { alpha, ..self }
    }

    pub(super) fn from_triple(triple: Triple, alpha: f64) -> Self {
        let [red, green, blue] = triple.map(|part| part.clamp(0.0, 1.0));
        let alpha = alpha.clamp(0.0, 1.0);
        Self {
            red,
            green,
            blue,
            alpha,
        }
    }

    pub(super) const fn triple(self) -> Triple {
        [self.red, self.green, self.blue]
    }
}

fn byte(part: f64) -> u8 {
    (part.clamp(0.0, 1.0) * 255.0).round() as u8
}

/// The system colours of CSS Color Level 4, section 6.2; only a client knows them.
const SYSTEM: [&str; 19] = [
    "accentcolor",
    "accentcolortext",
    "activetext",
    "buttonborder",
    "buttonface",
    "buttontext",
    "canvas",
    "canvastext",
    "field",
    "fieldtext",
    "graytext",
    "highlight",
    "highlighttext",
    "linktext",
    "mark",
    "marktext",
    "selecteditem",
    "selecteditemtext",
    "visitedtext",
];

/// The colour that a value is; `None` if it is none.
pub fn parse(value: &Value) -> Option<ColourValue> {
    match &value.kind {
        ValueKind::Hash(digits) => hex(digits).map(ColourValue::Colour),
        ValueKind::Ident(name) => {
            if name.eq_ignore_ascii_case("transparent") {
                return Some(ColourValue::Colour(Colour::TRANSPARENT));
            }
            if name.eq_ignore_ascii_case("currentcolor") {
                return Some(ColourValue::Current);
            }
            if SYSTEM.contains(&name.to_ascii_lowercase().as_str()) {
                return Some(ColourValue::Unknown);
            }
            named(name).map(|rgb| ColourValue::Colour(from_number(rgb)))
        }
        ValueKind::Function { name, arguments } => function(name, arguments),
        _ => None,
    }
}

/// The colour that the value of an attribute such as `bgcolor` is (WHATWG HTML, 2.3.6).
///
/// Almost any text is one; browsers read `chucknorris` as a red.
pub fn parse_legacy(text: &str) -> Option<Colour> {
    let text = text.trim_ascii();
    if text.is_empty() || text.eq_ignore_ascii_case("transparent") {
        return None;
    }
    if let Some(rgb) = named(text) {
        return Some(from_number(rgb));
    }
    if let Some(digits) = text.strip_prefix('#')
        && digits.len() == 3
        && let Some(colour) = hex(digits)
    {
        return Some(colour);
    }
    // Bytes of two digits out of whatever stands there.
    let mut digits: Vec<u8> = text
        .chars()
        .flat_map(|char| std::iter::repeat_n(char, if u32::from(char) > 0xffff { 2 } else { 1 }))
        .take(128)
        .map(|char| {
            if char.is_ascii_hexdigit() {
                char as u8
            } else {
                b'0'
            }
        })
        .collect();
    if text.starts_with('#') {
        digits.remove(0);
    }
    while digits.is_empty() || !digits.len().is_multiple_of(3) {
        digits.push(b'0');
    }
    let length = digits.len() / 3;
    let mut parts: Vec<&[u8]> = digits.chunks(length).collect();
    for part in &mut parts {
        *part = part.get(length.saturating_sub(8)..).unwrap_or_default();
    }
    while parts
        .iter()
        .all(|part| part.len() > 2 && part.first() == Some(&b'0'))
    {
        for part in &mut parts {
            *part = part.get(1..).unwrap_or_default();
        }
    }
    let number = |part: Option<&&[u8]>| {
        let digits = part.and_then(|part| part.get(..part.len().min(2)));
        let text = digits.and_then(|digits| std::str::from_utf8(digits).ok());
        u8::from_str_radix(text?, 16).ok()
    };
    Some(Colour::from_bytes(
        number(parts.first())?,
        number(parts.get(1))?,
        number(parts.get(2))?,
    ))
}

fn from_number(rgb: u32) -> Colour {
    let [_, red, green, blue] = rgb.to_be_bytes();
    Colour::from_bytes(red, green, blue)
}

/// `rgb`, `rgba`, `rrggbb` and `rrggbbaa`.
fn hex(digits: &str) -> Option<Colour> {
    if !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    let number = u32::from_str_radix(digits, 16).ok()?;
    let wide = |shift: u32| ((number >> shift) & 0xf) as u8 * 17;
    let bytes = match digits.len() {
        3 => [wide(8), wide(4), wide(0), 255],
        4 => [wide(12), wide(8), wide(4), wide(0)],
        6 => (number << 8 | 0xff).to_be_bytes(),
        8 => number.to_be_bytes(),
        _ => return None,
    };
    let [red, green, blue, alpha] = bytes;
    Some(Colour {
        alpha: f64::from(alpha) / 255.0,
        ..Colour::from_bytes(red, green, blue)
    })
}

/// A part of a functional colour.
#[derive(Debug, Clone, Copy)]
enum Part {
    Number(f64),
    Percentage(f64),
    Degrees(f64),
    None,
}

impl Part {
    /// The number; a percentage counts of `whole`.
    fn of(self, whole: f64) -> f64 {
        match self {
            Self::Number(number) | Self::Degrees(number) => number,
            Self::Percentage(percent) => percent / 100.0 * whole,
            Self::None => 0.0,
        }
    }
}

fn function(name: &str, arguments: &[Value]) -> Option<ColourValue> {
    let is_known = matches!(
        name,
        "rgb" | "rgba" | "hsl" | "hsla" | "hwb" | "lab" | "lch" | "oklab" | "oklch" | "color"
    );
    if !is_known {
        let is_colour = matches!(
            name,
            "color-mix" | "light-dark" | "device-cmyk" | "contrast-color"
        );
        return is_colour.then_some(ColourValue::Unknown);
    }
    let mut values: Vec<&Value> = words(trim(arguments)).collect();
    if values.first().is_some_and(|value| value.is_ident("from")) {
        return Some(ColourValue::Unknown);
    }
    if name == "color" {
        return color_function(&values);
    }
    values.retain(|value| !matches!(value.kind, ValueKind::Comma | ValueKind::Delim('/')));
    if values.iter().any(|value| is_opaque_to_us(value)) {
        return Some(ColourValue::Unknown);
    }
    let parts: Vec<Part> = values.into_iter().map(part).collect::<Option<_>>()?;
    let ([first, second, third] | [first, second, third, _]) = *parts.as_slice() else {
        return None;
    };
    let alpha = parts.get(3).map_or(1.0, |part| part.of(1.0));
    let triple = match name {
        "rgb" | "rgba" => [first, second, third].map(|part| part.of(255.0) / 255.0),
        "hsl" | "hsla" => space::from_hsl(first.of(360.0), second.of(100.0), third.of(100.0)),
        "hwb" => space::from_hwb(first.of(360.0), second.of(100.0), third.of(100.0)),
        "lab" => space::from_lab([first.of(100.0), second.of(125.0), third.of(125.0)]),
        "lch" => space::from_lab(space::from_polar([
            first.of(100.0),
            second.of(150.0),
            third.of(360.0),
        ])),
        "oklab" => space::from_oklab([first.of(1.0), second.of(0.4), third.of(0.4)]),
        _ => space::from_oklab(space::from_polar([
            first.of(1.0),
            second.of(0.4),
            third.of(360.0),
        ])),
    };
    Some(ColourValue::Colour(Colour::from_triple(triple, alpha)))
}

/// `color(srgb 1 0 0 / 50%)`; other spaces are left to the client.
fn color_function(values: &[&Value]) -> Option<ColourValue> {
    let (space, rest) = values.split_first()?;
    if !space.is_ident("srgb") && !space.is_ident("srgb-linear") {
        return Some(ColourValue::Unknown);
    }
    let parts: Vec<Part> = rest
        .iter()
        .filter(|value| value.kind != ValueKind::Delim('/'))
        .map(|value| part(value))
        .collect::<Option<_>>()?;
    let ([first, second, third] | [first, second, third, _]) = *parts.as_slice() else {
        return None;
    };
    let mut triple = [first, second, third].map(|part| part.of(1.0));
    if space.is_ident("srgb-linear") {
        triple = triple.map(space::to_gamma);
    }
    let alpha = parts.get(3).map_or(1.0, |part| part.of(1.0));
    Some(ColourValue::Colour(Colour::from_triple(triple, alpha)))
}

/// Whether nothing is known about the part: placeholders, `calc()`, `var()`.
const fn is_opaque_to_us(value: &Value) -> bool {
    matches!(
        value.kind,
        ValueKind::Placeholder(_) | ValueKind::Function { .. }
    )
}

fn part(value: &Value) -> Option<Part> {
    match &value.kind {
        ValueKind::Number(number) => Some(Part::Number(*number)),
        ValueKind::Percentage(number) => Some(Part::Percentage(*number)),
        ValueKind::Ident(word) if word.eq_ignore_ascii_case("none") => Some(Part::None),
        ValueKind::Dimension { value, unit } => {
            let degrees = match unit.as_str() {
                "deg" => *value,
                "grad" => value * 0.9,
                "rad" => value.to_degrees(),
                "turn" => value * 360.0,
                _ => return None,
            };
            Some(Part::Degrees(degrees))
        }
        _ => None,
    }
}
