use super::*;
use crate::services::contact_sheet::testing::picture;

fn pixels(width: u32, height: u32, rgba: &[u8]) -> Pixels<'_> {
    Pixels {
        width,
        height,
        rgba: Cow::Borrowed(rgba),
    }
}

#[test]
fn an_empty_picture_and_one_of_the_wrong_length_say_so() {
    let empty = Picture {
        width: 0,
        height: 0,
        rgba: Vec::new(),
    };
    let short = Picture {
        width: 2,
        height: 2,
        rgba: vec![0; 15],
    };
    let vast = Picture {
        width: u32::MAX,
        height: u32::MAX,
        rgba: Vec::new(),
    };
    assert_eq!(empty.flaw().unwrap(), "The picture is empty (0 × 0 px).");
    assert_eq!(
        short.flaw().unwrap(),
        "The picture is broken: 2 × 2 px do not fill 15 bytes."
    );
    assert!(vast.flaw().is_some());
    assert_eq!(picture(3, 2).flaw(), None);
}

#[test]
fn a_long_mail_is_cut_at_three_times_its_width() {
    let long = CellPicture::Drawn(picture(10, 500));
    let Shown::Picture { pixels, cut_from } = Shown::of(&long) else {
        panic!("no picture");
    };
    assert_eq!((pixels.width, pixels.height, cut_from), (10, 30, Some(500)));
    assert_eq!(pixels.rgba.len(), 10 * 30 * 4);

    let exact = CellPicture::Drawn(picture(10, 30));
    assert!(matches!(
        Shown::of(&exact),
        Shown::Picture { cut_from: None, .. }
    ));
}

#[test]
fn a_shrunk_pixel_is_the_mean_of_those_it_covers() {
    let four = [
        0, 0, 0, 255, 100, 0, 0, 255, //
        200, 0, 0, 255, 100, 40, 0, 255,
    ];
    let one = pixels(2, 2, &four).scaled(1, 1);
    assert_eq!(one.rgba.as_ref(), [100, 10, 0, 255]);
}

#[test]
fn a_pixel_covered_in_part_counts_in_part() {
    let three = [0, 0, 0, 255, 90, 90, 90, 255, 240, 240, 240, 255];
    let two = pixels(3, 1, &three).scaled(2, 1);
    // 1.5 pixels each: (0 + 90 / 2) / 1.5 and (90 / 2 + 240) / 1.5.
    assert_eq!(two.rgba.as_ref(), [30, 30, 30, 255, 190, 190, 190, 255]);
}

#[test]
fn the_same_size_gives_the_same_pixels() {
    let all = picture(7, 5);
    let same = pixels(7, 5, &all.rgba).scaled(7, 5);
    assert_eq!(same.rgba.as_ref(), all.rgba);
}

#[test]
fn colours_that_cannot_be_seen_do_not_bleed() {
    let two = [255, 0, 0, 0, 0, 0, 200, 255];
    let one = pixels(2, 1, &two).scaled(1, 1);
    assert_eq!(one.rgba.as_ref(), [0, 0, 200, 128]);
}

#[test]
fn what_shines_through_is_laid_over_white() {
    let two = [0, 0, 0, 0, 10, 20, 30, 255];
    assert_eq!(pixels(2, 1, &two).over_white(), [255, 255, 255, 10, 20, 30]);
}
