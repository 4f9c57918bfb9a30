//! What the window and the helper process say to each other.
//!
//! Both directions are lines of JSON. The pixels of a [`Reply::Frame`] lie in a slot of shared
//! memory or follow the line; they are `width * Σ tile heights * 4` bytes, see
//! [`FrameHeader::byte_len`]. The two programs are built together, so there is no version to
//! negotiate.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

/// Higher pictures cannot be drawn, in device pixels (the limit of a cairo image surface).
pub const MAX_PICTURE_SIDE: u32 = 32_767;

/// Longest document text in [`PreviewDetails::text`], in bytes.
pub const MAX_TEXT_BYTES: usize = 200 * 1024;

/// The argument that gives a helper a low priority.
pub const BACKGROUND: &str = "--background";

/// One of the pictures shown beside each other.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
pub struct ViewId(pub u32);

/// How the body of a mail is written: Logto's `contentType`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BodyFormat {
    /// `text/html`.
    #[default]
    Html,
    /// `text/plain`: shown as it stands, line breaks kept, direction by its first strong letter.
    Plain,
}

/// What `prefers-color-scheme` matches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ColorScheme {
    /// The reader uses a light theme.
    #[default]
    Light,
    /// The reader uses a dark theme; the author's own dark rules apply.
    Dark,
}

/// Which images are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Images {
    /// None: what a reader sees whose program blocks images.
    Blocked,
    /// `data:` and `cid:`. Nothing leaves the machine.
    #[default]
    Embedded,
    /// Also `https:` and `http:`. The only setting with which a mail reaches the network.
    Remote,
}

/// The part of a document that is on the screen, in CSS pixels.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct VisibleRange {
    /// Distance from the top of the document.
    pub y: f32,
    /// Height of the part.
    pub height: f32,
}

/// What a picture is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// A person edits the mail: the picture comes as soon as there is one, better ones may follow,
    /// and so do the details.
    #[default]
    Live,
    /// One of many: exactly one picture, made when the images are there, and no details.
    Still {
        /// Rows below this are left out, in CSS pixels.
        max_height: u32,
    },
}

/// A mail to be drawn, and how.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PreviewRequest {
    /// The view it is for.
    pub view: ViewId,
    /// A number that grows with each request of the view; answers carry it.
    pub seq: u64,
    /// The rendered content.
    pub body: String,
    /// How `body` is written.
    pub format: BodyFormat,
    /// Width of the reader's window in CSS pixels, 1 to 4096.
    pub width: u32,
    /// Device pixels per CSS pixel, 0.5 to 4.
    pub scale: f32,
    /// The reader's theme.
    pub scheme: ColorScheme,
    /// Which images are shown.
    pub images: Images,
    /// What is on the screen. With it, the picture of a mail much higher than that comes in two
    /// answers: this part at once, the whole when typing pauses.
    pub visible: Option<VisibleRange>,
    /// Largest height of a tile in device pixels (the side limit of a texture).
    pub max_tile_side: u32,
    /// What the picture is for.
    pub purpose: Purpose,
}

impl PreviewRequest {
    /// A request for an HTML mail with the usual choices: light, embedded images, scale 1.
    pub fn html(view: ViewId, seq: u64, body: impl Into<String>, width: u32) -> Self {
        Self {
            view,
            seq,
            body: body.into(),
            format: BodyFormat::Html,
            width,
            scale: 1.0,
            scheme: ColorScheme::Light,
            images: Images::Embedded,
            visible: None,
            max_tile_side: 8192,
            purpose: Purpose::Live,
        }
    }

    /// Whether both would draw the same picture. The number and the visible part do not matter.
    pub fn draws_the_same(&self, other: &Self) -> bool {
        (self.view, self.format, self.width, self.scheme, self.images)
            == (
                other.view,
                other.format,
                other.width,
                other.scheme,
                other.images,
            )
            && self.scale.to_bits() == other.scale.to_bits()
            && self.max_tile_side == other.max_tile_side
            && self.purpose == other.purpose
            && self.body == other.body
    }
}

/// An image of the workspace that a mail may name by `cid:`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asset {
    /// The content id without angle brackets and without `cid:`.
    pub id: String,
    /// The media type, for example `image/png`.
    pub content_type: String,
    /// The file, in base64 on the wire.
    #[serde(with = "super::wire::base64_bytes")]
    pub bytes: Vec<u8>,
}

/// A line from the window to the helper.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Command {
    /// Draw a mail.
    Render(PreviewRequest),
    /// Replace the embedded images.
    Assets {
        /// All of them.
        assets: Vec<Asset>,
    },
    /// Forget a view.
    Close {
        /// Which.
        view: ViewId,
    },
    /// The slots of [`Reply::Started`] could be opened: send pictures there.
    UseSlots,
    /// The picture in a slot was read.
    Release {
        /// The index of the slot.
        slot: usize,
    },
}

/// A line from the helper to the window.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Reply {
    /// The web engine runs.
    Started {
        /// Its name and version.
        engine: String,
        /// Where files in memory can be opened that pictures may be put into.
        slots: Vec<PathBuf>,
    },
    /// The web engine cannot run here; the helper ends.
    Unavailable {
        /// Why, as a lower-case sentence without period.
        reason: String,
        /// Whether the cause is that no display server can be reached.
        no_display: bool,
    },
    /// A picture; its bytes follow the line.
    Frame(FrameHeader),
    /// What belongs to a picture.
    Details(PreviewDetails),
    /// A request that could not be drawn.
    Failed {
        /// The view.
        view: ViewId,
        /// The number of the request.
        seq: u64,
        /// Why, as a lower-case sentence without period.
        reason: String,
    },
}

/// How much of a document a picture covers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "covers")]
pub enum FramePart {
    /// All of it.
    Whole,
    /// The part on the screen; the whole follows unless a newer request comes.
    Slice,
    /// The top of it: the rest is beyond [`MAX_PICTURE_SIDE`] and cannot be drawn, or beyond what was
    /// asked for.
    Cut {
        /// What is missing, as a lower-case sentence without period.
        reason: String,
    },
}

/// The line before the pixels of a picture. See `PreviewFrame` for the fields.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FrameHeader {
    /// The view.
    pub view: ViewId,
    /// The number of the request.
    pub seq: u64,
    /// Width in CSS pixels.
    pub css_width: f32,
    /// Height of the document in CSS pixels.
    pub css_height: f32,
    /// Device pixels per CSS pixel.
    pub scale: f32,
    /// Width in device pixels.
    pub pixel_width: u32,
    /// Height of the document in device pixels.
    pub pixel_height: u32,
    /// How much of it follows.
    pub part: FramePart,
    /// The pieces that follow, from top to bottom.
    pub tiles: Vec<TileHeader>,
    /// The slot that holds the pixels; without it they follow the line.
    pub slot: Option<usize>,
    /// Where the time went.
    pub timing: Timing,
}

impl FrameHeader {
    /// How many bytes of pixels follow the line.
    pub fn byte_len(&self) -> usize {
        self.tiles.iter().map(|tile| self.tile_len(*tile)).sum()
    }

    /// How many bytes of pixels one of the tiles has.
    pub fn tile_len(&self, tile: TileHeader) -> usize {
        self.pixel_width as usize * tile.height as usize * 4
    }
}

/// A piece of a picture, in device pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct TileHeader {
    /// Distance from the top of the document.
    pub y: u32,
    /// Height.
    pub height: u32,
}

/// How the page came to show the request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UpdatePath {
    /// The document was loaded.
    #[default]
    Load,
    /// The document was changed in place.
    InPlace,
}

/// Where the time of a picture went, in milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct Timing {
    /// How the page was brought up to date.
    pub path: UpdatePath,
    /// From the arrival of the request to its start.
    pub waited: f32,
    /// Bringing the page up to date.
    pub update: f32,
    /// Drawing.
    pub snapshot: f32,
    /// Putting the bytes in order.
    pub convert: f32,
}

/// What belongs to a picture; comes after it, so that it does not delay it.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct PreviewDetails {
    /// The view.
    pub view: ViewId,
    /// The number of the request.
    pub seq: u64,
    /// The links, in document order. A link that wraps has several areas.
    pub links: Vec<LinkArea>,
    /// The text as a person reads it, at most [`MAX_TEXT_BYTES`].
    pub text: String,
    /// Whether `text` was cut.
    pub text_cut: bool,
    /// What would have been fetched, in document order, without repetitions.
    pub blocked: Vec<BlockedResource>,
    /// Width of the document in CSS pixels.
    pub width: f32,
    /// Height of the document in CSS pixels.
    pub height: f32,
    /// Height of what the mail itself fills in CSS pixels; less than `height` for a short mail.
    pub content_height: f32,
}

/// An area that leads to an address, in CSS pixels from the top left of the document.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LinkArea {
    /// The address as the mail has it.
    pub href: String,
    /// Left edge.
    pub x: f32,
    /// Top edge.
    pub y: f32,
    /// Width.
    pub w: f32,
    /// Height.
    pub h: f32,
}

/// Something of a mail that the preview did not fetch or run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BlockedResource {
    /// The element, `style` for an address in style rules, or `script`.
    pub source: String,
    /// The address; empty for a script in the mail itself.
    pub url: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_survives_the_pipe() {
        let mut request = PreviewRequest::html(ViewId(3), 7, "<p>\"ü\"\n</p>", 640);
        request.visible = Some(VisibleRange {
            y: 10.0,
            height: 700.5,
        });
        let line = serde_json::to_string(&Command::Render(request.clone())).unwrap();
        assert!(!line.contains('\n'), "a command is one line: {line}");
        match serde_json::from_str(&line).unwrap() {
            Command::Render(read) => assert_eq!(read, request),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_request_with_another_number_or_scroll_position_draws_the_same() {
        let request = PreviewRequest::html(ViewId(1), 1, "a", 640);
        let mut scrolled = request.clone();
        scrolled.seq = 2;
        scrolled.visible = Some(VisibleRange {
            y: 10.0,
            height: 20.0,
        });
        assert!(request.draws_the_same(&scrolled));
        for change in [
            |r: &mut PreviewRequest| r.body.push('b'),
            |r: &mut PreviewRequest| r.width = 375,
            |r: &mut PreviewRequest| r.scale = 2.0,
            |r: &mut PreviewRequest| r.scheme = ColorScheme::Dark,
            |r: &mut PreviewRequest| r.images = Images::Blocked,
            |r: &mut PreviewRequest| r.format = BodyFormat::Plain,
        ] {
            let mut other = request.clone();
            change(&mut other);
            assert!(!request.draws_the_same(&other));
        }
    }

    #[test]
    fn assets_travel_as_base64() {
        let asset = Asset {
            id: "logo".to_owned(),
            content_type: "image/png".to_owned(),
            bytes: vec![0, 255, 10],
        };
        let line = serde_json::to_string(&Command::Assets {
            assets: vec![asset.clone()],
        })
        .unwrap();
        assert!(line.contains("AP8K"), "{line}");
        match serde_json::from_str(&line).unwrap() {
            Command::Assets { assets } => assert_eq!(assets, vec![asset]),
            other => panic!("{other:?}"),
        }
    }
}
