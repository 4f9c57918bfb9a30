//! The sentences of an entry.

use super::{Entry, Loss, Verdict};

/// So many clients are named.
const NAMED: usize = 3;

pub(super) fn message(entry: &Entry) -> String {
    let title = &entry.title;
    match (entry.dropped.is_empty(), entry.partial.is_empty()) {
        (false, true) => {
            let share = percent(entry.dropped_share);
            format!(
                "{} {} {title}: {share} of your readers",
                names(&entry.dropped),
                drops(entry)
            )
        }
        (false, false) => format!(
            "{} {} {title}, and {} {} it only in part: {} of your readers",
            names(&entry.dropped),
            drops(entry),
            names(&entry.partial),
            shows(&entry.partial),
            percent(entry.touched_share())
        ),
        (true, false) => format!(
            "{} {} {title} only in part: {} of your readers",
            names(&entry.partial),
            shows(&entry.partial),
            percent(entry.partial_share)
        ),
        (true, true) => format!(
            "Nobody has tested {title} in {}: {} of your readers",
            names(&entry.unknown),
            percent(entry.unknown_share)
        ),
    }
}

pub(super) fn hint(entry: &Entry) -> String {
    let loss = if entry.dropped.is_empty() && entry.partial.is_empty() {
        "Look at the mail there before you rely on it."
    } else {
        match entry.loss {
            Loss::Content => {
                "These readers may miss something, or see what should be hidden: give them another way."
            }
            Loss::Layout => {
                "Parts may stand elsewhere or have another size there: look at the mail in these clients."
            }
            Loss::Looks => "The mail looks different there: see that it is readable without it.",
            Loss::Extra => "An extra that these readers do without; nothing needs to be done.",
        }
    };
    let mut text = format!("{loss} Last tested {}: {}", entry.tested, entry.page);
    if entry.unknown_share > 0.0 && !(entry.dropped.is_empty() && entry.partial.is_empty()) {
        let share = percent(entry.unknown_share);
        let known = format!(" (not known for {share} of your readers)");
        text.push_str(&known);
    }
    text
}

fn drops(entry: &Entry) -> &'static str {
    if entry.dropped.len() == 1 {
        "drops"
    } else {
        "drop"
    }
}

fn shows(verdicts: &[Verdict]) -> &'static str {
    if verdicts.len() == 1 { "shows" } else { "show" }
}

/// `Gmail on the web`, `A and B`, `A, B, C and 4 more`.
fn names(verdicts: &[Verdict]) -> String {
    let named: Vec<&str> = verdicts
        .iter()
        .take(NAMED)
        .map(|verdict| verdict.name.as_str())
        .collect();
    let more = verdicts.len().saturating_sub(named.len());
    match (named.split_last(), more) {
        (None, _) => String::new(),
        (Some((last, [])), 0) => (*last).to_owned(),
        (Some((last, before)), 0) => format!("{} and {last}", before.join(", ")),
        _ => format!("{} and {more} more", named.join(", ")),
    }
}

/// `12 %`, `less than 1 %`.
fn percent(share: f64) -> String {
    let percent = share * 100.0;
    if percent > 0.0 && percent < 1.0 {
        "less than 1 %".to_owned()
    } else {
        format!("{percent:.0} %")
    }
}
