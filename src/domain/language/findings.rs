//! What is odd about a tag that a template is stored under.

use super::meaning::Meaning;
use super::tag::{TagError, canonical};
use crate::domain::finding::{Finding, Severity};
use crate::domain::logto::{ALLOWED_LANGUAGES, BUILT_IN_LANGUAGES, allowed_language};

/// The longest `languageTag` that Logto's API takes, in UTF-16 units
/// (`core/src/routes/email-template/index.ts` guards it by the column `varchar(16)`).
const LONGEST: usize = 16;

/// What keeps Logto from finding a template of the language `tag`, the gravest first.
///
/// `is_in_library` says whether the tag is a custom language of the workspace.
pub fn tag_findings(tag: &str, is_in_library: bool) -> Vec<Finding> {
    let spelled = match usual_spelling(tag) {
        Ok(spelled) => spelled,
        Err(error) => return vec![invalid(tag, &error)],
    };
    let reach = match allowed_language(&spelled) {
        None => Some(unknown(&spelled)),
        Some(allowed) if is_in_library || BUILT_IN_LANGUAGES.contains(&allowed) => None,
        Some(allowed) => Some(not_added(allowed)),
    };
    let too_long = (tag.encode_utf16().count() > LONGEST).then(|| too_long(tag));
    let odd_spelling = (spelled != tag).then(|| odd_spelling(tag, &spelled));
    [too_long, odd_spelling, reach]
        .into_iter()
        .flatten()
        .collect()
}

/// As Logto's library spells the tag, or else the canonical form: the library has `tl-PH`, which
/// would be `fil-PH`.
fn usual_spelling(tag: &str) -> Result<String, TagError> {
    let canonical = canonical(tag)?;
    let allowed = allowed_language(&tag.replace('_', "-"));
    Ok(allowed.map_or(canonical, str::to_owned))
}

fn invalid(tag: &str, error: &TagError) -> Finding {
    let message = format!("“{tag}” is no language tag: {error}");
    Finding::new(Severity::Error, "tag-invalid", message)
        .hint("Write a language and, where it matters, a region, such as en or pt-BR")
}

fn too_long(tag: &str) -> Finding {
    let message = format!("Logto refuses {tag}, as it has more than {LONGEST} characters");
    Finding::new(Severity::Error, "tag-too-long", message)
        .hint("Leave out what the mail does not depend on, such as the script or a variant")
}

fn odd_spelling(tag: &str, spelled: &str) -> Finding {
    let message =
        format!("{tag} is usually spelled {spelled}, and Logto compares tags letter by letter");
    Finding::new(Severity::Warning, "tag-spelling", message).hint(format!("Write {spelled}"))
}

fn unknown(tag: &str) -> Finding {
    let message = format!(
        "{tag} cannot be added to Logto's languages, so it is used only where an invitation or a \
         connector test asks for it"
    );
    let finding = Finding::new(Severity::Warning, "tag-unknown", message);
    match tags_of_same_language(tag).as_slice() {
        [] => finding,
        [one] => finding.hint(format!("For sign-ins, use {one}")),
        several => finding.hint(format!("For sign-ins, use one of {}", several.join(", "))),
    }
}

fn not_added(tag: &str) -> Finding {
    let message = format!("No sign-in is answered in {tag} until it is one of the languages");
    Finding::new(Severity::Info, "tag-not-added", message).hint(format!(
        "Add {tag} to the custom languages, here and in Logto's language library"
    ))
}

/// The tags of Logto's library that mean the language of `tag`, in any region.
fn tags_of_same_language(tag: &str) -> Vec<&'static str> {
    let language = |tag: &str| Meaning::of(tag).ok().map(|found| found.locale.id.language);
    let wanted = language(tag);
    ALLOWED_LANGUAGES
        .into_iter()
        .filter(|allowed| wanted.is_some() && language(allowed) == wanted)
        .collect()
}
