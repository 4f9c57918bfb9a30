//! How long a check of a whole domain takes when every server is so many milliseconds away.

use std::sync::Arc;
use std::time::Duration;

use letterhead::domain::sender_domain::dns::{
    Answer, Inquiry, Name, Question, RecordData, RecordType, Step, Zone,
};
use letterhead::domain::sender_domain::spf::{Survey, SurveyRequest, SurveyRun};
use letterhead::services::clock::SystemClock;
use letterhead::services::dns::{
    Check, DnsService, Run, RunOptions, ServerChoice, TimeLimits, TracedQuery, run,
};
use tokio::runtime::Runtime;
use tokio_util::sync::CancellationToken;

use self::zone_server::ZoneServer;

#[path = "../it/dns/zone_server.rs"]
mod zone_server;

/// How often each distance is measured; the best run counts, and the worst is shown beside it.
const ROUNDS: usize = 7;

/// How far away the servers are, and how long a check may take then.
const AIMS: [(Duration, Duration); 3] = [
    (Duration::ZERO, Duration::from_millis(50)),
    (Duration::from_millis(20), Duration::from_millis(150)),
    (Duration::from_millis(100), Duration::from_millis(450)),
];

/// What a whole domain is asked for besides its SPF.
const NAMES: [&str; 10] = [
    "",
    "_dmarc.",
    "_mta-sts.",
    "_smtp._tls.",
    "default._bimi.",
    "_domainkey.",
    "s1._domainkey.",
    "s2._domainkey.",
    "bounce.",
    "mail.",
];

/// A survey of SPF and many questions beside it, as a check of a whole domain has them.
struct DomainLike {
    survey: SurveyRun,
    beside: Inquiry,
    wanted: Vec<Question>,
}

impl DomainLike {
    fn new() -> Self {
        let types = [
            RecordType::A,
            RecordType::Aaaa,
            RecordType::Mx,
            RecordType::Cname,
        ];
        let wanted = NAMES.iter().flat_map(|name| {
            let name: Name = format!("{name}d.example").parse().unwrap();
            types.map(|record_type| Question::new(name.clone(), record_type))
        });
        Self {
            survey: SurveyRun::new(SurveyRequest::new("d.example".parse().unwrap())),
            beside: Inquiry::new(100),
            wanted: wanted.collect(),
        }
    }
}

impl Check for DomainLike {
    type Output = Survey;

    fn step(&mut self) -> Step<Survey> {
        let open = self.wanted.iter();
        let open = open.filter(|question| self.beside.get(question).is_none());
        let open: Vec<Question> = open.cloned().collect();
        let is_open = !open.is_empty();
        let mut questions = match self.survey.step() {
            Step::Done(survey) if !is_open => return Step::Done(survey),
            Step::Ask(questions) => questions,
            Step::Done(_) | Step::Wait => Vec::new(),
        };
        if let Step::Ask(beside) = self.beside.ask::<()>(open) {
            questions.extend(beside);
        }
        if questions.is_empty() {
            Step::Wait
        } else {
            Step::Ask(questions)
        }
    }

    fn answer(&mut self, question: Question, answer: Answer) {
        self.beside.answer(question.clone(), answer.clone());
        self.survey.answer(question, answer);
    }
}

/// SPF with includes three deep, and mail hosts with addresses.
fn zone() -> Zone {
    let text = |name: &str, text: &str| (name.parse().unwrap(), RecordData::Txt(text.into()));
    let mut zone = Zone::from_iter([
        text(
            "d.example",
            "v=spf1 include:a.example include:b.example -all",
        ),
        text(
            "a.example",
            "v=spf1 include:a2.example ip4:192.0.2.0/24 -all",
        ),
        text("b.example", "v=spf1 ip4:198.51.100.0/24 -all"),
        text("a2.example", "v=spf1 include:a3.example -all"),
        text("a3.example", "v=spf1 ip4:203.0.113.0/24 -all"),
    ]);
    for name in NAMES {
        let name: Name = format!("{name}d.example").parse().unwrap();
        zone.insert(name, RecordData::A([192, 0, 2, 1].into()));
    }
    zone
}

/// Prints how long the check takes at several distances.
pub(crate) fn print_checks() {
    println!("a check of a whole domain, {ROUNDS} times each");
    println!(
        "  delay     best     worst      aim  questions  queries  levels  critical path in ms"
    );
    for (delay, aim) in AIMS {
        let runs = measure(&zone(), delay, DomainLike::new);
        let elapsed = runs.iter().map(|run| run.elapsed);
        let worst = elapsed.max().unwrap_or_default();
        let best = runs.iter().min_by_key(|run| run.elapsed).unwrap();
        println!(
            "{:>7.0?} {:>8.1?} {worst:>9.1?} {aim:>8.0?} {:>10} {:>8} {:>7}  {}",
            delay,
            best.elapsed,
            best.trace.queries.len(),
            best.queries_sent,
            best.trace.levels(),
            critical_path(&best.trace.queries),
        );
    }
}

/// Runs a check against servers so far away, each time with nothing known from before.
pub(crate) fn measure<C: Check>(
    zone: &Zone,
    delay: Duration,
    check: impl Fn() -> C,
) -> Vec<Run<C::Output>> {
    let there = Runtime::new().unwrap();
    let server = there.block_on(ZoneServer::start(zone.clone(), delay));
    let choice = ServerChoice::Servers(vec![server.address]);
    let here = Runtime::new().unwrap();
    let runs = (0..ROUNDS).map(|_| {
        let service = DnsService::new(Arc::new(SystemClock), TimeLimits::default());
        let lookup = service.lookup(&choice).unwrap();
        let never = CancellationToken::new();
        let options = RunOptions::default();
        let run = run(check(), lookup, options, |_| (), &never);
        here.block_on(run).unwrap()
    });
    let runs: Vec<Run<C::Output>> = runs.collect();
    let queries = server.queries.load(std::sync::atomic::Ordering::Relaxed);
    let sent: usize = runs.iter().map(|run| run.queries_sent).sum();
    assert_eq!(queries, sent, "the server counts other queries");
    runs
}

/// When the questions of each level could be asked first, and when the last answer came.
fn critical_path(queries: &[TracedQuery]) -> String {
    let millis = |micros: u64| format!("{:.0}", micros as f64 / 1000.0);
    let mut path = Vec::new();
    for level in 1.. {
        let of_level = queries.iter().filter(|traced| traced.level == level);
        let Some(asked) = of_level.map(|traced| traced.asked_micros).min() else {
            break;
        };
        path.push(millis(asked));
    }
    let done = queries.iter().map(|traced| traced.answered_micros).max();
    path.push(millis(done.unwrap_or_default()));
    path.join(" > ")
}
