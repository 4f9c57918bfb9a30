//! The section of the standard behind each finding that does not bring it along, as those on SPF,
//! mail hosts and providers do.

/// Where the rule of a finding stands, for example `RFC 6376 3.6.1`; empty for a code that is not
/// of these records.
pub fn references(code: &str) -> &'static [&'static str] {
    match code {
        "align.dkim"
        | "align.from-by-payload"
        | "align.none"
        | "align.spf"
        | "align.unchecked"
        | "align.unknown" => &["RFC 9989 4.4", "RFC 9989 4.10.2"],
        "align.from-unreadable" | "align.no-from" => &["RFC 5322 3.6.2", "RFC 9989 4.4"],
        "authres.differs" => &["RFC 8601 2.7"],
        "authres.syntax" => &["RFC 8601 2.2"],
        "bimi.logo" => &["draft-svg-tiny-ps-abrotman 2"],
        "bimi.logo-unreachable"
        | "bimi.multiple"
        | "bimi.no-evidence"
        | "bimi.no-logo"
        | "bimi.not-https"
        | "bimi.syntax"
        | "bimi.unchecked" => &["draft-brand-indicators-for-message-identification 4.2"],
        "bimi.needs-enforcement" => &["draft-brand-indicators-for-message-identification 5.1"],
        "dane.missing" | "dane.unchecked" => &["RFC 7672 2.2.3"],
        "dane.unsigned" => &["RFC 7672 2.2"],
        "dane.unusable" => &["RFC 7672 3.1"],
        _ if code.starts_with("dkim.") => dkim(code),
        _ if code.starts_with("dmarc.") => dmarc(code),
        "dnssec.bogus" | "dnssec.not-validated" | "dnssec.unchecked" | "dnssec.unsigned" => {
            &["RFC 4033 5"]
        }
        "domain.missing" => &["RFC 8020 2"],
        "ip.fcrdns" => &["RFC 8601 3", "RFC 1912 2.1"],
        "ip.generic-name" | "ip.no-ptr" | "ip.unchecked" => &["RFC 1912 2.1"],
        "ip.helo-match" => &["RFC 5321 2.3.5", "RFC 5321 4.1.1.1"],
        "ip.no-host" | "mx.unchecked" => &["RFC 5321 5.1"],
        "mtasts.bad-id" | "mtasts.multiple" | "mtasts.syntax" | "mtasts.unchecked" => {
            &["RFC 8461 3.1"]
        }
        "mtasts.bad-policy" | "mtasts.not-enforced" | "mtasts.short-age" => &["RFC 8461 3.2"],
        "mtasts.mx-not-covered" => &["RFC 8461 4.1"],
        "mtasts.unreachable" => &["RFC 8461 3.3"],
        "ns.single" => &["RFC 2182 5"],
        "stream.marketing" => &[
            "Google Email sender guidelines 2024-02",
            "https://support.google.com/mail/answer/81126",
        ],
        "tlsrpt.bad-uri" | "tlsrpt.multiple" | "tlsrpt.syntax" | "tlsrpt.unchecked" => {
            &["RFC 8460 3"]
        }
        _ => &[],
    }
}

fn dkim(code: &str) -> &'static [&'static str] {
    match code {
        "dkim.any" => &["RFC 8020 2", "RFC 6376 3.6.2.1"],
        "dkim.bad-key" => &["RFC 6376 3.6.1", "RFC 8463 4"],
        "dkim.bad-selector" => &["RFC 6376 3.1"],
        "dkim.body-length" => &["RFC 6376 8.2"],
        "dkim.cname" | "dkim.cname-dangling" => &["RFC 6376 3.6.2.2", "RFC 1034 3.6.2"],
        "dkim.discovery" | "dkim.unchecked" | "dkim.wildcard" => &["RFC 6376 3.6.2.1"],
        "dkim.granularity" => &["RFC 6376 C.2"],
        "dkim.key-too-long" | "dkim.key-too-short" | "dkim.weak-key" => &["RFC 8301 3.2"],
        "dkim.key-type" => &["RFC 6376 3.6.1", "RFC 8463 3"],
        "dkim.missing" => &["RFC 6376 3.6.2"],
        "dkim.multiple" => &["RFC 6376 3.6.2.2"],
        "dkim.none" => &["RFC 6376 3.5", "RFC 8601 2.7.1"],
        "dkim.revoked" | "dkim.service-type" | "dkim.shared-key" | "dkim.strict"
        | "dkim.testing" => &["RFC 6376 3.6.1"],
        "dkim.sha1-only" => &["RFC 8301 3.1"],
        "dkim.signature" => &["RFC 6376 3.5", "RFC 6376 6.1.1", "RFC 8301 3.1"],
        "dkim.syntax" | "dkim.unknown-tag" => &["RFC 6376 3.2", "RFC 6376 3.6.1"],
        "dkim.too-many" => &["RFC 6376 6.1", "RFC 6376 8.4"],
        "dkim.unsigned-headers" => &["RFC 6376 5.4.1"],
        _ => &[],
    }
}

fn dmarc(code: &str) -> &'static [&'static str] {
    match code {
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
        "dmarc.multiple" | "dmarc.tree-walk" | "dmarc.unchecked" => &["RFC 9989 4.10"],
        "dmarc.near-miss" | "dmarc.syntax" | "dmarc.unknown-tag" => {
            &["RFC 9989 4.7", "RFC 9989 4.8"]
        }
        "dmarc.parked" => &["RFC 7505 3", "M3AAWG Protecting Parked Domains"],
        "dmarc.removed-tag" => &["RFC 9989 C"],
        "dmarc.rua-undeliverable" => &["RFC 9989 4.6", "RFC 5321 5.1"],
        "dmarc.uri-size" => &["RFC 9989 4.8"],
        "dmarc.wrong-location" => &["RFC 9989 4.5"],
        _ => &[],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::sender_domain::vocabulary::IDS;

    /// Findings of these families are made with their references.
    const WITH_OWN: [&str; 3] = ["mx", "provider", "spf"];

    #[test]
    fn every_id_has_a_reference() {
        for id in IDS {
            let family = id.split('.').next().unwrap();
            let has_own = WITH_OWN.contains(&family) && id != "mx.unchecked";
            assert_eq!(references(id).is_empty(), has_own, "{id}");
        }
        assert_eq!(references("spf.syntax"), [""; 0]);
    }
}
