use super::item::Bookmark;
use super::*;
use crate::services::contact_sheet::testing::{cell, decode, picture, sheet, white};
use crate::services::contact_sheet::{CellPicture, SheetCell};

fn laid_out(cells: Vec<SheetCell>) -> Pages {
    lay_out(&sheet(cells), PageSize::A4, &mut Faces::bundled())
}

/// All text of a page, in the order in which it was put.
fn text(items: &[Item]) -> String {
    let mut text = String::new();
    for item in items {
        if let Item::Text(run) = item {
            text.extend(run.glyphs.iter().map(|glyph| glyph.text.as_str()));
            text.push('\n');
        }
    }
    text
}

fn pictures(items: &[Item]) -> Vec<(usize, Rect)> {
    items
        .iter()
        .filter_map(|item| match item {
            Item::Picture { index, rect } => Some((*index, *rect)),
            _ => None,
        })
        .collect()
}

#[test]
fn every_mail_stands_on_a_page_with_its_caption() {
    let pages = laid_out(vec![
        cell("SignIn", "de"),
        cell("SignIn", "fr"),
        cell("Register", "de"),
    ]);
    let text: String = pages.pages.iter().map(|page| text(page)).collect();
    for line in [
        "Acme mails\n",
        "4 May 2026, 10:00 · 3 mails · 2 usage types · 2 languages\n",
        "Language de (de)\n",
        "Light · 640 px · own template\n",
        "Your code (fr)\n",
        "SignIn\n",
        "Register\n",
        "The whole sheet\n",
        "Page 1 of 1\n",
    ] {
        assert!(text.contains(line), "{line} is not in\n{text}");
    }
    let places = pages.pages.iter().flat_map(|page| pictures(page));
    assert_eq!(places.count(), 3);
}

#[test]
fn nothing_reaches_over_the_edge_and_no_two_pictures_meet() {
    let mut cells = Vec::new();
    for (number, language) in ["de", "fr", "ar", "ja"].iter().cycle().take(40).enumerate() {
        let mut cell = cell(["SignIn", "Register", "Generic"][number % 3], language);
        cell.picture = CellPicture::Drawn(white(320, 200 + 23 * number as u32));
        cells.push(cell);
    }
    let pages = laid_out(cells);
    let (width, height) = PageSize::A4.points();
    let mut seen = Vec::new();
    for page in &pages.pages {
        let on_page = pictures(page);
        for (number, (index, rect)) in on_page.iter().enumerate() {
            assert!(
                rect.x >= 35.0 && rect.x + rect.width <= width - 35.0,
                "{rect:?}"
            );
            assert!(
                rect.y >= 40.0 && rect.y + rect.height <= height - 40.0,
                "{rect:?}"
            );
            seen.push(*index);
            for (_, other) in on_page.iter().skip(number + 1) {
                let apart = rect.x + rect.width <= other.x
                    || other.x + other.width <= rect.x
                    || rect.y + rect.height <= other.y
                    || other.y + other.height <= rect.y;
                assert!(apart, "{rect:?} meets {other:?}");
            }
        }
    }
    seen.sort_unstable();
    assert_eq!(seen, (0..40).collect::<Vec<_>>());
}

#[test]
fn two_rows_of_tall_mails_fill_a_page() {
    let mut tall = cell("SignIn", "de");
    tall.picture = CellPicture::Drawn(white(300, 900));
    let pages = laid_out(vec![tall; 18]);
    let counts: Vec<usize> = pages
        .pages
        .iter()
        .map(|page| pictures(page).len())
        .collect();
    assert_eq!(counts, [6, 6, 6, 0]);
    assert!(text(&pages.pages[1]).contains("continued"));
}

#[test]
fn usage_types_and_the_place_to_sign_have_bookmarks() {
    let pages = laid_out(vec![cell("SignIn", "de"), cell("Register", "de")]);
    let titles: Vec<_> = pages
        .bookmarks
        .iter()
        .map(|mark: &Bookmark| mark.title.as_str())
        .collect();
    assert_eq!(titles, ["SignIn", "Register", "Sign-off"]);
}

#[test]
fn a_subject_without_a_font_is_left_out_and_says_so() {
    let mut japanese = cell("SignIn", "ja");
    japanese.subject = "確認コード".to_owned();
    let text = text(&laid_out(vec![japanese]).pages[0]);
    assert!(text.contains("Subject left out: no font"), "{text}");
}

#[test]
fn an_empty_sheet_is_one_page_that_says_so() {
    let pages = laid_out(Vec::new());
    assert_eq!(pages.pages.len(), 1);
    assert!(text(&pages.pages[0]).contains("There are no mails on this sheet."));
}

#[test]
fn a_mail_without_picture_says_why_and_a_cut_one_that_it_goes_on() {
    let mut failed = cell("SignIn", "de");
    failed.picture = CellPicture::Failed("The web engine is missing.".to_owned());
    let mut long = cell("SignIn", "fr");
    long.picture = CellPicture::Drawn(picture(40, 900));
    let text = text(&laid_out(vec![failed, long]).pages[0]);
    assert!(text.contains("The web engine is \nmissing."), "{text}");
    assert!(
        text.contains("Cut off here; the whole mail is 900 px high"),
        "{text}"
    );
    assert!(text.contains("1 without a picture"), "{text}");
}

#[test]
fn a_page_is_drawn_at_150_dots_per_inch_with_its_pictures_and_letters() {
    let mut red = cell("SignIn", "de");
    let rgba = [200, 10, 20, 255].repeat(100 * 100);
    red.picture = CellPicture::Drawn(super::super::Picture {
        width: 100,
        height: 100,
        rgba,
    });
    let sheet = sheet(vec![red]);
    let pages = lay_out(&sheet, PageSize::A4, &mut Faces::bundled());
    let (_, rect) = pictures(&pages.pages[0])[0];
    let page = raster::page(&sheet, PageSize::A4, &pages.pages[0]).unwrap();
    assert_eq!((page.width, page.height), (1240, 1754));
    let (_, _, rgba) = decode(&page.png);
    let pixel = |x: f32, y: f32| {
        let at = ((y * 150.0 / 72.0) as usize * 1240 + (x * 150.0 / 72.0) as usize) * 4;
        [rgba[at], rgba[at + 1], rgba[at + 2]]
    };
    assert_eq!(pixel(rect.x + 30.0, rect.y + 30.0), [200, 10, 20]);
    assert_eq!(
        pixel(rect.x + rect.width + 8.0, rect.y + 30.0),
        [255, 255, 255]
    );
    // The title: dark letters in the first lines.
    let dark = rgba[..1240 * 4 * 150]
        .chunks_exact(4)
        .filter(|pixel| pixel[0] < 60)
        .count();
    assert!(dark > 500, "{dark} dark pixels");
}

#[test]
fn letter_paper_has_its_own_size() {
    let pages = png_pages(&sheet(vec![cell("SignIn", "de")]), PageSize::Letter).unwrap();
    assert_eq!((pages[0].width, pages[0].height), (1275, 1650));
}
