//! Who a connector sends as.

use serde::Serialize;

use super::sent::{Senders, honours_send_from, senders};
use crate::domain::connector::{Connector, Render};
use crate::domain::finding::{Finding, Severity};
use crate::domain::logto::{TemplateDetails, UsageType};
use crate::domain::sender_domain::dns::Name;
use crate::domain::sender_domain::provider::{EnvelopeRule, ProviderRules, Settings};
use crate::domain::sender_domain::sender_address;

/// A template that Logto may choose.
#[derive(Debug, Clone, Copy)]
pub struct TemplateUse<'a> {
    /// The kind of mail.
    pub usage_type: UsageType,
    /// The language tag it is stored under.
    pub language_tag: &'a str,
    /// The template.
    pub details: &'a TemplateDetails,
}

/// The domains that decide whether a connector's mail passes DMARC.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ConnectorIdentity {
    /// The senders in From, one for each domain; that of the configuration first.
    pub froms: Vec<FromUse>,
    /// Where bounces go.
    pub envelope: EnvelopeDomain,
    /// The domains that DKIM signs for, as far as the settings tell.
    pub dkim_domains: Vec<Name>,
    /// What is odd about the senders themselves.
    pub notes: Vec<Finding>,
}

/// A domain in From, and who puts it there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FromUse {
    /// One of the addresses.
    pub address: String,
    /// Its domain.
    pub domain: Name,
    /// Where it comes from.
    pub origins: Vec<Origin>,
}

/// Where a sender comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(
    tag = "from",
    rename_all = "kebab-case",
    rename_all_fields = "camelCase"
)]
pub enum Origin {
    /// A setting of the connector.
    Setting {
        /// Its key; empty for a sender that cannot be set.
        key: &'static str,
    },
    /// `sendFrom` of a template.
    Template {
        /// The kind of mail.
        usage_type: UsageType,
        /// The language tag of the template.
        language_tag: String,
    },
}

/// Where bounces go: the domain of MAIL FROM, which SPF is checked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum EnvelopeDomain {
    /// To this domain, always.
    Fixed {
        /// The domain.
        domain: Name,
    },
    /// To the domain in From.
    SameAsFrom,
    /// To a name below the sender's domain once it is set up, else to the provider's own.
    Bounce {
        /// The name, if it is known.
        name: Option<Name>,
        /// The row of the provider's table that shows whether it is set up.
        record: String,
        /// The provider's own name, as far as it is known.
        fallback: Option<Name>,
    },
    /// Nobody tells.
    Unknown,
}

impl ConnectorIdentity {
    /// The identity of a connector that may send these templates. `settings` are those of the
    /// connector, with what was pasted; none where nobody knows who sends.
    pub fn of(
        connector: &Connector,
        settings: Option<&Settings>,
        templates: &[TemplateUse<'_>],
        render: Render<'_>,
    ) -> Self {
        let mut identity = Self {
            froms: Vec::new(),
            envelope: EnvelopeDomain::Unknown,
            dkim_domains: Vec::new(),
            notes: Vec::new(),
        };
        identity.read_settings(settings);
        identity.read_configured(connector);
        if honours_send_from(connector) {
            for template in templates.iter().filter(|it| it.details.send_from.is_some()) {
                let senders = senders(connector, template.usage_type, template.details, render);
                identity.read_template(template, &senders);
            }
        }
        identity
    }

    /// The identity of whoever sends as these addresses, `from` being the text of the header field;
    /// `settings` tell who sends.
    pub fn of_address(from: &str, settings: Option<&Settings>) -> Self {
        let mut identity = Self {
            froms: Vec::new(),
            envelope: EnvelopeDomain::Unknown,
            dkim_domains: Vec::new(),
            notes: Vec::new(),
        };
        identity.read_settings(settings);
        for address in sender_address::addresses(from) {
            identity.add(&address, Origin::Setting { key: "from" });
        }
        identity
    }

    fn read_settings(&mut self, settings: Option<&Settings>) {
        let rules = ProviderRules::embedded();
        let Some((settings, rule)) = settings.and_then(|it| Some((it, it.rule(rules)?))) else {
            return;
        };
        let values = settings.resolved(rule);
        self.dkim_domains
            .extend(rule.signs.filled(&values, 0).name());
        self.envelope = match &rule.envelope {
            EnvelopeRule::From => EnvelopeDomain::SameAsFrom,
            EnvelopeRule::Unknown => EnvelopeDomain::Unknown,
            EnvelopeRule::Fixed(name) => name
                .filled(&values, 0)
                .name()
                .map_or(EnvelopeDomain::Unknown, |domain| EnvelopeDomain::Fixed {
                    domain,
                }),
            EnvelopeRule::Bounce {
                name,
                record,
                fallback,
            } => EnvelopeDomain::Bounce {
                name: name.filled(&values, 0).name(),
                record: record.clone(),
                fallback: fallback
                    .as_ref()
                    .and_then(|it| it.filled(&values, 0).name()),
            },
        };
    }

    fn read_configured(&mut self, connector: &Connector) {
        let Some((key, text)) = sender_address::configured(connector) else {
            return;
        };
        let addresses = sender_address::addresses(text);
        if addresses.is_empty() {
            let message = format!("The setting “{key}” has no address, so mails have no sender");
            self.notes.push(
                Finding::new(Severity::Error, "align.no-from", message)
                    .hint("Write an address there, or “Name <address>”"),
            );
        }
        for address in addresses {
            self.add(&address, Origin::Setting { key });
        }
    }

    fn read_template(&mut self, template: &TemplateUse<'_>, senders: &Senders) {
        let origin = || Origin::Template {
            usage_type: template.usage_type,
            language_tag: template.language_tag.to_owned(),
        };
        let named = format!("{} ({})", template.usage_type, template.language_tag);
        if let Some(failure) = &senders.failure {
            let message = format!("With the sender of {named} a mail would not be sent: {failure}");
            self.notes.push(
                Finding::new(Severity::Error, "align.no-from", message)
                    .hint("Correct “sendFrom” of the template, or leave it out"),
            );
        }
        if senders
            .ordinary
            .iter()
            .any(|sent| sent.addresses.is_empty())
        {
            let message =
                format!("Mails of {named} have no address in From, as “sendFrom” has none");
            self.notes.push(
                Finding::new(Severity::Error, "align.no-from", message)
                    .hint("Write it as “Name <address>”, or leave it out"),
            );
        }
        let ordinary = senders.ordinary.iter().flat_map(|sent| &sent.addresses);
        let known: Vec<Name> = ordinary
            .clone()
            .filter_map(|it| sender_address::domain(it))
            .collect();
        let is_foreign = |address: &&String| {
            sender_address::domain(address).is_none_or(|domain| !known.contains(&domain))
        };
        let mut hostile = senders.hostile.iter().flat_map(|sent| &sent.addresses);
        let is_lost = senders.hostile.iter().any(|sent| sent.addresses.is_empty());
        if let Some(foreign) = hostile.find(is_foreign) {
            let message = format!(
                "A name in the payload can change the sender of {named}: with a hostile one it became {foreign}"
            );
            self.notes.push(
                Finding::new(Severity::Error, "align.from-by-payload", message)
                    .hint("Write the sender without placeholders"),
            );
        } else if is_lost {
            let message =
                format!("A name in the payload can take the sender from mails of {named}");
            self.notes.push(
                Finding::new(Severity::Warning, "align.from-by-payload", message)
                    .hint("Write the sender without placeholders"),
            );
        }
        for address in ordinary {
            self.add(address, origin());
        }
    }

    fn add(&mut self, address: &str, origin: Origin) {
        let Some(domain) = sender_address::domain(address) else {
            let message = format!("“{address}” in From has no domain that receivers can look up");
            let note = Finding::new(Severity::Error, "align.from-unreadable", message)
                .hint("Write an address with a domain of yours");
            if !self.notes.contains(&note) {
                self.notes.push(note);
            }
            return;
        };
        match self.froms.iter_mut().find(|from| from.domain == domain) {
            Some(from) if from.origins.contains(&origin) => {}
            Some(from) => from.origins.push(origin),
            None => self.froms.push(FromUse {
                address: address.to_owned(),
                domain,
                origins: vec![origin],
            }),
        }
    }
}
