//! The login, with nodemailer's choice of mechanism.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::{Offers, Session};
use crate::domain::connector::Secret;
use crate::domain::connector::smtp::{SmtpAuth, TokenGrant};
use crate::services::delivery::error::{Failure, Phase};
use crate::services::delivery::event::DeliveryEvent;
use crate::services::delivery::transcript::Reply;
use crate::services::delivery::wire::Wire;

/// The mechanisms nodemailer knows, in its order of preference.
const KNOWN: [&str; 4] = ["PLAIN", "LOGIN", "CRAM-MD5", "XOAUTH2"];

impl<F: Fn(DeliveryEvent) + Send + Sync> Session<'_, F> {
    /// Logs in if the server offers it and the configuration has a login.
    pub(super) async fn authenticate(
        &mut self,
        wire: &mut Wire,
        offers: &Offers,
    ) -> Result<(), Failure> {
        let Some(offered) = &offers.auth else {
            return Ok(());
        };
        let submission = self.submission;
        let (mechanism, reply) = match &submission.auth {
            SmtpAuth::None => return Ok(()),
            SmtpAuth::Login {
                user,
                pass,
                mechanism,
            } => {
                let mechanism = choose(mechanism.as_deref(), offered);
                let reply = self.log_in(wire, &mechanism, user, pass).await?;
                (mechanism, reply)
            }
            SmtpAuth::XOAuth2 {
                user,
                access_token,
                renew_at_ms,
            } => {
                let now_ms = self.clock.now().as_millisecond() as f64;
                if renew_at_ms.is_some_and(|renew_at_ms| renew_at_ms <= now_ms) {
                    let grant = TokenGrant::RefreshToken;
                    return Err(Failure::AccessTokenNeeded { grant });
                }
                let reply = self.show_token(wire, user, access_token).await?;
                ("XOAUTH2".to_owned(), reply)
            }
            SmtpAuth::XOAuth2Fetched { grant, .. } => {
                return Err(Failure::AccessTokenNeeded { grant: *grant });
            }
        };
        if !matches!(reply.code, 200..=299) {
            return Err(Failure::Auth { mechanism, reply });
        }
        (self.on_progress)(DeliveryEvent::Authenticated { mechanism, reply });
        Ok(())
    }

    async fn log_in(
        &mut self,
        wire: &mut Wire,
        mechanism: &str,
        user: &str,
        pass: &Secret,
    ) -> Result<Reply, Failure> {
        if user.is_empty() || pass.is_empty() {
            return Err(Failure::MissingCredentials {
                mechanism: mechanism.to_owned(),
            });
        }
        match mechanism {
            "PLAIN" => {
                let response = STANDARD.encode(format!("\0{user}\0{}", pass.expose()));
                self.auth_command(wire, "AUTH PLAIN ", &response).await
            }
            "LOGIN" => {
                let mut reply = self.command(wire, Phase::Auth, "AUTH LOGIN").await?;
                for answer in [user, pass.expose()] {
                    if reply.code != 334 {
                        return Ok(reply);
                    }
                    reply = self
                        .auth_command(wire, "", &STANDARD.encode(answer))
                        .await?;
                }
                Ok(reply)
            }
            _ => Err(Failure::UnsupportedMechanism {
                mechanism: mechanism.to_owned(),
            }),
        }
    }

    async fn show_token(
        &mut self,
        wire: &mut Wire,
        user: &str,
        token: &Secret,
    ) -> Result<Reply, Failure> {
        let text = format!("user={user}\u{1}auth=Bearer {}\u{1}\u{1}", token.expose());
        let response = STANDARD.encode(text);
        let reply = self.auth_command(wire, "AUTH XOAUTH2 ", &response).await?;
        if reply.code == 334 {
            // The server explains a refusal in base64 first; an empty line asks for the rest.
            return self.command(wire, Phase::Auth, "").await;
        }
        Ok(reply)
    }

    async fn auth_command(
        &mut self,
        wire: &mut Wire,
        command: &str,
        response: &str,
    ) -> Result<Reply, Failure> {
        let line = format!("{command}{response}");
        let shown = format!("{command}{}", Secret::MASK);
        self.secret_command(wire, Phase::Auth, &line, &shown).await
    }
}

/// The mechanism of the configuration, else the first known one the server offers, else PLAIN.
fn choose(configured: Option<&str>, offered: &[String]) -> String {
    let first_offered = || {
        KNOWN
            .into_iter()
            .find(|known| offered.iter().any(|name| name == known))
            .unwrap_or("PLAIN")
    };
    match configured {
        // Without a token nodemailer does not take XOAUTH2 at its word.
        Some("XOAUTH2") | None => first_offered().to_owned(),
        Some(name) => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_is_preferred_whatever_the_order_of_the_offer() {
        let offer = |names: &[&str]| {
            names
                .iter()
                .map(|&name| name.to_owned())
                .collect::<Vec<_>>()
        };
        assert_eq!(choose(None, &offer(&["LOGIN", "PLAIN"])), "PLAIN");
        assert_eq!(choose(None, &offer(&["XOAUTH2", "LOGIN"])), "LOGIN");
        assert_eq!(choose(None, &offer(&["GSSAPI"])), "PLAIN");
        assert_eq!(choose(Some("LOGIN"), &offer(&["PLAIN"])), "LOGIN");
        assert_eq!(choose(Some("XOAUTH2"), &offer(&["LOGIN"])), "LOGIN");
    }
}
