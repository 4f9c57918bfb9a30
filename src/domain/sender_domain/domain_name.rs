//! Domain names as texts: compared without case and without the dot of the root.

/// The name in small letters and without the dot at its end.
pub fn normalize(name: &str) -> String {
    name.strip_suffix('.').unwrap_or(name).to_ascii_lowercase()
}

/// Whether both name the same domain.
pub fn is_same(one: &str, other: &str) -> bool {
    normalize(one) == normalize(other)
}

/// Whether `name` is `parent` or below it.
pub fn is_same_or_below(name: &str, parent: &str) -> bool {
    let (name, parent) = (normalize(name), normalize(parent));
    name == parent
        || name
            .strip_suffix(&parent)
            .is_some_and(|rest| rest.ends_with('.'))
}

/// Whether `name` can stand in the DNS as the name of a host or a mail domain.
///
/// Its labels are letters, digits, hyphens and underscores, 63 bytes at most each and 253 in all
/// (RFC 1035 section 2.3.4). Names in other scripts must be in their ASCII form.
pub fn is_valid(name: &str) -> bool {
    let name = name.strip_suffix('.').unwrap_or(name);
    name.len() <= 253 && name.split('.').all(is_label)
}

/// How many labels the name has.
pub fn label_count(name: &str) -> usize {
    normalize(name)
        .split('.')
        .filter(|label| !label.is_empty())
        .count()
}

/// The name without its first label; none for a name of one label.
pub fn parent(name: &str) -> Option<&str> {
    let (_, parent) = name.split_once('.')?;
    Some(parent).filter(|parent| !parent.is_empty())
}

fn is_label(label: &str) -> bool {
    let is_character = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    (1..=63).contains(&label.len())
        && label.bytes().all(is_character)
        && !label.starts_with('-')
        && !label.ends_with('-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_below_a_name_end_with_it_at_a_dot() {
        for (name, parent, expected) in [
            ("example.com", "EXAMPLE.com.", true),
            ("a.b.example.com.", "example.com", true),
            ("badexample.com", "example.com", false),
            ("com", "example.com", false),
        ] {
            assert_eq!(is_same_or_below(name, parent), expected, "{name} {parent}");
        }
        assert!(is_same("Example.COM.", "example.com"));
        assert_eq!(label_count("a.b.c."), 3);
        assert_eq!(label_count(""), 0);
        assert_eq!(parent("a.b"), Some("b"));
        assert_eq!(parent("b"), None);
        assert_eq!(parent("b."), None);
    }

    #[test]
    fn names_with_odd_labels_are_not_valid() {
        for name in [
            "example.com",
            "_dmarc.example.com.",
            "xn--bcher-kva.example",
            "com",
        ] {
            assert!(is_valid(name), "{name}");
        }
        let long = format!("{}.com", "a".repeat(64));
        for name in [
            "",
            ".",
            "a..b",
            "-a.com",
            "a-.com",
            "a b.com",
            "bücher.de",
            &long,
        ] {
            assert!(!is_valid(name), "{name}");
        }
        assert!(!is_valid(&vec!["abcdefghi"; 26].join(".")));
    }
}
