//! What passes the guard and fails or surprises later.

use super::super::traps::Traps;
use super::super::url::Url;
use super::super::{SecretReference, got, secret::Secret};
use super::config::{HttpEmailConfig, guard};
use crate::domain::finding::{Finding, Severity};

impl HttpEmailConfig {
    /// Problems of the configuration that no guard of Logto's reports.
    pub fn findings(&self) -> Vec<Finding> {
        let fields = &self.fields;
        let guard = guard();
        let mut traps = Traps::of(&guard, self.to_json());
        if !fields.endpoint.is_empty() {
            self.endpoint_findings(&mut traps);
        }
        let none = Secret::default();
        let authorization = fields.authorization.as_ref().unwrap_or(&none);
        traps.header_secret("authorization", authorization, None);
        traps.add(
            Severity::Info,
            "http-own-templates",
            "endpoint",
            "Your server makes the mails from the type and the variables it is sent; Logto's \
             custom templates are not used",
            "Choose text and language there, by “type” and “payload.locale”",
        );
        traps.unread(&guard, self.to_json(), &[]);
        traps.findings()
    }

    fn endpoint_findings(&self, traps: &mut Traps) {
        let endpoint = &self.fields.endpoint;
        if let Some(reference) = SecretReference::parse(endpoint) {
            traps.add(
                Severity::Info,
                "http-endpoint-unknown",
                "endpoint",
                &format!("The address is not known until {reference} is set; it is looked at then"),
                "Set the secret to have the address checked",
            );
            return;
        }
        if let Err(error) = got::target(endpoint) {
            traps.add(
                Severity::Error,
                "http-endpoint-unusable",
                "endpoint",
                &format!("No request can be sent there, as Logto's client says: {error}"),
                "Write the whole address, beginning with https://",
            );
            return;
        }
        let Some(url) = Url::parse(endpoint) else {
            return;
        };
        let is_local = url.is_loopback();
        if is_local {
            traps.add(
                Severity::Warning,
                "http-endpoint-loopback",
                "endpoint",
                "This address means the machine, or the container, that Logto itself runs on",
                "Write an address that Logto can reach",
            );
        }
        if url.scheme == "http" && !is_local {
            traps.add(
                Severity::Warning,
                "http-endpoint-in-clear",
                "endpoint",
                "Codes and the authorization are sent unencrypted",
                "Use https://",
            );
        }
        let has_user = !url.username.is_empty() || !url.password.is_empty();
        if has_user && self.fields.authorization.is_some() {
            traps.add(
                Severity::Warning,
                "http-authorization-replaced",
                "authorization",
                "The user and password in “endpoint” take the place of this value",
                "Give only one of the two",
            );
        }
    }
}
