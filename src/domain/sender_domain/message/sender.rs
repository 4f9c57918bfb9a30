//! Who handed the message in: given, or read off the header.

use core::net::IpAddr;

use super::raw::RawMessage;
use super::received::{self, Hop};
use super::report::{Sender, Source};

/// What the header tells about who handed the message in; it is true if the receiving server wrote
/// it. A check believes it unless it is told better.
pub fn sender_in_header(raw: &[u8]) -> Sender {
    let message = RawMessage::read(raw);
    sender(&message, &received::hops(&message), (None, None, None))
}

/// The sender as SPF wants it, from what is given and, for the rest, from the header.
pub(super) fn sender(
    message: &RawMessage,
    hops: &[Hop],
    given: (Option<IpAddr>, Option<&str>, Option<&str>),
) -> Sender {
    let (ip, helo, mail_from) = given;
    // The topmost fields are those of the receiver's own servers. What they got from each other
    // tells nothing; the first client outside is the one that counts.
    let entry = hops.iter().rev().find(|hop| hop.ip.is_some_and(is_outside));
    let entry = entry.filter(|_| ip.is_none());
    let source = |is_given: bool, is_found: bool| match (is_given, is_found) {
        (true, _) => Some(Source::Given),
        (false, true) => Some(Source::Header),
        (false, false) => None,
    };
    let found_helo = entry.and_then(|hop| hop.from.clone());
    let return_path = return_path(message);
    Sender {
        ip_source: source(ip.is_some(), entry.is_some()),
        ip: ip.or_else(|| entry?.ip),
        helo: helo.map(str::to_owned).or(found_helo),
        mail_from_source: source(mail_from.is_some(), return_path.is_some()),
        mail_from: mail_from.map(bare).or(return_path),
    }
}

/// The envelope sender that the last server noted (RFC 5321 section 4.4).
fn return_path(message: &RawMessage) -> Option<String> {
    let (_, field) = message.all("return-path").next()?;
    Some(bare(&field.unfolded()))
}

/// An address without angle brackets.
fn bare(path: &str) -> String {
    let path = path.trim();
    let inside = path.strip_prefix('<').and_then(|it| it.split('>').next());
    inside.unwrap_or(path).trim().to_owned()
}

/// Whether the address can be one of another organization: not loopback, private or link-local.
fn is_outside(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => {
            !(ip.is_loopback() || ip.is_private() || ip.is_link_local() || ip.is_unspecified())
        }
        IpAddr::V6(ip) => {
            !(ip.is_loopback()
                || ip.is_unique_local()
                || ip.is_unicast_link_local()
                || ip.is_unspecified())
        }
    }
}
