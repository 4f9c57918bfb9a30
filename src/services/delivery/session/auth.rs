//! The login, with nodemailer's choice of mechanism.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::offers::Offers;
use super::{Session, cram_md5};
use crate::domain::connector::Secret;
use crate::domain::connector::smtp::{SmtpAuth, TokenRequest};
use crate::services::delivery::error::{Failure, Phase};
use crate::services::delivery::event::DeliveryEvent;
use crate::services::delivery::token::{self, Token, TokenError};
use crate::services::delivery::transcript::{Reply, Speaker};
use crate::services::delivery::wire::Wire;

/// How often a server may ask for more before that counts as a refusal; nodemailer has no limit.
const MOST_CHALLENGES: usize = 10;

impl<F: Fn(DeliveryEvent) + Send + Sync> Session<'_, F> {
    /// Logs in if the server offers it and the configuration has a login.
    pub(super) async fn authenticate(
        &mut self,
        wire: &mut Wire,
        offers: &Offers,
    ) -> Result<(), Failure> {
        let submission = self.submission;
        if !offers.allows_auth {
            if submission.auth != SmtpAuth::None {
                let note = "the server offers no login, so there is none";
                self.recorder.push(Speaker::Note, note);
            }
            return Ok(());
        }
        let (mechanism, reply) = match &submission.auth {
            SmtpAuth::None => return Ok(()),
            SmtpAuth::Login {
                user,
                pass,
                mechanism,
            } => {
                let mechanism = offers.mechanism(mechanism.as_deref());
                let reply = self.log_in(wire, &mechanism, user, pass).await?;
                (mechanism, reply)
            }
            SmtpAuth::XOAuth2 { user, .. } | SmtpAuth::XOAuth2Fetched { user, .. } => {
                let reply = self.show_token(wire, user).await?;
                ("XOAUTH2".to_owned(), reply)
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
                let reply = self.auth_command(wire, "AUTH PLAIN ", &response).await?;
                self.answer_challenges(wire, reply).await
            }
            "LOGIN" => {
                let mut reply = self.command(wire, Phase::Auth, "AUTH LOGIN").await?;
                let steps = [
                    (user, "\"334 VXNlcm5hbWU6\""),
                    (pass.expose(), "\"334 UGFzc3dvcmQ6\""),
                ];
                for (answer, awaited) in steps {
                    if reply.code != 334 {
                        return Err(sequence(mechanism, awaited, reply));
                    }
                    let answer = STANDARD.encode(answer);
                    reply = self.auth_command(wire, "", &answer).await?;
                }
                self.answer_challenges(wire, reply).await
            }
            "CRAM-MD5" => self.sign_challenge(wire, user, pass).await,
            _ => Err(Failure::UnsupportedMechanism {
                mechanism: mechanism.to_owned(),
            }),
        }
    }

    async fn sign_challenge(
        &mut self,
        wire: &mut Wire,
        user: &str,
        pass: &Secret,
    ) -> Result<Reply, Failure> {
        let reply = self.command(wire, Phase::Auth, "AUTH CRAM-MD5").await?;
        let challenge = reply.lines.first().filter(|_| reply.code == 334);
        let challenge = challenge.and_then(|text| STANDARD.decode(text.trim()).ok());
        let Some(challenge) = challenge else {
            return Err(sequence("CRAM-MD5", "server challenge string", reply));
        };
        let answer = cram_md5::answer(user, pass.expose(), &challenge);
        let answer = STANDARD.encode(answer);
        let reply = self.auth_command(wire, "", &answer).await?;
        if reply.code != 235 {
            return Err(sequence("CRAM-MD5", "\"235\"", reply));
        }
        Ok(reply)
    }

    /// Shows a token; after a challenge a new one, if there can be one, else the same once more.
    async fn show_token(&mut self, wire: &mut Wire, user: &str) -> Result<Reply, Failure> {
        let reply = self.show_one_token(wire, user, false).await?;
        if reply.code != 334 {
            return Ok(reply);
        }
        // The challenge explains a refusal in base64; an empty line asks for the rest, which
        // nodemailer does not look at.
        self.command(wire, Phase::Auth, "").await?;
        let reply = self.show_one_token(wire, user, true).await?;
        self.answer_challenges(wire, reply).await
    }

    async fn show_one_token(
        &mut self,
        wire: &mut Wire,
        user: &str,
        is_refused: bool,
    ) -> Result<Reply, Failure> {
        let token = self.token(is_refused).await?;
        let text = format!("user={user}\u{1}auth=Bearer {}\u{1}\u{1}", token.expose());
        let response = STANDARD.encode(text);
        self.recorder.keep_secret(vec![
            token.clone(),
            Secret::new(STANDARD.encode(token.expose())),
            Secret::new(response.clone()),
        ]);
        self.auth_command(wire, "AUTH XOAUTH2 ", &response).await
    }

    /// The token of the configuration while it is valid and not refused, else a new one.
    async fn token(&mut self, is_refused: bool) -> Result<Secret, Failure> {
        let submission = self.submission;
        let (given, request) = match &submission.auth {
            SmtpAuth::XOAuth2 {
                access_token,
                renew_at_ms,
                renewal,
                ..
            } => {
                let now_ms = self.clock.now().as_millisecond() as f64;
                let is_valid = renew_at_ms.is_none_or(|renew_at_ms| renew_at_ms > now_ms);
                match renewal {
                    Some(_) if is_refused || !is_valid => (None, renewal.as_deref()),
                    _ => (Some(access_token), None),
                }
            }
            SmtpAuth::XOAuth2Fetched { request, .. } => (None, request.as_deref()),
            SmtpAuth::None | SmtpAuth::Login { .. } => (None, None),
        };
        match (given, request) {
            (Some(token), _) => Ok(token.clone()),
            (None, Some(request)) => self.fetched_token(request, is_refused).await,
            (None, None) => Err(Failure::Token(TokenError::NoWay)),
        }
    }

    async fn fetched_token(
        &mut self,
        request: &TokenRequest,
        is_refused: bool,
    ) -> Result<Secret, Failure> {
        let now = self.clock.now();
        if !is_refused && let Some(token) = token::remembered(request, now) {
            let note = "access token of before, still valid";
            self.recorder.push(Speaker::Note, note);
            return Ok(token);
        }
        let note = format!("access token from {}", request.url);
        self.recorder.push(Speaker::Note, &note);
        let limit = self.submission.timeouts.socket;
        let fetching = async {
            let fetched = token::fetch(request, now).await;
            fetched.map_err(Failure::Token)
        };
        let fetched: Token = self.within(Phase::Token, limit, fetching).await?;
        token::remember(request, &fetched);
        Ok(fetched.text)
    }

    /// An empty line for every challenge, as nodemailer gives it.
    async fn answer_challenges(
        &mut self,
        wire: &mut Wire,
        mut reply: Reply,
    ) -> Result<Reply, Failure> {
        for _ in 0..MOST_CHALLENGES {
            if reply.code != 334 {
                break;
            }
            reply = self.command(wire, Phase::Auth, "").await?;
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

fn sequence(mechanism: &str, awaited: &'static str, reply: Reply) -> Failure {
    Failure::LoginSequence {
        mechanism: mechanism.to_owned(),
        awaited,
        reply,
    }
}
