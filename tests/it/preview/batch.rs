//! Many mails at once.

use std::collections::BTreeMap;
use std::future::pending;
use std::path::PathBuf;
use std::pin::Pin;
use std::time::{Duration, Instant};

use letterhead::services::preview::batch::{BatchJob, BatchPicture, draw_all};
use letterhead::services::preview::{
    Asset, BodyFormat, ColorScheme, HelperOptions, Images, UnavailableKind,
};
use parking_lot::Mutex;
use tokio::sync::Notify;

use super::harness::{Marked, fixture, in_time, kill, options};
use super::safety::{Server, Silence, hostile};

const RED_DOT: &[u8] = include_bytes!("../../fixtures/preview/red.png");

fn job(body: impl Into<String>) -> BatchJob {
    BatchJob {
        body: body.into(),
        format: BodyFormat::Html,
        width: 640,
        scheme: ColorScheme::Light,
        images: Images::Embedded,
        scale: 1.0,
        max_height: 2000,
    }
}

type Answers = BTreeMap<usize, Result<BatchPicture, String>>;

/// Draws, and counts that no job is answered twice.
async fn draw(jobs: Vec<BatchJob>, assets: Vec<Asset>) -> Answers {
    let mut marked = Marked::new(options());
    let mut answers = Answers::new();
    let on_done = |index, answer| {
        let before = answers.insert(index, answer);
        assert!(before.is_none(), "job {index} is answered twice");
    };
    // As a task of the background runs it: on any thread.
    let drawn: Pin<Box<dyn Future<Output = _> + Send + '_>> = Box::pin(draw_all(
        marked.take_options(),
        jobs,
        assets,
        on_done,
        pending(),
    ));
    in_time(drawn).await.unwrap();
    marked.no_process_left(&marked.processes_now()).await;
    answers
}

fn color_at(picture: &BatchPicture, x: u32, y: u32) -> [u8; 3] {
    let at = (y * picture.width + x) as usize * 4;
    [picture.rgba[at], picture.rgba[at + 1], picture.rgba[at + 2]]
}

fn block(color: &str, height: u32) -> String {
    format!("<div style=\"height:{height}px;background:{color}\"></div>")
}

#[tokio::test(flavor = "multi_thread")]
async fn every_mail_is_drawn_in_its_own_scheme_width_and_scale() {
    let mail = fixture("code.html");
    let widths = [(640, 0.5, 320), (375, 1.0, 375), (480, 1.5, 720)];
    let mut jobs = Vec::new();
    // Schemes by turns, so that the batch has to put them in order.
    for round in 0..2 {
        for (width, scale, _) in widths {
            for scheme in [ColorScheme::Light, ColorScheme::Dark] {
                jobs.push(BatchJob {
                    width,
                    scale,
                    scheme,
                    ..job(mail.replace("Ada", &format!("Ada {round}")))
                });
            }
        }
    }
    let answers = draw(jobs.clone(), Vec::new()).await;
    assert_eq!(answers.len(), 12);
    for (index, answer) in answers {
        let picture = answer.unwrap();
        let asked = &jobs[index];
        let expected = match asked.scheme {
            ColorScheme::Dark => [0x12, 0x14, 0x1b],
            ColorScheme::Light => [0xf2, 0xf4, 0xf8],
        };
        assert_eq!(color_at(&picture, 2, 2), expected, "{asked:?}");
        let (_, _, width) = widths.into_iter().find(|w| w.0 == asked.width).unwrap();
        assert_eq!(picture.width, width);
        let height = picture.css_height * asked.scale;
        assert!((picture.height as f32 - height).abs() <= 1.0, "{picture:?}");
        assert_eq!(
            picture.rgba.len(),
            (picture.width * picture.height * 4) as usize
        );
        assert!(!picture.is_cropped);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_mail_twice_is_two_pictures() {
    let answers = draw(vec![job("<p>a</p>"); 9], Vec::new()).await;
    let pictures: Vec<BatchPicture> = answers.into_values().map(Result::unwrap).collect();
    assert_eq!(pictures.len(), 9);
    assert!(pictures.iter().all(|picture| *picture == pictures[0]));
}

#[tokio::test(flavor = "multi_thread")]
async fn broken_markup_and_other_odd_bodies_are_drawn_like_the_rest() {
    let broken = "<body style=\"margin:0;background:#00f\"><table><tr><div></span><td <p title=\"";
    let plain = BatchJob {
        format: BodyFormat::Plain,
        ..job("<b>no markup</b>")
    };
    let jobs = vec![job(broken), job(""), job("\u{0}</html><!--"), plain];
    let answers = draw(jobs, Vec::new()).await;
    assert_eq!(answers.len(), 4);
    let first = answers[&0].as_ref().unwrap();
    assert_eq!(color_at(first, 5, 300), [0, 0, 255]);
    for answer in answers.values() {
        assert_eq!(answer.as_ref().unwrap().width, 640);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_long_mail_is_cropped_and_its_height_told() {
    let long = |height: u32| {
        let (top, rest) = (block("#f00", 1499), block("#0f0", height - 1499));
        job(format!("<body style=\"margin:0\">{top}{rest}"))
    };
    let crop = |max_height, scale, job| BatchJob {
        max_height,
        scale,
        ..job
    };
    let jobs = vec![
        // Drawn in one piece and cut, and put together of pieces.
        crop(1500, 1.0, long(2900)),
        crop(1500, 1.0, long(12_000)),
        // Higher than any picture can be.
        crop(1500, 0.5, long(50_000)),
        crop(100_000, 1.0, long(50_000)),
    ];
    let answers = draw(jobs, Vec::new()).await;
    let picture = |index| -> &BatchPicture { answers[&index].as_ref().unwrap() };
    for (index, css_height) in [(0, 2900.0), (1, 12_000.0)] {
        let picture = picture(index);
        assert_eq!((picture.width, picture.height), (640, 1500));
        assert_eq!(color_at(picture, 9, 1498), [255, 0, 0]);
        assert_eq!(color_at(picture, 9, 1499), [0, 255, 0]);
        assert!(picture.is_cropped);
        assert!((picture.css_height - css_height).abs() < 0.1, "{picture:?}");
    }
    assert_eq!((picture(2).width, picture(2).height), (320, 750));
    assert!((picture(2).css_height - 50_000.0).abs() < 0.1);
    assert_eq!((picture(3).height, picture(3).is_cropped), (32_767, true));
}

#[tokio::test(flavor = "multi_thread")]
async fn embedded_images_are_shown_and_nothing_is_fetched() {
    let world = Silence::new();
    let image = "<body style=\"margin:0\"><img src=\"cid:dot\" style=\"display:block\" \
                 width=100 height=100>";
    let mut jobs = Vec::new();
    for mail in [hostile(&world.host(), true), hostile(&world.host(), false)] {
        for images in [Images::Embedded, Images::Blocked] {
            for scheme in [ColorScheme::Light, ColorScheme::Dark] {
                jobs.push(BatchJob {
                    images,
                    scheme,
                    ..job(format!("{image}{mail}"))
                });
            }
        }
    }
    let dot = Asset {
        id: "dot".to_owned(),
        content_type: "image/png".to_owned(),
        bytes: RED_DOT.to_vec(),
    };
    let answers = draw(jobs.clone(), vec![dot]).await;
    assert_eq!(answers.len(), 8);
    for (index, answer) in answers {
        let is_red = color_at(&answer.unwrap(), 50, 50) == [255, 0, 0];
        assert_eq!(
            is_red,
            jobs[index].images == Images::Embedded,
            "job {index}"
        );
    }
    world.assert_silent();
}

#[tokio::test(flavor = "multi_thread")]
async fn remote_images_are_waited_for_but_not_for_ever() {
    let (quick, never) = (Server::start(true).await, Server::start(false).await);
    let remote = |host: &str| BatchJob {
        images: Images::Remote,
        ..job(format!(
            "<body style=\"margin:0;background:#00f\"><img src=\"http://{host}/a.png\" \
             style=\"display:block\" width=100 height=100>"
        ))
    };
    let jobs = vec![remote(&quick.host), remote(&never.host)];
    let answers = draw(jobs, Vec::new()).await;
    assert_eq!(color_at(answers[&0].as_ref().unwrap(), 50, 50), [255, 0, 0]);
    let without = answers[&1].as_ref().unwrap();
    assert_ne!(color_at(without, 50, 50), [255, 0, 0]);
    assert_eq!(color_at(without, 50, 150), [0, 0, 255], "the rest is drawn");
}

#[tokio::test(flavor = "multi_thread")]
async fn cancelling_ends_the_helper_and_leaves_nothing() {
    let mut marked = Marked::new(options());
    let (first, answered) = (Notify::new(), Mutex::new(0));
    let on_done = |_, _| {
        *answered.lock() += 1;
        first.notify_one();
    };
    let jobs = vec![job(fixture("newsletter.html")); 400];
    let mut cancelled_at = None;
    let cancelled = async {
        first.notified().await;
        cancelled_at = Some(Instant::now());
    };
    let run = draw_all(marked.take_options(), jobs, Vec::new(), on_done, cancelled);
    in_time(run).await.unwrap();
    let took = cancelled_at.unwrap().elapsed();
    assert!(took < Duration::from_secs(1), "{took:?}");
    // Well below all: those that were on their way when the first one came.
    let answered = *answered.lock();
    assert!((1..100).contains(&answered), "{answered}");
    marked.no_process_left(&marked.processes_now()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_batch_that_is_dropped_leaves_nothing() {
    let mut marked = Marked::new(options());
    let first = Notify::new();
    let jobs = vec![job(fixture("newsletter.html")); 400];
    {
        let run = draw_all(
            marked.take_options(),
            jobs,
            Vec::new(),
            |_, _| first.notify_one(),
            pending(),
        );
        tokio::select! {
            ended = run => panic!("{ended:?}"),
            () = in_time(first.notified()) => {}
        }
    }
    marked.no_process_left(&marked.processes_now()).await;
}

/// How much a process stands back for others, see nice(1).
fn niceness(process: u32) -> i32 {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).unwrap();
    // The name before may hold anything; the niceness is the 17th field after it.
    let (_, fields) = stat.rsplit_once(") ").unwrap();
    fields.split(' ').nth(16).unwrap().parse().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn all_processes_of_a_batch_stand_back_for_the_window() {
    let mut marked = Marked::new(options());
    let watch = marked.watch();
    let usual = niceness(std::process::id());
    let on_done = |_, answer: Result<BatchPicture, String>| {
        answer.unwrap();
        let processes = watch.processes_now();
        assert!(processes.len() >= 3, "{processes:?}");
        for process in processes {
            assert_eq!(niceness(process), (usual + 10).min(19), "{process}");
        }
    };
    let jobs = vec![job("<p>a</p>")];
    let run = draw_all(marked.take_options(), jobs, Vec::new(), on_done, pending());
    in_time(run).await.unwrap();
    marked.no_process_left(&marked.processes_now()).await;
}

/// The processes of the web engine that draw.
fn web_processes(marked: &Marked) -> Vec<u32> {
    let is_web_process = |pid: &u32| {
        std::fs::read_to_string(format!("/proc/{pid}/comm"))
            .is_ok_and(|name| name.starts_with("WebKitWeb"))
    };
    let processes = marked.processes_now().into_iter();
    processes.filter(is_web_process).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_web_process_that_hangs_costs_its_own_mail_and_the_rest_goes_on() {
    let mut marked = Marked::new(options());
    let watch = marked.watch();
    let mut answers = Answers::new();
    let mut stopped = None;
    let on_done = |index, answer| {
        if stopped.is_none() {
            let process = web_processes(&watch)[0];
            kill(process, "-STOP");
            stopped = Some(process);
        }
        assert!(answers.insert(index, answer).is_none());
    };
    let jobs = vec![job(fixture("newsletter.html")); 60];
    let run = draw_all(marked.take_options(), jobs, Vec::new(), on_done, pending());
    in_time(run).await.unwrap();
    assert_eq!(answers.len(), 60);
    let reasons: Vec<String> = answers.into_values().filter_map(Result::err).collect();
    assert_eq!(reasons, ["it took longer than 10 seconds"]);
    marked.no_process_left(&marked.processes_now()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_killed_helper_is_replaced_and_every_mail_drawn() {
    let mut marked = Marked::new(options());
    let watch = marked.watch();
    let mut answers = Answers::new();
    let on_done = |index, answer| {
        if answers.is_empty() {
            kill(watch.processes_now()[0], "-9");
        }
        assert!(answers.insert(index, answer).is_none());
    };
    let jobs = vec![job(fixture("code.html")); 30];
    let run = draw_all(marked.take_options(), jobs, Vec::new(), on_done, pending());
    in_time(run).await.unwrap();
    assert_eq!(answers.len(), 30);
    let reasons: Vec<_> = answers.values().filter_map(|a| a.as_ref().err()).collect();
    assert!(reasons.is_empty(), "{reasons:?}");
    marked.no_process_left(&marked.processes_now()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_web_engine_there_is_a_reason() {
    let nowhere = HelperOptions {
        program: Some(PathBuf::from("/nowhere/letterhead-preview")),
        ..HelperOptions::default()
    };
    let on_done = |_, answer| panic!("{answer:?}");
    let jobs = vec![job("a")];
    let refused = in_time(draw_all(nowhere, jobs, Vec::new(), on_done, pending())).await;
    assert_eq!(refused.unwrap_err().kind, UnavailableKind::HelperMissing);
}

#[tokio::test(flavor = "multi_thread")]
async fn no_mails_need_no_helper() {
    let nowhere = HelperOptions {
        program: Some(PathBuf::from("/nowhere/letterhead-preview")),
        ..HelperOptions::default()
    };
    let on_done = |_, answer| panic!("{answer:?}");
    in_time(draw_all(
        nowhere,
        Vec::new(),
        Vec::new(),
        on_done,
        pending(),
    ))
    .await
    .unwrap();
}
