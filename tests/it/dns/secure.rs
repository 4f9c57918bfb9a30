//! DNS over TLS and over HTTPS, with a certificate of the test's own.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use hickory_proto::op::ResponseCode;
use hickory_proto::rr::RData;
use hickory_proto::rr::rdata::A;
use letterhead::domain::sender_domain::dns::{LookupOutcome, Question, RecordData, RecordType};
use letterhead::services::dns::{
    Budget, Endpoint, HttpsServer, Lookup, Problem, Reply, Servers, TimeLimits, TlsServer,
    Transport,
};
use rustls::pki_types::{PrivateKeyDer, ServerName};
use rustls::{ClientConfig, RootCertStore, ServerConfig};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;
use wiremock::matchers::{header, method, path};
use wiremock::{Mock, MockServer, Request, ResponseTemplate};

use super::raw_server::{Received, framed, records, reply};

const NAME: &str = "dns.example";

struct TlsPeer {
    address: SocketAddr,
    connections: Arc<AtomicUsize>,
    client: ClientConfig,
    _tasks: JoinSet<()>,
}

impl TlsPeer {
    /// A server that answers so many queries on a connection and then closes it.
    async fn start(most_queries: usize) -> Self {
        let certified = rcgen::generate_simple_self_signed([NAME.to_owned()]).unwrap();
        let certificate = certified.cert.der().clone();
        let key = PrivateKeyDer::Pkcs8(certified.signing_key.serialize_der().into());
        let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
        let server = ServerConfig::builder_with_provider(Arc::clone(&provider))
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![certificate.clone()], key)
            .unwrap();
        let mut roots = RootCertStore::empty();
        roots.add(certificate).unwrap();
        let client = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_root_certificates(roots)
            .with_no_client_auth();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let connections = Arc::new(AtomicUsize::new(0));
        let counter = Arc::clone(&connections);
        let mut tasks = JoinSet::new();
        tasks.spawn(async move {
            let acceptor = TlsAcceptor::from(Arc::new(server));
            let mut open = JoinSet::new();
            while let Ok((socket, _)) = listener.accept().await {
                counter.fetch_add(1, Ordering::SeqCst);
                let acceptor = acceptor.clone();
                open.spawn(async move {
                    if let Ok(stream) = acceptor.accept(socket).await {
                        // A client that goes away is no failure of the test.
                        serve(stream, most_queries).await.ok();
                    }
                });
            }
        });
        Self {
            address,
            connections,
            client,
            _tasks: tasks,
        }
    }

    fn lookup(&self, name: &'static str) -> Servers {
        let name = ServerName::try_from(name).unwrap();
        let server = TlsServer::with_config(self.address, name, self.client.clone());
        let endpoints = vec![Endpoint::Tls(Box::new(server))];
        Servers::resolvers(endpoints, TimeLimits::default())
    }
}

async fn serve(mut stream: TlsStream<TcpStream>, most_queries: usize) -> io::Result<()> {
    for earlier in 0..most_queries {
        let length = stream.read_u16().await?;
        let mut bytes = vec![0; usize::from(length)];
        stream.read_exact(&mut bytes).await?;
        let received = Received {
            bytes: &bytes,
            earlier,
        };
        let answer = framed(&records(&received, [address_record()]));
        stream.write_all(&answer).await?;
        stream.flush().await?;
    }
    stream.shutdown().await
}

fn address_record() -> RData {
    RData::A(A::new(192, 0, 2, 1))
}

fn question(index: usize) -> Question {
    Question::new(format!("n{index}.example").parse().unwrap(), RecordType::A)
}

async fn ask(lookup: &dyn Lookup, index: usize) -> Reply {
    lookup.ask(&question(index), &Budget::default()).await
}

#[tokio::test]
async fn all_queries_share_a_connection_with_tls() {
    let peer = TlsPeer::start(100).await;
    let lookup = Arc::new(peer.lookup(NAME));
    let mut asking = JoinSet::new();
    for index in 0..40 {
        let lookup = Arc::clone(&lookup);
        asking.spawn(async move { ask(&*lookup, index).await });
    }
    for reply in asking.join_all().await {
        assert_eq!(
            reply.answer.records(),
            [RecordData::A([192, 0, 2, 1].into())]
        );
        assert_eq!(reply.source.transport, Some(Transport::Tls));
        assert_eq!(reply.source.server, Some(format!("tls://{}", peer.address)));
    }
    assert_eq!(peer.connections.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn a_connection_that_the_server_has_closed_is_opened_again() {
    let peer = TlsPeer::start(1).await;
    let lookup = peer.lookup(NAME);
    for index in 0..3 {
        let reply = ask(&lookup, index).await;
        assert!(!reply.answer.is_failure(), "{reply:?}");
    }
    assert_eq!(peer.connections.load(Ordering::SeqCst), 3);
}

#[tokio::test]
async fn a_certificate_for_another_name_is_not_accepted() {
    let peer = TlsPeer::start(100).await;
    let reply = ask(&peer.lookup("other.example"), 0).await;
    assert_eq!(reply.answer.outcome, LookupOutcome::Timeout);
    assert_eq!(reply.source.problem, Some(Problem::Secured));
}

/// A server over HTTP that answers as `respond` does. TLS below HTTP is reqwest's own business.
async fn over_http(
    respond: impl Fn(&Received<'_>) -> ResponseTemplate + Send + Sync + 'static,
) -> (MockServer, Servers) {
    let server = MockServer::start().await;
    let answer = move |request: &Request| {
        // A cache between may only help if equal questions look alike (RFC 8484 section 4.1).
        assert_eq!(request.body[..2], [0, 0]);
        respond(&Received {
            bytes: &request.body,
            earlier: 0,
        })
    };
    Mock::given(method("POST"))
        .and(path("/dns-query"))
        .and(header("content-type", "application/dns-message"))
        .and(header("accept", "application/dns-message"))
        .respond_with(answer)
        .mount(&server)
        .await;
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let url = format!("{}/dns-query", server.uri());
    let endpoint = Endpoint::Https(HttpsServer::with_client(url, client));
    let lookup = Servers::resolvers(vec![endpoint], TimeLimits::default());
    (server, lookup)
}

fn message(bytes: Vec<u8>) -> ResponseTemplate {
    ResponseTemplate::new(200).set_body_raw(bytes, "application/dns-message")
}

#[tokio::test]
async fn a_question_is_answered_over_http() {
    let (server, lookup) =
        over_http(|received| message(records(received, [address_record()]))).await;
    let reply = ask(&lookup, 0).await;
    assert_eq!(
        reply.answer.records(),
        [RecordData::A([192, 0, 2, 1].into())]
    );
    assert_eq!(reply.source.transport, Some(Transport::Https));
    assert_eq!(
        reply.source.server,
        Some(format!("{}/dns-query", server.uri()))
    );
    let (_server, lookup) =
        over_http(|received| message(reply_with_code(received, ResponseCode::NXDomain))).await;
    assert_eq!(
        ask(&lookup, 0).await.answer.outcome,
        LookupOutcome::NoSuchName
    );
}

fn reply_with_code(received: &Received<'_>, code: ResponseCode) -> Vec<u8> {
    reply(received, |message| message.metadata.response_code = code)
}

#[tokio::test]
async fn what_is_no_answer_over_http_is_a_failure() {
    let page = || ResponseTemplate::new(200).set_body_raw("<html>Sign in</html>", "text/html");
    let (_server, lookup) = over_http(move |_| page()).await;
    let reply = ask(&lookup, 0).await;
    assert_eq!(reply.source.problem, Some(Problem::Malformed));
    let (_server, lookup) = over_http(|_| ResponseTemplate::new(429)).await;
    let reply = ask(&lookup, 0).await;
    assert_eq!(reply.answer.outcome, LookupOutcome::Refused);
    let (_server, lookup) = over_http(|_| message(vec![0; 70_000])).await;
    let reply = ask(&lookup, 0).await;
    assert_eq!(reply.source.problem, Some(Problem::Malformed));
}
