//! The elements of a document, as htmlparser2 and domhandler build them.

/// The number of a node; the root is 0.
pub type NodeId = usize;

/// A document.
#[derive(Debug)]
pub struct Tree {
    nodes: Vec<Node>,
}

#[derive(Debug)]
struct Node {
    kind: Kind,
    parent: NodeId,
    children: Vec<NodeId>,
}

/// What a node is.
#[derive(Debug)]
pub enum Kind {
    Root,
    Text(String),
    Element {
        /// In small letters.
        name: String,
        /// Names in small letters, values decoded; the first of two of the same name counts.
        attributes: Vec<(String, String)>,
    },
    /// A comment, a doctype or a processing instruction.
    Other,
}

impl Tree {
    /// The children of a node, in order.
    pub fn children(&self, id: NodeId) -> &[NodeId] {
        self.nodes.get(id).map_or(&[], |node| &node.children)
    }

    /// What the node is.
    pub fn kind(&self, id: NodeId) -> &Kind {
        self.nodes.get(id).map_or(&Kind::Root, |node| &node.kind)
    }

    /// The name of an element; none of anything else.
    pub fn name(&self, id: NodeId) -> Option<&str> {
        match self.kind(id) {
            Kind::Element { name, .. } => Some(name),
            _ => None,
        }
    }

    /// The name of the element around a node.
    pub fn parent_name(&self, id: NodeId) -> Option<&str> {
        self.name(self.nodes.get(id)?.parent)
    }

    /// The value of an attribute.
    pub fn attribute(&self, id: NodeId, wanted: &str) -> Option<&str> {
        match self.kind(id) {
            Kind::Element { attributes, .. } => attributes
                .iter()
                .find(|(name, _)| name == wanted)
                .map(|(_, value)| value.as_str()),
            _ => None,
        }
    }
}

/// Builds a [`Tree`] from tags.
pub struct TreeBuilder {
    tree: Tree,
    /// The open elements, outermost first.
    open: Vec<NodeId>,
    /// Whether the next text continues the last child of the open element.
    is_in_text: bool,
    /// Whether inside of `svg` or `math`, by the elements that decide it.
    foreign: Vec<bool>,
}

impl TreeBuilder {
    pub fn new() -> Self {
        let root = Node {
            kind: Kind::Root,
            parent: 0,
            children: Vec::new(),
        };
        Self {
            tree: Tree { nodes: vec![root] },
            open: Vec::new(),
            is_in_text: false,
            foreign: Vec::new(),
        }
    }

    pub fn finish(self) -> Tree {
        self.tree
    }

    pub fn text(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        let parent = self.parent();
        let last = self.tree.children(parent).last().copied();
        if self.is_in_text
            && let Some(node) = last.and_then(|id| self.tree.nodes.get_mut(id))
            && let Kind::Text(before) = &mut node.kind
        {
            before.push_str(text);
        } else {
            self.add(Kind::Text(text.to_owned()));
            self.is_in_text = true;
        }
    }

    /// A comment or something like it.
    pub fn other(&mut self) {
        self.add(Kind::Other);
    }

    /// The name of a start tag: ends what cannot contain it.
    pub fn start_name(&mut self, name: &str) {
        let ends = implied_ends(name);
        while self.top_name().is_some_and(|top| ends.contains(&top)) {
            self.pop();
        }
        if !is_void(name) {
            if is_foreign(name) {
                self.foreign.push(true);
            } else if is_integration_point(name) {
                self.foreign.push(false);
            }
        }
    }

    /// The end of a start tag whose name was given before.
    pub fn start(&mut self, name: &str, attributes: Vec<(String, String)>) {
        let id = self.add(Kind::Element {
            name: name.to_owned(),
            attributes,
        });
        if !is_void(name) {
            self.open.push(id);
        }
    }

    /// The same for a tag that ends with `/>`, which means something in `svg` and `math` only.
    pub fn start_closed(&mut self, name: &str, attributes: Vec<(String, String)>) {
        self.start(name, attributes);
        if self.foreign.last() == Some(&true) && self.top_name() == Some(name) {
            self.pop();
        }
    }

    pub fn end(&mut self, name: &str) {
        if is_foreign(name) || is_integration_point(name) {
            self.foreign.pop();
        }
        let is_open = |id: &NodeId| self.tree.name(*id) == Some(name);
        let implied = match name {
            "br" => true,
            _ if is_void(name) => false,
            _ => match self.open.iter().rposition(is_open) {
                Some(at) => {
                    self.open.truncate(at);
                    self.is_in_text = false;
                    false
                }
                None => name == "p",
            },
        };
        if implied {
            self.start_name(name);
            self.add(Kind::Element {
                name: name.to_owned(),
                attributes: Vec::new(),
            });
        }
    }

    fn parent(&self) -> NodeId {
        self.open.last().copied().unwrap_or(0)
    }

    fn top_name(&self) -> Option<&str> {
        self.tree.name(*self.open.last()?)
    }

    fn pop(&mut self) {
        self.open.pop();
        self.is_in_text = false;
    }

    fn add(&mut self, kind: Kind) -> NodeId {
        let parent = self.parent();
        let id = self.tree.nodes.len();
        self.tree.nodes.push(Node {
            kind,
            parent,
            children: Vec::new(),
        });
        if let Some(node) = self.tree.nodes.get_mut(parent) {
            node.children.push(id);
        }
        self.is_in_text = false;
        id
    }
}

/// The elements a start tag ends if they are open right around it.
fn implied_ends(name: &str) -> &'static [&'static str] {
    match name {
        "tr" => &["tr", "th", "td"],
        "th" => &["th"],
        "td" => &["thead", "th", "td"],
        "body" => &["head", "link", "script"],
        "li" => &["li"],
        "option" => &["option"],
        "optgroup" => &["optgroup", "option"],
        "dd" | "dt" => &["dd", "dt"],
        "rt" | "rp" => &["rt", "rp"],
        "tbody" | "tfoot" => &["thead", "tbody"],
        "select" | "input" | "output" | "button" | "datalist" | "textarea" => &[
            "input", "option", "optgroup", "select", "button", "datalist", "textarea",
        ],
        "p" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "address" | "article" | "aside"
        | "blockquote" | "details" | "div" | "dl" | "fieldset" | "figcaption" | "figure"
        | "footer" | "form" | "header" | "hr" | "main" | "nav" | "ol" | "pre" | "section"
        | "table" | "ul" => &["p"],
        _ => &[],
    }
}

fn is_void(name: &str) -> bool {
    matches!(
        name,
        "area"
            | "base"
            | "basefont"
            | "br"
            | "col"
            | "command"
            | "embed"
            | "frame"
            | "hr"
            | "img"
            | "input"
            | "isindex"
            | "keygen"
            | "link"
            | "meta"
            | "param"
            | "source"
            | "track"
            | "wbr"
    )
}

fn is_foreign(name: &str) -> bool {
    matches!(name, "math" | "svg")
}

fn is_integration_point(name: &str) -> bool {
    matches!(
        name,
        "mi" | "mo" | "mn" | "ms" | "mtext" | "annotation-xml" | "foreignobject" | "desc" | "title"
    )
}
