//! How fast a workspace is read.

use std::fs;

use letterhead::domain::logto::{ALLOWED_LANGUAGES, TemplateDetails, UsageType};
use letterhead::domain::workspace::{TemplateFile, TemplateKey};
use letterhead::services::workspace::load;
use tempfile::TempDir;

/// 9 usage types in 20 languages, 15 KB each.
fn workspace() -> TempDir {
    let root = tempfile::tempdir().unwrap();
    let details = TemplateDetails {
        subject: "{{code}} is your code".to_owned(),
        content: "<p style=\"margin: 0\">{{code}} and some text</p>\n".repeat(320),
        ..TemplateDetails::default()
    };
    let text = TemplateFile::new(details).print();
    for usage_type in UsageType::ALL {
        for tag in ALLOWED_LANGUAGES.iter().take(20) {
            let path = root
                .path()
                .join(TemplateKey::new(usage_type, *tag).file_path());
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            letterhead::services::workspace::write_atomic(&path, text.as_bytes()).unwrap();
        }
    }
    root
}

/// Reading all of it; the aim is 50 ms.
#[divan::bench(sample_count = 30)]
fn read_9_types_in_20_languages(bencher: divan::Bencher<'_, '_>) {
    let root = workspace();
    bencher.bench_local(|| {
        let loaded = load(root.path()).unwrap();
        assert_eq!(loaded.workspace.templates.len(), 180);
        loaded
    });
}
