//! Where people sign on paper: a line for each usage type and one for the whole.

use super::super::groups::Groups;
use super::faces::Style;
use super::flow::{Flow, SIDE};
use super::item::{Ink, Item, Rect};

/// Room to write by hand, in points.
const LINE: f32 = 34.0;
/// The heading and the names of the columns, in points.
const HEAD: f32 = 52.0;
/// Where the columns begin, as parts of the width.
const COLUMNS: [(f32, &str); 5] = [
    (0.0, "Usage type"),
    (0.27, "Approved"),
    (0.39, "Name"),
    (0.58, "Date"),
    (0.71, "Comment"),
];

/// Puts the table, on a new page if its start does not fit.
pub fn table(flow: &mut Flow<'_>, groups: &Groups<'_>) {
    if !flow.fits(HEAD + 2.0 * LINE) {
        flow.turn();
    }
    flow.bookmark("Sign-off");
    head(flow);
    let names = groups.types.iter().map(|group| group.name);
    for name in names.chain(["The whole sheet"]) {
        if !flow.fits(LINE) {
            flow.turn();
            head(flow);
        }
        line(flow, name);
    }
}

fn head(flow: &mut Flow<'_>) {
    let width = flow.width();
    flow.write("Sign-off", &Style::line(13.0, Ink::TEXT, width).semibold());
    flow.y += 14.0;
    let y = flow.y;
    for (start, name) in COLUMNS {
        let block = flow.faces.set(name, &Style::line(7.5, Ink::MUTED, 120.0));
        flow.push_block(block, SIDE + start * width, y);
    }
    flow.y += 14.0;
    flow.rule();
}

fn line(flow: &mut Flow<'_>, name: &str) {
    let width = flow.width();
    let style = Style::line(8.5, Ink::TEXT, width * 0.25);
    let block = flow.faces.set(name, &style);
    let y = flow.y + (LINE - block.height) / 2.0;
    flow.push_block(block, SIDE, y);
    tick_box(flow, SIDE + 0.27 * width, flow.y + LINE / 2.0 - 5.0);
    flow.y += LINE;
    flow.rule();
}

/// An empty square to tick.
fn tick_box(flow: &mut Flow<'_>, x: f32, y: f32) {
    const SIDE_LENGTH: f32 = 10.0;
    const THICK: f32 = 0.8;
    let sides = [
        (x, y, SIDE_LENGTH, THICK),
        (x, y + SIDE_LENGTH - THICK, SIDE_LENGTH, THICK),
        (x, y, THICK, SIDE_LENGTH),
        (x + SIDE_LENGTH - THICK, y, THICK, SIDE_LENGTH),
    ];
    for (x, y, width, height) in sides {
        let rect = Rect {
            x,
            y,
            width,
            height,
        };
        flow.push(Item::Fill(rect, Ink::MUTED));
    }
}
