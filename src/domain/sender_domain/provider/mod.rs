//! What each mail provider needs of the sender's domain, and what the domain has of it.
//!
//! ```text
//! assets/providers.toml   the facts: records, names of services, proxies; each with its source
//! rules      the table as values; read: from TOML
//! settings   what is known of one sender: the connector's configuration, and what was pasted
//! expected   the table with those values put in; what is still unknown stays visible
//! compare/   the answers of the DNS beside it, with findings and the records that mend them
//! stated     records as the provider's console or API states them
//! services   who stands behind an included name, an alias or an address
//! ```

pub mod api;
mod compare;
mod expected;
mod pattern;
mod read;
mod rules;
mod services;
mod settings;
mod stated;
mod variable;

#[cfg(test)]
mod tests;

pub(super) use compare::dmarc_found;
pub use compare::{Compared, FINDING_IDS, Slip, State, Unchecked, compare, questions, step};
pub use expected::{Expected, Form, Match, expectations};
pub use pattern::{Difference, Pattern, PatternError, Values};
pub use rules::{
    Ask, Derived, EnvelopeRule, MatchKind, Needed, ProviderRule, ProviderRules, RecordRule, Role,
    RulesError, Source,
};
pub use services::{Proxy, Service, ServiceMail};
pub use settings::{NoProvider, Settings};
pub use stated::{StatedRecord, read_pasted};
pub use variable::Variable;
