mod browsers;
mod features;

use proptest::prelude::*;

use super::*;
use crate::domain::logto::{
    ALLOWED_LANGUAGES, BUILT_IN_LANGUAGES, LanguageLibrary, Place, SelectionRequest,
    TemplateCatalog as _, TemplateList, TemplateSupport, UsageType, choose,
};
use TemplateSupport::{ConfigOnly, CustomAndConfig, ExactConfigOnly, PayloadOnly};
use UsageType::{ForgotPassword, Generic, OrganizationInvitation, Register, SignIn};

fn library(custom: &[&str]) -> LanguageLibrary {
    LanguageLibrary {
        custom: custom.iter().map(|tag| (*tag).to_owned()).collect(),
        ..LanguageLibrary::default()
    }
}

fn custom(usage_type: UsageType, tag: &str) -> Place {
    Place::Custom {
        usage_type,
        language_tag: tag.to_owned(),
    }
}

fn config(usage_type: UsageType) -> Place {
    Place::Config { usage_type }
}

fn templates() -> TemplateList {
    TemplateList::default()
}

fn at(grid: &Grid, tag: &str) -> usize {
    let mut columns = grid.columns.iter();
    columns.position(|column| column.tag == tag).unwrap()
}

fn cell<'g>(grid: &'g Grid, row: UsageType, tag: &str) -> &'g Cell {
    grid.cell(row, at(grid, tag))
}

fn falls_back(to: Place) -> CellState {
    CellState::FallsBack { to }
}

fn explain(grid: &Grid, row: UsageType, tag: &str) -> String {
    grid.explain(row, at(grid, tag))
}

#[test]
fn the_columns_are_the_fallback_then_the_library_then_other_tags_of_templates() {
    let library = LanguageLibrary {
        fallback: "fr".to_owned(),
        ..library(&["nl-NL", "fr-CA", "nl-NL", "de"])
    };
    let templates = templates()
        .custom(SignIn, "zh-Hant")
        .custom(SignIn, "fr-CA")
        .custom(Generic, "fr-CA")
        .custom(Generic, "FR");
    let grid = grid(&templates, &library, CustomAndConfig);
    let tags: Vec<&str> = grid.columns.iter().map(|column| &*column.tag).collect();
    let mut expected = vec!["fr"];
    expected.extend(BUILT_IN_LANGUAGES.iter().filter(|tag| **tag != "fr"));
    expected.extend(["nl-NL", "fr-CA", "FR", "zh-Hant"]);
    assert_eq!(tags, expected);

    for (tag, origin, is_fallback, is_reachable, templates) in [
        ("fr", Origin::BuiltIn, true, true, 0),
        ("zh-TW", Origin::BuiltIn, false, true, 0),
        ("nl-NL", Origin::Custom, false, true, 0),
        ("fr-CA", Origin::Custom, false, true, 2),
        ("FR", Origin::TemplatesOnly, false, false, 1),
        ("zh-Hant", Origin::TemplatesOnly, false, false, 1),
    ] {
        let expected = Column {
            tag: tag.to_owned(),
            origin,
            is_fallback,
            is_reachable,
            templates,
        };
        assert_eq!(grid.columns[at(&grid, tag)], expected);
    }
}

#[test]
fn a_cell_falls_back_in_logtos_order() {
    let all = [
        custom(SignIn, "en"),
        custom(Generic, "en"),
        config(SignIn),
        config(Generic),
    ];
    for first in 0..=all.len() {
        let templates = all[first..].iter().fold(
            templates().custom(SignIn, "ja"),
            |list, place| match place {
                Place::Custom {
                    usage_type,
                    language_tag,
                } => list.custom(*usage_type, language_tag),
                Place::Config { usage_type } => list.config(*usage_type),
            },
        );
        let grid = grid(&templates, &library(&[]), CustomAndConfig);
        let expected = all.get(first).cloned();
        assert_eq!(cell(&grid, SignIn, "ja").state, CellState::Own);
        assert_eq!(
            grid.place(SignIn, at(&grid, "ja")),
            Some(custom(SignIn, "ja"))
        );
        assert_eq!(grid.place(SignIn, at(&grid, "de")), expected);
        assert_eq!(
            cell(&grid, SignIn, "de").state,
            expected.map_or(CellState::NotFound, falls_back)
        );
    }
}

#[test]
fn fr_ca_never_finds_fr() {
    let templates = templates().custom(SignIn, "fr").custom(SignIn, "en");
    let grid = grid(&templates, &library(&["fr-CA"]), CustomAndConfig);
    assert_eq!(
        cell(&grid, SignIn, "fr-CA").state,
        falls_back(custom(SignIn, "en"))
    );
    assert_eq!(
        explain(&grid, SignIn, "fr-CA"),
        "A request in fr-CA gets SignIn in en: Logto looks for exactly fr-CA, then for the tenant's \
         fallback en. SignIn in fr is not looked at: Logto compares tags exactly."
    );
    assert_eq!(
        explain(&grid, SignIn, "de"),
        "A request in de gets SignIn in en: Logto looks for exactly de, then for the tenant's \
         fallback en."
    );
}

#[test]
fn generic_in_the_fallback_language_hides_the_configuration() {
    let shadowing = templates()
        .custom(Generic, "en")
        .custom(ForgotPassword, "en")
        .custom(SignIn, "ja")
        .config(SignIn)
        .config(ForgotPassword)
        .config(Generic);
    let grid = grid(&shadowing, &library(&[]), CustomAndConfig);
    let shadow = |row, tag| cell(&grid, row, tag).shadowed_by.clone();
    for tag in ["en", "de"] {
        assert_eq!(shadow(SignIn, tag), Some(custom(Generic, "en")));
    }
    // Nothing of these is hidden: an own template, a type the configuration lacks, a type that
    // has a custom template in the fallback language, and Generic itself.
    for (row, tag) in [
        (SignIn, "ja"),
        (Register, "de"),
        (ForgotPassword, "de"),
        (Generic, "de"),
    ] {
        assert_eq!(shadow(row, tag), None, "{row} {tag}");
    }
    assert_eq!(
        explain(&grid, SignIn, "de"),
        "A request in de gets Generic in en: there is no SignIn template in exactly de or in the \
         fallback en, so Generic in en stands in. The SignIn template of the connector's \
         configuration is never used."
    );
    assert_eq!(
        explain(&grid, Generic, "en"),
        "Generic has its own template in en. As en is the tenant's fallback, it also serves every \
         other type that has no template in the language of the mail or in the fallback."
    );
}

#[test]
fn a_tag_outside_the_library_is_used_for_invitations_and_connector_tests_only() {
    let tags = ["zh-Hant-TW", "nl-NL", "NL-nl"];
    let stored = tags.iter().fold(templates(), |list, tag| {
        list.custom(SignIn, *tag)
            .custom(Generic, *tag)
            .custom(OrganizationInvitation, *tag)
    });
    let grid = grid(&stored, &library(&[]), CustomAndConfig);
    for tag in tags {
        assert!(!grid.columns[at(&grid, tag)].is_reachable);
        for (row, is_unreachable) in [
            (SignIn, true),
            (Generic, false),
            (OrganizationInvitation, false),
        ] {
            let cell = cell(&grid, row, tag);
            assert_eq!(cell.state, CellState::Own);
            assert_eq!(cell.is_unreachable, is_unreachable, "{row} {tag}");
            assert_eq!(cell.shadowed_by, None);
        }
    }
    for (tag, end) in [
        (
            "zh-Hant-TW",
            "gets zh-CN; the language library does not know that tag.",
        ),
        (
            "nl-NL",
            "gets en; add nl-NL to the tenant's languages to use it.",
        ),
        ("NL-nl", "gets en; the language library spells it nl-NL."),
    ] {
        assert_eq!(
            explain(&grid, SignIn, tag),
            format!(
                "No request for SignIn resolves to {tag}, so Logto never uses this template. A \
                 browser that asks for {tag} {end}"
            )
        );
    }
    assert_eq!(
        explain(&grid, OrganizationInvitation, "nl-NL"),
        "An invitation gets this template if its locale is exactly nl-NL. No sign-in request \
         resolves to nl-NL."
    );
    assert_eq!(
        explain(&grid, ForgotPassword, "nl-NL"),
        "No ForgotPassword mail is ever in nl-NL: no request for one resolves to that language."
    );
}

#[test]
fn templates_in_a_fallback_outside_the_library_are_used() {
    let library = LanguageLibrary {
        fallback: "oc".to_owned(),
        ..library(&[])
    };
    let grid = grid(&templates().custom(SignIn, "oc"), &library, CustomAndConfig);
    let column = &grid.columns[0];
    assert_eq!((&*column.tag, column.is_reachable), ("oc", false));
    assert!(!grid.cell(SignIn, 0).is_unreachable);
    assert_eq!(
        cell(&grid, SignIn, "de").state,
        falls_back(custom(SignIn, "oc"))
    );
}

#[test]
fn a_connector_without_custom_templates_reaches_none_of_them() {
    let stored = templates()
        .custom(SignIn, "en")
        .custom(Register, "de")
        .custom(Generic, "en")
        .config(SignIn);
    for (support, sign_in, register) in [
        (ConfigOnly, Some(config(SignIn)), None),
        (ExactConfigOnly, Some(config(SignIn)), None),
        (PayloadOnly, None, None),
    ] {
        let grid = grid(&stored, &library(&[]), support);
        for (row, tag, place) in [(SignIn, "en", sign_in), (Register, "de", register)] {
            let found = cell(&grid, row, tag);
            assert_eq!(found.state, CellState::Own);
            assert!(found.is_unreachable);
            assert_eq!(found.shadowed_by, place);
            assert_eq!(grid.place(row, at(&grid, tag)), place);
        }
    }
    let explained = |support| {
        let grid = grid(&stored, &library(&[]), support);
        [
            (SignIn, "en"),
            (Register, "de"),
            (SignIn, "de"),
            (Register, "en"),
        ]
        .map(|(row, tag)| explain(&grid, row, tag))
    };
    assert_eq!(
        explained(ExactConfigOnly),
        [
            "The connector ignores custom templates, so Logto never uses this one. The mail is made \
             from SignIn of the connector's configuration.",
            "The connector ignores custom templates, so Logto never uses this one. The connector's \
             configuration has none for Register either, so Logto answers \
             connector.template_not_found (400).",
            "A request in de gets SignIn of the connector's configuration: the connector looks into \
             its configuration only, which has no languages.",
            "Logto sends no Register mail in en: it finds no Register template, takes no \
             Generic one instead and answers connector.template_not_found (400).",
        ]
    );
    assert_eq!(
        explained(PayloadOnly)[1..3],
        [
            "The connector hands the payload over, so Logto never uses this template.",
            "The connector hands the payload over and the receiver makes the mail, so Logto needs \
             no template.",
        ]
    );
}

#[test]
fn the_remaining_cells_are_explained() {
    let stored = templates()
        .custom(Register, "ja")
        .config(Register)
        .config(Generic);
    let full = grid(&stored, &library(&[]), CustomAndConfig);
    let bare = grid(&templates(), &library(&[]), CustomAndConfig);
    for (grid, row, tag, expected) in [
        (
            &full,
            Register,
            "ja",
            "A request in ja gets Register in ja, its own template.",
        ),
        (
            &full,
            Register,
            "de",
            "A request in de gets Register of the connector's configuration: there is no custom \
             Register template in exactly de or in the fallback en, and no custom Generic one in \
             en.",
        ),
        (
            &full,
            SignIn,
            "en",
            "A request in en gets Generic of the connector's configuration: there is no custom \
             SignIn template in the fallback en, and no custom Generic one in en.",
        ),
        (
            &full,
            Generic,
            "de",
            "A request in de gets Generic of the connector's configuration: there is no custom \
             Generic template in exactly de or in the fallback en.",
        ),
        (
            &bare,
            SignIn,
            "de",
            "Logto sends no SignIn mail in de: it finds neither a SignIn nor a Generic template and \
             answers connector.template_not_found (400).",
        ),
        (
            &bare,
            Generic,
            "de",
            "Logto sends no Generic mail in de: it finds no Generic template and answers \
             connector.template_not_found (400).",
        ),
    ] {
        assert_eq!(explain(grid, row, tag), expected);
    }
    assert_eq!(bare.explain(SignIn, bare.columns.len()), "");
    assert_eq!(
        bare.cell(SignIn, bare.columns.len()).state,
        CellState::NotFound
    );
}

/// Tags of the library, near them and far from it.
fn any_tag() -> impl Strategy<Value = String> {
    let near = ["en", "fr", "fr-CA", "FR", "zh-Hant-TW", "zh-TW", "oc", ""];
    prop_oneof![
        proptest::sample::select(near.to_vec()),
        proptest::sample::select(ALLOWED_LANGUAGES.to_vec()),
    ]
    .prop_map(str::to_owned)
}

fn any_type() -> impl Strategy<Value = UsageType> {
    proptest::sample::select(UsageType::ALL.to_vec())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_cell_says_what_logto_chooses(
        stored in proptest::collection::vec((any_type(), any_tag()), 0..40),
        configured in proptest::collection::vec(any_type(), 0..6),
        custom_languages in proptest::collection::vec(any_tag(), 0..6),
        fallback in any_tag(),
        support in proptest::sample::select(vec![
            CustomAndConfig, ConfigOnly, ExactConfigOnly, PayloadOnly,
        ]),
    ) {
        let list = stored.into_iter().fold(templates(), |list, (row, tag)| list.custom(row, tag));
        let list = configured.into_iter().fold(list, TemplateList::config);
        let library = LanguageLibrary { custom: custom_languages, fallback, auto_detect: true };
        let grid = grid(&list, &library, support);
        for row in UsageType::ALL {
            for (at, column) in grid.columns.iter().enumerate() {
                let trace = choose(
                    &SelectionRequest {
                        usage_type: row,
                        locale: Some(column.tag.clone()),
                        fallback: library.fallback.clone(),
                        support,
                    },
                    &list,
                );
                let cell = grid.cell(row, at);
                let has_own = list.has_custom(row, &column.tag);
                prop_assert_eq!(grid.place(row, at), trace.chosen.clone());
                prop_assert_eq!(&cell.state, &match trace.chosen {
                    _ if has_own => CellState::Own,
                    Some(to) => falls_back(to),
                    None if trace.error.is_some() => CellState::NotFound,
                    None => CellState::NotNeeded,
                });
                prop_assert!(has_own || !cell.is_unreachable);
                prop_assert!(!grid.explain(row, at).is_empty());
                if !has_own && cell.shadowed_by.is_some() {
                    prop_assert!(trace.shadowed.contains(&row));
                }
            }
        }
    }
}
