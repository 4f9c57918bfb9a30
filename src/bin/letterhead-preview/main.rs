//! The web engine of the preview, in a process of its own.
//!
//! Reads commands from standard input and writes pictures to standard output, see
//! `letterhead::services::preview::protocol`. Ends when its standard input does. It reads no file:
//! embedded images come through the pipe. `--background` gives it a low priority. `letterhead-preview --measure FILE [N]` prints how long
//! pictures of a mail take, `--measure-batch SCALE FILE...` how long a picture of each takes together.

#[cfg(target_os = "linux")]
mod linux;

#[cfg(target_os = "linux")]
fn main() -> std::process::ExitCode {
    linux::main()
}

#[cfg(not(target_os = "linux"))]
#[expect(
    clippy::print_stdout,
    reason = "standard output is the way to the window"
)]
fn main() -> std::process::ExitCode {
    use letterhead::services::preview::protocol::Reply;

    let refusal = Reply::Unavailable {
        reason: "the web engine of the preview exists for Linux only".to_owned(),
        no_display: false,
    };
    if let Ok(line) = serde_json::to_string(&refusal) {
        println!("{line}");
    }
    std::process::ExitCode::FAILURE
}
