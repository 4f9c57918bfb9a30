//! The layers of the header of `src/lib.rs`, and the sizes of files, held by reading the sources.

use std::fs;
use std::path::{Path, PathBuf};

/// Words that a folder must not use.
const FORBIDDEN: [(&str, &[&str]); 7] = [
    (
        "domain",
        &[
            "egui",
            "eframe",
            "tokio",
            "std::fs",
            "std::net",
            "std::process",
            "std::thread",
            "SystemTime",
            "Instant::now",
            "crate::services",
            "crate::tasks",
            "crate::model",
            "crate::ui",
            "crate::app",
            "crate::cli",
        ],
    ),
    (
        "model",
        &[
            "egui",
            "eframe",
            "tokio",
            "std::fs",
            "std::net",
            "std::process",
            "std::thread",
            "SystemTime",
            "Instant::now",
            "crate::services",
            "crate::tasks",
            "crate::ui",
            "crate::app",
            "crate::cli",
        ],
    ),
    (
        "ui",
        &[
            "tokio",
            "std::fs",
            "std::net",
            "std::process",
            "std::thread",
            "SystemTime",
            "Instant::now",
            "crate::services",
            "crate::tasks",
            "crate::app",
            "crate::cli",
        ],
    ),
    (
        "services",
        &[
            "egui",
            "eframe",
            "crate::tasks",
            "crate::model",
            "crate::ui",
            "crate::app",
            "crate::cli",
        ],
    ),
    (
        "tasks",
        &[
            "egui",
            "eframe",
            "crate::domain",
            "crate::services",
            "crate::model",
            "crate::ui",
            "crate::app",
            "crate::cli",
        ],
    ),
    (
        "cli",
        &[
            "egui",
            "eframe",
            "crate::tasks",
            "crate::model",
            "crate::ui",
            "crate::app",
        ],
    ),
    ("app", &["crate::cli"]),
];

/// Words of the web engine, which lives in the helper process only.
const ENGINE: [&str; 3] = ["gtk::", "webkit2gtk", "wry::"];

/// No file is longer.
const MOST_LINES: usize = 430;

/// Files that have to stay small, since everything wants to go there.
const SMALL: [(&str, usize); 4] = [
    ("main.rs", 80),
    ("app/mod.rs", 250),
    ("app/perform/mod.rs", 150),
    ("app/apply/mod.rs", 150),
];

fn sources() -> Vec<(PathBuf, String)> {
    fn collect(folder: &Path, files: &mut Vec<(PathBuf, String)>) {
        for entry in fs::read_dir(folder).unwrap().flatten() {
            let path = entry.path();
            if path.is_dir() {
                collect(&path, files);
            } else if path.extension().is_some_and(|end| end == "rs") {
                let text = fs::read_to_string(&path).unwrap();
                files.push((path, text));
            }
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    collect(&root, &mut files);
    for (path, _) in &mut files {
        *path = path.strip_prefix(&root).unwrap().to_owned();
    }
    files.sort();
    files
}

/// The lines that count: no comments, and nothing from the tests at the end of a file on.
fn code_lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.lines()
        .enumerate()
        .take_while(|(_, line)| line.trim_end() != "#[cfg(test)]")
        .map(|(index, line)| (index + 1, line.split("//").next().unwrap_or_default()))
}

/// The places where a word of `words` stands as a word of its own.
fn find(text: &str, words: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    for (number, line) in code_lines(text) {
        for word in words {
            let is_part = |at: usize| {
                let before = line[..at].chars().next_back();
                let after = line[at + word.len()..].chars().next();
                let belongs = |letter: Option<char>| {
                    letter.is_some_and(|letter| letter.is_alphanumeric() || letter == '_')
                };
                belongs(before) || (!word.ends_with(':') && belongs(after))
            };
            if line.match_indices(word).any(|(at, _)| !is_part(at)) {
                found.push(format!("line {number}: {word}"));
            }
        }
    }
    found
}

/// Whether a file holds tests only.
fn is_test(path: &Path) -> bool {
    let name = path.file_stem().unwrap_or_default();
    name == "tests"
        || path.components().any(|part| part.as_os_str() == "tests")
        || name == "recorded"
}

#[test]
fn every_layer_knows_only_those_below_it() {
    let mut broken = Vec::new();
    for (path, text) in sources() {
        if is_test(&path) {
            continue;
        }
        for (folder, words) in FORBIDDEN {
            if path.starts_with(folder) {
                broken.extend(
                    find(&text, words)
                        .into_iter()
                        .map(|place| format!("{}, {place}", path.display())),
                );
            }
        }
        if !path.starts_with("bin/letterhead-preview") {
            broken.extend(
                find(&text, &ENGINE)
                    .into_iter()
                    .map(|place| format!("{}, {place}", path.display())),
            );
        }
    }
    assert!(broken.is_empty(), "{broken:#?}");
}

#[test]
fn no_file_grows_past_what_one_can_hold_in_mind() {
    let mut long = Vec::new();
    for (path, text) in sources() {
        let small = SMALL.iter().find(|(name, _)| path == Path::new(name));
        let most = small.map_or(MOST_LINES, |(_, most)| *most);
        let lines = text.lines().count();
        if lines > most {
            long.push(format!("{}: {lines} lines, at most {most}", path.display()));
        }
    }
    assert!(long.is_empty(), "{long:#?}");
}

#[test]
fn a_word_in_a_comment_or_a_test_does_not_count() {
    let text = "use egui::Ui;\n// tokio\n/// tokio\nlet x = 1; // tokio\nlet my_tokio = 2;\n#[cfg(test)]\nmod tests { use tokio; }\n";
    assert_eq!(find(text, &["egui", "tokio"]), ["line 1: egui"]);
}
