//! Servers with certificates that browsers refuse.

use rcgen::{CertificateParams, KeyPair, date_time_ymd};
use rustls::ServerConfig;
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

use super::*;

/// What becomes of a server on this machine with a certificate that it signed itself.
async fn against(change: impl FnOnce(&mut CertificateParams)) -> LinkOutcome {
    let key = KeyPair::generate().unwrap();
    let mut params = CertificateParams::new(vec!["localhost".to_owned()]).unwrap();
    change(&mut params);
    let certificate = params.self_signed(&key).unwrap();
    let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate.der().clone()], key)
        .unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!(
        "https://localhost:{}/",
        listener.local_addr().unwrap().port()
    );
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let serving = async {
        let (stream, _) = listener.accept().await.unwrap();
        // The client hangs up as soon as it has seen the certificate.
        assert!(acceptor.accept(stream).await.is_err());
    };
    let links = lifted();
    let (look, ()) = tokio::join!(links.look(&url), serving);
    look.outcome
}

#[tokio::test]
async fn certificates_that_browsers_refuse_are_told_apart() {
    let refused = |word| LinkOutcome::Failed(LinkFailure::Certificate(word));
    let own = against(|_| {}).await;
    assert_eq!(own, refused("is signed by nobody that browsers trust"));
    let old = against(|params| {
        params.not_before = date_time_ymd(2020, 1, 1);
        params.not_after = date_time_ymd(2021, 1, 1);
    });
    assert_eq!(old.await, refused("has expired"));
    let early = against(|params| {
        params.not_before = date_time_ymd(2098, 1, 1);
        params.not_after = date_time_ymd(2099, 1, 1);
    });
    assert_eq!(early.await, refused("is not valid yet"));
}

#[test]
fn each_reason_of_a_certificate_has_its_words() {
    use rustls::CertificateError;
    let said = [
        (CertificateError::NotValidForName, "is for another name"),
        (CertificateError::Revoked, "was revoked"),
        (CertificateError::BadEncoding, "is not valid"),
    ];
    for (reason, words) in said {
        assert_eq!(trouble::said_of(&reason), words);
    }
}

#[tokio::test]
async fn a_server_without_encryption_has_no_bad_certificate() {
    let (server, _) = server().await;
    let url = format!("https://localhost:{}/", server.address().port());
    let look = lifted().look(&url).await;
    let words = "no encrypted connection comes about".to_owned();
    assert_eq!(look.outcome, LinkOutcome::Failed(LinkFailure::Other(words)));
}
