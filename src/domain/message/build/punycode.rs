//! Domain names in ASCII and back (RFC 3492), without the mapping of IDNA, as nodemailer does it.

const BASE: u32 = 36;
const T_MIN: u32 = 1;
const T_MAX: u32 = 26;

/// The domain with each non-ASCII label as `xn--…`; none if a label cannot be written so.
pub(in crate::domain) fn to_ascii(domain: &str) -> Option<String> {
    map_labels(domain, |label| {
        if label.is_ascii() {
            Some(label.to_owned())
        } else {
            encode(label).map(|encoded| format!("xn--{encoded}"))
        }
    })
}

/// The domain with each `xn--…` label decoded; none if a label cannot be read.
pub(in crate::domain) fn to_unicode(domain: &str) -> Option<String> {
    map_labels(domain, |label| match label.strip_prefix("xn--") {
        Some(encoded) => decode(encoded),
        None => Some(label.to_owned()),
    })
}

fn map_labels(domain: &str, map: impl Fn(&str) -> Option<String>) -> Option<String> {
    let labels: Option<Vec<String>> = domain
        .split(['.', '\u{3002}', '\u{ff0e}', '\u{ff61}'])
        .map(map)
        .collect();
    labels.map(|labels| labels.join("."))
}

fn adapt(delta: u32, count: u32, first: bool) -> u32 {
    let mut delta = delta / if first { 700 } else { 2 };
    delta += delta / count;
    let mut k = 0;
    while delta > ((BASE - T_MIN) * T_MAX) / 2 {
        delta /= BASE - T_MIN;
        k += BASE;
    }
    k + (BASE - T_MIN + 1) * delta / (delta + 38)
}

fn threshold(k: u32, bias: u32) -> u32 {
    k.saturating_sub(bias).clamp(T_MIN, T_MAX)
}

fn digit(value: u32) -> Option<char> {
    char::from_digit(value, BASE).map(|digit| {
        // Punycode counts a–z as 0–25 and the digits as 26–35; from_digit counts the other way.
        match digit {
            '0'..='9' => char::from(b'a' + digit as u8 - b'0'),
            'a'..='p' => char::from(b'k' + digit as u8 - b'a'),
            _ => char::from(b'0' + digit as u8 - b'q'),
        }
    })
}

fn value_of(digit: char) -> Option<u32> {
    match digit {
        'a'..='z' => Some(digit as u32 - 'a' as u32),
        'A'..='Z' => Some(digit as u32 - 'A' as u32),
        '0'..='9' => Some(digit as u32 - '0' as u32 + 26),
        _ => None,
    }
}

fn encode(label: &str) -> Option<String> {
    let points: Vec<u32> = label.chars().map(u32::from).collect();
    let mut output: String = label.chars().filter(char::is_ascii).collect();
    let basic = u32::try_from(output.len()).ok()?;
    let total = u32::try_from(points.len()).ok()?;
    if basic > 0 {
        output.push('-');
    }
    let (mut n, mut delta, mut bias, mut handled) = (128_u32, 0_u32, 72_u32, basic);
    while handled < total {
        let next = points.iter().copied().filter(|point| *point >= n).min()?;
        delta = delta.checked_add((next - n).checked_mul(handled + 1)?)?;
        n = next;
        for point in &points {
            if *point < n {
                delta = delta.checked_add(1)?;
            }
            if *point == n {
                let mut q = delta;
                let mut k = BASE;
                loop {
                    let t = threshold(k, bias);
                    if q < t {
                        break;
                    }
                    output.push(digit(t + (q - t) % (BASE - t))?);
                    q = (q - t) / (BASE - t);
                    k += BASE;
                }
                output.push(digit(q)?);
                bias = adapt(delta, handled + 1, handled == basic);
                delta = 0;
                handled += 1;
            }
        }
        delta = delta.checked_add(1)?;
        n += 1;
    }
    Some(output)
}

fn decode(encoded: &str) -> Option<String> {
    let (basic, rest) = encoded.rsplit_once('-').unwrap_or(("", encoded));
    let mut output: Vec<char> = basic.chars().collect();
    if !basic.is_ascii() {
        return None;
    }
    let (mut n, mut i, mut bias) = (128_u32, 0_u32, 72_u32);
    let mut digits = rest.chars();
    while !digits.as_str().is_empty() {
        let start = i;
        let (mut weight, mut k) = (1_u32, BASE);
        loop {
            let value = value_of(digits.next()?)?;
            i = i.checked_add(value.checked_mul(weight)?)?;
            let t = threshold(k, bias);
            if value < t {
                break;
            }
            weight = weight.checked_mul(BASE - t)?;
            k += BASE;
        }
        let count = u32::try_from(output.len()).ok()? + 1;
        bias = adapt(i - start, count, start == 0);
        n = n.checked_add(i / count)?;
        i %= count;
        output.insert(i as usize, char::from_u32(n)?);
        i += 1;
    }
    Some(output.into_iter().collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_domain_goes_to_ascii_and_back() {
        for (unicode, ascii) in [
            ("bücher.example", "xn--bcher-kva.example"),
            ("例え.テスト", "xn--r8jz45g.xn--zckzah"),
            ("jõgeva.ee", "xn--jgeva-dua.ee"),
            ("faß.de", "xn--fa-hia.de"),
            ("💌.la", "xn--rr8h.la"),
        ] {
            assert_eq!(to_ascii(unicode).as_deref(), Some(ascii));
            assert_eq!(to_unicode(ascii).as_deref(), Some(unicode));
        }
    }

    #[test]
    fn an_unreadable_label_yields_nothing() {
        assert_eq!(to_unicode("xn--99999999"), None);
    }

    #[test]
    fn an_ideographic_full_stop_separates_labels() {
        assert_eq!(to_ascii("a。b").as_deref(), Some("a.b"));
    }
}
