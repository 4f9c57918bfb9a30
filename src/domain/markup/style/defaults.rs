//! The style sheet that clients start from (WHATWG HTML, section 15.3), as far as mail needs it.

/// The style sheet.
pub(super) const SHEET: &str = "
html, body, address, article, aside, blockquote, center, dd, details, dialog, dir, div, dl, dt,
fieldset, figcaption, figure, footer, form, h1, h2, h3, h4, h5, h6, header, hgroup, hr, legend,
listing, main, menu, nav, ol, p, plaintext, pre, search, section, summary, ul, xmp { display: block }
[hidden], area, base, basefont, datalist, head, link, meta, noembed, noframes, param, rp, script,
style, template, title { display: none }
li { display: list-item }
table { display: table }
tr { display: table-row }
td, th { display: table-cell; padding: 1px }
caption { display: table-caption; text-align: center }
thead { display: table-header-group }
tbody { display: table-row-group }
tfoot { display: table-footer-group }
colgroup { display: table-column-group }
col { display: table-column }
button, input, select, textarea { display: inline-block }
b, strong { font-weight: bolder }
th { font-weight: bold; text-align: center }
i, em, cite, var, dfn, address { font-style: italic }
h1 { font-size: 2em; font-weight: bold }
h2 { font-size: 1.5em; font-weight: bold }
h3 { font-size: 1.17em; font-weight: bold }
h4 { font-weight: bold }
h5 { font-size: 0.83em; font-weight: bold }
h6 { font-size: 0.67em; font-weight: bold }
small, sub, sup { font-size: smaller }
big { font-size: larger }
code, kbd, pre, samp, tt { font-family: monospace }
u, ins { text-decoration: underline }
s, strike, del { text-decoration: line-through }
a:link { color: #0000ee; text-decoration: underline }
mark { background-color: yellow; color: black }
center { text-align: center }
bdo[dir=rtl], [dir=rtl] { direction: rtl }
bdo[dir=ltr], [dir=ltr] { direction: ltr }
ul, ol, menu, dir { padding-left: 40px }
";
