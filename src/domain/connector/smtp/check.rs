//! What a configuration or a submission will run into, known before anything is sent.

use super::super::traps::Traps;
use super::config::{SmtpConfig, guard};
use super::ignored;
use super::plan::port_and_security;
use super::submission::{SmtpAuth, SmtpSecurity, SmtpSubmission, StartTls};
use super::token::TokenGrant;
use crate::domain::finding::{Finding, Severity};

impl SmtpConfig {
    /// Problems of the configuration that no guard of Logto's reports; more of the
    /// connection shows in a submission, see [`SmtpSubmission::findings`].
    pub fn findings(&self) -> Vec<Finding> {
        let mut traps = Traps::of(&guard(), self.to_json());
        traps.templates(self.templates());
        traps.html_by_default(self.templates());
        let mut findings = traps.findings();
        if let Ok((port, security)) = port_and_security(self) {
            findings.extend(connection_finding(port, security));
        }
        findings
    }
}

/// Ports on which servers begin with TLS: the one of RFC 8314 (3.3), and those of Amazon SES and
/// SMTP2GO beside it.
const TLS_PORTS: [u16; 3] = [465, 2465, 8465];
/// Ports on which servers begin in plain text.
const PLAIN_PORTS: [u16; 3] = [25, 587, 2525];

/// What comes of the port together with how the connection begins.
fn connection_finding(port: u16, security: SmtpSecurity) -> Option<Finding> {
    match security {
        SmtpSecurity::Plain { .. } if TLS_PORTS.contains(&port) => {
            let message = format!(
                "secure: On port {port} servers wait for TLS, but the connection begins in plain text, so \
                 both sides wait until the greeting times out and no mail is sent"
            );
            let finding = Finding::new(Severity::Error, "smtp-plain-on-tls-port", message);
            Some(finding.hint("Set “secure” to true, or use port 587"))
        }
        SmtpSecurity::Implicit { by_port: false } if PLAIN_PORTS.contains(&port) => {
            let message = "secure: It begins with TLS, but on ports 25, 587 and 2525 servers begin in \
                           plain text";
            let finding = Finding::new(Severity::Warning, "smtp-tls-on-plain-port", message);
            Some(finding.hint("Set “secure” to false, or use port 465"))
        }
        SmtpSecurity::Plain { .. } | SmtpSecurity::Implicit { .. } => None,
    }
}

impl SmtpSubmission {
    /// Problems of the configuration and the sender that no guard of Logto's reports.
    pub fn findings(&self) -> Vec<Finding> {
        let mut findings = Vec::new();
        findings.extend(connection_finding(self.port, self.security));
        let mut add = |severity, code, message: &str, hint: &str| {
            findings.push(Finding::new(severity, code, message).hint(hint));
        };
        if self.tls.accept_invalid {
            let hint = if self.tls.accepted_by_profile {
                "Switch off “Accept any certificate” of the profile; Logto itself checks"
            } else {
                "Remove “tls.rejectUnauthorized”"
            };
            add(
                Severity::Warning,
                "smtp-certificate-unchecked",
                "Any certificate is accepted, so anyone on the way can read the login",
                hint,
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
        if self.has_locked_key() {
            add(
                Severity::Warning,
                "smtp-key-with-passphrase",
                "The private key has a passphrase, which Logto's mailer reads and a test from here \
                 cannot",
                "For the test, give a key without a passphrase or an “auth.accessToken”",
            );
        }
        findings.extend(self.ignored_keys.iter().map(|key| ignored::finding(key)));
        findings
    }

    fn has_locked_key(&self) -> bool {
        let request = match &self.auth {
            SmtpAuth::XOAuth2 { renewal, .. } => renewal.as_deref(),
            SmtpAuth::XOAuth2Fetched { request, .. } => request.as_deref(),
            SmtpAuth::None | SmtpAuth::Login { .. } => None,
        };
        request.is_some_and(|request| {
            matches!(
                request.grant,
                TokenGrant::ServiceKey {
                    has_passphrase: true,
                    ..
                }
            )
        })
    }
}
