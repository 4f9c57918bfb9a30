//! MIME: built from a delivery, parsed from what was captured.
