//! Parts of screens that show plain data and tell what was asked for. They know no model.

pub mod browsers;
pub mod compare;
pub mod features;
pub mod payload;
pub mod problems;
pub mod rendered;
pub mod request;
pub mod source;
pub mod trace;

pub use source::SourceView;
