//! Formats of pictures, by the addresses that name them.

use super::{Around, Hits};
use crate::domain::finding::Span;

/// The features of the address of a picture.
pub(super) fn address(address: &str, span: Span, around: Around, hits: &mut Hits) {
    let address = address.trim_ascii();
    if let Some(rest) = strip_scheme(address, "data:") {
        let head = rest.split(',').next().unwrap_or_default();
        let mut parts = head.split(';').map(str::trim_ascii);
        let mime = parts.next().unwrap_or_default();
        if parts.any(|part| part.eq_ignore_ascii_case("base64")) {
            hits.add("image-base64", span, around);
        }
        media_type(mime, span, around, hits);
        return;
    }
    if let Some(slug) = extension(address).and_then(|extension| by_extension(&extension)) {
        hits.add(slug, span, around);
    }
}

/// The features of a media type such as `image/webp`.
pub(super) fn media_type(mime: &str, span: Span, around: Around, hits: &mut Hits) {
    let mime = mime.split(';').next().unwrap_or_default();
    let mime = mime.trim_ascii().to_ascii_lowercase();
    let subtype = match mime.as_str() {
        "image/svg+xml" => "svg",
        "image/x-icon" | "image/vnd.microsoft.icon" => "ico",
        "image/vnd.radiance" => "hdr",
        "video/mp4" => "mp4",
        other => other.strip_prefix("image/").unwrap_or_default(),
    };
    if let Some(slug) = by_extension(subtype) {
        hits.add(slug, span, around);
    }
}

/// The addresses of a `srcset` and where they start (WHATWG HTML, section 4.8.4.2.1).
pub(super) fn candidates(srcset: &str) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    let mut at = 0;
    loop {
        let rest = srcset.get(at..).unwrap_or_default();
        let Some(skip) = rest.find(|char: char| !char.is_ascii_whitespace() && char != ',') else {
            return found;
        };
        at += skip;
        let rest = rest.get(skip..).unwrap_or_default();
        let length = rest
            .find(|char: char| char.is_ascii_whitespace())
            .unwrap_or(rest.len());
        let written = rest.get(..length).unwrap_or_default();
        let address = written.trim_end_matches(',');
        found.push((at, address));
        at += length;
        if address.len() == length {
            // Up to the comma stands how wide it is.
            let rest = rest.get(length..).unwrap_or_default();
            at += rest.find(',').unwrap_or(rest.len());
        }
    }
}

/// `text` after a scheme, in whatever case.
pub(super) fn strip_scheme<'a>(text: &'a str, scheme: &str) -> Option<&'a str> {
    let head = text.get(..scheme.len())?;
    head.eq_ignore_ascii_case(scheme)
        .then(|| text.get(scheme.len()..).unwrap_or_default())
}

/// What follows the last dot of the path, in lower case.
fn extension(address: &str) -> Option<String> {
    let path = address.split(['?', '#']).next()?;
    // A host alone (`https://x.ico`) has no path.
    let path = match path.split_once("//") {
        Some((_, rest)) => rest.split_once('/')?.1,
        None => path,
    };
    let name = path.rsplit('/').next()?;
    let (_, extension) = name.rsplit_once('.')?;
    Some(extension.to_ascii_lowercase())
}

fn by_extension(extension: &str) -> Option<&'static str> {
    Some(match extension {
        "apng" => "image-apng",
        "avif" => "image-avif",
        "bmp" => "image-bmp",
        "gif" => "image-gif",
        "hdr" => "image-hdr",
        "heic" | "heif" => "image-heif",
        "ico" => "image-ico",
        "jpg" | "jpeg" | "jfif" | "pjpeg" => "image-jpg",
        "mp4" | "m4v" => "image-mp4",
        "png" => "image-png",
        "svg" | "svgz" => "image-svg",
        "tif" | "tiff" => "image-tiff",
        "webp" => "image-webp",
        _ => return None,
    })
}
