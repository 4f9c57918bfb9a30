//! Tests of the facts and their import.

use super::*;

fn client(id: &str) -> ClientId {
    ClientData::bundled().find(id)[0]
}

#[test]
fn the_bundled_facts_are_complete() {
    let data = ClientData::parse(BUNDLED).unwrap();
    assert_eq!(data.features.len(), 307);
    let families: std::collections::BTreeSet<_> =
        data.clients.iter().map(|client| &client.family).collect();
    // One of the 22 families that caniemail names was never tested.
    assert_eq!(families.len(), 21);
    let cells = data.features.iter().flat_map(|feature| &feature.cells);
    let count: usize = cells.map(|history| history.cells().len()).sum();
    assert_eq!(count, 15_739);
    let is_day = |date: &str| date.len() == 10;
    assert!(is_day(&data.date));
    assert!(data.features.iter().all(|feature| is_day(&feature.tested)));
}

#[test]
fn letter_and_notes_are_read_apart() {
    let cell = Cell::parse("2019", "n #1 #12").unwrap();
    assert_eq!(cell.support, Support::Unsupported);
    assert_eq!(cell.notes, [1, 12]);
    assert_eq!(
        Cell::parse("2019", "y").unwrap().support,
        Support::Supported
    );
    assert_eq!(Cell::parse("2019", "u").unwrap().support, Support::Unknown);
    for wrong in ["", "x", "y #", "y #a", "#1", "y #300"] {
        let cell = Cell::parse("1", wrong);
        assert!(cell.is_none() || wrong == "y #", "{wrong}: {cell:?}");
    }
}

#[test]
fn the_newest_version_counts() {
    let newest = |text: &str| {
        History::parse(text)
            .unwrap()
            .newest()
            .unwrap()
            .version
            .clone()
    };
    assert_eq!(newest("2019-10:n 16.80:y"), "16.80");
    assert_eq!(newest("2011:y 2016:n 16.80:a#1"), "16.80");
    assert_eq!(newest("2024-04:y 2024-01:n"), "2024-04");
    assert_eq!(newest("9.3:y 10.1:n"), "10.1");
    assert_eq!(newest("13:n 12.4:y"), "13");
    assert_eq!(History::default().newest(), None);
    assert_eq!(History::parse("2019"), None);
}

#[test]
fn facts_that_are_known_from_the_page() {
    let data = ClientData::bundled();
    let support = |slug: &str, id: &str| data.feature(slug).unwrap().support(client(id));
    assert_eq!(
        support("css-border-radius", "outlook.windows"),
        Support::Unsupported
    );
    assert_eq!(
        support("css-border-radius", "apple-mail.ios"),
        Support::Supported
    );
    assert_eq!(
        support("css-display-flex", "outlook.windows"),
        Support::Unsupported
    );
    assert_eq!(
        support("css-at-media", "apple-mail.ios"),
        Support::Supported
    );
    // “Not supported, see the note” is not supported.
    let cell = data
        .feature("css-at-supports")
        .unwrap()
        .newest(client("gmail.desktop-webmail"));
    assert_eq!(cell.unwrap().support, Support::Unsupported);
}

#[test]
fn clients_are_found_by_id_and_family() {
    let data = ClientData::bundled();
    assert_eq!(data.find("Outlook.Windows").len(), 1);
    assert_eq!(data.find("gmail").len(), 4);
    assert_eq!(data.find("gmail.*").len(), 4);
    assert!(data.find("pine").is_empty());
    assert!(data.find("").is_empty());
    assert_eq!(
        data.client(client("web-de.ios")).unwrap().name,
        "WEB.DE, app on iPhone"
    );
    assert!(data.client(client("outlook.windows")).unwrap().is_word());
}

const SOURCE: &str = r#"{"last_update_date":"2026-05-13 14:45:41 +0000",
  "nicenames":{"family":{"gmail":"Gmail"},"platform":{"ios":"iOS"}},
  "data":[
    {"slug":"css-b","title":"b ","category":"css","last_test_date":"2024-05-1","notes":"prose",
     "stats":{"gmail":{"ios":{"2019-01":"n #1 #2","2020-01":"y"}}}},
    {"slug":"css-a","title":"a","category":"css","last_test_date":"2024-05-11",
     "stats":{"pine":{"unix":{"1":"a"}}}}]}"#;

#[test]
fn import_keeps_facts_and_no_prose() {
    let file = import(SOURCE).unwrap();
    assert!(!file.contains("prose"));
    let data = ClientData::parse(&file).unwrap();
    assert_eq!(data.date, "2026-05-13");
    assert_eq!(data.features[0].slug, "css-a");
    let feature = data.feature("css-b").unwrap();
    assert_eq!(feature.tested, "2024-05-01");
    assert_eq!(feature.title, "b");
    let gmail = data.find("gmail.ios")[0];
    assert_eq!(feature.support(gmail), Support::Supported);
    assert_eq!(feature.cells[gmail.0].cells()[0].notes, [1, 2]);
    // Never looked at is unknown.
    assert_eq!(
        data.feature("css-a").unwrap().support(gmail),
        Support::Unknown
    );
    assert_eq!(
        data.client(data.find("pine")[0]).unwrap().name,
        "pine, unix"
    );
}

#[test]
fn import_refuses_what_it_does_not_know() {
    assert!(matches!(import("{}"), Err(ImportError::Form(_))));
    let verdict = SOURCE.replace("\"y\"", "\"maybe\"");
    assert!(matches!(import(&verdict), Err(ImportError::Verdict { .. })));
    let slug = SOURCE.replace("css-a", "../a");
    assert!(matches!(import(&slug), Err(ImportError::Slug(_))));
    assert!(matches!(ClientData::parse("[]"), Err(DataError::Form(_))));
}
