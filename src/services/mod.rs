//! The outside world, behind small traits of ours. Knows neither egui nor the task layer.

pub mod bimi;
mod causes;
pub mod checking;
pub mod clock;
pub mod contact_sheet;
pub mod delivery;
pub mod dns;
pub mod folders;
pub mod inbox;
pub mod links;
pub mod mta_sts;
mod parallel;
pub mod preview;
pub mod provider_api;
pub mod reports;
pub mod secrets;
pub mod send_history;
pub mod spamd;
pub mod workspace;

pub use causes::with_causes;
