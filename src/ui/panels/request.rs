//! What the connector would do: the very value that a test send executes.

use std::sync::Arc;

use egui::{RichText, ScrollArea, Ui};

use crate::domain::connector::smtp::{SmtpAuth, SmtpSecurity, StartTls};
use crate::domain::connector::{Delivery, PlanError, SmtpSubmission};
use crate::domain::syntax::Language;
use crate::ui::panels::SourceView;
use crate::ui::theme::{fonts, icons, space, tokens};
use crate::ui::widgets::{KeyValue, Segment, Tone, empty_state, icon_button, segmented};

/// What was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RequestEvent {
    /// Put a text on the clipboard.
    Copy(String),
    /// Save the mail as a file.
    SaveEml,
}

/// A part of the panel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Part {
    #[default]
    Conversation,
    Message,
}

/// The panel's own state.
#[derive(Default)]
pub struct RequestPanel {
    part: Part,
    of: Option<Arc<Result<Delivery, PlanError>>>,
    conversation: Arc<str>,
    message: Arc<str>,
    source: SourceView,
}

impl RequestPanel {
    /// Draws the panel; `waiting` says why there is no request yet.
    pub fn ui(
        &mut self,
        ui: &mut Ui,
        request: Option<&Arc<Result<Delivery, PlanError>>>,
        waiting: &str,
    ) -> Option<RequestEvent> {
        let Some(request) = request else {
            empty_state(ui, icons::SEND, "No request yet", waiting, None);
            return None;
        };
        match request.as_ref() {
            Ok(Delivery::Smtp(submission)) => {
                self.follow(request, submission);
                self.submission_ui(ui, submission)
            }
            Err(error) => {
                error_ui(ui, error);
                None
            }
        }
    }

    /// Makes the texts anew when the request is another one.
    fn follow(&mut self, request: &Arc<Result<Delivery, PlanError>>, submission: &SmtpSubmission) {
        if self.of.as_ref().is_some_and(|of| Arc::ptr_eq(of, request)) {
            return;
        }
        self.of = Some(Arc::clone(request));
        self.conversation = submission.transcript_preview().into();
        self.message = String::from_utf8_lossy(&submission.eml()).into();
    }

    fn submission_ui(&mut self, ui: &mut Ui, submission: &SmtpSubmission) -> Option<RequestEvent> {
        let mut event = None;
        let text = match self.part {
            Part::Conversation => &self.conversation,
            Part::Message => &self.message,
        };
        egui::Frame::new()
            .inner_margin(egui::Margin::symmetric(space::M as i8, space::XS as i8))
            .show(ui, |ui| {
                ui.spacing_mut().item_spacing.y = 0.0;
                let server = format!("{}:{}", submission.host, submission.port);
                let server = format!("{server}, {}", security(submission));
                let envelope = &submission.envelope;
                let people = format!("{} → {}", envelope.mail_from, envelope.rcpt_to.join(", "));
                KeyValue::new("Server", &server).key_width(76.0).show(ui);
                KeyValue::new("Envelope", &people).key_width(76.0).show(ui);
                for finding in submission.findings() {
                    let tone = Tone::from(finding.severity);
                    let color = tone.color(tokens(ui.ctx()));
                    ui.label(RichText::new(&finding.message).color(color));
                }
                ui.add_space(space::XS);
                ui.horizontal(|ui| {
                    let parts = [
                        Segment::new(Part::Conversation, "Conversation"),
                        Segment::new(Part::Message, "Message"),
                    ];
                    segmented(ui, "Part of the request", &mut self.part, &parts);
                    let color = tokens(ui.ctx()).text_faint;
                    let size = format!("{} bytes", submission.eml().len());
                    ui.label(RichText::new(size).small().color(color));
                    if icon_button(ui, icons::COPY, "Copy", None).clicked() {
                        event = Some(RequestEvent::Copy(text.to_string()));
                    }
                    if icon_button(ui, icons::SAVE, "Save as .eml…", None).clicked() {
                        event = Some(RequestEvent::SaveEml);
                    }
                });
            });
        self.source.ui(ui, "Request", Language::Plain, text);
        event
    }
}

fn security(submission: &SmtpSubmission) -> String {
    let tls = match submission.security {
        SmtpSecurity::Implicit { .. } => "TLS from the start",
        SmtpSecurity::Plain { starttls } => match starttls {
            StartTls::IfOffered => "STARTTLS if offered",
            StartTls::Required => "STARTTLS",
            StartTls::Never => "no TLS",
        },
    };
    let login = match &submission.auth {
        SmtpAuth::None => "no login".to_owned(),
        SmtpAuth::Login { user, .. } => format!("login as {user}"),
        _ => "login by OAuth 2".to_owned(),
    };
    format!("{tls}, {login}")
}

fn error_ui(ui: &mut Ui, error: &PlanError) {
    let tokens = tokens(ui.ctx());
    let answer = error.logto();
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        egui::Frame::new()
            .inner_margin(egui::Margin::same(space::M as i8))
            .show(ui, |ui| {
                ui.label(RichText::new("Logto would not send this mail").font(fonts::title()));
                ui.label(RichText::new(error.to_string()).color(tokens.error));
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
