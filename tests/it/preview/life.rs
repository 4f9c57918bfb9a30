//! Start, crash and end of the helper.

use std::path::PathBuf;

use letterhead::services::preview::{
    HelperOptions, PreviewEngine as _, PreviewEvent, PreviewRequest, UnavailableKind, ViewId,
};

use super::harness::{Harness, kill};
use crate::support::xvfb;

fn request(seq: u64) -> PreviewRequest {
    PreviewRequest::html(ViewId(1), seq, format!("<p>number {seq}</p>"), 640)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_killed_helper_is_started_anew_and_draws_the_newest_request() {
    let mut harness = Harness::start();
    harness.draw(request(1)).await;
    let before = harness.processes_now();
    assert!(
        before.len() >= 3,
        "the helper and the processes of the web engine: {before:?}"
    );
    kill(before[0], "-9");
    harness
        .wait_for(|event| matches!(event, PreviewEvent::Crashed { .. }).then_some(()))
        .await;
    harness
        .wait_for(|event| matches!(event, PreviewEvent::Started { .. }).then_some(()))
        .await;
    harness.frame(1).await;
    harness.no_process_left(&before).await;
    harness.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_killed_web_process_is_not_noticed_by_the_next_request() {
    let mut harness = Harness::start();
    harness.draw(request(1)).await;
    let is_web_process = |pid: &u32| {
        std::fs::read_to_string(format!("/proc/{pid}/comm"))
            .is_ok_and(|name| name.starts_with("WebKitWeb"))
    };
    let processes = harness.processes_now();
    let web: Vec<u32> = processes.iter().copied().filter(is_web_process).collect();
    assert!(!web.is_empty());
    for process in &web {
        kill(*process, "-9");
    }
    harness.no_process_left(&web).await;
    harness.draw(request(2)).await;
    assert!(harness.processes_now().contains(&processes[0]));
    harness.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_display_there_is_a_reason() {
    let mut harness = Harness::with(HelperOptions {
        program: Some(PathBuf::from(env!("CARGO_BIN_EXE_letterhead-preview"))),
        args: Vec::new(),
        env: Vec::new(),
        env_remove: vec!["DISPLAY".to_owned(), "WAYLAND_DISPLAY".to_owned()],
    });
    match harness.event().await {
        PreviewEvent::Unavailable(unavailable) => {
            assert_eq!(unavailable.kind, UnavailableKind::NoDisplay);
            assert!(unavailable.reason.contains("X server"), "{unavailable}");
        }
        other => panic!("{other:?}"),
    }
    harness.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_missing_helper_can_be_put_there_and_tried_again() {
    let folder = tempfile::tempdir().unwrap();
    let program = folder.path().join("letterhead-preview");
    let mut harness = Harness::with(HelperOptions {
        program: Some(program.clone()),
        args: Vec::new(),
        env: vec![("DISPLAY".to_owned(), xvfb::display())],
        env_remove: Vec::new(),
    });
    harness.engine.request(request(1));
    match harness.event().await {
        PreviewEvent::Unavailable(unavailable) => {
            assert_eq!(unavailable.kind, UnavailableKind::HelperMissing);
        }
        other => panic!("{other:?}"),
    }
    std::os::unix::fs::symlink(env!("CARGO_BIN_EXE_letterhead-preview"), &program).unwrap();
    harness.engine.retry();
    harness
        .wait_for(|event| matches!(event, PreviewEvent::Started { .. }).then_some(()))
        .await;
    harness.frame(1).await;
    harness.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_helper_that_keeps_ending_is_given_up() {
    let mut harness = Harness::with(HelperOptions {
        program: Some(PathBuf::from("false")),
        ..HelperOptions::default()
    });
    let mut crashes = 0;
    loop {
        match harness.event().await {
            PreviewEvent::Crashed { .. } => crashes += 1,
            PreviewEvent::Unavailable(unavailable) => {
                assert_eq!(unavailable.kind, UnavailableKind::KeepsCrashing);
                break;
            }
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(crashes, 5);
    harness.end().await;
}
