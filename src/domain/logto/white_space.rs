//! White space as JavaScript sees it.

/// JavaScript's `\s`. It has U+FEFF, which Rust's white space lacks, and lacks U+0085.
pub(in crate::domain) const fn is_js_white_space(char: char) -> bool {
    matches!(
        char,
        '\u{9}'..='\u{d}'
            | ' '
            | '\u{a0}'
            | '\u{1680}'
            | '\u{2000}'..='\u{200a}'
            | '\u{2028}'
            | '\u{2029}'
            | '\u{202f}'
            | '\u{205f}'
            | '\u{3000}'
            | '\u{feff}'
    )
}
