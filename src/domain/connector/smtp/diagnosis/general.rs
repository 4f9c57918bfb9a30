//! What a refusal means by its code (RFC 5321, 4.2; RFC 3463; RFC 4954, 6) and its words.

use super::super::super::diagnosis::Diagnosis;
use super::super::submission::{SmtpAuth, SmtpSecurity, SmtpSubmission, StartTls};
use super::{ServerAnswer, Step};

/// The meaning of a refusal that no provider's rule knows.
pub(super) fn diagnose(
    submission: &SmtpSubmission,
    answer: &ServerAnswer<'_>,
    text: &str,
) -> Diagnosis {
    let has = |words: &[&str]| words.iter().any(|word| text.contains(word));
    if wants_tls(answer, text) {
        return tls_first(submission);
    }
    if wants_login(answer, text) {
        return login_first(submission);
    }
    match answer.step {
        Step::Login => login(answer, text),
        Step::StartTls => starttls(answer),
        Step::Greeting | Step::Hello if !answer.is_temporary() => client(answer),
        _ if has(&[
            "greylist",
            "graylist",
            "greylisted",
            "try again in a few minutes",
        ]) =>
        {
            greylisting()
        }
        _ if is_rate(answer, text) => rate(),
        _ if is_size(answer, text) => size(submission),
        _ if has(&["relay", "not permitted to send through"]) => relay(submission),
        _ if is_quota(answer, text) => full_mailbox(),
        _ if is_spam(answer, text) => content(),
        _ if answer.is_temporary() => later(answer),
        Step::Sender => sender(submission),
        Step::Recipient => recipient(),
        Step::Data | Step::Message if is_about_sender(text) => sender(submission),
        Step::Greeting | Step::Hello | Step::Data | Step::Message => content(),
    }
}

fn wants_tls(answer: &ServerAnswer<'_>, text: &str) -> bool {
    let is_said = text.contains("starttls") || text.contains("encryption required");
    matches!(answer.code, 530 | 538 | 554 | 503 | 451) && is_said && answer.step != Step::StartTls
}

fn wants_login(answer: &ServerAnswer<'_>, text: &str) -> bool {
    let is_said = [
        "authentication required",
        "authenticate first",
        "auth first",
        "must authenticate",
    ]
    .iter()
    .any(|words| text.contains(words));
    answer.step != Step::Login && (answer.code == 530 || is_said)
}

fn is_rate(answer: &ServerAnswer<'_>, text: &str) -> bool {
    let words = [
        "too many",
        "rate limit",
        "rate exceeded",
        "too fast",
        "throttl",
        "quota exceeded for",
    ];
    answer.step != Step::Login && words.iter().any(|word| text.contains(word))
}

fn is_size(answer: &ServerAnswer<'_>, text: &str) -> bool {
    let words = [
        "too big",
        "too large",
        "size limit",
        "exceeds size",
        "maximum message size",
        "too long",
    ];
    answer.has_status(".3.4")
        || answer.has_status(".2.3")
        || words.iter().any(|word| text.contains(word))
}

fn is_quota(answer: &ServerAnswer<'_>, text: &str) -> bool {
    answer.has_status(".2.2") || text.contains("mailbox full") || text.contains("over quota")
}

fn is_spam(answer: &ServerAnswer<'_>, text: &str) -> bool {
    let words = [
        "spam",
        "blacklist",
        "blocklist",
        "blocked using",
        "reputation",
        "spamhaus",
        "dmarc",
    ];
    !matches!(answer.step, Step::Recipient) && words.iter().any(|word| text.contains(word))
}

fn is_about_sender(text: &str) -> bool {
    [
        "from address",
        "sender",
        "not verified",
        "unverified",
        "not owned",
    ]
    .iter()
    .any(|words| text.contains(words))
}

fn new(title: &str, why: impl Into<String>, fix: &[&str]) -> Diagnosis {
    Diagnosis {
        title: title.to_owned(),
        why: why.into(),
        fix: fix.iter().map(|&text| text.to_owned()).collect(),
        provider_code: None,
        link: None,
    }
}

fn tls_first(submission: &SmtpSubmission) -> Diagnosis {
    let never = SmtpSecurity::Plain {
        starttls: StartTls::Never,
    };
    let why = "The server takes logins or mails only over an encrypted connection.";
    if submission.security == never {
        let why = format!("{why} “ignoreTLS” keeps the connection unencrypted.");
        return new(
            "The server wants TLS first",
            why,
            &["Set “ignoreTLS” to false"],
        );
    }
    let fix = "Set “requireTLS” to true, or “secure” to true with port 465";
    new("The server wants TLS first", why, &[fix])
}

fn login_first(submission: &SmtpSubmission) -> Diagnosis {
    let title = "The server wants a login first";
    if submission.auth == SmtpAuth::None {
        let why = "The server takes mails only after a login, and “auth” is empty.";
        return new(title, why, &["Fill in “auth.user” and “auth.pass”"]);
    }
    let why = "The server takes mails only after a login, but it did not offer one on this \
               connection, so the one in “auth” was not used. Servers often offer it only over TLS.";
    let fix = [
        "Do not set “ignoreTLS”; set “requireTLS” to true",
        "Use the port for submission, 587 or 465, instead of 25",
    ];
    new(title, why, &fix)
}

fn login(answer: &ServerAnswer<'_>, text: &str) -> Diagnosis {
    if answer.is_temporary() {
        let why = "The server could not check the login, which need not be the login's fault.";
        let fix = [
            "Try again in some minutes",
            "If it stays so, ask the provider",
        ];
        return new("The login cannot be checked now", why, &fix);
    }
    if answer.code == 504 || answer.has_status(".7.4") {
        let why = "The server does not know the login method that was used.";
        let fix = [
            "Remove “authMethod” and “auth.method”",
            "Use PLAIN, LOGIN or XOAUTH2",
        ];
        return new("The login method is not known", why, &fix);
    }
    if text.contains("ssl") || text.contains("secure connection") || answer.code == 538 {
        let why = "The server takes this login only over an encrypted connection.";
        return new(
            "The server wants TLS first",
            why,
            &["Set “requireTLS” to true"],
        );
    }
    if text.contains("application") && text.contains("password") {
        let why =
            "The account has two-step verification, so its normal password does not count here.";
        let fix = ["Make a password for programs and put it into “auth.pass”"];
        return new("The server wants a password for programs", why, &fix);
    }
    let why = "The server does not accept this user and password or token.";
    let fix = [
        "Check “auth.user” and “auth.pass” for typing errors and spaces; the user is often the whole \
         address",
        "Many providers want a password made for programs, or an SMTP key, instead of the account's",
        "Check that SMTP is switched on for the account",
    ];
    new("The login is refused", why, &fix)
}

fn starttls(answer: &ServerAnswer<'_>) -> Diagnosis {
    if answer.is_temporary() {
        let why = "The server offers STARTTLS but cannot begin it, which is a fault of the server.";
        let fix = ["Try again later", "Use “secure”: true with port 465"];
        return new("TLS is not available now", why, &fix);
    }
    let why = "“requireTLS” insists on STARTTLS, and the server on this port does not know it.";
    let fix = [
        "Use the port with STARTTLS, usually 587, or “secure”: true with port 465",
        "In your own network only, set “requireTLS” to false",
    ];
    new("The server has no STARTTLS", why, &fix)
}

fn client(answer: &ServerAnswer<'_>) -> Diagnosis {
    if answer.step == Step::Greeting {
        let why = "The server refuses connections from this machine, often because of its network \
                   address or because too many were made.";
        let fix = [
            "Read the server's answer",
            "Use the provider's port for submission, 587 or 465",
            "Send from another network: the one Logto runs in may be welcome",
        ];
        return new("The server does not want this client", why, &fix);
    }
    let why = "The server does not accept the name this client gives with EHLO.";
    new(
        "The client's name is refused",
        why,
        &["Set “name” to a full host name in ASCII"],
    )
}

fn greylisting() -> Diagnosis {
    let why = "The server refuses unknown senders at first and takes the mail when it comes again, \
               which is called greylisting. Logto does not try again, so the mail would be lost.";
    let fix = [
        "Send again after some minutes; once taken, the sender is known for a while",
        "For lasting delivery let Logto send through a provider, which tries again itself",
    ];
    new("The server asks to come again later", why, &fix)
}

fn rate() -> Diagnosis {
    let why = "More mails, recipients or connections came than the server allows in a time.";
    let fix = [
        "Wait, then send again",
        "Ask the provider for a higher limit",
    ];
    new("Too many mails in a short time", why, &fix)
}

fn size(submission: &SmtpSubmission) -> Diagnosis {
    let why = format!(
        "The mail has {} bytes, which is more than the server or the mailbox allows.",
        submission.eml().len(),
    );
    new(
        "The mail is too large",
        why,
        &["Make the template smaller, above all embedded pictures"],
    )
}

fn relay(submission: &SmtpSubmission) -> Diagnosis {
    let title = "The server does not send to others for this client";
    if submission.auth == SmtpAuth::None {
        let why = "Without a login the server takes mail only for its own mailboxes, and “auth” is \
                   empty.";
        return new(title, why, &["Fill in “auth.user” and “auth.pass”"]);
    }
    let why = "The server takes mail to others only after a login or from networks it knows.";
    let fix = [
        "Check that a login took place: the transcript shows AUTH if the server offered it",
        "Use the port for submission, 587 or 465, instead of 25",
        "Use a sender the account may send from",
    ];
    new(title, why, &fix)
}

fn full_mailbox() -> Diagnosis {
    let why = "The recipient's mailbox is full.";
    new(
        "The recipient's mailbox is full",
        why,
        &["Test with another recipient"],
    )
}

fn content() -> Diagnosis {
    let why = "The server has looked at the sender, its network or the mail and does not want it; \
               often it takes it for spam.";
    let fix = [
        "Read the server's answer, which often has a link",
        "Check SPF, DKIM and DMARC of the sender's domain",
        "Look for shortened links and for links to other domains in the template",
    ];
    new("The server refuses the mail", why, &fix)
}

fn later(answer: &ServerAnswer<'_>) -> Diagnosis {
    let why = format!(
        "The server says no for now ({}). Logto does not try again, so the mail would be lost.",
        answer.printed_code(),
    );
    new(
        "The server cannot take the mail now",
        why,
        &["Try again later"],
    )
}

fn sender(submission: &SmtpSubmission) -> Diagnosis {
    if submission.envelope.mail_from.is_empty() {
        let why = "The mail has no sender, as “fromEmail” or “sendFrom” has no address in it.";
        return new(
            "The mail has no sender",
            why,
            &["Write the sender as “Name <address>”"],
        );
    }
    let why = format!(
        "The account may not send as {}, or the provider has not verified it.",
        submission.envelope.mail_from,
    );
    let fix = [
        "Set “fromEmail” and the templates' “sendFrom” to an address the account may send from",
        "Verify the address or its domain at the provider",
    ];
    new("The sender is refused", why, &fix)
}

fn recipient() -> Diagnosis {
    let why = "The server knows no such mailbox, or does not deliver to it.";
    let fix = [
        "Check the recipient for typing errors",
        "At a provider look whether the address is suppressed after a bounce or a complaint",
    ];
    new("The recipient is refused", why, &fix)
}
