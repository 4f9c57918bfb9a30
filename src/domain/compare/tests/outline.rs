//! What is found in a content.

use super::*;

/// Each item as kind, text, links and placeholders.
fn items(content: &str) -> Vec<String> {
    let details = html(content);
    let rows = compare(&details, &details).rows;
    let print = |item: Item| {
        let links = item.links.iter().map(|link| format!(" -> {link}"));
        let paths = item.placeholders.iter().map(|path| format!(" ${path}"));
        let extras: String = links.chain(paths).collect();
        format!("{:?} {}{extras}", item.kind, item.text)
    };
    rows.into_iter()
        .filter_map(|row| row.left)
        .map(print)
        .collect()
}

#[test]
fn blocks_are_headings_texts_links_buttons_and_pictures() {
    assert_eq!(
        items(
            "<h1>Hi <b>you</b></h1><p>Your  code\n is {{ code }}&nbsp;&mdash; <a href='x?a&amp;b'>why</a>?</p>\
             <a href=\"{{link}}\">{{link}}</a><td><a href=y class=btn>Go</a></td>\
             <a href=z><img src=a.png alt='A &amp; {{b}}'></a>"
        ),
        [
            "Heading(1) Hi you",
            "Text Your code is {{ code }} — why? -> x?a&b $code",
            "Link {{link}} -> {{link}} $link",
            "Button Go -> y",
            "Image A & {{b}} -> z $b",
        ]
    );
}

#[test]
fn spacers_titles_and_comments_are_no_items() {
    assert_eq!(
        items(
            "<title>T</title><!-- c --><style>p { margin: 0; }</style><td>&nbsp;</td><p> &#847;&zwnj;\u{200b} \
             </p><a name=top></a><p>Text</p>"
        ),
        ["Text Text"]
    );
}

#[test]
fn two_line_breaks_make_a_paragraph_and_one_does_not() {
    assert_eq!(
        items("One<br>line<br/>\n<br>Two<br><br><br>Three"),
        ["Text One line", "Text Two", "Text Three"]
    );
}

#[test]
fn a_link_around_blocks_belongs_to_each_and_a_picture_keeps_its_place() {
    assert_eq!(
        items("<a href=x><div>One</div><div>Two</div></a><p>a<img src=i>b</p>"),
        ["Link One -> x", "Link Two -> x", "Text ab", "Image "]
    );
    assert_eq!(items("<p><img src=i>b</p>"), ["Image ", "Text b"]);
}

#[test]
fn buttons_of_outlook_are_buttons() {
    assert_eq!(
        items(
            "<!--[if mso]><v:roundrect href=\"{{link}}\"><center>Go</center></v:roundrect><![endif]-->after"
        ),
        ["Button Go -> {{link}}", "Text after"]
    );
}

#[test]
fn a_heading_without_end_does_not_take_the_rest() {
    assert_eq!(
        items("<h2>Hi<p>Text</p><h3><div>Sub</div></h3>"),
        ["Heading(2) Hi", "Text Text", "Heading(3) Sub"]
    );
}

#[test]
fn spans_cover_the_visible_text() {
    let details = html("<p>  Hello <b>you</b>&nbsp; </p><img src=a>");
    let rows = compare(&details, &details).rows;
    let texts: Vec<&str> = rows
        .iter()
        .filter_map(|row| row.right.as_ref())
        .map(|item| &details.content[item.span.range()])
        .collect();
    assert_eq!(texts, ["Hello <b>you", "<img src=a>"]);
}

#[test]
fn paragraphs_of_plain_text_are_what_empty_lines_separate() {
    let details = TemplateDetails {
        content:
            "\n One\nline {{a}} \r\n \r\nSee (https://a.example/b?c=1), or http://d.example!\n"
                .to_owned(),
        content_type: Some(ContentType::Plain),
        ..TemplateDetails::default()
    };
    let rows = compare(&details, &details).rows;
    let items: Vec<_> = rows.iter().filter_map(|row| row.left.as_ref()).collect();
    assert_eq!(items[0].text, "One line {{a}}");
    assert_eq!(items[0].placeholders, ["a"]);
    assert_eq!(&details.content[items[0].span.range()], "One\nline {{a}}");
    assert_eq!(
        items[1].links,
        ["https://a.example/b?c=1", "http://d.example"]
    );
}
