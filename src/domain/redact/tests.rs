use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE, URL_SAFE_NO_PAD};
use proptest::prelude::*;

use super::*;

const SECRET: &str = "p@ss w/örd+\"x\"";

fn clean(text: &str) -> String {
    Redactor::new([SECRET]).clean(text).into_owned()
}

fn percent(text: &str, is_kept: fn(u8) -> bool) -> String {
    let spelled = text.bytes().map(|byte| {
        if is_kept(byte) {
            char::from(byte).to_string()
        } else {
            format!("%{byte:02X}")
        }
    });
    spelled.collect()
}

#[test]
fn a_text_without_a_secret_is_borrowed() {
    let redactor = Redactor::new([SECRET]);
    let text = "250 OK queued as 4F2 \\n %41 =\r\n";
    assert!(matches!(redactor.clean(text), Cow::Borrowed(same) if same == text));
    assert!(matches!(Redactor::new([""]).clean(text), Cow::Borrowed(_)));
}

#[test]
fn the_secret_itself_goes_wherever_it_stands() {
    assert_eq!(clean(&format!("a {SECRET} b{SECRET}")), "a •••••• b••••••");
    assert_eq!(clean(&format!("{SECRET}{SECRET}")), "••••••");
}

#[test]
fn the_line_break_behind_a_secret_stays() {
    let redactor = Redactor::new(["482913"]);
    for break_ in ["\n", "\r\n", "\\r\\n", "=\r\n", "%0D%0A"] {
        let text = format!("Subject: C 482913{break_}Message-ID: <1@a>{break_}To: b");
        let expected = text.replace("482913", "••••••");
        assert_eq!(redactor.clean(&text), expected, "{break_:?}");
    }
    let folded = "code 482\r\n913\r\nTo: b";
    assert_eq!(redactor.clean(folded), "code ••••••\r\nTo: b");
}

#[test]
fn a_login_in_base64_is_found_behind_any_user() {
    for user in ["", "a", "ab", "abc", "ann@example.com"] {
        for bytes in [
            format!("{user}:{SECRET}"),
            format!("\0{user}\0{SECRET}"),
            format!("user={user}\u{1}auth=Bearer {SECRET}\u{1}\u{1}"),
        ] {
            for engine in [&STANDARD, &STANDARD_NO_PAD, &URL_SAFE, &URL_SAFE_NO_PAD] {
                let text = format!("Authorization: Basic {}, next", engine.encode(&bytes));
                assert_eq!(clean(&text), "Authorization: Basic ••••••, next");
            }
        }
    }
}

#[test]
fn base64_broken_into_lines_is_found() {
    let body = STANDARD.encode(format!("{}{SECRET}{}", "x".repeat(50), "y".repeat(40)));
    let lines: Vec<&str> = body
        .as_bytes()
        .chunks(76)
        .map(|line| std::str::from_utf8(line).unwrap())
        .collect();
    let text = format!("\r\n{}\r\n\r\nC: QUIT", lines.join("\r\n"));
    assert_eq!(clean(&text), "\r\n••••••\r\n\r\nC: QUIT");
}

#[test]
fn a_mail_in_a_field_of_json_is_read_as_a_mail() {
    let redactor = Redactor::new(["123456"]);
    let body = STANDARD.encode("Your code is 123456, dear reader");
    let (first, second) = body.split_at(20);
    for mail in [
        format!("{first}\r\n{second}"),
        "code: 123=\r\n456".to_owned(),
    ] {
        let json = serde_json::json!({ "body": mail, "z": "=" }).to_string();
        let clean = redactor.clean(&json).into_owned();
        assert!(
            clean.contains(Secret::MASK) && clean.ends_with("\"z\":\"=\"}"),
            "{clean}"
        );
        assert!(!clean.contains("456"), "{clean}");
        assert!(!clean.contains(&second[..2]), "{clean}");
    }
}

#[test]
fn base64_that_is_percent_encoded_leaves_no_bit_at_its_edges() {
    let redactor = Redactor::new(["secret>>"]);
    let form = STANDARD
        .encode("~~~secret>>?")
        .replace('+', "%2B")
        .replace('/', "%2F");
    assert!(form.contains('%'), "{form}");
    let clean = redactor.clean(&format!("auth={form}&x=1")).into_owned();
    assert!(
        clean.contains(Secret::MASK) && clean.ends_with("&x=1"),
        "{clean}"
    );
    let core = STANDARD.encode("secret>>");
    let left = clean.replace(Secret::MASK, "");
    assert!(
        !core
            .as_bytes()
            .windows(3)
            .any(|part| left.contains(std::str::from_utf8(part).unwrap()))
    );
}

#[test]
fn percent_encoding_of_any_manner_is_found() {
    let strict = percent(SECRET, |byte| byte.is_ascii_alphanumeric());
    let relaxed = percent(SECRET, |byte| byte.is_ascii_graphic() && byte != b'%');
    let form = strict.replace("%20", "+");
    for spelling in [&strict, &strict.to_lowercase(), &relaxed, &form] {
        assert_eq!(
            clean(&format!("key={spelling}&b=1")),
            "key=••••••&b=1",
            "{spelling}"
        );
    }
}

#[test]
fn json_is_found_once_and_twice_escaped() {
    let once = serde_json::to_string(SECRET).unwrap();
    let twice = serde_json::to_string(&once).unwrap();
    let ascii = once.replace('ö', "\\u00f6").replace('/', "\\/");
    assert_eq!(clean(&once), "\"••••••\"");
    assert_eq!(clean(&ascii), "\"••••••\"");
    assert_eq!(clean(&twice), "\"\\\"••••••\\\"\"");
}

#[test]
fn a_code_in_a_quoted_printable_mail_is_found_over_a_soft_break() {
    let redactor = Redactor::new(["123456"]);
    assert_eq!(
        redactor.clean("Your code: 123=\r\n456."),
        "Your code: ••••••."
    );
    assert_eq!(
        redactor.clean("Your code: =31=32=33456."),
        "Your code: ••••••."
    );
}

#[test]
fn a_character_beyond_the_first_plane_is_found_in_json() {
    let redactor = Redactor::new(["key🔑key"]);
    assert_eq!(redactor.clean("\"key\\ud83d\\udd11key\""), "\"••••••\"");
    assert_eq!(redactor.clean("\"\\ud83d\""), "\"\\ud83d\"");
}

#[test]
fn a_short_secret_is_masked_as_a_word_only() {
    let redactor = Redactor::new(["abc"]);
    assert_eq!(
        redactor.clean("abc abcd (abc) \"abc\""),
        "•••••• abcd (••••••) \"••••••\""
    );
}

#[test]
fn each_line_of_a_key_goes_but_not_its_frame() {
    let key = "-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQ\nEFAASCBKcwggSjAgEAAoIBAQDx\n-----END PRIVATE KEY-----\n";
    let redactor = Redactor::new([key]);
    assert_eq!(redactor.clean(key), "••••••");
    let text = "at line 2: MIIEvQIBADANBgkqhkiG9w0BAQ, -----BEGIN PRIVATE KEY-----";
    assert_eq!(
        redactor.clean(text),
        "at line 2: ••••••, -----BEGIN PRIVATE KEY-----"
    );
    let json = serde_json::to_string(key).unwrap();
    assert_eq!(redactor.clean(&json), "\"••••••\"");
    assert_eq!(redactor.clean(&key.replace('\n', "\r\n")), "••••••");
}

#[test]
fn a_value_is_cleaned_in_names_texts_and_numbers() {
    let mut value = serde_json::json!({"b": [123_456, "x 123456"], "123456": null, "c": 12});
    Redactor::new(["123456"]).clean_json(&mut value);
    let expected = serde_json::json!({"b": ["••••••", "x ••••••"], "••••••": null, "c": 12});
    assert_eq!(value, expected);
}

#[test]
fn nothing_of_a_redactor_shows_a_secret() {
    assert!(!format!("{:?}", Redactor::new([SECRET])).contains("p@ss"));
}

/// Ways in which a secret ends up in a text.
fn spellings(secret: &str, before: &str) -> Vec<String> {
    let json = serde_json::to_string(&format!("{before}{secret}")).unwrap();
    vec![
        secret.to_owned(),
        STANDARD.encode(format!("{before}{secret}")),
        URL_SAFE_NO_PAD.encode(format!("{before}{secret}{before}")),
        percent(secret, |byte| byte.is_ascii_alphanumeric()),
        percent(secret, |byte| byte.is_ascii_alphanumeric()).replace("%20", "+"),
        serde_json::to_string(&json).unwrap(),
        json,
    ]
}

proptest! {
    #[test]
    fn no_spelling_of_a_secret_survives(
        secret in "[a-z0-9 /+%=\\\\\"é🔑\n-]{4,24}",
        before in "[a-z:é\"\\\\]{0,7}",
        around in "[a-zA-Z0-9 %+=\\\\\"\n.:ü-]{0,12}",
    ) {
        let redactor = Redactor::new([&secret]);
        for spelling in spellings(&secret, &before) {
            let text = format!("{around} {spelling} {around}");
            let clean = redactor.clean(&text);
            prop_assert!(!clean.contains(&spelling), "{:?} in {:?}", spelling, clean);
            prop_assert!(clean.contains(Secret::MASK));
        }
    }

    #[test]
    fn any_text_and_any_secrets_are_borne(
        text in any::<String>(),
        secrets in prop::collection::vec(any::<String>(), 0..4),
    ) {
        let redactor = Redactor::new(&secrets);
        let clean = redactor.clean(&text);
        for secret in secrets.iter().filter(|secret| secret.len() >= 4) {
            prop_assert!(!clean.contains(secret.as_str()));
        }
    }

    #[test]
    fn hostile_escapes_are_borne(text in "[\\\\u0-9a-fD%=+\r\n\"é]{0,40}", secret in "[\\\\u0-9a-f%=+]{1,6}") {
        let redactor = Redactor::new([&secret]);
        redactor.clean(&text);
        redactor.clean(&format!("{text}{secret}"));
    }
}
