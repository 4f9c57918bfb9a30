//! What the check of mail hosts has to tell.

use core::net::IpAddr;

use super::{HostAddress, MOST_HOSTS, MxHost, MxReport, Replies, Reverse};
use crate::domain::finding::{Finding, Severity};
use crate::domain::sender_domain::dns::{Name, RecordType};
use crate::domain::sender_domain::domain_name;
use crate::domain::sender_domain::spf::Network;
use crate::domain::sender_domain::{DomainFinding, RecordChange, RfcSection};

/// How a domain's mail host is found.
const LOCATING: RfcSection = RfcSection::new(5321, "5.1");
/// The record that refuses all mail.
const NULL_MX: RfcSection = RfcSection::new(7505, "3");

pub(super) fn of(report: &MxReport) -> Vec<DomainFinding> {
    let mut found = Vec::new();
    if report.failure.is_some() {
        let message = format!(
            "The DNS gives no answer about the mail hosts of {}",
            report.domain
        );
        let failed = Finding::new(Severity::Warning, "mx.unchecked", message)
            .hint("Check the name servers of the domain, then try again");
        return vec![DomainFinding::new(failed, &report.domain, LOCATING)];
    }
    if report.hosts.is_empty() {
        without_hosts(report, &mut found);
    } else {
        null(report, &mut found);
    }
    if report.hosts.len() > MOST_HOSTS {
        found.push(too_many(report));
    }
    let hosts = || report.hosts.iter().filter(|host| !host.name.is_root());
    for (index, host) in hosts().enumerate() {
        if hosts().take(index).any(|earlier| earlier.name == host.name) {
            found.push(duplicate(report, host));
        } else {
            of_host(report, host, &mut found);
        }
    }
    found.sort_by_key(|finding| finding.finding.severity);
    found
}

fn tell(
    subject: &Name,
    rule: RfcSection,
    severity: Severity,
    code: &'static str,
    texts: (String, &str),
) -> DomainFinding {
    let (message, hint) = texts;
    DomainFinding::new(
        Finding::new(severity, code, message).hint(hint),
        subject,
        rule,
    )
}

fn without_hosts(report: &MxReport, found: &mut Vec<DomainFinding>) {
    let domain = &report.domain;
    let severity = match report.replies {
        Replies::Wanted => Severity::Warning,
        Replies::Unwanted => Severity::Info,
    };
    let hint =
        "Publish an MX record with the host that takes its mail; replies and bounces need it";
    found.push(tell(
        domain,
        LOCATING,
        severity,
        "mx.missing",
        (format!("{domain} names no mail host"), hint),
    ));
    if !report.own_addresses.is_empty() {
        let publish = || RecordChange {
            name: domain.clone(),
            record_type: RecordType::Mx,
            old: None,
            new: Some(format!("10 {domain}")),
        };
        let title = "Name the server that takes the mail today";
        if let Some(missing) = found.pop() {
            found.push(missing.record_fix(title, vec![publish()]));
        }
        let message = format!("Mail for {domain} goes to the addresses of the name itself");
        let hint = "Publish an MX record, or one with a dot as its host if no mail is wanted";
        let implicit = tell(domain, LOCATING, severity, "mx.implicit", (message, hint));
        found.push(implicit.record_fix(title, vec![publish()]));
    } else if !report.has_unknown_addresses {
        let message = format!("Nobody can send mail to {domain}: it has neither host nor address");
        let hint = "Publish an MX record; some receivers refuse mail from a domain that takes none";
        let unreceivable = tell(
            domain,
            LOCATING,
            Severity::Warning,
            "mx.unreceivable",
            (message, hint),
        );
        found.push(unreceivable);
    }
}

fn null(report: &MxReport, found: &mut Vec<DomainFinding>) {
    let domain = &report.domain;
    if !report.hosts.iter().any(|host| host.name.is_root()) {
        return;
    }
    if !report.is_null() {
        let message =
            format!("{domain} refuses all mail by one MX record, and takes it by another");
        let mixed = tell(
            domain,
            NULL_MX,
            Severity::Error,
            "mx.null-mixed",
            (
                message,
                "Remove the record whose host is a dot, or all the others",
            ),
        );
        let null = report.hosts.iter().filter(|host| host.name.is_root());
        let changes = null.map(|host| RecordChange {
            name: domain.clone(),
            record_type: RecordType::Mx,
            old: Some(format!("{} .", host.preference)),
            new: None,
        });
        found.push(mixed.record_fix("Remove the record that refuses mail", changes.collect()));
        return;
    }
    let (severity, hint) = match report.replies {
        Replies::Wanted => (
            Severity::Error,
            "Publish the host that takes the mail instead, since replies are wanted",
        ),
        Replies::Unwanted => (Severity::Info, "Nothing is to be done if no mail is wanted"),
    };
    let message = format!("{domain} says that it takes no mail");
    found.push(tell(domain, NULL_MX, severity, "mx.null", (message, hint)));
}

/// More hosts than anybody needs. Past ten, an SPF record must not use them either.
fn too_many(report: &MxReport) -> DomainFinding {
    let (domain, count) = (&report.domain, report.hosts.len());
    let message =
        format!("{domain} names {count} mail hosts, and the first {MOST_HOSTS} were looked at");
    let hint = "Keep the few that take the mail; senders try no more";
    let severity = Severity::Warning;
    tell(domain, LOCATING, severity, "mx.too-many", (message, hint))
        .see(RfcSection::new(7208, "4.6.4"))
}

fn duplicate(report: &MxReport, host: &MxHost) -> DomainFinding {
    let (domain, name) = (&report.domain, &host.name);
    let told = tell(
        domain,
        LOCATING,
        Severity::Warning,
        "mx.duplicate",
        (
            format!("{domain} names the mail host {name} more than once"),
            "Keep one of the records",
        ),
    );
    told.record_fix(
        "Remove one of the records",
        vec![mx_change(report, host, None)],
    )
}

/// A change of the record that names a host.
fn mx_change(report: &MxReport, host: &MxHost, new: Option<String>) -> RecordChange {
    RecordChange {
        name: report.domain.clone(),
        record_type: RecordType::Mx,
        old: Some(format!("{} {}", host.preference, host.name)),
        new,
    }
}

fn of_host(report: &MxReport, host: &MxHost, found: &mut Vec<DomainFinding>) {
    let (domain, name) = (&report.domain, &host.name);
    let error = |rule, code, message: String, hint| {
        tell(domain, rule, Severity::Error, code, (message, hint))
    };
    if is_address(name) {
        found.push(error(
            LOCATING,
            "mx.ip-literal",
            format!("The mail host {name} is an address, and must be a name"),
            "Give the address a name, and name that in the MX record",
        ));
        return;
    }
    if !domain_name::is_valid(&name.to_string()) {
        found.push(error(
            LOCATING,
            "mx.bad-name",
            format!("The mail host {name} is no name of a server"),
            "Name the server in the MX record, such as mail.example.com",
        ));
        return;
    }
    if let Some(target) = host.aliases.last() {
        let alias = error(
            RfcSection::new(2181, "10.3"),
            "mx.cname-target",
            format!("The mail host {name} is an alias of {target}, and must not be one"),
            "Name the host itself in the MX record",
        );
        let new = Some(format!("{} {target}", host.preference));
        let change = mx_change(report, host, new);
        // An alias that leads nowhere, or back to itself, is no better with its target named.
        found.push(if host.addresses.is_empty() {
            alias
        } else {
            alias.record_fix("Name the host itself", vec![change])
        });
    }
    if host.addresses.is_empty() && !host.has_unknown_addresses {
        found.push(error(
            LOCATING,
            "mx.no-address",
            format!("The mail host {name} has no address"),
            "Correct the name of the host, or publish its address",
        ));
    }
    for address in &host.addresses {
        found.extend(reverse(host, address));
    }
}

/// Findings about the names of a host's address. Some receivers look at them, though they matter
/// more for the addresses that send.
fn reverse(host: &MxHost, address: &HostAddress) -> Option<DomainFinding> {
    let (ip, name) = (address.ip, &host.name);
    if let Some(purpose) = purpose_within(ip) {
        let message = format!("The mail host {name} leads to {ip}, and that network {purpose}");
        return Some(tell(
            name,
            LOCATING,
            Severity::Error,
            "mx.private-address",
            (
                message,
                "Publish the address that the host has on the Internet; no mail arrives at this one",
            ),
        ));
    }
    match &address.reverse {
        Reverse::Confirmed(_) | Reverse::Unknown => None,
        Reverse::None => {
            let told = tell(
                name,
                RfcSection::new(1912, "2.1"),
                Severity::Warning,
                "mx.no-ptr",
                (
                    format!("The address {ip} of the mail host {name} has no name"),
                    "Ask the owner of the network to publish a PTR record with the host's name",
                ),
            );
            Some(told.record_fix("Name the address", vec![ptr_change(ip, None, name)]))
        }
        Reverse::Unconfirmed(names) => {
            let change = ptr_change(ip, names.first(), name);
            let names: Vec<String> = names.iter().map(Name::to_string).collect();
            let told = tell(
                name,
                RfcSection::new(8601, "3"),
                Severity::Warning,
                "mx.fcrdns",
                (
                    format!(
                        "The address {ip} of the mail host {name} is called {}, which does not lead \
                         back to it",
                        names.join(" and ")
                    ),
                    "Make the PTR record and the address of its name agree",
                ),
            );
            Some(told.record_fix("Name the address after the host", vec![change]))
        }
    }
}

/// What the network of an address is for, if nobody outside can reach it.
fn purpose_within(ip: IpAddr) -> Option<&'static str> {
    let length = if ip.is_ipv4() { 32 } else { 128 };
    let network = Network::new(ip, length);
    network
        .reserved_for()
        .filter(|_| !network.is_for_examples())
}

/// A change of the name of an address.
pub(in super::super) fn ptr_change(ip: IpAddr, old: Option<&Name>, new: &Name) -> RecordChange {
    RecordChange {
        name: Name::of_address(ip),
        record_type: RecordType::Ptr,
        old: old.map(Name::to_string),
        new: Some(new.to_string()),
    }
}

/// Whether a name is an address by mistake, in brackets or not.
fn is_address(name: &Name) -> bool {
    let text = name.to_string();
    text.trim_matches(['[', ']']).parse::<IpAddr>().is_ok()
}
