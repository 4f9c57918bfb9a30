//! Which host serves a region, as the AWS SDK for JavaScript decides it.

/// Where a request goes, and for which region it is signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Endpoint {
    /// The host, in small letters.
    pub host: String,
    /// The region of the signature.
    pub region: String,
}

/// The prefix and suffix of a partition's regions, and the domain of its services; what fits none
/// belongs to the first partition of AWS.
const PARTITIONS: [(&str, &str); 7] = [
    ("cn-", "amazonaws.com.cn"),
    ("eusc-de-", "amazonaws.eu"),
    ("us-iso-", "c2s.ic.gov"),
    ("us-isob-", "sc2s.sgov.gov"),
    ("eu-isoe-", "cloud.adc-e.uk"),
    ("us-isof-", "csp.hci.ic.gov"),
    ("us-gov-", AWS),
];
const GLOBAL_REGIONS: [(&str, &str); 5] = [
    ("aws-cn-global", "amazonaws.com.cn"),
    ("aws-iso-global", "c2s.ic.gov"),
    ("aws-iso-b-global", "sc2s.sgov.gov"),
    ("aws-iso-e-global", "cloud.adc-e.uk"),
    ("aws-iso-f-global", "csp.hci.ic.gov"),
];
const AWS: &str = "amazonaws.com";
const AWS_PREFIXES: [&str; 9] = ["us", "eu", "ap", "sa", "ca", "me", "af", "il", "mx"];

/// The endpoint of SES for a region; the SDK's sentence if it refuses.
pub fn endpoint(region: &str) -> Result<Endpoint, String> {
    if region.is_empty() {
        return Err("Region is missing".to_owned());
    }
    let is_fips = is_fips(region);
    let real = real_region(region);
    if real != "*" && !is_host_label(&real) {
        return Err(format!(
            "Region not accepted: region=\"{real}\" is not a valid hostname component."
        ));
    }
    let service = if is_fips { "email-fips" } else { "email" };
    let host = format!("{service}.{real}.{}", suffix(&real)).to_lowercase();
    Ok(Endpoint { host, region: real })
}

/// Whether a region has the form of one AWS has.
pub fn is_known_form(region: &str) -> bool {
    let in_aws = AWS_PREFIXES.into_iter().any(|prefix| {
        region
            .strip_prefix(prefix)
            .and_then(|rest| rest.strip_prefix('-'))
            .is_some_and(is_place_and_number)
    });
    in_aws
        || PARTITIONS
            .into_iter()
            .any(|(prefix, _)| has_prefix_form(region, prefix))
}

/// Whether the name asks for an endpoint under the FIPS rules.
pub fn is_fips(region: &str) -> bool {
    region.starts_with("fips-") || region.ends_with("-fips")
}

fn suffix(region: &str) -> &'static str {
    GLOBAL_REGIONS
        .into_iter()
        .find(|(name, _)| *name == region)
        .or_else(|| {
            PARTITIONS
                .into_iter()
                .find(|(prefix, _)| has_prefix_form(region, prefix))
        })
        .map_or(AWS, |(_, suffix)| suffix)
}

fn has_prefix_form(region: &str, prefix: &str) -> bool {
    region.strip_prefix(prefix).is_some_and(is_place_and_number)
}

/// `east-1`: a word, a hyphen, digits.
fn is_place_and_number(text: &str) -> bool {
    text.split_once('-').is_some_and(|(place, number)| {
        let is_word = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
        !place.is_empty()
            && place.bytes().all(is_word)
            && !number.is_empty()
            && number.bytes().all(|byte| byte.is_ascii_digit())
    })
}

/// The name without its mark for FIPS.
fn real_region(region: &str) -> String {
    if !is_fips(region) {
        return region.to_owned();
    }
    if matches!(region, "fips-aws-global" | "aws-fips") {
        return "us-east-1".to_owned();
    }
    let marks = ["fips-dkr-", "fips-prod-", "fips-", "-fips"];
    let first = region.char_indices().find_map(|(at, _)| {
        let rest = region.get(at..)?;
        let mark = marks.into_iter().find(|mark| rest.starts_with(mark))?;
        Some((at, at + mark.len()))
    });
    match first {
        Some((start, end)) => [region.get(..start), region.get(end..)]
            .into_iter()
            .flatten()
            .collect(),
        None => region.to_owned(),
    }
}

fn is_host_label(text: &str) -> bool {
    (1..=63).contains(&text.len())
        && !text.starts_with('-')
        && !text.ends_with('-')
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}
