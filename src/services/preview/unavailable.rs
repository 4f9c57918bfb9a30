//! Why there is no preview, in a form that a person can act on.

use std::path::Path;

/// The package that holds the web engine, as Debian and Ubuntu name it.
const ENGINE_PACKAGE: &str = "libwebkit2gtk-4.1-0";

/// What kind of obstacle it is; decides the text and the button that the window shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum UnavailableKind {
    /// The program `letterhead-preview` was not found or cannot be executed.
    HelperMissing,
    /// A library of the web engine is not installed.
    LibraryMissing,
    /// Neither an X server nor a Wayland compositor can be reached.
    NoDisplay,
    /// It crashed too often in a short time.
    KeepsCrashing,
    /// The web engine does not exist for this system or refused to start.
    Refused,
}

/// An engine that does not run until it is told to try again.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the web preview cannot run: {reason}")]
pub struct Unavailable {
    /// The kind of obstacle.
    pub kind: UnavailableKind,
    /// Why, as a lower-case sentence without period.
    pub reason: String,
    /// The package that brings what is missing.
    pub install: Option<String>,
}

impl Unavailable {
    /// The program was not found in any of the usual places.
    pub(super) fn helper_missing(program: &Path, error: &std::io::Error) -> Self {
        Self {
            kind: UnavailableKind::HelperMissing,
            reason: format!("{} cannot be started: {error}", program.display()),
            install: None,
        }
    }

    /// It ended again and again.
    pub(super) fn keeps_crashing(times: usize, last_words: &str) -> Self {
        let last_words = last_words.trim();
        let reason = if last_words.is_empty() {
            format!("it ended {times} times within a minute")
        } else {
            format!("it ended {times} times within a minute; its last words: {last_words}")
        };
        Self {
            kind: UnavailableKind::KeepsCrashing,
            reason,
            install: None,
        }
    }

    /// The helper said itself that it cannot run.
    pub(super) fn refused(reason: String, no_display: bool) -> Self {
        let kind = if no_display {
            UnavailableKind::NoDisplay
        } else {
            UnavailableKind::Refused
        };
        Self {
            kind,
            reason,
            install: None,
        }
    }

    /// Reads the complaint of the dynamic linker, if `stderr` holds one.
    pub(super) fn from_linker(stderr: &str) -> Option<Self> {
        let (_, rest) = stderr.split_once("error while loading shared libraries: ")?;
        let reason = rest.lines().next().unwrap_or(rest).trim().to_owned();
        Some(Self {
            kind: UnavailableKind::LibraryMissing,
            reason,
            install: Some(ENGINE_PACKAGE.to_owned()),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_library_is_named_with_the_package_that_has_it() {
        let stderr = "/usr/bin/letterhead-preview: error while loading shared libraries: \
             libwebkit2gtk-4.1.so.0: cannot open shared object file: No such file or directory\n";
        let found = Unavailable::from_linker(stderr).unwrap();
        assert_eq!(found.kind, UnavailableKind::LibraryMissing);
        assert!(
            found
                .reason
                .starts_with("libwebkit2gtk-4.1.so.0: cannot open"),
            "{found}"
        );
        assert_eq!(found.install.as_deref(), Some("libwebkit2gtk-4.1-0"));
    }

    #[test]
    fn other_last_words_are_no_missing_library() {
        assert_eq!(
            Unavailable::from_linker("Gtk-WARNING: cannot open display"),
            None
        );
    }
}
