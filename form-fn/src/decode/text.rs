//! Percent-encoding and UTF-8, taken strictly. The usual decoders are lossy: `%zz` stays as it
//! is and broken UTF-8 becomes U+FFFD. In a name that would be stored, that is a silent loss, so
//! here it is an error instead.

/// Decodes `%XX`, and `+` as a space when `plus_is_space` (in forms; in paths it is a plus).
/// `None` when a percent sign has not two hex digits after it, or the bytes are not UTF-8.
pub(super) fn decode(encoded: &[u8], plus_is_space: bool) -> Option<String> {
    let mut bytes = Vec::with_capacity(encoded.len());
    let mut rest = encoded.iter().copied();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'%' => hex(rest.next()?)? << 4 | hex(rest.next()?)?,
            b'+' if plus_is_space => b' ',
            other => other,
        });
    }
    String::from_utf8(bytes).ok()
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|value| u8::try_from(value).ok())
}

#[cfg(test)]
mod tests {
    use super::decode;

    #[test]
    fn what_is_well_encoded_is_decoded() {
        assert_eq!(decode(b"Ad%C3%A8le+Roy%2B", true).as_deref(), Some("Adèle Roy+"));
        assert_eq!(decode(b"a+b", false).as_deref(), Some("a+b"));
        assert_eq!(decode("Zoé".as_bytes(), true).as_deref(), Some("Zoé"));
        assert_eq!(decode(b"", true).as_deref(), Some(""));
    }

    #[test]
    fn what_is_not_is_refused_instead_of_guessed() {
        for broken in
            [&b"%"[..], b"%4", b"%zz", b"100% sure", b"%+1", b"%C3", b"%ED%A0%80", b"\xFF"]
        {
            assert_eq!(decode(broken, true), None, "{broken:?}");
        }
    }
}
