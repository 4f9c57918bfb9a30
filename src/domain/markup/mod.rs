//! HTML and CSS of mails as trees with byte positions, and the styles that follow from them.
//!
//! Every function takes any text, in linear time, and gives the best reading there is with its
//! defects as data. Nothing here judges: findings for people are made by the checks that use it.
//!
//! - [`html`]: tokens, then a tree as browsers build it (WHATWG HTML, section 13).
//! - [`css`]: rules, declarations, selectors and conditions (CSS Syntax Level 3).
//! - [`style`]: which declarations win, computed values, colours and their contrast.

pub mod css;
pub mod html;
pub mod style;

#[cfg(test)]
mod tests;
