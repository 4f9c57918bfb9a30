//! Tests of audiences.

use proptest::prelude::*;

use super::*;

fn share(audience: &Audience, id: &str) -> f64 {
    audience.share(ClientData::bundled().find(id)[0])
}

fn near(one: f64, other: f64) -> bool {
    (one - other).abs() < 1e-9
}

#[test]
fn percentages_are_shares_of_all_readers() {
    let audience = Audience::read(
        "Client,Share\nGmail app,30%\nOutlook for Windows;12,5 %\nApple iPhone\t40\nPine,5%",
        ClientData::bundled(),
    );
    assert!(near(share(&audience, "gmail.ios"), 0.15));
    assert!(near(share(&audience, "outlook.windows"), 0.125));
    assert!(near(share(&audience, "apple-mail.ios"), 0.40));
    assert!(near(audience.unknown_share(), 0.175));
    let [pine] = audience.not_understood() else {
        panic!("{:?}", audience.not_understood());
    };
    assert_eq!((pine.line, pine.text.as_str()), (5, "Pine,5%"));
    assert_eq!(pine.share, Some(0.05));
}

#[test]
fn counts_are_compared_with_their_sum() {
    let audience = Audience::read(
        "gmail.ios 3000\nthunderbird.macos: 1,000",
        ClientData::bundled(),
    );
    assert!(near(share(&audience, "gmail.ios"), 0.75));
    assert!(near(share(&audience, "thunderbird.macos"), 0.25));
}

#[test]
fn names_of_one_client_add_up() {
    let audience = Audience::read(
        "iPhone,25%\nApple iPad,5%\nApple iPhone,10%",
        ClientData::bundled(),
    );
    assert!(near(share(&audience, "apple-mail.ios"), 0.40));
}

#[test]
fn a_line_without_share_is_not_understood() {
    let audience = Audience::read("# mine\nGmail\n\nHEY,50%", ClientData::bundled());
    assert_eq!(audience.not_understood()[0].text, "Gmail");
    assert_eq!(audience.not_understood()[0].share, None);
}

#[test]
fn every_name_of_analytics_is_a_client() {
    let audience = Audience::usual(ClientData::bundled());
    assert!(audience.not_understood().is_empty());
    assert!(near(audience.unknown_share(), 0.08));
    for name in [
        "Apple",
        "Outlook.com",
        "GMX",
        "Web.de",
        "1&1",
        "Mail.ru",
        "Yahoo! Mail",
        "SFR",
    ] {
        let audience = Audience::read(&format!("{name}\t100"), ClientData::bundled());
        assert!(!audience.shares().is_empty(), "{name}");
    }
}

#[test]
fn chosen_clients_weigh_alike() {
    let data = ClientData::bundled();
    let gmail = data.find("gmail");
    let audience = Audience::chosen(&[gmail.clone(), gmail].concat(), data);
    assert_eq!(audience.shares().len(), 4);
    assert!(near(share(&audience, "gmail.ios"), 0.25));
    assert_eq!(Audience::chosen(&[], data), Audience::usual(data));
}

proptest! {
    #[test]
    fn shares_are_shares(text in "([a-zA-Z!. ]{0,9}[,;:\t ][0-9.,]{0,9}%?\n|\\PC{0,20}\n){0,12}") {
        let audience = Audience::read(&text, ClientData::bundled());
        let sum: f64 = audience.shares().iter().map(|(_, share)| share).sum();
        prop_assert!(sum <= 1.0 + 1e-9);
        prop_assert!(audience.shares().iter().all(|(_, share)| *share >= 0.0));
    }
}
