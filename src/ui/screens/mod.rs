//! The screens, one at a time in the middle of the window.

mod connectors;
mod deliverability;
mod design;
mod inbox;
mod languages;
mod page;

pub use connectors::ConnectorsScreen;
pub use deliverability::DeliverabilityScreen;
pub use design::DesignScreen;
pub use inbox::InboxScreen;
pub use languages::LanguagesScreen;
