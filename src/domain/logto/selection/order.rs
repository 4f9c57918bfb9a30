//! The order in which Logto looks for a template; nothing else states it.

use super::{Place, TemplateCatalog, TemplateSupport};
use crate::domain::logto::UsageType;

/// A [`Place`] that borrows its tag.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PlaceRef<'t> {
    Custom {
        usage_type: UsageType,
        language_tag: &'t str,
    },
    Config {
        usage_type: UsageType,
    },
}

impl PlaceRef<'_> {
    /// Whether a template stands there.
    pub(super) fn exists(self, templates: &impl TemplateCatalog) -> bool {
        match self {
            Self::Custom {
                usage_type,
                language_tag,
            } => templates.has_custom(usage_type, language_tag),
            Self::Config { usage_type } => templates.has_config(usage_type),
        }
    }
}

impl From<PlaceRef<'_>> for Place {
    fn from(place: PlaceRef<'_>) -> Self {
        match place {
            PlaceRef::Custom {
                usage_type,
                language_tag,
            } => Self::Custom {
                usage_type,
                language_tag: language_tag.to_owned(),
            },
            PlaceRef::Config { usage_type } => Self::Config { usage_type },
        }
    }
}

/// All places of a template, at most five, in Logto's order; each with the reason why it is skipped,
/// if it is.
pub(super) fn order<'t>(
    usage_type: UsageType,
    locale: Option<&'t str>,
    fallback: &'t str,
    support: TemplateSupport,
) -> impl Iterator<Item = (PlaceRef<'t>, Option<&'static str>)> {
    let custom_skipped =
        (!support.uses_custom()).then_some("The connector does not use custom templates");
    let config_skipped = (!support.uses_config())
        .then_some("The connector hands over the payload, without a template");
    let generic_skipped = (!support.falls_back_to_generic())
        .then_some("The connector takes no Generic template for another type");
    let custom = |usage_type, language_tag| {
        let place = PlaceRef::Custom {
            usage_type,
            language_tag,
        };
        (place, custom_skipped)
    };
    let config = |usage_type, skipped| (PlaceRef::Config { usage_type }, skipped);

    // An empty locale counts as none.
    let locale = locale.filter(|locale| !locale.is_empty());
    let is_other = usage_type != UsageType::Generic;
    [
        locale.map(|locale| custom(usage_type, locale)),
        (locale != Some(fallback)).then(|| custom(usage_type, fallback)),
        is_other.then(|| custom(UsageType::Generic, fallback)),
        Some(config(usage_type, config_skipped)),
        is_other.then(|| config(UsageType::Generic, config_skipped.or(generic_skipped))),
    ]
    .into_iter()
    .flatten()
}

/// The place that [`choose`](super::choose) chooses, found without its reasons; nothing if there is
/// no template or none is needed.
pub fn first_place(
    usage_type: UsageType,
    locale: Option<&str>,
    fallback: &str,
    support: TemplateSupport,
    templates: &impl TemplateCatalog,
) -> Option<Place> {
    order(usage_type, locale, fallback, support)
        .find(|(place, skipped)| skipped.is_none() && place.exists(templates))
        .map(|(place, _)| place.into())
}
