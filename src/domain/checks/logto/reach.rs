//! Whether any request leads to this template, and which others it hides.

use super::super::found::Found;
use super::super::input::{CheckInput, Tenant};
use crate::domain::finding::{Finding, Severity};
use crate::domain::language::tag_findings;
use crate::domain::logto::{ReachableLanguages, UsageType, flows_of};

pub(super) fn check(input: &CheckInput<'_>, found: &mut Found) {
    let Some(tenant) = input.tenant else {
        return;
    };
    unreachable(input, tenant, found);
    hides(input, tenant, found);
}

fn unreachable(input: &CheckInput<'_>, tenant: Tenant<'_>, found: &mut Found) {
    let library = tenant.library;
    let tag = input.tag;
    let is_custom = library.custom.iter().any(|custom| custom == tag);
    // What is wrong with the tag itself is told of the file.
    if tag == library.fallback || !tag_findings(tag, is_custom).is_empty() {
        return;
    }
    let reachable = ReachableLanguages::new(library);
    let flows = flows_of(input.usage_type);
    if flows
        .iter()
        .any(|flow| reachable.contains(flow.locale_source(), tag))
    {
        return;
    }
    found.content(
        Finding::new(
            Severity::Warning,
            "template-unreachable",
            format!("No request is answered in {tag}, so nobody gets this mail"),
        )
        .hint("Logto takes another language of the tenant first; compare the custom languages and the fallback"),
    );
}

/// A custom `Generic` in the fallback language is taken before any template of the connector's
/// configuration (`core/src/libraries/connector.ts`, `getI18nEmailTemplate`).
fn hides(input: &CheckInput<'_>, tenant: Tenant<'_>, found: &mut Found) {
    let Tenant { library, catalog } = tenant;
    if input.usage_type != UsageType::Generic || input.tag != library.fallback {
        return;
    }
    let is_hidden = |usage_type: &UsageType| {
        *usage_type != UsageType::Generic
            && catalog.has_config(*usage_type)
            && !catalog.has_custom(*usage_type, &library.fallback)
    };
    let hidden = UsageType::ALL.into_iter().filter(is_hidden);
    let hidden: Vec<&str> = hidden.map(UsageType::as_str).collect();
    if !hidden.is_empty() {
        found.content(
            Finding::new(
                Severity::Warning,
                "generic-hides-config",
                format!(
                    "This template is sent in place of those of the connector's configuration for {}",
                    hidden.join(", ")
                ),
            )
            .hint("Logto looks for a custom Generic template in the fallback language first; add templates for these types"),
        );
    }
}
