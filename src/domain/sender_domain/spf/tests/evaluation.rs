//! Tests of the check of one mail, beyond the public suite.

use super::super::*;
use super::{name, zone};
use crate::domain::finding::Severity;
use crate::domain::sender_domain::dns::{Answer, LookupOutcome, Question, RecordType, Step, Zone};

fn request(ip: &str, mail_from: &str) -> CheckRequest {
    CheckRequest::new(ip.parse().unwrap(), "mail.example.com", mail_from)
}

fn check(zone: &Zone, ip: &str, mail_from: &str) -> EvaluationOutcome {
    Evaluation::new(request(ip, mail_from)).run(|question| zone.answer(question))
}

#[test]
fn the_path_shows_every_term_with_its_cost() {
    let zone = zone(&[
        "example.com TXT v=spf1 a:gone.example.com include:_spf.example.com -all",
        "_spf.example.com TXT v=spf1 mx:mx.example.com ?all",
        "mx.example.com MX in.example.com",
        "in.example.com A 192.0.2.7",
    ]);
    let outcome = check(&zone, "192.0.2.7", "a@example.com");
    assert_eq!(outcome.result, SpfResult::Pass);
    assert_eq!((outcome.lookups, outcome.void_lookups), (3, 1));
    let [gone, include] = &outcome.path.terms[..] else {
        panic!("{:#?}", outcome.path);
    };
    assert_eq!(gone.verdict, TermVerdict::NoMatch);
    assert_eq!((gone.lookups, gone.void_lookups), (1, 1));
    assert_eq!(
        gone.questions,
        [Question::new(name("gone.example.com"), RecordType::A)]
    );
    assert_eq!(include.verdict, TermVerdict::Match(Qualifier::Pass));
    assert_eq!(include.target.as_deref(), Some("_spf.example.com"));
    let record = include.record.as_ref().unwrap();
    assert_eq!(record.result, SpfResult::Pass);
    assert_eq!(record.terms[0].questions.len(), 2);
}

#[test]
fn one_question_at_a_time_unless_a_term_has_several() {
    let zone = zone(&[
        "example.com TXT v=spf1 mx -all",
        "example.com MX a.example.com",
        "example.com MX b.example.com",
        "a.example.com A 192.0.2.1",
        "b.example.com A 192.0.2.2",
    ]);
    let mut evaluation = Evaluation::new(request("192.0.2.2", "a@example.com"));
    let mut rounds = Vec::new();
    let outcome = loop {
        match evaluation.step() {
            Step::Done(outcome) => break outcome,
            Step::Wait => panic!("nothing is under way"),
            Step::Ask(questions) => {
                assert_eq!(evaluation.step(), Step::Wait);
                rounds.push(questions.len());
                for question in questions {
                    let answer = zone.answer(&question);
                    evaluation.answer(question, answer);
                }
            }
        }
    };
    assert_eq!(rounds, [1, 1, 2]);
    assert_eq!(outcome.result, SpfResult::Pass);
    assert_eq!(evaluation.inquiry().answers().count(), 4);
}

#[test]
fn the_cause_of_an_error_is_told() {
    let mut zone = zone(&[
        "two.example TXT v=spf1 a -all",
        "two.example TXT v=spf1 -all",
        "syntax.example TXT v=spf1 moo -all",
        "none.example TXT v=spf1 include:absent.example -all",
        "down.example TXT v=spf1 include:silent.example -all",
        "void.example TXT v=spf1 a:x.example a:y.example a:z.example ip4:192.0.2.1 -all",
    ]);
    zone.fail(name("silent.example"), None, LookupOutcome::Bogus);
    let cause = |domain: &str| {
        let outcome = check(&zone, "192.0.2.1", &format!("a@{domain}"));
        (outcome.result, outcome.path.cause)
    };
    assert_eq!(
        cause("two.example"),
        (
            SpfResult::PermError,
            Some(Cause::SeveralRecords { count: 2 })
        )
    );
    let (result, cause_of_syntax) = cause("syntax.example");
    assert_eq!(result, SpfResult::PermError);
    assert!(matches!(
        cause_of_syntax,
        Some(Cause::Syntax {
            problem: ProblemKind::UnknownMechanism,
            ..
        })
    ));
    assert_eq!(
        cause("none.example"),
        (SpfResult::PermError, Some(Cause::TargetWithoutRecord))
    );
    assert_eq!(
        cause("down.example"),
        (SpfResult::TempError, Some(Cause::TargetError))
    );
    assert_eq!(
        cause("void.example"),
        (SpfResult::PermError, Some(Cause::TooManyVoidLookups))
    );
    assert_eq!(
        cause("localhost"),
        (SpfResult::None, Some(Cause::MalformedDomain))
    );
    assert_eq!(
        cause("absent.example"),
        (SpfResult::None, Some(Cause::NoRecord))
    );
}

#[test]
fn an_explanation_knows_receiver_and_time() {
    let zone = zone(&[
        "example.com TXT v=spf1 exp=why.%{d} -all",
        "why.example.com TXT %{s} from %{c} at %{t} |refused by %{r}%_%{h}",
    ]);
    let full = CheckRequest {
        receiver: Some("mx.receiver.example".to_owned()),
        unix_secs: 1_700_000_000,
        ..request("2001:db8::1", "user@example.com")
    };
    let outcome = Evaluation::new(full).run(|question| zone.answer(question));
    assert_eq!(
        outcome.explanation.as_deref(),
        Some(
            "user@example.com from 2001:db8::1 at 1700000000 refused by mx.receiver.example \
             mail.example.com"
        )
    );
}

#[test]
fn networks_compare_at_their_edges() {
    let zone = zone(&[
        "example.com TXT v=spf1 ip4:192.0.2.128/25 ip4:203.0.113.9/0 -all",
        "six.example TXT v=spf1 ip6:2001:db8:8000::/33 -all",
        "all.example TXT v=spf1 ip6:::/0 -all",
    ]);
    let result = |ip: &str, domain: &str| check(&zone, ip, &format!("a@{domain}")).result;
    assert_eq!(result("192.0.2.128", "example.com"), SpfResult::Pass);
    assert_eq!(result("1.1.1.1", "example.com"), SpfResult::Pass);
    assert_eq!(result("2001:db8::1", "example.com"), SpfResult::Fail);
    assert_eq!(result("2001:db8:8000::1", "six.example"), SpfResult::Pass);
    assert_eq!(result("2001:db8:7fff::1", "six.example"), SpfResult::Fail);
    assert_eq!(result("::ffff:192.0.2.1", "all.example"), SpfResult::Fail);
}

#[test]
fn answers_that_nobody_asked_for_do_no_harm() {
    let mut evaluation = Evaluation::new(request("192.0.2.1", "a@example.com"));
    let other = Question::new(name("other.example"), RecordType::Txt);
    evaluation.answer(other, Answer::new(LookupOutcome::NoSuchName));
    let wanted = Question::new(name("example.com"), RecordType::Txt);
    assert_eq!(evaluation.step(), Step::Ask(vec![wanted.clone()]));
    evaluation.answer(wanted.clone(), Answer::new(LookupOutcome::Timeout));
    evaluation.answer(wanted, Answer::new(LookupOutcome::NoSuchName));
    match evaluation.step() {
        Step::Done(outcome) => assert_eq!(outcome.result, SpfResult::TempError),
        step => panic!("{step:?}"),
    }
}

#[test]
fn a_check_of_one_server_is_a_finding_too() {
    let zone = zone(&[
        "example.com TXT v=spf1 include:a.example redirect=b.example",
        "a.example TXT v=spf1 ip4:1.1.1.1 -all",
        "b.example TXT v=spf1 -all",
    ]);
    let found = |ip: &str| {
        let request = CheckRequest::new(ip.parse().unwrap(), "h.example", "a@example.com");
        let run = Evaluation::new(request.clone());
        run.run(|question| zone.answer(question)).finding(&request)
    };
    let pass = found("1.1.1.1").finding;
    assert_eq!((pass.code, pass.severity), ("spf.eval", Severity::Info));
    assert_eq!(pass.message, "1.1.1.1 may send for example.com");
    assert_eq!(
        pass.hint.as_deref(),
        Some("“include:a.example” of example.com decides")
    );
    let fail = found("8.8.8.8").finding;
    assert_eq!(
        (fail.code, fail.severity),
        ("spf.ip-not-authorized", Severity::Error)
    );
    let hint = fail.hint.unwrap();
    assert!(hint.starts_with("“-all” of b.example decides. "), "{hint}");
}

#[test]
fn only_the_first_ten_names_of_an_address_count() {
    let ptr = "1.2.0.192.in-addr.arpa PTR ";
    let mut lines = vec!["example.com TXT v=spf1 ptr -all".to_owned()];
    lines.extend((0..10).map(|host| format!("{ptr}h{host}.elsewhere.example")));
    lines.push(format!("{ptr}mail.example.com"));
    lines.push("mail.example.com A 192.0.2.1".to_owned());
    let all: Vec<&str> = lines.iter().map(String::as_str).collect();
    assert_eq!(
        check(&zone(&all), "192.0.2.1", "a@example.com").result,
        SpfResult::Fail
    );
    let fewer: Vec<&str> = all
        .iter()
        .copied()
        .filter(|line| !line.contains("h9."))
        .collect();
    let passed = check(&zone(&fewer), "192.0.2.1", "a@example.com");
    assert_eq!(passed.result, SpfResult::Pass);
    // What the names lead to is not the domain's fault.
    assert_eq!((passed.lookups, passed.void_lookups), (1, 0));
}

#[test]
fn an_address_without_names_is_void_for_ptr_and_free_for_macros() {
    let zone = zone(&[
        "ptr.example TXT v=spf1 ptr -all",
        "macro.example TXT v=spf1 exists:%{p}.macro.example -all",
        "unknown.macro.example A 192.0.2.9",
    ]);
    let voids = |domain: &str| {
        let outcome = check(&zone, "192.0.2.1", &format!("a@{domain}"));
        (outcome.result, outcome.void_lookups)
    };
    assert_eq!(voids("ptr.example"), (SpfResult::Fail, 1));
    assert_eq!(voids("macro.example"), (SpfResult::Pass, 0));
}

#[test]
fn the_order_of_mail_hosts_in_an_answer_changes_nothing() {
    let record = "example.com TXT v=spf1 mx -all";
    let address = "a.example A 192.0.2.1";
    let hosts = ["a.example", "x.example", "y.example", "z.example"]
        .map(|host| format!("example.com MX {host}"));
    let mut lines: Vec<&str> = hosts.iter().map(String::as_str).collect();
    lines.extend([record, address]);
    let forward = check(&zone(&lines), "192.0.2.1", "a@example.com");
    lines.reverse();
    let backward = check(&zone(&lines), "192.0.2.1", "a@example.com");
    assert_eq!(forward.result, SpfResult::Pass);
    assert_eq!(backward, forward);
}

#[test]
fn an_address_in_brackets_is_never_asked_for() {
    let request = CheckRequest::new("192.0.2.1".parse().unwrap(), "[192.0.2.1]", "");
    let outcome = Evaluation::new(request).run(|question| panic!("{question} was asked"));
    assert_eq!(outcome.result, SpfResult::None);
}
