mod any;

use std::num::NonZeroU32;
use std::time::Duration;

use super::*;
use crate::domain::logto::{Flow, UsageType};
use crate::domain::send_history::{Fact, Outcome};

fn set(name: &str) -> PayloadChoice {
    PayloadChoice {
        name: name.to_owned(),
        title: name.to_owned(),
        flows: Vec::new(),
        usage_types: Vec::new(),
    }
}

fn choice(languages: &[&str]) -> BatchChoice {
    BatchChoice {
        usage_types: vec![UsageType::SignIn, UsageType::Register],
        languages: languages.iter().map(|tag| (*tag).to_owned()).collect(),
        payload_sets: vec![set("short"), set("long")],
        recipient: "me@example.com".to_owned(),
        duplicates: Duplicates::Tell,
    }
}

/// Templates for `en` and `fr`, none for `Register` in other languages.
fn find(usage_type: UsageType, language: &str) -> TemplateFound {
    let tag = if language.starts_with("fr") {
        "fr"
    } else {
        "en"
    };
    if usage_type == UsageType::Register && tag == "en" {
        let why = "There is no template for Register".to_owned();
        return TemplateFound::Nothing { why };
    }
    TemplateFound::Template {
        place: format!("{usage_type}/{tag}"),
        language: Some(tag.to_owned()),
    }
}

fn delivered() -> Outcome {
    let fact = Fact {
        name: "Answer".to_owned(),
        value: "250 ok".to_owned(),
    };
    Outcome::Delivered { facts: vec![fact] }
}

fn failed() -> Outcome {
    Outcome::Failed {
        code: "connector.general".to_owned(),
        title: "The server refuses the login".to_owned(),
        why: "=HYPERLINK(\"x\")|".to_owned(),
    }
}

/// A batch of so many mails that are all sent.
fn items(count: usize) -> Vec<BatchItem> {
    let languages: Vec<String> = (0..count).map(|number| format!("x{number}")).collect();
    let choice = BatchChoice {
        usage_types: vec![UsageType::SignIn],
        languages,
        payload_sets: vec![set("short")],
        recipient: "me@example.com".to_owned(),
        duplicates: Duplicates::Tell,
    };
    plan_batch(&choice, &|_, language| TemplateFound::Template {
        place: language.to_owned(),
        language: None,
    })
}

fn secs(secs: u64) -> Duration {
    Duration::from_secs(secs)
}

fn one_a_second() -> Pace {
    Pace::per_second(NonZeroU32::MIN)
}

#[test]
fn a_plan_has_every_pair_and_tells_what_is_not_sent() {
    let plan = plan_batch(&choice(&["en", "de", "fr", "en"]), &find);
    let told: Vec<_> = plan
        .iter()
        .map(|item| {
            let what = match &item.plan {
                ItemPlan::Send { note: None } => "sent".to_owned(),
                ItemPlan::Send { note: Some(note) } => note.clone(),
                ItemPlan::SameAs { why, .. } | ItemPlan::Nothing { why } => why.clone(),
            };
            format!(
                "{} {} {} {}: {what}",
                item.number, item.usage_type, item.language, item.payload_set
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            "1 SignIn en short: sent",
            "2 SignIn en long: sent",
            "3 SignIn de short: The same mail as no. 1: en comes to the template SignIn/en as well",
            "4 SignIn de long: The same mail as no. 2: en comes to the template SignIn/en as well",
            "5 SignIn fr short: sent",
            "6 SignIn fr long: sent",
            "7 Register en short: There is no template for Register",
            "8 Register en long: There is no template for Register",
            "9 Register de short: There is no template for Register",
            "10 Register de long: There is no template for Register",
            "11 Register fr short: sent",
            "12 Register fr long: sent",
        ]
    );
}

#[test]
fn duplicates_are_sent_where_that_is_chosen_and_still_told() {
    let choice = BatchChoice {
        duplicates: Duplicates::Send,
        ..choice(&["en", "de"])
    };
    let plan = plan_batch(&choice, &find);
    assert!(plan[2].is_sent());
    assert!(matches!(&plan[2].plan, ItemPlan::Send { note: Some(note) } if note.contains("no. 1")));
}

#[test]
fn a_payload_for_other_mails_says_so() {
    let mut choice = choice(&["fr"]);
    choice.payload_sets = vec![
        PayloadChoice {
            usage_types: vec![UsageType::Register],
            ..set("registration")
        },
        PayloadChoice {
            flows: vec![Flow::Invitation],
            ..set("invitation")
        },
    ];
    let plan = plan_batch(&choice, &find);
    let nothing = |why: &str| ItemPlan::Nothing {
        why: why.to_owned(),
    };
    assert_eq!(
        plan[0].plan,
        nothing("The payload “registration” is not for SignIn")
    );
    assert_eq!(
        plan[1].plan,
        nothing("The payload “invitation” is for flows that never send SignIn")
    );
    assert!(plan[2].is_sent());
}

#[test]
fn an_empty_choice_is_over_at_once() {
    let mut run = BatchRun::new(Vec::new(), one_a_second());
    assert_eq!(run.next(secs(0)), Next::Over(Ending::Done));
    let nothing = plan_batch(&choice(&["en"]), &|_, _| TemplateFound::Nothing {
        why: "x".to_owned(),
    });
    let mut run = BatchRun::new(nothing, one_a_second());
    assert_eq!(run.next(secs(0)), Next::Over(Ending::Done));
    assert_eq!(run.progress(), Progress::default());
}

#[test]
fn one_after_the_other_at_the_pace() {
    let mut run = BatchRun::new(items(2), one_a_second());
    assert_eq!(run.next(secs(5)), Next::Send(1));
    assert_eq!(run.item(1).map(|item| item.language.as_str()), Some("x0"));
    assert_eq!(run.next(secs(5)), Next::WaitForEnd);
    assert!(run.ended(1, Duration::from_millis(5300), delivered(), None));
    assert_eq!(
        run.next(Duration::from_millis(5300)),
        Next::WaitUntil(secs(6))
    );
    assert_eq!(run.progress().left, Some(secs(1)));
    assert_eq!(run.next(secs(6)), Next::Send(2));
    assert!(run.ended(2, secs(7), failed(), None));
    assert_eq!(run.next(secs(7)), Next::Over(Ending::Done));
    let progress = run.progress();
    assert_eq!(
        (
            progress.total,
            progress.ended,
            progress.delivered,
            progress.failed
        ),
        (2, 2, 1, 1)
    );
    assert_eq!(progress.left, None);
    assert_eq!(run.failed().len(), 1);
}

#[test]
fn a_clock_that_runs_backwards_stands_still() {
    let mut run = BatchRun::new(items(2), one_a_second());
    run.next(secs(0));
    run.ended(1, secs(9), delivered(), None);
    assert_eq!(run.next(secs(5)), Next::Send(2));
    run.ended(2, secs(10), delivered(), None);
    let took = |row: &Row| match row.state {
        RowState::Ended { took, .. } => took,
        _ => panic!("{row:?}"),
    };
    assert_eq!(took(&run.rows()[1]), secs(1));
}

#[test]
fn an_end_counts_once_and_only_of_what_is_under_way() {
    let mut run = BatchRun::new(items(2), one_a_second());
    assert!(!run.ended(1, secs(0), delivered(), None));
    run.next(secs(0));
    assert!(run.ended(1, secs(1), delivered(), None));
    assert!(!run.ended(1, secs(2), failed(), None));
    assert!(!run.ended(9, secs(2), failed(), None));
    assert_eq!(run.progress().delivered, 1);
}

#[test]
fn a_pause_holds_the_next_one_back_and_takes_results() {
    let mut run = BatchRun::new(items(2), one_a_second());
    run.next(secs(0));
    assert!(run.pause());
    assert!(!run.pause());
    assert!(run.ended(1, secs(1), delivered(), None));
    assert_eq!(run.next(secs(9)), Next::Paused);
    assert_eq!(run.progress().left, None);
    assert!(run.resume());
    assert!(!run.resume());
    assert_eq!(run.next(secs(9)), Next::Send(2));
    run.pause();
    run.ended(2, secs(10), delivered(), None);
    assert_eq!(run.next(secs(10)), Next::Over(Ending::Done));
}

#[test]
fn a_cancelled_run_keeps_its_results_and_takes_the_last_one() {
    let pace = one_a_second().at_once(NonZeroU32::new(2).unwrap());
    let mut run = BatchRun::new(items(4), pace);
    run.next(secs(0));
    run.ended(1, secs(1), delivered(), None);
    run.next(secs(1));
    assert!(run.cancel());
    assert!(!run.cancel());
    assert!(!run.pause() && !run.resume());
    assert_eq!(run.next(secs(2)), Next::WaitForEnd);
    run.ended(2, secs(3), delivered(), None);
    assert_eq!(run.next(secs(3)), Next::Over(Ending::Cancelled));
    let progress = run.progress();
    assert_eq!((progress.delivered, progress.left_out), (2, 2));
    assert_eq!(run.left_out().len(), 2);
    assert!(run.rows()[3].details().contains("cancelled"));
}

#[test]
fn failures_in_a_row_stop_the_run_and_a_success_between_them_does_not() {
    let pace = one_a_second().stop_after(NonZeroU32::new(2));
    let mut run = BatchRun::new(items(6), pace);
    let outcomes = [
        failed(),
        delivered(),
        failed(),
        Outcome::Cancelled,
        Outcome::Unknown,
    ];
    for (number, outcome) in outcomes.into_iter().enumerate() {
        let now = secs(number as u64 + 1);
        assert_eq!(run.next(now), Next::Send(number + 1));
        run.ended(number + 1, now, outcome, None);
    }
    assert_eq!(run.next(secs(9)), Next::Over(Ending::Stopped));
    assert_eq!(
        run.rows()[5].details(),
        "The batch stopped after 2 failures in a row"
    );
}

#[test]
fn mails_in_doubt_are_told_apart_from_failures_and_not_sent_again() {
    let mut run = BatchRun::new(items(3), one_a_second());
    let doubt = Outcome::InDoubt {
        code: "connector.general".to_owned(),
        title: "No answer came".to_owned(),
        why: "The server may have taken it".to_owned(),
    };
    for (number, outcome) in [(1, doubt), (2, failed()), (3, Outcome::Unknown)] {
        let now = secs(number as u64);
        assert_eq!(run.next(now), Next::Send(number));
        run.ended(number, now, outcome, None);
    }
    let progress = run.progress();
    assert_eq!((progress.failed, progress.in_doubt), (1, 2));
    let again: Vec<usize> = run.failed().iter().map(|item| item.number).collect();
    assert_eq!((again, run.left_out()), (vec![2], Vec::new()));
    assert_eq!(run.rows()[0].result(), "Unknown");
    assert!(run.rows()[0].details().contains("may have taken it"));
}

#[test]
fn payload_sets_of_one_title_are_mails_of_their_own() {
    let mut choice = choice(&["en"]);
    for set in &mut choice.payload_sets {
        set.title = "Ann".to_owned();
    }
    let plan = plan_batch(&choice, &find);
    let sent: Vec<_> = plan
        .iter()
        .filter(|item| item.is_sent())
        .map(|item| (item.payload_set.as_str(), item.payload_title.as_str()))
        .collect();
    assert_eq!(sent, [("short", "Ann"), ("long", "Ann")]);
}

#[test]
fn failures_of_the_last_mails_are_no_stop() {
    let mut run = BatchRun::new(items(1), one_a_second().stop_after(NonZeroU32::new(1)));
    run.next(secs(0));
    run.ended(1, secs(0), failed(), None);
    assert_eq!(run.next(secs(0)), Next::Over(Ending::Done));
}

#[test]
fn the_table_is_safe_for_spreadsheets_and_markdown() {
    let mut run = BatchRun::new(items(2), one_a_second());
    run.next(secs(0));
    let failure = Outcome::Failed {
        code: String::new(),
        title: "=1+1".to_owned(),
        why: "a|b".to_owned(),
    };
    run.ended(1, Duration::from_millis(250), failure, None);
    assert_eq!(
        csv(run.rows()),
        "No.,Usage type,Language,Template,Payload,Recipient,Result,Details,Seconds\r\n\
         1,SignIn,x0,x0,short,me@example.com,Failed,\"'=1+1. a|b\",0.250\r\n\
         2,SignIn,x1,x1,short,me@example.com,Waiting,,\r\n"
    );
    let markdown = markdown(run.rows());
    assert!(markdown.contains("| =1+1. a\\|b | 0.250 |"), "{markdown}");
}
