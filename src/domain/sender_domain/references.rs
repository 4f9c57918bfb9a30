//! The section of the standard behind each finding on DKIM, DMARC, transport and BIMI records.

/// Where the rule of a finding stands, for example `RFC 6376 3.6.1`; empty for a code that is not
/// of these records.
pub fn references(code: &str) -> &'static [&'static str] {
    match code {
        "align.dkim" | "align.none" | "align.spf" => &["RFC 9989 4.4", "RFC 9989 4.10.2"],
        "authres.syntax" => &["RFC 8601 2.2"],
        "bimi.multiple" | "bimi.no-evidence" | "bimi.no-logo" | "bimi.not-https"
        | "bimi.syntax" => &["draft-brand-indicators-for-message-identification 4.2"],
        "bimi.needs-enforcement" => &["draft-brand-indicators-for-message-identification 5.1"],
        "dkim.bad-key" => &["RFC 6376 3.6.1", "RFC 8463 4"],
        "dkim.body-length" => &["RFC 6376 8.2"],
        "dkim.granularity" => &["RFC 6376 C.2"],
        "dkim.key-too-long" | "dkim.key-too-short" | "dkim.weak-key" => &["RFC 8301 3.2"],
        "dkim.key-type" => &["RFC 6376 3.6.1", "RFC 8463 3"],
        "dkim.missing" => &["RFC 6376 3.6.2"],
        "dkim.multiple" => &["RFC 6376 3.6.2.2"],
        "dkim.revoked" | "dkim.service-type" | "dkim.shared-key" | "dkim.strict"
        | "dkim.testing" => &["RFC 6376 3.6.1"],
        "dkim.sha1-only" => &["RFC 8301 3.1"],
        "dkim.signature" => &["RFC 6376 3.5", "RFC 6376 6.1.1", "RFC 8301 3.1"],
        "dkim.syntax" | "dkim.unknown-tag" => &["RFC 6376 3.2", "RFC 6376 3.6.1"],
        "dkim.unsigned-headers" => &["RFC 6376 5.4.1"],
        "dmarc.bad-alignment-tag"
        | "dmarc.bad-fo"
        | "dmarc.fo-without-ruf"
        | "dmarc.no-rua"
        | "dmarc.policy-none"
        | "dmarc.psd"
        | "dmarc.subdomain-weaker"
        | "dmarc.test-mode"
        | "dmarc.uri-scheme" => &["RFC 9989 4.7"],
        "dmarc.bad-policy" | "dmarc.effective" | "dmarc.missing" | "dmarc.no-p" => {
            &["RFC 9989 4.10.1"]
        }
        "dmarc.bad-uri" => &["RFC 9989 4.6", "RFC 9989 4.8"],
        "dmarc.duplicate-tag" => &["RFC 9989 4.7", "RFC 6376 3.2"],
        "dmarc.external-unauthorized" => &["RFC 9990 4"],
        "dmarc.multiple" | "dmarc.tree-walk" => &["RFC 9989 4.10"],
        "dmarc.near-miss" | "dmarc.syntax" | "dmarc.unknown-tag" => {
            &["RFC 9989 4.7", "RFC 9989 4.8"]
        }
        "dmarc.removed-tag" => &["RFC 9989 C"],
        "dmarc.uri-size" => &["RFC 9989 4.8"],
        "dmarc.wrong-location" => &["RFC 9989 4.5"],
        "mtasts.bad-id" | "mtasts.multiple" | "mtasts.syntax" => &["RFC 8461 3.1"],
        "mtasts.bad-policy" | "mtasts.not-enforced" | "mtasts.short-age" => &["RFC 8461 3.2"],
        "mtasts.mx-not-covered" => &["RFC 8461 4.1"],
        "tlsrpt.bad-uri" | "tlsrpt.multiple" | "tlsrpt.syntax" => &["RFC 8460 3"],
        _ => &[],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The sources that make findings.
    const SOURCES: [&str; 15] = [
        include_str!("authentication_results.rs"),
        include_str!("bimi.rs"),
        include_str!("dkim/key.rs"),
        include_str!("dkim/key_findings.rs"),
        include_str!("dkim/key_set.rs"),
        include_str!("dkim/signature.rs"),
        include_str!("dkim/signature_checks.rs"),
        include_str!("dmarc/alignment.rs"),
        include_str!("dmarc/answer.rs"),
        include_str!("dmarc/checks.rs"),
        include_str!("dmarc/effective.rs"),
        include_str!("dmarc/reports.rs"),
        include_str!("mta_sts.rs"),
        include_str!("report_uri.rs"),
        include_str!("tls_rpt.rs"),
    ];

    const FAMILIES: [&str; 7] = [
        "align", "authres", "bimi", "dkim", "dmarc", "mtasts", "tlsrpt",
    ];

    /// Texts in quotation marks that are the codes of findings.
    fn codes(source: &str) -> impl Iterator<Item = &str> {
        source.split('"').filter(|text| {
            let is_word = |it: char| it.is_ascii_lowercase() || it.is_ascii_digit() || it == '-';
            text.split_once('.').is_some_and(|(family, name)| {
                FAMILIES.contains(&family) && !name.is_empty() && name.chars().all(is_word)
            })
        })
    }

    #[test]
    fn every_finding_has_a_reference() {
        let mut found: Vec<_> = SOURCES.iter().flat_map(|source| codes(source)).collect();
        found.sort_unstable();
        found.dedup();
        for code in &found {
            assert!(!references(code).is_empty(), "{code}");
        }
        // The sources hold as many codes as the table does.
        let table = include_str!("references.rs").split("#[cfg(test)]").next();
        let mut listed: Vec<_> = codes(table.unwrap()).collect();
        listed.sort_unstable();
        assert_eq!(found, listed);
    }

    #[test]
    fn other_codes_have_none() {
        assert_eq!(references("spf.syntax"), [""; 0]);
    }
}
