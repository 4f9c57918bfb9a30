//! The names of elements that the rules of the tree know.

/// Makes the enum and the table from one list, so that they cannot differ.
macro_rules! kinds {
    ($($kind:ident $name:literal,)*) => {
        /// An element that the rules of the tree know, or any other.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Kind {
            $(#[doc = concat!("`<", $name, ">`.")] $kind,)*
            /// Any other.
            Other,
        }

        /// By name.
        const KINDS: &[(&str, Kind)] = &[$(($name, Kind::$kind),)*];
    };
}

// Sorted by name.
kinds! {
    A "a",
    Abbr "abbr",
    Acronym "acronym",
    Address "address",
    AnnotationXml "annotation-xml",
    Applet "applet",
    Area "area",
    Article "article",
    Aside "aside",
    B "b",
    Base "base",
    Basefont "basefont",
    Bdi "bdi",
    Bdo "bdo",
    Bgsound "bgsound",
    Big "big",
    Blockquote "blockquote",
    Body "body",
    Br "br",
    Button "button",
    Caption "caption",
    Center "center",
    Cite "cite",
    Code "code",
    Col "col",
    Colgroup "colgroup",
    Data "data",
    Datalist "datalist",
    Dd "dd",
    Del "del",
    Desc "desc",
    Details "details",
    Dfn "dfn",
    Dialog "dialog",
    Dir "dir",
    Div "div",
    Dl "dl",
    Dt "dt",
    Em "em",
    Embed "embed",
    Fieldset "fieldset",
    Figcaption "figcaption",
    Figure "figure",
    Font "font",
    Footer "footer",
    ForeignObject "foreignobject",
    Form "form",
    Frame "frame",
    Frameset "frameset",
    H1 "h1",
    H2 "h2",
    H3 "h3",
    H4 "h4",
    H5 "h5",
    H6 "h6",
    Head "head",
    Header "header",
    Hgroup "hgroup",
    Hr "hr",
    Html "html",
    I "i",
    Iframe "iframe",
    Image "image",
    Img "img",
    Input "input",
    Ins "ins",
    Kbd "kbd",
    Keygen "keygen",
    Label "label",
    Legend "legend",
    Li "li",
    Link "link",
    Listing "listing",
    Main "main",
    Map "map",
    Mark "mark",
    Marquee "marquee",
    Math "math",
    Menu "menu",
    Menuitem "menuitem",
    Meta "meta",
    Meter "meter",
    Mi "mi",
    Mn "mn",
    Mo "mo",
    Ms "ms",
    Mtext "mtext",
    Nav "nav",
    Nobr "nobr",
    Noembed "noembed",
    Noframes "noframes",
    Noscript "noscript",
    Object "object",
    Ol "ol",
    Optgroup "optgroup",
    Option "option",
    Output "output",
    P "p",
    Param "param",
    Picture "picture",
    Plaintext "plaintext",
    Pre "pre",
    Progress "progress",
    Q "q",
    Rb "rb",
    Rp "rp",
    Rt "rt",
    Rtc "rtc",
    Ruby "ruby",
    S "s",
    Samp "samp",
    Script "script",
    Search "search",
    Section "section",
    Select "select",
    Small "small",
    Source "source",
    Span "span",
    Strike "strike",
    Strong "strong",
    Style "style",
    Sub "sub",
    Summary "summary",
    Sup "sup",
    Svg "svg",
    Table "table",
    Tbody "tbody",
    Td "td",
    Template "template",
    Textarea "textarea",
    Tfoot "tfoot",
    Th "th",
    Thead "thead",
    Time "time",
    Title "title",
    Tr "tr",
    Track "track",
    Tt "tt",
    U "u",
    Ul "ul",
    Var "var",
    Video "video",
    Wbr "wbr",
    Xmp "xmp",
}

/// The longest of the names.
const LONGEST: usize = 16;

/// The names in the order of [`KINDS`] as numbers, which are compared at once.
const KEYS: [u128; KINDS.len()] = keys();

const fn keys() -> [u128; KINDS.len()] {
    let mut keys = [0; KINDS.len()];
    let mut slots: &mut [u128] = &mut keys;
    let mut kinds: &[(&str, Kind)] = KINDS;
    while let (Some((slot, later_slots)), Some(((name, _), later_kinds))) =
        (slots.split_first_mut(), kinds.split_first())
    {
        *slot = key(name.as_bytes());
        slots = later_slots;
        kinds = later_kinds;
    }
    keys
}

/// A name of at most [`LONGEST`] bytes in lower case, as a number that grows with it.
const fn key(mut name: &[u8]) -> u128 {
    let mut key = 0;
    let mut shift = u128::BITS;
    while let Some((byte, rest)) = name.split_first() {
        shift -= u8::BITS;
        key |= (byte.to_ascii_lowercase() as u128) << shift;
        name = rest;
    }
    key
}

impl Kind {
    /// The kind and the static name of the element called `name`, in whatever case.
    pub(super) fn of(name: &str) -> (Self, Option<&'static str>) {
        if name.len() > LONGEST {
            return (Self::Other, None);
        }
        let found = KEYS.binary_search(&key(name.as_bytes()));
        match found.ok().and_then(|index| KINDS.get(index)) {
            Some((name, kind)) => (*kind, Some(name)),
            None => (Self::Other, None),
        }
    }

    /// The name; empty for an element that the rules do not know.
    pub fn name(self) -> &'static str {
        let found = KINDS.iter().find(|(_, kind)| *kind == self);
        found.map_or("", |(name, _)| name)
    }

    /// Whether the element has no content and no end tag.
    pub const fn is_void(self) -> bool {
        matches!(
            self,
            Self::Area
                | Self::Base
                | Self::Basefont
                | Self::Bgsound
                | Self::Br
                | Self::Col
                | Self::Embed
                | Self::Frame
                | Self::Hr
                | Self::Img
                | Self::Input
                | Self::Keygen
                | Self::Link
                | Self::Meta
                | Self::Param
                | Self::Source
                | Self::Track
                | Self::Wbr
        )
    }

    /// Whether the end tag may be left out (WHATWG, 13.1.2.4).
    pub const fn has_optional_end(self) -> bool {
        matches!(
            self,
            Self::Html
                | Self::Head
                | Self::Body
                | Self::Li
                | Self::Dt
                | Self::Dd
                | Self::P
                | Self::Rb
                | Self::Rt
                | Self::Rtc
                | Self::Rp
                | Self::Optgroup
                | Self::Option
                | Self::Colgroup
                | Self::Caption
                | Self::Thead
                | Self::Tbody
                | Self::Tfoot
                | Self::Tr
                | Self::Td
                | Self::Th
        )
    }

    /// Whether the element is a “formatting” one (WHATWG, 13.2.4.2).
    pub const fn is_formatting(self) -> bool {
        matches!(
            self,
            Self::A
                | Self::B
                | Self::Big
                | Self::Code
                | Self::Em
                | Self::Font
                | Self::I
                | Self::Nobr
                | Self::S
                | Self::Small
                | Self::Strike
                | Self::Strong
                | Self::Tt
                | Self::U
        )
    }

    /// Whether the element is a “special” one (WHATWG, 13.2.4.2).
    pub const fn is_special(self) -> bool {
        self.is_void()
            || matches!(
                self,
                Self::Address
                    | Self::Applet
                    | Self::Article
                    | Self::Aside
                    | Self::Blockquote
                    | Self::Body
                    | Self::Button
                    | Self::Caption
                    | Self::Center
                    | Self::Colgroup
                    | Self::Dd
                    | Self::Details
                    | Self::Dir
                    | Self::Div
                    | Self::Dl
                    | Self::Dt
                    | Self::Fieldset
                    | Self::Figcaption
                    | Self::Figure
                    | Self::Footer
                    | Self::Form
                    | Self::Frameset
                    | Self::H1
                    | Self::H2
                    | Self::H3
                    | Self::H4
                    | Self::H5
                    | Self::H6
                    | Self::Head
                    | Self::Header
                    | Self::Hgroup
                    | Self::Html
                    | Self::Iframe
                    | Self::Li
                    | Self::Listing
                    | Self::Main
                    | Self::Marquee
                    | Self::Menu
                    | Self::Nav
                    | Self::Noembed
                    | Self::Noframes
                    | Self::Noscript
                    | Self::Object
                    | Self::Ol
                    | Self::P
                    | Self::Plaintext
                    | Self::Pre
                    | Self::Script
                    | Self::Search
                    | Self::Section
                    | Self::Select
                    | Self::Style
                    | Self::Summary
                    | Self::Table
                    | Self::Tbody
                    | Self::Td
                    | Self::Template
                    | Self::Textarea
                    | Self::Tfoot
                    | Self::Th
                    | Self::Thead
                    | Self::Title
                    | Self::Tr
                    | Self::Ul
                    | Self::Xmp
            )
    }

    /// Whether the element ends by itself where another of its kin starts or its parent ends.
    pub(super) const fn has_implied_end(self) -> bool {
        matches!(
            self,
            Self::Dd
                | Self::Dt
                | Self::Li
                | Self::Optgroup
                | Self::Option
                | Self::P
                | Self::Rb
                | Self::Rp
                | Self::Rt
                | Self::Rtc
        )
    }

    /// Whether the element is `<h1>` to `<h6>`.
    pub const fn is_heading(self) -> bool {
        matches!(
            self,
            Self::H1 | Self::H2 | Self::H3 | Self::H4 | Self::H5 | Self::H6
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_sorted_and_fit() {
        assert!(KINDS.windows(2).all(|pair| pair[0].0 < pair[1].0));
        assert!(KINDS.iter().all(|(name, _)| name.len() <= LONGEST));
    }

    #[test]
    fn case_does_not_matter_to_the_name_of_an_element() {
        assert_eq!(Kind::of("tBoDy"), (Kind::Tbody, Some("tbody")));
        assert_eq!(Kind::of("v:rect"), (Kind::Other, None));
        assert_eq!(Kind::of("ä"), (Kind::Other, None));
    }
}
