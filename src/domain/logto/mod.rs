//! What Logto does, exactly.
//!
//! ```text
//! usage_type   the nine kinds of mail
//! template     what Logto stores of one template
//! flow/        the eight routes that send, their variables, sample payloads
//! language/    which language a mail is sent in, and why
//! selection/   which template it is made from, and why
//! render/      placeholders replaced byte for byte, with a map from template to output
//! checks/      placeholders that would not print what is meant
//! ```
//!
//! Facts of `logto-io/logto`, core 1.42 and connector-kit 5.1; the files named in comments are under
//! its `packages/` folder. Nothing here reads files or knows a connector's wire format.

mod checks;
mod flow;
mod language;
mod render;
mod selection;
mod template;
mod usage_type;
mod white_space;

pub use checks::{Field, FieldFinding, check_placeholders};
pub use flow::{
    Flow, Kind, LocaleSource, Presence, UnknownFlow, Variable, VariablePath,
    context_failed_payload, flows_of, in_language, minimal_payload, paths, sample_payload,
    variables,
};
pub use language::{
    ALLOWED_LANGUAGES, BUILT_IN_LANGUAGES, CONSOLE_LANGUAGES, CandidateSource, LanguageLibrary,
    LocaleRequest, ReachableLanguages, Resolution, ResolutionStep, StepOutcome, allowed_language,
    resolve,
};
pub(in crate::domain) use render::push_js_number;
pub use render::{
    Outcome, Placeholder, RenderError, Rendered, placeholders, render, render_with_map,
};
pub use selection::{
    Place, PlaceOutcome, PlaceTried, SelectionRequest, TemplateCatalog, TemplateList,
    TemplateNotFound, TemplateSupport, Trace, choose, first_place,
};
pub use template::{ContentType, TemplateDetails};
pub use usage_type::{UnknownUsageType, UsageType};
pub(in crate::domain) use white_space::is_js_white_space;
