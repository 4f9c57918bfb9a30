//! What a whole check may cost, whatever the servers do.

use std::sync::Arc;
use std::time::{Duration, Instant};

use letterhead::domain::sender_domain::dns::{Inquiry, LookupOutcome, Question, RecordType, Step};
use letterhead::domain::sender_domain::spf::{
    CheckRequest, Evaluation, SpfResult, SurveyRequest, SurveyRun, SurveyVerdict,
};
use letterhead::services::dns::{
    Budget, InquiryCheck, Lookup, MOST_IN_FLIGHT, MOST_QUERIES, RunOptions, TimeLimits, run,
};
use proptest::test_runner::{Config, TestRunner};
use tokio_util::sync::CancellationToken;

use super::{
    BRIEF, PATIENT, SLACK, address, ask, is_first_address, lookup, none, question, silence, text,
};
use crate::dns::raw_server::{RawServer, Received, Stream, asked, framed, records, reply};

#[tokio::test]
async fn a_check_of_a_silent_domain_ends_in_time_and_says_that_it_could_not_look() {
    let server = RawServer::start(none(), silence()).await;
    let options = RunOptions {
        time: BRIEF.check,
        ..RunOptions::default()
    };
    let never = CancellationToken::new();
    let started = Instant::now();
    let lookup: Arc<dyn Lookup> = Arc::new(lookup(&[&server], BRIEF));
    let request = CheckRequest::new("192.0.2.1".parse().unwrap(), "h.example", "a@d.example");
    let check = Evaluation::new(request);
    let evaluated = run(check, Arc::clone(&lookup), options, |_| (), &never).await;
    assert_eq!(evaluated.unwrap().result.result, SpfResult::TempError);
    let request = SurveyRequest::new("d.example".parse().unwrap());
    let surveyed = run(SurveyRun::new(request), lookup, options, |_| (), &never).await;
    assert_eq!(surveyed.unwrap().result.verdict(), SurveyVerdict::TempError);
    assert!(started.elapsed() < BRIEF.check * 2 + SLACK);
}

#[tokio::test]
async fn a_dead_server_costs_its_second_only_once() {
    let dead = RawServer::start(none(), silence()).await;
    let alive = RawServer::answering(|received| records(received, [address(1)])).await;
    let lookup = lookup(&[&dead, &alive], PATIENT);
    for _ in 0..3 {
        let reply = lookup
            .ask(&question(RecordType::A), &Budget::default())
            .await;
        assert!(is_first_address(&reply), "{reply:?}");
        assert_eq!(reply.source.server, Some(alive.address.to_string()));
    }
    assert_eq!(dead.queries(), 1);
    assert_eq!(alive.queries(), 3);
}

#[tokio::test]
async fn many_questions_to_a_dead_server_do_not_keep_each_other_from_a_living_one() {
    let dead = RawServer::start(none(), silence()).await;
    let alive = RawServer::answering(|received| records(received, [address(1)])).await;
    let lookup = Arc::new(lookup(&[&dead, &alive], PATIENT));
    let started = Instant::now();
    let mut asking = tokio::task::JoinSet::new();
    for _ in 0..60 {
        let lookup = Arc::clone(&lookup);
        asking.spawn(async move {
            lookup
                .ask(&question(RecordType::A), &Budget::default())
                .await
        });
    }
    let replies = asking.join_all().await;
    assert!(replies.iter().all(is_first_address));
    assert!(started.elapsed() < PATIENT.first * 2 + SLACK);
}

#[tokio::test]
async fn no_zone_makes_a_check_send_more_than_its_budget() {
    // Every record includes ten more that nobody has seen yet, all of them after a cut answer.
    let include_all = |received: &Received<'_>| {
        let own = asked(received).to_string();
        let label = own.split('.').next().unwrap_or_default().to_owned();
        let includes: Vec<String> = (0..10)
            .map(|index| format!("include:{label}{index}.example"))
            .collect();
        records(
            received,
            [text(&format!("v=spf1 {} -all", includes.join(" ")))],
        )
    };
    let server = RawServer::start(
        |received| {
            vec![reply(received, |message| {
                message.metadata.truncation = true;
            })]
        },
        move |received| Stream::Bytes(framed(&include_all(received))),
    )
    .await;
    let lookup: Arc<dyn Lookup> = Arc::new(lookup(&[&server], PATIENT));
    let check = SurveyRun::new(SurveyRequest {
        most_questions: 1000,
        ..SurveyRequest::new("d.example".parse().unwrap())
    });
    let never = CancellationToken::new();
    let run = run(check, lookup, RunOptions::default(), |_| (), &never).await;
    let run = run.unwrap();
    assert_eq!(run.queries_sent, MOST_QUERIES);
    assert!(server.queries() <= MOST_QUERIES, "{}", server.queries());
    assert_ne!(run.result.verdict(), SurveyVerdict::Ok);
}

#[tokio::test]
async fn no_more_than_thirty_two_queries_are_under_way_at_once() {
    let server = RawServer::start(none(), silence()).await;
    // One answer would do; none comes before the time is up.
    let limits = TimeLimits {
        first: Duration::from_secs(20),
        query: Duration::from_secs(20),
        check: Duration::from_secs(1),
    };
    let lookup: Arc<dyn Lookup> = Arc::new(lookup(&[&server], limits));
    let questions: Vec<Question> = (0..60)
        .map(|index| {
            let name = format!("n{index}.example").parse().unwrap();
            Question::new(name, RecordType::A)
        })
        .collect();
    let check = InquiryCheck::new(Inquiry::new(100), |inquiry: &mut Inquiry| {
        let open = questions
            .iter()
            .filter(|one| inquiry.get(one).is_none())
            .cloned();
        let open: Vec<Question> = open.collect();
        if open.is_empty() {
            let outcomes = questions.iter().filter_map(|one| inquiry.get(one));
            let timeouts = outcomes.filter(|answer| answer.outcome == LookupOutcome::Timeout);
            return Step::Done(timeouts.count());
        }
        inquiry.ask(open)
    });
    let options = RunOptions {
        time: limits.check,
        ..RunOptions::default()
    };
    let run = run(check, lookup, options, |_| (), &CancellationToken::new()).await;
    let run = run.unwrap();
    assert_eq!(run.result, questions.len());
    assert_eq!(run.queries_sent, MOST_IN_FLIGHT);
    assert!(run.elapsed < limits.check + SLACK);
}

#[test]
fn no_bytes_of_a_server_make_a_look_up_panic_or_say_that_there_is_none() {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let tail = proptest::collection::vec(proptest::num::u8::ANY, 0..80);
    let config = Config {
        cases: 200,
        failure_persistence: None,
        ..Config::default()
    };
    TestRunner::new(config)
        .run(&tail, |tail| {
            let reply = runtime.block_on(async {
                let answer = move |received: &Received<'_>| {
                    let mut bytes = records(received, []);
                    // One record is announced; noise follows.
                    bytes[7] = 1;
                    bytes.extend_from_slice(&tail);
                    bytes
                };
                let server = RawServer::answering(answer).await;
                ask(&server, PATIENT, RecordType::A).await
            });
            assert!(!reply.answer.is_void(), "{reply:?}");
            Ok(())
        })
        .unwrap();
}
