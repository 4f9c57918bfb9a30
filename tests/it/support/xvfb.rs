//! An X server without a screen, for tests that need a display.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;

/// The display to use: that of the environment, or one of an `Xvfb` started for this process.
///
/// The server ends with this process: it notices that the pipe it was given closes.
pub fn display() -> String {
    static SERVER: OnceLock<Server> = OnceLock::new();
    if let Some(display) = std::env::var_os("DISPLAY") {
        return display.into_string().unwrap();
    }
    SERVER.get_or_init(Server::start).display.clone()
}

/// Starts a server of its own, for a test that types: what has the keyboard is its business alone.
pub fn own() -> Server {
    Server::start()
}

/// A running server, which ends with this process.
pub struct Server {
    /// Its display: `:99`.
    pub display: String,
    // Statics are not dropped; the guard process below ends the server.
    _guard: Child,
}

impl Server {
    /// Starts the server through a shell that kills it once this process, which holds the other end
    /// of the shell's standard input, is gone, however it went.
    fn start() -> Self {
        let script = "Xvfb -displayfd 1 -screen 0 1280x1024x24 -nolisten tcp 2>/dev/null & \
                      server=$!; cat >/dev/null; kill $server";
        let mut guard = Command::new("sh")
            .args(["-c", script])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("a shell to start Xvfb with");
        let mut number = String::new();
        let stdout = guard.stdout.take().expect("piped");
        BufReader::new(stdout)
            .read_line(&mut number)
            .expect("Xvfb tells its display");
        let number = number.trim();
        assert!(
            !number.is_empty(),
            "Xvfb did not start; is the package xvfb installed?"
        );
        Self {
            display: format!(":{number}"),
            _guard: guard,
        }
    }
}
