//! Design tokens: every colour, distance and type size of the window.
//!
//! Contrast of `text`, `text_muted` and `text_faint` on each surface is at least 4.5:1, of
//! `accent_text` on `accent_fill` too (WCAG 2.2, 1.4.3); a test measures it.

use egui::Color32;

/// Distances, in points.
pub mod space {
    /// Between an icon and its text.
    pub const XS: f32 = 4.0;
    /// Between controls of a group.
    pub const S: f32 = 6.0;
    /// Inside a panel.
    pub const M: f32 = 10.0;
    /// Between groups.
    pub const L: f32 = 16.0;
    /// Around an empty state.
    pub const XL: f32 = 28.0;
    /// Height of a bar with controls.
    pub const BAR: f32 = 40.0;
    /// Width of the bar that switches screens.
    pub const SCREENS: f32 = 48.0;
    /// Corner radius of controls.
    pub const RADIUS: u8 = 6;
}

/// Type sizes, in points.
pub mod size {
    /// Captions and table heads.
    pub const SMALL: f32 = 11.5;
    /// Controls and running text.
    pub const BODY: f32 = 13.0;
    /// The editor.
    pub const MONO: f32 = 13.0;
    /// Titles of panels and messages.
    pub const TITLE: f32 = 16.0;
    /// Icons in bars.
    pub const ICON: f32 = 18.0;
}

/// The colours of one theme, by meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tokens {
    /// Whether this is the dark theme.
    pub dark: bool,
    /// Bars and side panels.
    pub surface: Color32,
    /// Where text is edited.
    pub sunken: Color32,
    /// Behind the preview.
    pub canvas: Color32,
    /// Menus, pop-ups and dialogs.
    pub raised: Color32,
    /// A control under the pointer.
    pub hover: Color32,
    /// A control being pressed.
    pub pressed: Color32,
    /// Hairlines between surfaces.
    pub border: Color32,
    /// The outline of fields.
    pub border_strong: Color32,
    /// Running text.
    pub text: Color32,
    /// Labels and secondary text.
    pub text_muted: Color32,
    /// Hints and line numbers.
    pub text_faint: Color32,
    /// Links, focus, selection marks.
    pub accent: Color32,
    /// The one primary button.
    pub accent_fill: Color32,
    /// Text on `accent_fill`.
    pub accent_text: Color32,
    /// Behind selected rows and text.
    pub accent_subtle: Color32,
    /// Something is wrong.
    pub error: Color32,
    /// Something may be wrong.
    pub warning: Color32,
    /// Something is right.
    pub success: Color32,
    /// Behind a notice of an error.
    pub error_subtle: Color32,
    /// Behind a notice of a warning.
    pub warning_subtle: Color32,
    /// The shadow under what floats.
    pub shadow: Color32,
    /// Colours of source text.
    pub syntax: Syntax,
}

/// Colours of source text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Syntax {
    /// Angle brackets, braces, quotes.
    pub punctuation: Color32,
    /// Names of tags and at-rules.
    pub tag: Color32,
    /// Names of attributes, properties and keys.
    pub attribute: Color32,
    /// Values and strings.
    pub value: Color32,
    /// Numbers and literals.
    pub number: Color32,
    /// Comments and the doctype.
    pub comment: Color32,
    /// Behind a placeholder that is replaced.
    pub replaced: Color32,
    /// Behind a placeholder that is printed as it stands.
    pub kept: Color32,
    /// Behind a placeholder that prints nothing.
    pub empty: Color32,
}

#[expect(
    clippy::disallowed_methods,
    reason = "tokens are where colours are made"
)]
const fn rgb(value: u32) -> Color32 {
    Color32::from_rgb((value >> 16) as u8, (value >> 8) as u8, value as u8)
}

/// Light.
pub const LIGHT: Tokens = Tokens {
    dark: false,
    surface: rgb(0xfa_fa_f9),
    sunken: rgb(0xff_ff_ff),
    canvas: rgb(0xf0_f0_ee),
    raised: rgb(0xff_ff_ff),
    hover: rgb(0xef_ef_ec),
    pressed: rgb(0xe4_e4_e0),
    border: rgb(0xe5_e4_e0),
    border_strong: rgb(0xd2_d1_cc),
    text: rgb(0x1d_1d_1b),
    text_muted: rgb(0x5c_5b_57),
    text_faint: rgb(0x66_65_60),
    accent: rgb(0x4f_46_d8),
    accent_fill: rgb(0x4f_46_d8),
    accent_text: rgb(0xff_ff_ff),
    accent_subtle: rgb(0xe8_e7_fc),
    error: rgb(0xb4_23_2a),
    warning: rgb(0x91_4c_00),
    success: rgb(0x1a_6b_3c),
    error_subtle: rgb(0xfd_ec_ec),
    warning_subtle: rgb(0xfd_f2_de),
    shadow: Color32::from_black_alpha(28),
    syntax: Syntax {
        punctuation: rgb(0x6e_6d_68),
        tag: rgb(0x9b_2c_5f),
        attribute: rgb(0x8a_4b_08),
        value: rgb(0x1d_62_4c),
        number: rgb(0x1c_5a_9c),
        comment: rgb(0x6e_6d_68),
        replaced: rgb(0xe2_e0_fd),
        kept: rgb(0xfb_dd_dd),
        empty: rgb(0xfb_ea_c8),
    },
};

/// Dark.
pub const DARK: Tokens = Tokens {
    dark: true,
    surface: rgb(0x19_19_1b),
    sunken: rgb(0x13_13_15),
    canvas: rgb(0x0e_0e_10),
    raised: rgb(0x23_23_26),
    hover: rgb(0x2a_2a_2e),
    pressed: rgb(0x35_35_3a),
    border: rgb(0x2b_2b_2f),
    border_strong: rgb(0x40_40_46),
    text: rgb(0xec_ec_ee),
    text_muted: rgb(0xad_ad_b5),
    text_faint: rgb(0x9b_9b_a4),
    accent: rgb(0xa3_9d_fb),
    accent_fill: rgb(0x5b_53_dd),
    accent_text: rgb(0xff_ff_ff),
    accent_subtle: rgb(0x2d_2a_55),
    error: rgb(0xff_93_92),
    warning: rgb(0xf3_b9_5f),
    success: rgb(0x6f_d0_97),
    error_subtle: rgb(0x3c_1b_1d),
    warning_subtle: rgb(0x38_2a_10),
    shadow: Color32::from_black_alpha(120),
    syntax: Syntax {
        punctuation: rgb(0x92_92_9b),
        tag: rgb(0xf0_8f_b8),
        attribute: rgb(0xe8_b5_72),
        value: rgb(0x8a_d2_b0),
        number: rgb(0x8d_bd_f5),
        comment: rgb(0x92_92_9b),
        replaced: rgb(0x33_30_63),
        kept: rgb(0x55_25_28),
        empty: rgb(0x4a_38_14),
    },
};

#[cfg(test)]
mod tests {
    use super::*;

    /// Relative luminance of WCAG 2.2.
    fn luminance(color: Color32) -> f64 {
        let channel = |value: u8| {
            let value = f64::from(value) / 255.0;
            if value <= 0.040_45 {
                value / 12.92
            } else {
                ((value + 0.055) / 1.055).powf(2.4)
            }
        };
        0.2126 * channel(color.r()) + 0.7152 * channel(color.g()) + 0.0722 * channel(color.b())
    }

    fn contrast(a: Color32, b: Color32) -> f64 {
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    #[test]
    fn every_text_colour_is_readable_on_every_surface() {
        for theme in [LIGHT, DARK] {
            let surfaces = [
                theme.surface,
                theme.sunken,
                theme.canvas,
                theme.raised,
                theme.accent_subtle,
            ];
            let texts = [theme.text, theme.text_muted, theme.text_faint, theme.accent];
            for surface in surfaces {
                for text in texts {
                    let ratio = contrast(text, surface);
                    assert!(ratio >= 4.5, "{text:?} on {surface:?}: {ratio:.2}");
                }
            }
            assert!(contrast(theme.accent_text, theme.accent_fill) >= 4.5);
            assert!(contrast(theme.error, theme.error_subtle) >= 4.5);
            assert!(contrast(theme.warning, theme.warning_subtle) >= 4.5);
            let syntax = theme.syntax;
            for text in [
                syntax.tag,
                syntax.attribute,
                syntax.value,
                syntax.number,
                syntax.comment,
            ] {
                assert!(contrast(text, theme.sunken) >= 4.5, "{text:?}");
            }
            for behind in [syntax.replaced, syntax.kept, syntax.empty] {
                assert!(contrast(theme.text, behind) >= 4.5, "{behind:?}");
            }
        }
    }
}
