//! Names of the document, its pictures and its links.

use std::borrow::Cow;

use super::super::found::Found;
use super::super::page::{Page, is_filler};
use super::insert;
use crate::domain::finding::{Finding, Severity};
use crate::domain::markup::html::{Document, Kind, NodeId};

/// Texts of links that say nothing where links are read out one after the other (WCAG 2.2, 2.4.4),
/// in the languages that are built into Logto, in lower case.
const GENERIC: [&str; 38] = [
    "click here",
    "click",
    "here",
    "link",
    "this link",
    "read more",
    "more",
    "learn more",
    "go",
    "hier",
    "hier klicken",
    "klicken sie hier",
    "mehr",
    "link hier",
    "cliquez ici",
    "ici",
    "lien",
    "haga clic aquí",
    "haz clic aquí",
    "aquí",
    "clic aquí",
    "clicca qui",
    "qui",
    "clique aqui",
    "aqui",
    "kliknij tutaj",
    "tutaj",
    "zde",
    "klikněte zde",
    "здесь",
    "нажмите здесь",
    "тут",
    "こちら",
    "点击这里",
    "點擊這裡",
    "여기",
    "اضغط هنا",
    "buraya tıklayın",
];

/// None of them has more letters.
const LONGEST_GENERIC: usize = 40;

pub(super) fn check(page: &Page, found: &mut Found) {
    title(page, found);
    for id in page.document.elements() {
        let document = &page.document;
        if document.is_foreign(id) || !page.is_drawn(id) {
            continue;
        }
        match document.kind(id) {
            Some(Kind::Img) => picture(page, id, found),
            Some(Kind::A) if document.has_attribute(id, "href") => link(page, id, found),
            Some(Kind::Area) if is_blank(document.attr(id, "alt").as_deref()) => {
                found.content(no_alt(page, id));
            }
            _ => {}
        }
    }
}

fn is_blank(text: Option<&str>) -> bool {
    text.is_none_or(|text| text.chars().all(is_filler))
}

/// Only a whole document can have a title; a template may be the inside of one.
fn title(page: &Page, found: &mut Found) {
    let document = &page.document;
    let Some(html) = document.html() else { return };
    if document.start_tag(html).is_none() {
        return;
    }
    let title = document.elements_of(Kind::Title).next();
    match title {
        Some(title) if is_blank(Some(&document.text_content(title))) => found.content(
            Finding::new(Severity::Info, "title-missing", "The title of the document is empty")
                .hint("Screen readers say it first where the mail is opened in a browser; the subject does well")
                .at(page.place(title)),
        ),
        Some(_) => {}
        None => found.content(
            Finding::new(Severity::Info, "title-missing", "The document has no title")
                .hint("Screen readers say it first where the mail is opened in a browser: add <title> to the <head>")
                .at(page.place(html)),
        ),
    }
}

fn no_alt(page: &Page, id: NodeId) -> Finding {
    let message = "The picture has no alt text, so screen readers spell out its address, and nothing stands for it while pictures are blocked";
    Finding {
        fix: insert(page, id, "alt=\"\""),
        ..Finding::new(Severity::Warning, "image-alt-missing", message)
            .hint("Say what it shows; write alt=\"\" if it is only for looks")
            .at(page.place(id))
    }
}

fn picture(page: &Page, id: NodeId, found: &mut Found) {
    let document = &page.document;
    let role = document.attr(id, "role").unwrap_or_default();
    let is_decoration =
        role.eq_ignore_ascii_case("presentation") || role.eq_ignore_ascii_case("none");
    let Some(attribute) = document.attribute(id, "alt") else {
        let is_named = document.has_attribute(id, "aria-label")
            || document.attr(id, "aria-hidden").as_deref() == Some("true");
        if !is_decoration && !is_named {
            found.content(no_alt(page, id));
        }
        return;
    };
    let alt = document.value(attribute).text;
    if is_file_name(&alt, &document.attr(id, "src").unwrap_or_default()) {
        found.content(
            Finding::new(
                Severity::Warning,
                "image-alt-file-name",
                "The alt text is a file name or an address, which says nothing to those who cannot see the picture",
            )
            .hint("Say what the picture shows, or leave the text empty if it is only for looks")
            .at(attribute.span),
        );
    }
}

fn is_file_name(alt: &str, src: &str) -> bool {
    let alt = alt.trim();
    let lower = alt.to_ascii_lowercase();
    let endings = [".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".bmp"];
    let has_ending = endings.iter().any(|ending| lower.ends_with(ending));
    let is_address = lower.starts_with("http://") || lower.starts_with("https://");
    let file = src.rsplit('/').next().unwrap_or_default();
    let is_whole_file = !alt.is_empty() && file.contains('.') && alt == file;
    is_address || is_whole_file || (has_ending && !alt.contains(' '))
}

fn link(page: &Page, id: NodeId, found: &mut Found) {
    let document = &page.document;
    let label = label(document, id);
    if label.is_none() && page.outline.is_nameless(id) {
        if page.outline.has_picture_without_alt(id) {
            // Told of the picture.
            return;
        }
        found.content(
            Finding::new(
                Severity::Error,
                "link-text-missing",
                "The link has no text, so nobody can tell where it leads",
            )
            .hint("Write a text into it, or an alt text for the picture in it")
            .at(page.place(id)),
        );
        return;
    }
    let length = page.outline.name_length(id);
    let is_short = length.is_some_and(|length| (1..=LONGEST_GENERIC).contains(&length));
    if label.is_none() && !is_short {
        return;
    }
    let name = label.unwrap_or_else(|| name_of_content(document, id));
    let plain: String = name
        .trim_matches(|char: char| is_filler(char) || !(char.is_alphanumeric() || char == '}'))
        .chars()
        .flat_map(char::to_lowercase)
        .collect();
    if GENERIC.contains(&plain.as_str()) {
        found.content(
            Finding::new(
                Severity::Warning,
                "link-text-generic",
                format!("“{}” does not say where the link leads", name.trim()),
            )
            .hint("Screen readers list links without what stands around them: say what opens, such as “Accept the invitation”")
            .at(document.inner(id).unwrap_or_else(|| page.place(id))),
        );
    }
}

/// What a screen reader calls a link in place of its content.
fn label(document: &Document, id: NodeId) -> Option<String> {
    ["aria-label", "title"]
        .iter()
        .filter_map(|attribute| document.attr(id, attribute))
        .find(|name| !is_blank(Some(name)))
        .map(Cow::into_owned)
}

/// What a screen reader calls a link with no other name.
fn name_of_content(document: &Document, id: NodeId) -> String {
    let mut name = String::new();
    for node in document.descendants(id) {
        if let Some(text) = document.text(node) {
            name.push_str(&text.text);
        } else if document.is(node, Kind::Img) {
            name.push_str(&document.attr(node, "alt").unwrap_or_default());
        }
    }
    name
}
