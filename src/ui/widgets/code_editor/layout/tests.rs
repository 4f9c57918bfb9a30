//! The layout, compared with what egui lays out in one go.

use egui::{Color32, Context, FontData, FontDefinitions, FontFamily, FontId, RawInput};
use proptest::prelude::*;

use super::super::theme::{PlaceholderColors, Style};
use super::*;

fn looks(wrap: bool, outcomes: Vec<(usize, MarkKind)>) -> Looks {
    let text = Color32::BLACK;
    let placeholder = PlaceholderColors {
        text: Color32::BLUE,
        background: Color32::WHITE,
    };
    let kept = PlaceholderColors {
        text: Color32::RED,
        ..placeholder
    };
    Looks {
        language: Language::Html,
        outcomes,
        wrap,
        highlight: true,
        theme: EditorTheme {
            font: FontId::monospace(13.0),
            gutter_font: FontId::monospace(11.0),
            text,
            background: text,
            gutter_background: text,
            gutter_text: text,
            gutter_current: text,
            current_line: text,
            found: text,
            found_current: text,
            matching_tag: text,
            comment: Color32::GREEN,
            conditional: text,
            punctuation: Color32::GRAY,
            tag: Color32::BROWN,
            attribute: text,
            value: text,
            entity: text,
            css_selector: text,
            css_property: text,
            css_value: text,
            placeholder,
            placeholder_replaced: placeholder,
            placeholder_kept: kept,
            placeholder_empty: placeholder,
            placeholder_prototype: placeholder,
            error: text,
            warning: text,
            info: text,
        },
    }
}

/// Runs `check` where text can be laid out.
fn with_ui(mut check: impl FnMut(&mut Ui)) {
    let font = include_bytes!("../../../../../assets/fonts/JetBrainsMonoNL-Regular.ttf");
    let mut fonts = FontDefinitions::empty();
    fonts
        .font_data
        .insert("Mono".into(), Arc::new(FontData::from_static(font)));
    for family in [FontFamily::Monospace, FontFamily::Proportional] {
        fonts.families.insert(family, vec!["Mono".into()]);
    }
    let ctx = Context::default();
    ctx.set_fonts(fonts);
    for _ in 0..2 {
        let mut output = ctx.run_ui(RawInput::default(), &mut check);
        // Nothing is painted here.
        output.textures_delta.clear();
    }
}

fn lay_out(ui: &Ui, layouter: &mut Layouter, looks: Looks, text: &str) -> Arc<Layout> {
    layouter.begin_frame(ui, looks);
    layouter.layout(ui, text, 200.0)
}

/// The colour of the letter at `byte`, in a text of one row.
fn color_at(layout: &Layout, byte: usize) -> Color32 {
    let row = &layout.galley.rows[0].row;
    row.visuals.mesh.vertices[row.glyphs[byte].first_vertex as usize].color
}

#[test]
fn letters_have_the_colour_of_their_token() {
    with_ui(|ui| {
        let mut layouter = Layouter::default();
        let text = "<b>x{{y}}";
        let layout = lay_out(ui, &mut layouter, looks(false, Vec::new()), text);
        let colors = [0, 1, 3, 4].map(|byte| color_at(&layout, byte));
        assert_eq!(
            colors,
            [Color32::GRAY, Color32::BROWN, Color32::BLACK, Color32::BLUE]
        );

        let kept = vec![(4, MarkKind::PlaceholderKept)];
        let layout = lay_out(ui, &mut layouter, looks(false, kept), text);
        assert_eq!(color_at(&layout, 4), Color32::RED);
    });
}

#[test]
fn a_line_that_only_changes_its_colours_is_not_shaped_again() {
    with_ui(|ui| {
        let mut layouter = Layouter::default();
        let line = "<p>one</p>\n".repeat(50);
        lay_out(ui, &mut layouter, looks(false, Vec::new()), &line);
        assert_eq!(layouter.shapes.len(), 2);
        let layout = lay_out(
            ui,
            &mut layouter,
            looks(false, Vec::new()),
            &format!("<!--\n{line}"),
        );
        assert_eq!(layouter.shapes.len(), 3);
        assert_eq!(layouter.pieces.len(), 3);
        let last = &layout.galley.rows[50].row;
        assert_eq!(last.visuals.mesh.vertices[0].color, Color32::GREEN);
    });
}

#[test]
fn digits_and_placeholders_stand_apart_in_text_from_right_to_left() {
    let words = "שלום 123 {{code}}";
    let section = |end: usize, style: Style| (end as u64) << 8 | style as u64;
    let sections = [
        section("שלום 123 ".len(), Style::Text),
        section(words.len(), Style::Placeholder),
    ];
    let theme = looks(false, Vec::new()).theme;
    let ends = |words: &str, sections: &[u64]| -> Vec<usize> {
        let job = job(words, sections, &theme, f32::INFINITY);
        job.sections
            .iter()
            .map(|section| section.byte_range.end.0)
            .collect()
    };
    assert_eq!(ends(words, &sections), [9, 12, 13, 21]);
    assert_eq!(ends("abc 123", &[section(7, Style::Text)]), [7]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn it_agrees_with_what_egui_lays_out_in_one_go(
        texts in prop::collection::vec("([a-z<>{}/= éж-]{0,60}\n?){0,8}", 1..4),
        widths in prop::collection::vec(60_u16..400, 3),
        wrap in any::<bool>(),
    ) {
        with_ui(|ui| {
            let mut layouter = Layouter::default();
            for (text, width) in texts.iter().zip(&widths) {
                let looks = looks(wrap, Vec::new());
                let given = f32::from(*width);
                let width = if wrap { given } else { f32::INFINITY };
                let mut plain = job(text, &[], &looks.theme, width);
                plain.break_on_newline = true;
                let expected = ui.fonts_mut(|fonts| fonts.layout_job(plain));
                layouter.begin_frame(ui, looks);
                let layout = layouter.layout(ui, text, given);
                let rows = |galley: &Galley| -> Vec<_> {
                    let rows = galley.rows.iter();
                    rows.map(|row| (row.text(), row.pos, row.ends_with_newline)).collect()
                };
                assert_eq!(rows(&layout.galley), rows(&expected));
                for (start, row) in layout.rows.iter().zip(&layout.galley.rows) {
                    assert!(text[start.byte..].starts_with(&row.text()));
                }
            }
        });
    }

    #[test]
    fn the_pieces_of_a_long_line_cover_it(
        words in prop::collection::vec("(<td>|éж|[{][{]code[}][}]|[a-z]{20}| ){1,8}", 800),
    ) {
        let line = words.concat();
        let mut start = 0;
        while start < line.len() {
            let end = cut(&line, start, line.len(), CUT_WRAPPED);
            assert!(end > start && end - start <= CUT_WRAPPED);
            assert!(line.is_char_boundary(end));
            start = end;
        }
    }
}
