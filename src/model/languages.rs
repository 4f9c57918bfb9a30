//! What the *Languages* screen shows.

use std::collections::BTreeSet;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::Why;
use crate::domain::coverage::{FeatureCoverage, Grid, Served};
use crate::domain::logto::{Flow, LocaleRequest, UsageType};
use crate::domain::workspace::TemplateKey;

/// A tab of the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum LanguagesTab {
    /// Usage types by languages.
    #[default]
    Grid,
    /// What each feature of Logto needs.
    Features,
    /// Which template common requests get.
    Browsers,
    /// All mails as thumbnails.
    Sheet,
}

/// What changed in the source language since a template was translated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceChange {
    /// The translation.
    pub key: TemplateKey,
    /// What it was translated from; why that is not known, if so.
    pub before: Result<Arc<str>, String>,
    /// What the source language says now.
    pub now: Arc<str>,
}

/// The state of the screen.
#[derive(Debug, Clone)]
pub struct LanguagesModel {
    /// The tab shown.
    pub tab: LanguagesTab,
    /// Usage types by languages.
    pub grid: Option<Arc<Grid>>,
    /// What each feature of Logto needs.
    pub features: Arc<[FeatureCoverage]>,
    /// The usage type of the requests below.
    pub served_type: UsageType,
    /// Which template common requests get.
    pub served: Arc<[Served]>,
    /// The translations whose source text changed since.
    pub stale: Arc<BTreeSet<TemplateKey>>,
    /// The cell that is looked at.
    pub cell: Option<TemplateKey>,
    /// The request that asks for a language, for the usage type of that cell.
    pub locale: LocaleRequest,
    /// Whether that request follows the language of the cell.
    pub locale_follows: bool,
    /// Which template that request gets.
    pub why: Option<Arc<Why>>,
    /// The templates that were copied and can be pasted into other cells.
    pub copied: Vec<TemplateKey>,
    /// What changed in its source language.
    pub change: Option<SourceChange>,
}

impl Default for LanguagesModel {
    fn default() -> Self {
        Self {
            tab: LanguagesTab::default(),
            grid: None,
            features: Arc::default(),
            served_type: UsageType::SignIn,
            served: Arc::default(),
            stale: Arc::default(),
            cell: None,
            locale: LocaleRequest::new(Flow::Experience),
            locale_follows: true,
            why: None,
            copied: Vec::new(),
            change: None,
        }
    }
}
