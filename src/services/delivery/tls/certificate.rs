//! Who signed a server's certificate, read from the certificate itself (RFC 5280, 4.1).

use rustls::pki_types::CertificateDer;

use super::super::error::CertificateProblem;

const SEQUENCE: u8 = 0x30;
const SET: u8 = 0x31;
const OBJECT_ID: u8 = 0x06;
/// `[0]`, the version of a certificate.
const VERSION: u8 = 0xa0;
/// 2.5.4.3 and 2.5.4.10: the common name and the organization.
const COMMON_NAME: &[u8] = &[0x55, 0x04, 0x03];
const ORGANIZATION: &[u8] = &[0x55, 0x04, 0x0a];
/// What stands before the issuer: the serial number and the algorithm of the signature.
const BEFORE_ISSUER: usize = 2;

/// The certificates a server shows, as far as their names go.
pub(in crate::services::delivery) struct Chain {
    certificates: Vec<Names>,
}

/// The names in a certificate, in DER.
struct Names {
    issuer: Vec<u8>,
    subject: Vec<u8>,
}

impl Chain {
    /// Reads what a server showed, its own certificate first.
    pub(in crate::services::delivery) fn read(certificates: &[CertificateDer<'_>]) -> Option<Self> {
        let names: Option<Vec<Names>> = certificates.iter().map(|der| Names::read(der)).collect();
        let certificates = names.filter(|names| !names.is_empty())?;
        Some(Self { certificates })
    }

    /// Why nobody trusted has signed it, told apart as OpenSSL does.
    pub(in crate::services::delivery) fn problem(&self) -> CertificateProblem {
        let is_self_signed = |names: &Names| names.issuer == names.subject;
        match self.certificates.as_slice() {
            [only] if is_self_signed(only) => CertificateProblem::SelfSigned,
            [] | [_] => CertificateProblem::UnknownIssuer,
            [.., last] if is_self_signed(last) => CertificateProblem::SelfSignedRoot,
            _ => CertificateProblem::UnknownRoot,
        }
    }

    /// Who the certificate is for and who signed it, for people.
    pub(in crate::services::delivery) fn text(&self) -> String {
        let unnamed = || "a name that cannot be read".to_owned();
        let leaf = self.certificates.first();
        let name = |der: Option<&Vec<u8>>| der.and_then(|der| text_of(der)).unwrap_or_else(unnamed);
        format!(
            "certificate of {}, signed by {}",
            name(leaf.map(|names| &names.subject)),
            name(leaf.map(|names| &names.issuer)),
        )
    }
}

impl Names {
    fn read(certificate: &[u8]) -> Option<Self> {
        let (_, certificate, _) = element(certificate, Some(SEQUENCE))?;
        let (_, mut rest, _) = element(certificate, Some(SEQUENCE))?;
        if rest.first() == Some(&VERSION) {
            (_, _, rest) = element(rest, Some(VERSION))?;
        }
        for _ in 0..BEFORE_ISSUER {
            (_, _, rest) = element(rest, None)?;
        }
        let (_, issuer, rest) = element(rest, Some(SEQUENCE))?;
        let (_, _validity, rest) = element(rest, Some(SEQUENCE))?;
        let (_, subject, _) = element(rest, Some(SEQUENCE))?;
        Some(Self {
            issuer: issuer.to_vec(),
            subject: subject.to_vec(),
        })
    }
}

/// The common name in a name, else the organization.
fn text_of(name: &[u8]) -> Option<String> {
    part_of(name, COMMON_NAME).or_else(|| part_of(name, ORGANIZATION))
}

fn part_of(name: &[u8], wanted: &[u8]) -> Option<String> {
    let mut rest = name;
    while let Some((_, set, after)) = element(rest, Some(SET)) {
        rest = after;
        let (_, pair, _) = element(set, Some(SEQUENCE))?;
        let (_, id, value) = element(pair, Some(OBJECT_ID))?;
        if id == wanted {
            let (_, text, _) = element(value, None)?;
            return String::from_utf8(text.to_vec()).ok();
        }
    }
    None
}

/// The first element of DER: its tag, its content, and what follows it (X.690, 8.1).
fn element(der: &[u8], expected: Option<u8>) -> Option<(u8, &[u8], &[u8])> {
    let (tag, rest) = der.split_first()?;
    let (first, rest) = rest.split_first()?;
    let (length, rest) = match first {
        0..=0x7f => (usize::from(*first), rest),
        0x81..=0x84 => {
            let count = usize::from(first & 0x7f);
            let digits = rest.get(..count)?;
            let length = digits
                .iter()
                .fold(0, |length, digit| length << 8 | usize::from(*digit));
            (length, rest.get(count..)?)
        }
        _ => return None,
    };
    let is_expected = expected.is_none_or(|expected| expected == *tag);
    let content = rest.get(..length).filter(|_| is_expected)?;
    Some((*tag, content, rest.get(length..)?))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rcgen::{CertificateParams, DnType, IsCa, Issuer, KeyPair};

    use super::*;

    fn params(name: &str) -> CertificateParams {
        let mut params = CertificateParams::new(vec!["mx.example.org".to_owned()]).unwrap();
        params.distinguished_name.push(DnType::CommonName, name);
        params
    }

    #[test]
    fn who_signed_is_read_from_the_chain() {
        let (root_key, key) = (KeyPair::generate().unwrap(), KeyPair::generate().unwrap());
        let mut root_params = params("Test root");
        root_params.is_ca = IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
        let root = root_params.self_signed(&root_key).unwrap();
        let issuer = Issuer::new(root_params, root_key);
        let leaf = params("Mail server").signed_by(&key, &issuer).unwrap();
        let (root, leaf) = (root.der().clone(), leaf.der().clone());
        for (shown, expected) in [
            (vec![root.clone()], CertificateProblem::SelfSigned),
            (vec![leaf.clone()], CertificateProblem::UnknownIssuer),
            (
                vec![leaf.clone(), root.clone()],
                CertificateProblem::SelfSignedRoot,
            ),
            (
                vec![leaf.clone(), leaf.clone()],
                CertificateProblem::UnknownRoot,
            ),
        ] {
            assert_eq!(Chain::read(&shown).unwrap().problem(), expected);
        }
        let text = Chain::read(&[leaf]).unwrap().text();
        assert_eq!(text, "certificate of Mail server, signed by Test root");
        assert!(Chain::read(&[]).is_none());
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn no_bytes_make_it_fail(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let read = Chain::read(&[CertificateDer::from(bytes)]);
            prop_assert!(read.is_none_or(|chain| !chain.text().is_empty()));
        }
    }
}
