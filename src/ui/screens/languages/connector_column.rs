//! The column of the templates that stand in the connector's configuration.

use crate::domain::logto::UsageType;
use crate::domain::workspace::TemplateKey;
use crate::model::Model;
use crate::ui::theme::icons;
use crate::ui::widgets::{GridCell, GridHead, Tone};

/// The head of the column.
pub(super) fn head() -> GridHead {
    GridHead {
        mark: Some((icons::CONNECTOR, Tone::Neutral)),
        ..GridHead::new("connector".to_owned())
            .detail("connector default".to_owned())
            .tooltip(
                "The templates in the connector’s configuration: Logto takes them where no \
                 template of the workspace fits"
                    .to_owned(),
            )
    }
}

/// The cell of a template in the connector's configuration.
pub(super) fn cell<'a>(model: &Model, key: &TemplateKey) -> GridCell<'a> {
    let document = model.template(key);
    let dot = match document {
        Some(document) if document.is_modified() => " ●",
        _ => "",
    };
    let (text, words, icon) = match document {
        Some(_) => (format!("own{dot}"), "there is one", Some(icons::CHECK)),
        None if model.connectors.stored.contains(&key.usage_type) => (
            "stored".to_owned(),
            "the provider has it under a name of its own",
            Some(icons::CHECK),
        ),
        None if takes_generic(model, key.usage_type) => (
            "→ Generic".to_owned(),
            "there is none, Logto takes the connector's Generic template",
            None,
        ),
        None => ("none".to_owned(), "there is none", None),
    };
    GridCell {
        text: text.into(),
        icon,
        is_dimmed: document.is_none(),
        name: format!("{key}: {words}").into(),
        ..GridCell::default()
    }
}

/// Whether the connector that sends takes its template for Generic for this type
/// (`connector-kit/src/index.ts`, `getConfigTemplateByType`).
fn takes_generic(model: &Model, usage_type: UsageType) -> bool {
    let support = model.template_support();
    let generic = TemplateKey::connector_default(UsageType::Generic);
    let has_generic =
        model.template(&generic).is_some() || model.connectors.stored.contains(&UsageType::Generic);
    usage_type != UsageType::Generic
        && support.uses_config()
        && support.falls_back_to_generic()
        && has_generic
}
