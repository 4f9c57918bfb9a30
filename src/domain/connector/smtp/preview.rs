//! The dialogue of a submission, foretold.

use super::submission::{SmtpAuth, SmtpSecurity, SmtpSubmission, StartTls};
use crate::domain::connector::Secret;

impl SmtpSubmission {
    /// The lines this client would send to a server that takes everything, secrets masked.
    ///
    /// Remarks stand in brackets. What the server decides (whether TLS and a login are offered) is
    /// told as a condition.
    pub fn transcript_preview(&self) -> String {
        let from = self.local_address.map(|address| format!(" from {address}"));
        let from = from.unwrap_or_default();
        let mut lines = vec![format!("[connect to {}:{}{from}]", self.host, self.port)];
        let ehlo = format!("EHLO {}", self.ehlo_name);
        match self.security {
            SmtpSecurity::Implicit { by_port } => {
                lines.push(self.tls_remark(if by_port { ", as the port is 465" } else { "" }));
                lines.push(ehlo);
            }
            SmtpSecurity::Plain { starttls } => {
                lines.push(ehlo.clone());
                let remark = match starttls {
                    StartTls::Never => None,
                    StartTls::IfOffered => Some("[if the server offers STARTTLS]"),
                    StartTls::Required => Some("[whether offered or not]"),
                };
                if let Some(remark) = remark {
                    lines.push(remark.to_owned());
                    lines.push("STARTTLS".to_owned());
                    lines.push(self.tls_remark(""));
                    lines.push(ehlo);
                }
            }
        }
        lines.extend(self.auth_lines());
        if self.needs_utf8() {
            lines.push("[with SMTPUTF8 at the end, if the server offers it]".to_owned());
        }
        lines.push(format!("MAIL FROM:<{}>", self.envelope.mail_from));
        for recipient in &self.envelope.rcpt_to {
            lines.push(format!("RCPT TO:<{recipient}>"));
        }
        lines.push("DATA".to_owned());
        let mut text = lines.join("\n");
        text.push('\n');
        for line in String::from_utf8_lossy(&self.eml()).lines() {
            if line.starts_with('.') {
                text.push('.');
            }
            text.push_str(line);
            text.push('\n');
        }
        text.push_str(".\n");
        text
    }

    fn tls_remark(&self, because: &str) -> String {
        if self.tls.accept_invalid {
            format!("[TLS{because}; any certificate is accepted]")
        } else {
            format!("[TLS{because}; certificate for {}]", self.tls.server_name)
        }
    }

    fn auth_lines(&self) -> Vec<String> {
        let mut lines = vec!["[if the server offers AUTH]".to_owned()];
        let (mechanism, user) = match &self.auth {
            SmtpAuth::None => return Vec::new(),
            SmtpAuth::Login {
                user, mechanism, ..
            } => (mechanism.as_deref().unwrap_or("PLAIN"), user),
            SmtpAuth::XOAuth2 { user, .. } => ("XOAUTH2", user),
            SmtpAuth::XOAuth2Fetched { user, request } => {
                lines.push(match request {
                    Some(request) => format!("[an access token from {}]", request.url),
                    None => "[fails: there is no access token and no way to one]".to_owned(),
                });
                ("XOAUTH2", user)
            }
        };
        lines.push(format!("AUTH {mechanism} {} ({user})", Secret::MASK));
        lines
    }

    /// Whether an address has letters beyond ASCII (RFC 6531, 3.4).
    pub fn needs_utf8(&self) -> bool {
        let addresses = self.envelope.rcpt_to.iter();
        let mut addresses = addresses.chain([&self.envelope.mail_from]);
        addresses.any(|address| !address.is_ascii())
    }
}
