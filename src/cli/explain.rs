//! `letterhead explain`

use std::io::Write;
use std::path::Path;

use serde::Serialize;

use super::open::{Context, MailArguments, factory, refuse_broken};
use super::{CliError, write_json};
use crate::domain::coverage::{MailSource, Served, who_gets_what};
use crate::domain::logto::{
    LocaleRequest, PlaceOutcome, Resolution, SelectionRequest, TemplateCatalog, TemplateSupport,
    Trace, UsageType, choose, resolve,
};
use crate::domain::workspace::{ConnectorProfile, TEMPLATES, Workspace};

/// Arguments of `letterhead explain`.
#[derive(Debug, clap::Args)]
pub struct Explain {
    #[command(flatten)]
    mail: MailArguments,
    /// `ui_locales` of the sign-in request
    #[arg(long, value_name = "TAGS")]
    ui_locales: Option<String>,
    /// The query parameter `locale`; may be given more than once
    #[arg(long, value_name = "TAG")]
    locale: Vec<String>,
    /// The header `Accept-Language`
    #[arg(long, value_name = "HEADER")]
    accept_language: Option<String>,
    /// The `locale` of an invitation or of a connector test
    #[arg(long, value_name = "TAG")]
    message_locale: Option<String>,
    /// The connector that sends, by Logto's factory id, which decides on the templates looked at
    #[arg(long, value_name = "ID", value_parser = factory)]
    factory: Option<TemplateSupport>,
    /// The connector profile whose own templates count, and whose factory decides unless --factory
    /// says otherwise [default: the sandbox]
    #[arg(long, value_name = "PROFILE")]
    profile: Option<String>,
    /// Tells what twenty common browsers get instead
    #[arg(long, conflicts_with_all = ["ui_locales", "locale", "accept_language", "message_locale"])]
    browsers: bool,
    /// Prints JSON
    #[arg(long)]
    json: bool,
}

/// The whole explanation.
#[derive(Serialize)]
struct Explanation {
    request: LocaleRequest,
    resolution: Resolution,
    trace: Trace,
    /// The connector profile whose own templates were looked at.
    connector: Option<String>,
}

/// A workspace with the connector that is looked at.
struct Around<'a> {
    workspace: &'a Workspace,
    profile: Option<&'a ConnectorProfile>,
}

impl TemplateCatalog for Around<'_> {
    fn has_custom(&self, usage_type: UsageType, language_tag: &str) -> bool {
        self.workspace.has_custom(usage_type, language_tag)
    }

    fn has_config(&self, usage_type: UsageType) -> bool {
        let has = |profile: &ConnectorProfile| profile.has_template(usage_type.as_str());
        self.profile.is_some_and(has)
    }

    fn custom_tags(&self, usage_type: UsageType) -> Vec<String> {
        self.workspace.custom_tags(usage_type)
    }
}

impl<'a> Around<'a> {
    fn of(arguments: &Explain, workspace: &'a Workspace) -> Result<Self, CliError> {
        let profile = match &arguments.profile {
            Some(name) => Some(workspace.connector(name).ok_or_else(|| {
                let names = workspace.connectors.iter();
                let names: Vec<&str> = names.map(|profile| profile.name.as_str()).collect();
                let names = names.join(", ");
                CliError::Input(format!(
                    "there is no connector {name}; the workspace has: {names}"
                ))
            })?),
            None => workspace.sandbox(),
        };
        Ok(Self { workspace, profile })
    }

    /// What the connector looks at: as its factory does, where one is named.
    fn support(&self, arguments: &Explain) -> TemplateSupport {
        let of_profile = || {
            let profile = self.profile.filter(|_| arguments.profile.is_some())?;
            TemplateSupport::of_factory(&profile.factory)
        };
        let support = arguments.factory.or_else(of_profile);
        support.unwrap_or(TemplateSupport::CustomAndConfig)
    }

    /// Whose own templates were looked at, as a sentence without a period.
    fn words(&self, support: TemplateSupport) -> String {
        match self.profile {
            _ if !support.uses_config() => {
                "Connector: one of this kind has no templates of its own".to_owned()
            }
            Some(profile) => format!(
                "Connector: the templates of its own are those of connectors/{}.toml ({})",
                profile.name, profile.factory
            ),
            None => "Connector: the workspace has no sandbox, so there are no templates of a \
                     connector's own; name a profile with --profile"
                .to_owned(),
        }
    }
}

pub(super) fn run(
    arguments: &Explain,
    context: &Context,
    out: &mut impl Write,
) -> Result<(), CliError> {
    let mail = &arguments.mail;
    let workspace = context.workspace(mail.workspace.as_deref())?;
    // A template that cannot be read may be the very one that Logto would take.
    let types = [mail.usage_type, UsageType::Generic].map(UsageType::as_str);
    let folders = types.map(|name| Path::new(TEMPLATES).join(name));
    refuse_broken(&workspace, |path| {
        folders.iter().any(|folder| path.starts_with(folder))
    })?;
    let around = Around::of(arguments, &workspace)?;
    let support = around.support(arguments);
    if arguments.browsers {
        let library = &workspace.settings.languages;
        let (usage_type, flow) = (mail.usage_type, mail.flow()?);
        let served = who_gets_what(&around, library, support, usage_type, flow);
        return write_browsers(&served, arguments.json, out);
    }
    let request = LocaleRequest {
        flow: mail.flow()?,
        ui_locales: arguments.ui_locales.clone(),
        query_locales: arguments.locale.clone(),
        accept_language: arguments.accept_language.clone(),
        message_locale: arguments.message_locale.clone(),
        library: workspace.settings.languages.clone(),
    };
    let resolution = resolve(&request);
    let selection = SelectionRequest {
        usage_type: mail.usage_type,
        locale: resolution.locale.clone(),
        fallback: request.library.fallback.clone(),
        support,
    };
    let trace = choose(&selection, &around);
    let error = trace.error;
    let explanation = Explanation {
        request,
        resolution,
        trace,
        connector: around.profile.map(|profile| profile.name.clone()),
    };
    if arguments.json {
        write_json(out, &explanation)?;
    } else {
        write_text(&explanation, &around.words(support), out)?;
    }
    error.map_or(Ok(()), |error| Err(CliError::refused(&error)))
}

/// What a browser gets.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct BrowserLine<'a> {
    browser: &'a str,
    accept_language: Option<&'a str>,
    locale: Option<&'a str>,
    template: Option<String>,
}

fn write_browsers(served: &[Served], json: bool, out: &mut impl Write) -> Result<(), CliError> {
    let lines = served.iter().map(|one| BrowserLine {
        browser: one.name,
        accept_language: one.header,
        locale: one.tag.as_deref(),
        template: match &one.source {
            MailSource::Template(place) => Some(place.to_string()),
            MailSource::NotFound(_) | MailSource::Payload => None,
        },
    });
    let lines: Vec<BrowserLine<'_>> = lines.collect();
    if json {
        return write_json(out, &lines);
    }
    for line in &lines {
        let locale = line.locale.unwrap_or("-");
        let template = line.template.as_deref().unwrap_or("no template");
        let header = line.accept_language.unwrap_or("(no header)");
        writeln!(
            out,
            "{:<46} {locale:<8} {template:<34} {header}",
            line.browser
        )?;
    }
    Ok(())
}

fn write_text(
    explanation: &Explanation,
    connector: &str,
    out: &mut impl Write,
) -> Result<(), CliError> {
    let Explanation {
        request,
        resolution,
        trace,
        ..
    } = explanation;
    writeln!(
        out,
        "Flow: {} ({})",
        request.flow.label(),
        request.flow.route()
    )?;
    writeln!(out, "Language")?;
    for step in &resolution.steps {
        writeln!(
            out,
            "  {:<10} {:<12} {:<20} {}",
            step.outcome.label(),
            step.candidate,
            step.source.label(),
            step.reason,
        )?;
    }
    match &resolution.locale {
        Some(locale) => writeln!(out, "  The mail's locale is {locale}")?,
        None => writeln!(out, "  The mail has no locale")?,
    }
    writeln!(out, "{connector}")?;
    writeln!(out, "Template")?;
    for tried in &trace.places {
        let outcome = match tried.outcome {
            PlaceOutcome::Chosen => "chosen",
            PlaceOutcome::Absent => "absent",
            PlaceOutcome::NotTried => "not tried",
        };
        let place = tried.place.to_string();
        writeln!(out, "  {outcome:<10} {place:<44} {}", tried.reason)?;
    }
    for note in &trace.notes {
        writeln!(out, "  {note}")?;
    }
    if let Some(chosen) = &trace.chosen {
        writeln!(out, "Result: {chosen}")?;
    }
    Ok(())
}
