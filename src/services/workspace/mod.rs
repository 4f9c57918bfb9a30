//! Reads, writes and watches a workspace, and keeps the journal of drafts.
