//! What a configuration or a submission will run into, known before anything is sent.

use super::super::traps::Traps;
use super::config::{SmtpConfig, guard};
use super::submission::{SmtpAuth, SmtpSecurity, SmtpSubmission, StartTls};
use crate::domain::finding::{Finding, Severity};

impl SmtpConfig {
    /// Problems of the configuration that no guard of Logto's reports; those of the connection show
    /// in a submission, see [`SmtpSubmission::findings`].
    pub fn findings(&self) -> Vec<Finding> {
        let mut traps = Traps::of(&guard(), self.to_json());
        traps.templates(self.templates());
        traps.html_by_default(self.templates());
        traps.findings()
    }
}

impl SmtpSubmission {
    /// Problems of the configuration and the sender that no guard of Logto's reports.
    pub fn findings(&self) -> Vec<Finding> {
        let mut findings = Vec::new();
        let mut add = |severity, code, message: &str, hint: &str| {
            findings.push(Finding::new(severity, code, message).hint(hint));
        };
        if self.port == 465 && matches!(self.security, SmtpSecurity::Plain { .. }) {
            add(
                Severity::Warning,
                "smtp-plain-on-465",
                "On port 465 servers wait for TLS, but “secure” is false, so both sides will wait",
                "Set “secure” to true, or use port 587",
            );
        }
        if self.tls.accept_invalid {
            add(
                Severity::Warning,
                "smtp-certificate-unchecked",
                "Any certificate is accepted, so anyone on the way can read the login",
                "Remove “tls.rejectUnauthorized”",
            );
        }
        let is_plain = matches!(
            self.security,
            SmtpSecurity::Plain {
                starttls: StartTls::Never
            }
        );
        if is_plain && self.auth != SmtpAuth::None {
            add(
                Severity::Warning,
                "smtp-login-in-clear",
                "The login is sent unencrypted, as “ignoreTLS” is set",
                "Set “ignoreTLS” to false",
            );
        }
        if self.message.header("From").is_none() {
            add(
                Severity::Error,
                "smtp-no-from",
                "The mail has no From header, because the sender has no address in it",
                "Write the sender as “Name <address>”",
            );
        }
        if matches!(self.auth, SmtpAuth::XOAuth2Fetched { .. }) {
            add(
                Severity::Warning,
                "smtp-token-not-fetched",
                "Logto would fetch an access token first; a test from here cannot",
                "Put a fresh token into “auth.accessToken” for the test",
            );
        }
        for key in &self.ignored_keys {
            let message = format!("Logto's mailer obeys “{key}”; a test from here does not");
            findings.push(Finding::new(Severity::Info, "smtp-key-ignored", message));
        }
        findings
    }
}
