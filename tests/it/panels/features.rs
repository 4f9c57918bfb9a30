//! What the templates do for each feature.

use std::collections::BTreeSet;

use egui::accesskit::Role;
use egui::{Key, Modifiers, Theme};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use letterhead::domain::coverage::{Feature, FeatureCoverage, coverage};
use letterhead::domain::logto::{LanguageLibrary, TemplateList, TemplateSupport, UsageType};
use letterhead::ui::panels::features::{FeatureEvent, features_ui};

use super::harness::{Drive as _, window};

const NARROW: [f32; 2] = [360.0, 600.0];
const WIDE: [f32; 2] = [1100.0, 900.0];

struct Fixture {
    templates: TemplateList,
    support: TemplateSupport,
    enabled: BTreeSet<Feature>,
    is_writable: bool,
    events: Vec<FeatureEvent>,
}

impl Fixture {
    /// Templates for signing in and up, of which only the first has a German one.
    fn new() -> Self {
        Self {
            templates: TemplateList::default()
                .custom(UsageType::SignIn, "en")
                .custom(UsageType::SignIn, "de")
                .custom(UsageType::Register, "en"),
            support: TemplateSupport::CustomAndConfig,
            enabled: [
                Feature::SignInByCode,
                Feature::SignUpByEmail,
                Feature::ForgotPassword,
            ]
            .into(),
            is_writable: true,
            events: Vec::new(),
        }
    }

    fn coverage(&self) -> Vec<FeatureCoverage> {
        let library = LanguageLibrary::default();
        coverage(&self.templates, &library, self.support, &self.enabled)
    }
}

/// The panel; a switch is thrown as the program would.
fn show(fixture: Fixture, size: [f32; 2]) -> Harness<'static, Fixture> {
    window(size, fixture, |ui, fixture| {
        let event = features_ui(ui, &fixture.coverage(), fixture.is_writable);
        match event {
            Some(FeatureEvent::Switch(feature, true)) => {
                fixture.enabled.insert(feature);
            }
            Some(FeatureEvent::Switch(feature, false)) => {
                fixture.enabled.remove(&feature);
            }
            _ => {}
        }
        fixture.events.extend(event);
    })
}

fn panel(size: [f32; 2]) -> Harness<'static, Fixture> {
    show(Fixture::new(), size)
}

fn has_keyboard(harness: &Harness<'_, Fixture>, role: Role, name: &str) -> bool {
    harness.get_by_role_and_label(role, name).is_focused()
}

fn is_unfolded(harness: &Harness<'_, Fixture>, feature: Feature) -> Option<bool> {
    let name = format!("Details of {}", feature.name());
    let button = harness.query_by_role_and_label(Role::Button, &name)?;
    button.accesskit_node().data().is_expanded()
}

#[test]
fn every_feature_has_a_switch_within_the_window_at_every_width_and_in_both_themes() {
    for theme in [Theme::Light, Theme::Dark] {
        for size in [NARROW, WIDE] {
            let mut fixture = Fixture::new();
            fixture.enabled = Feature::ALL.into();
            let mut harness = show(fixture, size);
            harness.ctx.set_theme(theme);
            harness.run();
            for feature in Feature::ALL {
                let switch = harness.get_by_role_and_label(Role::Switch, feature.name());
                assert!(switch.rect().right() < size[0], "{}", feature.name());
            }
            for button in harness.query_all_by_role(Role::Button) {
                let name = button.accesskit_node().label().unwrap_or_default();
                let rect = button.rect();
                assert!(
                    rect.left() >= 0.0 && rect.right() <= size[0],
                    "{name}: {rect}"
                );
            }
        }
    }
}

#[test]
fn the_first_line_sums_up_what_is_on() {
    let mut harness = panel(WIDE);
    assert!(harness.says("3 features on: 2 fall back, 1 breaks"));
    harness.state_mut().enabled.remove(&Feature::ForgotPassword);
    harness.state_mut().enabled.remove(&Feature::SignUpByEmail);
    harness.run();
    assert!(harness.says("1 feature on: 1 falls back"));
    harness.state_mut().enabled.clear();
    harness.run();
    assert!(harness.says("No feature is on"));
}

#[test]
fn a_chip_tells_its_state_in_its_name_and_opens_what_is_of_most_interest() {
    let mut harness = panel(NARROW);
    let languages = LanguageLibrary::default();
    let all = letterhead::domain::coverage::grid(
        &TemplateList::default(),
        &languages,
        TemplateSupport::CustomAndConfig,
    )
    .columns
    .len();
    let rest = all - 2;
    harness.click(
        Role::Button,
        &format!("SignIn: falls back for {rest} languages"),
    );
    harness.click(
        Role::Button,
        &format!("ForgotPassword: no mail in {all} languages"),
    );
    let en = Some("en".to_owned());
    assert_eq!(
        harness.state().events,
        [
            FeatureEvent::Open(UsageType::SignIn, en.clone()),
            FeatureEvent::Open(UsageType::ForgotPassword, en),
        ]
    );
}

#[test]
fn in_a_narrow_window_a_chip_stands_below_its_feature_and_above_the_next() {
    let harness = panel(NARROW);
    let top = |role, name: &str| harness.get_by_role_and_label(role, name).rect().top();
    let chip = harness.get_by_label_contains("SignIn: falls back").rect();
    let switch = harness.get_by_role_and_label(Role::Switch, "Sign-in by code");
    let below = chip.top() - switch.rect().bottom();
    assert!((0.0..48.0).contains(&below), "{below}");
    assert!(chip.bottom() < top(Role::Switch, "Forgot password"));
}

#[test]
fn only_what_breaks_is_unfolded_and_says_what_happens() {
    let mut harness = panel(WIDE);
    assert_eq!(is_unfolded(&harness, Feature::ForgotPassword), Some(true));
    assert_eq!(is_unfolded(&harness, Feature::SignInByCode), Some(false));
    assert_eq!(
        is_unfolded(&harness, Feature::EmailMfaBind),
        None,
        "it is off"
    );
    assert!(harness.says("No mail for forgotten passwords in any language"));
    assert!(!harness.says("Own template in en, de"));

    harness.click(Role::Button, "Details of Sign-in by code");
    assert!(harness.says("get SignIn in en"));
    assert!(harness.says("Own template in en, de"));
    harness.click(Role::Button, "Details of Forgot password");
    assert!(!harness.says("No mail for forgotten passwords"));
}

#[test]
fn what_breaks_anew_is_unfolded_again() {
    let mut harness = panel(WIDE);
    harness.click(Role::Button, "Details of Sign-in by code");
    harness.click(Role::Button, "Details of Sign-in by code");
    harness.state_mut().templates = TemplateList::default();
    harness.run();
    assert_eq!(is_unfolded(&harness, Feature::SignInByCode), Some(true));
}

#[test]
fn falling_back_is_a_word_and_no_warning() {
    let mut fixture = Fixture::new();
    fixture.enabled = [Feature::SignInByCode].into();
    let harness = show(fixture, WIDE);
    assert!(harness.has(Role::Label, "Falls back"));
    let warning = letterhead::ui::theme::icons::WARNING.codepoint;
    assert!(!harness.says(warning));
}

#[test]
fn a_connector_that_hands_the_payload_over_needs_no_template() {
    let mut fixture = Fixture::new();
    fixture.support = TemplateSupport::PayloadOnly;
    fixture.enabled = [Feature::SignInByCode].into();
    let mut harness = show(fixture, WIDE);
    assert!(harness.says("1 feature on: 1 complete"));
    harness.click(Role::Button, "SignIn: no template needed");
    let expected = FeatureEvent::Open(UsageType::SignIn, None);
    assert_eq!(harness.state().events, [expected]);
    harness.click(Role::Button, "Details of Sign-in by code");
    assert!(harness.says("the connector hands the payload over"));
}

#[test]
fn a_row_is_one_stop_for_tab_and_the_arrows_move_within() {
    let mut harness = panel(WIDE);
    harness.key(Key::Tab);
    assert!(has_keyboard(&harness, Role::Switch, "Sign-up by e-mail"));
    harness.key(Key::Tab);
    assert!(has_keyboard(&harness, Role::Switch, "Sign-in by code"));
    harness.key(Key::ArrowRight);
    harness.key(Key::Enter);
    let expected = FeatureEvent::Open(UsageType::SignIn, Some("en".to_owned()));
    assert_eq!(harness.state().events, [expected]);
    harness.key(Key::End);
    assert!(has_keyboard(
        &harness,
        Role::Button,
        "Details of Sign-in by code"
    ));
    harness.key(Key::Enter);
    assert_eq!(is_unfolded(&harness, Feature::SignInByCode), Some(true));
    harness.key(Key::Tab);
    assert!(has_keyboard(&harness, Role::Switch, "Forgot password"));
    harness.key_press_modifiers(Modifiers::SHIFT, Key::Tab);
    harness.run();
    assert!(has_keyboard(
        &harness,
        Role::Button,
        "Details of Sign-in by code"
    ));
    harness.key(Key::ArrowRight);
    assert!(has_keyboard(&harness, Role::Switch, "Sign-in by code"));
}

#[test]
fn a_feature_is_switched_by_keyboard_which_stays_on_it() {
    let mut harness = panel(NARROW);
    harness.key(Key::Tab);
    harness.key(Key::Space);
    harness.key(Key::Space);
    assert_eq!(
        harness.state().events,
        [
            FeatureEvent::Switch(Feature::SignUpByEmail, false),
            FeatureEvent::Switch(Feature::SignUpByEmail, true),
        ]
    );
    assert!(has_keyboard(&harness, Role::Switch, "Sign-up by e-mail"));
    assert!(harness.is_on(Role::Switch, "Sign-up by e-mail"));
}

#[test]
fn what_is_read_only_can_be_looked_at() {
    let mut fixture = Fixture::new();
    fixture.is_writable = false;
    let mut harness = show(fixture, WIDE);
    assert!(!harness.is_enabled(Role::Switch, "Sign-in by code"));
    harness.click(Role::Switch, "Sign-in by code");
    assert!(harness.state().events.is_empty());
    harness.key(Key::Tab);
    harness.key(Key::Enter);
    let expected = FeatureEvent::Open(UsageType::Register, Some("en".to_owned()));
    assert_eq!(harness.state().events, [expected]);
}
