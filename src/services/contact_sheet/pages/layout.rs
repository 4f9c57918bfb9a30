//! The pages of a sheet: a head, the mails by usage type in a grid, places to sign.

use super::super::clean::{clean, counted};
use super::super::groups::{Entry, Groups, TypeGroup, missing};
use super::super::picture::{Shown, cut_note};
use super::super::{Sheet, SheetCell};
use super::PageSize;
use super::faces::{Block, Faces, Style};
use super::flow::{Flow, SIDE, TOP};
use super::item::{Ink, Item, Pages, Rect};
use super::sign_off;

/// Mails beside each other.
const COLUMNS: usize = 3;
/// Between columns, in points.
const GAP: f32 = 16.0;
/// Below a row, in points.
const ROW_GAP: f32 = 18.0;
/// Between caption and picture, in points.
const CAPTION_GAP: f32 = 6.0;
/// The heading of a usage type with its line, in points.
const HEADING: f32 = 34.0;
/// The highest caption, in points: two rows with it fit on a page.
const CAPTION: f32 = 58.0;
/// A pixel of a mail at its natural size, in points (CSS: 96 pixels to the inch).
const PIXEL: f32 = 0.75;
/// The box that tells why there is no picture, in points.
const REASON: f32 = 96.0;

/// Lays a sheet out on pages of a size.
pub fn lay_out(sheet: &Sheet, size: PageSize, faces: &mut Faces) -> Pages {
    let groups = Groups::of(sheet);
    let mut flow = Flow::new(size, faces);
    head(&mut flow, sheet, &groups);
    for group in &groups.types {
        section(&mut flow, group);
    }
    if groups.types.is_empty() {
        let style = Style::line(11.0, Ink::MUTED, flow.width());
        flow.write("There are no mails on this sheet.", &style);
    } else {
        sign_off::table(&mut flow, &groups);
    }
    flow.foot(&format!("{} · {}", sheet.title, sheet.made_at));
    Pages {
        pages: flow.pages,
        bookmarks: flow.bookmarks,
    }
}

fn head(flow: &mut Flow<'_>, sheet: &Sheet, groups: &Groups<'_>) {
    let width = flow.width();
    flow.write(
        &sheet.title,
        &Style::line(22.0, Ink::TEXT, width).semibold().lines(2),
    );
    flow.y += 4.0;
    let mut counts = format!(
        "{} · {} · {} · {}",
        sheet.made_at,
        counted(sheet.cells.len(), "mail"),
        counted(groups.types.len(), "usage type"),
        counted(groups.languages.len(), "language"),
    );
    let missing = missing(sheet);
    if missing > 0 {
        counts = format!("{counts} · {missing} without a picture");
    }
    flow.write(&counts, &Style::line(9.5, Ink::MUTED, width).lines(2));
    flow.y += 6.0;
    let languages: Vec<_> = groups
        .languages
        .iter()
        .map(|language| format!("{}\u{A0}({})", language.name, language.tag))
        .collect();
    if !languages.is_empty() {
        let style = Style::line(8.5, Ink::MUTED, width).lines(3);
        flow.write(&languages.join(", "), &style);
    }
    flow.y += 22.0;
    flow.head = flow.y - TOP;
}

fn section(flow: &mut Flow<'_>, group: &TypeGroup<'_>) {
    let entries: Vec<_> = group.entries().collect();
    let mut is_first = true;
    for row in entries.chunks(COLUMNS) {
        let heading = if is_first { HEADING } else { 0.0 };
        let mut placed = Row::of(flow, row);
        let turned = !flow.is_at_top() && !flow.fits(heading + placed.height());
        if turned {
            flow.turn();
            placed = Row::of(flow, row);
        }
        if is_first {
            flow.bookmark(&clean(group.name));
            let count = counted(entries.len(), "mail");
            head_of_section(flow, group.name, &count);
        } else if turned {
            head_of_section(flow, group.name, "continued");
        }
        is_first = false;
        placed.draw(flow);
    }
}

fn head_of_section(flow: &mut Flow<'_>, name: &str, beside: &str) {
    let width = flow.width();
    let name = flow
        .faces
        .set(name, &Style::line(13.0, Ink::TEXT, width - 80.0).semibold());
    let beside = flow.faces.set(beside, &Style::line(8.5, Ink::MUTED, 70.0));
    let (end, y) = (SIDE + name.width + 8.0, flow.y);
    flow.push_block(name, SIDE, y);
    flow.push_block(beside, end, y + 4.6);
    flow.y += 21.0;
    flow.rule();
    flow.y = y + HEADING;
}

/// Mails that stand beside each other.
struct Row<'a> {
    cells: Vec<Placed<'a>>,
    column: f32,
    caption: f32,
    picture: f32,
}

struct Placed<'a> {
    entry: Entry<'a>,
    caption: Vec<Block>,
    content: Content,
}

enum Content {
    Picture { width: f32, height: f32 },
    Reason(Block),
}

impl<'a> Row<'a> {
    fn of(flow: &mut Flow<'_>, entries: &[Entry<'a>]) -> Self {
        let column = (flow.width() - GAP * (COLUMNS - 1) as f32) / COLUMNS as f32;
        // Two rows below a heading fill a page, also the first, which has a head.
        let most_height =
            (flow.height() - flow.head - HEADING) / 2.0 - CAPTION - CAPTION_GAP - ROW_GAP / 2.0;
        let cells: Vec<_> = entries
            .iter()
            .map(|entry| Placed::of(flow.faces, *entry, column, most_height))
            .collect();
        let highest = |height: fn(&Placed<'a>) -> f32| cells.iter().map(height).fold(0.0, f32::max);
        Self {
            column,
            caption: highest(|cell| cell.caption.iter().map(|block| block.height).sum()),
            picture: highest(|cell| cell.content.height()),
            cells,
        }
    }

    fn height(&self) -> f32 {
        self.caption + CAPTION_GAP + self.picture
    }

    fn draw(self, flow: &mut Flow<'_>) {
        let top = flow.y;
        let below = self.height() + ROW_GAP;
        for (number, cell) in self.cells.into_iter().enumerate() {
            let x = SIDE + number as f32 * (self.column + GAP);
            let mut y = top;
            for block in cell.caption {
                let height = block.height;
                flow.push_block(block, x, y);
                y += height;
            }
            let y = top + self.caption + CAPTION_GAP;
            match cell.content {
                Content::Picture { width, height } => flow.push(Item::Picture {
                    index: cell.entry.index,
                    rect: Rect {
                        x,
                        y,
                        width,
                        height,
                    },
                }),
                Content::Reason(block) => {
                    let rect = Rect {
                        x,
                        y,
                        width: self.column,
                        height: REASON,
                    };
                    flow.push(Item::Fill(rect, Ink::FILL));
                    flow.push_block(block, x + 10.0, y + 10.0);
                }
            }
        }
        flow.y = top + below;
    }
}

impl Content {
    const fn height(&self) -> f32 {
        match self {
            Self::Picture { height, .. } => *height,
            Self::Reason(_) => REASON,
        }
    }
}

impl<'a> Placed<'a> {
    fn of(faces: &mut Faces, entry: Entry<'a>, column: f32, most_height: f32) -> Self {
        let cell = entry.cell;
        let shown = Shown::of(&cell.picture);
        let mut caption = caption(faces, cell, column);
        let content = match shown {
            Shown::Picture { pixels, cut_from } => {
                if let Some(height) = cut_from {
                    let style = Style::line(7.5, Ink::WARN, column);
                    caption.push(faces.set(&cut_note(height), &style));
                }
                let (width, height) = (pixels.width as f32, pixels.height as f32);
                let scale = (column / width).min(most_height / height).min(PIXEL);
                Content::Picture {
                    width: width * scale,
                    height: height * scale,
                }
            }
            Shown::Reason(reason) => {
                let style = Style::line(8.0, Ink::WARN, column - 20.0).lines(7);
                Content::Reason(faces.set(&format!("No picture. {reason}"), &style))
            }
        };
        Self {
            entry,
            caption,
            content,
        }
    }
}

/// Language, variant and state, subject.
fn caption(faces: &mut Faces, cell: &SheetCell, column: f32) -> Vec<Block> {
    let language = format!("{} ({})", cell.language_name, cell.language);
    let line = Style::line(7.5, Ink::MUTED, column);
    let look = format!("{} · {}", cell.variant, cell.state);
    let subject = subject(faces, cell, column);
    vec![
        faces.set(&language, &Style::line(8.5, Ink::TEXT, column).semibold()),
        faces.set(&look, &line),
        subject,
    ]
}

fn subject(faces: &mut Faces, cell: &SheetCell, column: f32) -> Block {
    let note = Style::line(7.5, Ink::MUTED, column);
    if cell.subject.trim().is_empty() {
        return faces.set("No subject", &note);
    }
    let style = Style {
        language: &cell.language,
        is_rtl: cell.direction_is_rtl,
        ..Style::line(8.5, Ink::TEXT, column).lines(2)
    };
    let block = faces.set(&cell.subject, &style);
    if block.is_complete {
        block
    } else {
        faces.set(
            "Subject left out: no font on this computer has its letters",
            &note.lines(2),
        )
    }
}
