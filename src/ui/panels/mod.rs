//! Parts of screens that show plain data and tell what was asked for. They know no model.

pub mod browsers;
pub mod clients;
pub mod compare;
pub mod connector_form;
pub mod features;
mod finding;
pub mod payload;
pub mod problems;
pub mod rendered;
pub mod request;
pub mod source;
pub mod trace;

pub use finding::finding_ui;
pub use source::SourceView;
