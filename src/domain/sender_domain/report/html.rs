//! A report as one HTML page that needs nothing else.

use super::document::{Document, Part};
use super::text::{proven, word};
use super::{DomainReport, ReportFinding, VerdictLevel};
use crate::domain::sender_domain::fix::diff;
use crate::domain::sender_domain::shown::shown;

/// The look of the page, for screens in light and dark and for paper.
const STYLE: &str = "body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;\
padding:0 1rem;color:#1d1d1f;background:#fff}h2{font-size:1.15rem;margin:2rem 0 .5rem}\
dl{display:grid;grid-template-columns:max-content 1fr;gap:.15rem 1rem;margin:0}\
dt{color:#5b5b60}dd{margin:0;overflow-wrap:anywhere}article{border-left:.25rem solid #8a8a8f;\
padding:.25rem 0 .25rem .75rem;margin:.75rem 0}article.error{border-color:#b3261e}\
article.warning{border-color:#a56a00}article p{margin:.15rem 0}pre{background:#f3f3f5;\
padding:.5rem;white-space:pre-wrap;overflow-wrap:anywhere}.quiet{color:#5b5b60;font-size:.9rem}\
.verdict{font-size:1.2rem}@media(prefers-color-scheme:dark){body{color:#e8e8ea;background:#161618}\
pre{background:#242428}dt,.quiet{color:#a5a5ab}article.error{border-color:#f2b8b5}\
article.warning{border-color:#f0c36d}}@media print{body{color:#000;background:#fff}}";

impl DomainReport {
    /// The report as an HTML page without scripts, pictures or anything to fetch.
    pub fn to_html(&self) -> String {
        let document = Document::of(self);
        let title = escaped(&document.title);
        let level = match self.verdict.level {
            VerdictLevel::Good => "Good",
            VerdictLevel::Weak => "Could be better",
            VerdictLevel::Bad => "Needs work",
            VerdictLevel::Unknown => "Not known",
        };
        let mut page = format!(
            "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n\
             <meta http-equiv=\"Content-Security-Policy\" \
             content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
             <title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n\
             <h1>{title}</h1>\n<p class=\"verdict\"><strong>{level}</strong> {}</p>\n",
            escaped(document.verdict)
        );
        for part in &document.sections {
            page.push_str(&of_part(part));
        }
        page.extend([format!(
            "<p class=\"quiet\">{}</p>\n</main>\n</body>\n</html>\n",
            escaped(&document.footer)
        )]);
        page
    }
}

fn of_part(part: &Part<'_>) -> String {
    let mut html = format!("<section>\n<h2>{}</h2>\n", escaped(part.title));
    if !part.facts.is_empty() {
        html.push_str("<dl>\n");
        for (label, value) in &part.facts {
            let (label, value) = (escaped(label), escaped(value));
            html.extend([format!("<dt>{label}</dt><dd>{value}</dd>\n")]);
        }
        html.push_str("</dl>\n");
    }
    for finding in &part.findings {
        html.push_str(&of_finding(finding));
    }
    html.push_str("</section>\n");
    html
}

fn of_finding(finding: &ReportFinding) -> String {
    let severity = word(finding.severity);
    let mut html = format!(
        "<article class=\"{severity}\">\n<p><strong>{severity}</strong> {}</p>\n",
        escaped(&finding.message)
    );
    if let Some(hint) = &finding.hint {
        html.extend([format!("<p>{}</p>\n", escaped(hint))]);
    }
    if let Some(fix) = &finding.fix {
        html.extend([format!(
            "<p>{}</p>\n<pre>{}</pre>\n",
            escaped(&shown(&fix.title)),
            escaped(diff(fix).trim_end())
        )]);
    }
    for sentence in proven(finding) {
        html.extend([format!("<p>{}</p>\n", escaped(&sentence))]);
    }
    html.extend([format!(
        "<p class=\"quiet\">{} {}</p>\n</article>\n",
        escaped(finding.id),
        escaped(&finding.refs.join(", "))
    )]);
    html
}

fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            _ => safe.push(character),
        }
    }
    safe
}
