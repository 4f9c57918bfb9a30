//! What surprises people about a choice.

use super::{Place, SelectionRequest, TemplateCatalog};
use crate::domain::logto::UsageType;

/// The types whose template in the configuration can never be used: a custom Generic template in
/// the fallback language answers before Logto looks into the configuration.
pub(super) fn shadowed(
    request: &SelectionRequest,
    templates: &impl TemplateCatalog,
) -> Vec<UsageType> {
    let hides = request.support.uses_custom()
        && templates.has_custom(UsageType::Generic, &request.fallback);
    UsageType::ALL
        .into_iter()
        .filter(|usage_type| hides && templates.has_config(*usage_type))
        .collect()
}

/// The notes on a choice, a sentence each.
pub(super) fn notes(
    request: &SelectionRequest,
    templates: &impl TemplateCatalog,
    chosen: Option<&Place>,
    shadowed: &[UsageType],
) -> Vec<String> {
    let mut notes = Vec::new();
    if !shadowed.is_empty() {
        let names: Vec<&str> = shadowed
            .iter()
            .map(|usage_type| usage_type.as_str())
            .collect();
        notes.push(format!(
            "The custom Generic template in {} hides these templates of the connector's \
             configuration: {}",
            request.fallback,
            names.join(", "),
        ));
    }
    if !request.support.uses_custom() && has_any_custom(templates) {
        notes.push("The connector ignores all custom templates".to_owned());
    }
    if let Some(locale) = &request.locale
        && request.support.uses_custom()
        && !is_exact(chosen, request.usage_type, locale)
    {
        notes.extend(near_miss(request.usage_type, locale, templates));
        notes.extend(unused_generic(request, locale, templates));
    }
    notes
}

fn has_any_custom(templates: &impl TemplateCatalog) -> bool {
    UsageType::ALL
        .into_iter()
        .any(|usage_type| !templates.custom_tags(usage_type).is_empty())
}

fn is_exact(chosen: Option<&Place>, wanted: UsageType, locale: &str) -> bool {
    matches!(
        chosen,
        Some(Place::Custom { usage_type, language_tag })
            if *usage_type == wanted && language_tag == locale
    )
}

/// A template of the same language under another tag, which people expect to be found.
fn near_miss(
    usage_type: UsageType,
    locale: &str,
    templates: &impl TemplateCatalog,
) -> Option<String> {
    let tags = templates.custom_tags(usage_type);
    let near = tags
        .iter()
        .find(|tag| tag.eq_ignore_ascii_case(locale))
        .or_else(|| {
            tags.iter()
                .find(|tag| base(tag).eq_ignore_ascii_case(base(locale)))
        })?;
    Some(format!(
        "There is a custom {usage_type} template in {near}, but Logto compares tags exactly and \
         looks for {locale}"
    ))
}

fn base(tag: &str) -> &str {
    tag.split(['-', '_']).next().unwrap_or(tag)
}

/// A Generic template in the language of the mail, which Logto uses for no other type.
fn unused_generic(
    request: &SelectionRequest,
    locale: &str,
    templates: &impl TemplateCatalog,
) -> Option<String> {
    let unused = request.usage_type != UsageType::Generic
        && locale != request.fallback
        && templates.has_custom(UsageType::Generic, locale);
    unused.then(|| {
        format!(
            "The custom Generic template in {locale} is not used for {}: Logto falls back to \
             Generic only in the fallback language {}",
            request.usage_type, request.fallback,
        )
    })
}
