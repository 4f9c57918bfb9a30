//! The sample workspace, composed, for tests of what looks at whole mails.

use std::path::Path;
use std::sync::LazyLock;

use include_dir::{Dir, include_dir};
use parking_lot::Mutex;

use super::{TemplateKey, Workspace};
use crate::domain::authoring::Composer;
use crate::domain::logto::{TemplateDetails, UsageType};

static FILES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/sample-templates");

static WORKSPACE: LazyLock<(Workspace, Mutex<Composer>)> = LazyLock::new(|| {
    let mut workspace = Workspace::default();
    insert(&mut workspace, &FILES);
    let mut composer = Composer::new();
    composer.set_sources(workspace.composing_sources());
    (workspace, Mutex::new(composer))
});

fn insert(workspace: &mut Workspace, folder: &Dir<'_>) {
    for file in folder.files() {
        workspace.insert(Path::new(file.path()), file.contents_utf8().unwrap());
    }
    for folder in folder.dirs() {
        insert(workspace, folder);
    }
}

/// A sample as Logto would store it.
pub(crate) fn sample(usage_type: UsageType, tag: &str) -> TemplateDetails {
    let (workspace, composer) = &*WORKSPACE;
    let key = TemplateKey::new(usage_type, tag);
    let composition = workspace.compose(&key, &mut composer.lock()).unwrap();
    assert!(!composition.is_failed, "{:?}", composition.findings);
    composition.details.clone()
}
