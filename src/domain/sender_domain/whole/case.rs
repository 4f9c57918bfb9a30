//! A whole check out of the inputs of a case.

use super::WholeCheck;
use crate::domain::sender_domain::alignment::ConnectorIdentity;
use crate::domain::sender_domain::check::case::{Case, CaseProvider};
use crate::domain::sender_domain::dns::Name;
use crate::domain::sender_domain::provider::{ProviderRules, Settings, Variable};

/// What a case says of the provider and the sender.
#[derive(Debug, Clone)]
pub struct CaseInputs {
    /// What is known of the provider; none if the case names none.
    pub settings: Option<Settings>,
    /// Who sends; none if the case names no address.
    pub identity: Option<ConnectorIdentity>,
}

impl CaseInputs {
    /// What a case says about the mail of `domain`.
    pub fn of(case: &Case, domain: &Name) -> Self {
        let settings = case
            .provider
            .map(|provider| settings(case, provider, domain));
        let from = case.config.from.as_deref();
        let identity = from.map(|from| ConnectorIdentity::of_address(from, settings.as_ref()));
        Self { settings, identity }
    }

    /// Settings with what a case adds to them.
    pub fn completed(settings: Settings, case: &Case, domain: &Name) -> Settings {
        let config = &case.config;
        let mut settings = settings.with(Variable::Domain, [domain.to_string()]);
        let given = [
            (Variable::Region, config.region.as_deref()),
            (Variable::Sending, config.domain.as_deref()),
            (Variable::MailFrom, config.mail_from.as_deref()),
        ];
        for (variable, value) in given {
            if value.is_some() {
                settings = settings.with(variable, value);
            }
        }
        if !config.dkim_tokens.is_empty() {
            settings = settings.with(Variable::DkimToken, &config.dkim_tokens);
        }
        let host = config.dkim_host.as_deref();
        let selectors = case.selectors.iter().map(String::as_str).chain(host);
        let selectors: Vec<&str> = selectors.collect();
        if selectors.is_empty() {
            settings
        } else {
            settings.with(Variable::DkimSelector, selectors)
        }
    }

    /// The whole check of a domain with these inputs.
    pub fn check(case: &Case, domain: Name) -> WholeCheck {
        let inputs = Self::of(case, &domain);
        let check = case.check(domain, Vec::new());
        WholeCheck::new(check, inputs.settings.as_ref(), inputs.identity)
    }
}

fn settings(case: &Case, provider: CaseProvider, domain: &Name) -> Settings {
    let settings = match provider {
        CaseProvider::AwsSes => Settings::new("aws-ses"),
        CaseProvider::Mailgun => Settings::new("mailgun"),
        CaseProvider::Sendgrid => Settings::new("sendgrid"),
        CaseProvider::Postmark => Settings::new("postmark"),
        CaseProvider::AliyunDm => Settings::new("aliyun-dm"),
        CaseProvider::Smtp2go => Settings::new("smtp2go"),
        CaseProvider::Mailjunky => Settings::new("mailjunky"),
        CaseProvider::Smtp => {
            let host = case.config.host.as_deref().unwrap_or_default();
            Settings::of_host(ProviderRules::embedded(), host)
        }
    };
    CaseInputs::completed(settings, case, domain)
}
