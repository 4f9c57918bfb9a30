//! AUTH PLAIN and LOGIN (RFC 4954, RFC 4616): every password is right, and none is kept.

use base64::Engine as _;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

/// Padding is required by the standard but left out by some clients.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// A way to sign in that the server offers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mechanism {
    Plain,
    Login,
}

/// What the server waits for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Step {
    /// The one answer of PLAIN.
    Plain,
    /// The user name of LOGIN.
    LoginUser,
    /// The password of LOGIN.
    LoginPassword { user: String },
}

/// What follows from an answer of the client.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Progress {
    /// Ask further.
    Next(Step),
    /// Signed in.
    Done { user: String },
    /// The client gave up with `*`.
    Cancelled,
    /// The answer is not base64, or not what the mechanism wants.
    Malformed,
}

impl Mechanism {
    /// The first step.
    pub const fn begin(self) -> Step {
        match self {
            Self::Plain => Step::Plain,
            Self::Login => Step::LoginUser,
        }
    }
}

impl Step {
    /// The question to the client, as sent after code 334: empty, `Username:` or `Password:` in
    /// base64.
    pub const fn challenge(&self) -> &'static str {
        match self {
            Self::Plain => "",
            Self::LoginUser => "VXNlcm5hbWU6",
            Self::LoginPassword { .. } => "UGFzc3dvcmQ6",
        }
    }

    /// Takes an answer in base64.
    pub fn answer(self, answer: &str) -> Progress {
        if answer == "*" {
            return Progress::Cancelled;
        }
        // A single equals sign stands for an empty initial response (RFC 4954, section 4).
        let encoded = if answer == "=" { "" } else { answer };
        let Ok(decoded) = BASE64.decode(encoded) else {
            return Progress::Malformed;
        };
        match self {
            Self::Plain => {
                let mut fields = decoded.split(|&byte| byte == 0);
                match (fields.next(), fields.next(), fields.next(), fields.next()) {
                    (Some(_identity), Some(user), Some(_password), None) => Progress::Done {
                        user: printable(user),
                    },
                    _ => Progress::Malformed,
                }
            }
            Self::LoginUser => Progress::Next(Self::LoginPassword {
                user: printable(&decoded),
            }),
            Self::LoginPassword { user } => Progress::Done { user },
        }
    }
}

/// A user name fit to be shown.
fn printable(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes)
        .chars()
        .filter(|character| !character.is_control())
        .take(256)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn encoded(text: &str) -> String {
        BASE64.encode(text)
    }

    #[test]
    fn plain_yields_the_user_and_drops_the_password() {
        let progress = Step::Plain.answer(&encoded("\0ada\0geheim"));
        assert_eq!(progress, Progress::Done { user: "ada".into() });
    }

    #[test]
    fn login_asks_for_the_user_and_then_the_password() {
        let Progress::Next(step) = Mechanism::Login.begin().answer(&encoded("ada")) else {
            panic!("LOGIN asks on");
        };
        assert_eq!(step.challenge(), encoded("Password:"));
        assert_eq!(
            step.answer(&encoded("geheim")),
            Progress::Done { user: "ada".into() }
        );
    }

    #[test]
    fn an_answer_that_is_no_base64_or_lacks_fields_is_malformed() {
        assert_eq!(Step::Plain.answer("%%%"), Progress::Malformed);
        assert_eq!(Step::Plain.answer(&encoded("ada")), Progress::Malformed);
        assert_eq!(Step::Plain.answer("="), Progress::Malformed);
        assert_eq!(Step::LoginUser.answer("*"), Progress::Cancelled);
    }
}
