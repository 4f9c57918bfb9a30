//! A sheet as one HTML file: pictures inside, no script, nothing fetched.
//!
//! A picture grows by `:target`, languages are filtered by `:has()`; a browser without either
//! still shows everything. The file forbids itself all network by a Content-Security-Policy.

mod cell;
mod escape;
mod overview;
mod sign_off;

use std::fmt::Write as _;
use std::io::Write;

use super::clean::counted;
use super::error::SheetError;
use super::groups::{Groups, TypeGroup, missing};
use super::picture::Shown;
use super::png_file;
use super::{Sheet, SheetCell};
use crate::services::parallel::in_parallel;
use cell::{CellPlace, Embedded, cell_html};
use escape::{broken_at_words, escaped};
use overview::{filter_css, overview_html};
use sign_off::{SignOff, sign_off_html};

const STYLE: &str = include_str!("style.css");

/// The sheet as a file. See [`write_html`].
///
/// # Errors
///
/// If a picture cannot be encoded.
pub fn html(sheet: &Sheet) -> Result<Vec<u8>, SheetError> {
    let mut file = Vec::new();
    write_html(sheet, &mut file)?;
    Ok(file)
}

/// Writes the sheet as one HTML file in UTF-8 that needs nothing else: a row for each usage type, a
/// column for each language, and places to sign.
///
/// # Errors
///
/// If a picture cannot be encoded or the writer fails.
pub fn write_html(sheet: &Sheet, out: &mut impl Write) -> Result<(), SheetError> {
    let groups = Groups::of(sheet);
    let pictures = embedded(&sheet.cells)?;
    out.write_all(head(sheet, &groups).as_bytes())?;
    let order: Vec<usize> = groups.in_order().map(|entry| entry.index).collect();
    let mut place = 0;
    for (number, group) in groups.types.iter().enumerate() {
        let end = place + group.entries().count();
        let section = Section {
            number,
            group,
            groups: &groups,
            pictures: &pictures,
            order: &order,
            first: place,
        };
        out.write_all(section.html().as_bytes())?;
        place = end;
    }
    out.write_all(foot(sheet).as_bytes())?;
    Ok(())
}

/// The pictures of all mails, ready for the file.
fn embedded(cells: &[SheetCell]) -> Result<Vec<Embedded>, SheetError> {
    in_parallel(cells, |cell| match Shown::of(&cell.picture) {
        Shown::Picture { pixels, cut_from } => Ok(Embedded::Picture {
            png: png_file::encode(&pixels)?,
            width: pixels.width,
            height: pixels.height,
            cut_from,
        }),
        Shown::Reason(reason) => Ok(Embedded::Reason(reason.into_owned())),
    })
    .into_iter()
    .collect()
}

fn head(sheet: &Sheet, groups: &Groups<'_>) -> String {
    let title = escaped(&sheet.title);
    let made_at = escaped(&sheet.made_at);
    let filter = filter_css(groups);
    let counts = counts(sheet, groups);
    let overview = overview_html(groups);
    let empty = if sheet.cells.is_empty() {
        "<p class=\"empty\">There are no mails on this sheet.</p>\n"
    } else {
        ""
    };
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; \
         img-src data:; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n\
         <title>{title}</title>\n<style>\n{STYLE}{filter}</style>\n</head>\n<body>\n\
         <a class=\"skip\" href=\"#mails\">Skip to the mails</a>\n\
         <header class=\"top\">\n<p class=\"eyebrow\">Contact sheet</p>\n\
         <h1 dir=\"auto\">{title}</h1>\n<p class=\"made\">{made_at}</p>\n{counts}</header>\n\
         {overview}<main id=\"mails\">\n{empty}"
    )
}

fn counts(sheet: &Sheet, groups: &Groups<'_>) -> String {
    let mut list = String::from("<ul class=\"counts\">\n");
    let missing = missing(sheet);
    let lines = [
        counted(sheet.cells.len(), "mail"),
        counted(groups.types.len(), "usage type"),
        counted(groups.languages.len(), "language"),
    ];
    for line in lines {
        writeln!(list, "<li>{line}</li>").ok();
    }
    if missing > 0 {
        writeln!(list, "<li class=\"warn\">{missing} without a picture</li>").ok();
    }
    list.push_str("</ul>\n");
    list
}

fn foot(sheet: &Sheet) -> String {
    let sign_off = sign_off_html(&SignOff {
        id: "whole",
        heading: "Sign-off of the whole sheet",
        hint: "What you type here is printed with the page; the file itself does not keep it.",
    });
    format!(
        "{sign_off}</main>\n<footer class=\"end\"><p>{} · {}</p></footer>\n</body>\n</html>\n",
        escaped(&sheet.title),
        escaped(&sheet.made_at)
    )
}

/// All mails of one usage type.
struct Section<'a> {
    number: usize,
    group: &'a TypeGroup<'a>,
    groups: &'a Groups<'a>,
    pictures: &'a [Embedded],
    /// The places in the sheet of all mails, as shown.
    order: &'a [usize],
    /// Where in that order this section begins.
    first: usize,
}

impl Section<'_> {
    fn html(&self) -> String {
        let number = self.number;
        let name = broken_at_words(self.group.name);
        let count = counted(self.group.entries().count(), "mail");
        let columns = self.columns();
        // The heading of a column and its mails share their lines with the columns beside it.
        let most = self.group.by_language.iter().map(Vec::len).max();
        let lines = most.unwrap_or(0).max(1) + 1;
        let heading = format!("Sign-off of {}", self.group.name);
        let sign_off = sign_off_html(&SignOff {
            id: &format!("type-{number}"),
            heading: &heading,
            hint: "",
        });
        format!(
            "<section class=\"type\" id=\"t{number}\" aria-labelledby=\"t{number}-name\">\n\
             <div class=\"bar\"><h2 id=\"t{number}-name\">{name}</h2><p>{count}</p></div>\n\
             <div class=\"row\" style=\"--lines:{lines}\">\n{columns}</div>\n{sign_off}</section>\n"
        )
    }

    fn columns(&self) -> String {
        let mut columns = String::new();
        let mut place = self.first;
        for (column, (language, entries)) in self
            .groups
            .languages
            .iter()
            .zip(&self.group.by_language)
            .enumerate()
        {
            write!(
                columns,
                "<section class=\"column l{column}\">\n<h3>{} <span class=\"tag\">{}</span></h3>\n",
                escaped(language.name),
                escaped(language.tag)
            )
            .ok();
            if entries.is_empty() {
                columns.push_str("<p class=\"absent\">Not on this sheet</p>\n");
            }
            for entry in entries {
                let Some(picture) = self.pictures.get(entry.index) else {
                    continue;
                };
                let before = place.checked_sub(1).and_then(|at| self.order.get(at));
                let neighbours = CellPlace {
                    index: entry.index,
                    previous: before.copied(),
                    next: self.order.get(place + 1).copied(),
                };
                columns.push_str(&cell_html(entry.cell, picture, &neighbours));
                place += 1;
            }
            columns.push_str("</section>\n");
        }
        columns
    }
}

#[cfg(test)]
mod tests;
