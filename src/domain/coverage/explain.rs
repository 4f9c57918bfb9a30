//! A cell of the grid in words.

use super::grid::{Cell, CellState, Column, Grid};
use crate::domain::logto::{
    Flow, LocaleRequest, Place, TemplateNotFound, UsageType, allowed_language, resolve,
};

impl Grid {
    /// Says in two or three sentences what a mail of that type and language is made from, and why;
    /// nothing for a column outside the grid.
    pub fn explain(&self, row: UsageType, column: usize) -> String {
        let Some(language) = self.columns.get(column) else {
            return String::new();
        };
        let cell = self.cell(row, column);
        let is_asked_for = self.is_asked_for(row, column);
        let tag = &language.tag;
        match &cell.state {
            CellState::Own if self.ignores(tag) => self.explain_ignored(row, tag, cell),
            CellState::Own => self.explain_own(row, language, is_asked_for),
            CellState::NotNeeded => "The connector hands the payload over and the receiver makes \
                                     the mail, so Logto needs no template."
                .to_owned(),
            _ if !is_asked_for => format!(
                "No {row} mail is ever in {tag}: no request for one resolves to that language."
            ),
            CellState::NotFound => self.explain_not_found(row, tag),
            CellState::FallsBack { to } => {
                let near = self.near_miss(row, column).map(|near| {
                    format!("{row} in {near} is not looked at: Logto compares tags exactly.")
                });
                let hidden = cell.shadowed_by.as_ref().map(|_| {
                    format!("The {row} template of the connector's configuration is never used.")
                });
                let sentences = [Some(self.explain_fallback(row, language, to)), near, hidden];
                let sentences: Vec<String> = sentences.into_iter().flatten().collect();
                sentences.join(" ")
            }
        }
    }

    fn explain_ignored(&self, row: UsageType, tag: &str, cell: &Cell) -> String {
        if self.support.uses_custom() && tag.is_empty() {
            return "Logto takes an empty tag for none, so it never uses this template.".to_owned();
        }
        if !self.support.uses_config() {
            return "The connector hands the payload over, so Logto never uses this template."
                .to_owned();
        }
        let first = "The connector ignores custom templates, so Logto never uses this one.";
        match &cell.shadowed_by {
            Some(place) => format!("{first} The mail is made from {}.", words(place)),
            None => format!(
                "{first} The connector's configuration has none for {row} either, so Logto answers \
                 {}.",
                not_found(row)
            ),
        }
    }

    fn explain_own(&self, row: UsageType, language: &Column, is_asked_for: bool) -> String {
        let tag = &language.tag;
        if language.is_fallback {
            let also = match row {
                UsageType::Generic => {
                    "every other type that has no template in the language of the mail or in the \
                     fallback"
                }
                _ => "every language without one",
            };
            return format!(
                "{row} has its own template in {tag}. As {tag} is the tenant's fallback, it also \
                 serves {also}."
            );
        }
        if !is_asked_for {
            return format!(
                "No request for {row} resolves to {tag}, so Logto never uses this template. {}",
                self.how_to_reach(tag)
            );
        }
        if language.is_reachable {
            return format!("A request in {tag} gets {row} in {tag}, its own template.");
        }
        let caller = match row {
            UsageType::OrganizationInvitation => "An invitation",
            _ => "A connector test",
        };
        format!(
            "{caller} gets this template if its locale is exactly {tag}. No sign-in request \
             resolves to {tag}."
        )
    }

    /// What becomes of a wish for a language that the tenant does not have, and what to do.
    fn how_to_reach(&self, tag: &str) -> String {
        let request = LocaleRequest {
            ui_locales: Some(tag.to_owned()),
            library: self.library.clone(),
            ..LocaleRequest::new(Flow::Experience)
        };
        let resolved = resolve(&request).locale.unwrap_or_default();
        let advice = match allowed_language(tag) {
            Some(allowed) if allowed == tag => {
                format!("add {tag} to the tenant's languages to use it")
            }
            Some(allowed) => format!("the language library spells it {allowed}"),
            None => "the language library does not know that tag".to_owned(),
        };
        format!("A browser that asks for {tag} gets {resolved}; {advice}.")
    }

    fn explain_not_found(&self, row: UsageType, tag: &str) -> String {
        let missing = match row {
            UsageType::Generic => "no Generic template".to_owned(),
            _ if self.support.falls_back_to_generic() => {
                format!("neither a {row} nor a Generic template")
            }
            _ => format!("no {row} template, takes no Generic one instead"),
        };
        format!(
            "Logto sends no {row} mail in {tag}: it finds {missing} and answers {}.",
            not_found(row)
        )
    }

    fn explain_fallback(&self, row: UsageType, language: &Column, to: &Place) -> String {
        let fallback = &self.library.fallback;
        let tag = &language.tag;
        let exactly = if language.is_fallback {
            format!("in the fallback {fallback}")
        } else {
            format!("in exactly {tag} or in the fallback {fallback}")
        };
        let is_other = row != UsageType::Generic;
        let why = match to {
            Place::Custom { usage_type, .. } if *usage_type == row => {
                format!("Logto looks for exactly {tag}, then for the tenant's fallback {fallback}")
            }
            Place::Custom { .. } => {
                format!("there is no {row} template {exactly}, so Generic in {fallback} stands in")
            }
            Place::Config { .. } if !self.support.uses_custom() => {
                "the connector looks into its configuration only, which has no languages".to_owned()
            }
            Place::Config { .. } if is_other => format!(
                "there is no custom {row} template {exactly}, and no custom Generic one in \
                 {fallback}"
            ),
            Place::Config { .. } => format!("there is no custom Generic template {exactly}"),
        };
        format!("A request in {tag} gets {}: {why}.", words(to))
    }

    /// A language whose own template people expect to be found for this one: the same language
    /// under another tag.
    fn near_miss(&self, row: UsageType, column: usize) -> Option<&str> {
        let wanted = self.columns.get(column)?;
        let mut others = self.columns.iter().enumerate();
        let (_, near) = others.find(|(at, other)| {
            *at != column
                && !other.is_fallback
                && base(&other.tag).eq_ignore_ascii_case(base(&wanted.tag))
                && !self.ignores(&other.tag)
                && self.cell(row, *at).state == CellState::Own
        })?;
        Some(&near.tag)
    }
}

/// A place in words, to follow “gets”.
pub(super) fn words(place: &Place) -> String {
    match place {
        Place::Custom {
            usage_type,
            language_tag,
        } => format!("{usage_type} in {language_tag}"),
        Place::Config { usage_type } => {
            format!("{usage_type} of the connector's configuration")
        }
    }
}

/// Logto's error in words, to follow “answers”.
pub(super) fn not_found(row: UsageType) -> String {
    let error = TemplateNotFound::new(row);
    format!("{} ({})", error.code, error.status)
}

fn base(tag: &str) -> &str {
    tag.split(['-', '_']).next().unwrap_or(tag)
}
