use std::io::Read as _;

use super::*;
use crate::services::contact_sheet::testing::{cell, picture, sheet, white};
use crate::services::contact_sheet::{CellPicture, SheetCell};

fn made(cells: Vec<SheetCell>) -> Vec<u8> {
    let sheet = sheet(cells);
    let pages = lay_out(&sheet, PageSize::A4, &mut Faces::bundled());
    write(&sheet, PageSize::A4, &pages).unwrap()
}

fn count(file: &[u8], word: &str) -> usize {
    file.windows(word.len())
        .filter(|part| *part == word.as_bytes())
        .count()
}

/// The content of each stream that is packed by Flate.
fn streams(file: &[u8]) -> Vec<Vec<u8>> {
    let mut found = Vec::new();
    let mut at = 0;
    let find = |from: usize, word: &[u8]| {
        file[from..]
            .windows(word.len())
            .position(|part| part == word)
            .map(|place| from + place)
    };
    while let Some(start) = find(at, b"\nstream\n") {
        let data = start + b"\nstream\n".len();
        let end = find(data, b"\nendstream").expect("the end of the stream");
        let mut plain = Vec::new();
        if flate2::read::ZlibDecoder::new(&file[data..end])
            .read_to_end(&mut plain)
            .is_ok()
        {
            found.push(plain);
        }
        at = end;
    }
    found
}

#[test]
fn the_file_begins_and_ends_as_a_pdf_and_has_its_pages() {
    let mut tall = cell("SignIn", "de");
    tall.picture = CellPicture::Drawn(white(120, 360));
    let file = made(vec![tall; 18]);
    assert!(file.starts_with(b"%PDF-1.7"));
    assert!(file.ends_with(b"%%EOF"));
    // Three pages with mails, one to sign.
    assert_eq!(count(&file, "/Type /Page\n"), 4);
    assert_eq!(count(&file, "/Count 4"), 1);
    assert_eq!(count(&file, "/Subtype /Image"), 18);
}

#[test]
fn title_and_bookmarks_are_told() {
    let file = made(vec![cell("SignIn", "de"), cell("Register", "de")]);
    for word in ["(Acme mails)", "(SignIn)", "(Register)", "(Sign-off)"] {
        assert_eq!(count(&file, word), 1, "{word}");
    }
    assert_eq!(count(&file, "/DisplayDocTitle true"), 1);
}

#[test]
fn references_in_the_table_point_at_their_objects() {
    let file = made(vec![cell("SignIn", "de")]);
    let text = String::from_utf8_lossy(&file).into_owned();
    let start: usize = text
        .rsplit("startxref\n")
        .next()
        .and_then(|rest| rest.lines().next())
        .and_then(|number| number.parse().ok())
        .expect("where the table starts");
    let table = String::from_utf8_lossy(&file[start..]).into_owned();
    let mut lines = table.lines().skip(2);
    lines.next();
    for (number, line) in lines.take_while(|line| line.ends_with(" n ")).enumerate() {
        let offset: usize = line[..10].parse().unwrap();
        let head = format!("{} 0 obj", number + 1);
        assert!(file[offset..].starts_with(head.as_bytes()), "{head}");
    }
}

#[test]
fn a_picture_keeps_its_pixels() {
    let file = made(vec![cell("SignIn", "de")]);
    let original = picture(32, 60);
    // Rows of a PNG with their filter byte; undone by the decoder of a PNG made of them.
    let rows = streams(&file)
        .into_iter()
        .find(|stream| stream.len() == 60 * (1 + 32 * 3))
        .expect("the rows of the picture");
    let rgb = unfiltered(&rows, 32 * 3);
    let wanted: Vec<u8> = original
        .rgba
        .chunks_exact(4)
        .flat_map(|pixel| pixel[..3].to_vec())
        .collect();
    assert_eq!(rgb, wanted);
}

/// Undoes the filters of a PNG's rows (PNG specification, section 9).
fn unfiltered(rows: &[u8], length: usize) -> Vec<u8> {
    let mut plain: Vec<u8> = Vec::new();
    let mut above = vec![0_u8; length];
    for row in rows.chunks_exact(length + 1) {
        let mut line = vec![0_u8; length];
        for at in 0..length {
            let left = if at >= 3 { line[at - 3] } else { 0 };
            let corner = if at >= 3 { above[at - 3] } else { 0 };
            let guess = match row[0] {
                0 => 0,
                1 => left,
                2 => above[at],
                3 => left.midpoint(above[at]),
                _ => paeth(left, above[at], corner),
            };
            line[at] = row[at + 1].wrapping_add(guess);
        }
        plain.extend(&line);
        above = line;
    }
    plain
}

fn paeth(left: u8, above: u8, corner: u8) -> u8 {
    let [a, b, c] = [left, above, corner].map(i16::from);
    let guess = a + b - c;
    let (to_a, to_b, to_c) = ((guess - a).abs(), (guess - b).abs(), (guess - c).abs());
    if to_a <= to_b && to_a <= to_c {
        left
    } else if to_b <= to_c {
        above
    } else {
        corner
    }
}

#[test]
fn letters_can_be_found_and_copied() {
    let file = made(vec![cell("SignIn", "de")]);
    // The table of texts maps a glyph to the letter G of "Page", and pages show text by it.
    assert!(count(&file, "beginbfchar") >= 2);
    let pages = streams(&file);
    assert!(pages.iter().any(|stream| count(stream, " TJ") > 5));
}

#[test]
fn fonts_are_cut_down_to_the_letters_in_use() {
    let file = made(vec![cell("SignIn", "de")]);
    assert_eq!(count(&file, "/Subtype /CIDFontType0C"), 2);
    assert!(file.len() < 60_000, "{} bytes", file.len());
}

#[test]
fn an_empty_sheet_is_a_whole_file() {
    let file = made(Vec::new());
    assert_eq!(count(&file, "/Type /Page\n"), 1);
    assert_eq!(count(&file, "/Outlines"), 0);
}

#[test]
fn two_thousand_mails_are_no_trouble() {
    let cells = (0..2000)
        .map(|number| {
            let mut cell = cell("SignIn", "de");
            cell.picture = CellPicture::Drawn(white(4, 4 + number % 5));
            cell
        })
        .collect();
    let file = made(cells);
    assert_eq!(count(&file, "/Subtype /Image"), 2000);
}

#[test]
fn text_of_a_font_that_cannot_be_embedded_becomes_a_picture_with_its_text() {
    let sheet = sheet(vec![cell("SignIn", "de")]);
    let mut pages = lay_out(&sheet, PageSize::A4, &mut Faces::bundled());
    let mut varied = 0;
    for item in pages.pages.iter_mut().flatten() {
        if let Item::Text(run) = item {
            let text: String = run.glyphs.iter().map(|glyph| glyph.text.as_str()).collect();
            if text == "Your code (de)" {
                // As if a variable font stood off its default.
                run.coords = vec![1];
                varied += 1;
            }
        }
    }
    assert_eq!(varied, 1);
    let file = write(&sheet, PageSize::A4, &pages).unwrap();
    assert_eq!(count(&file, "/Subtype /Image"), 2);
    assert!(
        streams(&file).iter().any(
            |stream| count(stream, "/ActualText (Your code \\(de\\))") == 1
                || count(stream, "/ActualText (Your code (de))") == 1
        )
    );
}
