//! What a diagnosis may say of the request: no secret and nothing of the mail's text.

use jiff::Timestamp;
use serde_json::Value;

use super::super::super::url::Url;
use super::super::super::{HttpBody, HttpRequest};
use super::super::HttpConnector;

/// Who sends what to whom, as far as a failure may be about it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RequestFacts {
    /// The host that is asked.
    pub host: String,
    /// The address that is asked; only compared with, as its path may hold a secret.
    pub url: String,
    /// Scheme, host and port that the last redirect led to.
    pub redirected_to: Option<String>,
    /// The sender, as the request names it.
    pub sender: Option<String>,
    /// The recipient.
    pub recipient: Option<String>,
    /// The template of the provider that is to be used.
    pub template: Option<String>,
    /// The provider's region, or that of the account.
    pub region: Option<String>,
    /// When the request was signed.
    pub signed_at: Option<Timestamp>,
    /// The size of the body in bytes.
    pub bytes: usize,
    /// Host and port of a proxy that was asked for, without its login.
    pub proxy: Option<String>,
    /// Whether the whole request had left and its answer is missing.
    pub may_be_sent: bool,
}

impl RequestFacts {
    /// Reads a request; of a proxy it knows nothing.
    pub fn of(request: &HttpRequest) -> Self {
        let url = Url::parse(&request.url);
        let body = Body(&request.body);
        let header = |wanted: &str| {
            let mut headers = request.headers.iter();
            headers
                .find(|(name, _)| name == wanted)
                .map(|(_, value)| value.as_str())
        };
        let mut facts = Self {
            host: url.as_ref().map(|url| url.host.clone()).unwrap_or_default(),
            url: request.url.clone(),
            bytes: request.body.text().len(),
            ..Self::default()
        };
        let [sender, recipient] = match request.connector {
            HttpConnector::AliyunDm => ["/AccountName", "/ToAddress"],
            HttpConnector::AwsSes => ["/FromEmailAddress", "/Destination/ToAddresses/0"],
            HttpConnector::HttpEmail => ["", "/to"],
            HttpConnector::Mailgun | HttpConnector::MailJunky => ["/from", "/to"],
            HttpConnector::Postmark => ["/From", "/To"],
            HttpConnector::Sendgrid => ["/from/email", "/personalizations/0/to/0/email"],
            HttpConnector::Smtp2go => ["/sender", "/to/0"],
        };
        facts.sender = body.text(sender);
        facts.recipient = body.text(recipient);
        match request.connector {
            HttpConnector::AliyunDm => {
                facts.region = body.text("/RegionId");
                facts.signed_at = body.text("/Timestamp").and_then(|date| date.parse().ok());
            }
            HttpConnector::AwsSes => {
                let scope = header("authorization").and_then(|value| value.split('/').nth(2));
                facts.region = scope.map(str::to_owned);
                facts.signed_at = header("x-amz-date").and_then(basic_date);
            }
            HttpConnector::Mailgun => {
                let is_european = facts.host.contains(".eu.");
                facts.region = Some(if is_european { "EU" } else { "US" }.to_owned());
                facts.template = body.text("/template");
            }
            HttpConnector::Postmark => facts.template = body.text("/TemplateAlias"),
            _ => {}
        }
        facts
    }

    /// The domain of the sender.
    pub fn domain(&self) -> Option<&str> {
        let (_, domain) = self.sender.as_deref()?.rsplit_once('@')?;
        Some(domain.trim_end_matches(['>', ' ']))
    }

    /// A text of a rule with what it names.
    pub(super) fn fill(&self, text: &str, connector: HttpConnector) -> String {
        let known = |value: Option<&str>, otherwise: &str| match value {
            Some(value) if !value.is_empty() => value.to_owned(),
            _ => otherwise.to_owned(),
        };
        let values = [
            ("%provider%", connector.provider().to_owned()),
            ("%sender%", known(self.sender.as_deref(), "the sender")),
            (
                "%recipient%",
                known(self.recipient.as_deref(), "the recipient"),
            ),
            ("%domain%", known(self.domain(), "the sender's domain")),
            (
                "%template%",
                known(self.template.as_deref(), "the template"),
            ),
            (
                "%region%",
                known(self.region.as_deref(), "of the configuration"),
            ),
            ("%host%", known(Some(&self.host), "the host")),
        ];
        // In one pass, so that a value cannot bring a placeholder of its own.
        let mut filled = String::with_capacity(text.len());
        let mut rest = text;
        while let Some((before, from)) = rest.find('%').and_then(|at| rest.split_at_checked(at)) {
            filled.push_str(before);
            let found = values.iter().find(|(name, _)| from.starts_with(name));
            let (value, taken) =
                found.map_or(("%", 1), |(name, value)| (value.as_str(), name.len()));
            filled.push_str(value);
            rest = from.get(taken..).unwrap_or_default();
        }
        filled.push_str(rest);
        let mut letters = filled.chars();
        match letters.next() {
            Some(first) => first.to_uppercase().chain(letters).collect(),
            None => filled,
        }
    }
}

/// `20260102T030405Z`
fn basic_date(text: &str) -> Option<Timestamp> {
    let date = jiff::civil::DateTime::strptime("%Y%m%dT%H%M%SZ", text).ok()?;
    let zoned = date.to_zoned(jiff::tz::TimeZone::UTC).ok()?;
    Some(zoned.timestamp())
}

/// A body by paths, whatever its kind.
struct Body<'a>(&'a HttpBody);

impl Body<'_> {
    fn text(&self, path: &str) -> Option<String> {
        let name = path.strip_prefix('/')?;
        match self.0 {
            HttpBody::Json(value) => {
                let found = value.pointer(path).and_then(Value::as_str);
                found.map(str::to_owned)
            }
            HttpBody::Form(fields) => {
                let mut fields = fields.iter();
                fields
                    .find(|(key, _)| key == name)
                    .map(|(_, value)| value.clone())
            }
        }
    }
}
