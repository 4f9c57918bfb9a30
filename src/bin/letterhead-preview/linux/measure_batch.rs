//! `--measure-batch SCALE FILE...`: how long pictures of many mails take together.
//!
//! Draws each file once, at 640 CSS pixels and in both schemes by turns, through the same function as
//! the window.

use std::process::ExitCode;
use std::time::Instant;

use letterhead::services::preview::batch::{BatchJob, draw_all};
use letterhead::services::preview::{BodyFormat, ColorScheme, HelperOptions, Images};

type Error = Box<dyn std::error::Error>;

/// Measures and prints.
pub(crate) fn run(scale: &str, files: &[String]) -> ExitCode {
    let measured = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(Error::from)
        .and_then(|runtime| runtime.block_on(measure(scale.parse()?, files)));
    match measured {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            super::output::complain(&format!("cannot measure: {error}"));
            ExitCode::FAILURE
        }
    }
}

async fn measure(scale: f32, files: &[String]) -> Result<(), Error> {
    let mut jobs = Vec::with_capacity(files.len());
    for (file, scheme) in files
        .iter()
        .zip([ColorScheme::Light, ColorScheme::Dark].into_iter().cycle())
    {
        jobs.push(BatchJob {
            body: tokio::fs::read_to_string(file).await?,
            format: BodyFormat::Html,
            width: 640,
            scheme,
            images: Images::Embedded,
            scale,
            max_height: 2000,
        });
    }
    let options = HelperOptions {
        program: Some(std::env::current_exe()?),
        ..Default::default()
    };
    let started = Instant::now();
    let seconds = move || started.elapsed().as_secs_f32();
    let (mut first, mut last) = (None, 0.0);
    let (mut drawn, mut failures, mut bytes) = (0_usize, Vec::new(), 0);
    draw_all(
        options,
        jobs,
        Vec::new(),
        |index, picture| {
            last = seconds();
            first.get_or_insert(last);
            match picture {
                Ok(picture) => {
                    drawn += 1;
                    bytes += picture.rgba.len();
                }
                Err(reason) => failures.push((index, reason)),
            }
        },
        std::future::pending(),
    )
    .await?;
    for (index, reason) in failures {
        let file = files.get(index).map(String::as_str).unwrap_or_default();
        super::output::complain(&format!("{file}: {reason}"));
    }
    let first = first.unwrap_or_default();
    let megabytes = bytes as f64 / 1e6;
    print(&format!(
        "{drawn} of {} pictures, {megabytes:.0} MB: first after {first:.2} s, last after {last:.2} s, \
         ended after {:.2} s",
        files.len(),
        seconds()
    ));
    Ok(())
}

#[expect(clippy::print_stdout, reason = "figures are what this mode is for")]
fn print(line: &str) {
    println!("{line}");
}
