//! What a rule is: the entry of the register that each finding's code leads to.

use serde::Serialize;

use crate::domain::finding::Severity;

/// A rule that findings are made by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Rule {
    /// The code of its findings: a stable name in kebab-case.
    pub id: &'static str,
    /// What is wrong where it finds something, in a few words.
    pub title: &'static str,
    /// What it means for the reader of the mail, and what to do.
    pub why: &'static str,
    /// Something it speaks about.
    pub bad: Example,
    /// The same, mended.
    pub good: Example,
    /// Where the rule comes from: a source file of Logto, a standard, a public page with its date.
    pub source: &'static str,
    /// What it is about.
    pub group: Group,
    /// How much its findings matter, at most.
    pub severity: Severity,
}

/// What a rule is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Group {
    /// The braces of a template and what Logto makes of them.
    Placeholders,
    /// Whether the mail carries what it is sent for, in the right language, at all.
    Logto,
    /// What the connector in use does to a mail.
    Connector,
    /// The files of a workspace and how templates are composed from them.
    Workspace,
    /// Whether everybody can read the mail.
    Accessibility,
    /// HTML and CSS that browsers have to mend.
    Markup,
    /// Size and shape.
    Shape,
    /// Links and pictures.
    Links,
    /// What filters and readers distrust.
    Risk,
    /// What mail clients support.
    Clients,
}

impl Group {
    /// All groups, in the order to show them.
    pub const ALL: [Self; 10] = [
        Self::Placeholders,
        Self::Logto,
        Self::Connector,
        Self::Workspace,
        Self::Accessibility,
        Self::Markup,
        Self::Shape,
        Self::Links,
        Self::Risk,
        Self::Clients,
    ];

    /// Its name, to show.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Placeholders => "Placeholders",
            Self::Logto => "Logto",
            Self::Connector => "Connector",
            Self::Workspace => "Workspace",
            Self::Accessibility => "Accessibility",
            Self::Markup => "HTML and CSS",
            Self::Shape => "Size and shape",
            Self::Links => "Links and pictures",
            Self::Risk => "Trust",
            Self::Clients => "Mail clients",
        }
    }
}

/// A small case of a rule, which says what is to be looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", content = "text", rename_all = "kebab-case")]
pub enum Example {
    /// The content of an English sign-in mail, as HTML.
    Content(&'static str),
    /// The same as plain text.
    Plain(&'static str),
    /// The content of an Arabic sign-in mail, as HTML.
    Arabic(&'static str),
    /// The content of an English invitation, as HTML.
    Invitation(&'static str),
    /// The subject of a sign-in mail whose content is right.
    Subject(&'static str),
    /// The content of a sign-in mail, asked for by a flow that may not send it: flow, content.
    Flow(&'static str, &'static str),
    /// A placeholder and the JSON that it is filled from: content, payload.
    Payload(&'static str, &'static str),
    /// A template through a connector: Logto's id of it, its configuration, the template's details,
    /// both as JSON.
    Through(&'static str, &'static str, &'static str),
    /// A configuration of a connector: Logto's id of it, JSON.
    Config(&'static str, &'static str),
    /// What SMTP makes of a configuration: JSON.
    Submission(&'static str),
    /// A file of a workspace: its path and its text.
    File(&'static str, &'static str),
    /// A layout that a template is composed with.
    Layout(&'static str),
    /// The language tag of a template.
    Tag(&'static str),
    /// A situation in words, where no text alone shows it.
    Words(&'static str),
}

impl Example {
    /// What to show of it.
    pub const fn text(self) -> &'static str {
        match self {
            Self::Content(text)
            | Self::Plain(text)
            | Self::Arabic(text)
            | Self::Invitation(text)
            | Self::Subject(text)
            | Self::Flow(_, text)
            | Self::Payload(text, _)
            | Self::Through(_, _, text)
            | Self::Config(_, text)
            | Self::Submission(text)
            | Self::File(_, text)
            | Self::Layout(text)
            | Self::Tag(text)
            | Self::Words(text) => text,
        }
    }
}
