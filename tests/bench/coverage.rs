//! How fast the grid of types and languages is worked out.

use letterhead::domain::coverage::grid;
use letterhead::domain::logto::{
    ALLOWED_LANGUAGES, LanguageLibrary, TemplateList, TemplateSupport, UsageType,
};

/// A tenant with every language, and all templates in every other one.
fn tenant() -> (TemplateList, LanguageLibrary) {
    let tags = ALLOWED_LANGUAGES.iter().step_by(2);
    let templates = tags.fold(TemplateList::default(), |list, tag| {
        let types = UsageType::ALL.into_iter();
        types.fold(list, |list, usage_type| list.custom(usage_type, *tag))
    });
    let library = LanguageLibrary {
        custom: ALLOWED_LANGUAGES.map(str::to_owned).to_vec(),
        ..LanguageLibrary::default()
    };
    (templates, library)
}

/// All cells of 9 types in 129 languages; the aim is well under 1 ms.
#[divan::bench(sample_count = 100)]
fn grid_of_9_types_in_129_languages(bencher: divan::Bencher<'_, '_>) {
    let (templates, library) = tenant();
    bencher.bench_local(|| {
        let grid = grid(&templates, &library, TemplateSupport::CustomAndConfig);
        assert_eq!(grid.columns.len(), ALLOWED_LANGUAGES.len());
        grid
    });
}
