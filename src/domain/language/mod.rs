//! Language tags (BCP 47) as people need them: spelled right, with a name, a direction, and what is
//! odd about them in Logto.
//!
//! Which tag Logto sends a mail in is told by [`logto`](super::logto); nothing here decides that.

mod direction;
mod findings;
mod meaning;
mod names;
mod tag;

pub use self::direction::{Direction, direction};
pub use self::findings::tag_findings;
pub use self::names::{english_name, own_name};
pub use self::tag::{TagError, canonical, duplicates};

#[cfg(test)]
mod tests;
