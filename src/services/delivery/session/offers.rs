//! What the answer to EHLO offers, found as nodemailer finds it: by words anywhere in it.

use crate::services::delivery::transcript::Reply;

/// The mechanisms nodemailer knows, in its order of preference.
const KNOWN: [&str; 4] = ["PLAIN", "LOGIN", "CRAM-MD5", "XOAUTH2"];

/// What the server offers.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Offers {
    pub has_smtputf8: bool,
    /// Whether a login is tried.
    pub allows_auth: bool,
    /// The known mechanisms that are offered, in the order of preference.
    mechanisms: Vec<&'static str>,
}

impl Offers {
    pub(super) fn of_ehlo(reply: &Reply) -> Self {
        let text = reply.to_string();
        let mechanisms = KNOWN.into_iter();
        Self {
            has_smtputf8: mentions(&text, "SMTPUTF8"),
            allows_auth: mentions(&text, "AUTH"),
            mechanisms: mechanisms.filter(|name| offers(&text, name)).collect(),
        }
    }

    /// nodemailer takes it that a server without EHLO knows a login.
    pub(super) const fn of_helo() -> Self {
        Self {
            has_smtputf8: false,
            allows_auth: true,
            mechanisms: Vec::new(),
        }
    }

    /// The mechanism of the configuration, else the first known one the server offers, else PLAIN.
    pub(super) fn mechanism(&self, configured: Option<&str>) -> String {
        match configured {
            // Without a token nodemailer does not take XOAUTH2 at its word.
            Some("XOAUTH2") | None => self.mechanisms.first().copied().unwrap_or("PLAIN"),
            Some(name) => name,
        }
        .to_owned()
    }
}

/// Whether a whole word in capitals stands after a space or a hyphen, in any case:
/// `/[ -]WORD\b/i`.
pub(super) fn mentions(text: &str, word: &str) -> bool {
    let is_end = |rest: &str| {
        let next = rest.chars().next();
        next.is_none_or(|char| !char.is_ascii_alphanumeric() && char != '_')
    };
    after(&text.to_ascii_uppercase(), word).any(is_end)
}

/// Whether a mechanism stands after `AUTH` in a line:
/// `/[ -]AUTH(?:(\s+|=)[^\n]*\s+|\s+|=)NAME/i`.
fn offers(text: &str, name: &str) -> bool {
    let text = text.to_ascii_uppercase();
    text.lines().any(|line| {
        after(line, "AUTH").any(|rest| {
            let Some(list) = rest.strip_prefix(['=', ' ', '\t']) else {
                return false;
            };
            let is_later = list.match_indices(name).any(|(at, _)| {
                list.get(..at)
                    .is_some_and(|before| before.ends_with([' ', '\t']))
            });
            list.starts_with(name) || is_later
        })
    })
}

/// What follows each place where a word stands after a space or a hyphen.
fn after<'a>(text: &'a str, word: &'a str) -> impl Iterator<Item = &'a str> {
    text.match_indices(word).filter_map(move |(at, _)| {
        let before = text.get(..at)?;
        let rest = text.get(at + word.len()..)?;
        before.ends_with([' ', '-']).then_some(rest)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn offered(lines: &[&str]) -> Offers {
        Offers::of_ehlo(&Reply {
            code: 250,
            lines: lines.iter().map(|&line| line.to_owned()).collect(),
        })
    }

    #[test]
    fn plain_is_preferred_whatever_the_order_of_the_offer() {
        for (line, configured, expected) in [
            ("AUTH LOGIN PLAIN", None, "PLAIN"),
            ("AUTH XOAUTH2 LOGIN", None, "LOGIN"),
            ("AUTH GSSAPI", None, "PLAIN"),
            ("auth=cram-md5", None, "CRAM-MD5"),
            ("AUTH=NTLM LOGIN", None, "LOGIN"),
            ("AUTH PLAIN-CLIENTTOKEN", None, "PLAIN"),
            ("AUTH XPLAIN LOGIN", None, "LOGIN"),
            ("AUTH PLAIN", Some("LOGIN"), "LOGIN"),
            ("AUTH LOGIN", Some("XOAUTH2"), "LOGIN"),
        ] {
            let offers = offered(&["mx", line]);
            assert!(offers.allows_auth, "{line}");
            assert_eq!(offers.mechanism(configured), expected, "{line}");
        }
        assert_eq!(Offers::of_helo().mechanism(None), "PLAIN");
    }

    #[test]
    fn a_word_is_found_after_a_space_or_a_hyphen_and_whole() {
        let text = "250-mx.example.org\n250-STARTTLS\n250 X-SMTPUTF8 size 10";
        assert!(mentions(text, "STARTTLS") && mentions(text, "SMTPUTF8") && mentions(text, "SIZE"));
        assert!(!mentions("250-XSTARTTLS\n250 STARTTLS2", "STARTTLS"));
        assert!(!offered(&["mx", "AUTHX PLAIN"]).allows_auth);
    }
}
