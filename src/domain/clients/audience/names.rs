//! The names that analytics give to mail clients.

/// The clients that a name stands for, as [`super::ClientData::find`] reads them. `name` has only
/// letters, digits and single blanks, in lower case.
pub(super) fn clients(name: &str) -> &'static [&'static str] {
    match name {
        "apple mail" | "apple mail macos" | "mail macos" | "macos mail" | "apple mail mac"
        | "apple mail on mac" => &["apple-mail.macos"],
        "apple iphone"
        | "iphone"
        | "apple ipad"
        | "ipad"
        | "ios mail"
        | "apple iphone ios mail"
        | "apple ipad ipados mail"
        | "apple mail ios"
        | "ipados mail"
        | "iphone mail" => &["apple-mail.ios"],
        "apple" | "apple mail privacy protection" | "mail privacy protection" | "apple mpp" => {
            &["apple-mail"]
        }
        "gmail" | "google mail" | "googlemail" => {
            &["gmail.desktop-webmail", "gmail.ios", "gmail.android"]
        }
        "gmail web" | "gmail webmail" | "gmail desktop" => &["gmail.desktop-webmail"],
        "gmail mobile web" | "gmail mobile webmail" => &["gmail.mobile-webmail"],
        "gmail ios" | "gmail app ios" | "gmail iphone" => &["gmail.ios"],
        "gmail android" | "gmail app android" => &["gmail.android"],
        "gmail app" | "gmail mobile" => &["gmail.ios", "gmail.android"],
        "outlook" | "outlook desktop" | "microsoft outlook" => {
            &["outlook.windows", "outlook.macos"]
        }
        "outlook windows"
        | "outlook for windows"
        | "outlook classic"
        | "outlook 2007"
        | "outlook 2010"
        | "outlook 2013"
        | "outlook 2016"
        | "outlook 2019"
        | "outlook 2021"
        | "outlook 365"
        | "outlook office 365"
        | "outlook classic windows" => &["outlook.windows"],
        "outlook mac" | "outlook for mac" | "outlook macos" => &["outlook.macos"],
        "outlook com"
        | "hotmail"
        | "live com"
        | "outlook web"
        | "outlook on the web"
        | "outlook web app"
        | "owa"
        | "hotmail outlook com"
        | "outlook new"
        | "new outlook"
        | "outlook new windows" => &["outlook.outlook-com"],
        "outlook ios" | "outlook iphone" => &["outlook.ios"],
        "outlook android" => &["outlook.android"],
        "outlook mobile" | "outlook app" => &["outlook.ios", "outlook.android"],
        "windows mail" | "windows 10 mail" | "windows live mail" => &["outlook.windows-mail"],
        "yahoo" | "yahoo mail" => &["yahoo"],
        "yahoo web" | "yahoo webmail" | "yahoo mail web" => &["yahoo.desktop-webmail"],
        "aol" | "aol mail" => &["aol"],
        "samsung" | "samsung mail" | "samsung email" => &["samsung-email"],
        "thunderbird" | "mozilla thunderbird" => &["thunderbird"],
        "proton" | "proton mail" | "protonmail" => &["protonmail"],
        "hey" => &["hey"],
        "mail ru" => &["mail-ru"],
        "fastmail" => &["fastmail"],
        "gmx" | "gmx de" | "gmx net" => &["gmx"],
        "web de" => &["web-de"],
        "t online" | "t online de" => &["t-online-de"],
        "orange" | "orange fr" => &["orange"],
        "sfr" => &["sfr"],
        "free" | "free fr" => &["free-fr"],
        "laposte" | "laposte net" => &["laposte"],
        "1 1" | "ionos" | "1und1" => &["ionos-1and1"],
        "wp pl" => &["wp-pl"],
        "rainloop" => &["rainloop"],
        _ => &[],
    }
}
