//! What Logto does, exactly.
