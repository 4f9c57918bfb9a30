//! A server on loopback that answers from a zone in memory. hickory-server speaks the protocol.

use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use hickory_proto::op::{Edns, Header, HeaderCounts, Metadata, ResponseCode};
use hickory_proto::rr::rdata::{A, AAAA, CNAME, MX, NS, NULL, PTR, SOA, TXT};
use hickory_proto::rr::{Name as WireName, RData, Record, RecordType as WireType};
use hickory_server::Server;
use hickory_server::net::runtime::Time;
use hickory_server::server::{Request, RequestHandler, ResponseHandler, ResponseInfo};
use hickory_server::zone_handler::MessageResponseBuilder;
use letterhead::domain::sender_domain::dns::{
    Answer, LookupOutcome, Name, Question, RecordData, RecordType, TxtData, Zone,
};
use tokio::net::{TcpListener, UdpSocket};

/// The lifetime of every record.
const TTL_SECS: u32 = 300;

/// A running server; it stops when dropped.
pub struct ZoneServer {
    pub address: SocketAddr,
    /// The queries it got.
    pub queries: Arc<AtomicUsize>,
    _server: Server<Handler>,
}

impl ZoneServer {
    /// A server as far away as `delay`.
    pub async fn start(zone: Zone, delay: Duration) -> Self {
        let (udp, tcp) = sockets().await;
        let address = udp.local_addr().unwrap();
        let queries = Arc::new(AtomicUsize::new(0));
        let mut server = Server::new(Handler {
            zone,
            delay,
            queries: Arc::clone(&queries),
        });
        server.register_socket(udp);
        server.register_listener(tcp, Duration::from_secs(5), 32);
        Self {
            address,
            queries,
            _server: server,
        }
    }
}

/// A port of loopback that is free for both.
pub async fn sockets() -> (UdpSocket, TcpListener) {
    loop {
        let udp = UdpSocket::bind("127.0.0.1:0").await.unwrap();
        if let Ok(tcp) = TcpListener::bind(udp.local_addr().unwrap()).await {
            return (udp, tcp);
        }
    }
}

struct Handler {
    zone: Zone,
    delay: Duration,
    queries: Arc<AtomicUsize>,
}

impl Handler {
    async fn answer<R: ResponseHandler>(&self, request: &Request, mut to: R) -> ResponseInfo {
        self.queries.fetch_add(1, Ordering::Relaxed);
        let mut metadata = Metadata::response_from_request(&request.metadata);
        metadata.recursion_available = true;
        let silence = ResponseInfo::from(Header {
            metadata,
            counts: HeaderCounts::default(),
        });
        let Some(question) = question(request) else {
            return silence;
        };
        if !self.delay.is_zero() {
            tokio::time::sleep(self.delay).await;
        }
        let answer = self.zone.answer(&question);
        let Some(code) = code(&answer.outcome) else {
            return silence;
        };
        metadata.response_code = code;
        let answers = records(&question, &answer);
        let authority = answer.is_void().then(start_of_zone);
        let mut edns = Edns::new();
        edns.set_max_payload(request.max_payload());
        let mut builder = MessageResponseBuilder::from_message_request(request);
        builder.edns(&edns);
        let none: [&Record; 0] = [];
        let response = builder.build(metadata, &answers, none, &authority, none);
        to.send_response(response).await.unwrap_or(silence)
    }
}

type Handling<'a> = Pin<Box<dyn Future<Output = ResponseInfo> + Send + 'a>>;

// What the attribute `async_trait` makes of the trait, written out.
impl RequestHandler for Handler {
    fn handle_request<'server, 'request, 'handling, R, T>(
        &'server self,
        request: &'request Request,
        response_handle: R,
    ) -> Handling<'handling>
    where
        'server: 'handling,
        'request: 'handling,
        Self: 'handling,
        R: ResponseHandler + 'handling,
        T: Time + 'handling,
    {
        Box::pin(self.answer(request, response_handle))
    }
}

fn question(request: &Request) -> Option<Question> {
    let [query] = request.queries.queries() else {
        return None;
    };
    let query = query.original();
    let wanted = query.query_type();
    let mut types = RecordType::ALL.into_iter();
    let record_type = types.find(|one| wire_type(*one) == wanted)?;
    let name = Name::from_labels(query.name().iter()).ok()?;
    Some(Question::new(name, record_type))
}

fn wire_type(record_type: RecordType) -> WireType {
    match record_type {
        RecordType::Spf => WireType::Unknown(99),
        other => other.mnemonic().parse().unwrap(),
    }
}

/// None where the server keeps silent.
fn code(outcome: &LookupOutcome) -> Option<ResponseCode> {
    match outcome {
        LookupOutcome::Records(_) | LookupOutcome::NoData => Some(ResponseCode::NoError),
        LookupOutcome::NoSuchName => Some(ResponseCode::NXDomain),
        LookupOutcome::ServerFailure | LookupOutcome::Bogus => Some(ResponseCode::ServFail),
        LookupOutcome::Refused => Some(ResponseCode::Refused),
        LookupOutcome::Timeout | LookupOutcome::NotAsked => None,
    }
}

/// The aliases on the way, and the records at the end of it.
fn records(question: &Question, answer: &Answer) -> Vec<Record> {
    let mut owner = question.name.clone();
    let mut records = Vec::new();
    for target in &answer.aliases {
        let alias = RData::CNAME(CNAME(wire_name(target)));
        records.push(Record::from_rdata(wire_name(&owner), TTL_SECS, alias));
        owner = target.clone();
    }
    let found = answer.records().iter().filter_map(wire_data);
    records.extend(found.map(|data| Record::from_rdata(wire_name(&owner), TTL_SECS, data)));
    records
}

fn start_of_zone() -> Record {
    let root = WireName::root();
    let soa = SOA::new(root.clone(), root.clone(), 1, 60, 60, 60, TTL_SECS);
    Record::from_rdata(root, TTL_SECS, RData::SOA(soa))
}

pub fn wire_name(name: &Name) -> WireName {
    WireName::from_labels(name.labels()).unwrap()
}

/// None for types whose data is kept as text, which no zone of a test has.
fn wire_data(data: &RecordData) -> Option<RData> {
    Some(match data {
        RecordData::A(ip) => RData::A(A(*ip)),
        RecordData::Aaaa(ip) => RData::AAAA(AAAA(*ip)),
        RecordData::Cname(name) => RData::CNAME(CNAME(wire_name(name))),
        RecordData::Mx {
            preference,
            exchange,
        } => RData::MX(MX::new(*preference, wire_name(exchange))),
        RecordData::Ns(name) => RData::NS(NS(wire_name(name))),
        RecordData::Ptr(name) => RData::PTR(PTR(wire_name(name))),
        RecordData::Soa(soa) => RData::SOA(SOA::new(
            wire_name(&soa.primary),
            wire_name(&soa.mailbox),
            soa.serial,
            soa.refresh_secs.cast_signed(),
            soa.retry_secs.cast_signed(),
            soa.expire_secs.cast_signed(),
            soa.minimum_secs,
        )),
        RecordData::Txt(text) => {
            let strings = text.strings().iter().map(Vec::as_slice);
            RData::TXT(TXT::from_bytes(strings.collect()))
        }
        RecordData::Spf(text) => RData::Unknown {
            code: WireType::Unknown(99),
            rdata: NULL::with(character_strings(text)),
        },
        RecordData::Other { .. } => return None,
    })
}

fn character_strings(text: &TxtData) -> Vec<u8> {
    let framed = text.strings().iter().map(|string| {
        let length = u8::try_from(string.len()).unwrap();
        [&[length], &**string].concat()
    });
    framed.collect::<Vec<_>>().concat()
}
