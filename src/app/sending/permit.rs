//! Whether mails may go, and what that was judged by.

use serde_json::Value;

use crate::app::App;
use crate::domain::safety::{Environment, SendFacts, Verdict, may_send_many};
use crate::domain::workspace::ConnectorProfile;
use crate::model::{Command, Dialog, NoticeKind, Pending, ProfileCommand};

/// The texts of a configuration, which say nothing of where its mails go.
const TEXTS: [&str; 2] = ["templates", "deliveries"];

/// All of a profile that says where its mails go and as what they are judged.
///
/// A yes counts for this and nothing else: what was changed since is judged anew.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::app) struct Permit {
    profile: String,
    factory: String,
    environment: Environment,
    sandbox: bool,
    endpoint: Option<String>,
    accept_invalid_certificates: bool,
    config: Value,
}

impl Permit {
    /// What a profile is judged by now.
    pub(super) fn of(profile: &ConnectorProfile) -> Self {
        let mut config = profile.config.clone();
        if let Some(fields) = config.as_object_mut() {
            for key in TEXTS {
                fields.shift_remove(key);
            }
        }
        Self {
            profile: profile.name.clone(),
            factory: profile.factory.clone(),
            environment: profile.environment,
            sandbox: profile.sandbox,
            endpoint: profile.endpoint.clone(),
            accept_invalid_certificates: profile.accept_invalid_certificates,
            config,
        }
    }
}

/// The verdict on a mail to each of these.
pub(super) fn verdict(app: &App, profile: &ConnectorProfile, recipients: &[String]) -> Verdict {
    let file = format!("connectors/{}.toml", profile.name);
    let permits = |address: &str| profile.allow.permits(address);
    let facts = SendFacts {
        profile: &profile.title,
        file: &file,
        environment: profile.environment,
        reach: profile.reach(),
        endpoint: profile.over(),
        is_lifted: app.model.connectors.lifted.contains(&profile.name),
        has_allow_list: !profile.allow.is_empty(),
        permits: &permits,
    };
    let mut worst = Verdict::Go;
    for recipient in recipients {
        match may_send_many(&facts, recipient, recipients.len()) {
            Verdict::Go => {}
            refused @ Verdict::Refused(_) => return refused,
            question @ Verdict::AskProduction(_) => worst = question,
        }
    }
    worst
}

/// Decides whether a mail to each of these may go; what a person has to be asked or told is asked
/// or told.
pub(super) fn may_go(
    app: &mut App,
    profile: &ConnectorProfile,
    recipients: &[String],
    pending: Pending,
) -> bool {
    match verdict(app, profile, recipients) {
        Verdict::Go => true,
        Verdict::AskProduction(question) => {
            app.model.sending.pending = Some(pending);
            app.model.dialog = Some(Dialog::Production(question));
            app.asked = Some(Permit::of(profile));
            false
        }
        Verdict::Refused(refusal) => {
            let detail = format!("{} {}", refusal.why, refusal.how);
            let show = (
                "Show the profile".to_owned(),
                Command::Profile(ProfileCommand::Select(profile.name.clone())),
            );
            let title = "Nothing was sent";
            app.model
                .notify_with(NoticeKind::Warning, title, detail, vec![show]);
            false
        }
    }
}

/// The same for what was judged before: a yes counts as long as the profile is what it was, and
/// nothing has come that refuses.
pub(super) fn still_may_go(
    app: &mut App,
    judged: Option<&Permit>,
    profile: &ConnectorProfile,
    recipients: &[String],
    pending: Pending,
) -> bool {
    let is_same = judged == Some(&Permit::of(profile));
    let is_refused = matches!(verdict(app, profile, recipients), Verdict::Refused(_));
    (is_same && !is_refused) || may_go(app, profile, recipients, pending)
}
