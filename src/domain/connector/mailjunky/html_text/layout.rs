//! Words, lines and blocks, joined as html-to-text joins them.

/// What html-to-text takes for white space.
const WHITE: [char; 6] = [' ', '\t', '\r', '\n', '\u{c}', '\u{200b}'];

/// Builds the text of a document block by block.
pub struct Layout {
    /// Outermost first; the last one is written to.
    blocks: Vec<Block>,
    transforms: Vec<Transform>,
}

/// What happens to each word on its way.
enum Transform {
    Upper,
    /// Keeps the words beside, for a link.
    Collect(String),
}

/// A block in the making: finished text, then a paragraph that is still being filled.
#[derive(Default)]
struct Block {
    text: String,
    line: Inline,
    /// Line breaks to come before anything else.
    pending_breaks: usize,
    leading_breaks: usize,
    is_pre: bool,
    /// Of a list: the longest prefix; of an item: its own, padded.
    prefix: String,
    prefix_len: usize,
}

#[derive(Default)]
struct Inline {
    text: String,
    has_lines: bool,
    has_words: bool,
    is_space_pending: bool,
}

impl Inline {
    const fn is_empty(&self) -> bool {
        !self.has_lines && !self.has_words
    }

    fn break_lines(&mut self, count: usize) {
        self.text.extend(std::iter::repeat_n('\n', count));
        self.has_lines = true;
        self.has_words = false;
    }

    /// A word of its own; the first of a line has no space before it.
    fn push(&mut self, word: &str) {
        if self.has_words {
            self.text.push(' ');
        }
        self.join(word);
    }

    /// More of the last word.
    fn join(&mut self, word: &str) {
        self.text.push_str(word);
        self.has_words = true;
    }

    /// The text, which leaves the line empty but does not forget a pending space.
    fn take(&mut self) -> String {
        let is_empty = self.is_empty();
        self.has_lines = false;
        self.has_words = false;
        let text = std::mem::take(&mut self.text);
        if is_empty { String::new() } else { text }
    }
}

impl Block {
    fn into_text(mut self) -> String {
        let line = self.line.take();
        self.text.push_str(&line);
        self.text
    }

    /// Adds a finished block, at least so many line breaks apart from what is around it.
    fn add(&mut self, block: &str, leading_breaks: usize, trailing_breaks: usize) {
        let breaks = self.pending_breaks.max(leading_breaks);
        let line = self.line.take();
        self.text.push_str(&line);
        if self.text.is_empty() {
            self.leading_breaks = breaks;
        } else {
            self.text.extend(std::iter::repeat_n('\n', breaks));
        }
        self.text.push_str(block);
        self.pending_breaks = trailing_breaks;
    }
}

impl Layout {
    pub fn new() -> Self {
        Self {
            blocks: vec![Block::default()],
            transforms: Vec::new(),
        }
    }

    /// The text of the outermost block.
    pub fn finish(mut self) -> String {
        self.blocks
            .drain(..)
            .next()
            .map(Block::into_text)
            .unwrap_or_default()
    }

    /// Running text; its words are transformed.
    pub fn text(&mut self, text: &str) {
        let Some(block) = self.blocks.last_mut() else {
            return;
        };
        let transforms = &mut self.transforms;
        block.inline(text, |word| {
            transforms
                .iter_mut()
                .rev()
                .fold(word.to_owned(), |word, transform| match transform {
                    Transform::Upper => word.to_uppercase(),
                    Transform::Collect(words) => {
                        words.push_str(&word);
                        word
                    }
                })
        });
    }

    /// Running text as it is, such as an address.
    pub fn verbatim(&mut self, text: &str) {
        if let Some(block) = self.blocks.last_mut() {
            block.inline(text, str::to_owned);
        }
    }

    pub fn line_break(&mut self) {
        if let Some(block) = self.blocks.last_mut() {
            if block.is_pre {
                block.text.push('\n');
            } else {
                block.line.break_lines(1);
            }
        }
    }

    pub fn start_upper(&mut self) {
        self.transforms.push(Transform::Upper);
    }

    pub fn start_collecting(&mut self) {
        self.transforms.push(Transform::Collect(String::new()));
    }

    /// Ends the innermost transformation; the words if they were collected.
    pub fn end_transform(&mut self) -> String {
        match self.transforms.pop() {
            Some(Transform::Collect(words)) => words,
            Some(Transform::Upper) | None => String::new(),
        }
    }

    pub fn open_block(&mut self, leading_breaks: usize) {
        let is_pre = self.blocks.last().is_some_and(|block| block.is_pre);
        self.blocks.push(Block {
            leading_breaks,
            is_pre,
            ..Block::default()
        });
    }

    /// A block whose white space is kept.
    pub fn open_pre(&mut self, leading_breaks: usize) {
        self.open_block(leading_breaks);
        if let Some(block) = self.blocks.last_mut() {
            block.is_pre = true;
        }
    }

    pub fn close_block(&mut self, trailing_breaks: usize) {
        self.close_with(trailing_breaks, |text| text);
    }

    /// The same with a mark before each line.
    pub fn close_quote(&mut self, trailing_breaks: usize) {
        self.close_with(trailing_breaks, |text| {
            let lines = text.trim_matches('\n').split('\n');
            let quoted: Vec<String> = lines.map(|line| format!("> {line}")).collect();
            quoted.join("\n")
        });
    }

    fn close_with(&mut self, trailing_breaks: usize, change: impl Fn(String) -> String) {
        let Some((block, outer)) = self.close() else {
            return;
        };
        let leading = block.leading_breaks;
        let trailing = block.pending_breaks.max(trailing_breaks);
        outer.add(&change(block.into_text()), leading, trailing);
    }

    /// A list whose items leave room for a prefix of that length.
    pub fn open_list(&mut self, leading_breaks: usize, prefix_len: usize) {
        self.open_block(leading_breaks);
        if let Some(list) = self.blocks.last_mut() {
            list.prefix_len = prefix_len;
        }
    }

    pub fn open_item(&mut self, prefix: String) {
        self.open_block(1);
        if let Some(item) = self.blocks.last_mut() {
            item.prefix = prefix;
        }
    }

    pub fn close_item(&mut self) {
        let Some((mut item, list)) = self.close() else {
            return;
        };
        let leading = item.leading_breaks;
        let trailing = item.pending_breaks.max(1);
        let mut text = std::mem::take(&mut item.prefix);
        let prefix_len = list.prefix_len.max(text.len());
        let padding = " ".repeat(prefix_len - text.len());
        text.push_str(&padding);
        let indent = format!("\n{}", " ".repeat(prefix_len));
        text.push_str(&item.into_text().replace('\n', &indent));
        list.add(&text, leading, trailing);
    }

    pub fn close_list(&mut self, trailing_breaks: usize) {
        if let Some((list, outer)) = self.close() {
            let leading = list.leading_breaks;
            let text = list.into_text();
            if !text.is_empty() {
                outer.add(&text, leading, trailing_breaks);
            }
        }
    }

    /// The innermost block, closed, and the one around it.
    fn close(&mut self) -> Option<(Block, &mut Block)> {
        if self.blocks.len() < 2 {
            return None;
        }
        let block = self.blocks.pop()?;
        Some((block, self.blocks.last_mut()?))
    }
}

impl Block {
    fn inline(&mut self, text: &str, mut transform: impl FnMut(&str) -> String) {
        if self.is_pre {
            self.text.push_str(text);
            return;
        }
        let mut words = text.split(WHITE).filter(|word| !word.is_empty()).peekable();
        if text.is_empty() || (self.pending_breaks > 0 && words.peek().is_none()) {
            return;
        }
        if self.pending_breaks > 0 {
            self.line.break_lines(self.pending_breaks);
            self.pending_breaks = 0;
        }
        let is_apart = self.line.is_space_pending || text.starts_with(WHITE);
        let has_words = words.peek().is_some();
        for (index, word) in words.enumerate() {
            if index > 0 || is_apart {
                self.line.push(&transform(word));
            } else {
                self.line.join(&transform(word));
            }
        }
        self.line.is_space_pending =
            (self.line.is_space_pending && !has_words) || text.ends_with(WHITE);
    }
}
