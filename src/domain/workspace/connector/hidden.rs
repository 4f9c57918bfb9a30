//! Texts of a profile that may stand nowhere, also where they stand in parts.

use serde_json::Value;

use super::{ConnectorProfile, SecretReference};
use crate::domain::connector::form::{Certainty, SecretAt, Step, secret_paths, secrets_in};
use crate::domain::connector::{PathPart, Secret, secret_parts};

impl ConnectorProfile {
    /// What is to be hidden of a delivery made with `resolved`, the configuration of this profile with
    /// its secrets, as one of the connector with Logto's id `factory_id`: the secrets, and of addresses
    /// that are secret or hold one their parts, since a request has those apart.
    pub fn texts_to_hide(&self, factory_id: &str, resolved: &Value) -> Vec<Secret> {
        let mut places = secrets_in(factory_id, resolved);
        let references = secrets_in(&self.factory, &self.config);
        let is_new = |at: &SecretAt| places.iter().all(|known| known.pointer != at.pointer);
        let more: Vec<SecretAt> = references.into_iter().filter(is_new).collect();
        places.extend(more);
        let mut texts = Vec::new();
        for at in places {
            let Some(text) = at.text(resolved) else {
                continue;
            };
            let is_reference = at.reference(&self.config).is_some();
            let is_web = text.starts_with("http://") || text.starts_with("https://");
            // Of an address the host may be shown.
            if !is_web {
                texts.push(Secret::new(text.as_ref()));
            }
            let parts = secret_parts(&text, is_reference);
            texts.extend(parts.into_iter().map(Secret::new));
        }
        texts
    }

    /// The configuration with the addresses that are known in place of references to them, to be
    /// looked over: what is wrong with an address can be told without showing it.
    pub fn with_known_addresses(
        &self,
        look_up: &dyn Fn(&SecretReference) -> Option<Secret>,
    ) -> Value {
        let mut config = self.config.clone();
        for (at, reference) in self.address_references() {
            let place = config.pointer_mut(&at.pointer);
            if let Some((place, secret)) = place.zip(look_up(&reference)) {
                *place = Value::from(secret.expose());
            }
        }
        config
    }

    /// The places of addresses that are kept outside the workspace, with the references there.
    pub fn address_references(&self) -> Vec<(SecretAt, SecretReference)> {
        let paths = secret_paths(&self.factory).iter();
        let addresses = paths.filter(|path| path.certainty == Certainty::IfAddressHasSecret);
        let places = addresses.filter_map(|path| {
            let keys = path.steps.iter().map(|step| match step {
                Step::Key(key) => Some(PathPart::Key((*key).to_owned())),
                Step::Each | Step::SecretHeader => None,
            });
            let at = SecretAt::new(&keys.collect::<Option<Vec<_>>>()?);
            let reference = at.reference(&self.config)?;
            Some((at, reference))
        });
        places.collect()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn profile(endpoint: &str) -> ConnectorProfile {
        ConnectorProfile::new("hook", "http-email", json!({ "endpoint": endpoint }))
    }

    #[test]
    fn an_address_behind_a_reference_is_hidden_in_parts() {
        let profile = profile("${HOOK}");
        let resolved = json!({
            "endpoint": "http://user:pass@host.example/mail?token=SECRET",
            "authorization": "Bearer abc"
        });
        let hidden = profile.texts_to_hide("http-email", &resolved);
        let hidden: Vec<&str> = hidden.iter().map(Secret::expose).collect();
        assert_eq!(hidden, ["Bearer abc", "SECRET", "pass"]);
        let plain = json!({ "endpoint": "https://host.example/mail/Zx81aB9q" });
        let hidden = profile.texts_to_hide("http-email", &plain);
        assert_eq!(hidden.first().map(Secret::expose), Some("Zx81aB9q"));
    }

    #[test]
    fn known_addresses_take_the_place_of_their_references() {
        let known = |one: &SecretReference| {
            (one.name() == "HOOK").then(|| Secret::new("https://host.example/"))
        };
        let config = profile("${HOOK}").with_known_addresses(&known);
        assert_eq!(config["endpoint"], "https://host.example/");
        let config = profile("${OTHER}").with_known_addresses(&known);
        assert_eq!(config["endpoint"], "${OTHER}");
    }
}
