//! What of an address lets somebody in: a login, values of its query, the path of a web hook.

use super::form::is_secret_name;
use super::url::percent_decode;

/// Names of query parameters that carry secrets, besides [`is_secret_name`]; in small letters.
const QUERY_NAMES: [&str; 9] = [
    "key",
    "sig",
    "signature",
    "code",
    "auth",
    "pass",
    "hmac",
    "subscription-key",
    "hook",
];

/// Hosts of web hooks that ask for nothing but their address: the host, itself or one above it, and
/// what the path begins with. As the documentation of each has them, November 2026.
const HOOKS: [(&str, &str); 19] = [
    ("hooks.slack.com", "/"),
    ("discord.com", "/api/webhooks/"),
    ("discordapp.com", "/api/webhooks/"),
    ("webhook.office.com", "/"),
    ("outlook.office.com", "/webhook/"),
    ("logic.azure.com", "/workflows/"),
    ("api.telegram.org", "/bot"),
    ("chat.googleapis.com", "/v1/spaces/"),
    ("hooks.zapier.com", "/hooks/"),
    ("make.com", "/"),
    ("hook.integromat.com", "/"),
    ("maker.ifttt.com", "/"),
    ("m.pipedream.net", "/"),
    ("webhook.site", "/"),
    ("oapi.dingtalk.com", "/robot/"),
    ("open.feishu.cn", "/open-apis/bot/"),
    ("open.larksuite.com", "/open-apis/bot/"),
    ("qyapi.weixin.qq.com", "/cgi-bin/webhook/"),
    ("hooks.airtable.com", "/"),
];

/// Values of queries and pieces of paths up to this length, in bytes, are no secrets, unless their
/// name says so.
const SHORT: usize = 3;
/// A word in small letters is a secret from this length on only.
const LONG_WORD: usize = 16;

/// The parts of an address, as they are written.
struct Parts<'a> {
    login: Option<&'a str>,
    host: &'a str,
    path: &'a str,
    query: &'a str,
}

impl<'a> Parts<'a> {
    fn of(address: &'a str) -> Option<Self> {
        let (scheme, rest) = address.trim().split_once("://")?;
        let is_scheme = |char: char| char.is_ascii_alphanumeric() || "+-.".contains(char);
        if scheme.is_empty() || !scheme.chars().all(is_scheme) {
            return None;
        }
        let rest = rest.split('#').next().unwrap_or_default();
        let end = rest.find(['/', '?', '\\']).unwrap_or(rest.len());
        let (authority, target) = rest.split_at_checked(end)?;
        let (login, host) = match authority.rsplit_once('@') {
            Some((login, host)) => (Some(login), host),
            None => (None, authority),
        };
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        Some(Self {
            login,
            host,
            path,
            query,
        })
    }

    fn pairs(&self) -> impl Iterator<Item = (&'a str, &'a str)> {
        let pairs = self.query.split(['&', ';']);
        pairs.map(|pair| pair.split_once('=').unwrap_or(("", pair)))
    }

    fn is_hook(&self) -> bool {
        let host = self.host.split(':').next().unwrap_or_default();
        let host = host.to_ascii_lowercase();
        HOOKS.iter().any(|(hook, path)| {
            let before = host.strip_suffix(hook);
            before.is_some_and(|before| before.is_empty() || before.ends_with('.'))
                && self.path.starts_with(path)
                && self.path.len() > path.len()
        })
    }
}

/// Whether an address names a user, as in `https://user:password@host/`, has a value in its query
/// whose name is that of a secret, or is that of a web hook that asks for nothing else.
pub(in crate::domain) fn has_secret(address: &str) -> bool {
    let Some(parts) = Parts::of(address) else {
        return false;
    };
    let mut pairs = parts.pairs();
    parts.login.is_some()
        || parts.is_hook()
        || pairs.any(|(name, value)| is_query_name(name) && !value.is_empty())
}

/// The texts to hide of an address that may stand in a text in parts: as they are written, and
/// decoded.
///
/// `is_secret` says that the address is a secret as a whole; then everything of it counts that is not
/// common, but for its host.
pub fn secret_parts(address: &str, is_secret: bool) -> Vec<String> {
    let mut found = Vec::new();
    let Some(parts) = Parts::of(address) else {
        return found;
    };
    for (name, value) in parts.pairs() {
        if is_query_name(name) || (is_secret && !is_common(value)) {
            push(&mut found, value);
        }
    }
    if let Some(login) = parts.login {
        match login.split_once(':') {
            Some((user, password)) => {
                push(&mut found, password);
                if is_secret && !is_common(user) {
                    push(&mut found, user);
                }
            }
            // A token without a password is written as the user.
            None => push(&mut found, login),
        }
    }
    if is_secret || parts.is_hook() {
        let pieces = parts.path.split('/').filter(|piece| !is_common(piece));
        pieces.for_each(|piece| push(&mut found, piece));
    }
    found
}

fn push(found: &mut Vec<String>, text: &str) {
    let percent = String::from_utf8_lossy(&percent_decode(text)).into_owned();
    let form = String::from_utf8_lossy(&percent_decode(&text.replace('+', " "))).into_owned();
    for text in [text.to_owned(), percent, form] {
        if !text.is_empty() && !found.contains(&text) {
            found.push(text);
        }
    }
}

/// Whether the name of a parameter says that its value lets somebody in.
fn is_query_name(name: &str) -> bool {
    let name = String::from_utf8_lossy(&percent_decode(name)).to_ascii_lowercase();
    QUERY_NAMES.contains(&name.as_str()) || is_secret_name(&name)
}

/// Whether a part is a word, a number or a version, as many addresses have it.
fn is_common(text: &str) -> bool {
    let is_word = |text: &str| {
        text.bytes()
            .all(|byte| byte.is_ascii_lowercase() || matches!(byte, b'-' | b'_' | b'.'))
    };
    text.len() <= SHORT
        || (text.len() < LONG_WORD && is_word(text))
        || (text.len() < 2 * SHORT && text.bytes().all(|byte| byte.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_login_a_named_value_and_a_web_hook_are_secrets() {
        for (address, expected) in [
            ("https://user:pass@hooks.example.com/", true),
            ("http://127.0.0.1:9/mail?token=SECRETonly", true),
            ("https://x.example/run?api-version=1&sig=abc", true),
            ("https://x.example/a?access%5Ftoken=abc", true),
            ("https://fn.example/api/mail?code=abc==", true),
            ("https://hooks.slack.com/services/T0/B0/xyz", true),
            ("https://HOOK.eu1.make.com/abcdef", true),
            ("https://discord.com/api/webhooks/1/abc", true),
            ("https://discord.com/developers", false),
            ("https://notmake.com/abcdef", false),
            ("https://hooks.slack.com/", false),
            ("https://hooks.example.com/mail?to=a@b", false),
            ("https://x.example/?token=", false),
            ("https://x.example/keys?lang=de", false),
            ("token=abc", false),
            ("", false),
        ] {
            assert_eq!(has_secret(address), expected, "{address}");
        }
    }

    #[test]
    fn parts_are_told_as_written_and_decoded_and_common_ones_are_not() {
        let address =
            "http://user:p%40ss@host.example/v1/mail/T0kenPath99?format=json&token=SE%20CRET&n=12";
        let all = secret_parts(address, true);
        let expected = ["SE%20CRET", "SE CRET", "p%40ss", "p@ss", "T0kenPath99"];
        assert_eq!(all, expected);
        let some = secret_parts(address, false);
        assert_eq!(some, ["SE%20CRET", "SE CRET", "p%40ss", "p@ss"]);
        assert_eq!(secret_parts("no address", true), Vec::<String>::new());
        let hook = "https://hooks.slack.com/services/T012345/B0123456/abcDEF123";
        assert_eq!(secret_parts(hook, false).len(), 3);
    }
}
