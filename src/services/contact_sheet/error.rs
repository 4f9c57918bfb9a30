//! What can fail while a sheet is written.

/// A sheet that could not be made.
#[derive(Debug, thiserror::Error)]
pub enum SheetError {
    /// A picture could not be made into a PNG.
    #[error("cannot encode a picture")]
    Encode(#[from] png::EncodingError),
    /// The file could not be written.
    #[error("cannot write the contact sheet")]
    Write(#[from] std::io::Error),
}
