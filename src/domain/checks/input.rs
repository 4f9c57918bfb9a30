//! What is checked, and what is known about it.

use std::sync::LazyLock;

use serde_json::Value;

use super::page::Page;
use super::rule::Rule;
use crate::domain::connector::Connector;
use crate::domain::logto::{
    FieldFinding, Flow, LanguageLibrary, TemplateCatalog, TemplateDetails, UsageType, flows_of,
};
use crate::domain::markup::style::Colour;

/// A mail to check: its flat texts, and what is known about how it is sent and read.
#[derive(Clone, Copy)]
pub struct CheckInput<'a> {
    /// The texts as Logto stores them.
    pub details: &'a TemplateDetails,
    /// The kind of mail.
    pub usage_type: UsageType,
    /// The flow that sends it; without one, all that send this type count.
    pub flow: Option<Flow>,
    /// The language tag of the template.
    pub tag: &'a str,
    /// The variables the mail is looked at with: plausible ones.
    pub payload: &'a Value,
    /// The connector in use, if there is one.
    pub connector: Option<&'a Connector>,
    /// The tenant's languages and templates, if they are known.
    pub tenant: Option<Tenant<'a>>,
    /// How long a code is valid, in seconds, if the tenant's policy is known.
    pub code_lifetime: Option<u32>,
    /// The mail clients of the readers, for checks of other modules.
    pub audience: &'a Audience,
    /// How clients darken a mail without being asked.
    pub darks: &'a [ForcedDark],
}

/// What a tenant has.
#[derive(Clone, Copy)]
pub struct Tenant<'a> {
    /// The languages.
    pub library: &'a LanguageLibrary,
    /// The templates.
    pub catalog: &'a (dyn TemplateCatalog + Sync),
}

/// Which clients the readers have.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Audience {
    /// Patterns of clients such as `gmail.*`, each with the share of readers in percent if that is
    /// known.
    pub clients: Vec<(String, Option<f64>)>,
}

static NOBODY: LazyLock<Audience> = LazyLock::new(Audience::default);

/// A client that turns the colours of a mail dark, as a model.
#[derive(Debug, Clone, Copy)]
pub struct ForcedDark {
    /// What it is called, to stand after “in”: `Outlook.com, dark`.
    pub name: &'static str,
    /// The colours of a text and of what is behind it, from those the author wrote; both opaque.
    pub colours: fn(text: Colour, background: Colour) -> (Colour, Colour),
}

impl<'a> CheckInput<'a> {
    /// A mail of which nothing more is known.
    pub fn new(
        details: &'a TemplateDetails,
        usage_type: UsageType,
        tag: &'a str,
        payload: &'a Value,
    ) -> Self {
        Self {
            details,
            usage_type,
            flow: None,
            tag,
            payload,
            connector: None,
            tenant: None,
            code_lifetime: None,
            audience: &NOBODY,
            darks: &[],
        }
    }

    /// The same mail, sent by one flow.
    pub const fn by(self, flow: Flow) -> Self {
        Self {
            flow: Some(flow),
            ..self
        }
    }

    /// The same mail, sent through a connector.
    pub const fn through(self, connector: Option<&'a Connector>) -> Self {
        Self { connector, ..self }
    }

    /// The same mail, sent by a tenant.
    pub const fn of(self, tenant: Tenant<'a>) -> Self {
        Self {
            tenant: Some(tenant),
            ..self
        }
    }

    /// The same mail, read by these.
    pub const fn read_by(self, audience: &'a Audience) -> Self {
        Self { audience, ..self }
    }

    /// The same mail in clients that darken it.
    pub const fn darkened(self, darks: &'a [ForcedDark]) -> Self {
        Self { darks, ..self }
    }

    /// The flows that count.
    pub fn flows(&self) -> Vec<Flow> {
        match self.flow {
            Some(flow) => vec![flow],
            None => flows_of(self.usage_type),
        }
    }
}

/// Checks of another module that join in: the support of clients, for example.
///
/// Its findings come among the others, and its rules in the register of
/// [`rules_with`](super::rules_with).
pub trait MoreChecks: Sync {
    /// The rules whose ids its findings have as codes.
    fn rules(&self) -> &[Rule];

    /// What it finds in a mail. `page` was read once for all checks.
    fn check(&self, page: &Page, input: &CheckInput<'_>) -> Vec<FieldFinding>;
}
