//! Whether the mail may go.

use super::super::CliError;
use super::Send;
use crate::domain::safety::{SendFacts, Verdict, may_send, no_recipient};
use crate::domain::workspace::ConnectorProfile;

/// Refuses what is no address, a recipient that the profile does not list, and production without a
/// yes.
pub(super) fn check(arguments: &Send, profile: &ConnectorProfile) -> Result<(), CliError> {
    // A sandbox takes anything; on the command line that would hide a slip in --to.
    if let Some(refusal) = no_recipient(&arguments.to) {
        return Err(CliError::Input(format!("{} {}", refusal.why, refusal.how)));
    }
    let file = format!("connectors/{}.toml", profile.name);
    let permits = |address: &str| profile.allow.permits(address);
    let facts = SendFacts {
        profile: &profile.title,
        file: &file,
        environment: profile.environment,
        reach: profile.reach(),
        endpoint: profile.over(),
        is_lifted: arguments.anyone,
        has_allow_list: !profile.allow.is_empty(),
        permits: &permits,
    };
    match may_send(&facts, &arguments.to) {
        Verdict::Go => Ok(()),
        Verdict::AskProduction(_) if arguments.production => Ok(()),
        Verdict::AskProduction(question) => Err(CliError::Refused(format!(
            "{} Say --production if that is meant",
            question.text
        ))),
        Verdict::Refused(refusal) if refusal.code == "recipient-not-allowed" => Err(
            CliError::Refused(format!("{} {} Or say --anyone", refusal.why, refusal.how)),
        ),
        Verdict::Refused(refusal) => Err(CliError::Refused(format!(
            "{} {}",
            refusal.why, refusal.how
        ))),
    }
}
