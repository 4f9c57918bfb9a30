//! The Console's rule: what i18next supports (`core/src/middleware/koa-i18next.ts`, i18next 22).

use super::tags::CONSOLE_LANGUAGES;

/// The Console language that i18next takes `code` for, if it supports it.
///
/// There is no step from a region to its language: `fr-FR` is not `fr`, `EN` is not `en`.
pub(super) fn supported(code: &str) -> Option<&'static str> {
    let formatted = format_language_code(code);
    CONSOLE_LANGUAGES
        .into_iter()
        // i18next adds its own pseudo language to every list.
        .chain(["cimode"])
        .find(|language| *language == formatted)
}

/// i18next's `formatLanguageCode`; only tags with hyphens are changed.
fn format_language_code(code: &str) -> String {
    let parts: Vec<&str> = code.split('-').collect();
    match parts.as_slice() {
        [language, region] => {
            let region = script_case(region).unwrap_or_else(|| region.to_uppercase());
            format!("{}-{region}", language.to_lowercase())
        }
        // None of the supported tags has three parts, so their case does not matter.
        _ => code.to_owned(),
    }
}

fn script_case(part: &str) -> Option<String> {
    const SCRIPTS: [&str; 7] = ["Hans", "Hant", "Latn", "Cyrl", "Cans", "Mong", "Arab"];
    SCRIPTS
        .into_iter()
        .find(|script| script.to_lowercase() == part.to_lowercase())
        .map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_exact_console_languages_are_supported() {
        assert_eq!(supported("fr"), Some("fr"));
        assert_eq!(supported("zh-cn"), Some("zh-CN"));
        assert_eq!(supported("PT-br"), Some("pt-BR"));
        assert_eq!(supported("cimode"), Some("cimode"));
        for code in [
            "fr-FR",
            "EN",
            "pt",
            "zh_CN",
            "zh-Hans",
            "zh-Hant-TW",
            "cs",
            " en",
            "",
        ] {
            assert_eq!(supported(code), None, "{code}");
        }
    }
}
