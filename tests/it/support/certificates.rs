//! Certificates for servers and clients of the tests, made anew each time.

use rcgen::{
    BasicConstraints, Certificate, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa,
    Issuer, KeyPair, KeyUsagePurpose, date_time_ymd,
};

/// Which certificate a server shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// For `localhost`, signed by itself.
    SelfSigned,
    /// For `localhost`, by the authority, which is not shown.
    Signed,
    /// The same with the authority.
    SignedWithChain,
    /// For another name, by the authority.
    OtherName,
    /// For `localhost`, by the authority, of the past.
    Expired,
    /// For `localhost`, by the authority, of the future.
    NotYet,
}

/// A certificate with its key, in PEM.
pub struct Pem {
    pub chain_pem: String,
    pub key_pem: String,
    /// What must be trusted to trust it.
    pub trusted_pem: String,
}

/// An authority.
pub struct Authority {
    certificate: Certificate,
    issuer: Issuer<'static, KeyPair>,
}

impl Authority {
    pub fn new() -> Self {
        let key = KeyPair::generate().unwrap();
        let mut params = named("Peer test CA", &[]);
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
        let certificate = params.self_signed(&key).unwrap();
        Self {
            certificate,
            issuer: Issuer::new(params, key),
        }
    }

    pub fn pem(&self) -> String {
        self.certificate.pem()
    }

    /// A server's certificate.
    pub fn show(&self, shown: Shown) -> Pem {
        let name = match shown {
            Shown::OtherName => "mail.example.org",
            _ => "localhost",
        };
        let mut params = named(name, &[name]);
        match shown {
            Shown::Expired => {
                params.not_before = date_time_ymd(2020, 1, 1);
                params.not_after = date_time_ymd(2021, 1, 1);
            }
            Shown::NotYet => {
                params.not_before = date_time_ymd(2098, 1, 1);
                params.not_after = date_time_ymd(2099, 1, 1);
            }
            _ => {}
        }
        let key = KeyPair::generate().unwrap();
        if shown == Shown::SelfSigned {
            // As `openssl req -x509` makes them.
            params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
            let pem = params.self_signed(&key).unwrap().pem();
            return Pem {
                chain_pem: pem.clone(),
                key_pem: key.serialize_pem(),
                trusted_pem: pem,
            };
        }
        let mut chain_pem = params.signed_by(&key, &self.issuer).unwrap().pem();
        if shown == Shown::SignedWithChain {
            chain_pem.push_str(&self.pem());
        }
        Pem {
            chain_pem,
            key_pem: key.serialize_pem(),
            trusted_pem: self.pem(),
        }
    }

    /// A client's certificate.
    pub fn client(&self, name: &str) -> Pem {
        let mut params = named(name, &[]);
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ClientAuth];
        let key = KeyPair::generate().unwrap();
        Pem {
            chain_pem: params.signed_by(&key, &self.issuer).unwrap().pem(),
            key_pem: key.serialize_pem(),
            trusted_pem: self.pem(),
        }
    }
}

fn named(name: &str, hosts: &[&str]) -> CertificateParams {
    let hosts: Vec<String> = hosts.iter().map(|&host| host.to_owned()).collect();
    let mut params = CertificateParams::new(hosts).unwrap();
    params.distinguished_name.push(DnType::CommonName, name);
    params
}
