//! No code of a finding is missing in the register.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use letterhead::domain::checks::{Group, rule, rules};

/// Folders whose findings are of the register; those about a sender's domain have one of their own.
const FOLDERS: [&str; 10] = [
    "src/domain/authoring",
    "src/domain/checks",
    "src/domain/connector",
    "src/domain/language",
    "src/domain/logto",
    "src/domain/workspace",
    "src/app",
    "src/model",
    "src/services/links",
    "src/services/spamd",
];

/// Words of that form beside a severity or a file which are no codes.
const NO_CODES: [&str; 2] = ["aria-label", "ap-southeast-1"];

fn files(folder: &Path, found: &mut Vec<String>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        let name = entry.file_name().to_string_lossy().into_owned();
        let is_skipped = matches!(name.as_str(), "tests" | "tests.rs" | "answer" | "register");
        if path.is_dir() && !is_skipped {
            files(&path, found);
        } else if path.extension().is_some_and(|end| end == "rs") && !is_skipped {
            let text = fs::read_to_string(&path).unwrap();
            let code = text.split("\nmod tests {").next().unwrap();
            found.push(code.to_owned());
        }
    }
}

/// The first arguments before a code: a severity, or the file that composing found it in.
fn precedes_code(before: &str) -> bool {
    let before = before.trim_end();
    let Some(before) = before.strip_suffix(',') else {
        return false;
    };
    let word = before
        .rsplit(|char: char| char.is_whitespace() || char == '(')
        .next()
        .unwrap();
    word.starts_with("Severity::") || matches!(word, "severity" | "file" | "&SourceFile::Template")
}

fn codes(text: &str) -> BTreeSet<String> {
    let parts: Vec<&str> = text.split('"').collect();
    let mut codes = BTreeSet::new();
    for pair in parts.windows(2) {
        let is_kebab =
            |char: char| char.is_ascii_lowercase() || char.is_ascii_digit() || char == '-';
        let [before, word] = pair else { continue };
        if word.contains('-') && word.chars().all(is_kebab) && precedes_code(before) {
            codes.insert((*word).to_owned());
        }
    }
    codes
}

#[test]
fn every_code_of_a_finding_is_a_rule() {
    let mut texts = Vec::new();
    for folder in FOLDERS {
        files(
            &Path::new(env!("CARGO_MANIFEST_DIR")).join(folder),
            &mut texts,
        );
    }
    let codes: BTreeSet<String> = texts.iter().flat_map(|text| codes(text)).collect();
    assert!(codes.len() > 120, "{}", codes.len());
    let missing: Vec<&String> = codes
        .iter()
        .filter(|code| rule(code).is_none() && !NO_CODES.contains(&code.as_str()))
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn every_group_but_that_of_clients_has_rules() {
    for group in Group::ALL {
        let has_rules = rules().any(|rule| rule.group == group);
        assert_eq!(has_rules, group != Group::Clients, "{group:?}");
    }
}
