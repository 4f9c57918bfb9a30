//! HTML, CSS and styles of a mail, and how the time grows with its size.

use divan::{Bencher, black_box};
use letterhead::domain::markup::css;
use letterhead::domain::markup::html::{Document, Kind};
use letterhead::domain::markup::style::{Environment, Styled};

/// Bytes of the mails.
pub const SIZES: [usize; 3] = [100_000, 1_000_000, 10_000_000];
/// Rules in the style sheet of each mail.
const RULES: usize = 500;

/// A mail of tables with a style sheet of 500 rules, of about `bytes` bytes.
pub fn mail(bytes: usize) -> String {
    let mut text = String::from("<!doctype html><html lang=en><head><style>\n");
    for number in 0..RULES {
        let rule = match number % 4 {
            0 => format!(".c{number} {{ color: #{number:03x}; padding: 4px 8px }}\n"),
            1 => format!("table .c{number} > a:hover {{ color: red !important }}\n"),
            2 => format!("td.c{number} p {{ font: bold {number}px/1.5 Arial }}\n"),
            _ => format!("@media (max-width:{number}px) {{ .c{number} {{ width: 100% }} }}\n"),
        };
        text.push_str(&rule);
    }
    text.push_str("</style></head><body bgcolor=\"#f4f4f4\">\n<!--[if mso]><table><![endif]-->\n");
    for number in 0.. {
        if text.len() >= bytes {
            break;
        }
        let class = number % RULES;
        let row = format!(
            "<table role=\"presentation\" width=\"600\"><tr><td style=\"padding:8px;color:#333\" \
             class=\"c{class}\" align=\"center\"><p>Hello {{{{ user.name }}}}, <b>code</b>&nbsp;<a \
             href=\"https://x.test/?a=1&amp;b={number}\">open</a></p></td></tr></table>\n"
        );
        text.push_str(&row);
    }
    text.push_str("</body></html>");
    text
}

/// The tree of a mail.
#[divan::bench(args = SIZES, sample_count = 10)]
fn tree(bencher: Bencher<'_, '_>, bytes: usize) {
    let mail = mail(bytes);
    bencher.bench_local(|| Document::parse(black_box(mail.as_str())));
}

/// The style sheet of a mail, by itself.
#[divan::bench]
fn sheet(bencher: Bencher<'_, '_>) {
    let document = Document::parse(mail(0));
    let style = document.elements_of(Kind::Style).next().unwrap();
    let text = document.text_content(style);
    bencher.bench_local(|| css::stylesheet(black_box(&text), 0));
}

/// The tree and the styles of all elements of a mail.
#[divan::bench(args = SIZES, sample_count = 10)]
fn tree_and_styles(bencher: Bencher<'_, '_>, bytes: usize) {
    let mail = mail(bytes);
    bencher.bench_local(|| {
        let document = Document::parse(black_box(mail.as_str()));
        Styled::new(&document, &Environment::default())
    });
}
