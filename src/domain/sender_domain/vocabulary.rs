//! The ids that findings about a domain can have. Scripts read them, so an id is never renamed.

/// Every id, in the order of letters.
pub const IDS: [&str; 168] = [
    "align.dkim",
    "align.from-by-payload",
    "align.from-unreadable",
    "align.no-from",
    "align.none",
    "align.spf",
    "align.unchecked",
    "align.unknown",
    "authres.differs",
    "authres.syntax",
    "bimi.logo",
    "bimi.logo-unreachable",
    "bimi.multiple",
    "bimi.needs-enforcement",
    "bimi.no-evidence",
    "bimi.no-logo",
    "bimi.not-https",
    "bimi.syntax",
    "bimi.unchecked",
    "dane.missing",
    "dane.unchecked",
    "dane.unsigned",
    "dane.unusable",
    "dkim.any",
    "dkim.bad-key",
    "dkim.bad-selector",
    "dkim.body-length",
    "dkim.cname",
    "dkim.cname-dangling",
    "dkim.discovery",
    "dkim.granularity",
    "dkim.key-too-long",
    "dkim.key-too-short",
    "dkim.key-type",
    "dkim.missing",
    "dkim.multiple",
    "dkim.none",
    "dkim.revoked",
    "dkim.service-type",
    "dkim.sha1-only",
    "dkim.shared-key",
    "dkim.signature",
    "dkim.strict",
    "dkim.syntax",
    "dkim.testing",
    "dkim.too-many",
    "dkim.unchecked",
    "dkim.unknown-tag",
    "dkim.unsigned-headers",
    "dkim.weak-key",
    "dkim.wildcard",
    "dmarc.bad-alignment-tag",
    "dmarc.bad-fo",
    "dmarc.bad-policy",
    "dmarc.bad-uri",
    "dmarc.duplicate-tag",
    "dmarc.effective",
    "dmarc.external-unauthorized",
    "dmarc.fo-without-ruf",
    "dmarc.missing",
    "dmarc.multiple",
    "dmarc.near-miss",
    "dmarc.no-p",
    "dmarc.no-rua",
    "dmarc.parked",
    "dmarc.policy-none",
    "dmarc.psd",
    "dmarc.removed-tag",
    "dmarc.rua-undeliverable",
    "dmarc.subdomain-weaker",
    "dmarc.syntax",
    "dmarc.test-mode",
    "dmarc.tree-walk",
    "dmarc.unchecked",
    "dmarc.unknown-tag",
    "dmarc.uri-scheme",
    "dmarc.uri-size",
    "dmarc.wrong-location",
    "dnssec.bogus",
    "dnssec.not-validated",
    "dnssec.unchecked",
    "dnssec.unsigned",
    "domain.missing",
    "ip.fcrdns",
    "ip.generic-name",
    "ip.helo-match",
    "ip.no-host",
    "ip.no-ptr",
    "ip.unchecked",
    "mtasts.bad-id",
    "mtasts.bad-policy",
    "mtasts.multiple",
    "mtasts.mx-not-covered",
    "mtasts.not-enforced",
    "mtasts.short-age",
    "mtasts.syntax",
    "mtasts.unchecked",
    "mtasts.unreachable",
    "mx.bad-name",
    "mx.cname-target",
    "mx.duplicate",
    "mx.fcrdns",
    "mx.implicit",
    "mx.ip-literal",
    "mx.missing",
    "mx.no-address",
    "mx.no-ptr",
    "mx.null",
    "mx.null-mixed",
    "mx.private-address",
    "mx.too-many",
    "mx.unchecked",
    "mx.unreceivable",
    "ns.single",
    "provider.extra-mx",
    "provider.mismatch",
    "provider.missing",
    "provider.name-doubled",
    "provider.proxied",
    "provider.spf-include-needed",
    "provider.spf-include-unneeded",
    "provider.unchecked",
    "provider.value-needed",
    "spf.after-all",
    "spf.all-neutral",
    "spf.all-pass",
    "spf.cname",
    "spf.duplicate-term",
    "spf.eval",
    "spf.exp",
    "spf.flatten",
    "spf.helo",
    "spf.include-error",
    "spf.include-none",
    "spf.include-passes-all",
    "spf.ip-not-authorized",
    "spf.lookup-limit",
    "spf.loop",
    "spf.macro",
    "spf.missing",
    "spf.multiple",
    "spf.mx-limit",
    "spf.near-miss",
    "spf.no-all",
    "spf.overlap",
    "spf.private-address",
    "spf.ptr",
    "spf.ra",
    "spf.redirect-ignored",
    "spf.redirect-none",
    "spf.rp",
    "spf.rr",
    "spf.sender-id",
    "spf.string-255",
    "spf.string-seam",
    "spf.suspicious-modifier",
    "spf.syntax",
    "spf.temperror",
    "spf.too-broad",
    "spf.too-long",
    "spf.type99",
    "spf.unchecked",
    "spf.void-limit",
    "stream.marketing",
    "tlsrpt.bad-uri",
    "tlsrpt.multiple",
    "tlsrpt.syntax",
    "tlsrpt.unchecked",
];

/// Whether an id is one of [`IDS`].
pub fn is_known(id: &str) -> bool {
    IDS.binary_search(&id).is_ok()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use super::*;

    /// The comparison with what a provider wants makes these.
    const MADE_ELSEWHERE: [&str; 6] = [
        "provider.extra-mx",
        "provider.mismatch",
        "provider.missing",
        "provider.name-doubled",
        "provider.proxied",
        "provider.spf-include-needed",
    ];

    /// The ids that stand in quotation marks in the sources, tests left out.
    fn made() -> BTreeSet<String> {
        let families: BTreeSet<&str> = IDS.iter().filter_map(|id| id.split('.').next()).collect();
        let mut found = BTreeSet::new();
        let mut folders = vec![Path::new(file!()).parent().unwrap().to_owned()];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap().flatten() {
                let path = entry.path();
                let name = path.file_name().unwrap().to_str().unwrap().to_owned();
                if path.is_dir() && name != "tests" {
                    folders.push(path);
                    continue;
                }
                let is_left_out = ["tests.rs", "vocabulary.rs", "references.rs"];
                if path.is_dir() || is_left_out.contains(&name.as_str()) {
                    continue;
                }
                let source = std::fs::read_to_string(&path).unwrap();
                let code = source.split("#[cfg(test)]\nmod tests {").next().unwrap();
                let is_word =
                    |it: char| it.is_ascii_lowercase() || it.is_ascii_digit() || it == '-';
                found.extend(
                    code.split('"')
                        .filter(|text| {
                            text.split_once('.').is_some_and(|(family, name)| {
                                families.contains(family)
                                    && !name.is_empty()
                                    && name.chars().all(is_word)
                            })
                        })
                        .map(str::to_owned),
                );
            }
        }
        found
    }

    #[test]
    fn the_sources_make_these_ids_and_no_others() {
        let made = made();
        let unknown: Vec<_> = made.iter().filter(|id| !is_known(id)).collect();
        assert!(unknown.is_empty(), "not listed: {unknown:?}");
        let unmade: Vec<_> = IDS
            .iter()
            .filter(|id| !made.contains(**id) && !MADE_ELSEWHERE.contains(id))
            .collect();
        assert!(unmade.is_empty(), "never made: {unmade:?}");
    }

    #[test]
    fn they_are_in_order_and_each_stands_once() {
        assert!(IDS.is_sorted_by(|one, other| one < other));
        assert!(is_known("spf.lookup-limit"));
        assert!(!is_known("spf.lookup_limit"));
    }
}
