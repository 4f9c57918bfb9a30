//! Names of clients for people, where family and platform beside each other read badly.

/// The name of a client.
pub(super) fn of(id: &str) -> Option<&'static str> {
    Some(match id {
        "apple-mail.ios" => "Apple Mail on iPhone and iPad",
        "apple-mail.macos" => "Apple Mail on Mac",
        "gmail.desktop-webmail" => "Gmail on the web",
        "gmail.mobile-webmail" => "Gmail in a phone's browser",
        "gmail.ios" => "Gmail app on iPhone",
        "gmail.android" => "Gmail app on Android",
        "outlook.windows" => "Outlook for Windows (classic)",
        "outlook.windows-mail" => "Windows Mail",
        "outlook.macos" => "Outlook for Mac",
        "outlook.ios" => "Outlook app on iPhone",
        "outlook.android" => "Outlook app on Android",
        "outlook.outlook-com" => "Outlook.com",
        "samsung-email.android" => "Samsung Email",
        "hey.desktop-webmail" => "HEY",
        "mail-ru.desktop-webmail" => "Mail.ru",
        "fastmail.desktop-webmail" => "Fastmail",
        "free-fr.desktop-webmail" => "Free.fr",
        "t-online-de.desktop-webmail" => "T-online.de",
        "wp-pl.desktop-webmail" => "WP.pl",
        "rainloop.desktop-webmail" => "RainLoop",
        "thunderbird.macos" => "Thunderbird on Mac",
        "thunderbird.windows" => "Thunderbird on Windows",
        _ => return None,
    })
}

/// The name of a platform; `given` is what caniemail calls it.
pub(super) fn platform(id: &str, given: &str) -> String {
    match id {
        "desktop-webmail" => "web".to_owned(),
        "mobile-webmail" => "phone's browser".to_owned(),
        "ios" => "app on iPhone".to_owned(),
        "android" => "app on Android".to_owned(),
        _ => given.to_owned(),
    }
}
