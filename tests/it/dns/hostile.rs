//! Servers that lie, keep silent, cut short and never end. Whatever they do, a check ends within its
//! limits and never takes silence for “there is none”.

mod limits;

use std::time::{Duration, Instant};

use hickory_proto::op::{MessageType, Query, ResponseCode};
use hickory_proto::rr::rdata::{A, CNAME, MX, TXT};
use hickory_proto::rr::{Name as WireName, RData, Record, RecordType as WireType};
use letterhead::domain::sender_domain::dns::{LookupOutcome, Question, RecordData, RecordType};
use letterhead::services::dns::{
    Budget, Endpoint, Lookup as _, MOST_QUERIES, Problem, Reply, Servers, TimeLimits, Transport,
};
use tokio::net::TcpListener;

use super::raw_server::{RawServer, Received, Stream, framed, query, records, reply};
use super::zone_server::sockets;

/// For questions that are answered in the end: long enough for any machine.
const PATIENT: TimeLimits = TimeLimits {
    first: Duration::from_millis(50),
    query: Duration::from_secs(20),
    check: Duration::from_secs(20),
};

/// For questions that are not.
const BRIEF: TimeLimits = TimeLimits {
    first: Duration::from_millis(40),
    query: Duration::from_millis(150),
    check: Duration::from_millis(400),
};

/// What a machine under load may take on top of the limits.
const SLACK: Duration = Duration::from_secs(3);

fn lookup(servers: &[&RawServer], limits: TimeLimits) -> Servers {
    let endpoints = servers.iter().map(|server| Endpoint::Plain(server.address));
    Servers::resolvers(endpoints.collect(), limits)
}

fn question(record_type: RecordType) -> Question {
    Question::new("d.example".parse().unwrap(), record_type)
}

async fn ask(server: &RawServer, limits: TimeLimits, record_type: RecordType) -> Reply {
    ask_all(&[server], limits, record_type).await
}

async fn ask_all(servers: &[&RawServer], limits: TimeLimits, record_type: RecordType) -> Reply {
    let budget = Budget::new(MOST_QUERIES, limits.check);
    let started = Instant::now();
    let reply = lookup(servers, limits)
        .ask(&question(record_type), &budget)
        .await;
    assert!(started.elapsed() < limits.query + SLACK);
    reply
}

fn address(last: u8) -> RData {
    RData::A(A::new(192, 0, 2, last))
}

fn text(text: &str) -> RData {
    RData::TXT(TXT::from_bytes(vec![text.as_bytes()]))
}

fn none() -> impl Fn(&Received<'_>) -> Vec<Vec<u8>> {
    |_| Vec::new()
}

fn silence() -> impl Fn(&Received<'_>) -> Stream {
    |_| Stream::Silence
}

fn is_first_address(reply: &Reply) -> bool {
    reply.answer.records() == [RecordData::A([192, 0, 2, 1].into())]
}

#[tokio::test]
async fn replies_to_something_else_are_passed_over() {
    let server = RawServer::start(
        |received| {
            let right = records(received, [address(1)]);
            let mut wrong_id = records(received, [address(2)]);
            wrong_id[0] ^= 0xff;
            let wrong_question = reply(received, |message| {
                let other = WireName::from_ascii("other.example.").unwrap();
                message.queries = vec![Query::query(other.clone(), WireType::A)];
                message.add_answer(Record::from_rdata(other, 60, address(3)));
            });
            let wrong_type = reply(received, |message| {
                message.queries[0].set_query_type(WireType::TXT);
            });
            let no_response = reply(received, |message| {
                message.metadata.message_type = MessageType::Query;
            });
            let missing = reply(received, |message| {
                message.queries.clear();
                message.metadata.response_code = ResponseCode::NXDomain;
            });
            vec![
                b"garbage".to_vec(),
                Vec::new(),
                vec![0xff; 600],
                wrong_id,
                wrong_question,
                wrong_type,
                no_response,
                missing,
                right,
            ]
        },
        silence(),
    )
    .await;
    let reply = ask(&server, PATIENT, RecordType::A).await;
    assert!(is_first_address(&reply), "{reply:?}");
    assert_eq!(server.queries(), 1);
}

#[tokio::test]
async fn a_server_that_answers_only_other_questions_has_not_answered() {
    let server = RawServer::start(
        |received| {
            let mut wrong_id = records(received, [address(2)]);
            wrong_id[1] ^= 0xff;
            vec![wrong_id; 500]
        },
        silence(),
    )
    .await;
    let reply = ask(&server, BRIEF, RecordType::A).await;
    assert!(reply.answer.is_failure(), "{reply:?}");
}

#[tokio::test]
async fn records_of_other_names_are_neither_taken_nor_taken_for_none() {
    let server = RawServer::answering(|received| {
        reply(received, |message| {
            let other = WireName::from_ascii("other.example.").unwrap();
            message.add_answer(Record::from_rdata(other, 60, address(3)));
        })
    })
    .await;
    let reply = ask(&server, PATIENT, RecordType::A).await;
    assert_eq!(reply.answer.outcome, LookupOutcome::ServerFailure);
    assert_eq!(reply.source.problem, Some(Problem::Malformed));
}

#[tokio::test]
async fn silence_is_a_timeout_over_both_ways() {
    let server = RawServer::start(none(), silence()).await;
    let reply = ask(&server, BRIEF, RecordType::Txt).await;
    assert_eq!(reply.answer.outcome, LookupOutcome::Timeout);
    assert_eq!(reply.source.problem, Some(Problem::Silence));
    assert_eq!(reply.source.queries, 2);
}

#[tokio::test]
async fn nobody_listening_is_known_at_once() {
    let (udp, tcp) = sockets().await;
    let closed = udp.local_addr().unwrap();
    drop((udp, tcp));
    let lookup = Servers::resolvers(vec![Endpoint::Plain(closed)], TimeLimits::default());
    let started = Instant::now();
    let reply = lookup
        .ask(&question(RecordType::A), &Budget::default())
        .await;
    assert_eq!(reply.answer.outcome, LookupOutcome::Timeout);
    assert_eq!(reply.source.problem, Some(Problem::Unreachable));
    assert!(started.elapsed() < Duration::from_millis(900));
}

#[tokio::test]
async fn a_lost_datagram_is_asked_for_again_over_a_connection() {
    let server = RawServer::start(none(), |received| {
        Stream::Bytes(framed(&records(received, [address(1)])))
    })
    .await;
    let reply = ask(&server, PATIENT, RecordType::A).await;
    assert!(is_first_address(&reply), "{reply:?}");
    assert_eq!(reply.source.transport, Some(Transport::Tcp));
    assert_eq!(reply.source.queries, 2);
}

#[tokio::test]
async fn a_slow_server_is_heard_although_another_one_was_asked_meanwhile() {
    let late = std::sync::atomic::AtomicBool::new(false);
    let (told, mut hears) = tokio::sync::watch::channel(false);
    let second = RawServer::start(
        move |_| {
            told.send_replace(true);
            Vec::new()
        },
        silence(),
    )
    .await;
    // It answers only when the other one has been asked.
    let (udp, _tcp) = sockets().await;
    let slow = udp.local_addr().unwrap();
    let mut tasks = tokio::task::JoinSet::new();
    tasks.spawn(async move {
        let mut buffer = vec![0; 2048];
        let (length, client) = udp.recv_from(&mut buffer).await.unwrap();
        hears.wait_for(|is_asked| *is_asked).await.unwrap();
        late.store(true, std::sync::atomic::Ordering::SeqCst);
        let received = Received {
            bytes: &buffer[..length],
            earlier: 0,
        };
        let answer = records(&received, [address(1)]);
        udp.send_to(&answer, client).await.unwrap();
    });
    let endpoints = vec![Endpoint::Plain(slow), Endpoint::Plain(second.address)];
    let lookup = Servers::resolvers(endpoints, PATIENT);
    let reply = lookup
        .ask(&question(RecordType::A), &Budget::default())
        .await;
    assert!(is_first_address(&reply), "{reply:?}");
    assert_eq!(reply.source.server, Some(slow.to_string()));
}

#[tokio::test]
async fn a_refusal_is_a_refusal_and_another_server_may_know_better() {
    let refusing = RawServer::answering(|received| {
        reply(received, |message| {
            message.metadata.response_code = ResponseCode::Refused;
        })
    })
    .await;
    let reply = ask(&refusing, PATIENT, RecordType::A).await;
    assert_eq!(reply.answer.outcome, LookupOutcome::Refused);
    let knowing = RawServer::answering(|received| records(received, [address(1)])).await;
    let reply = ask_all(&[&refusing, &knowing], PATIENT, RecordType::A).await;
    assert!(is_first_address(&reply), "{reply:?}");
}

#[tokio::test]
async fn bytes_that_only_begin_like_an_answer_are_a_failure() {
    let server = RawServer::answering(|received| {
        let mut bytes = records(received, [address(1)]);
        bytes.truncate(bytes.len() - 3);
        bytes
    })
    .await;
    let reply = ask(&server, PATIENT, RecordType::A).await;
    assert_eq!(reply.answer.outcome, LookupOutcome::ServerFailure);
    assert_eq!(reply.source.problem, Some(Problem::Malformed));
}

#[tokio::test]
async fn half_an_answer_over_a_connection_is_no_answer() {
    let cut = |received: &Received<'_>| reply(received, |m| m.metadata.truncation = true);
    let server = RawServer::start(
        move |received| vec![cut(received)],
        |received| {
            let mut bytes = framed(&records(received, [address(1)]));
            bytes.truncate(20);
            Stream::Bytes(bytes)
        },
    )
    .await;
    let reply = ask(&server, PATIENT, RecordType::A).await;
    assert_eq!(reply.answer.outcome, LookupOutcome::Timeout);
    assert_eq!(reply.source.problem, Some(Problem::Closed));
}

#[tokio::test]
async fn a_cut_answer_that_never_comes_whole_is_a_timeout() {
    let server = RawServer::start(
        |received| {
            vec![reply(received, |message| {
                message.metadata.truncation = true;
            })]
        },
        silence(),
    )
    .await;
    let reply = ask(&server, BRIEF, RecordType::Txt).await;
    assert_eq!(reply.answer.outcome, LookupOutcome::Timeout);
}

#[tokio::test]
async fn sixty_four_kilobytes_of_text_come_whole_with_every_string() {
    let strings: Vec<Vec<u8>> = (0..250_u8).map(|byte| vec![byte; 255]).collect();
    let sent = strings.clone();
    let large = move |received: &Received<'_>| {
        let strings = sent.iter().map(Vec::as_slice).collect();
        records(received, [RData::TXT(TXT::from_bytes(strings))])
    };
    let server = RawServer::start(
        |received| {
            vec![reply(received, |message| {
                message.metadata.truncation = true;
            })]
        },
        move |received| Stream::Bytes(framed(&large(received))),
    )
    .await;
    let reply = ask(&server, PATIENT, RecordType::Txt).await;
    let [RecordData::Txt(data)] = reply.answer.records() else {
        panic!("{reply:?}");
    };
    assert_eq!(data.strings(), strings);
    assert_eq!(reply.source.transport, Some(Transport::Tcp));
    assert_eq!(reply.answer.ttl_secs, Some(60));
}

#[tokio::test]
async fn five_hundred_mail_hosts_come_whole() {
    let server = RawServer::start(
        |received| {
            vec![reply(received, |message| {
                message.metadata.truncation = true;
            })]
        },
        |received| {
            let hosts = (0..500).map(|index| {
                let host = WireName::from_ascii(format!("mx{index}.d.example.")).unwrap();
                RData::MX(MX::new(index, host))
            });
            Stream::Bytes(framed(&records(received, hosts)))
        },
    )
    .await;
    let reply = ask(&server, PATIENT, RecordType::Mx).await;
    assert_eq!(reply.answer.records().len(), 500);
}

#[tokio::test]
async fn aliases_that_lead_in_a_circle_or_never_end_are_given_up() {
    let in_circle = RawServer::answering(|received| {
        let names = ["d.example.", "e.example."].map(|name| WireName::from_ascii(name).unwrap());
        let [first, second] = names;
        reply(received, |message| {
            for (owner, target) in [(&first, &second), (&second, &first)] {
                let alias = RData::CNAME(CNAME(target.clone()));
                message.add_answer(Record::from_rdata(owner.clone(), 60, alias));
            }
        })
    })
    .await;
    let reply = ask(&in_circle, PATIENT, RecordType::A).await;
    assert_eq!(reply.source.problem, Some(Problem::AliasLoop));
    assert_eq!(reply.answer.outcome, LookupOutcome::ServerFailure);

    let endless = RawServer::answering(|received| {
        let target = WireName::from_ascii(format!("n{}.example.", received.earlier)).unwrap();
        records(received, [RData::CNAME(CNAME(target))])
    })
    .await;
    let reply = ask(&endless, PATIENT, RecordType::A).await;
    assert_eq!(reply.source.problem, Some(Problem::AliasLoop));
    assert_eq!(endless.queries(), 17);
}

#[tokio::test]
async fn wrong_signatures_are_told_from_a_server_that_does_not_know() {
    let fails = |received: &Received<'_>| {
        reply(received, |message| {
            message.metadata.response_code = ResponseCode::ServFail;
        })
    };
    let bogus = RawServer::answering(move |received| {
        if query(received).metadata.checking_disabled {
            records(received, [address(1)])
        } else {
            fails(received)
        }
    })
    .await;
    let reply = ask(&bogus, PATIENT, RecordType::A).await;
    assert_eq!(reply.answer.outcome, LookupOutcome::Bogus);
    let ignorant = RawServer::answering(fails).await;
    let reply = ask(&ignorant, PATIENT, RecordType::A).await;
    assert_eq!(reply.answer.outcome, LookupOutcome::ServerFailure);
    let moody = RawServer::answering(move |received| {
        if received.earlier == 0 {
            fails(received)
        } else {
            records(received, [address(1)])
        }
    })
    .await;
    let reply = ask(&moody, PATIENT, RecordType::A).await;
    assert!(is_first_address(&reply), "{reply:?}");
}

#[tokio::test]
async fn a_server_that_stumbles_over_edns_is_asked_without() {
    let old = RawServer::answering(|received| {
        if query(received).edns.is_some() {
            reply(received, |message| {
                message.queries.clear();
                message.metadata.response_code = ResponseCode::FormErr;
            })
        } else {
            records(received, [address(1)])
        }
    })
    .await;
    let reply = ask(&old, PATIENT, RecordType::A).await;
    assert!(is_first_address(&reply), "{reply:?}");
}

#[tokio::test]
async fn a_connection_that_is_refused_after_a_cut_answer_is_no_answer() {
    let udp = tokio::net::UdpSocket::bind("127.0.0.1:0").await.unwrap();
    let address = udp.local_addr().unwrap();
    // Whoever else has the port for TCP would only make the test say less.
    drop(TcpListener::bind(address).await);
    let mut tasks = tokio::task::JoinSet::new();
    tasks.spawn(async move {
        let mut buffer = vec![0; 2048];
        while let Ok((length, client)) = udp.recv_from(&mut buffer).await {
            let received = Received {
                bytes: &buffer[..length],
                earlier: 0,
            };
            let cut = reply(&received, |message| message.metadata.truncation = true);
            udp.send_to(&cut, client).await.unwrap();
        }
    });
    let lookup = Servers::resolvers(vec![Endpoint::Plain(address)], PATIENT);
    let reply = lookup
        .ask(&question(RecordType::A), &Budget::default())
        .await;
    assert_eq!(reply.answer.outcome, LookupOutcome::Timeout);
}
