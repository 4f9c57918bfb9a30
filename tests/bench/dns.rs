//! How long a check of a whole domain takes when every server is so many milliseconds away.

use std::sync::Arc;
use std::time::Duration;

use letterhead::domain::sender_domain::check::case::Case;
use letterhead::domain::sender_domain::dns::{Inquiry, Name, RecordData, Zone};
use letterhead::domain::sender_domain::whole::{CaseInputs, WholeCheck};
use letterhead::services::clock::SystemClock;
use letterhead::services::dns::{
    Check, DnsService, InquiryCheck, Run, RunOptions, ServerChoice, TimeLimits, TracedQuery, run,
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

/// What the check is told of the connector and its provider.
const CASE: &str = r#"{"selectors": ["s1", "s2"], "provider": "aws-ses", "config": {
    "from": "no-reply@mail.d.example", "region": "us-east-1", "dkim_tokens": ["t1", "t2", "t3"],
    "mail_from": "bounce.mail.d.example", "sending_ips": ["203.0.113.9"]}}"#;

/// The whole check: the domain, what its provider asks for, and what the connector sends.
fn check() -> WholeCheck {
    let case = Case::parse(CASE).unwrap();
    CaseInputs::check(&case, "mail.d.example".parse().unwrap())
}

/// A domain with SPF three deep, keys behind aliases, two mail hosts with names both ways, and a
/// report address elsewhere.
fn zone() -> Zone {
    let name = |text: &str| -> Name { text.parse().unwrap() };
    let texts = [
        (
            "mail.d.example",
            "v=spf1 include:a.example include:b.example mx ip4:203.0.113.0/28 -all",
        ),
        (
            "a.example",
            "v=spf1 include:a2.example ip4:93.184.216.0/24 -all",
        ),
        ("b.example", "v=spf1 ip4:94.130.10.0/24 -all"),
        ("a2.example", "v=spf1 include:a3.example -all"),
        ("a3.example", "v=spf1 ip4:95.216.1.0/24 -all"),
        (
            "_dmarc.mail.d.example",
            "v=DMARC1; p=reject; rua=mailto:r@reports.example",
        ),
        ("mail.d.example._report._dmarc.reports.example", "v=DMARC1"),
        ("_mta-sts.mail.d.example", "v=STSv1; id=1"),
        (
            "_smtp._tls.mail.d.example",
            "v=TLSRPTv1; rua=mailto:t@mail.d.example",
        ),
        ("s1._domainkey.mail.d.example", "v=DKIM1; k=rsa; p="),
        ("bounce.mail.d.example", "v=spf1 include:amazonses.com ~all"),
        ("amazonses.com", "v=spf1 ip4:199.255.192.0/22 -all"),
    ];
    let mut zone = Zone::new();
    for (owner, text) in texts {
        zone.insert(name(owner), RecordData::Txt(text.into()));
    }
    for token in ["t1", "t2", "t3"] {
        let target = name(&format!("{token}.dkim.amazonses.com"));
        let owner = name(&format!("{token}._domainkey.mail.d.example"));
        zone.insert(owner, RecordData::Cname(target.clone()));
        zone.insert(target, RecordData::Txt("v=DKIM1; k=ed25519; p=".into()));
    }
    for (preference, host) in [(10, "mx1"), (20, "mx2")] {
        let exchange = name(&format!("{host}.d.example"));
        let ip = [93, 184, 216, preference as u8].into();
        let mx = RecordData::Mx {
            preference,
            exchange: exchange.clone(),
        };
        zone.insert(name("mail.d.example"), mx);
        zone.insert(exchange.clone(), RecordData::A(ip));
        zone.insert(Name::of_address(ip.into()), RecordData::Ptr(exchange));
    }
    let feedback = RecordData::Mx {
        preference: 10,
        exchange: name("feedback-smtp.us-east-1.amazonses.com"),
    };
    zone.insert(name("bounce.mail.d.example"), feedback);
    zone
}

/// Prints how long the check takes at several distances.
pub(crate) fn print_checks() {
    println!("a check of a whole domain, {ROUNDS} times each");
    println!(
        "  delay     best     worst      aim  questions  queries  levels  critical path in ms"
    );
    for (delay, aim) in AIMS {
        let runs = measure(&zone(), delay, || {
            let whole = check();
            InquiryCheck::new(WholeCheck::inquiry(), move |inquiry: &mut Inquiry| {
                whole.step(inquiry)
            })
        });
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
