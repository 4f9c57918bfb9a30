//! Pixels of a mail, drawn by a web engine in a helper process.
