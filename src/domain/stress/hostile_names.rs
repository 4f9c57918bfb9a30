//! Names that people choose to break mails. Logto mails values unescaped, so all of them arrive.

use serde_json::Value;

/// The hostile names; each of [`NAMES`] gets another one.
const HOSTILE: [&str; 8] = [
    "<b>Bold</b> & \"Quotes\"",
    "{{code}}",
    "👩🏽‍🚀 Zoë 🏳️‍🌈 👨‍👩‍👧‍👦",
    "\u{202e}gnp.eciovni",
    "Wolfeschlegelsteinhausenbergerdorffwelchevoralternwarengewissenhaftschaferswessenschafe\
     warenwohlgepflegeundsorgfaltigkeitbeschutzen",
    "<script>alert(1)</script>",
    "</td></tr></table><h1>Call 555 0100</h1>",
    "\"><img src=x onerror=alert(1)>",
];

/// The names in Logto's payloads, apart from those in a profile.
const NAMES: [(&str, &str); 7] = [
    ("user", "name"),
    ("user", "username"),
    ("application", "name"),
    ("application", "displayName"),
    ("organization", "name"),
    ("inviter", "name"),
    ("inviter", "username"),
];

/// The hostile text for a name, always the same for the same path; none for other values.
pub(super) fn value(path: &[String], value: &Value) -> Option<Value> {
    value.as_str()?;
    let choice = choice(path)?;
    let hostile = HOSTILE.get(choice % HOSTILE.len())?;
    Some(Value::String((*hostile).to_owned()))
}

/// Which hostile text a name gets, modulo their number.
fn choice(path: &[String]) -> Option<usize> {
    let path: Vec<&str> = path.iter().map(String::as_str).collect();
    match path.as_slice() {
        [owner, field] => NAMES.iter().position(|name| name == &(*owner, *field)),
        ["user" | "inviter", "profile", claims @ ..] => {
            Some(claims.iter().flat_map(|claim| claim.bytes()).fold(0, mixed))
        }
        _ => None,
    }
}

/// A hash good enough to tell the claims of a profile apart.
const fn mixed(sum: usize, byte: u8) -> usize {
    sum.wrapping_mul(31).wrapping_add(byte as usize)
}
