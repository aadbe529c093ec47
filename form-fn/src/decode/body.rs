//! The body of a post: its size, its type, and the answers in it. Type and size are looked at
//! before anything is read, so that a refusal costs nothing.

use form_model::answers::Posted;
use http::{HeaderMap, header};

use super::{Refusal, form};

/// The most bytes that a post may have. The longest honest one, every text at its limit in
/// percent-encoded syllabics, stays well below; whoever reads bodies from a socket stops here.
pub const MAX_BODY: usize = 64 * 1024;

/// The most keys that a post may have: several for each question, far fewer than a body can hold.
const MAX_PAIRS: usize = 1_000;

/// What was posted.
///
/// # Errors
/// If the body is too large, of another type, or not what its type says.
pub fn answers(headers: &HeaderMap, body: &[u8]) -> Result<Posted, Refusal> {
    if body.len() > MAX_BODY {
        return Err(Refusal::TooLarge);
    }
    // Nothing at all, of no type, is a form in which nothing was filled in.
    if body.is_empty() && !headers.contains_key(header::CONTENT_TYPE) {
        return Ok(Posted::default());
    }
    match kind(headers).ok_or(Refusal::UnsupportedType)? {
        Kind::Form => {
            let pairs = form::pairs(body)?;
            if pairs.len() > MAX_PAIRS {
                return Err(Refusal::Undecodable);
            }
            Ok(Posted::from_pairs(pairs))
        }
        Kind::Json => Posted::from_json(body).map_err(|_| Refusal::Undecodable),
    }
}

/// Whether the body says that it is JSON: who sends JSON is answered in JSON, too.
#[must_use]
pub fn is_json(headers: &HeaderMap) -> bool {
    kind(headers) == Some(Kind::Json)
}

/// The two types that are taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Form,
    Json,
}

/// The type that the headers name, if it is one of the two and in UTF-8, uncompressed.
fn kind(headers: &HeaderMap) -> Option<Kind> {
    if let Some(encoding) = headers.get(header::CONTENT_ENCODING)
        && !encoding.as_bytes().eq_ignore_ascii_case(b"identity")
    {
        return None;
    }
    let value = headers.get(header::CONTENT_TYPE)?.to_str().ok()?;
    let mut parts = value.split(';').map(str::trim);
    let media = parts.next().unwrap_or_default();
    let charset = parts
        .filter_map(|parameter| parameter.split_once('='))
        .find(|(name, _)| name.trim().eq_ignore_ascii_case("charset"))
        .map_or("utf-8", |(_, charset)| charset.trim().trim_matches('"'));
    let understood =
        ["utf-8", "utf8", "us-ascii"].iter().any(|name| name.eq_ignore_ascii_case(charset));
    if !understood {
        None
    } else if media.eq_ignore_ascii_case("application/x-www-form-urlencoded") {
        Some(Kind::Form)
    } else if media.eq_ignore_ascii_case("application/json") {
        Some(Kind::Json)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;
    use proptest::prelude::*;

    use super::*;

    const FORM: &str = "application/x-www-form-urlencoded";

    fn typed(content_type: &'static str) -> HeaderMap {
        HeaderMap::from_iter([(header::CONTENT_TYPE, HeaderValue::from_static(content_type))])
    }

    #[test]
    fn the_two_types_are_taken_however_they_are_spelled() {
        for form in [
            FORM,
            "Application/X-WWW-Form-URLEncoded; charset=UTF-8",
            "application/x-www-form-urlencoded;charset=\"utf-8\"",
        ] {
            assert_eq!(kind(&typed(form)), Some(Kind::Form), "{form}");
        }
        assert!(is_json(&typed("application/json")));
        assert!(is_json(&typed("application/json; charset=utf-8")));
    }

    #[test]
    fn other_types_are_not() {
        for other in [
            "",
            "text/plain",
            "multipart/form-data; boundary=x",
            "application/jsonp",
            "application/x-www-form-urlencoded; charset=iso-8859-1",
            "application/json; charset=utf-16",
        ] {
            let answer = answers(&typed(other), b"a=1");
            assert_eq!(answer, Err(Refusal::UnsupportedType), "{other}");
        }
        assert_eq!(answers(&HeaderMap::new(), b"a=1"), Err(Refusal::UnsupportedType));
    }

    #[test]
    fn nothing_of_no_type_is_an_empty_form() {
        assert_eq!(answers(&HeaderMap::new(), b""), Ok(Posted::default()));
    }

    #[test]
    fn a_compressed_body_is_another_type() {
        let mut headers = typed(FORM);
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
        assert_eq!(answers(&headers, b"a=1"), Err(Refusal::UnsupportedType));
    }

    #[test]
    fn size_is_counted_in_bytes_up_to_the_limit() {
        let mut body = b"a=".to_vec();
        body.resize(MAX_BODY, b'x');
        assert!(answers(&typed(FORM), &body).is_ok());
        body.push(b'x');
        assert_eq!(answers(&typed(FORM), &body), Err(Refusal::TooLarge));
    }

    #[test]
    fn what_is_not_what_it_says_is_undecodable() {
        let nested = "[".repeat(10_000);
        for json in ["", "null", "[]", "\"a\"", "{", "{\"a\":", "{\"a\":1}x", &nested] {
            let answer = answers(&typed("application/json"), json.as_bytes());
            assert_eq!(answer, Err(Refusal::Undecodable), "{json:.20}");
        }
        let many = "a=&".repeat(MAX_PAIRS + 1);
        for form in ["a=%", "a=%FF", &many] {
            let answer = answers(&typed(FORM), form.as_bytes());
            assert_eq!(answer, Err(Refusal::Undecodable), "{form:.20}");
        }
    }

    proptest! {
        #[test]
        fn no_body_of_any_type_makes_it_panic(
            media in proptest::sample::select(vec![FORM, "application/json", "text/plain", ""]),
            body in proptest::collection::vec(any::<u8>(), 0..400),
        ) {
            let is_taken = media == FORM || media == "application/json";
            match answers(&typed(media), &body) {
                Ok(_) => prop_assert!(is_taken),
                Err(Refusal::Undecodable) => prop_assert!(is_taken),
                Err(refusal) => prop_assert!(!is_taken && refusal == Refusal::UnsupportedType),
            }
        }
    }
}
