//! What a check of a domain may connect to besides the DNS, once a person asked for it.

use std::sync::Arc;

use letterhead::domain::checks::links::fetch::may_fetch;
use letterhead::domain::connector::{Connector, Secret};
use letterhead::domain::sender_domain::check::FetchedText;
use letterhead::domain::sender_domain::dns::Name;
use letterhead::domain::sender_domain::provider::Settings;
use letterhead::services::bimi::LogoFetcher;
use letterhead::services::clock::SystemClock;
use letterhead::services::links::{Guard, Links, LookUp, Looking, SystemLookUp};
use letterhead::services::mta_sts::PolicyFetcher;
use letterhead::services::provider_api::ProviderApi;
use reqwest::{Certificate, Client};
use rustls::ServerConfig;
use rustls::pki_types::PrivateKeyDer;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;
use wiremock::matchers::{header_exists, method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

const HOST: &str = "mta-sts.d.example";

/// Fetches the policy of `d.example` from a server that says `answer`.
async fn fetched(answer: Vec<u8>) -> FetchedText {
    let certified = rcgen::generate_simple_self_signed([HOST.to_owned()]).unwrap();
    let certificate = certified.cert.der().clone();
    let key = PrivateKeyDer::Pkcs8(certified.signing_key.serialize_der().into());
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate.clone()], key)
        .unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let serving = async move {
        let (socket, _) = listener.accept().await.unwrap();
        let acceptor = TlsAcceptor::from(Arc::new(config));
        let mut stream = acceptor.accept(socket).await.unwrap();
        let mut request = [0; 4096];
        let _read = stream.read(&mut request).await.unwrap();
        // Whoever has read enough goes away.
        stream.write_all(&answer).await.ok();
        stream.shutdown().await.ok();
    };
    let root = Certificate::from_der(&certificate).unwrap();
    let builder = Client::builder()
        .tls_certs_only([root])
        .no_proxy()
        .resolve(HOST, address);
    let fetcher = PolicyFetcher::of(builder).unwrap();
    let domain: Name = "d.example".parse().unwrap();
    let (text, ()) = tokio::join!(fetcher.fetch(&domain), serving);
    text
}

fn response(head: &str, body: &str) -> Vec<u8> {
    let length = body.len();
    format!("HTTP/1.1 {head}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}").into()
}

const POLICY: &str = "version: STSv1\nmode: enforce\nmx: mx.d.example\nmax_age: 604800\n";

#[tokio::test]
async fn a_policy_is_fetched_over_https() {
    let answer = response("200 OK\r\nContent-Type: text/plain; charset=utf-8", POLICY);
    assert_eq!(
        fetched(answer).await,
        FetchedText::Fetched(POLICY.to_owned())
    );
}

#[tokio::test]
async fn what_senders_do_not_accept_is_no_policy() {
    let long = "x".repeat(65 * 1024);
    for (answer, why) in [
        (
            response("301 Moved\r\nLocation: https://d.example/", ""),
            "redirects",
        ),
        (
            response("404 Not Found\r\nContent-Type: text/plain", ""),
            "404",
        ),
        (
            response("200 OK\r\nContent-Type: text/html", POLICY),
            "text/plain",
        ),
        (
            response("200 OK\r\nContent-Type: text/plain", &long),
            "64 KB",
        ),
    ] {
        match fetched(answer).await {
            FetchedText::Failed(found) => assert!(found.contains(why), "{found}"),
            other => panic!("{why}: {other:?}"),
        }
    }
}

#[tokio::test]
async fn where_nobody_listens_there_is_no_policy() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    let builder = Client::builder().no_proxy().resolve(HOST, address);
    let fetcher = PolicyFetcher::of(builder).unwrap();
    let text = fetcher.fetch(&"d.example".parse().unwrap()).await;
    assert!(matches!(text, FetchedText::Failed(_)), "{text:?}");
}

/// Leads every name to this machine.
struct Inside;

impl LookUp for Inside {
    fn look_up<'a>(&'a self, _: &'a str) -> Looking<'a> {
        Box::pin(async { Ok(vec!["127.0.0.1".parse().unwrap()]) })
    }
}

#[tokio::test]
async fn no_policy_is_fetched_from_within_this_network() {
    let fetcher = PolicyFetcher::with_names(Arc::new(Inside)).unwrap();
    let text = fetcher.fetch(&"d.example".parse().unwrap()).await;
    let FetchedText::Failed(why) = text else {
        panic!("{text:?}");
    };
    assert!(why.contains("leads to a private address"), "{why}");
}

/// A connector of Mailgun.
fn mailgun() -> Connector {
    let template = json!({"subject": "s", "html": "c"});
    let deliveries: Value = ["SignIn", "Register", "ForgotPassword", "Generic"]
        .iter()
        .map(|kind| ((*kind).to_owned(), template.clone()))
        .collect::<serde_json::Map<_, _>>()
        .into();
    let config = json!({
        "endpoint": "http://api.mailgun.net", "domain": "mg.d.example", "apiKey": "key-1",
        "from": "no-reply@d.example", "deliveries": deliveries,
    });
    Connector::from_json("mailgun-email", config).unwrap()
}

async fn asked(response: ResponseTemplate) -> (Result<String, String>, usize) {
    let server = MockServer::start().await;
    Mock::given(method("GET"))
        .and(path("/v4/domains/mg.d.example"))
        .and(header_exists("authorization"))
        .respond_with(response)
        .mount(&server)
        .await;
    let connector = mailgun();
    let settings = Settings::of(&connector).unwrap();
    let api = ProviderApi::of(
        Client::builder()
            .no_proxy()
            .resolve("api.mailgun.net", *server.address()),
    )
    .unwrap();
    let facts = api.ask(&connector, &settings, &SystemClock).await;
    let named = facts.map(|facts| {
        let names = facts.records.iter().map(|record| record.name.to_string());
        names.collect::<Vec<_>>().join(" ")
    });
    (named, server.received_requests().await.unwrap().len())
}

#[tokio::test]
async fn a_provider_tells_its_records_to_the_key_of_the_connector() {
    let body = json!({
        "domain": {"name": "mg.d.example", "state": "active"},
        "sending_dns_records": [{
            "record_type": "TXT", "name": "mg.d.example", "valid": "valid",
            "value": "v=spf1 include:mailgun.org ~all",
        }],
        "receiving_dns_records": [],
    });
    let (named, requests) = asked(ResponseTemplate::new(200).set_body_json(body)).await;
    assert_eq!((named.as_deref(), requests), (Ok("mg.d.example"), 1));
}

#[tokio::test]
async fn a_provider_that_refuses_or_sends_elsewhere_is_told_plainly() {
    for (response, why) in [
        (ResponseTemplate::new(401), "may not read domains"),
        (ResponseTemplate::new(404), "does not know"),
        (ResponseTemplate::new(500), "500"),
        (
            ResponseTemplate::new(200).set_body_string("<html>"),
            "another form",
        ),
        (
            ResponseTemplate::new(302).insert_header("location", "/v4/domains/mg.d.example"),
            "302",
        ),
    ] {
        let (named, requests) = asked(response).await;
        let error = named.unwrap_err();
        assert!(error.contains(why), "{error}");
        assert_eq!(requests, 1, "a key goes nowhere else");
    }
}

#[tokio::test]
async fn postmark_is_asked_with_the_token_of_the_account_only() {
    let kinds = ["SignIn", "Register", "ForgotPassword", "Generic"];
    let templates = kinds.map(|kind| json!({"usageType": kind, "templateAlias": "a"}));
    let config = json!({
        "serverToken": "server-1", "fromEmail": "no-reply@d.example", "templates": templates,
    });
    let connector = Connector::from_json("postmark-mail", config).unwrap();
    let settings = Settings::of(&connector).unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    let builder = Client::builder()
        .no_proxy()
        .resolve("api.postmarkapp.com", address);
    let api = ProviderApi::of(builder).unwrap();
    for (token, why) in [("", "account token"), ("account-1", "cannot be reached")] {
        let api = api.clone().with_account_token(Secret::new(token));
        let told = api.ask(&connector, &settings, &SystemClock).await;
        let told = told.unwrap_err();
        assert!(told.contains(why), "{told}");
        assert!(!told.contains("account-1"), "{told}");
    }
}

async fn logo(response: ResponseTemplate) -> FetchedText {
    let server = MockServer::start().await;
    Mock::given(method("GET"))
        .and(path("/logo.svg"))
        .respond_with(response)
        .mount(&server)
        .await;
    // The guards of the public web forbid this machine.
    let guard = Guard {
        fetch: |url| {
            if url.contains("169.254") {
                may_fetch(url)
            } else {
                Ok(())
            }
        },
        connect: |_| true,
    };
    let links = Links::with(guard, Arc::new(SystemLookUp)).unwrap();
    let address = format!("{}/logo.svg", server.uri());
    LogoFetcher::of(links).fetch(&address).await
}

#[tokio::test]
async fn a_logo_is_fetched_up_to_a_size_and_nowhere_private() {
    let fine = ResponseTemplate::new(200).set_body_string("<svg/>");
    assert_eq!(logo(fine).await, FetchedText::Fetched("<svg/>".to_owned()));
    for (response, why) in [
        (ResponseTemplate::new(404), "HTTP 404"),
        (
            ResponseTemplate::new(200).set_body_bytes(vec![b'x'; 300 * 1024]),
            "longer than 256 KB",
        ),
        (
            ResponseTemplate::new(200).set_body_bytes(vec![0x1f, 0x8b, 0xff]),
            "compressed",
        ),
        (
            ResponseTemplate::new(302).insert_header("location", "http://169.254.169.254/"),
            "169.254.169.254 is no public server",
        ),
    ] {
        match logo(response).await {
            FetchedText::Failed(found) => assert!(found.contains(why), "{found}"),
            other => panic!("{why}: {other:?}"),
        }
    }
}
