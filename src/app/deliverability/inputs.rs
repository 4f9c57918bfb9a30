//! What a check is made from: the domain, what is known of it, and who sends.

use std::net::IpAddr;
use std::sync::Arc;

use crate::app::{App, secrets};
use crate::domain::connector::{Connector, render_as_logto};
use crate::domain::sender_domain::alignment::{ConnectorIdentity, Origin, TemplateUse};
use crate::domain::sender_domain::check::{DomainCheck, parse_domain};
use crate::domain::sender_domain::provider::{
    NoProvider, ProviderRules, Settings, Variable, read_pasted,
};
use crate::domain::sender_domain::whole::WholeCheck;
use crate::domain::workspace::ConnectorProfile;
use crate::model::{DomainWish, Model, OwnDomain, ProviderChoice};
use crate::services::dns::ServerChoice;

/// Stands for the port of a server that no mail is sent to here.
const SAMPLE_PORT: u16 = 2525;

/// Who the connector sends as, made once for each of its texts.
#[derive(Default)]
pub(super) struct Sender {
    of: Option<SenderOf>,
    identity: Option<ConnectorIdentity>,
    settings: Option<Settings>,
}

/// What a sender was made from.
#[derive(Clone)]
struct SenderOf {
    profile: String,
    text: Arc<str>,
    /// How many templates there are, and how often they were changed.
    templates: (usize, u64),
}

impl PartialEq for SenderOf {
    fn eq(&self, other: &Self) -> bool {
        self.profile == other.profile
            && Arc::ptr_eq(&self.text, &other.text)
            && self.templates == other.templates
    }
}

/// What a check is made from.
pub(super) struct Inputs {
    /// Makes the check once the settings are known for good.
    pub make: Make,
    /// What is known of the provider.
    pub settings: Option<Settings>,
    /// The connector whose key may be used, if it is the one that sends for the domain.
    pub api: Option<Connector>,
}

/// A check that lacks the settings of the provider.
pub(super) struct Make {
    check: DomainCheck,
    identity: Option<ConnectorIdentity>,
}

impl Make {
    /// The check with these settings.
    pub fn with(self, settings: Option<&Settings>) -> WholeCheck {
        WholeCheck::new(self.check, settings, self.identity)
    }
}

/// The servers in a text; an empty one means those of the system.
pub(super) fn server(text: &str) -> Result<ServerChoice, String> {
    match text.trim() {
        "" => Ok(ServerChoice::System),
        text => text
            .parse()
            .map_err(|error| format!("Choose other name servers: {error}")),
    }
}

fn sender_of(model: &Model) -> Option<SenderOf> {
    let name = model.active_profile()?;
    let view = model.connectors.views.get(name)?;
    let revisions = model.documents.values().map(|document| document.revision);
    Some(SenderOf {
        profile: name.clone(),
        text: Arc::clone(&view.text),
        templates: (model.documents.len(), revisions.sum()),
    })
}

fn profile(model: &Model) -> Option<Arc<ConnectorProfile>> {
    let name = model.active_profile()?;
    model.connectors.views.get(name)?.profile.clone()
}

/// The connector of the profile that sends; references stand in for secrets that are not known.
fn connector(app: &App) -> Option<Connector> {
    let profile = profile(&app.model)?;
    if profile.sandbox {
        return Connector::sandboxed(&profile.factory, &profile.config, SAMPLE_PORT).ok();
    }
    let look_up = |reference: &_| secrets::look_up(app, reference);
    let config = profile.resolved(&look_up);
    let config = config.unwrap_or_else(|_missing| profile.config.clone());
    Connector::from_json(&profile.factory, config).ok()
}

/// Brings what is known of the sender up to the profile and the templates.
pub(super) fn follow_connector(app: &mut App) {
    let of = sender_of(&app.model);
    if app.deliverability.sender.of == of {
        return;
    }
    let connector = of.as_ref().and_then(|_| connector(app));
    let settings = connector.as_ref().map(Settings::of);
    let words = match &settings {
        None => String::new(),
        Some(Ok(settings)) => settings
            .rule(ProviderRules::embedded())
            .map(|rule| rule.label.clone())
            .unwrap_or_default(),
        Some(Err(NoProvider::LogtoCloud)) => "Logto's own service".to_owned(),
        Some(Err(NoProvider::OwnService)) => "a service of your own".to_owned(),
    };
    let settings = settings.and_then(Result::ok);
    let model = &app.model;
    let templates = model.documents.iter();
    let templates: Vec<_> = templates
        .map(|(key, document)| (key, document.texts.to_details()))
        .collect();
    let uses: Vec<TemplateUse<'_>> = templates
        .iter()
        .map(|(key, details)| TemplateUse {
            usage_type: key.usage_type,
            language_tag: &key.tag,
            details,
        })
        .collect();
    let identity = connector.as_ref().map(|connector| {
        ConnectorIdentity::of(connector, settings.as_ref(), &uses, &render_as_logto)
    });
    let own = identity.iter().flat_map(|identity| &identity.froms);
    let own = own.map(|from| OwnDomain {
        domain: from.domain.to_string(),
        origin: origin(&from.origins),
    });
    app.model.deliverability.own = own.collect();
    app.model.deliverability.connector = words;
    app.model.deliverability.wants_account_token =
        matches!(connector, Some(Connector::Postmark(_)));
    app.deliverability.sender = Sender {
        of,
        identity,
        settings,
    };
}

fn origin(origins: &[Origin]) -> String {
    match origins.first() {
        Some(Origin::Setting { key: "" }) | None => "From of the connector".to_owned(),
        Some(Origin::Setting { key }) => format!("From of the connector ({key})"),
        Some(Origin::Template {
            usage_type,
            language_tag,
        }) => format!("sendFrom of {usage_type} ({language_tag})"),
    }
}

/// What the check of a domain is made from.
pub(super) fn inputs(app: &App, domain: &str) -> Result<Inputs, String> {
    let name = parse_domain(domain).map_err(|error| error.to_string())?;
    let model = &app.model.deliverability;
    let wish = model.wish(domain);
    let sender = &app.deliverability.sender;
    let is_own = model.is_own(domain);
    let first = model.own.first().map(|own| own.domain.as_str());
    let mut settings = match &wish.provider {
        ProviderChoice::Nobody => None,
        ProviderChoice::Connector => sender.settings.clone().filter(|_| is_own),
        ProviderChoice::Named(id) => Some(Settings::new(id)),
    };
    if let Some(known) = settings.take() {
        let known = known.with(Variable::Domain, [domain]);
        settings = Some(with_values(known, &wish).with_stated(read_pasted(&wish.pasted, &name)));
    }
    let uses_connector = wish.provider == ProviderChoice::Connector && is_own;
    let identity = sender.identity.clone().filter(|_| uses_connector);
    let identity = identity.map(|mut identity| {
        // All senders are told with the first domain, so that nothing is told twice.
        if first != Some(domain) {
            identity.froms.retain(|from| from.domain == name);
            identity.notes.clear();
        }
        identity
    });
    let mut check = DomainCheck::new(name);
    check.selectors = words(&wish.selectors).map(str::to_owned).collect();
    for word in words(&wish.sending_ips) {
        let ip: Result<IpAddr, _> = word.parse();
        let ip = ip.map_err(|_invalid| format!("“{word}” is no IP address of a sender"))?;
        check.sending_ips.push(ip);
    }
    let is_sandbox = profile(&app.model).is_some_and(|profile| profile.sandbox);
    Ok(Inputs {
        make: Make { check, identity },
        settings,
        api: connector(app).filter(|_| uses_connector && !is_sandbox),
    })
}

fn with_values(mut settings: Settings, wish: &DomainWish) -> Settings {
    for (name, value) in &wish.values {
        if let Some(variable) = Variable::from_name(name).filter(|_| !value.trim().is_empty()) {
            settings = settings.with(variable, words(value));
        }
    }
    settings
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    let is_between = |char: char| char.is_whitespace() || matches!(char, ',' | ';');
    text.split(is_between).filter(|word| !word.is_empty())
}
