//! Errors for people.

use std::error::Error;

/// An error with all its causes, in one line: `cannot read x: permission denied`.
pub fn with_causes(error: &dyn Error) -> String {
    let mut line = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        line = format!("{line}: {error}");
        cause = error.source();
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, thiserror::Error)]
    #[error("cannot read the file")]
    struct Outer(#[source] std::io::Error);

    #[test]
    fn every_cause_is_told() {
        let error = Outer(std::io::Error::other("the disk is gone"));
        assert_eq!(
            with_causes(&error),
            "cannot read the file: the disk is gone"
        );
    }
}
