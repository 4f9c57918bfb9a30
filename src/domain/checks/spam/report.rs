//! The table of rules in a report of `SpamAssassin` (`Mail::SpamAssassin::Conf`, `report` and
//! `_SUMMARY_`).

use super::SpamRule;

/// The most rules that are read.
const MOST_RULES: usize = 500;

/// The rules of a report: below its ruler, points, name and description, which may go on in lines
/// that begin with spaces. Headings of other shapes are passed over.
pub fn rules(report: &str) -> Vec<SpamRule> {
    let is_ruler = |line: &&str| {
        let line = line.trim();
        line.starts_with("----") && line.chars().all(|char| char == '-' || char == ' ')
    };
    let mut lines = report.lines().skip_while(|line| !is_ruler(line));
    let column = match lines.next() {
        // The description begins where the third dash of the ruler does.
        Some(ruler) => ruler.rfind(" -").map_or(28, |at| at + 1),
        None => return Vec::new(),
    };
    let mut rules: Vec<SpamRule> = Vec::new();
    for line in lines {
        if let Some(rule) = one(line).filter(|_| rules.len() < MOST_RULES) {
            rules.push(rule);
        } else if line.trim().is_empty() {
            break;
        } else if line.starts_with(' ')
            && let Some(rule) = rules.last_mut()
        {
            let more = line.get(column..).unwrap_or(line).trim();
            // A list that a rule names goes on in brackets.
            let gap = if rule.description.is_empty() { "" } else { " " };
            rule.description = format!("{}{gap}{more}", rule.description);
        }
    }
    rules
}

/// `-0.0 NO_RELAYS              Informational: message was not relayed via SMTP`
fn one(line: &str) -> Option<SpamRule> {
    let is_more = line.starts_with("     ");
    let line = Some(line.trim()).filter(|_| !is_more)?;
    let (points, rest) = line.split_once(char::is_whitespace)?;
    let points: f64 = points
        .parse()
        .ok()
        .filter(|points: &f64| points.is_finite())?;
    let rest = rest.trim_start();
    let (name, description) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
    let is_name = |char: char| char.is_ascii_uppercase() || char.is_ascii_digit() || char == '_';
    if name.is_empty() || !name.chars().all(is_name) {
        return None;
    }
    Some(SpamRule {
        points,
        name: name.to_owned(),
        description: description.trim().to_owned(),
    })
}
