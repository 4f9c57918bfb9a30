//! What Gmail does, with the sources.

use crate::domain::emulate::rule::Rule;

pub(in crate::domain::emulate) const WEB_RULES: &[&Rule] = &[
    &CLIP,
    &STYLE_BYTES,
    &STYLE_IN_BODY,
    &NESTED_AT,
    &HEIGHT_QUERY,
    &PREFIXED,
    &BODY,
    &NEGATIVE,
    &IMPORTANT,
    &SPACED_COLOUR,
    &DATA_URI,
];
pub(in crate::domain::emulate) const APP_RULES: &[&Rule] = WEB_RULES;
pub(in crate::domain::emulate) const OTHER_RULES: &[&Rule] = &[
    &CLIP,
    &OTHER_STYLE,
    &OTHER_BACKGROUND,
    &OTHER_DISPLAY,
    &OTHER_FUNCTION,
    &BODY,
    &NEGATIVE,
    &IMPORTANT,
    &SPACED_COLOUR,
    &DATA_URI,
];

pub(super) static CLIP: Rule = Rule::new(
    "gmail-clip",
    "Gmail shows about 102 KB of HTML and hides the rest behind “View entire message”; the exact \
     length was never settled",
    "https://github.com/hteumeuleu/email-bugs/issues/41 and spamresource.com",
    "2022-01",
);
pub(super) static STYLE_BYTES: Rule = Rule::new(
    "gmail-style-bytes",
    "All <style> together may have 16,384 bytes; blocks past that are dropped",
    "https://github.com/hteumeuleu/email-bugs/issues/90 and https://www.caniemail.com/features/html-style/",
    "2023-07-27",
);
pub(super) static STYLE_IN_BODY: Rule = Rule::new(
    "gmail-style-in-body",
    "<style> inside the body is dropped",
    "https://www.caniemail.com/features/html-style/",
    "2023-07-27",
);
pub(super) static NESTED_AT: Rule = Rule::new(
    "gmail-nested-at-rules",
    "An at-rule inside an at-rule makes Gmail drop the whole <style>",
    "https://github.com/hteumeuleu/caniemail/issues/144",
    "2023-12-13",
);
pub(super) static HEIGHT_QUERY: Rule = Rule::new(
    "gmail-height-queries",
    "Media queries about the height are dropped",
    "https://www.caniemail.com/features/css-at-media/",
    "2023-12-13",
);
pub(super) static PREFIXED: Rule = Rule::new(
    "gmail-prefix",
    "Gmail puts a prefix before the names of classes and ids, in the HTML and in <style> alike",
    "https://www.caniemail.com/features/css-selector-attribute/",
    "2020-12-15",
);
pub(super) static BODY: Rule = Rule::new(
    "gmail-body",
    "Gmail puts the mail into its own page: <body> becomes a <div>, and an empty <u> stands before it",
    "https://www.caniemail.com/features/html-body/ and https://howtotarget.email/",
    "2021-11-30",
);
pub(super) static NEGATIVE: Rule = Rule::new(
    "gmail-negative-margin",
    "Negative margins are dropped",
    "https://www.caniemail.com/features/css-margin/",
    "2019-10-01",
);
pub(super) static IMPORTANT: Rule = Rule::new(
    "gmail-important-case",
    "!important counts in lower case only; another spelling drops the declaration",
    "https://github.com/hteumeuleu/email-bugs/issues/13",
    "2021-11-30",
);
pub(super) static SPACED_COLOUR: Rule = Rule::new(
    "gmail-spaced-colour",
    "A colour without commas, such as rgb(0 128 0), drops the whole style attribute or <style>",
    "https://www.caniemail.com/features/css-rgba/",
    "2021-05-14",
);
pub(super) static DATA_URI: Rule = Rule::new(
    "gmail-data-uri",
    "A background of data: is dropped",
    "https://www.caniemail.com/features/image-base64/",
    "2020-02-06",
);
pub(super) static OTHER_STYLE: Rule = Rule::new(
    "gmail-other-style",
    "With an account of another provider <style> is dropped",
    "https://www.caniemail.com/features/html-style/",
    "2023-07-27",
);
pub(super) static OTHER_BACKGROUND: Rule = Rule::new(
    "gmail-other-background",
    "With an account of another provider background images are dropped",
    "https://www.caniemail.com/features/html-background/ and css-background-size",
    "2019-02-28",
);
pub(super) static OTHER_DISPLAY: Rule = Rule::new(
    "gmail-other-display",
    "With an account of another provider display knows no flex, grid or contents",
    "https://www.caniemail.com/features/css-display/",
    "2021-12-01",
);
pub(super) static OTHER_FUNCTION: Rule = Rule::new(
    "gmail-other-functions",
    "With an account of another provider calc() and gradients are dropped",
    "https://www.caniemail.com/features/css-unit-calc/ and css-linear-gradient",
    "2020-02-25",
);
