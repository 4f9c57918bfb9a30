//! What is sent, and with what: of a workspace, or of files in Logto's own shapes.

use serde_json::Value;

use super::super::CliError;
use super::super::connector::of_profile;
use super::super::open::{Context, read_json};
use super::super::secrets::Secrets;
use super::Send;
use crate::domain::connector::{
    Connector, ConnectorError, Delivery, EndpointOverride, PlanError, PlanInput, SAMPLE_IP,
    SmtpConfig, render_as_logto,
};
use crate::domain::logto::TemplateDetails;
use crate::domain::workspace::{ConnectorProfile, Workspace};
use crate::services::clock::SystemClock;
use crate::services::delivery::new_stamp;

/// All that a mail is made from.
pub(super) struct Input {
    /// The profile; a bare configuration is one for development that lists nobody.
    pub profile: ConnectorProfile,
    /// The configuration with its secrets.
    config: Value,
    /// The custom template.
    pub details: Option<TemplateDetails>,
    /// The variables.
    pub payload: Value,
}

/// What would be done.
pub(super) struct Planned {
    /// The connector, with its secrets.
    pub connector: Connector,
    /// What it does.
    pub delivery: Delivery,
}

impl Input {
    /// Reads what the arguments name.
    pub fn read(arguments: &Send, context: &Context) -> Result<Self, CliError> {
        let mail = &arguments.mail;
        let is_bare = arguments.connector_config.is_some() && arguments.lang.is_none();
        let workspace = match context.workspace(mail.workspace.as_deref()) {
            Ok(workspace) => workspace,
            Err(_) if is_bare => Workspace::default(),
            Err(_) if arguments.connector_config.is_some() && !context.has_workspace(mail) => {
                return Err(CliError::Input(
                    "--lang names a template of a workspace, and there is none here; give --template \
                     FILE in its place, or --workspace DIR"
                        .to_owned(),
                ));
            }
            Err(error) => return Err(error),
        };
        let profile = match &arguments.connector_config {
            Some(file) => {
                let factory = arguments
                    .factory
                    .as_deref()
                    .unwrap_or(SmtpConfig::FACTORY_ID);
                ConnectorProfile::new("configuration", factory, read_json(file)?)
            }
            None => profile(&workspace, arguments.profile.as_deref())?.clone(),
        };
        let details = match (&arguments.template, &arguments.lang) {
            (Some(file), _) => Some(details(file)?),
            (None, Some(tag)) => Some(mail.template(&workspace, tag)?),
            (None, None) => None,
        };
        Ok(Self {
            config: config(arguments, context, &profile)?,
            details,
            payload: mail.payload(
                &workspace,
                arguments.payload.as_deref(),
                arguments.lang.as_deref(),
            )?,
            profile,
        })
    }

    /// What the connector would do; of a sandbox, the way leads to `port` on this machine.
    pub fn plan(&self, arguments: &Send, port: u16) -> Result<Planned, PlanError> {
        let mut profile = self.profile.clone();
        profile.config = self.config.clone();
        let connector = of_profile(&profile, port).map_err(|error| match error {
            ConnectorError::InvalidConfig(issues) => PlanError::InvalidConfig(issues),
            error @ ConnectorError::NoSandbox(_) => PlanError::General(error.to_string()),
            error @ ConnectorError::UnknownFactory(_) => {
                let known = Connector::FACTORY_IDS.join(", ");
                PlanError::General(format!("{error}; these are: {known}"))
            }
        })?;
        let sends_ip = arguments.mail.flow().is_ok_and(|flow| flow.sends_ip());
        let input = PlanInput {
            usage_type: arguments.mail.usage_type,
            to: &arguments.to,
            payload: &self.payload,
            ip: sends_ip.then_some(SAMPLE_IP),
            custom_template: self.details.as_ref(),
            stamp: &new_stamp(&SystemClock),
            hostname: None,
            render: &render_as_logto,
        };
        let mut delivery = match profile.over().map(EndpointOverride::parse) {
            Some(Ok(base)) => connector.plan_at(&input, &base)?,
            Some(Err(error)) => return Err(PlanError::General(error.to_string())),
            None => connector.plan(&input)?,
        };
        if let Delivery::Smtp(submission) = &mut delivery
            && profile.accept_invalid_certificates
        {
            submission.tls.accept_for_profile();
        }
        let hidden = profile.texts_to_hide(connector.factory_id(), connector.to_json());
        delivery.hide(hidden);
        Ok(Planned {
            connector,
            delivery,
        })
    }
}

fn details(file: &std::path::Path) -> Result<TemplateDetails, CliError> {
    let value = read_json(file)?;
    // As a row of Logto's table has it, or the details alone.
    let details = value.get("details").cloned().unwrap_or(value);
    serde_json::from_value(details)
        .map_err(|error| CliError::Input(format!("{}: {error}", file.display())))
}

/// The profile of that name, else the one in use.
fn profile<'a>(
    workspace: &'a Workspace,
    name: Option<&str>,
) -> Result<&'a ConnectorProfile, CliError> {
    let found = match name {
        Some(name) => workspace.connector(name),
        None => workspace.active_connector(),
    };
    found.ok_or_else(|| {
        let names = workspace.connectors.iter();
        let names: Vec<&str> = names.map(|profile| profile.name.as_str()).collect();
        let wanted = name.unwrap_or("in use");
        let names = names.join(", ");
        CliError::Input(format!(
            "there is no connector {wanted}; the workspace has: {names}"
        ))
    })
}

/// The configuration with its secrets. To show a plan, a reference may stand in for one.
fn config(
    arguments: &Send,
    context: &Context,
    profile: &ConnectorProfile,
) -> Result<Value, CliError> {
    if profile.sandbox {
        return Ok(profile.config.clone());
    }
    let root = context.root(arguments.mail.workspace.as_deref()).ok();
    let secrets = Secrets::of(root.as_deref());
    match profile.resolved(&|reference| secrets.look_up(reference)) {
        Ok(config) => Ok(config),
        Err(_) if arguments.dry_run => Ok(profile.config.clone()),
        Err(missing) => Err(CliError::Input(secrets.told(&missing))),
    }
}
