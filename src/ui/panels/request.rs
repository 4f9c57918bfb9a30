//! What the connector would do: the very value that a test send executes.

mod fields;
mod http;

use std::error::Error as _;
use std::sync::Arc;

use egui::{Margin, RichText, ScrollArea, Ui};

use crate::domain::connector::smtp::{SmtpAuth, SmtpSecurity, StartTls};
use crate::domain::connector::{Delivery, FieldUse, PlanError, SmtpSubmission};
use crate::domain::finding::{Finding, Severity};
use crate::domain::syntax::Language;
use crate::ui::panels::{SourceView, finding_ui};
use crate::ui::theme::{fonts, icons, space, tokens};
use crate::ui::widgets::{KeyValue, Segment, empty_state, icon_button, segmented};

/// What was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RequestEvent {
    /// Put a text on the clipboard.
    Copy(String),
    /// Save the mail as a file.
    SaveEml,
}

/// What the connector would do, or why nothing.
type Request = Result<Delivery, PlanError>;

/// A part of the panel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Part {
    #[default]
    Summary,
    Conversation,
    Message,
}

/// The panel's own state.
#[derive(Default)]
pub struct RequestPanel {
    part: Part,
    /// The request shown, and what was made of it.
    made: Option<(Arc<Request>, Arc<Made>)>,
    source: SourceView,
    http: http::HttpView,
    http_made: Option<(Arc<Request>, Arc<http::Made>)>,
}

/// What is shown of a submission, made once for each.
struct Made {
    conversation: Arc<str>,
    message: Arc<str>,
    bytes: usize,
    findings: Vec<Finding>,
}

impl Made {
    fn of(submission: &SmtpSubmission) -> Self {
        let eml = submission.eml();
        let mut findings = submission.findings();
        findings.sort_by_key(|finding| finding.severity);
        Self {
            conversation: submission.transcript_preview().into(),
            message: String::from_utf8_lossy(&eml).into(),
            bytes: eml.len(),
            findings,
        }
    }
}

impl RequestPanel {
    /// Draws the panel; `fields` are those of the template with what becomes of each, `waiting` says
    /// why there is no request yet.
    pub fn ui(
        &mut self,
        ui: &mut Ui,
        request: Option<&Arc<Request>>,
        fields: &[FieldUse],
        waiting: &str,
    ) -> Option<RequestEvent> {
        let Some(request) = request else {
            empty_state(ui, icons::SEND, "No request yet", waiting, None);
            return None;
        };
        match request.as_ref() {
            Ok(Delivery::Smtp(submission)) => {
                let made = self.made(request, submission);
                self.submission_ui(ui, submission, &made, fields)
            }
            Ok(Delivery::Http(sent)) => {
                let made = match &self.http_made {
                    Some((of, made)) if Arc::ptr_eq(of, request) => Arc::clone(made),
                    _ => Arc::new(http::Made::of(sent)),
                };
                self.http_made = Some((Arc::clone(request), Arc::clone(&made)));
                self.http.ui(ui, &made, fields)
            }
            Err(error) => {
                error_ui(ui, error);
                None
            }
        }
    }

    fn made(&mut self, request: &Arc<Request>, submission: &SmtpSubmission) -> Arc<Made> {
        match &self.made {
            Some((of, made)) if Arc::ptr_eq(of, request) => Arc::clone(made),
            _ => {
                let made = Arc::new(Made::of(submission));
                self.made = Some((Arc::clone(request), Arc::clone(&made)));
                made
            }
        }
    }

    fn submission_ui(
        &mut self,
        ui: &mut Ui,
        submission: &SmtpSubmission,
        made: &Made,
        fields: &[FieldUse],
    ) -> Option<RequestEvent> {
        let margin = Margin::symmetric(space::M as i8, space::XS as i8);
        let frame = egui::Frame::new().inner_margin(margin);
        let event = frame.show(ui, |ui| self.bar_ui(ui, made)).inner;
        let plain = Language::Plain;
        match self.part {
            Part::Summary => summary_ui(ui, submission, made, fields),
            Part::Conversation => self
                .source
                .ui(ui, "Conversation", plain, &made.conversation),
            Part::Message => self.source.ui(ui, "Message", plain, &made.message),
        }
        event
    }

    fn bar_ui(&mut self, ui: &mut Ui, made: &Made) -> Option<RequestEvent> {
        let mut event = None;
        ui.horizontal(|ui| {
            let worst = made.findings.first().map(|finding| finding.severity);
            let summary = Segment::new(Part::Summary, "Summary");
            let summary = match worst {
                Some(Severity::Error) => summary.icon(icons::ERROR),
                Some(Severity::Warning) => summary.icon(icons::WARNING),
                _ => summary,
            };
            let parts = [
                summary,
                Segment::new(Part::Conversation, "Conversation"),
                Segment::new(Part::Message, "Message"),
            ];
            segmented(ui, "Part of the request", &mut self.part, &parts);
            let text = match self.part {
                Part::Summary | Part::Conversation => &made.conversation,
                Part::Message => &made.message,
            };
            let copy = match self.part {
                Part::Summary | Part::Conversation => "Copy the conversation",
                Part::Message => "Copy the message",
            };
            if icon_button(ui, icons::COPY, copy, None).clicked() {
                event = Some(RequestEvent::Copy(text.to_string()));
            }
            if icon_button(ui, icons::SAVE, "Save as .eml…", None).clicked() {
                event = Some(RequestEvent::SaveEml);
            }
        });
        event
    }
}

fn summary_ui(ui: &mut Ui, submission: &SmtpSubmission, made: &Made, fields: &[FieldUse]) {
    let rows = [
        (
            "Server",
            format!("{}, port {}", submission.host, submission.port),
        ),
        ("Security", security(submission).to_owned()),
        ("Certificate", certificate(submission)),
        ("Login", login(&submission.auth)),
        ("Mail from", address(&submission.envelope.mail_from)),
        ("Rcpt to", submission.envelope.rcpt_to.join(", ")),
        ("Size", format!("{} bytes", made.bytes)),
    ];
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        let margin = Margin::symmetric(space::M as i8, space::XS as i8);
        egui::Frame::new().inner_margin(margin).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = space::XS;
            for finding in &made.findings {
                finding_ui(ui, finding);
            }
            ui.spacing_mut().item_spacing.y = 0.0;
            for (key, value) in &rows {
                KeyValue::new(key, value).key_width(100.0).show(ui);
            }
            fields::ui(ui, fields, 100.0);
        });
    });
}

const fn security(submission: &SmtpSubmission) -> &'static str {
    match submission.security {
        SmtpSecurity::Implicit { by_port: true } => "TLS from the start, as the port is 465",
        SmtpSecurity::Implicit { by_port: false } => "TLS from the start",
        SmtpSecurity::Plain { starttls } => match starttls {
            StartTls::IfOffered => "Plain, then STARTTLS if the server offers it",
            StartTls::Required => "Plain, then STARTTLS in any case",
            StartTls::Never => "Plain, without TLS",
        },
    }
}

fn certificate(submission: &SmtpSubmission) -> String {
    let is_plain = matches!(
        submission.security,
        SmtpSecurity::Plain {
            starttls: StartTls::Never
        }
    );
    if is_plain {
        "None is asked for".to_owned()
    } else if submission.tls.accept_invalid {
        "Any is accepted".to_owned()
    } else {
        format!("Must be for {}", submission.tls.server_name)
    }
}

fn login(auth: &SmtpAuth) -> String {
    match auth {
        SmtpAuth::None => "None".to_owned(),
        SmtpAuth::Login { user, .. } => format!("{user}, with a password"),
        SmtpAuth::XOAuth2 { user, .. } | SmtpAuth::XOAuth2Fetched { user, .. } => {
            format!("{user}, with an OAuth 2 token")
        }
    }
}

/// An address of the envelope, where an empty one is the null sender.
fn address(address: &str) -> String {
    if address.is_empty() {
        "<> (nobody)".to_owned()
    } else {
        address.to_owned()
    }
}

fn error_ui(ui: &mut Ui, error: &PlanError) {
    let tokens = tokens(ui.ctx());
    let answer = error.logto();
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        let margin = Margin::same(space::M as i8);
        egui::Frame::new().inner_margin(margin).show(ui, |ui| {
            ui.horizontal(|ui| {
                ui.label(icons::inline(icons::ERROR).color(tokens.error));
                ui.label(RichText::new("Logto would not send this mail").font(fonts::title()));
            });
            let mut why = error.to_string();
            if let Some(source) = error.source() {
                why = format!("{why}: {source}");
            }
            ui.add(egui::Label::new(RichText::new(why).color(tokens.error)).wrap());
            let text = format!(
                "Its API would answer HTTP {}, {}",
                answer.status, answer.code
            );
            ui.label(RichText::new(text).color(tokens.text_muted));
            if let PlanError::InvalidConfig(issues) = error {
                for issue in issues {
                    ui.label(RichText::new(issue.to_string()).monospace());
                }
            }
            if !answer.data.is_null() {
                let data = format!("{:#}", answer.data);
                ui.add(egui::Label::new(RichText::new(data).monospace()).selectable(true));
            }
        });
    });
}
