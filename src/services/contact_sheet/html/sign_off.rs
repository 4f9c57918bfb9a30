//! Where people sign.

use super::escape::escaped;

/// A place to sign.
pub struct SignOff<'a> {
    /// Makes the names of the fields unique.
    pub id: &'a str,
    /// What is signed.
    pub heading: &'a str,
    /// A line below the heading; none if empty.
    pub hint: &'a str,
}

/// Name, date, decision and comment, to be filled in on screen or on paper.
pub fn sign_off_html(sign_off: &SignOff<'_>) -> String {
    let id = escaped(sign_off.id);
    let heading = escaped(sign_off.heading);
    let hint = if sign_off.hint.is_empty() {
        String::new()
    } else {
        format!("<p class=\"hint\">{}</p>\n", escaped(sign_off.hint))
    };
    format!(
        "<section class=\"sign\" aria-labelledby=\"{id}-sign\">\n<h3 id=\"{id}-sign\">{heading}</h3>\n\
         {hint}<div class=\"choices\">\n\
         <label><input type=\"checkbox\"> Approved</label>\n\
         <label><input type=\"checkbox\"> Approved with changes</label>\n\
         <label><input type=\"checkbox\"> Not approved</label>\n</div>\n\
         <div class=\"fields\">\n\
         <label>Name <input type=\"text\" autocomplete=\"name\"></label>\n\
         <label>Date <input type=\"text\" autocomplete=\"off\"></label>\n\
         <label class=\"wide\">Comments <textarea rows=\"3\"></textarea></label>\n\
         </div>\n</section>\n"
    )
}
