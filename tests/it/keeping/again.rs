//! A test that runs once more, as a program of its own, in a world that was prepared for it.

use std::ffi::OsString;
use std::process::Command;

/// Tells the second run what it is for.
const ROLE: &str = "LETTERHEAD_TEST_ROLE";

/// What this run is for; nothing in the first run.
pub fn role() -> Option<String> {
    std::env::var_os(ROLE).map(|role| role.into_string().unwrap())
}

/// The command line that runs the test `name` of this binary once more.
pub fn test(name: &str) -> Vec<OsString> {
    let program = std::env::current_exe().unwrap().into_os_string();
    let arguments = ["--exact", name, "--nocapture", "--test-threads=1"];
    let arguments = arguments.into_iter().map(OsString::from);
    std::iter::once(program).chain(arguments).collect()
}

/// A command with a role for the test that it runs.
pub fn command(line: &[OsString], role: &str) -> Command {
    let mut command = Command::new(&line[0]);
    command.args(&line[1..]).env(ROLE, role);
    command
}
