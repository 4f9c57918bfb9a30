//! Queries as bytes, and which bytes answer them.

use hickory_proto::ProtoError;
use hickory_proto::op::{Edns, Header, Message, OpCode, Query as WireQuery, ResponseCode};
use hickory_proto::rr::DNSClass;
use hickory_proto::serialize::binary::{BinDecodable as _, BinDecoder, DecodeError};

use super::data::{name_of, wire_name, wire_type};
use crate::domain::sender_domain::dns::Question;

/// The largest answer we take as a datagram: what passes everywhere without being cut into fragments
/// (RFC 9715).
const DATAGRAM_BYTES: u16 = 1232;

/// The bytes of the header (RFC 1035 section 4.1.1).
const HEADER_BYTES: usize = 12;

/// How a question is put.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Manner {
    /// The server should find the answer itself (RD).
    pub recursion: bool,
    /// The server need not check signatures (CD).
    pub checking_disabled: bool,
    /// With EDNS (RFC 6891).
    pub edns: bool,
}

/// A query to send.
#[derive(Debug, Clone)]
pub(super) struct Query {
    id: u16,
    question: Question,
    bytes: Vec<u8>,
}

/// What bytes from a server are.
#[derive(Debug)]
pub(super) enum Received {
    /// Not the answer to this query.
    Foreign,
    /// The answer, cut off (TC).
    Cut,
    /// The answer, and it cannot be read.
    Malformed,
    /// The answer.
    Message(Box<Message>),
}

impl Query {
    /// A query with a random id, or with 0, which HTTP caches like (RFC 8484 section 4.1).
    pub(super) fn new(
        question: &Question,
        manner: Manner,
        with_random_id: bool,
    ) -> Result<Self, ProtoError> {
        let mut message = Message::query();
        if !with_random_id {
            message.metadata.id = 0;
        }
        message.metadata.recursion_desired = manner.recursion;
        message.metadata.checking_disabled = manner.checking_disabled;
        // Asks a validating resolver to tell whether it vouches for the answer (RFC 6840 section 5.7).
        message.metadata.authentic_data = manner.recursion;
        let name = wire_name(&question.name)?;
        message.add_query(WireQuery::query(name, wire_type(question.record_type)));
        if manner.edns {
            let mut edns = Edns::new();
            edns.set_max_payload(DATAGRAM_BYTES);
            message.set_edns(edns);
        }
        Ok(Self {
            id: message.metadata.id,
            question: question.clone(),
            bytes: message.to_vec()?,
        })
    }

    /// What to send.
    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// What to send over a connection: the length, then the query (RFC 1035 section 4.2.2).
    pub(super) fn framed(&self) -> Vec<u8> {
        // A query is a name and some fixed fields, far below 64 KB.
        let length = u16::try_from(self.bytes.len()).unwrap_or_default();
        [&length.to_be_bytes(), &*self.bytes].concat()
    }

    /// What some bytes are to this query. Whoever does not repeat its id and question did not
    /// answer it.
    pub(super) fn receive(&self, bytes: &[u8]) -> Received {
        let Some(header) = bytes.first_chunk::<HEADER_BYTES>() else {
            return Received::Foreign;
        };
        let [id_high, id_low, flags, codes, count_high, count_low, ..] = *header;
        let is_response = flags & 0b1000_0000 != 0;
        let is_query = flags & 0b0111_1000 == 0;
        if u16::from_be_bytes([id_high, id_low]) != self.id || !is_response || !is_query {
            return Received::Foreign;
        }
        let questions = u16::from_be_bytes([count_high, count_low]);
        // A server that understood nothing may leave the question out.
        let is_error = !matches!(codes & 0b1111, 0 | 3);
        let repeated = match questions {
            0 => is_error,
            1 => self.is_repeated_in(bytes),
            _ => false,
        };
        if !repeated {
            return Received::Foreign;
        }
        if flags & 0b0000_0010 != 0 {
            return Received::Cut;
        }
        match decode(bytes) {
            Ok(message) => Received::Message(Box::new(message)),
            Err(_) => Received::Malformed,
        }
    }

    fn is_repeated_in(&self, bytes: &[u8]) -> bool {
        let mut decoder = BinDecoder::new(bytes);
        if decoder.read_slice(HEADER_BYTES).is_err() {
            return false;
        }
        WireQuery::read(&mut decoder).is_ok_and(|found| self.is_repeated(&found))
    }

    fn is_repeated(&self, found: &WireQuery) -> bool {
        found.query_type() == wire_type(self.question.record_type)
            && found.query_class() == DNSClass::IN
            && name_of(found.name()).is_some_and(|name| name == self.question.name)
    }
}

/// Reads a message. Unlike the library's own reading, it lets records without data pass: such texts
/// are sent, although they should have at least one string.
fn decode(bytes: &[u8]) -> Result<Message, DecodeError> {
    let mut decoder = BinDecoder::new(bytes);
    let Header { metadata, counts } = Header::read(&mut decoder)?;
    let mut message = Message::new(metadata.id, metadata.message_type, metadata.op_code);
    message.metadata = metadata;
    for _ in 0..counts.queries {
        message.add_query(WireQuery::read(&mut decoder)?);
    }
    let mut section = |count: u16, is_additional| {
        // In updates, records without data are as good as others.
        let lenient = OpCode::Update;
        Message::read_records(&mut decoder, count.into(), is_additional, lenient)
    };
    (message.answers, _, _) = section(counts.answers, false)?;
    (message.authorities, _, _) = section(counts.authorities, false)?;
    (message.additionals, message.edns, _) = section(counts.additionals, true)?;
    if let Some(edns) = &message.edns {
        let code = &mut message.metadata.response_code;
        *code = ResponseCode::from(edns.rcode_high(), code.low());
    }
    Ok(message)
}
