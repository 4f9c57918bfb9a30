//! Every value as long as Logto stores it.
//!
//! Limits: the columns in Logto's `schemas/tables/`: `users.sql` (name, username, address and phone
//! 128 characters, avatar 2048), `organizations.sql` (name 128), `applications.sql` and
//! `application_sign_in_experiences.sql` (name and display name 256).

use serde_json::Value;

use super::fields::{Field, field, is_web_address};

const NAME_CHARS: usize = 128;
const APPLICATION_NAME_CHARS: usize = 256;
const PICTURE_CHARS: usize = 2048;

/// Logto limits neither links nor the profile; this much is plausible.
const LINK_CHARS: usize = 400;
const TEXT_CHARS: usize = 200;

/// The local part of an address has at most 64 octets (RFC 5321, section 4.5.3.1.1), a label of its
/// domain 63 (RFC 1035, section 2.3.4): 64 + 1 + 33 + 1 + 21 + 8 are the 128 that Logto stores.
const EMAIL: &str = "wilhelmina.fitzgerald-montgomery.customer-relations.and-accounts\
                     @northern-territories-cooperatives.administration-office.example";

/// The most digits a number can have (ITU-T E.164), without the plus sign, as Logto stores it.
const PHONE: &str = "491761234567890";

/// The longest name in the IANA time zone database.
const TIME_ZONE: &str = "America/Argentina/ComodRivadavia";

const PERSON: &str = "Wilhelmina Alexandrina Konstantinopolitánszky-Fitzgerald de la Fuente y \
                      Montgomery-Wolfeschlegelsteinhausenbergerdorff the Younger of";
const ORGANIZATION: &str = "International Cooperative Association for \
                            Straßenbahnhaltestellenbeleuchtung, Wasserversorgung and Community \
                            Infrastructure Partnerships of";
const APPLICATION: &str = "Customer Self-Service and Appointment Management Portal for \
                           Kraftfahrzeughaftpflichtversicherungsangelegenheiten with Document \
                           Archive, Notifications and";
const TEXT: &str = "Apartment Building Number Nineteen at the Corner of \
                    Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch Avenue and";
const USERNAME: &str = "wilhelmina_alexandrina_fitzgerald_montgomery_customer_relations_";
const TOKEN: &str = "eyJhbGciOiJFUzM4NCJ9.8Kq2Zt5vXw1NcR7yUe4LbH9sDf3Gp6Jm";

/// The longest plausible value for a string; none for other values.
pub(super) fn value(path: &[String], value: &Value) -> Option<Value> {
    let text = value.as_str()?;
    let longest = match field(path, text) {
        Field::Code | Field::Language | Field::Id | Field::Date => return None,
        Field::Picture => picture(text),
        Field::Page => page(text),
        Field::Email => EMAIL.to_owned(),
        Field::Phone => PHONE.to_owned(),
        Field::TimeZone => TIME_ZONE.to_owned(),
        Field::Username => repeated(USERNAME, "", NAME_CHARS),
        Field::PersonName => repeated(PERSON, " ", NAME_CHARS),
        Field::OrganizationName => repeated(ORGANIZATION, " ", NAME_CHARS),
        Field::ApplicationName => repeated(APPLICATION, " ", APPLICATION_NAME_CHARS),
        Field::Text => repeated(TEXT, " ", TEXT_CHARS),
    };
    Some(Value::String(longest))
}

/// The address of the same picture: what stands after `#` is not asked from a server.
fn picture(address: &str) -> String {
    if is_web_address(address) {
        let joint = if address.contains('#') { "-" } else { "#" };
        lengthened(address, joint, PICTURE_CHARS)
    } else {
        lengthened("https://cdn.example.com/", "", PICTURE_CHARS)
    }
}

/// The address of the same page, with a long query.
fn page(address: &str) -> String {
    if is_web_address(address) {
        let joint = match (address.contains('#'), address.contains('?')) {
            (true, _) => "-",
            (false, true) => "&token=",
            (false, false) => "?token=",
        };
        lengthened(address, joint, LINK_CHARS)
    } else {
        lengthened("https://app.example.com/", "", LINK_CHARS)
    }
}

/// `start` and a made-up token, `chars` characters in all; a longer `start` stays.
fn lengthened(start: &str, joint: &str, chars: usize) -> String {
    let own = start.chars().count();
    if own >= chars {
        return start.to_owned();
    }
    let tail = joint.chars().chain(TOKEN.chars().cycle());
    start.chars().chain(tail.take(chars - own)).collect()
}

/// `words` again and again with `joint` in between, `chars` characters in all.
fn repeated(words: &str, joint: &str, chars: usize) -> String {
    let mut text: String = words
        .chars()
        .chain(joint.chars())
        .cycle()
        .take(chars)
        .collect();
    // A blank at the end would not be stored.
    if text.ends_with(' ') {
        text.pop();
        text.push('n');
    }
    text
}
