//! Answers of the server.

/// An answer of one or more lines, without line breaks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Reply {
    lines: Vec<String>,
}

impl Reply {
    /// A line that begins with its code.
    pub fn line(text: impl Into<String>) -> Self {
        Self {
            lines: vec![text.into()],
        }
    }

    /// Several lines under one code (RFC 5321, section 4.2.1).
    pub fn lines(code: u16, texts: &[String]) -> Self {
        let last = texts.len().saturating_sub(1);
        let lines = texts
            .iter()
            .enumerate()
            .map(|(index, text)| {
                let separator = if index == last { ' ' } else { '-' };
                format!("{code}{separator}{text}")
            })
            .collect();
        Self { lines }
    }

    /// The lines in order.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.lines.iter().map(String::as_str)
    }

    /// Whether the answer tells of an error.
    pub fn is_error(&self) -> bool {
        self.iter().any(|line| line.starts_with(['4', '5']))
    }
}
