//! What a template renders to, and what is wrong with it.

use serde_json::Value;

use super::TemplateTexts;
use crate::domain::finding::{Finding, Severity, Span};
use crate::domain::logto::{
    self, Field, FieldFinding, Flow, Outcome, Placeholder, RenderError, Rendered, UsageType,
};

/// From this many bytes on a template is analysed in the background.
pub const LARGE_BYTES: usize = 256 * 1024;

/// Mailbox providers cut a mail off above this; Gmail's well-known 102 KiB.
const CLIPPED_ABOVE_BYTES: usize = 102 * 1024;

/// The texts a mail is made of, with what became of each placeholder.
#[derive(Debug, Clone)]
pub struct Analysis {
    /// The document's revision it was made from.
    pub revision: u64,
    /// The texts it was made from.
    pub texts: TemplateTexts,
    /// The subject.
    pub subject: Result<Rendered, RenderError>,
    /// The body.
    pub content: Result<Rendered, RenderError>,
    /// The Reply-To address.
    pub reply_to: Result<Rendered, RenderError>,
    /// The sender.
    pub send_from: Result<Rendered, RenderError>,
    /// Every `{{…}}` of the body, even if rendering fails.
    pub placeholders: Vec<Placeholder>,
    /// What is wrong, most severe first.
    pub findings: Vec<FieldFinding>,
}

impl Analysis {
    /// Renders and checks a template. Takes about a millisecond for 100 KB.
    pub fn new(
        texts: &TemplateTexts,
        revision: u64,
        flow: Flow,
        usage_type: UsageType,
        payload: &Value,
    ) -> Self {
        let render = |text: &str| logto::render_with_map(text, payload);
        let content = render(&texts.content);
        let mut findings =
            logto::check_placeholders(&texts.to_details(), flow, usage_type, payload);
        findings.extend(size_finding(content.as_ref().ok()));
        for (field, text) in [
            (Field::Subject, &texts.subject),
            (Field::Content, &texts.content),
        ] {
            let absent = absent_in_payload(field, text, payload, &findings);
            findings.extend(absent);
        }
        findings.sort_by_key(|found| {
            let start = found.finding.span.map_or(0, |span| span.start);
            (found.finding.severity, found.field, start)
        });
        Self {
            revision,
            texts: texts.clone(),
            subject: render(&texts.subject),
            placeholders: match &content {
                Ok(rendered) => rendered.placeholders.clone(),
                Err(_) => logto::placeholders(&texts.content, payload),
            },
            content,
            reply_to: render(&texts.reply_to),
            send_from: render(&texts.send_from),
            findings,
        }
    }

    /// The most severe finding.
    pub fn worst(&self) -> Option<Severity> {
        self.findings.first().map(|found| found.finding.severity)
    }

    /// How many findings there are of this severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.findings
            .iter()
            .filter(|found| found.finding.severity == severity)
            .count()
    }

    /// The rendered text of a field.
    pub const fn rendered(&self, field: Field) -> &Result<Rendered, RenderError> {
        match field {
            Field::Subject => &self.subject,
            Field::Content => &self.content,
            Field::ReplyTo => &self.reply_to,
            Field::SendFrom => &self.send_from,
        }
    }
}

/// Placeholders that this flow can fill, but not with this payload: they are mailed as written.
fn absent_in_payload(
    field: Field,
    text: &str,
    payload: &Value,
    found: &[FieldFinding],
) -> Vec<FieldFinding> {
    let is_told = |span: Span| {
        found.iter().any(|found| {
            let other = found.finding.span;
            found.field == field
                && other.is_some_and(|other| other.start < span.end && span.start < other.end)
        })
    };
    let placeholders = logto::placeholders(text, payload).into_iter();
    placeholders
        .filter(|placeholder| placeholder.outcome == Outcome::KeptRootAbsent)
        .filter(|placeholder| !is_told(placeholder.span))
        .map(|placeholder| {
            let message = format!("With this payload {{{{{}}}}} is mailed as written", placeholder.path);
            let finding = Finding::new(Severity::Warning, "placeholder-absent-here", message)
                .hint("Logto leaves a variable out when it does not know it; write the text so that it can do without")
                .at(placeholder.span);
            FieldFinding { field, finding }
        })
        .collect()
}

fn size_finding(content: Option<&Rendered>) -> Option<FieldFinding> {
    let bytes = content?.text.len();
    (bytes > CLIPPED_ABOVE_BYTES).then(|| FieldFinding {
        field: Field::Content,
        finding: Finding::new(
            Severity::Warning,
            "content-clipped",
            format!(
                "The content has {} KB; Gmail cuts a mail off at 102 KB",
                bytes / 1024
            ),
        )
        .hint("Readers see “Message clipped” and must open the rest in another window"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::logto::TemplateDetails;

    fn analyse(content: &str) -> Analysis {
        let texts = TemplateTexts::from(&TemplateDetails {
            subject: "{{code}}".to_owned(),
            content: content.to_owned(),
            ..TemplateDetails::default()
        });
        let payload = serde_json::json!({"code": "123456"});
        Analysis::new(&texts, 1, Flow::Experience, UsageType::SignIn, &payload)
    }

    #[test]
    fn findings_come_most_severe_first() {
        let analysis = analyse("{{nonsense}} {{#if}}");
        assert!(analysis.findings.len() > 1);
        assert!(
            analysis
                .findings
                .is_sorted_by_key(|found| found.finding.severity)
        );
    }

    #[test]
    fn a_variable_that_this_payload_lacks_is_reported_once() {
        let analysis = analyse("{{code}} {{application.name}} {{nonsense}}");
        let absent = analysis.findings.iter().filter(|found| {
            let message = &found.finding.message;
            message == "With this payload {{application.name}} is mailed as written"
        });
        assert_eq!(absent.count(), 1);
        let nonsense = analysis.findings.iter();
        let nonsense = nonsense.filter(|found| found.finding.message.contains("nonsense"));
        assert_eq!(nonsense.count(), 1);
    }

    #[test]
    fn a_body_that_gmail_would_clip_is_reported() {
        let analysis = analyse(&format!("{{{{code}}}}{}", "x".repeat(103 * 1024)));
        let codes: Vec<_> = analysis
            .findings
            .iter()
            .map(|found| found.finding.code)
            .collect();
        assert!(codes.contains(&"content-clipped"), "{codes:?}");
    }
}
