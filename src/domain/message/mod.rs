//! MIME: built from a delivery, parsed from what was captured.

mod parse;

pub use parse::{
    MAX_INLINED_BYTES, ParsedAddress, ParsedHeader, ParsedMessage, ParsedPart, PartRole,
    RenderedBody, StructureNode,
};
