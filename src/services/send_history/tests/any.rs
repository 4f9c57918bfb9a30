//! Any order of events, any bytes.

use proptest::prelude::*;

use super::*;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn pages_of_any_size_show_what_a_list_would(
        steps in prop::collection::vec((0..4_u8, 0..12_i64), 0..40),
        most in 1..6_usize,
    ) {
        let peer = history();
        let (mut open, mut kept, mut next) = (Vec::new(), Vec::new(), 0);
        for (what, which) in steps {
            match what {
                0 | 1 => {
                    peer.history.started(send(next)).unwrap();
                    kept.push((next, false));
                    open.push(next);
                    next += 1;
                }
                2 if !open.is_empty() => {
                    let number = open.remove(which as usize % open.len());
                    peer.history.ended(end(number)).unwrap();
                    for entry in kept.iter_mut().filter(|entry| entry.0 == number) {
                        entry.1 = true;
                    }
                }
                _ => {
                    peer.history.delete(&[send(which).id]).unwrap();
                    kept.retain(|entry| entry.0 != which);
                }
            }
        }
        let mut seen = Vec::new();
        let mut cursor = None;
        loop {
            let page = peer.page(cursor.as_ref(), most);
            prop_assert!(page.records.len() <= most);
            for record in &page.records {
                let number = record.send.recipient.split_once('@').unwrap().0.parse::<i64>().unwrap();
                seen.push((number, matches!(record.end, SendEnd::Ended(_))));
            }
            cursor = page.next;
            if cursor.is_none() {
                break;
            }
        }
        seen.reverse();
        prop_assert_eq!(seen, kept);
    }

    #[test]
    fn a_file_of_any_bytes_is_borne(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let peer = Peer::with(0..1);
        let path = peer.file("2026-11.jsonl");
        append(&path, &bytes);
        let page = peer.page(None, 10);
        prop_assert_eq!(recipients(&page), ["0"]);
        peer.history.delete_before(moment(0)).unwrap();
        peer.history.started(send(1)).unwrap();
        prop_assert_eq!(&peer.recipients()[0], "1");
    }

    #[test]
    fn lines_read_backward_are_the_lines(
        lines in prop::collection::vec("[a-z]{0,9}|x{70000}", 0..6), has_end in any::<bool>()
    ) {
        let mut text = lines.join("\n");
        if has_end {
            text.push('\n');
        }
        let length = text.len() as u64;
        let mut backward = backward::Backward::new(std::io::Cursor::new(&text), length);
        let mut read = Vec::new();
        while let Some(found) = backward.next().unwrap() {
            let backward::Found::Line { at, bytes } = found else { panic!() };
            prop_assert!(text.as_bytes()[at as usize..].starts_with(&bytes));
            read.push(String::from_utf8(bytes).unwrap());
        }
        read.reverse();
        let expected: Vec<&str> = text.lines().filter(|line| !line.is_empty()).collect();
        prop_assert_eq!(read, expected);
    }
}
