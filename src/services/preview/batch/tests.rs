use super::super::protocol::ViewId;
use super::*;

fn job(body: &str, scheme: ColorScheme) -> BatchJob {
    BatchJob {
        body: body.to_owned(),
        format: BodyFormat::Html,
        width: 640,
        scheme,
        images: Images::Embedded,
        scale: 0.5,
        max_height: 2000,
    }
}

fn light_and_dark() -> Queue {
    let jobs = ["a", "b", "c", "d", "e"].iter().enumerate();
    let jobs = jobs.map(|(index, body)| {
        let dark = index % 2 == 1;
        job(
            body,
            if dark {
                ColorScheme::Dark
            } else {
                ColorScheme::Light
            },
        )
    });
    Queue::new(jobs.collect(), 2)
}

/// Hands out, and tells which bodies went to which views.
fn handed_out(queue: &mut Queue, now: Instant) -> Vec<(u32, String)> {
    let requests = queue.hand_out(now).into_iter();
    requests
        .map(|request| (request.view.0, request.body))
        .collect()
}

fn pairs(pairs: &[(u32, &str)]) -> Vec<(u32, String)> {
    pairs
        .iter()
        .map(|(view, body)| (*view, (*body).to_owned()))
        .collect()
}

#[test]
fn dark_mails_wait_until_the_last_light_one_is_drawn() {
    let now = Instant::now();
    let mut queue = light_and_dark();
    assert_eq!(handed_out(&mut queue, now), pairs(&[(0, "a"), (1, "c")]));
    assert_eq!(handed_out(&mut queue, now), []);
    let finished = queue.finish(ViewId(0), 0).unwrap();
    assert_eq!((finished.index, finished.scale), (0, 0.5));
    assert_eq!(handed_out(&mut queue, now), pairs(&[(0, "e")]));
    queue.finish(ViewId(1), 2).unwrap();
    assert_eq!(
        handed_out(&mut queue, now),
        [],
        "a light one is being drawn"
    );
    queue.finish(ViewId(0), 4).unwrap();
    assert_eq!(handed_out(&mut queue, now), pairs(&[(0, "b"), (1, "d")]));
    queue.finish(ViewId(0), 1).unwrap();
    assert!(!queue.is_done());
    queue.finish(ViewId(1), 3).unwrap();
    assert!(queue.is_done());
}

#[test]
fn an_answer_that_nobody_waits_for_finishes_nothing() {
    let mut queue = light_and_dark();
    handed_out(&mut queue, Instant::now());
    assert_eq!(queue.finish(ViewId(0), 2), None, "another view draws it");
    assert_eq!(queue.finish(ViewId(7), 0), None);
    assert!(queue.finish(ViewId(0), 0).is_some());
    assert_eq!(queue.finish(ViewId(0), 0), None, "it has its answer");
}

#[test]
fn what_was_drawn_during_two_crashes_is_not_tried_again() {
    let now = Instant::now();
    let mut queue = light_and_dark();
    handed_out(&mut queue, now);
    assert_eq!(queue.take_suspects(), []);
    queue.finish(ViewId(0), 0).unwrap();
    assert_eq!(handed_out(&mut queue, now), pairs(&[(0, "e")]));
    assert_eq!(queue.take_suspects(), [(ViewId(1), 2)]);
    assert_eq!(queue.take_suspects(), [(ViewId(0), 4)]);
}

#[test]
fn only_what_is_overdue_is_given_up() {
    let start = Instant::now();
    let later = start + Duration::from_secs(10);
    let mut queue = light_and_dark();
    handed_out(&mut queue, start);
    queue.finish(ViewId(0), 0).unwrap();
    handed_out(&mut queue, later);
    assert_eq!(queue.oldest(), Some(start));
    assert_eq!(queue.give_back(later, Duration::from_secs(10)), [2]);
    assert_eq!(handed_out(&mut queue, later), pairs(&[(0, "e")]));
}

#[test]
fn a_thumbnail_is_laid_out_in_full_size() {
    let mut small = job("a", ColorScheme::Light);
    small.scale = 0.25;
    let mut sharp = small.clone();
    sharp.scale = 2.0;
    let requests = Queue::new(vec![small, sharp], 2).hand_out(Instant::now());
    let scales: Vec<f32> = requests.iter().map(|request| request.scale).collect();
    assert_eq!(scales, [1.0, 2.0]);
}

/// A helper that does what a shell script says.
fn scripted(script: &str) -> Helper {
    let args = ["-c", script].map(str::to_owned).to_vec();
    Helper {
        options: HelperOptions {
            program: Some("sh".into()),
            args,
            ..HelperOptions::default()
        },
        assets: Vec::new(),
        limits: Limits {
            start: Duration::from_millis(500),
            answer: Duration::from_millis(100),
            end: Duration::from_millis(100),
        },
    }
}

#[tokio::test]
#[cfg(unix)]
async fn a_helper_that_falls_silent_is_replaced_and_each_mail_answered_once() {
    let helper =
        scripted(r#"echo '{"kind":"started","engine":"silent","slots":[]}'; exec cat >/dev/null"#);
    let mut queue = light_and_dark();
    let mut answers = Vec::new();
    helper
        .draw(
            &mut queue,
            |index, answer| answers.push((index, answer.unwrap_err())),
            std::future::pending(),
        )
        .await
        .unwrap();
    let indices: Vec<usize> = answers.iter().map(|(index, _)| *index).collect();
    assert_eq!(indices, [0, 2, 4, 1, 3]);
    assert!(answers[0].1.starts_with("there was no answer"));
}

#[tokio::test]
#[cfg(unix)]
async fn a_helper_that_never_starts_is_no_web_engine() {
    let helper = scripted("exec cat >/dev/null");
    let on_done = |_, answer| panic!("{answer:?}");
    let ended = helper
        .draw(&mut light_and_dark(), on_done, std::future::pending())
        .await;
    assert_eq!(ended.unwrap_err().kind, UnavailableKind::Refused);
}

#[tokio::test]
#[cfg(unix)]
async fn a_helper_that_does_not_end_by_itself_is_killed() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("process");
    let helper = scripted(&format!("echo $$ >'{}'; exec sleep 1000", file.display()));
    let on_done = |_, answer| panic!("{answer:?}");
    helper
        .draw(&mut light_and_dark(), on_done, std::future::pending())
        .await
        .unwrap_err();
    let process = std::fs::read_to_string(&file).unwrap();
    // Killed at once, and gone when the runtime has seen its end.
    let command = format!("/proc/{}/cmdline", process.trim());
    while std::fs::read(&command).is_ok_and(|words| words.starts_with(b"sleep")) {
        tokio::task::yield_now().await;
    }
}
