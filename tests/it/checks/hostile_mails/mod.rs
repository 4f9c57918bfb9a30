//! Mails that are made to take long: each costs a naive reader much more than its length.

#![expect(
    clippy::literal_string_with_formatting_args,
    reason = "braces in style sheets are no arguments"
)]

use std::ops::Range;

mod sheets;

/// A name and a mail.
pub type Hostile = (&'static str, String);

/// The whole set, each mail of about `n` bytes.
pub fn hostile(n: usize) -> Vec<Hostile> {
    let sets = [
        nested(n),
        attributes(n),
        placeholders(n),
        contents(n),
        elements(n),
        sheets::selectors(n),
        sheets::combinators(n),
        sheets::broken_sheets(n),
        sheets::nested_rules(n),
        sheets::conditions(n),
        sheets::declarations(n),
    ];
    sets.into_iter().flatten().collect()
}

/// A unit over and over, about so many bytes of it.
fn repeat(unit: &str, bytes: usize) -> String {
    unit.repeat(bytes / unit.len() + 1)
}
/// A unit for each number, one after the other.
fn numbered(numbers: Range<usize>, unit: impl Fn(usize) -> String) -> String {
    numbers.map(unit).collect::<Vec<_>>().concat()
}

/// Elements in each other, and marks that never end.
fn nested(n: usize) -> Vec<Hostile> {
    vec![
        ("deep div", repeat("<div>", n)),
        ("deep div text", repeat("<div>word ", n)),
        (
            "deep div styled",
            repeat("<div style=\"color:#777;font-size:10px\">word ", n),
        ),
        ("deep span", repeat("<span>a", n)),
        ("nested tables", repeat("<table><tr><td>", n)),
        ("nested tables text", repeat("<table><tr><td>word", n)),
        ("nested tables th", repeat("<table><tr><th>", n)),
        (
            "nested links",
            repeat("<table><tr><td><a href=\"http://a.example\">word ", n),
        ),
        ("foster", repeat("<table>x<b>", n)),
        ("unclosed b i a", repeat("<b><i><u><a href=x>t", n)),
        ("misnested", repeat("<p><b><div></p></b>x", n)),
        ("adoption", repeat("<a><b><i><p>x</a></b>", n)),
        ("unclosed font", repeat("<font color=#777 size=1>t<p>", n)),
        ("open angle", repeat("<", n)),
        ("open tags", repeat("<a ", n)),
        ("open quotes", repeat("<a b=\"", n)),
        ("open comments", repeat("<!--", n)),
        ("comment dashes", format!("<!--{}", repeat("-", n))),
        (
            "conditional comments",
            repeat("<!--[if mso]><table><tr><td>x<![endif]-->\n", n),
        ),
        (
            "conditional vml",
            repeat(
                "<!--[if mso]><v:rect style=\"width:1px\"><v:fill color=red /></v:rect><![endif]--><!--[if !mso]><!--><p>x</p><!--<![endif]-->\n",
                n,
            ),
        ),
        ("unended conditionals", repeat("<!--[if mso]>", n)),
        ("reveal starts", repeat("<![if !mso]>x", n)),
        ("cdata", repeat("<svg><![CDATA[x", n)),
        ("svg", repeat("<svg><g>", n)),
    ]
}

/// Long attributes, and many.
fn attributes(n: usize) -> Vec<Hostile> {
    vec![
        (
            "one attribute",
            format!("<p title=\"{}\">x</p>", repeat("a ", n)),
        ),
        (
            "one style",
            format!("<p style=\"{}\">x</p>", repeat("color:red;", n)),
        ),
        (
            "one style custom",
            format!(
                "<p style=\"{}\">x</p>",
                numbered(0..n / 10, |i| format!("--a{i}:1;"))
            ),
        ),
        (
            "one class",
            format!(
                "<p class=\"{}\">x</p>",
                numbered(0..n / 7, |i| format!("c{i} "))
            ),
        ),
        (
            "many attributes",
            format!("<p {}>x</p>", numbered(0..n / 8, |i| format!("a{i}=b "))),
        ),
        ("same attributes", format!("<p {}>x</p>", repeat("a=b ", n))),
        (
            "data uri",
            format!(
                "<img alt=x src=\"data:image/png;base64,{}\">",
                repeat("QUJD", n)
            ),
        ),
        (
            "brackets in style",
            format!("<p style=\"color:{}\">x</p>", repeat("(", n)),
        ),
    ]
}

/// Placeholders, references and marks of other languages.
fn placeholders(n: usize) -> Vec<Hostile> {
    vec![
        ("placeholders", repeat("<p>{{user.name}} {{code}}</p>", n)),
        (
            "different placeholders",
            numbered(0..n / 20, |i| format!("<p>{{{{name{i}}}}}</p>\n")),
        ),
        ("open placeholders", repeat("{{", n)),
        ("open placeholders a", repeat("{{a ", n)),
        (
            "placeholder in tag",
            repeat("<p {{a}}={{b}} class={{c}}>", n),
        ),
        (
            "close placeholders",
            format!("{}{}", repeat("{{#if a}}", n / 2), repeat("{{/if}}", n / 2)),
        ),
        ("triple", repeat("{{{a}}} ", n)),
        ("foreign marks", repeat("<% a %> {% b %} *|c|* ", n)),
        ("foreign marks open", repeat("<% {% *| [% ", n)),
        ("entities", repeat("&amp;&nbsp;&#x41;&notit;", n)),
        ("ampersands", repeat("&", n)),
    ]
}

/// Links, pictures and texts by the thousand.
fn contents(n: usize) -> Vec<Hostile> {
    vec![
        ("headings", repeat("<h1></h1><h4>x</h4>", n)),
        (
            "links",
            repeat("<a href=\"http://bit.ly/x\">click here</a>", n),
        ),
        ("open links", repeat("<a href=\"http://bit.ly/x\">click", n)),
        (
            "pictures",
            repeat(
                "<img src=http://a.example/x.png alt=x.png width=1 height=1>",
                n,
            ),
        ),
        (
            "colours",
            numbered(0..n / 40, |i| {
                format!(
                    "<p style=\"color:#{:06x}\">word</p>",
                    (i * 7919) & 0x00ff_ffff
                )
            }),
        ),
        (
            "backgrounds",
            numbered(0..n / 60, |i| {
                format!(
                    "<div style=\"background:#{:06x};color:#888\">word ",
                    (i * 7919) & 0x00ff_ffff
                )
            }),
        ),
        (
            "small texts",
            numbered(0..n / 40, |i| {
                format!(
                    "<p style=\"font-size:{}px\">word</p>",
                    1.0 + (i % 1000) as f64 / 100.0
                )
            }),
        ),
        (
            "asks",
            repeat(
                "we will suspend act now enter your password urgent action never confirm your ",
                n,
            ),
        ),
        ("one text", repeat("word c e v r s b y a w l u f i o ", n)),
        ("sentence words", repeat("never enter your password ", n)),
        ("numbers", repeat("10 minutes 11 1 2 3 ", n)),
        (
            "ids",
            numbered(0..n / 25, |i| format!("<p id=i{i}><a href=#i{i}>x</a>")),
        ),
    ]
}

/// Elements with rules of their own.
fn elements(n: usize) -> Vec<Hostile> {
    vec![
        ("styles", repeat("<style>a{color:red}</style><p>", n)),
        ("many style tags open", repeat("<style>", n)),
        ("forms", repeat("<form><input><button>x", n)),
        ("lists", repeat("<ul><li>x", n)),
        ("nul", repeat("\0", n)),
        ("binary", binary(n)),
        ("crlf", repeat("\r\n", n)),
        ("plain text lines", repeat("word word word\n", n)),
        (
            "hidden",
            repeat(
                "<div style=\"display:none\">x<span style=\"color:#fff\">",
                n,
            ),
        ),
        (
            "whites",
            repeat("<p style=\"color:#fff;background:#fff\">word</p>", n),
        ),
        ("capitals", repeat("AAAA ", n)),
        ("bad closers", repeat("</p></b></table></td>", n)),
        ("frames", repeat("<frameset><frame>", n)),
        ("templates", repeat("<template><table>", n)),
        ("select", repeat("<select><option>", n)),
        (
            "bodies",
            repeat("<body bgcolor=#777 link=#888><html lang=de>", n),
        ),
        (
            "body attributes",
            numbered(0..n / 20, |i| format!("<body a{i}=1>")),
        ),
        (
            "td hints",
            format!(
                "<table cellpadding=5>{}",
                repeat(
                    "<tr><td bgcolor=#eee align=center width=10 height=20 valign=top>x",
                    n
                )
            ),
        ),
        (
            "link colour",
            format!(
                "<body link=#777>{}",
                repeat("<a href=https://a.example>abc</a> ", n)
            ),
        ),
    ]
}

/// Bytes of no text at all, the same each time (xorshift).
fn binary(n: usize) -> String {
    let mut state = 88_172_645_463_325_252_u64;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state.to_le_bytes()[0]
    };
    let bytes: Vec<u8> = (0..n).map(|_| next()).collect();
    String::from_utf8_lossy(&bytes).into_owned()
}
