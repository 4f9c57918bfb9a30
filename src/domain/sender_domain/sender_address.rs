//! The sender a connector is set up with, and the addresses in a text such as `Name <a@b>`.

use jiff::Timestamp;

use super::dns::Name;
use crate::domain::connector::{Connector, LogtoEmailConfig};
use crate::domain::logto::ContentType;
use crate::domain::message::{MailDraft, MessageStamp, compose, domain_to_ascii};

/// The setting that names the sender, and its text; none where it names none.
pub fn configured(connector: &Connector) -> Option<(&'static str, &str)> {
    let found = match connector {
        Connector::AliyunDm(config) => ("accountName", config.sender()),
        Connector::AwsSes(config) => ("emailAddress", config.sender()?),
        Connector::HttpEmail(_) => return None,
        Connector::LogtoEmail(_) => ("", LogtoEmailConfig::SENDER),
        Connector::Mailgun(config) => ("from", config.sender()),
        Connector::MailJunky(config) => ("fromEmail", config.sender()),
        Connector::Postmark(config) => ("fromEmail", config.sender()),
        Connector::Sendgrid(config) => ("fromEmail", config.sender()),
        Connector::Smtp(config) => ("fromEmail", config.sender()),
        Connector::Smtp2go(config) => ("sender", config.sender()),
    };
    Some(found)
}

/// The addresses in a text, each once, as nodemailer finds them (`addressparser`).
pub fn addresses(text: &str) -> Vec<String> {
    let stamp = stamp();
    let composed = compose(&MailDraft {
        from: "",
        to: text,
        reply_to: "",
        subject: "",
        content_type: ContentType::Plain,
        content: "",
        custom_headers: &[],
        stamp: &stamp,
    });
    composed.envelope.rcpt_to
}

/// The domain of an address in the form the DNS has; none if it is no domain.
pub fn domain(address: &str) -> Option<Name> {
    let (_, domain) = address.rsplit_once('@')?;
    let domain = domain_to_ascii(&domain.trim().to_lowercase())?;
    let is_plain = |char: char| char.is_ascii_alphanumeric() || matches!(char, '.' | '-' | '_');
    let name = Name::from_plain(&domain)
        .ok()
        .filter(|_| domain.chars().all(is_plain))?;
    (!name.is_root()).then_some(name)
}

/// A stamp for mails that are never sent.
pub(super) fn stamp() -> MessageStamp {
    MessageStamp {
        date: Timestamp::UNIX_EPOCH,
        message_id: "check".to_owned(),
        boundary_seed: String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_found_with_names_and_without() {
        assert_eq!(
            addresses("Acme <no-reply@example.com>"),
            ["no-reply@example.com"]
        );
        assert_eq!(addresses("a@example.com, \"x\" <b@example.net>").len(), 2);
        assert_eq!(addresses("Acme"), [""; 0]);
    }

    #[test]
    fn domains_are_those_of_the_dns() {
        let shown = |address: &str| domain(address).map(|name| name.to_string());
        assert_eq!(
            shown("a@Bücher.example").as_deref(),
            Some("xn--bcher-kva.example")
        );
        assert_eq!(shown("a@EXAMPLE.com.").as_deref(), Some("example.com"));
        for address in [
            "a",
            "a@",
            "a@.",
            "a@b..c",
            "a@exam ple.com",
            "a@[192.0.2.1]",
        ] {
            assert_eq!(shown(address), None, "{address}");
        }
    }
}
