//! Findings of a text that was changed since, where their places are now.

use crate::domain::edited::Edited;
use crate::domain::logto::{Field, FieldFinding};
use crate::model::TemplateTexts;

/// The findings, made in some texts, as findings of others; a fix of what was changed is none.
pub(super) fn moved(
    findings: &[FieldFinding],
    from: &TemplateTexts,
    to: &TemplateTexts,
) -> Vec<FieldFinding> {
    let fields = [
        Field::Subject,
        Field::Content,
        Field::ReplyTo,
        Field::SendFrom,
    ];
    let edits = fields.map(|field| (field, Edited::between(from.field(field), to.field(field))));
    let edit_of = |field| edits.iter().find(|(of, _)| *of == field)?.1.as_ref();
    let moved = findings.iter().map(|found| {
        let mut found = found.clone();
        if let Some(edit) = edit_of(found.field) {
            let finding = &mut found.finding;
            finding.span = finding.span.map(|span| edit.span(span));
            finding.fix = finding.fix.take().filter(|fix| edit.leaves(fix.span));
            if let Some(fix) = &mut finding.fix {
                fix.span = edit.span(fix.span);
            }
        }
        found
    });
    moved.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::finding::{Finding, Fix, Severity, Span};

    fn found(field: Field, span: Span) -> FieldFinding {
        let fix = Fix {
            title: "Mend".to_owned(),
            span,
            replacement: "x".to_owned(),
        };
        let finding = Finding::new(Severity::Warning, "a-code", "message");
        FieldFinding {
            field,
            finding: finding.at(span).fix(fix),
        }
    }

    fn texts(content: &str) -> TemplateTexts {
        TemplateTexts::of_source(content.into())
    }

    #[test]
    fn places_behind_the_change_move_with_the_text_and_others_stay() {
        let (before, after) = (texts("one two three"), texts("one and two three"));
        let places = [Span::new(0, 3), Span::new(4, 7), Span::new(8, 13)];
        let findings = places.map(|span| found(Field::Content, span));
        let moved = moved(&findings, &before, &after);
        let words = moved.iter().map(|found| {
            let span = found.finding.span.unwrap();
            assert_eq!(found.finding.fix.as_ref().unwrap().span, span);
            after.content.get(span.range()).unwrap()
        });
        assert_eq!(words.collect::<Vec<_>>(), ["one", "two", "three"]);
    }

    #[test]
    fn what_was_changed_itself_keeps_its_mark_and_loses_its_fix() {
        let findings = [found(Field::Content, Span::new(4, 7))];
        let moved = moved(&findings, &texts("one two three"), &texts("one toe three"));
        let finding = &moved.first().unwrap().finding;
        assert_eq!(finding.span, Some(Span::new(4, 7)));
        assert_eq!(finding.fix, None);
    }
}
