//! Links and pictures: where they lead, told without looking.

pub mod address;
pub mod fetch;
mod host;
mod mended;
mod shown;

use self::shown::{is_same_site, looks_like_host, shown_host};
use std::collections::HashSet;

use super::found::Found;
use super::logto::foreign::begins as begins_foreign;
use super::page::Page;
use crate::domain::finding::{Finding, Fix, Severity, Span};
use crate::domain::markup::html::{Attribute, Document, Kind, NodeId};
use address::{Address, Target, read};

pub use host::{is_malformed, is_public_address, is_public_name};

/// Services that hide where a link leads; most are on the lists of filters.
const SHORTENERS: [&str; 16] = [
    "bit.ly",
    "tinyurl.com",
    "t.co",
    "goo.gl",
    "ow.ly",
    "is.gd",
    "buff.ly",
    "rebrand.ly",
    "cutt.ly",
    "t.ly",
    "lnkd.in",
    "rb.gy",
    "shorturl.at",
    "tiny.cc",
    "bl.ink",
    "s.id",
];

/// Adds what is wrong.
pub(super) fn check(page: &Page, found: &mut Found) {
    if !page.is_html {
        return;
    }
    let document = &page.document;
    let has_base = document
        .elements_of(Kind::Base)
        .any(|id| document.has_attribute(id, "href"));
    let goals: HashSet<String> = document
        .elements()
        .flat_map(|id| [document.attr(id, "id"), document.attr(id, "name")])
        .flatten()
        .map(std::borrow::Cow::into_owned)
        .collect();
    for id in document.elements() {
        let part = match document.kind(id) {
            Some(Kind::A | Kind::Area) => Part::Link,
            Some(Kind::Img) => Part::Picture,
            _ => continue,
        };
        let name = if part == Part::Link { "href" } else { "src" };
        let Some(attribute) = document.attribute(id, name) else {
            continue;
        };
        let site = Site {
            page,
            id,
            part,
            attribute,
            has_base,
            goals: &goals,
        };
        site.check(found);
    }
}

/// What an address is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Link,
    Picture,
}

impl Part {
    const fn word(self) -> &'static str {
        match self {
            Self::Link => "link",
            Self::Picture => "picture",
        }
    }
}

/// An attribute that holds an address.
struct Site<'a> {
    page: &'a Page,
    id: NodeId,
    part: Part,
    attribute: &'a Attribute,
    has_base: bool,
    /// The names of elements.
    goals: &'a HashSet<String>,
}

impl Site<'_> {
    fn check(&self, found: &mut Found) {
        let document = &self.page.document;
        let text = document.value(self.attribute).text;
        if begins_foreign(text.trim_start()) {
            // Told of the mark itself.
            return;
        }
        match read(&text) {
            Target::Placeholder => {}
            Target::Empty => self.empty(found),
            Target::Fragment(name) => self.fragment(name, found),
            Target::Relative => self.relative(&text, found),
            Target::Other(scheme) => self.other(&scheme, found),
            Target::Web(address) => self.web(&address, found),
        }
        if self.part == Part::Link
            && let Target::Web(address) = read(&text)
        {
            self.text_names_another(&address, found);
        }
    }

    fn span(&self) -> Span {
        self.attribute.span
    }

    fn tell(&self, severity: Severity, code: &'static str, message: String, hint: &str) -> Finding {
        Finding::new(severity, code, message)
            .hint(hint)
            .at(self.span())
    }

    fn empty(&self, found: &mut Found) {
        let word = self.part.word();
        found.content(self.tell(
            Severity::Warning,
            "link-empty",
            format!("The {word} has no address"),
            "Give it one, or take it out",
        ));
    }

    /// A jump within the mail works where its goal is there, which few clients let happen.
    fn fragment(&self, name: &str, found: &mut Found) {
        if name.is_empty() || !self.goals.contains(name) {
            found.content(self.tell(
                Severity::Warning,
                "link-empty",
                "The link leads nowhere".to_owned(),
                "“#” stands for an address that was to be filled in; give it one",
            ));
        }
    }

    fn relative(&self, text: &str, found: &mut Found) {
        let trimmed = text.trim();
        let is_name = looks_like_host(trimmed);
        let fix = (is_name && self.attribute.value.is_some()).then(|| {
            let span = self
                .attribute
                .value
                .map_or_else(|| self.span(), |value| value.span);
            Fix {
                title: "Write https:// before it".to_owned(),
                span,
                replacement: format!("https://{}", self.page.document.slice(span).trim()),
            }
        });
        if self.has_base && !is_name {
            return;
        }
        let word = self.part.word();
        let finding = self.tell(
            Severity::Error,
            "link-without-scheme",
            format!("The address of the {word} does not begin with https://, so it leads nowhere: a mail has no page that it could be relative to"),
            "Write the whole address",
        );
        found.content(Finding { fix, ..finding });
    }

    fn other(&self, scheme: &str, found: &mut Found) {
        if let Some(finding) = self.misspelt(scheme) {
            found.content(finding);
            return;
        }
        if scheme == "mailto" && self.part == Part::Link {
            let text = self.page.document.value(self.attribute).text;
            if let Some(finding) = self.no_mailbox(&text) {
                found.content(finding);
            }
        }
        let (severity, code, message, hint) = match (self.part, scheme) {
            (Part::Link, "mailto" | "tel" | "sms" | "geo" | "maps" | "facetime" | "whatsapp")
            | (Part::Picture, "data") => return,
            (_, "javascript" | "vbscript") => (
                Severity::Error,
                "link-script",
                "Mail clients remove scripts, so this link does nothing".to_owned(),
                "Link to a page",
            ),
            (_, "file") => (
                Severity::Error,
                "link-private",
                "The address is that of a file on your machine, which no reader has".to_owned(),
                "Put it on a server",
            ),
            (Part::Picture, "cid") => (
                Severity::Error,
                "image-attached",
                "The picture is meant to be attached, and Logto attaches nothing".to_owned(),
                "Put it on a server and link to it",
            ),
            (Part::Link, "data") => (
                Severity::Warning,
                "link-script",
                "Mail clients and browsers refuse to open data: addresses".to_owned(),
                "Link to a page",
            ),
            (Part::Link, _) => (
                Severity::Info,
                "link-other-scheme",
                format!(
                    "The address begins with {scheme}:, which opens only where an app for it is installed; Gmail removes such links"
                ),
                "Link to a page on the web that opens the app",
            ),
            (Part::Picture, _) => (
                Severity::Error,
                "link-without-scheme",
                format!("No mail client loads pictures from {scheme}: addresses"),
                "Put it on a server and link to it",
            ),
        };
        found.content(self.tell(severity, code, message, hint));
    }

    fn web(&self, address: &Address<'_>, found: &mut Found) {
        let word = self.part.word();
        if !address.has_known_host() {
            if address.host.is_empty() {
                found.content(self.tell(
                    Severity::Error,
                    "link-without-scheme",
                    format!("The address of the {word} names no server"),
                    "Write the whole address",
                ));
            }
            return;
        }
        let host = address.host.to_ascii_lowercase();
        if is_malformed(&host) {
            found.content(self.tell(
                Severity::Error,
                "link-malformed",
                format!(
                    "“{}” is no name of a server, so the {word} leads nowhere",
                    address.host
                ),
                "Names of servers have no blanks, and one dot between their parts",
            ));
            return;
        }
        if !is_public_name(&host) {
            found.content(self.tell(
                Severity::Warning,
                "link-private",
                format!("{host} is reached from your network only; readers reach nothing"),
                "Use the public address",
            ));
            return;
        }
        if address.is_plain_http {
            found.content(self.plain_http());
        }
        if address.has_user {
            found.content(self.tell(
                Severity::Error,
                "link-with-user",
                "A name stands before the server in the address, as in addresses that are made to deceive".to_owned(),
                "Take out what stands before the @",
            ));
        }
        let bare = host.strip_prefix("www.").unwrap_or(&host);
        if SHORTENERS.contains(&bare) {
            found.content(self.tell(
                Severity::Warning,
                "link-shortened",
                format!("{bare} hides where the {word} leads, and filters distrust it"),
                "Write the address it leads to",
            ));
        }
        if self.part == Part::Link
            && (host.parse::<core::net::Ipv4Addr>().is_ok() || host.starts_with('['))
        {
            found.content(self.tell(
                Severity::Warning,
                "link-by-number",
                "The link names its server by number, as deceptive mails do".to_owned(),
                "Use the name of the server",
            ));
        }
        if host.split('.').any(|label| label.starts_with("xn--")) || !host.is_ascii() {
            found.content(self.tell(
                Severity::Info,
                "link-foreign-letters",
                format!("{host} has letters that can be mistaken for others; some clients warn of such names"),
                "Nothing is wrong if the name is yours",
            ));
        }
    }

    fn plain_http(&self) -> Finding {
        let document = &self.page.document;
        let written = self.attribute.value.map(|value| value.span);
        let lead = written.and_then(|span| {
            let text = document.slice(span);
            let at = text.len() - text.trim_start().len();
            let is_lead = text.get(at..at + 7)?.eq_ignore_ascii_case("http://");
            is_lead.then(|| Span::new(span.start + at, span.start + at + 7))
        });
        let message = match self.part {
            Part::Link => {
                "The link is not encrypted: browsers warn, and anyone on the way can change the page"
            }
            Part::Picture => "The picture is loaded without encryption, which some clients refuse",
        };
        let finding = self.tell(
            Severity::Warning,
            "link-http",
            message.to_owned(),
            "Use https",
        );
        Finding {
            fix: lead.map(|span| Fix {
                title: "Use https".to_owned(),
                span,
                replacement: "https://".to_owned(),
            }),
            ..finding
        }
    }

    /// A link whose text is an address, but another one.
    fn text_names_another(&self, address: &Address<'_>, found: &mut Found) {
        if !address.has_known_host() {
            return;
        }
        let document = &self.page.document;
        let outline = &self.page.outline;
        if outline.name_length(self.id).is_none() || outline.is_white(self.id) {
            return;
        }
        let text = document.text_content(self.id);
        let text = text.trim();
        let Some(shown) = shown_host(text) else {
            return;
        };
        let host = address.host.to_ascii_lowercase();
        if !is_same_site(&shown, &host) {
            let place = document.inner(self.id).unwrap_or_else(|| self.span());
            found.content(
                Finding::new(
                    Severity::Error,
                    "link-text-other-host",
                    format!("The text says {shown}, but the link leads to {host}"),
                )
                .hint("Filters and careful readers take this for an attempt to deceive. Let both name the same site")
                .at(place),
            );
        }
    }
}

/// The addresses of a mail that could be looked at, with their places; each address once, and
/// those that a value stands for too.
fn addresses(document: &Document) -> Vec<(String, Span, bool)> {
    let mut all: Vec<(String, Span, bool)> = Vec::new();
    let mut known = HashSet::new();
    for id in document.elements() {
        let (name, is_picture) = match document.kind(id) {
            Some(Kind::A | Kind::Area) => ("href", false),
            Some(Kind::Img) => ("src", true),
            _ => ("background", true),
        };
        let Some(attribute) = document.attribute(id, name) else {
            continue;
        };
        let text = document.value(attribute).text.trim().to_owned();
        // A jump within the mail is no address; all others are looked at, or it is said why not.
        let is_address = !matches!(read(&text), Target::Fragment(_));
        if is_address && known.insert((text.clone(), is_picture)) {
            all.push((text, attribute.span, is_picture));
        }
    }
    all
}
