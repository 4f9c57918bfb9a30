//! The kinds of login that the SMTP connector knows (`connector-smtp/src/types.ts`).

use serde_json::{Map, Value, json};

use super::FormField;
use super::fields::{KEY_LOGIN, PASSWORD_LOGIN, TOKEN_LOGIN};

/// How the SMTP connector logs in, as told by the keys of `auth`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AuthKind {
    /// `{}`: not at all.
    None,
    /// A user name and a password.
    Login,
    /// An `OAuth2` token.
    Token,
    /// The key of a service account, which signs for `OAuth2` tokens.
    Key,
}

impl AuthKind {
    /// All kinds, the common ones first.
    pub const ALL: [Self; 4] = [Self::Login, Self::None, Self::Token, Self::Key];

    /// The name for people.
    pub const fn label(self) -> &'static str {
        match self {
            Self::None => "No login",
            Self::Login => "User and password",
            Self::Token => "OAuth2 with a token",
            Self::Key => "OAuth2 with a private key",
        }
    }

    /// When it is the right one, in one or two sentences.
    pub const fn help(self) -> &'static str {
        match self {
            Self::None => {
                "For a relay that knows this machine. A server that offers a login refuses the mail."
            }
            Self::Login => "What most providers give out, often under the name SMTP credentials.",
            Self::Token => {
                "For an account of Google or Microsoft that an application may send for."
            }
            Self::Key => "For a service account of Google that may send for the users of a domain.",
        }
    }

    /// The fields inside `auth`.
    pub const fn fields(self) -> &'static [FormField] {
        match self {
            Self::None => &[],
            Self::Login => PASSWORD_LOGIN,
            Self::Token => TOKEN_LOGIN,
            Self::Key => KEY_LOGIN,
        }
    }

    /// The kind that an `auth` is; what is no object is none. What says `OAuth2`, or has a key that
    /// only such a login has, is one even where Logto refuses it for want of another key.
    pub fn of(auth: &Value) -> Self {
        let Some(fields) = auth.as_object().filter(|fields| !fields.is_empty()) else {
            return Self::None;
        };
        let has = |keys: &[&str]| keys.iter().any(|key| fields.contains_key(*key));
        let says_oauth = fields
            .get("type")
            .and_then(Value::as_str)
            .is_some_and(|kind| kind.eq_ignore_ascii_case("oauth2"));
        if has(&["privateKey", "serviceClient"]) {
            Self::Key
        } else if says_oauth || has(&["clientId", "clientSecret", "refreshToken", "accessToken"]) {
            Self::Token
        } else {
            Self::Login
        }
    }

    /// `auth` turned into this kind: the user and what else the kind has fields for is taken over,
    /// the rest is dropped, since Logto refuses a login with keys of another kind.
    pub fn switched(self, auth: &Value) -> Value {
        let mut switched = Map::new();
        match self {
            Self::None => return json!({}),
            Self::Login => switched.insert("type".to_owned(), json!("login")),
            Self::Token | Self::Key => switched.insert("type".to_owned(), json!("OAuth2")),
        };
        for field in self.fields() {
            if let Some(value) = auth.get(field.key) {
                switched.insert(field.key.to_owned(), value.clone());
            }
        }
        Value::Object(switched)
    }
}
