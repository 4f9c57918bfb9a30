//! Names, types and records between the wire and the domain.

use std::fmt::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use hickory_proto::ProtoError;
use hickory_proto::rr::rdata::{SOA, TLSA};
use hickory_proto::rr::{Name as WireName, RData, RecordType as WireType};

use crate::domain::sender_domain::dns::{Name, RecordData, RecordType, Soa, TxtData};

/// A name as it goes on the wire.
pub(super) fn wire_name(name: &Name) -> Result<WireName, ProtoError> {
    WireName::from_labels(name.labels())
}

/// A name from the wire.
pub(super) fn name_of(name: &WireName) -> Option<Name> {
    Name::from_labels(name.iter()).ok()
}

/// A type as it goes on the wire.
pub(super) const fn wire_type(record_type: RecordType) -> WireType {
    match record_type {
        RecordType::A => WireType::A,
        RecordType::Aaaa => WireType::AAAA,
        RecordType::Cname => WireType::CNAME,
        RecordType::Dnskey => WireType::DNSKEY,
        RecordType::Ds => WireType::DS,
        RecordType::Mx => WireType::MX,
        RecordType::Ns => WireType::NS,
        RecordType::Ptr => WireType::PTR,
        RecordType::Soa => WireType::SOA,
        // Type 99 is retired; the library has no name for it.
        RecordType::Spf => WireType::Unknown(99),
        RecordType::Tlsa => WireType::TLSA,
        RecordType::Txt => WireType::TXT,
    }
}

/// The data of a record of the wanted type; none if it is of another type or cannot be read.
pub(super) fn data_of(record_type: RecordType, data: &RData) -> Option<RecordData> {
    match (record_type, data) {
        (RecordType::A, RData::A(ip)) => Some(RecordData::A(ip.0)),
        (RecordType::Aaaa, RData::AAAA(ip)) => Some(RecordData::Aaaa(ip.0)),
        (RecordType::Cname, RData::CNAME(target)) => name_of(&target.0).map(RecordData::Cname),
        (RecordType::Mx, RData::MX(mx)) => Some(RecordData::Mx {
            preference: mx.preference,
            exchange: name_of(&mx.exchange)?,
        }),
        (RecordType::Ns, RData::NS(server)) => name_of(&server.0).map(RecordData::Ns),
        (RecordType::Ptr, RData::PTR(name)) => name_of(&name.0).map(RecordData::Ptr),
        (RecordType::Soa, RData::SOA(soa)) => soa_of(soa).map(Box::new).map(RecordData::Soa),
        (RecordType::Txt, RData::TXT(txt)) => {
            let strings = txt.txt_data.iter().map(|string| string.to_vec());
            Some(RecordData::Txt(TxtData::new(strings)))
        }
        // A text of no strings, as some servers send it.
        (RecordType::Txt, RData::Update0(WireType::TXT)) => {
            Some(RecordData::Txt(TxtData::default()))
        }
        (RecordType::Spf, RData::Update0(WireType::Unknown(99))) => {
            Some(RecordData::Spf(TxtData::default()))
        }
        (RecordType::Tlsa, RData::TLSA(tlsa)) => Some(other(record_type, tlsa_text(tlsa))),
        (RecordType::Spf | RecordType::Ds | RecordType::Dnskey, RData::Unknown { code, rdata })
            if *code == wire_type(record_type) =>
        {
            raw_data(record_type, &rdata.anything)
        }
        _ => None,
    }
}

fn soa_of(soa: &SOA) -> Option<Soa> {
    Some(Soa {
        primary: name_of(&soa.mname)?,
        mailbox: name_of(&soa.rname)?,
        serial: soa.serial,
        // They are unsigned on the wire (RFC 1035 section 3.3.13); the library reads them signed.
        refresh_secs: soa.refresh.cast_unsigned(),
        retry_secs: soa.retry.cast_unsigned(),
        expire_secs: soa.expire.cast_unsigned(),
        minimum_secs: soa.minimum,
    })
}

/// Data that the library leaves as bytes.
fn raw_data(record_type: RecordType, bytes: &[u8]) -> Option<RecordData> {
    match record_type {
        RecordType::Spf => character_strings(bytes).map(|text| RecordData::Spf(TxtData::new(text))),
        RecordType::Ds => {
            let ([high, low, algorithm, digest_type], digest) = bytes.split_first_chunk()?;
            let tag = u16::from_be_bytes([*high, *low]);
            let text = format!("{tag} {algorithm} {digest_type} {}", hex(digest));
            Some(other(record_type, text))
        }
        RecordType::Dnskey => {
            let ([high, low, protocol, algorithm], key) = bytes.split_first_chunk()?;
            let flags = u16::from_be_bytes([*high, *low]);
            let text = format!("{flags} {protocol} {algorithm} {}", BASE64.encode(key));
            Some(other(record_type, text))
        }
        _ => None,
    }
}

const fn other(record_type: RecordType, text: String) -> RecordData {
    RecordData::Other { record_type, text }
}

/// Strings with a length before each (RFC 1035 section 3.3); none if the last one is cut.
fn character_strings(mut bytes: &[u8]) -> Option<Vec<Vec<u8>>> {
    let mut strings = Vec::new();
    while let Some((length, rest)) = bytes.split_first() {
        let (string, rest) = rest.split_at_checked(usize::from(*length))?;
        strings.push(string.to_vec());
        bytes = rest;
    }
    Some(strings)
}

fn tlsa_text(tlsa: &TLSA) -> String {
    format!(
        "{} {} {} {}",
        u8::from(tlsa.cert_usage),
        u8::from(tlsa.selector),
        u8::from(tlsa.matching),
        hex(&tlsa.cert_data)
    )
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a string cannot fail.
        write!(text, "{byte:02X}").ok();
        text
    })
}
