//! The languages of a sheet: how many mails each has, and a way to see one language only.

use std::fmt::Write as _;

use super::super::groups::{Entry, Groups};
use super::super::{CellPicture, clean::counted};
use super::escape::{broken_at_words, escaped};

/// The table of languages by usage type, each number a link to its mails.
pub fn overview_html(groups: &Groups<'_>) -> String {
    if groups.languages.is_empty() {
        return String::new();
    }
    let mut html = String::from(
        "<nav class=\"overview\" aria-labelledby=\"languages\">\n\
         <h2 id=\"languages\">Languages</h2>\n",
    );
    html.push_str(&filter_html(groups));
    html.push_str("<div class=\"scroll\"><table>\n<thead><tr><th scope=\"col\">Language</th>");
    for (number, group) in groups.types.iter().enumerate() {
        write!(
            html,
            "<th scope=\"col\"><a href=\"#t{number}\">{}</a></th>",
            broken_at_words(group.name)
        )
        .ok();
    }
    html.push_str("</tr></thead>\n<tbody>\n");
    for (column, language) in groups.languages.iter().enumerate() {
        write!(
            html,
            "<tr class=\"l{column}\"><th scope=\"row\">{} <span class=\"tag\">{}</span></th>",
            escaped(language.name),
            escaped(language.tag)
        )
        .ok();
        for group in &groups.types {
            let entries = group.by_language.get(column).map_or(&[][..], Vec::as_slice);
            html.push_str(&number_html(entries));
        }
        html.push_str("</tr>\n");
    }
    html.push_str("</tbody></table></div>\n</nav>\n");
    html
}

fn number_html(entries: &[Entry<'_>]) -> String {
    let Some(first) = entries.first() else {
        return "<td><span aria-label=\"none\">–</span></td>".to_owned();
    };
    let failed = entries.iter().any(|entry| match &entry.cell.picture {
        CellPicture::Drawn(picture) => picture.flaw().is_some(),
        CellPicture::Failed(_) => true,
    });
    let warning = if failed {
        " <span class=\"warn\" title=\"Not all have a picture\">!</span>"
    } else {
        ""
    };
    format!(
        "<td><a href=\"#b{}\" aria-label=\"{}\">{}</a>{warning}</td>",
        first.index,
        counted(entries.len(), "mail"),
        entries.len()
    )
}

fn filter_html(groups: &Groups<'_>) -> String {
    if groups.languages.len() < 2 {
        return String::new();
    }
    let mut html = String::from(
        "<fieldset class=\"filter\">\n<legend>Show</legend>\n\
         <label><input type=\"radio\" name=\"show\" id=\"show-all\" checked> All</label>\n",
    );
    for (column, language) in groups.languages.iter().enumerate() {
        writeln!(
            html,
            "<label><input type=\"radio\" name=\"show\" id=\"show-{column}\"> {}</label>",
            escaped(language.name)
        )
        .ok();
    }
    html.push_str("</fieldset>\n");
    html
}

/// The rules behind the filter, one for each language.
pub fn filter_css(groups: &Groups<'_>) -> String {
    let mut css = String::new();
    if groups.languages.len() < 2 {
        return css;
    }
    for column in 0..groups.languages.len() {
        let chosen = format!("body:has(#show-{column}:checked)");
        writeln!(
            css,
            "{chosen} .column:not(.l{column}),{chosen} .overview tbody tr:not(.l{column})\
             {{display:none}}"
        )
        .ok();
    }
    css
}
