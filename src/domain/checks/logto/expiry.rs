//! How long a code is valid, written out although the tenant decides on it.

use super::super::found::Found;
use super::super::input::CheckInput;
use super::super::page::Page;
use crate::domain::finding::{Finding, Severity, Span};
use crate::domain::logto::UsageType;

/// Logto's own policy, in minutes (`schemas/src/consts/verification-code.ts`: 600 seconds).
const USUAL_MINUTES: u32 = 10;
/// The longest a policy may say (`schemas/src/foundations/jsonb-types/sign-in-experience.ts`).
const MOST_MINUTES: u32 = 60;
/// How words for “minute” begin, in lower case.
const MINUTES: [&str; 27] = [
    "minu",
    "min.",
    "min ",
    "mins",
    "мин",
    "хвил",
    "хв",
    "хвілін",
    "分",
    "분",
    "دقيقة",
    "دقائق",
    "دقایق",
    "دقیقه",
    "منٹ",
    "דקות",
    "דקה",
    "dakika",
    "λεπτ",
    "phút",
    "นาที",
    "मिनट",
    "মিনিট",
    "perc",
    "mín",
    "dəqiqə",
    "daqiqa",
];
/// Ten, as a word, before a word for minutes.
const TEN: [&str; 9] = [
    "ten ",
    "zehn ",
    "dix ",
    "diez ",
    "dez ",
    "dieci ",
    "tien ",
    "tio ",
    "dziesięć ",
];

pub(super) fn check(page: &Page, input: &CheckInput<'_>, found: &mut Found) {
    if input.usage_type == UsageType::OrganizationInvitation {
        return;
    }
    if !page.is_html {
        if let Some((span, minutes)) = written_out(&input.details.content) {
            found.extend(told(input, span, minutes));
        }
        return;
    }
    for id in page.texts().filter(|id| page.is_read(*id)) {
        let Some(text) = page.document.text(id) else {
            continue;
        };
        if let Some((span, minutes)) = written_out(&text.text) {
            let span = text.source_span(span.start, span.end);
            found.extend(told(input, span, minutes));
            return;
        }
    }
}

fn told(
    input: &CheckInput<'_>,
    span: Span,
    minutes: u32,
) -> Option<crate::domain::logto::FieldFinding> {
    let (severity, message) = match input.code_lifetime {
        Some(seconds) if seconds == minutes * 60 => return None,
        Some(seconds) => (
            Severity::Error,
            format!("The mail says {minutes} minutes, but a code is valid for {seconds} seconds"),
        ),
        None if minutes == USUAL_MINUTES => (
            Severity::Info,
            "“10 minutes” is written out; it is right only as long as the tenant keeps Logto's own policy"
                .to_owned(),
        ),
        None => (
            Severity::Warning,
            format!("The mail says {minutes} minutes; a code is valid for 10 unless the tenant changed the policy"),
        ),
    };
    let finding = Finding::new(severity, "expiry-written-out", message)
        .hint("No variable holds the time: say that the code expires soon, or change the text with the policy")
        .at(span);
    Some(crate::domain::logto::FieldFinding {
        field: crate::domain::logto::Field::Content,
        finding,
    })
}

/// The first number of minutes in a text.
fn written_out(text: &str) -> Option<(Span, u32)> {
    let numbers = digits(text).chain(tens(text));
    numbers
        .filter(|(_, value)| (1..=MOST_MINUTES).contains(value))
        .find_map(|(span, value)| {
            let rest = text.get(span.end..)?;
            let after = rest.trim_start_matches([' ', '\u{a0}', '\u{202f}', '-', '\u{2011}']);
            let gap = rest.len() - after.len();
            let start: String = after
                .chars()
                .take(10)
                .flat_map(char::to_lowercase)
                .collect();
            let padded = format!("{start} ");
            let is_minutes = gap <= 4 && MINUTES.iter().any(|word| padded.starts_with(word));
            let word: usize = after
                .chars()
                .take_while(|char| char.is_alphabetic())
                .take(12)
                .map(char::len_utf8)
                .sum();
            is_minutes.then(|| (Span::new(span.start, span.end + gap + word), value))
        })
}

/// The numbers written with digits, also with those of Arabic and Persian.
fn digits(text: &str) -> impl Iterator<Item = (Span, u32)> + '_ {
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let rest = text.get(at..)?;
            let start = at + rest.find(|char| digit(char).is_some())?;
            let number = text.get(start..)?;
            let length = number
                .find(|char| digit(char).is_none())
                .unwrap_or(number.len());
            at = start + length;
            let value = number
                .chars()
                .map_while(digit)
                .take(5)
                .fold(0, |value, digit| value * 10 + digit);
            let before = text.get(..start).and_then(|text| text.chars().next_back());
            let is_part = before.is_some_and(|char| matches!(char, '.' | ',' | ':' | '/'));
            if !is_part {
                return Some((Span::new(start, at), value));
            }
        }
    })
}

fn tens(text: &str) -> impl Iterator<Item = (Span, u32)> + '_ {
    TEN.iter().filter_map(|word| {
        let at = text.find(word)?;
        Some((Span::new(at, at + word.len() - 1), USUAL_MINUTES))
    })
}

fn digit(char: char) -> Option<u32> {
    match char {
        '٠'..='٩' => Some(char as u32 - '٠' as u32),
        '۰'..='۹' => Some(char as u32 - '۰' as u32),
        _ => char.to_digit(10),
    }
}
