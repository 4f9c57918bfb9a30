//! Composing 9 × 20 templates: all of them, and after a change of one string.

use std::sync::Arc;

use divan::{Bencher, black_box};
use letterhead::domain::authoring::{Authored, Composer, Sources};
use letterhead::domain::logto::{BUILT_IN_LANGUAGES, TemplateDetails, UsageType};
use letterhead::domain::workspace::{TemplateKey, Workspace, parse_strings};
use letterhead::services::workspace::load;

/// The samples in as many languages as Logto has: those without strings of their own have the
/// English ones.
struct Tenant {
    sources: Sources,
    templates: Vec<(TemplateKey, TemplateDetails)>,
    french: String,
}

fn tenant() -> Tenant {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-templates");
    let workspace: Workspace = load(&root).unwrap().workspace;
    let mut sources = workspace.composing_sources();
    let english = Arc::clone(&sources.strings["en"]);
    let mut templates = Vec::new();
    for tag in BUILT_IN_LANGUAGES {
        let strings = sources.strings.entry(tag.to_owned());
        strings.or_insert_with(|| Arc::clone(&english));
        for usage_type in UsageType::ALL {
            let sample = TemplateKey::new(usage_type, "en");
            let details = workspace.templates[&sample].details().clone();
            templates.push((TemplateKey::new(usage_type, tag), details));
        }
    }
    assert_eq!(templates.len(), 180);
    let french = std::fs::read_to_string(root.join("strings/fr.toml")).unwrap();
    Tenant {
        sources,
        templates,
        french,
    }
}

fn compose_all(composer: &mut Composer, tenant: &Tenant) -> usize {
    let params = serde_json::Value::Null;
    let made = tenant.templates.iter().map(|(key, details)| {
        let composition = composer.compose(&Authored {
            usage_type: key.usage_type,
            tag: &key.tag,
            layout: "card",
            params: &params,
            details,
        });
        assert!(!composition.is_failed);
        composition.details.content.len()
    });
    made.sum()
}

/// All 180 from nothing: layouts and partials are read too.
#[divan::bench]
fn compose_180_templates(bencher: Bencher<'_, '_>) {
    let tenant = tenant();
    bencher.bench_local(|| {
        let mut composer = Composer::new();
        composer.set_sources(tenant.sources.clone());
        black_box(compose_all(&mut composer, &tenant))
    });
}

/// All 180 after one French string changed: nine are composed again.
#[divan::bench]
fn compose_180_templates_after_one_string(bencher: Bencher<'_, '_>) {
    let tenant = tenant();
    let mut composer = Composer::new();
    composer.set_sources(tenant.sources.clone());
    compose_all(&mut composer, &tenant);
    let mut number = 0;
    bencher.bench_local(|| {
        number += 1;
        let text = tenant
            .french
            .replace("Votre code", &format!("Votre code {number}"));
        let mut sources = tenant.sources.clone();
        let strings = Arc::new(parse_strings(&text).unwrap());
        sources.strings.insert("fr".to_owned(), strings);
        composer.set_sources(sources);
        black_box(compose_all(&mut composer, &tenant))
    });
}
