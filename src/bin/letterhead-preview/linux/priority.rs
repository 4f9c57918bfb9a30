//! The priority of a helper that draws in the background.

use std::os::unix::process::CommandExt as _;
use std::process::Command;

/// What is taken from the usual priority, see nice(1).
const NICENESS: &str = "10";

/// Starts this program anew, in the same process and with low priority, so that it has what the window
/// and the live preview leave. Its children, which do most of the work, inherit it. Returns only where
/// that is not possible.
pub(crate) fn become_background() {
    let Ok(program) = std::env::current_exe() else {
        return;
    };
    let error = Command::new("nice")
        .args(["-n", NICENESS])
        .arg(program)
        .exec();
    super::output::complain(&format!("the priority stays as it is: {error}"));
}
