//! Blocks of text from the DNS: in the face of source text, to be selected and copied.

use egui::text::{LayoutJob, TextFormat};
use egui::{Frame, Label, Margin, RichText, Stroke, Ui};

use crate::domain::finding::{Severity, Span};
use crate::domain::sender_domain::report::DomainReport;
use crate::domain::sender_domain::shown::shown;
use crate::ui::theme::{fonts, icons, size, space, tokens};
use crate::ui::widgets::{IconButton, Tone};

/// A heading within a part of the report.
pub(in crate::ui::screens) fn heading(ui: &mut Ui, text: &str) {
    ui.add_space(space::M);
    ui.add(Label::new(RichText::new(text).font(fonts::title())).selectable(false));
    ui.add_space(2.0);
}

/// Words of less weight.
pub(in crate::ui::screens) fn muted(ui: &mut Ui, text: &str) {
    let color = tokens(ui.ctx()).text_muted;
    ui.add(Label::new(RichText::new(text).color(color)).wrap());
}

/// Small words of less weight.
pub(in crate::ui::screens) fn small(ui: &mut Ui, text: &str) {
    let color = tokens(ui.ctx()).text_muted;
    ui.add(Label::new(RichText::new(text).small().color(color)).wrap());
}

/// An icon and words.
pub(in crate::ui::screens) fn marked(ui: &mut Ui, tone: Tone, text: &str) {
    let color = tone.color(tokens(ui.ctx()));
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = space::S;
        ui.label(icons::inline(tone.icon()).color(color));
        ui.add(Label::new(text).wrap());
    });
}

/// The findings of some families, in short; the part with all findings has the rest.
pub(super) fn findings_of(ui: &mut Ui, report: &DomainReport, families: &[&str]) {
    let mut is_any = false;
    for finding in &report.findings {
        let family = finding.id.split('.').next().unwrap_or_default();
        if families.contains(&family) && finding.severity != Severity::Info {
            is_any = true;
            marked(ui, Tone::from(finding.severity), &finding.message);
        }
    }
    if is_any {
        ui.add_space(space::XS);
    }
}

/// Text that may be copied; `name` is what it is, such as “zone-file line”.
pub(super) fn block(ui: &mut Ui, name: &str, text: &str) {
    let color = tokens(ui.ctx()).text;
    let format = TextFormat::simple(fonts::mono(), color);
    block_of(
        ui,
        name,
        LayoutJob::single_section(text.to_owned(), format),
        text,
    );
}

/// A record, escaped, with a part of it underlined.
pub(super) fn record(ui: &mut Ui, name: &str, text: &str, span: Option<Span>, tone: Tone) {
    let tokens = tokens(ui.ctx());
    let plain = TextFormat::simple(fonts::mono(), tokens.text);
    let mut marked = plain.clone();
    marked.underline = Stroke::new(2.0, tone.color(tokens));
    marked.color = tone.color(tokens);
    let mut job = LayoutJob::default();
    let (before, inside, after) = parts(text, span);
    for (part, format) in [(before, &plain), (inside, &marked), (after, &plain)] {
        job.append(&shown(part), 0.0, format.clone());
    }
    block_of(ui, name, job, text);
}

/// The text before, in and behind a span; all of it is before, if there is none.
fn parts(text: &str, span: Option<Span>) -> (&str, &str, &str) {
    let cut = || {
        let span = span?;
        let before = text.get(..span.start)?;
        let inside = text.get(span.range())?;
        Some((before, inside, text.get(span.end..)?))
    };
    cut().unwrap_or((text, "", ""))
}

fn block_of(ui: &mut Ui, name: &str, mut job: LayoutJob, copied: &str) {
    let tokens = tokens(ui.ctx());
    let frame = Frame::new()
        .fill(tokens.sunken)
        .stroke(Stroke::new(1.0, tokens.border))
        .corner_radius(space::RADIUS)
        .inner_margin(Margin::symmetric(8, 5));
    frame.show(ui, |ui| {
        ui.horizontal_top(|ui| {
            let side = ui.spacing().interact_size.y;
            let width = (ui.available_width() - side - space::S).max(80.0);
            ui.vertical(|ui| {
                ui.set_width(width);
                ui.add_space((side - size::MONO - 4.0).max(0.0) / 2.0);
                job.wrap.max_width = width;
                ui.add(Label::new(job).wrap().selectable(true));
            });
            copy_button(ui, &format!("Copy {name}"), copied);
        });
    });
}

/// A small button that copies.
pub(super) fn copy_button(ui: &mut Ui, name: &str, text: &str) {
    let button = IconButton::new(icons::COPY, name).small();
    if ui.add(button).clicked() {
        ui.ctx().copy_text(text.to_owned());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_that_does_not_fit_marks_nothing() {
        assert_eq!(
            parts("v=spf1 -all", Some(Span::new(7, 11))),
            ("v=spf1 ", "-all", "")
        );
        assert_eq!(parts("abc", Some(Span::new(2, 9))), ("abc", "", ""));
        assert_eq!(parts("ü", Some(Span::new(1, 2))), ("ü", "", ""));
        assert_eq!(parts("abc", None), ("abc", "", ""));
    }
}
