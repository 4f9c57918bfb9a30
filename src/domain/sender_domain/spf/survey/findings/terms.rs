//! Findings about the terms of one record.

use super::super::super::parse::is_near;
use super::super::super::record::{Modifier, ModifierKind, Qualifier};
use super::super::super::{Mechanism, ProblemKind};
use super::super::branch::{Explanation, SurveyedTerm};
use super::{MOST_TERMS, Place, at, with_hint};
use crate::domain::finding::{Severity, Span};
use crate::domain::sender_domain::{DomainFinding, RfcSection};

/// The mechanisms that take a value, and `v`, which starts a second record.
const NOT_MODIFIERS: [&str; 8] = ["include", "a", "mx", "ptr", "ip4", "ip6", "exists", "all"];

pub(super) fn of(place: &Place<'_>, found: &mut Vec<DomainFinding>) {
    syntax(place, found);
    end(place, found);
    for term in place.branch.terms.iter().take(MOST_TERMS) {
        found.extend(ignored(place, term));
        found.extend(macros(place, term));
        found.extend(explanation(place, term));
        if matches!(term.directive(), Some((_, Mechanism::Ptr(_)))) {
            found.push(ptr(place, term));
        }
    }
    for (term, modifier) in place.record.modifiers().take(MOST_TERMS) {
        found.extend(suspicious(place, term.span, modifier));
        found.extend(report_modifier(place, term.span, modifier));
    }
}

fn syntax(place: &Place<'_>, found: &mut Vec<DomainFinding>) {
    for problem in place.record.problems.iter().take(MOST_TERMS) {
        let text = place
            .record
            .text
            .get(problem.span.range())
            .unwrap_or_default();
        let code = if problem.kind.is_about_macros() {
            "spf.macro"
        } else {
            "spf.syntax"
        };
        let message = problem.kind.message(text);
        let section = problem.kind.section();
        let mut violation = at(
            with_hint(
                place.finding(Severity::Error, code, section, message),
                problem.kind.hint(),
            ),
            problem.span,
        );
        if let Some(fix) = &problem.fix {
            violation.finding = violation.finding.fix(fix.clone());
            let repaired = place.replaced(fix.span, &fix.replacement);
            violation = place.publish(violation, &fix.title, repaired);
        }
        if problem.kind == ProblemKind::ModifierWithColon {
            let meant = place.finding(
                Severity::Error,
                "spf.suspicious-modifier",
                "6",
                format!("“{text}:” was probably meant to be “{text}=”"),
            );
            found.push(at(with_hint(meant, problem.kind.hint()), problem.span));
        }
        found.push(violation);
    }
}

/// How the record ends, if that is the last word about a mail.
fn end(place: &Place<'_>, found: &mut Vec<DomainFinding>) {
    if !place.is_deciding {
        return;
    }
    let open = |severity, code, message: &str| place.finding(severity, code, "5.1", message);
    let Some((term, qualifier)) = place.record.all() else {
        if place.record.modifier(ModifierKind::Redirect).is_none() {
            let message = "The record says nothing about servers it does not name";
            let none = place.finding(Severity::Warning, "spf.no-all", "4.7", message);
            let closed = format!("{} ~all", place.record.text.trim_end_matches(' '));
            let none = with_hint(
                none,
                "End it in ~all, or in -all once every sender is named",
            );
            found.push(place.publish(none, "End the record in ~all", closed));
        }
        return;
    };
    let told = match qualifier {
        Qualifier::Pass => open(
            Severity::Error,
            "spf.all-pass",
            "The record lets every server on the Internet pass",
        ),
        Qualifier::Neutral => open(
            Severity::Warning,
            "spf.all-neutral",
            "The record leaves open what to think of servers it does not name",
        ),
        Qualifier::Fail | Qualifier::SoftFail => return,
    };
    let told = with_hint(
        told,
        "End it in ~all, or in -all once every sender is named",
    );
    let closed = place.replaced(term.span, "~all");
    found.push(at(
        place.publish(told, "End the record in ~all", closed),
        term.span,
    ));
}

/// Terms that no receiver gets to.
fn ignored(place: &Place<'_>, term: &SurveyedTerm) -> Option<DomainFinding> {
    if term.is_read {
        return None;
    }
    let is_directive = term.directive().is_some();
    let (code, section, message) = if term.is_redirect() {
        (
            "spf.redirect-ignored",
            "6.1",
            format!("“{}” never counts beside “all”", term.term),
        )
    } else if is_directive {
        (
            "spf.after-all",
            "5.1",
            format!("“{}” never counts, as it stands behind “all”", term.term),
        )
    } else {
        return None;
    };
    let told = place.finding(place.severity(Severity::Warning), code, section, message);
    let hint = if is_directive {
        "Move it before “all”, or remove it"
    } else {
        "Remove it, or remove “all”"
    };
    let shorter = place.without(|other| other.span == term.span);
    let told = place.publish(with_hint(told, hint), "Remove the term", shorter);
    Some(at(told, term.span))
}

fn ptr(place: &Place<'_>, term: &SurveyedTerm) -> DomainFinding {
    let told = place.finding(
        place.severity(Severity::Warning),
        "spf.ptr",
        "5.5",
        "The mechanism “ptr” is slow and unreliable, and should no longer be used",
    );
    at(
        with_hint(told, "Name the networks of the servers in its place"),
        term.span,
    )
}

/// What macros become for a sample mail.
fn macros(place: &Place<'_>, term: &SurveyedTerm) -> Option<DomainFinding> {
    let target = match &term.term.kind {
        super::super::super::TermKind::Directive(directive) => directive.mechanism.target()?,
        super::super::super::TermKind::Modifier(modifier)
            if modifier.kind != ModifierKind::Unknown =>
        {
            &modifier.value
        }
        _ => return None,
    };
    target.macros().next()?;
    let expanded = term.target.as_deref().unwrap_or_default();
    let message = if term.is_sample {
        format!("“{target}” differs from mail to mail, for example {expanded}")
    } else {
        format!("“{target}” stands for {expanded}")
    };
    let told = place.finding(Severity::Info, "spf.macro", "7", message);
    Some(at(told, target.span))
}

/// A modifier that looks like a mechanism, or nearly like a known modifier.
fn suspicious(place: &Place<'_>, span: Span, modifier: &Modifier) -> Option<DomainFinding> {
    if modifier.kind != ModifierKind::Unknown {
        return None;
    }
    let name = modifier.name.to_ascii_lowercase();
    let known = NOT_MODIFIERS
        .into_iter()
        .find(|mechanism| is_near(&name, mechanism));
    let value = &modifier.value;
    let (meant, what) = if name == "v" {
        (
            String::new(),
            "starts a second record inside this one".to_owned(),
        )
    } else if let Some(mechanism) = known {
        let term = if mechanism == "all" {
            "-all".to_owned()
        } else {
            format!("{mechanism}:{value}")
        };
        (term.clone(), format!("was probably meant to be “{term}”"))
    } else if let Some(known) = ["redirect", "exp"]
        .into_iter()
        .find(|known| is_near(&name, known))
    {
        let term = format!("{known}={value}");
        (term.clone(), format!("was probably meant to be “{term}”"))
    } else if ["ip", "ipv4", "ipv6", "spf"].contains(&name.as_str()) {
        (String::new(), "is no term of SPF".to_owned())
    } else {
        return None;
    };
    let written = format!("{}={value}", modifier.name);
    let told = place.finding(
        Severity::Error,
        "spf.suspicious-modifier",
        "6",
        format!("Receivers ignore “{written}”, which {what}"),
    );
    let repaired = if meant.is_empty() {
        place.without(|term| term.span == span)
    } else {
        place.replaced(span, &meant)
    };
    let title = if meant.is_empty() {
        "Remove the term"
    } else {
        "Write what was meant"
    };
    let told = with_hint(
        told,
        "Correct the term: a mechanism takes a colon, a modifier an equals sign",
    );
    Some(at(place.publish(told, title, repaired), span))
}

fn explanation(place: &Place<'_>, term: &SurveyedTerm) -> Option<DomainFinding> {
    let target = term.target.as_deref().unwrap_or_default();
    let message = match term.explanation.as_ref()? {
        Explanation::Text(_) | Explanation::Unknown => return None,
        Explanation::Unusable(_) => {
            format!("Receivers cannot use the explanation at {target}")
        }
        Explanation::Count(0) => format!("There is no explanation at {target}"),
        Explanation::Count(number) => {
            format!("There are {number} texts at {target}, so receivers use none")
        }
    };
    let told = place.finding(Severity::Info, "spf.exp", "6.2", message);
    let hint = "Publish one text there, in ASCII, with %% for a percent sign";
    Some(at(with_hint(told, hint), term.span))
}

/// The modifiers of RFC 6652, which ask receivers for reports.
fn report_modifier(place: &Place<'_>, span: Span, modifier: &Modifier) -> Option<DomainFinding> {
    let value = modifier.value.to_string();
    let (code, is_fit) = match modifier.name.to_ascii_lowercase().as_str() {
        "ra" => ("spf.ra", !value.is_empty() && !value.contains('@')),
        "rp" => (
            "spf.rp",
            value.parse().is_ok_and(|percent: u8| percent <= 100),
        ),
        "rr" => (
            "spf.rr",
            value
                .split(':')
                .all(|kind| ["all", "e", "f", "s", "n"].contains(&kind)),
        ),
        _ => return None,
    };
    let message = if is_fit {
        format!(
            "“{}” asks for reports, which hardly any receiver sends",
            modifier.name
        )
    } else {
        format!(
            "“{}={value}” is malformed, and receivers ignore it",
            modifier.name
        )
    };
    let told = DomainFinding {
        refs: vec![RfcSection::new(6652, "3")],
        ..place.finding(Severity::Info, code, "6", message)
    };
    Some(at(
        with_hint(told, "It may be removed; DMARC has reports of its own"),
        span,
    ))
}
