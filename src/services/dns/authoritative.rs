//! The source itself: every zone's own servers are asked, so that a change shows at once.

use std::collections::BTreeMap;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use parking_lot::Mutex;
use tokio::time::Instant;

use super::budget::{Budget, TimeLimits};
use super::endpoint::Endpoint;
use super::limiter::Limiter;
use super::reading::{Progress, Way, name_servers};
use super::reply::{Problem, Reply, Source};
use super::servers::{Servers, reply};
use super::set::FutureSet;
use super::{Lookup, LookupFuture};
use crate::domain::sender_domain::dns::{LookupOutcome, Name, Question, RecordData, RecordType};

/// How many servers of a zone are tried.
const MOST_SERVERS: usize = 4;

/// The servers of a zone are kept for at least as many seconds, so that one check asks once.
const LEAST_SECS: u32 = 30;
/// They are kept for at most as many seconds, as zones move.
const MOST_SECS: u32 = 3600;

/// Which addresses of name servers may be asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AddressPolicy {
    /// Public ones only: a foreign zone has no business in the network around this machine.
    PublicOnly,
    /// All, for zones in a network of one's own.
    Any,
}

/// Asks the servers of the zone that a name lies in. A resolver is asked only who they are.
pub struct Authoritative {
    finder: Arc<dyn Lookup>,
    limits: TimeLimits,
    limiter: Arc<Limiter>,
    port: u16,
    policy: AddressPolicy,
    zones: Mutex<BTreeMap<Name, Known>>,
}

/// The servers of a zone, for as long as its records say.
struct Known {
    servers: Arc<Servers>,
    until: Instant,
}

/// A zone and its servers.
type Found = (Name, Arc<Servers>);

impl Authoritative {
    /// A look-up at the source that finds the servers with `finder` and asks them at `port`, which is
    /// 53 outside of tests.
    pub fn new(
        finder: Arc<dyn Lookup>,
        limits: TimeLimits,
        port: u16,
        policy: AddressPolicy,
    ) -> Self {
        Self {
            finder,
            limits,
            limiter: Arc::new(Limiter::for_zones()),
            port,
            policy,
            zones: Mutex::default(),
        }
    }

    async fn answer(&self, question: &Question, budget: &Budget) -> Reply {
        let mut way = Way::new(question);
        let mut source = Source::default();
        let mut above = None;
        let progress = loop {
            let asked = way.question();
            let (zone, servers) = match self.zone_of(&asked, above.as_ref(), budget).await {
                Ok(found) => found,
                Err(problem) => break Progress::Failed(problem),
            };
            let (progress, heard) = servers.follow(&mut way, budget).await;
            source = Source {
                queries: source.queries + heard.queries,
                elapsed_micros: source.elapsed_micros + heard.elapsed_micros,
                ..heard
            };
            match progress {
                Progress::Alias => above = None,
                // A zone begins below the one that was thought to have the name.
                Progress::Failed(Problem::Referral) if above.as_ref() != Some(&zone) => {
                    above = Some(zone);
                }
                progress => break progress,
            }
        };
        reply(way, progress, source)
    }

    /// The zone a question belongs to; one below `above` if there is such.
    async fn zone_of(
        &self,
        question: &Question,
        above: Option<&Name>,
        budget: &Budget,
    ) -> Result<Found, Problem> {
        // The fingerprint of a zone's key stands in the zone above (RFC 4035 section 2.4).
        let mut name = match question.record_type {
            RecordType::Ds => question.name.parent().unwrap_or_default(),
            _ => question.name.clone(),
        };
        // Whoever comes at the same time asks the same, which the finder asks for once.
        let known = nearest(&self.zones.lock(), &name);
        if let Some(known) = known
            && above.is_none_or(|above| known.0 != *above && known.0.is_at_or_below(above))
        {
            return Ok(known);
        }
        while Some(&name) != above {
            if let Some((servers, lifetime)) = self.servers_at(&name, budget).await? {
                return Ok((name.clone(), self.keep(name, servers, lifetime)));
            }
            name = name.parent().ok_or(Problem::NoServers)?;
        }
        // The zone says that there is one below it, which nobody else knows of.
        Err(Problem::Referral)
    }

    /// Keeps the servers of a zone. Those found at the same time stay, as their state is known.
    fn keep(&self, zone: Name, servers: Servers, lifetime: Duration) -> Arc<Servers> {
        let now = Instant::now();
        let mut zones = self.zones.lock();
        zones.retain(|_, known| now < known.until);
        let known = zones.entry(zone).or_insert_with(|| Known {
            servers: Arc::new(servers),
            until: now + lifetime,
        });
        Arc::clone(&known.servers)
    }

    /// The servers of the zone that begins at a name, if one does, and for how long they are.
    async fn servers_at(
        &self,
        name: &Name,
        budget: &Budget,
    ) -> Result<Option<(Servers, Duration)>, Problem> {
        let question = Question::new(name.clone(), RecordType::Ns);
        let found = self.finder.ask(&question, budget).await.answer;
        // Where nobody could say whether a zone begins, none further up may stand for it.
        match found.outcome {
            LookupOutcome::Bogus => return Err(Problem::Bogus),
            LookupOutcome::NotAsked => return Err(Problem::OverBudget),
            _ if found.is_failure() => return Err(Problem::NoServers),
            _ => {}
        }
        // An alias leads to another zone's servers, which know nothing of this name.
        if !found.aliases.is_empty() {
            return Ok(None);
        }
        let hosts: Vec<Name> = name_servers(&found).take(MOST_SERVERS).cloned().collect();
        if hosts.is_empty() {
            return Ok(None);
        }
        let mut addresses = self.addresses(&hosts, RecordType::A, budget).await;
        if addresses.is_empty() {
            addresses = self.addresses(&hosts, RecordType::Aaaa, budget).await;
        }
        // Silence of today must not be the answer of tomorrow.
        if addresses.is_empty() {
            return Err(Problem::NoServers);
        }
        let lifetime = found.ttl_secs.unwrap_or_default();
        let lifetime = Duration::from_secs(lifetime.clamp(LEAST_SECS, MOST_SECS).into());
        let endpoints = addresses.into_iter().map(Endpoint::Plain).collect();
        let limiter = Arc::clone(&self.limiter);
        let servers = Servers::of_zone(endpoints, self.limits, limiter);
        Ok(Some((servers, lifetime)))
    }

    /// The addresses of some hosts, in the order of the hosts.
    async fn addresses(
        &self,
        hosts: &[Name],
        record_type: RecordType,
        budget: &Budget,
    ) -> Vec<SocketAddr> {
        let mut asked = FutureSet::default();
        for (index, host) in hosts.iter().enumerate() {
            let question = Question::new(host.clone(), record_type);
            let ask = async move { self.finder.ask(&question, budget).await };
            asked.add(index, ask);
        }
        let mut found = Vec::new();
        while !asked.is_empty() {
            let (index, reply) = asked.next().await;
            let ips = reply.answer.records().iter().filter_map(address);
            let allowed = ips.filter(|ip| self.policy == AddressPolicy::Any || is_public(*ip));
            found.extend(allowed.map(|ip| (index, SocketAddr::new(ip, self.port))));
        }
        found.sort_unstable();
        let mut addresses: Vec<SocketAddr> = Vec::new();
        for (_, address) in found {
            if !addresses.contains(&address) {
                addresses.push(address);
            }
        }
        addresses
    }
}

/// The nearest zone that is known at or above a name. That of a whole top-level domain is too far
/// away to be a good guess for the names in it.
fn nearest(zones: &BTreeMap<Name, Known>, name: &Name) -> Option<Found> {
    let now = Instant::now();
    let mut candidate = Some(name.clone());
    while let Some(zone) = candidate {
        if zone.labels().len() < 2 && zone != *name {
            return None;
        }
        if let Some(known) = zones.get(&zone).filter(|known| now < known.until) {
            return Some((zone, Arc::clone(&known.servers)));
        }
        candidate = zone.parent();
    }
    None
}

const fn address(data: &RecordData) -> Option<IpAddr> {
    match data {
        RecordData::A(ip) => Some(IpAddr::V4(*ip)),
        RecordData::Aaaa(ip) => Some(IpAddr::V6(*ip)),
        _ => None,
    }
}

/// Whether an address is one of the public network.
const fn is_public(ip: IpAddr) -> bool {
    match ip.to_canonical() {
        IpAddr::V4(ip) => {
            let [first, second, ..] = ip.octets();
            let is_shared = first == 100 && second & 0b1100_0000 == 64;
            !(ip.is_private()
                || ip.is_loopback()
                || ip.is_link_local()
                || ip.is_unspecified()
                || ip.is_multicast()
                || ip.is_broadcast()
                || is_shared)
        }
        IpAddr::V6(ip) => {
            !(ip.is_loopback()
                || ip.is_unspecified()
                || ip.is_multicast()
                || ip.is_unique_local()
                || ip.is_unicast_link_local())
        }
    }
}

impl Lookup for Authoritative {
    fn ask<'a>(&'a self, question: &'a Question, budget: &'a Budget) -> LookupFuture<'a> {
        Box::pin(self.answer(question, budget))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::sender_domain::dns::{Answer, Zone};
    use crate::services::dns::Transport;

    /// A resolver over a zone that can change.
    struct Finder(Mutex<Zone>);

    impl Lookup for Finder {
        fn ask<'a>(&'a self, question: &'a Question, _: &'a Budget) -> LookupFuture<'a> {
            let answer = Answer {
                ttl_secs: Some(60),
                ..self.0.lock().answer(question)
            };
            Box::pin(async move { Reply::known(answer, Transport::Udp) })
        }
    }

    #[tokio::test]
    async fn servers_are_kept_for_their_lifetime_and_silence_is_not() {
        let (domain, host): (Name, Name) = (
            "d.example".parse().unwrap(),
            "ns.d.example".parse().unwrap(),
        );
        let ns = (domain.clone(), RecordData::Ns(host.clone()));
        let mut zone: Zone = [ns].into_iter().collect();
        zone.fail(host.clone(), None, LookupOutcome::Timeout);
        let finder = Arc::new(Finder(Mutex::new(zone)));
        let limits = TimeLimits::default();
        let found = Arc::clone(&finder) as Arc<dyn Lookup>;
        let source = Authoritative::new(found, limits, 53, AddressPolicy::PublicOnly);
        let question = Question::new(domain.clone(), RecordType::Txt);
        let budget = Budget::default();
        let silent = source.zone_of(&question, None, &budget).await;
        assert!(matches!(silent, Err(Problem::NoServers)));
        let ns = (domain.clone(), RecordData::Ns(host.clone()));
        let ip = (host, RecordData::A("192.0.2.53".parse().unwrap()));
        *finder.0.lock() = [ns, ip].into_iter().collect();
        let ask = async || {
            source
                .zone_of(&question, None, &budget)
                .await
                .map(|it| it.1)
        };
        let (Ok(first), Ok(second)) = (ask().await, ask().await) else {
            panic!("no servers");
        };
        assert!(Arc::ptr_eq(&first, &second));
        {
            let mut zones = source.zones.lock();
            let known = zones.get_mut(&domain).unwrap();
            assert!(known.until <= Instant::now() + Duration::from_mins(1));
            known.until = Instant::now();
        }
        let Ok(later) = ask().await else {
            panic!("no servers");
        };
        assert!(!Arc::ptr_eq(&first, &later));
    }
}
