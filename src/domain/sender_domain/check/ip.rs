//! The addresses that send, for those with a server of their own: each has a name that leads back to
//! it, the server says that name, and it does not look like a line at home.

use core::net::IpAddr;

use super::DomainCheck;
use super::look::{Look, Section};
use crate::domain::finding::{Finding, Severity};
use crate::domain::sender_domain::dns::{Answer, Inquiry, Name, Question, RecordData, RecordType};
use crate::domain::sender_domain::mx::Reverse;
use crate::domain::sender_domain::mx::findings::ptr_change;
use crate::domain::sender_domain::report::{ReportFinding, SendingAddress};
use crate::domain::sender_domain::{RecordChange, RecordFix};

/// How many addresses are looked at.
const MOST_ADDRESSES: usize = 8;

/// Words in the names of lines at home.
const HOME_WORDS: [&str; 12] = [
    "adsl",
    "broadband",
    "cable",
    "dhcp",
    "dial",
    "dialup",
    "dsl",
    "dyn",
    "dynamic",
    "pool",
    "ppp",
    "residential",
];

/// What a change does that gives the name of a server its address.
const LEAD_THERE: &str = "Let the name lead to the server";

pub(super) fn check(check: &DomainCheck, inquiry: &Inquiry) -> Section<Vec<SendingAddress>> {
    let mut look = Look::new(inquiry);
    let mut addresses = Vec::new();
    let mut findings = Vec::new();
    let helo = check.helo.as_ref();
    let resolved = helo.map(|helo| helo_addresses(helo, &mut look));
    for ip in check.sending_ips.iter().take(MOST_ADDRESSES) {
        let ip = ip.to_canonical();
        let (reverse, looked) = Reverse::over(ip, inquiry);
        look.also(looked);
        let generic = reverse.names().iter().any(|name| is_generic(name, ip));
        let found = SendingAddress {
            ip,
            reverse,
            generic,
        };
        let leads_there = resolved.as_ref().is_some_and(|them| !them.lack(ip));
        findings.extend(about_name(check, &found, leads_there));
        addresses.push(found);
    }
    if let (Some(helo), Some(resolved)) = (helo, resolved)
        && !addresses.is_empty()
        && !look.is_waiting()
    {
        findings.extend(about_helo(helo, &resolved, &addresses));
    }
    for host in &check.smtp_hosts {
        findings.extend(about_host(host, &mut look));
    }
    findings.extend(look.unchecked(
        Severity::Warning,
        "ip.unchecked",
        &check.domain,
        "The names of the servers that send",
    ));
    look.finish(addresses, findings)
}

/// The finding about the names of an address; `leads_there` says that the EHLO name has the address,
/// or that nobody knows.
fn about_name(
    check: &DomainCheck,
    found: &SendingAddress,
    leads_there: bool,
) -> Option<ReportFinding> {
    let ip = found.ip;
    let subject = Name::of_address(ip);
    let error = |code, message: String, hint: &str| {
        let finding = Finding::new(Severity::Error, code, message).hint(hint);
        ReportFinding::of(finding, &subject)
            .arg("ip", ip.to_string())
            .shown_by(Question::new(subject.clone(), RecordType::Ptr))
    };
    // A name can only be proposed where the server has one.
    let named = |told: ReportFinding, old: Option<&Name>| match &check.helo {
        Some(helo) => {
            let mut changes = vec![ptr_change(ip, old, helo)];
            if !leads_there {
                changes.push(address_change(helo, ip));
            }
            told.fix(RecordFix {
                title: format!("Name the address {helo}"),
                changes,
            })
        }
        None => told,
    };
    match &found.reverse {
        Reverse::None => Some(named(
            error(
                "ip.no-ptr",
                format!("The address {ip} has no name, and Google and Yahoo refuse its mail"),
                "Ask the owner of the network to publish a PTR record with the server's name",
            ),
            None,
        )),
        Reverse::Unconfirmed(names) => {
            let list: Vec<String> = names.iter().map(Name::to_string).collect();
            let list = list.join(" and ");
            let told = error(
                "ip.fcrdns",
                format!("The address {ip} is called {list}, which does not lead back to it"),
                "Make the PTR record and the address of its name agree",
            );
            let own = check.helo.as_ref().filter(|helo| names.contains(helo));
            Some(match own {
                Some(helo) => told.fix(RecordFix {
                    title: LEAD_THERE.to_owned(),
                    changes: vec![address_change(helo, ip)],
                }),
                None => named(told, names.first()),
            })
        }
        Reverse::Confirmed(names) if found.generic => {
            let name = names.first().map(Name::to_string).unwrap_or_default();
            Some(named(
                error(
                    "ip.generic-name",
                    format!("The address {ip} is called {name}, like a line at home"),
                    "Ask the owner of the network for a name of your own domain",
                ),
                names.first(),
            ))
        }
        Reverse::Confirmed(_) | Reverse::Unknown => None,
    }
}

/// What is known of the addresses of the EHLO name.
struct HeloAddresses {
    found: Vec<IpAddr>,
    is_ipv4_known: bool,
    is_ipv6_known: bool,
}

impl HeloAddresses {
    /// Whether a server said that the name does not lead to an address; silence says nothing.
    fn lack(&self, ip: IpAddr) -> bool {
        let is_known = match ip {
            IpAddr::V4(_) => self.is_ipv4_known,
            IpAddr::V6(_) => self.is_ipv6_known,
        };
        is_known && !self.found.contains(&ip)
    }

    /// Whether servers said that the name has no address at all.
    const fn are_none(&self) -> bool {
        self.is_ipv4_known && self.is_ipv6_known && self.found.is_empty()
    }
}

fn helo_addresses(helo: &Name, look: &mut Look<'_>) -> HeloAddresses {
    let both = [RecordType::A, RecordType::Aaaa].map(|it| look.ask(helo, it));
    let [is_ipv4_known, is_ipv6_known] =
        both.map(|answer| answer.is_some_and(|answer| !answer.is_failure()));
    let records = both.into_iter().flatten().flat_map(Answer::records);
    let found = records.filter_map(|data| match data {
        RecordData::A(ip) => Some(IpAddr::V4(*ip)),
        RecordData::Aaaa(ip) => Some(IpAddr::V6(*ip)),
        _ => None,
    });
    HeloAddresses {
        found: found.collect(),
        is_ipv4_known,
        is_ipv6_known,
    }
}

/// The finding that the EHLO name does not lead to the server (RFC 5321 section 4.1.1.1).
fn about_helo(
    helo: &Name,
    resolved: &HeloAddresses,
    addresses: &[SendingAddress],
) -> Option<ReportFinding> {
    let strays: Vec<IpAddr> = addresses
        .iter()
        .map(|address| address.ip)
        .filter(|ip| resolved.lack(*ip))
        .collect();
    let first = strays.first()?;
    let message = if resolved.are_none() {
        format!("The name {helo}, which the server gives in EHLO, has no address")
    } else {
        format!("The name {helo}, which the server gives in EHLO, does not lead to {first}")
    };
    let finding = Finding::new(Severity::Error, "ip.helo-match", message)
        .hint("Publish the address of the server under that name, or let it give another one");
    let changes = strays.iter().map(|ip| address_change(helo, *ip));
    let told = ReportFinding::of(finding, helo)
        .arg("ip", first.to_string())
        .shown_by(Question::new(helo.clone(), RecordType::A))
        .shown_by(Question::new(helo.clone(), RecordType::Aaaa));
    Some(told.fix(RecordFix {
        title: LEAD_THERE.to_owned(),
        changes: changes.collect(),
    }))
}

/// The change that gives a name an address.
fn address_change(name: &Name, ip: IpAddr) -> RecordChange {
    RecordChange {
        name: name.clone(),
        record_type: match ip {
            IpAddr::V4(_) => RecordType::A,
            IpAddr::V6(_) => RecordType::Aaaa,
        },
        old: None,
        new: Some(ip.to_string()),
    }
}

/// The finding that the server one's mail is handed to has no address.
fn about_host(host: &Name, look: &mut Look<'_>) -> Option<ReportFinding> {
    let [ipv4, ipv6] = [RecordType::A, RecordType::Aaaa].map(|it| look.ask(host, it));
    if !(ipv4?.is_void() && ipv6?.is_void()) {
        return None;
    }
    let message = format!("The server {host}, which mail is handed to, has no address");
    let finding = Finding::new(Severity::Error, "ip.no-host", message)
        .hint("Correct the name of the server where it is set");
    Some(
        ReportFinding::of(finding, host)
            .shown_by(Question::new(host.clone(), RecordType::A))
            .shown_by(Question::new(host.clone(), RecordType::Aaaa)),
    )
}

/// Whether a name looks like that of a line at home: it holds the numbers of the address, or a word
/// that says so.
fn is_generic(name: &Name, ip: IpAddr) -> bool {
    let text = name.to_string().to_ascii_lowercase();
    let mut words = text.split(|it: char| !it.is_ascii_alphanumeric());
    if words.any(|word| HOME_WORDS.contains(&word.trim_end_matches(|it: char| it.is_ascii_digit())))
    {
        return true;
    }
    let IpAddr::V4(ip) = ip else {
        return false;
    };
    let numbers = |text: &str| -> Vec<u32> {
        let parts = text.split(|it: char| !it.is_ascii_digit());
        parts.filter_map(|part| part.parse().ok()).collect()
    };
    let octets: Vec<u32> = ip.octets().into_iter().map(u32::from).collect();
    let reversed: Vec<u32> = octets.iter().rev().copied().collect();
    let found = numbers(&text);
    let holds = |wanted: &[u32]| found.windows(wanted.len()).any(|window| window == wanted);
    let hex = format!("{:08x}", ip.to_bits());
    holds(&octets) || holds(&reversed) || text.contains(&hex)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_lines_at_home_are_recognised() {
        let ip: IpAddr = "198.51.100.7".parse().unwrap();
        for (name, expected) in [
            ("mail.example.com", false),
            ("mx1.example.com", false),
            ("198-51-100-7.isp.example", true),
            ("7.100.51.198.isp.example", true),
            ("c6336407.isp.example", true),
            ("host7.dyn.isp.example", true),
            ("pool12.isp.example", true),
            ("dynamics.example", false),
            ("carpool.example", false),
        ] {
            assert_eq!(is_generic(&name.parse().unwrap(), ip), expected, "{name}");
        }
    }
}
