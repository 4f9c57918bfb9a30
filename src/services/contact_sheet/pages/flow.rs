//! Where the next thing goes, and when a new page begins.

use super::PageSize;
use super::faces::{Block, Faces, Style};
use super::item::{Bookmark, Ink, Item, Rect};

/// Left and right margin, in points.
pub const SIDE: f32 = 36.0;
/// Upper margin, in points.
pub const TOP: f32 = 40.0;
/// Lower margin, in points; the footer stands in it.
pub const BOTTOM: f32 = 48.0;

/// A pen that moves down a page and on to the next.
pub struct Flow<'a> {
    pub faces: &'a mut Faces,
    pub pages: Vec<Vec<Item>>,
    pub bookmarks: Vec<Bookmark>,
    /// How far down the pen is, in points.
    pub y: f32,
    /// What the head of this page takes, in points; only the first has one.
    pub head: f32,
    size: PageSize,
}

impl<'a> Flow<'a> {
    /// A pen on a first, empty page.
    pub fn new(size: PageSize, faces: &'a mut Faces) -> Self {
        Self {
            faces,
            pages: vec![Vec::new()],
            bookmarks: Vec::new(),
            y: TOP,
            head: 0.0,
            size,
        }
    }

    /// The width between the margins, in points.
    pub const fn width(&self) -> f32 {
        self.size.points().0 - 2.0 * SIDE
    }

    /// The height between the margins, in points.
    pub const fn height(&self) -> f32 {
        self.size.points().1 - TOP - BOTTOM
    }

    /// Whether so much still fits on this page.
    pub fn fits(&self, height: f32) -> bool {
        self.y + height <= TOP + self.height() + 0.5
    }

    /// Whether nothing stands on this page.
    pub fn is_at_top(&self) -> bool {
        self.y <= TOP
    }

    /// Begins a page.
    pub fn turn(&mut self) {
        self.pages.push(Vec::new());
        self.y = TOP;
        self.head = 0.0;
    }

    /// Puts something on this page.
    pub fn push(&mut self, item: Item) {
        if let Some(page) = self.pages.last_mut() {
            page.push(item);
        }
    }

    /// Puts a text that is laid out already.
    pub fn push_block(&mut self, block: Block, x: f32, y: f32) {
        for run in block.at(x, y) {
            self.push(Item::Text(run));
        }
    }

    /// Sets a text at the pen and moves the pen below it.
    pub fn write(&mut self, text: &str, style: &Style<'_>) {
        let block = self.faces.set(text, style);
        let height = block.height;
        self.push_block(block, SIDE, self.y);
        self.y += height;
    }

    /// A thin line over the whole width.
    pub fn rule(&mut self) {
        let rect = Rect {
            x: SIDE,
            y: self.y,
            width: self.width(),
            height: 0.6,
        };
        self.push(Item::Fill(rect, Ink::LINE));
    }

    /// Remembers this place.
    pub fn bookmark(&mut self, title: &str) {
        self.bookmarks.push(Bookmark {
            title: title.to_owned(),
            page: self.pages.len() - 1,
            y: self.y,
        });
    }

    /// The footer of all pages: the title, and which page of how many.
    pub fn foot(&mut self, title: &str) {
        let (width, height) = self.size.points();
        let count = self.pages.len();
        let y = height - BOTTOM + 18.0;
        let style = Style::line(7.5, Ink::MUTED, self.width() * 0.75);
        let title = self.faces.set(title, &style);
        for (number, page) in self.pages.iter_mut().enumerate() {
            let text = format!("Page {} of {count}", number + 1);
            let block = self.faces.set(&text, &style);
            let x = width - SIDE - block.width;
            page.extend(title.clone().at(SIDE, y).map(Item::Text));
            page.extend(block.at(x, y).map(Item::Text));
        }
    }
}
