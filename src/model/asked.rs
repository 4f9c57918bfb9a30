//! What is looked at only when somebody asks for it: the links of a mail, and what `SpamAssassin`
//! says of it. Results belong to the mail they were made for.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;

use super::{Model, TemplateTexts};
use crate::domain::checks::links::fetch::{LinkLook, LinkPlan, findings};
use crate::domain::checks::spam::{SpamVerdict, USUAL_SPAMD};
use crate::domain::workspace::TemplateKey;

/// What was asked for, by template.
#[derive(Debug, Clone, Default)]
pub struct AskedModel {
    /// The links.
    pub links: BTreeMap<TemplateKey, LinkCheck>,
    /// What `SpamAssassin` said.
    pub spam: BTreeMap<TemplateKey, SpamCheck>,
}

/// How far it is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum AskState {
    /// Nobody was asked yet.
    #[default]
    Planned,
    /// It runs.
    Running {
        /// Since when, in the window's time.
        since_ms: u64,
    },
    /// All is known.
    Done,
    /// The person stopped it: what is known is not all.
    Stopped,
    /// It could not be done, and why.
    Failed(String),
}

impl AskState {
    /// Whether it runs.
    pub const fn is_running(&self) -> bool {
        matches!(self, Self::Running { .. })
    }
}

/// The links of a mail.
#[derive(Debug, Clone)]
pub struct LinkCheck {
    /// The mail.
    pub texts: TemplateTexts,
    /// What would be asked.
    pub plan: Arc<LinkPlan>,
    /// What became of each address of the plan, as far as it is known.
    pub looks: Vec<Option<LinkLook>>,
    /// How far it is.
    pub state: AskState,
}

impl LinkCheck {
    /// A plan of which nothing was asked yet.
    pub fn planned(texts: TemplateTexts, plan: LinkPlan) -> Self {
        Self {
            texts,
            looks: plan.wanted.iter().map(|_| None).collect(),
            plan: Arc::new(plan),
            state: AskState::Planned,
        }
    }

    /// How many addresses are known.
    pub fn known(&self) -> usize {
        self.looks.iter().flatten().count()
    }

    /// All of it as text.
    pub fn as_text(&self) -> String {
        let mut text = String::new();
        for (fetch, look) in self.plan.wanted.iter().zip(&self.looks) {
            let Some(look) = look else {
                line(&mut text, &format!("{}\n    not looked at", fetch.url));
                continue;
            };
            line(&mut text, &format!("{}\n    {look}", fetch.url));
            for step in &look.redirects {
                line(&mut text, &format!("    {} to {}", step.status, step.to));
            }
            for finding in findings(fetch, look) {
                line(
                    &mut text,
                    &format!("    {} [{}]", finding.message, finding.code),
                );
            }
        }
        for (fetch, reason) in &self.plan.refused {
            line(
                &mut text,
                &format!("{}\n    not looked at: {reason}", fetch.written),
            );
        }
        text
    }
}

/// What `SpamAssassin` said of a mail.
#[derive(Debug, Clone)]
pub struct SpamCheck {
    /// The mail.
    pub texts: TemplateTexts,
    /// The server that was asked.
    pub server: String,
    /// What it said.
    pub verdict: Option<SpamVerdict>,
    /// How far it is.
    pub state: AskState,
}

impl SpamCheck {
    /// All of it as text.
    pub fn as_text(&self) -> String {
        let mut text = String::new();
        if let Some(verdict) = &self.verdict {
            let (score, threshold) = (verdict.score, verdict.threshold);
            line(
                &mut text,
                &format!("{score} points; from {threshold} on it is spam"),
            );
            for rule in &verdict.rules {
                let (points, name, words) = (rule.points, &rule.name, &rule.description);
                line(&mut text, &format!("{points:5.1} {name:<24} {words}"));
            }
        }
        text
    }
}

/// Writing to a text cannot fail.
fn line(text: &mut String, line: &str) {
    writeln!(text, "{line}").ok();
}

/// What a person asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AskedCommand {
    /// Looks at the links of a template, as its plan says.
    LookAtLinks(TemplateKey),
    /// Plans anew, as the mail is now.
    PlanLinks(TemplateKey),
    /// Asks the server about a template.
    AskSpam(TemplateKey, String),
}

impl Model {
    /// Whether a template is no longer the mail that something was made for.
    pub fn has_changed_since(&self, key: &TemplateKey, texts: &TemplateTexts) -> bool {
        self.flat(key).as_ref() != Some(texts)
    }

    /// The server of spamd to be asked: that of the workspace, else the usual one.
    pub fn spamd(&self) -> &str {
        self.settings.spamd.as_deref().unwrap_or(USUAL_SPAMD)
    }
}
