//! One template that is in no workspace.

use std::path::{Path, PathBuf};

use super::super::CliError;
use super::super::open::read;
use super::asked::Asked;
use super::{Check, subject};
use crate::domain::checks::{Audience, Located};
use crate::domain::logto::UsageType;
use crate::domain::workspace::{TemplateFile, TemplateKey, Workspace};

/// What is wrong with a file, and the folder it is in.
pub(super) fn check(
    arguments: &Check,
    file: &Path,
    audience: &Audience,
    asked: &mut Asked,
) -> Result<(PathBuf, Vec<Located>), CliError> {
    let text = read(file)?;
    TemplateFile::parse(&text)
        .map_err(|error| CliError::Input(format!("{}: {error}", file.display())))?;
    let usage_type = arguments.usage_type.unwrap_or(UsageType::SignIn);
    let tag = arguments.lang.as_deref().unwrap_or("en");
    let key = TemplateKey::new(usage_type, tag);
    let mut workspace = Workspace::default();
    workspace.insert(&key.file_path(), &text);
    let chosen = subject::Chosen {
        usage_type: None,
        lang: None,
        path: None,
    };
    let name = PathBuf::from(file.file_name().unwrap_or_default());
    let found = subject::check(&workspace, &chosen, audience, asked)?;
    // A bare file has no front matter to hold a subject.
    let is_bare = !text.trim_start_matches('\u{feff}').starts_with("+++");
    let of_subject = ["template-subject-empty", "file-no-subject"];
    let found = found
        .into_iter()
        .filter(|found| !is_bare || !of_subject.contains(&found.finding.code))
        .map(|found| Located {
            path: name.clone(),
            templates: Vec::new(),
            ..found
        });
    let folder = file.parent().map(Path::to_owned).unwrap_or_default();
    Ok((folder, found.collect()))
}
