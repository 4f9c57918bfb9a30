//! Answers Postfix whether a login is right, in the protocol of Dovecot's authentication server
//! (version 1.1): so the tests need no user database of the system.

use std::net::SocketAddr;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufStream};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

/// The user, password, challenge and answer of RFC 2195, 2.
pub const USER: &str = "tim";
pub const PASSWORD: &str = "tanstaaftanstaaf";
const CHALLENGE: &str = "<1896.697170952@postoffice.reston.mci.net>";
const ANSWER: &str = "tim b913a602c7eda7a495b4e6e7334d3890";

const GREETING: &str = "VERSION\t1\t1\nMECH\tPLAIN\tplaintext\nMECH\tLOGIN\tplaintext\n\
                        MECH\tCRAM-MD5\tdictionary\tactive\nSPID\t1\nCUID\t1\n\
                        COOKIE\t00112233445566778899aabbccddeeff\nDONE\n";

/// A responder on loopback; it ends with the value.
pub struct Responder {
    pub address: SocketAddr,
    _tasks: JoinSet<()>,
}

impl Responder {
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let mut tasks = JoinSet::new();
        tasks.spawn(async move {
            let mut connections = JoinSet::new();
            while let Ok((socket, _)) = listener.accept().await {
                connections.spawn(serve(socket));
            }
        });
        Self {
            address,
            _tasks: tasks,
        }
    }
}

async fn serve(socket: TcpStream) {
    let mut stream = BufStream::new(socket);
    let greeting: Arc<str> = GREETING.into();
    if say(&mut stream, &greeting).await.is_none() {
        return;
    }
    let mut login = Login::default();
    let mut line = String::new();
    while matches!(stream.read_line(&mut line).await, Ok(1..)) {
        if let Some(answer) = login.answer(line.trim_end())
            && say(&mut stream, &answer).await.is_none()
        {
            return;
        }
        line.clear();
    }
}

async fn say(stream: &mut BufStream<TcpStream>, text: &str) -> Option<()> {
    stream.write_all(text.as_bytes()).await.ok()?;
    stream.flush().await.ok()
}

/// A login under way.
#[derive(Default)]
struct Login {
    mechanism: String,
    user: Option<String>,
}

impl Login {
    fn answer(&mut self, line: &str) -> Option<String> {
        let fields: Vec<&str> = line.split('\t').collect();
        let (id, response) = match fields.as_slice() {
            ["AUTH", id, mechanism, rest @ ..] => {
                *self = Self {
                    mechanism: (*mechanism).to_owned(),
                    user: None,
                };
                (
                    *id,
                    rest.iter().find_map(|field| field.strip_prefix("resp=")),
                )
            }
            ["CONT", id, response] => (*id, Some(*response)),
            _ => return None,
        };
        let response = response.map(|text| {
            let bytes = STANDARD.decode(text).unwrap_or_default();
            String::from_utf8_lossy(&bytes).into_owned()
        });
        let challenge = |text: &str| Some(format!("CONT\t{id}\t{}\n", STANDARD.encode(text)));
        let judge = |is_right: bool| {
            let verdict = if is_right { "OK" } else { "FAIL" };
            Some(format!("{verdict}\t{id}\tuser={USER}\n"))
        };
        match (self.mechanism.as_str(), response) {
            ("PLAIN", Some(response)) => judge(response == format!("\0{USER}\0{PASSWORD}")),
            ("LOGIN", None) => challenge("Username:"),
            ("LOGIN", Some(response)) => match self.user.take() {
                None => {
                    self.user = Some(response);
                    challenge("Password:")
                }
                Some(user) => judge(user == USER && response == PASSWORD),
            },
            ("CRAM-MD5", None) => challenge(CHALLENGE),
            ("CRAM-MD5", Some(response)) => judge(response == ANSWER),
            _ => challenge(""),
        }
    }
}
