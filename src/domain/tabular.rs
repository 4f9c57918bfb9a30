//! A table as text for other programs: CSV and Markdown.

/// A table as CSV (RFC 4180): comma, quotes where needed, CR LF.
///
/// A cell that a spreadsheet would take for a formula gets an apostrophe in front, as OWASP's page
/// “CSV Injection” advises (read 2026-11): what a mail server answers must not compute anything.
pub fn csv(headings: &[&str], rows: &[Vec<String>]) -> String {
    let mut text = String::new();
    push_line(&mut text, headings.iter().copied());
    for row in rows {
        push_line(&mut text, row.iter().map(String::as_str));
    }
    text
}

fn push_line<'a>(text: &mut String, cells: impl Iterator<Item = &'a str>) {
    for (index, cell) in cells.enumerate() {
        if index > 0 {
            text.push(',');
        }
        push_cell(text, cell);
    }
    text.push_str("\r\n");
}

fn push_cell(text: &mut String, cell: &str) {
    let guard = if is_formula(cell) { "'" } else { "" };
    if guard.is_empty() && !cell.contains([',', '"', '\n', '\r']) {
        text.push_str(cell);
        return;
    }
    text.push('"');
    text.push_str(guard);
    text.push_str(&cell.replace('"', "\"\""));
    text.push('"');
}

/// Whether a spreadsheet computes it; some skip blanks, and take wide forms for the same signs.
fn is_formula(cell: &str) -> bool {
    let is_sign = |char| matches!(char, '=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠');
    cell.starts_with(['\t', '\r', '\n'])
        || cell
            .trim_start_matches(|char: char| char.is_whitespace() || char.is_control())
            .starts_with(is_sign)
}

/// A table as GitHub draws it in Markdown.
///
/// Every cell stands as it is: signs that Markdown or HTML would act upon are escaped.
pub fn markdown(headings: &[&str], rows: &[Vec<String>]) -> String {
    let mut text = String::new();
    push_row(&mut text, headings.iter().copied());
    push_row(&mut text, headings.iter().map(|_| "---"));
    for row in rows {
        let cells: Vec<String> = row.iter().map(|cell| escaped(cell)).collect();
        push_row(&mut text, cells.iter().map(String::as_str));
    }
    text
}

fn push_row<'a>(text: &mut String, cells: impl Iterator<Item = &'a str>) {
    text.push('|');
    for cell in cells {
        text.push(' ');
        text.push_str(cell);
        text.push_str(" |");
    }
    text.push('\n');
}

fn escaped(cell: &str) -> String {
    let mut text = String::with_capacity(cell.len());
    for char in cell.trim().chars() {
        match char {
            '\\' | '|' | '*' | '_' | '`' | '[' | ']' | '~' | '!' | '#' => {
                text.push('\\');
                text.push(char);
            }
            '<' => text.push_str("&lt;"),
            '>' => text.push_str("&gt;"),
            '&' => text.push_str("&amp;"),
            char if char.is_whitespace() || char.is_control() => text.push(' '),
            char => text.push(char),
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn one(cell: &str) -> Vec<Vec<String>> {
        vec![vec![cell.to_owned()]]
    }

    #[test]
    fn cells_are_quoted_where_needed() {
        let rows = [vec![
            "a,b".to_owned(),
            "say \"x\"".to_owned(),
            "plain".to_owned(),
        ]];
        assert_eq!(
            csv(&["A", "B", "C"], &rows),
            "A,B,C\r\n\"a,b\",\"say \"\"x\"\"\",plain\r\n"
        );
    }

    #[test]
    fn a_formula_becomes_a_text() {
        for cell in [
            "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =1", "\r\n=1", "＝1",
        ] {
            let text = csv(&["A"], &one(cell));
            assert!(text.starts_with("A\r\n\"'"), "{text:?}");
        }
        assert_eq!(csv(&["A"], &one("a=1")), "A\r\na=1\r\n");
    }

    #[test]
    fn nothing_of_a_cell_acts_in_markdown() {
        let text = markdown(&["A"], &one("a|b <img src=x> *x*\nsecond"));
        assert_eq!(
            text,
            "| A |\n| --- |\n| a\\|b &lt;img src=x&gt; \\*x\\* second |\n"
        );
    }

    /// A reader of CSV by the letter of RFC 4180.
    fn read(text: &str) -> Vec<Vec<String>> {
        let (mut rows, mut row, mut cell) = (Vec::new(), Vec::new(), String::new());
        let mut chars = text.chars().peekable();
        let mut is_quoted = false;
        while let Some(char) = chars.next() {
            match char {
                '"' if is_quoted && chars.peek() == Some(&'"') => {
                    chars.next();
                    cell.push('"');
                }
                '"' => is_quoted = !is_quoted,
                ',' if !is_quoted => row.push(std::mem::take(&mut cell)),
                '\r' if !is_quoted && chars.peek() == Some(&'\n') => {
                    chars.next();
                    row.push(std::mem::take(&mut cell));
                    rows.push(std::mem::take(&mut row));
                }
                char => cell.push(char),
            }
        }
        rows
    }

    proptest! {
        #[test]
        fn what_is_written_reads_the_same(
            cells in prop::collection::vec("([=+@,\"'\n\r\t -]|[a-zé]){0,6}", 1..5)
        ) {
            let headings: Vec<&str> = cells.iter().map(|_| "H").collect();
            let read = read(&csv(&headings, std::slice::from_ref(&cells)));
            prop_assert_eq!(read.len(), 2);
            for (read, cell) in read[1].iter().zip(&cells) {
                let is_same = read == cell || read.strip_prefix('\'') == Some(cell);
                prop_assert!(is_same, "{:?} became {:?}", cell, read);
            }
        }

        #[test]
        fn a_row_of_markdown_is_one_line_with_all_its_cells(
            cells in prop::collection::vec(any::<String>(), 1..5)
        ) {
            let headings: Vec<&str> = cells.iter().map(|_| "H").collect();
            let text = markdown(&headings, std::slice::from_ref(&cells));
            prop_assert_eq!(text.lines().count(), 3);
            let row = text.lines().last().unwrap().replace("\\\\", "").replace("\\|", "");
            prop_assert_eq!(row.matches('|').count(), cells.len() + 1);
        }
    }
}
