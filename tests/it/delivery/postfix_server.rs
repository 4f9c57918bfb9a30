//! A real Postfix on loopback, in a folder of its own.
//!
//! It reads nothing from `/etc` and runs no service of the system. Its master process insists on
//! being root, so the tests need root or `sudo` without a password.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::net::TcpListener;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use tempfile::TempDir;

use super::certificates::{Authority, Shown};
use super::postfix_sasl::Responder;

/// Runs the master process as long as somebody holds the other end of the input: it must not outlive
/// the tests, however they end.
const UNTIL_END_OF_INPUT: &str = r#"
    MAIL_CONFIG="$1" "$0" -c "$1" -s &
    exec >/dev/null 2>&1
    cat
    kill $!
    wait $!
"#;

/// What the ports speak.
pub struct Ports {
    /// Plain text, STARTTLS offered.
    pub starttls: u16,
    /// The same, and neither login nor mail before TLS.
    pub tls_first: u16,
    /// TLS with the first byte.
    pub implicit: u16,
    /// TLS with the first byte, and a certificate of the client is demanded.
    pub client_certificate: u16,
    /// TLS 1.2 with the first byte.
    pub tls_1_2: u16,
}

/// A running Postfix; it ends with the value.
pub struct Postfix {
    pub ports: Ports,
    pub authority: Authority,
    child: Child,
    _sasl: Responder,
    _folder: TempDir,
}

impl Postfix {
    /// Starts it; mails it takes go on to `relay`, a port on loopback.
    pub async fn start(relay: u16) -> Self {
        let sasl = Responder::start().await;
        let authority = Authority::new();
        let folder = tempfile::Builder::new()
            .prefix("postfix-")
            .tempdir()
            .unwrap();
        let root = folder.path();
        // Its processes run as another user, who must come through.
        fs::set_permissions(root, fs::Permissions::from_mode(0o755)).unwrap();
        for name in ["conf", "queue", "data"] {
            fs::create_dir(root.join(name)).unwrap();
        }
        let server = authority.show(Shown::Signed);
        write(
            &root.join("tls.pem"),
            &[server.key_pem, server.chain_pem].concat(),
        );
        write(&root.join("ca.pem"), &authority.pem());
        let ports = free_ports();
        write(&root.join("conf/main.cf"), &main_cf(root, &sasl, relay));
        write(&root.join("conf/master.cf"), &master_cf(&ports));
        let data = root.join("data");
        run(as_root(Path::new("chown")).arg("postfix").arg(&data));
        let child = launch(&root.join("conf"));
        Self {
            ports,
            authority,
            child,
            _sasl: sasl,
            _folder: folder,
        }
    }
}

impl Drop for Postfix {
    fn drop(&mut self) {
        drop(self.child.stdin.take());
        self.child.wait().ok();
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "files of a test need not be written atomically"
)]
fn write(path: &Path, text: &str) {
    fs::write(path, text).unwrap();
}

fn is_root() -> bool {
    fs::metadata("/proc/self").unwrap().uid() == 0
}

/// A command with root's rights.
fn as_root(program: &Path) -> Command {
    if is_root() {
        return Command::new(program);
    }
    let mut command = Command::new("sudo");
    command.arg("-n").arg(program);
    command
}

fn run(command: &mut Command) {
    let output = command.output();
    let is_done = output.as_ref().is_ok_and(|output| output.status.success());
    assert!(
        is_done,
        "Postfix needs root: run the tests as root, or let this user use sudo without a password \
         ({command:?}: {output:?})"
    );
}

/// Runs Postfix in the foreground until it listens.
fn launch(conf: &Path) -> Child {
    let folders = ["/usr/sbin", "/usr/local/sbin"].map(Path::new);
    let installed = folders.map(|folder| folder.join("postfix"));
    let Some(postfix) = installed.iter().find(|path| path.exists()) else {
        panic!("Postfix is not installed; `.ci/packages test` installs it");
    };
    // Makes the folders of the queue.
    run(as_root(postfix).arg("-c").arg(conf).arg("check"));
    let mut command = as_root(Path::new("sh"));
    command.arg("-c").arg(UNTIL_END_OF_INPUT);
    command.arg(master(&postfix.with_file_name("postconf"), conf));
    command.arg(conf).stdin(Stdio::piped());
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut log = BufReader::new(child.stdout.take().unwrap());
    let mut said = String::new();
    while log.read_line(&mut said).unwrap() > 0 {
        if said.contains("daemon started") {
            // Its log is read on, so that it never waits for a reader.
            drain(log);
            return child;
        }
    }
    let errors = child.wait_with_output().unwrap().stderr;
    let errors = String::from_utf8_lossy(&errors);
    panic!("Postfix does not start: {said}{errors}");
}

/// The program that starts all others.
fn master(postconf: &Path, conf: &Path) -> PathBuf {
    let mut command = Command::new(postconf);
    command.arg("-c").arg(conf).args(["-h", "daemon_directory"]);
    let folder = String::from_utf8(command.output().unwrap().stdout).unwrap();
    Path::new(folder.trim()).join("master")
}

#[expect(
    clippy::disallowed_methods,
    reason = "a test without window has no tasks"
)]
fn drain(mut log: BufReader<std::process::ChildStdout>) {
    std::thread::spawn(move || std::io::copy(&mut log, &mut std::io::sink()));
}

fn free_ports() -> Ports {
    // All are held until all are known.
    let held = [(); 5].map(|()| TcpListener::bind("127.0.0.1:0").unwrap());
    let [starttls, tls_first, implicit, client_certificate, tls_1_2] = held
        .each_ref()
        .map(|listener| listener.local_addr().unwrap().port());
    Ports {
        starttls,
        tls_first,
        implicit,
        client_certificate,
        tls_1_2,
    }
}

fn main_cf(root: &Path, sasl: &Responder, relay: u16) -> String {
    let root = root.display();
    let sasl = sasl.address;
    format!(
        "compatibility_level = 3.6
queue_directory = {root}/queue
data_directory = {root}/data
maillog_file = /dev/stdout
myhostname = mx.peer.test
mydestination =
local_recipient_maps =
alias_maps =
alias_database =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks =
relayhost = [127.0.0.1]:{relay}
smtp_tls_security_level = none
smtpd_sasl_auth_enable = yes
smtpd_sasl_type = dovecot
smtpd_sasl_path = inet:{sasl}
smtpd_delay_reject = no
smtpd_error_sleep_time = 0
smtpd_sender_restrictions = check_sender_access inline:{{
  {{ refused@example.org = 553 5.7.1 not your address }} }}
smtpd_relay_restrictions = permit_sasl_authenticated, reject_unauth_destination
smtpd_recipient_restrictions = check_recipient_access inline:{{
  {{ unknown@example.net = 550 5.1.1 no such user here }},
  {{ grey@example.net = 450 4.2.0 Greylisted, come again in a few minutes }} }}
smtpd_tls_chain_files = {root}/tls.pem
smtpd_tls_CAfile = {root}/ca.pem
smtpd_tls_security_level = may
smtputf8_enable = yes
message_size_limit = 20000
"
    )
}

fn master_cf(ports: &Ports) -> String {
    let smtpd =
        |port: u16, options: &str| format!("127.0.0.1:{port} inet n - n - - smtpd {options}\n");
    let wrapped = "-o smtpd_tls_wrappermode=yes";
    let demanding =
        format!("{wrapped} -o smtpd_tls_req_ccert=yes -o smtpd_tls_security_level=encrypt");
    let old = format!(
        "{wrapped} -o smtpd_tls_mandatory_protocols=TLSv1.2 -o smtpd_tls_protocols=TLSv1.2"
    );
    let first = "-o smtpd_tls_security_level=encrypt";
    let mut text = [
        smtpd(ports.starttls, ""),
        smtpd(ports.tls_first, first),
        smtpd(ports.implicit, wrapped),
        smtpd(ports.client_certificate, &demanding),
        smtpd(ports.tls_1_2, &old),
    ]
    .concat();
    text.push_str(
        "postlog unix-dgram n - n - 1 postlogd
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
error unix - - n - - error
retry unix - - n - - error
smtp unix - - n - - smtp
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
tlsmgr unix - - n 1000? 1 tlsmgr
proxymap unix - - n - - proxymap
",
    );
    text
}
