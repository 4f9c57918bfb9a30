//! The templates of a workspace as Logto would store them.

use std::path::PathBuf;
use std::sync::Arc;

use super::problem::line_and_column;
use super::{TemplateKey, Workspace};
use crate::domain::authoring::{Authored, Composer, Composition, SourceFile, SourceFinding};

/// A place in a file of a workspace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FilePlace {
    /// The path inside the workspace.
    pub path: PathBuf,
    /// Line and column from 1; the column counts characters.
    pub line_and_column: Option<(usize, usize)>,
}

impl std::fmt::Display for FilePlace {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.path.display())?;
        match self.line_and_column {
            Some((line, column)) => write!(f, ":{line}:{column}"),
            None => Ok(()),
        }
    }
}

impl Workspace {
    /// Composes a template; nothing if there is none or it names no layout. `composer` has the
    /// sources of this workspace.
    pub fn compose(&self, key: &TemplateKey, composer: &mut Composer) -> Option<Arc<Composition>> {
        let file = self.templates.get(key)?;
        let layout = file.authoring().layout.as_deref()?;
        Some(composer.compose(&Authored {
            usage_type: key.usage_type,
            tag: &key.tag,
            layout,
            params: &file.authoring().params,
            details: file.details(),
        }))
    }

    /// Where a finding of composing the template `key` is.
    pub fn place_of(&self, key: &TemplateKey, found: &SourceFinding) -> FilePlace {
        let span = found.finding.span;
        let (path, text, start) = match &found.file {
            SourceFile::Template => {
                let file = self.templates.get(key);
                let text = file.map(super::TemplateFile::print).unwrap_or_default();
                let content = file.map_or("", |file| file.details().content.as_str());
                // Contents have line feeds only, whatever the file has.
                let is_unlike = text.contains("\r\n") && !content.contains("\r\n");
                let text = if is_unlike {
                    text.replace("\r\n", "\n")
                } else {
                    text
                };
                let start = text.len() - content.len().min(text.len());
                (key.file_path(), text, start)
            }
            SourceFile::Shared(source) => {
                let text = self.sources.get(source);
                let text = text.map(ToString::to_string).unwrap_or_default();
                (source.file_path(), text, 0)
            }
        };
        FilePlace {
            path,
            line_and_column: span.map(|span| line_and_column(&text, start + span.start)),
        }
    }
}
