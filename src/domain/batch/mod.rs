//! A batch: usage types × languages × payload sets, all to one recipient.
//!
//! ```text
//! plan     which mails that makes, and which of them make no sense
//! pace     how fast they may go
//! run      one after the other: next, ended, pause, resume, cancel
//! row      what came of each, as a table
//! ```
//!
//! Nothing here sends or waits. Whoever sends asks [`BatchRun::next`] with the present moment, and
//! tells what came of it.

mod pace;
mod plan;
mod row;
mod run;

pub use pace::Pace;
pub use plan::{
    BatchChoice, BatchItem, Duplicates, ItemPlan, PayloadChoice, TemplateFound, plan_batch,
};
pub use row::{ROW_HEADINGS, Row, RowState, csv, markdown};
pub use run::{BatchRun, BatchState, Ending, Next, Progress};

#[cfg(test)]
mod tests;
