//! Where reports are wanted: the URIs in `rua=` and `ruf=` of DMARC (RFC 9989 section 4.6) and in
//! `rua=` of TLS reporting (RFC 8460 section 3).

use super::domain_name;
use super::tag_list::{self, Tag, TagList};
use crate::domain::finding::{Finding, Fix, Severity, Span};

#[cfg(test)]
mod tests;

/// What a URI points at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReportTarget {
    /// A mailbox.
    Mailbox {
        /// The address, percent-encoding resolved.
        address: String,
        /// The domain of the address.
        host: String,
    },
    /// A web address.
    Https {
        /// The host.
        host: String,
    },
    /// A valid URI of another scheme; no receiver sends there.
    OtherScheme(String),
    /// A mail address without `mailto:` in front.
    BareAddress,
    /// No URI.
    Invalid,
}

/// The largest report an address takes (RFC 7489 section 6.2; ignored since RFC 9989).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SizeLimit {
    /// From the `!` to the end of the limit.
    pub span: Span,
    /// The limit in bytes; the units are powers of 1024. At most `u64::MAX`.
    pub bytes: u64,
}

/// One address for reports.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportUri {
    /// The URI, without a size limit.
    pub span: Span,
    /// What it points at.
    pub target: ReportTarget,
    /// The size limit, if there is one.
    pub limit: Option<SizeLimit>,
}

impl ReportUri {
    /// The URIs in the value of `tag`, which commas separate; none if the value is empty.
    pub fn parse_list(tags: &TagList, tag: &Tag) -> Vec<Self> {
        if tags.value(tag).is_empty() {
            return Vec::new();
        }
        let read = |span| Self::parse(tags.text(), span);
        tags.items(tag, ',').map(read).collect()
    }

    /// The URI at `span` of `text`.
    pub fn parse(text: &str, span: Span) -> Self {
        let limit = size_limit(text, span);
        let end = limit.map_or(span.end, |limit| limit.span.start);
        let span = Span::new(span.start, end);
        Self {
            span,
            target: target(tag_list::slice(text, span)),
            limit,
        }
    }

    /// Whether it is a URI at all, of whatever scheme.
    pub const fn is_valid(&self) -> bool {
        !matches!(
            self.target,
            ReportTarget::BareAddress | ReportTarget::Invalid
        )
    }

    /// The host that reports go to, if receivers know how to send there.
    pub fn host(&self) -> Option<&str> {
        match &self.target {
            ReportTarget::Mailbox { host, .. } | ReportTarget::Https { host } => Some(host),
            _ => None,
        }
    }

    /// The finding that this is no URI, with `mailto:` as the fix where that is all it lacks.
    pub fn flaw(&self, text: &str, code: &'static str) -> Option<Finding> {
        let shown = tag_list::slice(text, self.span).escape_debug();
        match self.target {
            ReportTarget::BareAddress => Some(
                Finding::new(
                    Severity::Error,
                    code,
                    format!("“{shown}” gets no reports, as it does not begin with “mailto:”"),
                )
                .hint("Write “mailto:” before the address")
                .at(self.span)
                .fix(Fix {
                    title: "Write mailto: before the address".to_owned(),
                    span: Span::new(self.span.start, self.span.start),
                    replacement: "mailto:".to_owned(),
                }),
            ),
            ReportTarget::Invalid => Some(
                Finding::new(
                    Severity::Error,
                    code,
                    format!("“{shown}” is no address for reports"),
                )
                .hint("Write mailto:name@domain, with a comma between several")
                .at(self.span),
            ),
            _ => None,
        }
    }
}

fn target(uri: &str) -> ReportTarget {
    let Some((scheme, rest)) = uri.split_once(':') else {
        return match mailbox(uri) {
            Some(_) => ReportTarget::BareAddress,
            None => ReportTarget::Invalid,
        };
    };
    let is_scheme = scheme.starts_with(|it: char| it.is_ascii_alphabetic())
        && scheme
            .bytes()
            .all(|it| it.is_ascii_alphanumeric() || b"+-.".contains(&it));
    if !is_scheme || rest.is_empty() || !rest.bytes().all(is_uri_byte) {
        return ReportTarget::Invalid;
    }
    match scheme.to_ascii_lowercase().as_str() {
        "mailto" => mailbox(rest).unwrap_or(ReportTarget::Invalid),
        "https" => https_host(rest).unwrap_or(ReportTarget::Invalid),
        other => ReportTarget::OtherScheme(other.to_owned()),
    }
}

/// The mailbox in the part of a `mailto:` URI before its `?`.
fn mailbox(rest: &str) -> Option<ReportTarget> {
    let address = rest.split_once('?').map_or(rest, |(address, _)| address);
    let address = percent_decoded(address)?;
    let (local, host) = address.rsplit_once('@')?;
    let is_fine = |it: char| !it.is_control() && !it.is_whitespace() && it != ',';
    let fits = !local.is_empty() && local.chars().all(is_fine) && domain_name::is_valid(host);
    fits.then(|| ReportTarget::Mailbox {
        host: domain_name::normalize(host),
        address: address.clone(),
    })
}

fn https_host(rest: &str) -> Option<ReportTarget> {
    let authority = rest.strip_prefix("//")?;
    let authority = authority.split(['/', '?', '#']).next()?;
    let host = authority.rsplit('@').next()?;
    let host = host.split_once(':').map_or(host, |(host, _port)| host);
    domain_name::is_valid(host).then(|| ReportTarget::Https {
        host: domain_name::normalize(host),
    })
}

/// The text with `%xx` resolved; none if that is not valid or not UTF-8.
fn percent_decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let high = char::from(rest.next()?).to_digit(16)?;
            let low = char::from(rest.next()?).to_digit(16)?;
            bytes.push(u8::try_from(high * 16 + low).ok()?);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok()
}

/// The characters of RFC 3986; `,` and `!` must be encoded here.
fn is_uri_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-._~:/?#[]@$&'()*+;=%".contains(&byte)
}

/// `!` with digits and a unit at the end of the URI.
fn size_limit(text: &str, span: Span) -> Option<SizeLimit> {
    let (before, size) = tag_list::slice(text, span).rsplit_once('!')?;
    let unit = size.trim_start_matches(|it: char| it.is_ascii_digit());
    let digits = size.strip_suffix(unit)?;
    let shift = match unit {
        "" => 0,
        "k" | "K" => 10,
        "m" | "M" => 20,
        "g" | "G" => 30,
        "t" | "T" => 40,
        _ => return None,
    };
    if digits.is_empty() {
        return None;
    }
    let count: u64 = digits.parse().unwrap_or(u64::MAX);
    Some(SizeLimit {
        span: Span::new(span.start + before.len(), span.end),
        bytes: count.saturating_mul(1 << shift),
    })
}
