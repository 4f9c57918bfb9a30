//! VML as far as mails use it: boxes with a fill, a border and text in them.

use crate::domain::emulate::rule::Rule;
use crate::domain::emulate::work::Edits;
use crate::domain::markup::css;
use crate::domain::markup::html::{Document, NodeId};

pub(super) static SHAPE: Rule = Rule::new(
    "word-vml",
    "A shape of VML is drawn; here as a box of its size, fill and border",
    "https://www.hteumeuleu.com/2020/outlook-rendering-engine/ and learn.microsoft.com on VML",
    "2020",
);
pub(super) static OFFICE: Rule = Rule::new(
    "word-office-xml",
    "Settings for Office show nothing",
    "https://www.hteumeuleu.com/2020/outlook-rendering-engine/",
    "2020",
);

/// Puts boxes in the place of shapes.
pub(super) fn draw(document: &Document, edits: &mut Edits) {
    let mut walk = document.walk();
    while let Some(id) = walk.next() {
        let Some(element) = document.element(id) else {
            continue;
        };
        let Some(tag) = element
            .start_tag
            .filter(|_| element.reopened_from.is_none())
        else {
            continue;
        };
        let name = element.name.as_ref();
        let replacement = match name {
            "v:roundrect" | "v:rect" | "v:oval" | "v:shape" | "v:image" => {
                let text = Shape::of(document, id, name).html();
                edits.change(tag, text, &SHAPE, format!("<{name}>"));
                Some("</div></div>")
            }
            "v:textbox" => {
                let inset = document.attr(id, "inset").unwrap_or_default();
                let inset = lengths(&inset);
                edits.replace(
                    tag,
                    format!("<div data-letterhead=\"vml\" style=\"padding:{inset}\">"),
                );
                Some("</div>")
            }
            "xml" => {
                edits.change(document.span(id), "", &OFFICE, "<xml>");
                walk.skip_children(id);
                None
            }
            _ if name.starts_with("v:") || name.starts_with("w:") || name.starts_with("o:") => {
                edits.replace(tag, "");
                Some("")
            }
            _ => None,
        };
        if let (Some(text), Some(end)) = (replacement, element.end_tag) {
            edits.replace(end, text);
        } else if let Some(text) = replacement.filter(|text| !text.is_empty()) {
            edits.insert(document.span(id).end.max(tag.end), text);
        }
    }
}

/// What is known of a shape; all texts are safe in a `style` attribute.
#[derive(Debug, Default)]
struct Shape {
    width: Option<String>,
    height: Option<String>,
    fill: Option<String>,
    picture: Option<String>,
    stroke: Option<String>,
    radius: Option<String>,
}

impl Shape {
    fn of(document: &Document, id: NodeId, name: &str) -> Self {
        let attr = |name: &str| document.attr(id, name).map(|value| value.into_owned());
        let is_off = |value: Option<String>| {
            value.is_some_and(|value| matches!(value.as_str(), "f" | "false" | "FALSE"))
        };
        let mut shape = Self {
            fill: attr("fillcolor").and_then(|value| colour(&value)),
            ..Self::default()
        };
        if let Some(attribute) = document.attribute(id, "style") {
            let style = css::inline(&document.value(attribute));
            let length = |property: &str| {
                let mut all = style.declarations.iter().rev();
                let one = all.find(|one| one.name == property && !one.has_placeholder())?;
                safe(&one.value_text())
            };
            shape.width = length("width");
            shape.height = length("height");
        }
        let inner = document
            .children(id)
            .chain(document.descendants(id).take(8));
        if let Some(fill) = inner
            .into_iter()
            .find(|node| document.name(*node) == "v:fill")
        {
            let value = |name: &str| document.attr(fill, name);
            shape.picture = value("src").and_then(|address| url(&address));
            shape.fill = value("color")
                .and_then(|value| colour(&value))
                .or(shape.fill);
        }
        if name == "v:image" {
            shape.picture = attr("src").and_then(|address| url(&address));
        }
        if is_off(attr("filled")) {
            shape.fill = None;
        }
        if !is_off(attr("stroked")) && !is_off(attr("stroke")) {
            let line = attr("strokecolor").and_then(|value| colour(&value));
            shape.stroke = Some(line.unwrap_or_else(|| "#000000".to_owned()));
        }
        shape.radius = match name {
            "v:oval" => Some("50%".to_owned()),
            "v:roundrect" => Some(radius(attr("arcsize").as_deref(), shape.height.as_deref())),
            _ => None,
        };
        shape
    }

    /// A box that holds its content in the middle, as `v-text-anchor: middle` does.
    fn html(&self) -> String {
        let mut style =
            String::from("display:inline-flex;align-items:center;box-sizing:border-box;");
        let mut put = |property: &str, value: &Option<String>| {
            if let Some(value) = value {
                style.extend([property, ":", value, ";"]);
            }
        };
        put("width", &self.width);
        put("height", &self.height);
        put("background-color", &self.fill);
        put("background-image", &self.picture);
        put("border-radius", &self.radius);
        put(
            "border",
            &self.stroke.as_ref().map(|line| format!("1px solid {line}")),
        );
        format!(
            "<div data-letterhead=\"vml\" style=\"{style}\"><div data-letterhead=\"vml\" \
             style=\"width:100%;text-align:center\">"
        )
    }
}

/// The corner of a round rectangle: `arcsize` is a part of the smaller side, 20 % by default; one
/// in `f` counts 65,536ths.
fn radius(arcsize: Option<&str>, height: Option<&str>) -> String {
    let part = arcsize.map_or(Some(0.2), |text| {
        let text = text.trim();
        if let Some(percent) = text.strip_suffix('%') {
            return percent.parse().ok().map(|percent: f64| percent / 100.0);
        }
        if let Some(units) = text.strip_suffix('f') {
            return units.parse().ok().map(|units: f64| units / 65_536.0);
        }
        text.parse().ok()
    });
    let part = part
        .filter(|part| part.is_finite())
        .unwrap_or(0.2)
        .clamp(0.0, 0.5);
    let pixels = height.and_then(|height| height.strip_suffix("px")?.parse::<f64>().ok());
    match pixels {
        Some(pixels) => format!("{:.0}px", pixels * part),
        None => format!("{:.0}px", 40.0 * part),
    }
}

/// A colour of VML, which may be followed by an index in brackets.
fn colour(text: &str) -> Option<String> {
    safe(text.split('[').next().unwrap_or_default().trim())
}

/// Lengths between commas as CSS has them between blanks.
fn lengths(inset: &str) -> String {
    let parts: Option<Vec<String>> = inset
        .split(',')
        .take(4)
        // VML's own default for a text box.
        .map(|part| {
            if part.trim().is_empty() {
                Some("0".to_owned())
            } else {
                safe(part.trim())
            }
        })
        .collect();
    // VML names left, top, right, bottom.
    match parts.as_deref() {
        Some([left, top, right, bottom]) => format!("{top} {right} {bottom} {left}"),
        Some([all]) => all.clone(),
        _ => "0".to_owned(),
    }
}

/// A text that may stand in a value; `None` for one with a sign that could end it.
fn safe(text: &str) -> Option<String> {
    let is_plain = |char: char| char.is_ascii_alphanumeric() || "#.%-".contains(char);
    (!text.is_empty() && text.chars().all(is_plain)).then(|| text.to_owned())
}

/// An address as a value.
fn url(address: &str) -> Option<String> {
    let is_plain = |char: char| !char.is_control() && !"\"'()\\<>{}".contains(char);
    (!address.is_empty() && address.chars().all(is_plain))
        .then(|| format!("url({})", address.replace(' ', "%20").replace('&', "&amp;")))
}
