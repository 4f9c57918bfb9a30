//! What Logto does, exactly.

mod template;
mod usage_type;

pub use template::{ContentType, TemplateDetails};
pub use usage_type::{UnknownUsageType, UsageType};
