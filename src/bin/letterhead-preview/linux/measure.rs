//! `--measure FILE [N]`: how long pictures take, as the window sees it.
//!
//! Starts this program as a helper, through the same engine as the window, and changes one word
//! per update: once in the body (changed in place) and once in the head (loaded).

use std::process::ExitCode;
use std::time::{Duration, Instant};

use letterhead::services::preview::measure::Summary;
use letterhead::services::preview::protocol::UpdatePath;
use letterhead::services::preview::{
    HelperEngine, HelperOptions, PreviewEngine as _, PreviewEvent, PreviewFrame, PreviewRequest,
    ViewId, VisibleRange,
};
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

/// Updates per path without a count on the command line.
const DEFAULT_COUNT: usize = 40;

/// The first pictures of a path fill caches and are not counted.
const WARM_UP: usize = 3;

/// A picture that takes longer ends the measuring.
const TIME_LIMIT: Duration = Duration::from_secs(30);

type Error = Box<dyn std::error::Error>;

/// Measures and prints.
pub(crate) fn run(file: &str, count: Option<&str>) -> ExitCode {
    let count = count
        .and_then(|count| count.parse().ok())
        .unwrap_or(DEFAULT_COUNT);
    let measured = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(Error::from)
        .and_then(|runtime| runtime.block_on(measure(file, count)));
    match measured {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            super::output::complain(&format!("cannot measure: {error}"));
            ExitCode::FAILURE
        }
    }
}

/// Tells how the program is called.
pub(crate) fn usage() {
    super::output::complain(
        "usage: letterhead-preview [--measure FILE [N] | --measure-batch SCALE FILE...]",
    );
}

async fn measure(file: &str, count: usize) -> Result<(), Error> {
    let mail = tokio::fs::read_to_string(file).await?;
    let (sender, mut events) = unbounded_channel();
    let options = HelperOptions {
        program: Some(std::env::current_exe()?),
        ..Default::default()
    };
    let started = Instant::now();
    let (engine, work) = HelperEngine::new(options, move |event| {
        // The receiver lives as long as the measuring.
        sender.send((Instant::now(), event)).ok();
    });
    let pictures = async {
        engine.request(request(0, mail.clone()));
        let (at, frame) = next_frame(&mut events, 0).await?;
        print(&format!(
            "first picture {:.0} ms after the start, {} × {} px",
            millis(at - started),
            frame.pixel_width,
            frame.pixel_height
        ));
        for path in [UpdatePath::InPlace, UpdatePath::Load] {
            series(&engine, &mut events, &mail, path, count).await?;
        }
        Ok(())
    };
    let measuring = async {
        let measured = pictures.await;
        engine.shutdown();
        measured
    };
    let (measured, ()) = tokio::join!(measuring, work);
    measured
}

/// Measures one path: the time until the picture is there, and until the details are.
async fn series(
    engine: &HelperEngine,
    events: &mut UnboundedReceiver<(Instant, PreviewEvent)>,
    mail: &str,
    path: UpdatePath,
    count: usize,
) -> Result<(), Error> {
    let mut columns: [Vec<f64>; 5] = Default::default();
    let offset = if path == UpdatePath::Load {
        1_000_000
    } else {
        1
    };
    for number in 0..count + WARM_UP {
        let seq = (offset + number) as u64;
        let request = request(seq, changed(mail, path, number));
        let asked = Instant::now();
        engine.request(request);
        let (at, frame) = next_frame(events, seq).await?;
        let details_at = next_details(events, seq).await?;
        if number < WARM_UP {
            continue;
        }
        if frame.timing.path != path {
            return Err(format!("expected {path:?}, came {:?}", frame.timing.path).into());
        }
        let values = [
            millis(at - asked),
            f64::from(frame.timing.update),
            f64::from(frame.timing.snapshot),
            f64::from(frame.timing.convert),
            millis(details_at - asked),
        ];
        for (column, value) in columns.iter_mut().zip(values) {
            column.push(value);
        }
    }
    print(&format!(
        "{path:?}, ms over {count} updates: median / p95 / max"
    ));
    for (name, column) in ["pixels", " update", " snapshot", " convert", "details"]
        .iter()
        .zip(&columns)
    {
        if let Some(Summary {
            median, p95, max, ..
        }) = Summary::of(column)
        {
            print(&format!("  {name:10} {median:7.1} / {p95:7.1} / {max:7.1}"));
        }
    }
    Ok(())
}

/// What a window of 640 × 800 CSS pixels asks for.
fn request(seq: u64, body: String) -> PreviewRequest {
    let visible = Some(VisibleRange {
        y: 0.0,
        height: 800.0,
    });
    PreviewRequest {
        visible,
        ..PreviewRequest::html(ViewId(0), seq, body, 640)
    }
}

/// The mail with another word, in the body or in the head.
fn changed(mail: &str, path: UpdatePath, number: usize) -> String {
    let word = format!("Ada{number}");
    match path {
        UpdatePath::InPlace => mail.replacen("Ada", &word, 1),
        UpdatePath::Load => mail.replacen(
            "</head>",
            &format!("<meta name=\"x\" content=\"{word}\"></head>"),
            1,
        ),
    }
}

async fn next_frame(
    events: &mut UnboundedReceiver<(Instant, PreviewEvent)>,
    seq: u64,
) -> Result<(Instant, PreviewFrame), Error> {
    loop {
        match next(events).await? {
            (at, PreviewEvent::Frame(frame)) if frame.seq == seq => return Ok((at, frame)),
            _ => {}
        }
    }
}

async fn next_details(
    events: &mut UnboundedReceiver<(Instant, PreviewEvent)>,
    seq: u64,
) -> Result<Instant, Error> {
    loop {
        match next(events).await? {
            (at, PreviewEvent::Details(details)) if details.seq == seq => return Ok(at),
            _ => {}
        }
    }
}

/// The next event; a failure of the engine is an error here.
async fn next(
    events: &mut UnboundedReceiver<(Instant, PreviewEvent)>,
) -> Result<(Instant, PreviewEvent), Error> {
    let (at, event) = tokio::time::timeout(TIME_LIMIT, events.recv())
        .await?
        .ok_or("the engine ended")?;
    match event {
        PreviewEvent::Failed { reason, .. } => Err(reason.into()),
        PreviewEvent::Unavailable(unavailable) => Err(unavailable.into()),
        event => Ok((at, event)),
    }
}

fn millis(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1000.0
}

#[expect(clippy::print_stdout, reason = "figures are what this mode is for")]
fn print(line: &str) {
    println!("{line}");
}
