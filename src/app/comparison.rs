//! In what two profiles differ, and what a promotion would do, while that is looked at.

use std::collections::BTreeSet;
use std::sync::Arc;

use serde_json::Value;

use super::{App, secrets};
use crate::domain::connector::console::SpelledJson;
use crate::domain::connector::difference::{Side, difference, promotion};
use crate::domain::workspace::ConnectorProfile;
use crate::model::{ConnectorsTab, ProfileComparison, Screen};

/// Brings the comparison up to date.
pub(super) fn derive(app: &mut App) {
    let connectors = &app.model.connectors;
    let is_shown =
        app.model.screen == Screen::Connectors && connectors.tab == ConnectorsTab::Compare;
    let other = connectors.compare_with.as_ref();
    let other = other.and_then(|name| connectors.views.get(name)).cloned();
    let Some((this, other)) = connectors.shown().cloned().zip(other).filter(|_| is_shown) else {
        app.model.connectors.comparison = None;
        return;
    };
    let before = connectors.comparison.as_ref();
    let is_same = before.is_some_and(|made| {
        Arc::ptr_eq(&made.this, &this)
            && Arc::ptr_eq(&made.other, &other)
            && made.chosen == connectors.promoted
    });
    if is_same {
        return;
    }
    let (Some(from), Some(to)) = (this.profile.clone(), other.profile.clone()) else {
        app.model.connectors.comparison = None;
        return;
    };
    let (one, two) = (Told::of(app, &from), Told::of(app, &to));
    let chosen: BTreeSet<String> = app.model.connectors.promoted.clone();
    let difference = difference(&two.side(), &one.side());
    let promotion = promotion(&one.side(), &two.side(), &chosen);
    app.model.connectors.comparison = Some(Arc::new(ProfileComparison {
        this,
        other,
        chosen,
        difference,
        promotion,
    }));
}

/// A profile as it is compared.
struct Told {
    factory: String,
    json: SpelledJson,
    resolved: Option<Value>,
}

impl Told {
    fn of(app: &App, profile: &ConnectorProfile) -> Self {
        let look_up = |reference: &_| secrets::look_up(app, reference);
        Self {
            factory: profile.factory.clone(),
            json: profile.config_json(),
            resolved: profile.resolved(&look_up).ok(),
        }
    }

    fn side(&self) -> Side<'_> {
        Side {
            factory: &self.factory,
            json: &self.json,
            resolved: self.resolved.as_ref(),
        }
    }
}
