//! What comes out of what goes in, for each rule that one mail can show.

use super::*;
use Client::{AppleMail, GmailApp, GmailAppOther, GmailWeb, OutlookCom, OutlookWindows, Yahoo};

/// The rule, the client, the mail and what the client makes of it.
pub(super) const GOLDEN: &[(&str, Client, &str, &str)] = &[
    (
        "no-scripts",
        GmailWeb,
        "<p onclick=\"x()\">a</p><script>b</script>",
        "<p >a</p>",
    ),
    (
        "gmail-style-in-body",
        GmailWeb,
        "<p>a</p><style>p{color:red}</style><p>b</p>",
        "<p>a</p><p>b</p>",
    ),
    (
        "gmail-nested-at-rules",
        GmailWeb,
        "<style>p{color:red}@media screen{@media (max-width:9px){p{color:blue}}}</style><p>",
        "<p>",
    ),
    (
        "gmail-height-queries",
        GmailApp,
        "<style>@media (max-height:9px){p{color:red}}a{color:red}</style>",
        "<style>a{color:red}</style>",
    ),
    (
        "gmail-prefix",
        GmailWeb,
        "<style>.a b#c{color:red}</style><p class='a  x' id=c>",
        "<style>.m_a b#m_c{color:red}</style><p class='m_a  m_x' id=m_c>",
    ),
    (
        "gmail-body",
        GmailWeb,
        "<html><body bgcolor=red>a</body></html>",
        "<html><u></u><div bgcolor=red>a</div></html>",
    ),
    (
        "gmail-negative-margin",
        GmailWeb,
        "<p style=\"margin:-1px 0;color:red\">",
        "<p style=\"color:red\">",
    ),
    (
        "gmail-important-case",
        GmailWeb,
        "<p style=\"color:red !IMPORTANT;margin:0\">",
        "<p style=\"margin:0\">",
    ),
    (
        "gmail-spaced-colour",
        GmailWeb,
        "<p style=\"margin:0;color:rgb(0 1 2)\">a",
        "<p >a",
    ),
    (
        "gmail-data-uri",
        GmailWeb,
        "<p style=\"background:url(data:image/png;base64,AA)\">",
        "<p style=\"\">",
    ),
    (
        "gmail-other-style",
        GmailAppOther,
        "<style>p{color:red}</style><p>",
        "<p>",
    ),
    (
        "gmail-other-background",
        GmailAppOther,
        "<td background=a.png><p style=\"background-image:url(a.png);margin:0\">",
        "<td background=a.png><p style=\"margin:0\">",
    ),
    (
        "gmail-other-display",
        GmailAppOther,
        "<p style=\"display:flex\"><p style=\"display:block\">",
        "<p style=\"\"><p style=\"display:block\">",
    ),
    (
        "gmail-other-functions",
        GmailAppOther,
        "<p style=\"width:calc(1px + 2px)\">",
        "<p style=\"\">",
    ),
    (
        "word-conditional-shown",
        OutlookWindows,
        "a<!--[if (gte mso 9)|(IE)]><b>b</b><![endif]-->c<!--[if lt mso 12]>d<![endif]-->",
        "a<b>b</b>c<!--[if lt mso 12]>d<![endif]-->",
    ),
    (
        "word-conditional-hidden",
        OutlookWindows,
        "a<!--[if !mso]><!--><b>b</b><!--<![endif]-->c<![if !mso]>d<![endif]>e",
        "ace",
    ),
    (
        "word-vml",
        OutlookWindows,
        "<v:roundrect style=\"height:40px;width:200px\" arcsize=\"10%\" strokecolor=\"#123\" \
         fillcolor=\"#456\"><w:anchorlock/><center>a</center></v:roundrect>",
        "<div data-letterhead=\"vml\" style=\"display:inline-flex;align-items:center;\
         box-sizing:border-box;width:200px;height:40px;background-color:#456;border-radius:4px;\
         border:1px solid #123;\"><div data-letterhead=\"vml\" style=\"width:100%;\
         text-align:center\"><center>a</center></div></div>",
    ),
    (
        "word-office-xml",
        OutlookWindows,
        "<!--[if mso]><xml><o:OfficeDocumentSettings></o:OfficeDocumentSettings></xml>\
         <![endif]-->a",
        "a",
    ),
    (
        "word-padding",
        OutlookWindows,
        "<p style=\"padding:1px;color:red\"><table><td style=\"padding:1px\">",
        "<p style=\"color:red\"><table><td style=\"padding:1px\">",
    ),
    (
        "word-max-width",
        OutlookWindows,
        "<div style=\"max-width:9px\"><table style=\"max-width:9px\">",
        "<div style=\"\"><table style=\"max-width:9px\">",
    ),
    (
        "word-size",
        OutlookWindows,
        "<div style=\"width:9px\"><table style=\"width:9px\"><td style=\"height:9px\">",
        "<div style=\"\"><table style=\"width:9px\"><td style=\"height:9px\">",
    ),
    (
        "word-margin-auto",
        OutlookWindows,
        "<table style=\"margin:0 auto\"><td style=\"margin:0\">",
        "<table style=\"\"><td style=\"margin:0\">",
    ),
    (
        "word-negative-margin",
        OutlookWindows,
        "<p style=\"margin-top:-4px\">",
        "<p style=\"\">",
    ),
    (
        "word-display",
        OutlookWindows,
        "<p style=\"display:inline-block\"><p style=\"display:none\">",
        "<p style=\"\"><p style=\"display:none\">",
    ),
    (
        "word-hidden-image",
        OutlookWindows,
        "<img style=\"display:none\" src=a.png alt=\"\">",
        "<img style=\"\" src=a.png alt=\"\">",
    ),
    (
        "word-mso-hide",
        OutlookWindows,
        "<p style=\"mso-hide:all;color:red\">",
        "<p style=\"display:none;color:red\">",
    ),
    (
        "word-mso-padding",
        OutlookWindows,
        "<table><td style=\"mso-padding-alt:15px 30px\">",
        "<table><td style=\"padding:15px 30px\">",
    ),
    (
        "word-background",
        OutlookWindows,
        "<p style=\"background:#fff url('a.png') 0 0\"><p style=\"background:red\">",
        "<p style=\"background-color:#fff\"><p style=\"background:red\">",
    ),
    (
        "word-background-attribute",
        OutlookWindows,
        "<body background=a.png><table><td background=a.png>",
        "<body background=a.png><table><td >",
    ),
    (
        "word-important-inline",
        OutlookWindows,
        "<p style=\"color:red!important;margin:0\">",
        "<p style=\"margin:0\">",
    ),
    (
        "outlook-com-position",
        OutlookCom,
        "<p style=\"position:absolute\"><p style=\"position:sticky\">",
        "<p style=\"\"><p style=\"position:sticky\">",
    ),
    (
        "outlook-com-negative-margin",
        OutlookCom,
        "<p style=\"margin:0 -2em\">",
        "<p style=\"\">",
    ),
    (
        "apple-data-detectors",
        AppleMail,
        "<p>Call +49 30 1234567 or <a href=x>0301234567</a>",
        "<p>Call +49 30 1234567 or <a href=x>0301234567</a>",
    ),
    (
        "yahoo-position",
        Yahoo,
        "<p style=\"position:absolute\"><p style=\"position:relative\">",
        "<p style=\"\"><p style=\"position:relative\">",
    ),
    (
        "yahoo-negative-margin",
        Yahoo,
        "<p style=\"margin:-1px\">",
        "<p style=\"\">",
    ),
    (
        "yahoo-height",
        Yahoo,
        "<p style=\"height: 9px;color:red\">",
        "<p style=\"min-height:9px;color:red\">",
    ),
    (
        "yahoo-background-layers",
        Yahoo,
        "<p style=\"background:url(a.png),url(b.png)\">",
        "<p style=\"\">",
    ),
    (
        "yahoo-elliptic-radius",
        Yahoo,
        "<p style=\"border-radius:1px/2px\"><p style=\"border-radius:1px\">",
        "<p style=\"\"><p style=\"border-radius:1px\">",
    ),
    (
        "yahoo-media-queries",
        Yahoo,
        "<style>@media (min-aspect-ratio:1/1){p{color:red}}a{color:red}</style>",
        "<style>a{color:red}</style>",
    ),
];
