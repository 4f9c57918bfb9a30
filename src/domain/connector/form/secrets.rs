//! Where configurations hold passwords, keys and tokens.

use std::borrow::Cow;

use serde_json::Value;

use crate::domain::connector::{
    AliyunDmConfig, AwsSesConfig, Connector, HttpEmailConfig, LogtoEmailConfig, MailJunkyConfig,
    MailgunConfig, PathPart, PostmarkConfig, SecretReference, SendgridConfig, Smtp2goConfig,
    SmtpConfig,
};

/// A step towards a secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// A key of an object.
    Key(&'static str),
    /// Every item of a list; a value that is no list is taken for its only item, as nodemailer does.
    Each,
    /// Every key whose name is that of a header with a secret: `Authorization`, `X-Api-Key`, …
    SecretHeader,
}

/// Whether a place holds a secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Certainty {
    /// Whatever stands there is secret, also below lists and objects.
    Always,
    /// An address that may hold a user and a password: secret only if it does.
    IfAddressHasLogin,
}

/// Where configurations of a factory may hold a secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SecretPath {
    /// The way from the root of the configuration.
    pub steps: &'static [Step],
    /// Whether it is one in every case.
    pub certainty: Certainty,
}

/// A secret of one configuration, or a reference in place of one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecretAt {
    /// Where, from the root of the configuration.
    pub path: Vec<PathPart>,
    /// The JSON pointer of the place (RFC 6901).
    pub pointer: String,
}

use Step::{Each, Key, SecretHeader};

const fn always(steps: &'static [Step]) -> SecretPath {
    SecretPath {
        steps,
        certainty: Certainty::Always,
    }
}

const fn address(steps: &'static [Step]) -> SecretPath {
    SecretPath {
        steps,
        certainty: Certainty::IfAddressHasLogin,
    }
}

const ACCESS_KEY: &[SecretPath] = &[always(&[Key("accessKeySecret")])];
const API_KEY: &[SecretPath] = &[always(&[Key("apiKey")])];
const HTTP: &[SecretPath] = &[always(&[Key("authorization")]), address(&[Key("endpoint")])];
const LOGTO: &[SecretPath] = &[always(&[Key("appSecret")])];
const POSTMARK: &[SecretPath] = &[always(&[Key("serverToken")])];
/// The key of the headers that SMTP adds to every mail.
const HEADERS: &str = "customHeaders";
/// Besides what the form has, what nodemailer reads of the object that it is handed whole: TLS keys
/// and DKIM keys, and the address of a proxy.
const SMTP: &[SecretPath] = &[
    always(&[Key("auth"), Key("pass")]),
    always(&[Key("auth"), Key("clientSecret")]),
    always(&[Key("auth"), Key("refreshToken")]),
    always(&[Key("auth"), Key("accessToken")]),
    always(&[Key("auth"), Key("privateKey")]),
    always(&[Key("tls"), Key("key")]),
    always(&[Key("tls"), Key("pfx")]),
    always(&[Key("tls"), Key("passphrase")]),
    always(&[Key("dkim"), Key("privateKey")]),
    always(&[Key("dkim"), Key("keys"), Each, Key("privateKey")]),
    always(&[Key(HEADERS), SecretHeader]),
    address(&[Key("proxy")]),
];

/// Where configurations of a factory may hold secrets; nowhere for one that is not known here.
pub fn secret_paths(factory_id: &str) -> &'static [SecretPath] {
    match factory_id {
        AliyunDmConfig::FACTORY_ID | AwsSesConfig::FACTORY_ID => ACCESS_KEY,
        HttpEmailConfig::FACTORY_ID => HTTP,
        LogtoEmailConfig::FACTORY_ID => LOGTO,
        MailgunConfig::FACTORY_ID
        | MailJunkyConfig::FACTORY_ID
        | SendgridConfig::FACTORY_ID
        | Smtp2goConfig::FACTORY_ID => API_KEY,
        PostmarkConfig::FACTORY_ID => POSTMARK,
        SmtpConfig::FACTORY_ID => SMTP,
        _ => &[],
    }
}

/// Whether a key of that name holds a secret in the configuration of some connector, or is a header
/// that is there to carry one; capital letters do not count.
pub fn is_secret_name(name: &str) -> bool {
    is_secret_header(name) || is_secret_key(name)
}

/// Whether a key of just that name holds a secret in the configuration of some connector; capital
/// letters do not count.
pub fn is_secret_key(name: &str) -> bool {
    let mut paths = Connector::FACTORY_IDS
        .iter()
        .flat_map(|factory| secret_paths(factory))
        .filter(|path| path.certainty == Certainty::Always);
    paths.any(|path| {
        let mut keys = path.steps.iter().rev().filter_map(|step| match step {
            Key(key) => Some(*key),
            Each | SecretHeader => None,
        });
        keys.next()
            .is_some_and(|key| key != HEADERS && key.eq_ignore_ascii_case(name))
    })
}

/// The texts and numbers of a configuration that are secrets, or references in place of them.
///
/// They come in the order of [`secret_paths`], each one of a list or an object that stands where a
/// secret belongs. Empty texts hide nothing and are left out.
pub fn secrets_in(factory_id: &str, config: &Value) -> Vec<SecretAt> {
    let mut found = Vec::new();
    for path in secret_paths(factory_id) {
        collect(
            path.steps,
            path.certainty,
            config,
            &mut Vec::new(),
            &mut found,
        );
    }
    found
}

fn collect(
    steps: &[Step],
    certainty: Certainty,
    value: &Value,
    path: &mut Vec<PathPart>,
    found: &mut Vec<SecretAt>,
) {
    let Some((step, rest)) = steps.split_first() else {
        match certainty {
            Certainty::Always => collect_filled(value, path, found),
            Certainty::IfAddressHasLogin => {
                let text = value.as_str();
                if text.is_some_and(|text| has_login(text) || is_reference_like(text)) {
                    found.push(SecretAt::new(path));
                }
            }
        }
        return;
    };
    let mut enter = |part: PathPart, value: &Value| {
        path.push(part);
        collect(rest, certainty, value, path, found);
        path.pop();
    };
    match (step, value) {
        (Key(key), Value::Object(fields)) => {
            if let Some(value) = fields.get(*key) {
                enter(PathPart::Key((*key).to_owned()), value);
            }
        }
        (Each, Value::Array(items)) => {
            for (index, item) in items.iter().enumerate() {
                enter(PathPart::Index(index), item);
            }
        }
        (Each, value) => collect(rest, certainty, value, path, found),
        (SecretHeader, Value::Object(fields)) => {
            for (name, value) in fields.iter().filter(|(name, _)| is_secret_header(name)) {
                enter(PathPart::Key(name.clone()), value);
            }
        }
        _ => {}
    }
}

/// Collects every text and number at a place and below it, where nothing but a secret belongs.
pub fn collect_filled(value: &Value, path: &mut Vec<PathPart>, found: &mut Vec<SecretAt>) {
    match value {
        Value::Object(fields) => {
            for (key, value) in fields {
                path.push(PathPart::Key(key.clone()));
                collect_filled(value, path, found);
                path.pop();
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                path.push(PathPart::Index(index));
                collect_filled(item, path, found);
                path.pop();
            }
        }
        value => {
            if secret_text(value).is_some_and(|text| !text.is_empty()) {
                found.push(SecretAt::new(path));
            }
        }
    }
}

/// What a value says if it stands where a secret belongs: a text, or the digits of a number. Nothing
/// of what can hide none.
pub fn secret_text(value: &Value) -> Option<Cow<'_, str>> {
    match value {
        Value::String(text) => Some(Cow::Borrowed(text)),
        Value::Number(number) => Some(Cow::Owned(number.to_string())),
        _ => None,
    }
}

/// Whether an address names a user, as in `https://user:password@host/`.
fn has_login(address: &str) -> bool {
    let Some((_, rest)) = address.split_once("//") else {
        return false;
    };
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    rest.get(..end)
        .is_some_and(|authority| authority.contains('@'))
}

fn is_reference_like(text: &str) -> bool {
    text.starts_with("${") && text.ends_with('}')
}

/// Whether a header of that name is there to carry a secret.
fn is_secret_header(name: &str) -> bool {
    const PARTS: [&str; 9] = [
        "authorization",
        "token",
        "secret",
        "password",
        "passwd",
        "api-key",
        "apikey",
        "access-key",
        "credential",
    ];
    let name = name.to_ascii_lowercase();
    PARTS.iter().any(|part| name.contains(part))
}

impl SecretAt {
    /// The place at that path.
    pub fn new(path: &[PathPart]) -> Self {
        Self {
            path: path.to_vec(),
            pointer: pointer(path),
        }
    }

    /// The place as one would write it in JavaScript: `auth.pass`.
    pub fn path_text(&self) -> String {
        PathPart::join(&self.path)
    }

    /// The secret itself, in the configuration it was found in; of a number its digits.
    pub fn text<'a>(&self, config: &'a Value) -> Option<Cow<'a, str>> {
        secret_text(config.pointer(&self.pointer)?)
    }

    /// The reference that stands there in place of the secret, if one does.
    pub fn reference(&self, config: &Value) -> Option<SecretReference> {
        SecretReference::parse(&self.text(config)?)
    }
}

/// The JSON pointer of a path (RFC 6901, 3).
fn pointer(path: &[PathPart]) -> String {
    let mut pointer = String::new();
    for part in path {
        pointer.push('/');
        match part {
            PathPart::Key(key) => pointer.push_str(&key.replace('~', "~0").replace('/', "~1")),
            PathPart::Index(index) => pointer.push_str(&index.to_string()),
        }
    }
    pointer
}
