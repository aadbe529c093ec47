//! `application/x-www-form-urlencoded`: what the page sends. The crate `form_urlencoded` decodes
//! lossily; the split at `&` and `=` is all that is left to do beside strict decoding.

use super::{Refusal, text};

/// The pairs in the order in which they came, names repeated as they were.
pub(super) fn pairs(body: &[u8]) -> Result<Vec<(String, String)>, Refusal> {
    body.split(|byte| *byte == b'&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let (name, value) = match pair.iter().position(|byte| *byte == b'=') {
                Some(at) => (&pair[..at], &pair[at + 1..]),
                None => (pair, &[][..]),
            };
            Some((text::decode(name, true)?, text::decode(value, true)?))
        })
        .collect::<Option<_>>()
        .ok_or(Refusal::Undecodable)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn pairs_keep_their_order_and_their_repetitions() {
        let pairs = pairs(b"&a=1&b=x%3Dy&a=2&&c&d==").unwrap();
        let expected = [("a", "1"), ("b", "x=y"), ("a", "2"), ("c", ""), ("d", "=")];
        assert_eq!(pairs, expected.map(|(name, value)| (name.to_owned(), value.to_owned())));
    }

    #[test]
    fn an_empty_body_is_an_empty_form() {
        assert_eq!(pairs(b""), Ok(Vec::new()));
    }

    #[test]
    fn one_broken_pair_refuses_the_whole_form() {
        assert_eq!(pairs(b"a=1&b=%G0"), Err(Refusal::Undecodable));
        assert_eq!(pairs(b"a=1&%FF=2"), Err(Refusal::Undecodable));
    }

    proptest! {
        #[test]
        fn what_a_browser_encodes_comes_out_unchanged(
            sent in proptest::collection::vec((any::<String>(), any::<String>()), 0..8),
        ) {
            let encoded = form_urlencoded::Serializer::new(String::new()).extend_pairs(&sent).finish();
            // A pair of nothing and nothing is sent as `=`.
            prop_assert_eq!(pairs(encoded.as_bytes()), Ok(sent));
        }

        #[test]
        fn bytes_are_text_or_refused(body in proptest::collection::vec(any::<u8>(), 0..200)) {
            // Where the lossy decoder loses nothing, it agrees.
            if let Ok(strict) = pairs(&body) {
                let lossy: Vec<_> = form_urlencoded::parse(&body).into_owned().collect();
                prop_assert_eq!(strict, lossy);
            }
        }
    }
}
