//! JavaScript's text of a number (ECMA-262, `Number::toString` with radix 10).

use std::iter::repeat_n;

/// Appends `number` as JavaScript prints it.
pub(in crate::domain) fn push_number(out: &mut String, number: f64) {
    if number == 0.0 {
        // Also for minus zero.
        out.push('0');
        return;
    }
    if !number.is_finite() {
        // JSON has no such number; JavaScript's names for completeness.
        out.push_str(match number {
            f64::INFINITY => "Infinity",
            f64::NEG_INFINITY => "-Infinity",
            _ => "NaN",
        });
        return;
    }
    if number < 0.0 {
        out.push('-');
    }
    // Rust's shortest digits are JavaScript's; only the layout differs.
    let scientific = format!("{:e}", number.abs());
    let (mantissa, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let exponent: i32 = exponent.parse().unwrap_or_default();
    let digits: String = mantissa.chars().filter(char::is_ascii_digit).collect();
    push_digits(out, &digits, exponent + 1);
}

/// Lays out `digits`, which mean 0.digits × 10^`point`.
fn push_digits(out: &mut String, digits: &str, point: i32) {
    let count = digits.len();
    match usize::try_from(point) {
        Ok(point @ 1..=21) if count <= point => {
            out.push_str(digits);
            out.extend(repeat_n('0', point - count));
        }
        Ok(point @ 1..=21) => {
            let (whole, fraction) = digits.split_at(point);
            out.push_str(whole);
            out.push('.');
            out.push_str(fraction);
        }
        _ if (-5..=0).contains(&point) => {
            out.push_str("0.");
            out.extend(repeat_n('0', point.unsigned_abs() as usize));
            out.push_str(digits);
        }
        _ => push_scientific(out, digits, point - 1),
    }
}

fn push_scientific(out: &mut String, digits: &str, exponent: i32) {
    let (first, rest) = digits.split_at(1.min(digits.len()));
    out.push_str(first);
    if !rest.is_empty() {
        out.push('.');
        out.push_str(rest);
    }
    out.push_str(if exponent < 0 { "e-" } else { "e+" });
    out.push_str(&exponent.unsigned_abs().to_string());
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(number: f64) -> String {
        let mut out = String::new();
        push_number(&mut out, number);
        out
    }

    #[test]
    fn numbers_look_as_in_javascript() {
        for (number, expected) in [
            (0.0, "0"),
            (-0.0, "0"),
            (1.0, "1"),
            (-1.5, "-1.5"),
            (0.1, "0.1"),
            (0.1 + 0.2, "0.30000000000000004"),
            (1e20, "100000000000000000000"),
            (123_456_789_012_345_680_000.0, "123456789012345680000"),
            (1e21, "1e+21"),
            (1.5e21, "1.5e+21"),
            (1e-6, "0.000001"),
            (1.25e-6, "0.00000125"),
            (1e-7, "1e-7"),
            (-1.25e-7, "-1.25e-7"),
            (f64::MAX, "1.7976931348623157e+308"),
            (5e-324, "5e-324"),
        ] {
            assert_eq!(text(number), expected);
        }
    }

    #[test]
    fn numbers_look_as_in_node() {
        let cases: serde_json::Value = serde_json::from_str(include_str!(
            "../../../../tests/fixtures/logto/numbers-node.json"
        ))
        .unwrap();
        for case in cases.as_array().unwrap() {
            let json = case["json"].as_str().unwrap();
            assert_eq!(text(json.parse().unwrap()), case["expected"], "{json}");
        }
    }
}
