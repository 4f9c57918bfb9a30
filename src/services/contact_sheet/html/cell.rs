//! One mail in the HTML file.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::super::SheetCell;
use super::super::picture::cut_note;
use super::escape::escaped;

/// A picture as it stands in the file.
pub enum Embedded {
    /// A PNG with its size in pixels.
    Picture {
        png: Vec<u8>,
        width: u32,
        height: u32,
        /// The height before it was cut, in pixels.
        cut_from: Option<u32>,
    },
    /// Why there is none.
    Reason(String),
}

/// The number of a mail and of those that come before and after it.
pub struct CellPlace {
    pub index: usize,
    pub previous: Option<usize>,
    pub next: Option<usize>,
}

/// A mail: its picture, which opens large, and what is to be known of it.
pub fn cell_html(cell: &SheetCell, picture: &Embedded, place: &CellPlace) -> String {
    let index = place.index;
    let (stage, note) = match picture {
        Embedded::Picture {
            png,
            width,
            height,
            cut_from,
        } => (
            stage(cell, place, &image(cell, png, (*width, *height))),
            cut_from.map(cut_note),
        ),
        Embedded::Reason(reason) => (
            stage(
                cell,
                place,
                &format!(
                    "<span class=\"failed\"><strong>No picture</strong> {}</span>",
                    escaped(reason)
                ),
            ),
            None,
        ),
    };
    let note = note.map_or_else(String::new, |note| {
        format!("<p class=\"note\">{}</p>\n", escaped(&note))
    });
    let lang = escaped(&cell.language);
    let direction = if cell.direction_is_rtl { "rtl" } else { "ltr" };
    let subject = if cell.subject.trim().is_empty() {
        "<p class=\"subject none\">No subject</p>".to_owned()
    } else {
        format!(
            "<p class=\"subject\" lang=\"{lang}\" dir=\"{direction}\">{}</p>",
            escaped(&cell.subject)
        )
    };
    format!(
        "<figure class=\"cell\" id=\"c{index}\">\n<span class=\"back\" id=\"b{index}\"></span>\n\
         {stage}<figcaption>\n<p class=\"where\">{} · {} <span class=\"tag\">{lang}</span></p>\n\
         {subject}\n<p class=\"what\">{}</p>\n<p class=\"state\">{}</p>\n{note}</figcaption>\n\
         </figure>\n",
        escaped(&cell.usage_type),
        escaped(&cell.language_name),
        escaped(&cell.variant),
        escaped(&cell.state),
    )
}

fn image(cell: &SheetCell, png: &[u8], (width, height): (u32, u32)) -> String {
    format!(
        "<img src=\"data:image/png;base64,{}\" width=\"{width}\" height=\"{height}\" \
         alt=\"{} in {}, {}\" decoding=\"async\">",
        STANDARD.encode(png),
        escaped(&cell.usage_type),
        escaped(&cell.language_name),
        escaped(&cell.variant),
    )
}

/// The frame around the picture: a link that opens it, and once open, links that go on or close it.
fn stage(cell: &SheetCell, place: &CellPlace, content: &str) -> String {
    let index = place.index;
    let link = |target: Option<usize>, label: &str| {
        target.map_or_else(String::new, |target| {
            format!("<a href=\"#c{target}\">{label}</a>\n")
        })
    };
    let direction = if cell.direction_is_rtl { "rtl" } else { "ltr" };
    format!(
        "<div class=\"stage\">\n<div class=\"controls\">\n\
         <p><b>{}</b> {} · {} · {}<br><span lang=\"{}\" dir=\"{direction}\">{}</span></p>\n\
         {}{}<a href=\"#b{index}\">Close</a>\n</div>\n\
         <a class=\"open\" href=\"#c{index}\">{content}</a>\n</div>\n",
        escaped(&cell.usage_type),
        escaped(&cell.language_name),
        escaped(&cell.variant),
        escaped(&cell.state),
        escaped(&cell.language),
        escaped(&cell.subject),
        link(place.previous, "Previous"),
        link(place.next, "Next"),
    )
}
