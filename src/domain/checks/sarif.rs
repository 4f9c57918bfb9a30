//! Findings in the form that tools of code review read: SARIF 2.1.0 (OASIS, 2020).

use std::path::Path;

use serde_json::{Value, json};

use super::located::{Located, Region};
use super::rule::Rule;
use crate::domain::finding::{Fix, Severity};

/// The schema the report keeps to.
const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

/// A report of one run of this program in `version`. `rules` are those that findings may be of;
/// `text` gives the text of a file, for the places of fixes.
pub fn sarif(
    findings: &[Located],
    rules: &[&Rule],
    version: &str,
    text: &dyn Fn(&Path) -> Option<String>,
) -> Value {
    let results: Vec<Value> = findings
        .iter()
        .map(|found| result(found, rules, text))
        .collect();
    json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "Letterhead",
                "semanticVersion": version,
                "rules": rules.iter().map(|rule| descriptor(rule)).collect::<Vec<_>>(),
            } },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    })
}

fn descriptor(rule: &Rule) -> Value {
    json!({
        "id": rule.id,
        "shortDescription": { "text": rule.title },
        "fullDescription": { "text": rule.why },
        "help": { "text": format!("{}\n\nSource: {}", rule.why, rule.source) },
        "defaultConfiguration": { "level": level(rule.severity) },
        "properties": { "tags": [rule.group.label()] },
    })
}

const fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}

fn result(found: &Located, rules: &[&Rule], text: &dyn Fn(&Path) -> Option<String>) -> Value {
    let finding = &found.finding;
    let hint = finding.hint.as_ref().map(|hint| format!(" {hint}."));
    let message = format!("{}.{}", finding.message, hint.unwrap_or_default());
    let mut location = json!({ "artifactLocation": { "uri": uri(&found.path) } });
    if let Some(at) = found.region
        && let Some(location) = location.as_object_mut()
    {
        location.insert("region".to_owned(), region(at));
    }
    let mut result = json!({
        "ruleId": finding.code,
        "level": level(finding.severity),
        "message": { "text": message },
        "locations": [{ "physicalLocation": location }],
    });
    let Some(fields) = result.as_object_mut() else {
        return result;
    };
    if let Some(index) = rules.iter().position(|rule| rule.id == finding.code) {
        fields.insert("ruleIndex".to_owned(), json!(index));
    }
    if !found.templates.is_empty() {
        let templates = json!({ "templates": found.templates });
        fields.insert("properties".to_owned(), templates);
    }
    if let Some(reason) = &found.ignored {
        let suppression = json!([{ "kind": "external", "justification": reason }]);
        fields.insert("suppressions".to_owned(), suppression);
    }
    if let Some(fix) = &finding.fix
        && let Some(text) = text(&found.path)
        && let Some(at) = places(&text, fix)
    {
        fields.insert("fixes".to_owned(), json!([change(fix, &found.path, at)]));
    }
    result
}

fn change(fix: &Fix, path: &Path, at: Region) -> Value {
    json!({
        "description": { "text": fix.title },
        "artifactChanges": [{
            "artifactLocation": { "uri": uri(path) },
            "replacements": [{
                "deletedRegion": region(at),
                "insertedContent": { "text": fix.replacement },
            }],
        }],
    })
}

fn places(text: &str, fix: &Fix) -> Option<Region> {
    use crate::domain::workspace::line_and_column;
    text.get(fix.span.range())?;
    let (line, column) = line_and_column(text, fix.span.start);
    let (end_line, end_column) = line_and_column(text, fix.span.end);
    Some(Region {
        line,
        column,
        end_line,
        end_column,
    })
}

fn region(at: Region) -> Value {
    json!({
        "startLine": at.line,
        "startColumn": at.column,
        "endLine": at.end_line,
        "endColumn": at.end_column,
    })
}

/// A path as a relative reference (RFC 3986, 4.2).
fn uri(path: &Path) -> String {
    let mut uri = String::new();
    for (index, part) in path.components().enumerate() {
        if index > 0 && !uri.ends_with('/') {
            uri.push('/');
        }
        for byte in part.as_os_str().to_string_lossy().bytes() {
            if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
                uri.push(char::from(byte));
            } else {
                uri.push_str(&percent(byte));
            }
        }
    }
    uri
}

fn percent(byte: u8) -> String {
    format!("%{byte:02X}")
}
