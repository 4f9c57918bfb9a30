//! Which mails a batch makes.

use std::collections::HashMap;

use serde::Serialize;

use crate::domain::logto::{Flow, UsageType};

/// A payload set to choose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PayloadChoice {
    /// What tells it apart from every other.
    pub name: String,
    /// What people call it.
    pub title: String,
    /// The flows it is for; none means all.
    pub flows: Vec<Flow>,
    /// The usage types it is for; none means all.
    pub usage_types: Vec<UsageType>,
}

/// What a person chose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BatchChoice {
    /// The kinds of mail.
    pub usage_types: Vec<UsageType>,
    /// The language tags that are asked for.
    pub languages: Vec<String>,
    /// The sets of variables.
    pub payload_sets: Vec<PayloadChoice>,
    /// Who gets all of them.
    pub recipient: String,
    /// What is done with mails that say the same as an earlier one.
    pub duplicates: Duplicates,
}

/// What is done with mails that say the same as an earlier one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Duplicates {
    /// They stand in the table and are not sent.
    #[default]
    Tell,
    /// They are sent as well.
    Send,
}

/// What Logto's choice of a template comes to for one usage type and language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TemplateFound {
    /// This template.
    Template {
        /// Its place, which tells it apart from every other: `SignIn/en`.
        place: String,
        /// The tag it is written for; none where it has none.
        language: Option<String>,
    },
    /// None, so no mail goes out.
    Nothing {
        /// Why, in one sentence.
        why: String,
    },
}

/// What is done with an item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum ItemPlan {
    /// It is sent.
    Send {
        /// What is worth knowing about it: that it says the same as another one.
        note: Option<String>,
    },
    /// It would say the same as an earlier one and is not sent.
    SameAs {
        /// The number of the earlier one.
        number: usize,
        /// Why they are the same, in one sentence.
        why: String,
    },
    /// It would send nothing.
    Nothing {
        /// Why, in one sentence.
        why: String,
    },
}

/// One mail of a batch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct BatchItem {
    /// Its number, from 1 on.
    pub number: usize,
    /// The kind of mail.
    pub usage_type: UsageType,
    /// The language tag that is asked for.
    pub language: String,
    /// What tells the payload set apart from every other.
    pub payload_set: String,
    /// What people call the payload set; two may be called the same.
    pub payload_title: String,
    /// Who gets it.
    pub recipient: String,
    /// The place of the template: `SignIn/en`.
    pub template: Option<String>,
    /// The tag that the template is written for.
    pub resolved_language: Option<String>,
    /// What is done with it.
    pub plan: ItemPlan,
}

impl BatchItem {
    /// Whether it is sent.
    pub const fn is_sent(&self) -> bool {
        matches!(self.plan, ItemPlan::Send { .. })
    }
}

/// All mails of a choice, by usage type, language and payload set, in the order of the choice.
///
/// Nothing is dropped: what is not sent says why. What is chosen twice counts once.
pub fn plan_batch(
    choice: &BatchChoice,
    find: &dyn Fn(UsageType, &str) -> TemplateFound,
) -> Vec<BatchItem> {
    let mut planner = Planner {
        choice,
        first: HashMap::new(),
        items: Vec::new(),
    };
    let mut pairs = Vec::new();
    for usage_type in unique(&choice.usage_types) {
        for language in unique(&choice.languages) {
            pairs.push((*usage_type, language));
        }
    }
    for (usage_type, language) in pairs {
        let found = find(usage_type, language);
        let mut names = Vec::new();
        for set in &choice.payload_sets {
            if !names.contains(&&set.name) {
                names.push(&set.name);
                planner.add(usage_type, language, set, &found);
            }
        }
    }
    planner.items
}

fn unique<T: PartialEq>(chosen: &[T]) -> Vec<&T> {
    let mut once: Vec<&T> = Vec::new();
    for one in chosen {
        if !once.contains(&one) {
            once.push(one);
        }
    }
    once
}

struct Planner<'a> {
    choice: &'a BatchChoice,
    /// The first item of a kind of mail, a template and a payload set.
    first: HashMap<(UsageType, String, String), usize>,
    items: Vec<BatchItem>,
}

impl Planner<'_> {
    fn add(
        &mut self,
        usage_type: UsageType,
        language: &str,
        set: &PayloadChoice,
        found: &TemplateFound,
    ) {
        let number = self.items.len() + 1;
        let (template, resolved_language) = match found {
            TemplateFound::Template { place, language } => (Some(place), language.as_ref()),
            TemplateFound::Nothing { .. } => (None, None),
        };
        let plan = misfit(usage_type, set)
            .map(|why| ItemPlan::Nothing { why })
            .unwrap_or_else(|| match found {
                TemplateFound::Nothing { why } => ItemPlan::Nothing { why: why.clone() },
                TemplateFound::Template { place, .. } => {
                    self.first_or_same(number, usage_type, place, set)
                }
            });
        self.items.push(BatchItem {
            number,
            usage_type,
            language: language.to_owned(),
            payload_set: set.name.clone(),
            payload_title: set.title.clone(),
            recipient: self.choice.recipient.clone(),
            template: template.cloned(),
            resolved_language: resolved_language.cloned(),
            plan,
        });
    }

    fn first_or_same(
        &mut self,
        number: usize,
        usage_type: UsageType,
        place: &str,
        set: &PayloadChoice,
    ) -> ItemPlan {
        let mail = (usage_type, place.to_owned(), set.name.clone());
        let first = *self.first.entry(mail).or_insert(number);
        let earlier = first.checked_sub(1).and_then(|index| self.items.get(index));
        let Some(earlier) = earlier.filter(|_| first != number) else {
            return ItemPlan::Send { note: None };
        };
        let why = format!(
            "The same mail as no. {first}: {} comes to the template {place} as well",
            earlier.language
        );
        match self.choice.duplicates {
            Duplicates::Tell => ItemPlan::SameAs { number: first, why },
            Duplicates::Send => ItemPlan::Send { note: Some(why) },
        }
    }
}

/// Why a payload set does not go with a usage type, if so.
fn misfit(usage_type: UsageType, set: &PayloadChoice) -> Option<String> {
    let title = &set.title;
    if !set.usage_types.is_empty() && !set.usage_types.contains(&usage_type) {
        return Some(format!("The payload “{title}” is not for {usage_type}"));
    }
    if !set.flows.is_empty() && !set.flows.iter().any(|flow| flow.sends(usage_type)) {
        return Some(format!(
            "The payload “{title}” is for flows that never send {usage_type}"
        ));
    }
    None
}
