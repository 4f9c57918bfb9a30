//! The answer to a CRAM-MD5 challenge (RFC 2195).
//!
//! MD5 proves nothing any more, but servers that offer no other login exist, and the cryptography
//! library has it for its own use only.

/// A block of MD5 and of its HMAC, in bytes.
const BLOCK: usize = 64;

/// The turns of each step of a round (RFC 1321, 3.4).
const TURNS: [[u32; 4]; 4] = [
    [7, 12, 17, 22],
    [5, 9, 14, 20],
    [4, 11, 16, 23],
    [6, 10, 15, 21],
];

/// The user, a space, and the challenge signed with the password in small hexadecimal digits.
pub(super) fn answer(user: &str, password: &str, challenge: &[u8]) -> String {
    let digest = hmac(password.as_bytes(), challenge);
    let digits = u128::from_be_bytes(digest);
    format!("{user} {digits:032x}")
}

/// RFC 2104.
fn hmac(key: &[u8], text: &[u8]) -> [u8; 16] {
    let short = if key.len() > BLOCK {
        md5(key).to_vec()
    } else {
        key.to_vec()
    };
    let padded = |pad: u8| {
        let zeros = std::iter::repeat_n(0, BLOCK.saturating_sub(short.len()));
        let key = short.iter().copied().chain(zeros);
        key.map(|byte| byte ^ pad).collect::<Vec<u8>>()
    };
    let inner = md5(&[&padded(0x36), text].concat());
    md5(&[padded(0x5c).as_slice(), &inner].concat())
}

/// RFC 1321.
fn md5(text: &[u8]) -> [u8; 16] {
    let mut padded = text.to_vec();
    padded.push(0x80);
    padded.resize(padded.len().next_multiple_of(BLOCK), 0);
    if padded.len() < text.len() + 9 {
        padded.resize(padded.len() + BLOCK, 0);
    }
    let bits = (text.len() as u64).wrapping_mul(8);
    padded.truncate(padded.len() - 8);
    padded.extend(bits.to_le_bytes());
    let mut state = [0x6745_2301, 0xefcd_ab89, 0x98ba_dcfe, 0x1032_5476];
    for block in padded.chunks_exact(BLOCK) {
        state = mixed(state, block);
    }
    let mut digest = [0; 16];
    let bytes = state.iter().flat_map(|word: &u32| word.to_le_bytes());
    for (place, byte) in digest.iter_mut().zip(bytes) {
        *place = byte;
    }
    digest
}

/// The state after one block.
fn mixed(state: [u32; 4], block: &[u8]) -> [u32; 4] {
    let words = block.as_chunks().0.iter();
    let words: Vec<u32> = words.map(|bytes| u32::from_le_bytes(*bytes)).collect();
    let [mut a, mut b, mut c, mut d] = state;
    for step in 0..64_usize {
        let (round, turn) = (step / 16, step % 4);
        let (function, place) = match round {
            0 => ((b & c) | (!b & d), step),
            1 => ((d & b) | (!d & c), 5 * step + 1),
            2 => (b ^ c ^ d, 3 * step + 5),
            _ => (c ^ (b | !d), 7 * step),
        };
        let word = words.get(place % 16).copied().unwrap_or_default();
        let turns = TURNS.get(round).and_then(|turns| turns.get(turn)).copied();
        let sum = a
            .wrapping_add(function)
            .wrapping_add(word)
            .wrapping_add(sine(step));
        let next = b.wrapping_add(sum.rotate_left(turns.unwrap_or_default()));
        (a, b, c, d) = (d, next, b, c);
    }
    let mut mixed = [a, b, c, d];
    for (word, before) in mixed.iter_mut().zip(state) {
        *word = word.wrapping_add(before);
    }
    mixed
}

/// The constant of a step: the sine of its number, counted from one, in parts of 2³².
fn sine(step: usize) -> u32 {
    let sine = (step as f64 + 1.0).sin().abs();
    (sine * 4_294_967_296.0).floor() as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hex(digest: [u8; 16]) -> String {
        format!("{:032x}", u128::from_be_bytes(digest))
    }

    #[test]
    fn digests_are_those_of_rfc_1321() {
        for (text, expected) in [
            ("", "d41d8cd98f00b204e9800998ecf8427e"),
            ("a", "0cc175b9c0f1b6a831c399e269772661"),
            ("abc", "900150983cd24fb0d6963f7d28e17f72"),
            ("message digest", "f96b697d7cb7938d525a2f31aaf161d0"),
            (
                "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789",
                "d174ab98d277d9f5a5611c2c9f419d9f",
            ),
            (
                "12345678901234567890123456789012345678901234567890123456789012345678901234567890",
                "57edf4a22be3c955ac49da2e2107b67a",
            ),
        ] {
            assert_eq!(hex(md5(text.as_bytes())), expected, "{text}");
        }
    }

    #[test]
    fn signatures_are_those_of_rfc_2202() {
        for (key, text, expected) in [
            (
                vec![0x0b; 16],
                b"Hi There".to_vec(),
                "9294727a3638bb1c13f48ef8158bfc9d",
            ),
            (
                b"Jefe".to_vec(),
                b"what do ya want for nothing?".to_vec(),
                "750c783e6ab0b503eaa86e310a5db738",
            ),
            (
                vec![0xaa; 80],
                b"Test Using Larger Than Block-Size Key - Hash Key First".to_vec(),
                "6b1ab7fe4bd7bf8f0b62e6ce61b9d0cd",
            ),
        ] {
            assert_eq!(hex(hmac(&key, &text)), expected);
        }
    }

    #[test]
    fn the_answer_is_that_of_rfc_2195() {
        let challenge = b"<1896.697170952@postoffice.reston.mci.net>";
        let expected = "tim b913a602c7eda7a495b4e6e7334d3890";
        assert_eq!(answer("tim", "tanstaaftanstaaf", challenge), expected);
    }
}
