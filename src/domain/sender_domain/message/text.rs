//! The report as text for a terminal or a text file.

use std::fmt;

use super::dkim::SignatureReport;
use super::report::{MessageReport, Source};
use crate::domain::finding::Severity;

/// A text of a message on one line, without what would command a terminal or turn the writing
/// direction.
struct Shown<'a>(&'a str);

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for letter in self.0.chars() {
            let turns = matches!(letter, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
            if letter.is_control() || turns {
                write!(f, "{}", letter.escape_unicode())?;
            } else {
                write!(f, "{letter}")?;
            }
        }
        Ok(())
    }
}

/// As text, one fact a line, the verdict first.
impl fmt::Display for MessageReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "From     {}", Shown(&self.message.from.join(", ")))?;
        if let Some(subject) = &self.message.subject {
            writeln!(f, "Subject  {}", Shown(subject))?;
        }
        let dmarc = &self.dmarc;
        writeln!(
            f,
            "DMARC    {}: {}",
            dmarc.ruling.result,
            Shown(&dmarc.ruling.reason)
        )?;
        if let (Some(record), Some(at)) = (&dmarc.record, &dmarc.record_at) {
            writeln!(f, "         {}  {}", Shown(at), Shown(record))?;
        }
        self.spf(f)?;
        if self.dkim.is_empty() {
            writeln!(f, "DKIM     none: The message is not signed")?;
        }
        for one in &self.dkim {
            signature(f, one)?;
        }
        self.arc(f)?;
        self.hops(f)?;
        self.claims(f)?;
        self.findings(f)
    }
}

impl MessageReport {
    fn spf(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ruling = &self.spf.ruling;
        writeln!(f, "SPF      {}: {}", ruling.result, Shown(&ruling.reason))?;
        if self.sender.ip_source == Some(Source::Header) {
            writeln!(f, "         The client’s address was read off the header")?;
        }
        Ok(())
    }

    fn arc(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let arc = &self.arc;
        writeln!(
            f,
            "ARC      {}: {}",
            arc.ruling.result,
            Shown(&arc.ruling.reason)
        )?;
        for set in &arc.instances {
            let word = |check: &Option<super::ArcCheck>| {
                let check = check.as_ref();
                check.map_or("missing", |check| check.ruling.result.word())
            };
            let domain = set.seal.as_ref().map_or("?", |seal| &seal.domain);
            let (seal, signature) = (word(&set.seal), word(&set.message_signature));
            let (number, domain) = (set.instance, Shown(domain));
            writeln!(
                f,
                "         {number}  {domain}  seal {seal}, message {signature}"
            )?;
        }
        Ok(())
    }

    fn hops(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (number, hop) in (1..).zip(&self.received) {
            let or = |text: &Option<String>| text.clone().unwrap_or_else(|| "?".to_owned());
            let (from, by) = (or(&hop.from), or(&hop.by));
            write!(f, "Hop {number:<4} {} → {}", Shown(&from), Shown(&by))?;
            if let Some(ip) = hop.ip {
                write!(f, "  {ip}")?;
            }
            if let Some(at) = hop.at {
                write!(f, "  {at}")?;
            }
            if let Some(delay) = hop.delay_secs {
                write!(f, "  {delay:+} s")?;
            }
            writeln!(f)?;
        }
        Ok(())
    }

    fn claims(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for claimed in &self.authentication_results {
            write!(f, "Told by  {}:", Shown(&claimed.server))?;
            for claim in &claimed.results {
                let sign = match claim.agrees() {
                    Some(true) => " (so here)",
                    Some(false) => " (not so here)",
                    None => "",
                };
                write!(
                    f,
                    " {}={}{sign}",
                    Shown(&claim.method),
                    Shown(&claim.result)
                )?;
            }
            writeln!(f)?;
        }
        Ok(())
    }

    fn findings(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for finding in &self.findings {
            let severity = match finding.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
                Severity::Info => "info",
            };
            let (subject, message) = (Shown(&finding.subject), Shown(&finding.message));
            writeln!(f, "{severity}: {} {subject}: {message}", finding.id)?;
            if let Some(hint) = &finding.hint {
                writeln!(f, "    {}", Shown(hint))?;
            }
        }
        Ok(())
    }
}

fn signature(f: &mut fmt::Formatter<'_>, one: &SignatureReport) -> fmt::Result {
    let ruling = &one.ruling;
    writeln!(
        f,
        "DKIM     {}: {}: {}",
        ruling.result,
        Shown(&one.domain),
        Shown(&ruling.reason)
    )?;
    write!(
        f,
        "         {}, {}, selector {}",
        Shown(&one.algorithm),
        one.canonicalization,
        Shown(&one.selector)
    )?;
    if let Some(bits) = one.key.as_ref().and_then(|key| key.bits) {
        write!(f, ", {bits} bits")?;
    }
    writeln!(f)?;
    if let Some(body) = one.body.as_ref().filter(|body| !body.matches) {
        let (signed, found) = (&body.signed_hash, &body.computed_hash);
        writeln!(f, "         body signed as {signed}, found {found}")?;
    }
    Ok(())
}
