//! Knot as the server of signed zones and Unbound as a validating resolver before it, both as Debian
//! packs them, on loopback and as whoever runs the tests.

use std::fmt::Write as _;
use std::io::{BufRead as _, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;

use letterhead::domain::sender_domain::dns::{
    LookupOutcome, Name, Question, RecordData, RecordType,
};
use letterhead::domain::sender_domain::spf::{CheckRequest, Evaluation, SpfResult};
use letterhead::services::dns::{
    AddressPolicy, Authoritative, Budget, Endpoint, Lookup, Problem, Reply, RunOptions, Servers,
    TimeLimits, Transport, run,
};
use letterhead::services::workspace::write_atomic;
use tempfile::TempDir;
use tokio_util::sync::CancellationToken;

use super::zone_server::sockets;

/// What every zone begins with.
const START: &str = "$TTL 120\n@ SOA ns hostmaster 1 60 60 60 30\n@ NS ns\nns A 127.0.0.1\n";

/// The zones and what else is in them.
const ZONES: [(&str, &str); 3] = [
    (
        "example.test",
        "@ TXT \"v=spf1 include:_spf.other.test \" \"-all\"\n\
         @ 300 A 192.0.2.1\n\
         www 60 CNAME @\n\
         abroad CNAME mail.other.test.\n\
         nowhere CNAME gone.other.test.\n\
         dmarc.lists CNAME _dmarc\n\
         _dmarc TXT \"v=DMARC1; p=reject\"\n\
         *.wild MX 0 .\n\
         @ TYPE99 \\# 4 03616263\n\
         _25._tcp TLSA 3 1 1 0123456789abcdef\n\
         1.in PTR mail.other.test.\n",
    ),
    (
        "other.test",
        "mail A 192.0.2.25\nmail AAAA 2001:db8::25\n_spf TXT \"v=spf1 a:mail.other.test -all\"\n",
    ),
    ("broken.test", "@ A 192.0.2.66\n@ TXT \"v=spf1 +all\"\n"),
];

/// Servers that end with this process.
struct Debian {
    _folder: TempDir,
    zones: SocketAddr,
    resolver: SocketAddr,
    _guards: [Child; 2],
}

impl Debian {
    async fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let zones = free_port().await;
        let mut knot = start_knot(folder.path(), zones);
        wait_for(&mut knot, "signing at", ZONES.len());
        let key = signing_key(zones).await;
        let resolver = free_port().await;
        let mut unbound = start_unbound(folder.path(), resolver, zones, &key);
        wait_for(&mut unbound, "start of service", 1);
        Self {
            _folder: folder,
            zones,
            resolver,
            _guards: [knot, unbound],
        }
    }

    fn resolver(&self) -> Arc<dyn Lookup> {
        let endpoints = vec![Endpoint::Plain(self.resolver)];
        Arc::new(Servers::resolvers(endpoints, TimeLimits::default()))
    }

    /// The zone server, asked like a resolver.
    fn zone_server(&self) -> Arc<dyn Lookup> {
        let endpoints = vec![Endpoint::Plain(self.zones)];
        Arc::new(Servers::resolvers(endpoints, TimeLimits::default()))
    }
}

async fn free_port() -> SocketAddr {
    let (udp, _tcp) = sockets().await;
    udp.local_addr().unwrap()
}

/// Starts a server through a shell that ends it once this process, which holds the other end of the
/// shell's standard input, is gone, however it went. What the server says comes out of the shell.
fn start(command: &str, folder: &Path) -> Child {
    let script = format!("{command} 2>&1 </dev/null & server=$!; cat >/dev/null; kill $server");
    Command::new("sh")
        .args(["-c", &script])
        .current_dir(folder)
        .env("PATH", "/usr/sbin:/usr/bin:/sbin:/bin")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap()
}

/// Waits until a server has said something a number of times, and lets it go on talking.
fn wait_for(server: &mut Child, words: &str, mut times: usize) {
    let mut heard = String::new();
    let mut lines = BufReader::new(server.stdout.take().unwrap());
    while times > 0 {
        let before = heard.len();
        let length = lines.read_line(&mut heard).unwrap();
        assert_ne!(
            length, 0,
            "not started; are knot and unbound installed? {heard}"
        );
        times -= usize::from(heard[before..].contains(words));
    }
    // The pipe stays open, so that the server can write.
    server.stdout = Some(lines.into_inner());
}

fn start_knot(folder: &Path, address: SocketAddr) -> Child {
    let path = folder.display();
    let mut config = format!(
        "server:\n  rundir: \"{path}\"\n  listen: {}@{}\n\
         log:\n  - target: stdout\n    any: info\n\
         database:\n  storage: \"{path}\"\n\
         policy:\n  - id: p\n    algorithm: ecdsap256sha256\n    single-type-signing: on\n\
         template:\n  - id: default\n    storage: \"{path}\"\n    dnssec-signing: on\n    \
         dnssec-policy: p\n    zonefile-load: whole\n    zonefile-sync: -1\nzone:\n",
        address.ip(),
        address.port(),
    );
    for (zone, records) in ZONES {
        let mut text = format!("$ORIGIN {zone}.\n{START}{records}");
        if zone == "example.test" {
            add_large_records(&mut text);
        }
        write_atomic(&folder.join(zone), text.as_bytes()).unwrap();
        writeln!(config, "  - domain: {zone}\n    file: \"{zone}\"").unwrap();
    }
    write_atomic(&folder.join("knot.conf"), config.as_bytes()).unwrap();
    start("knotd -c knot.conf", folder)
}

fn add_large_records(text: &mut String) {
    for index in 0..100 {
        writeln!(text, "many MX {index} mx{index}.mail").unwrap();
    }
    let strings = format!("\"{}\" ", "x".repeat(255)).repeat(100);
    writeln!(text, "large TXT {strings}").unwrap();
}

/// The key of a zone, as a zone file has it.
async fn signing_key(zones: SocketAddr) -> String {
    let lookup = Servers::resolvers(vec![Endpoint::Plain(zones)], TimeLimits::default());
    let reply = ask(&lookup, "example.test", RecordType::Dnskey).await;
    let [RecordData::Other { text, .. }] = reply.answer.records() else {
        panic!("{reply:?}");
    };
    text.clone()
}

/// A resolver that takes the key of the first zone for that of all of them.
fn start_unbound(folder: &Path, address: SocketAddr, zones: SocketAddr, key: &str) -> Child {
    let mut config = format!(
        "server:\n  interface: {}@{}\n  do-daemonize: no\n  use-syslog: no\n  logfile: \"\"\n  \
         chroot: \"\"\n  username: \"\"\n  directory: \"{path}\"\n  \
         pidfile: \"{path}/unbound.pid\"\n  do-not-query-localhost: no\n  verbosity: 1\n  \
         num-threads: 1\n  local-zone: \"test.\" nodefault\n",
        address.ip(),
        address.port(),
        path = folder.display(),
    );
    for zone in ["example.test", "broken.test"] {
        writeln!(config, "  trust-anchor: \"{zone}. DNSKEY {key}\"").unwrap();
    }
    for (zone, _) in ZONES {
        let (ip, port) = (zones.ip(), zones.port());
        writeln!(
            config,
            "stub-zone:\n  name: \"{zone}\"\n  stub-addr: {ip}@{port}"
        )
        .unwrap();
    }
    writeln!(config, "remote-control:\n  control-enable: no").unwrap();
    write_atomic(&folder.join("unbound.conf"), config.as_bytes()).unwrap();
    start("unbound -d -c unbound.conf", folder)
}

async fn ask(lookup: &dyn Lookup, name: &str, record_type: RecordType) -> Reply {
    let question = Question::new(name.parse().unwrap(), record_type);
    lookup.ask(&question, &Budget::default()).await
}

fn name(text: &str) -> Name {
    text.parse().unwrap()
}

#[tokio::test]
async fn real_servers_are_understood() {
    let debian = Debian::start().await;
    a_zone_server_tells_what_is_there_and_what_is_not(&debian).await;
    large_answers_come_whole(&debian).await;
    a_resolver_vouches_for_signed_answers_and_refuses_wrong_ones(&debian).await;
    the_source_is_asked_across_zones(&debian).await;
    a_mail_is_checked(&debian).await;
}

async fn a_zone_server_tells_what_is_there_and_what_is_not(debian: &Debian) {
    let server = &*debian.zone_server();
    let text = ask(server, "example.test", RecordType::Txt).await;
    let [RecordData::Txt(data)] = text.answer.records() else {
        panic!("{text:?}");
    };
    assert_eq!(data.text(), "v=spf1 include:_spf.other.test -all");
    assert_eq!(data.boundaries(), [31]);
    assert_eq!(text.answer.ttl_secs, Some(120));
    assert_eq!(text.source.transport, Some(Transport::Udp));
    assert_eq!(text.source.server, Some(debian.zones.to_string()));

    let alias = ask(server, "WWW.example.test", RecordType::A).await;
    assert_eq!(alias.answer.aliases, [name("example.test")]);
    assert_eq!(alias.answer.ttl_secs, Some(60));

    let no_data = ask(server, "example.test", RecordType::Aaaa).await;
    assert_eq!(no_data.answer.outcome, LookupOutcome::NoData);
    assert_eq!(no_data.answer.ttl_secs, Some(30));
    let above_others = ask(server, "wild.example.test", RecordType::Mx).await;
    assert_eq!(above_others.answer.outcome, LookupOutcome::NoData);
    let no_name = ask(server, "gone.example.test", RecordType::Txt).await;
    assert_eq!(no_name.answer.outcome, LookupOutcome::NoSuchName);
    let wild = ask(server, "any.wild.example.test", RecordType::Mx).await;
    let null = RecordData::Mx {
        preference: 0,
        exchange: Name::root(),
    };
    assert_eq!(wild.answer.records(), [null]);

    let type_99 = ask(server, "example.test", RecordType::Spf).await;
    assert_eq!(type_99.answer.records(), [RecordData::Spf("abc".into())]);
    let tlsa = ask(server, "_25._tcp.example.test", RecordType::Tlsa).await;
    let data = RecordData::Other {
        record_type: RecordType::Tlsa,
        text: "3 1 1 0123456789ABCDEF".to_owned(),
    };
    assert_eq!(tlsa.answer.records(), [data]);
    let foreign = ask(server, "example.org", RecordType::A).await;
    assert_eq!(foreign.answer.outcome, LookupOutcome::Refused);
}

async fn large_answers_come_whole(debian: &Debian) {
    for lookup in [debian.zone_server(), debian.resolver()] {
        let many = ask(&*lookup, "many.example.test", RecordType::Mx).await;
        assert_eq!(many.answer.records().len(), 100);
        assert_eq!(many.source.transport, Some(Transport::Tcp));
        assert_eq!(many.source.queries, 2);
        let large = ask(&*lookup, "large.example.test", RecordType::Txt).await;
        let [RecordData::Txt(data)] = large.answer.records() else {
            panic!("{large:?}");
        };
        assert_eq!(data.wire_bytes(), 100 * 256);
    }
}

async fn a_resolver_vouches_for_signed_answers_and_refuses_wrong_ones(debian: &Debian) {
    let resolver = &*debian.resolver();
    let signed = ask(resolver, "example.test", RecordType::A).await;
    assert!(signed.answer.authenticated, "{signed:?}");
    let no_name = ask(resolver, "gone.example.test", RecordType::A).await;
    assert_eq!(no_name.answer.outcome, LookupOutcome::NoSuchName);
    assert!(no_name.answer.authenticated, "{no_name:?}");
    let unsigned = ask(resolver, "mail.other.test", RecordType::A).await;
    assert!(!unsigned.answer.authenticated, "{unsigned:?}");
    let mixed = ask(resolver, "abroad.example.test", RecordType::Aaaa).await;
    assert_eq!(mixed.answer.aliases, [name("mail.other.test")]);
    assert!(!mixed.answer.authenticated, "{mixed:?}");
    for record_type in [RecordType::A, RecordType::Txt, RecordType::Mx] {
        let bogus = ask(resolver, "broken.test", record_type).await;
        assert_eq!(bogus.answer.outcome, LookupOutcome::Bogus);
        assert_eq!(bogus.source.problem, Some(Problem::Bogus));
    }
    let dangling = ask(resolver, "nowhere.example.test", RecordType::A).await;
    assert_eq!(dangling.answer.outcome, LookupOutcome::NoSuchName);
    assert_eq!(dangling.answer.aliases, [name("gone.other.test")]);
}

async fn the_source_is_asked_across_zones(debian: &Debian) {
    let source = |policy| {
        let limits = TimeLimits::default();
        Authoritative::new(debian.resolver(), limits, debian.zones.port(), policy)
    };
    let any = source(AddressPolicy::Any);
    let deep = ask(&any, "dmarc.lists.example.test", RecordType::Txt).await;
    assert_eq!(
        deep.answer.records(),
        [RecordData::Txt("v=DMARC1; p=reject".into())]
    );
    assert_eq!(deep.source.server, Some(debian.zones.to_string()));
    let abroad = ask(&any, "abroad.example.test", RecordType::A).await;
    assert_eq!(
        abroad.answer.records(),
        [RecordData::A([192, 0, 2, 25].into())]
    );
    assert_eq!(abroad.answer.aliases, [name("mail.other.test")]);
    let broken = ask(&any, "broken.test", RecordType::A).await;
    assert_eq!(broken.answer.outcome, LookupOutcome::Bogus);
    let gone = ask(&any, "gone.example.test", RecordType::Txt).await;
    assert_eq!(gone.answer.outcome, LookupOutcome::NoSuchName);
    let guarded = ask(
        &source(AddressPolicy::PublicOnly),
        "example.test",
        RecordType::A,
    )
    .await;
    assert_eq!(guarded.answer.outcome, LookupOutcome::Timeout);
    assert_eq!(guarded.source.problem, Some(Problem::NoServers));
}

async fn a_mail_is_checked(debian: &Debian) {
    let check = async |ip: &str, domain: &str| {
        let sender = format!("a@{domain}");
        let request = CheckRequest::new(ip.parse().unwrap(), "mail.other.test", sender);
        let check = Evaluation::new(request);
        let never = CancellationToken::new();
        let options = RunOptions::default();
        let run = run(check, debian.resolver(), options, |_| (), &never).await;
        run.unwrap().result.result
    };
    assert_eq!(check("192.0.2.25", "example.test").await, SpfResult::Pass);
    assert_eq!(check("192.0.2.26", "example.test").await, SpfResult::Fail);
    assert_eq!(check("2001:db8::25", "example.test").await, SpfResult::Pass);
    assert_eq!(
        check("192.0.2.25", "broken.test").await,
        SpfResult::TempError
    );
}
