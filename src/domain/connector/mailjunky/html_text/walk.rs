//! Which element is laid out how: html-to-text's formatters under the connector's options.

use super::layout::Layout;
use super::tree::{Kind, NodeId, Tree};
use crate::domain::logto::is_js_white_space;

/// The length of a horizontal rule.
const RULE: usize = 40;

/// What is left to do, the next one last.
enum Task {
    Visit(NodeId),
    CloseBlock(usize),
    CloseQuote,
    EndUpper,
    EndLink { href: String },
    OpenItem { prefix: String },
    CloseItem,
    CloseList(usize),
}

/// The text of the `body` elements, or of everything if there is none.
pub fn text(tree: &Tree) -> String {
    let mut walk = Walk {
        tree,
        layout: Layout::new(),
        tasks: Vec::new(),
    };
    let bodies = bodies(tree);
    if bodies.is_empty() {
        walk.visit_children(0);
    } else {
        walk.tasks.extend(bodies.into_iter().rev().map(Task::Visit));
    }
    while let Some(task) = walk.tasks.pop() {
        walk.perform(task);
    }
    walk.layout.finish()
}

/// The outermost `body` elements, in order.
fn bodies(tree: &Tree) -> Vec<NodeId> {
    let mut found = Vec::new();
    let mut left = vec![0];
    while let Some(id) = left.pop() {
        match tree.name(id) {
            Some("body") => found.push(id),
            Some("script" | "style") => {}
            _ => left.extend(tree.children(id).iter().rev()),
        }
    }
    found
}

struct Walk<'a> {
    tree: &'a Tree,
    layout: Layout,
    tasks: Vec<Task>,
}

impl Walk<'_> {
    fn perform(&mut self, task: Task) {
        match task {
            Task::Visit(id) => self.visit(id),
            Task::CloseBlock(trailing) => self.layout.close_block(trailing),
            Task::CloseQuote => self.layout.close_quote(2),
            Task::EndUpper => {
                self.layout.end_transform();
            }
            Task::EndLink { href } => self.end_link(&href),
            Task::OpenItem { prefix } => self.layout.open_item(prefix),
            Task::CloseItem => self.layout.close_item(),
            Task::CloseList(trailing) => self.layout.close_list(trailing),
        }
    }

    fn visit(&mut self, id: NodeId) {
        let name = match self.tree.kind(id) {
            Kind::Text(text) => return self.layout.text(text),
            Kind::Element { name, .. } => name.as_str(),
            Kind::Root | Kind::Other => return,
        };
        match name {
            "img" | "script" | "style" | "wbr" => {}
            "br" => self.layout.line_break(),
            "a" => self.link(id),
            "ul" => self.list(id, &mut || " * ".to_owned()),
            "ol" => {
                let mut numbers = Numbers::of(self.tree, id);
                self.list(id, &mut || format!(" {}. ", numbers.next()));
            }
            "pre" => {
                self.layout.open_pre(2);
                self.tasks.push(Task::CloseBlock(2));
                self.visit_children(id);
            }
            "blockquote" => {
                self.layout.open_block(2);
                self.tasks.push(Task::CloseQuote);
                self.visit_children(id);
            }
            "hr" => {
                self.layout.open_block(2);
                self.layout.text(&"-".repeat(RULE));
                self.layout.close_block(2);
            }
            "h1" | "h2" | "h3" => self.heading(id, 3),
            "h4" | "h5" | "h6" => self.heading(id, 2),
            "p" | "table" => self.block(id, 2),
            "article" | "aside" | "div" | "footer" | "form" | "header" | "main" | "nav"
            | "section" => self.block(id, 1),
            _ => self.visit_children(id),
        }
    }

    fn visit_children(&mut self, id: NodeId) {
        let children = self.tree.children(id).iter().rev();
        self.tasks.extend(children.map(|child| Task::Visit(*child)));
    }

    fn block(&mut self, id: NodeId, breaks: usize) {
        self.layout.open_block(breaks);
        self.tasks.push(Task::CloseBlock(breaks));
        self.visit_children(id);
    }

    fn heading(&mut self, id: NodeId, leading: usize) {
        self.layout.open_block(leading);
        self.layout.start_upper();
        self.tasks.push(Task::CloseBlock(2));
        self.tasks.push(Task::EndUpper);
        self.visit_children(id);
    }

    fn link(&mut self, id: NodeId) {
        let href = self.tree.attribute(id, "href").unwrap_or_default();
        let href = href.strip_prefix("mailto:").unwrap_or(href);
        if !href.is_empty() && !href.starts_with('#') {
            self.layout.start_collecting();
            let href = href.to_owned();
            self.tasks.push(Task::EndLink { href });
        }
        self.visit_children(id);
    }

    /// The words of a link are compared without the white space between them.
    fn end_link(&mut self, href: &str) {
        let words = self.layout.end_transform();
        if words.is_empty() {
            self.layout.verbatim(href);
        } else if words != href {
            self.layout.verbatim(&format!(" [{href}]"));
        }
    }

    /// A list; each child is an item, but only `li` has a prefix.
    fn list(&mut self, id: NodeId, next_prefix: &mut dyn FnMut() -> String) {
        let is_nested = self.tree.parent_name(id) == Some("li");
        let is_blank = |child: &NodeId| match self.tree.kind(*child) {
            Kind::Text(text) => text.chars().all(is_js_white_space),
            _ => false,
        };
        let children = self
            .tree
            .children(id)
            .iter()
            .filter(|child| !is_blank(child));
        let items: Vec<(NodeId, String)> = children
            .map(|child| match self.tree.name(*child) {
                Some("li") if is_nested => (*child, next_prefix().trim_start().to_owned()),
                Some("li") => (*child, next_prefix()),
                _ => (*child, String::new()),
            })
            .collect();
        let Some(prefix_len) = items.iter().map(|(_, prefix)| prefix.len()).max() else {
            return;
        };
        let breaks = if is_nested { 1 } else { 2 };
        self.layout.open_list(breaks, prefix_len);
        self.tasks.push(Task::CloseList(breaks));
        for (child, prefix) in items.into_iter().rev() {
            self.tasks.push(Task::CloseItem);
            self.tasks.push(Task::Visit(child));
            self.tasks.push(Task::OpenItem { prefix });
        }
    }
}

/// The numbers of an ordered list.
struct Numbers {
    /// None where `start` is no whole number.
    next: Option<i32>,
    style: Style,
}

#[derive(Clone, Copy)]
enum Style {
    Decimal,
    Letter(u8),
    LowerRoman,
    UpperRoman,
}

impl Numbers {
    fn of(tree: &Tree, id: NodeId) -> Self {
        let start = tree.attribute(id, "start").unwrap_or_default();
        let start = if start.is_empty() { "1" } else { start };
        let start = start.trim_matches(is_js_white_space);
        let style = match tree.attribute(id, "type") {
            Some("a") => Style::Letter(b'a'),
            Some("A") => Style::Letter(b'A'),
            Some("i") => Style::LowerRoman,
            Some("I") => Style::UpperRoman,
            _ => Style::Decimal,
        };
        Self {
            next: if start.is_empty() {
                Some(0)
            } else {
                start.parse().ok()
            },
            style,
        }
    }

    fn next(&mut self) -> String {
        let Some(number) = self.next else {
            return "NaN".to_owned();
        };
        self.next = number.checked_add(1);
        match self.style {
            Style::Letter(first) if number > 0 => letters(number, first),
            Style::LowerRoman if (1..4000).contains(&number) => roman(number).to_lowercase(),
            Style::UpperRoman if (1..4000).contains(&number) => roman(number),
            // html-to-text prints nonsense for numbers its sequences do not have.
            _ => number.to_string(),
        }
    }
}

/// `a` to `z`, `aa`, …
fn letters(number: i32, first: u8) -> String {
    let mut reversed = Vec::new();
    let mut left = number;
    while left > 0 {
        left -= 1;
        reversed.push(char::from(first + (left % 26) as u8));
        left /= 26;
    }
    reversed.into_iter().rev().collect()
}

fn roman(number: i32) -> String {
    const SIGNS: [(i32, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    let mut left = number;
    let mut text = String::new();
    for (value, sign) in SIGNS {
        while left >= value {
            left -= value;
            text.push_str(sign);
        }
    }
    text
}
