//! Base 64 of the standard alphabet, padded: how the gateway hands over bodies of forms.

pub fn base64(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let character = |bits: u32, shift: u32| char::from(ALPHABET[(bits >> shift & 63) as usize]);
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let byte = |at: usize| u32::from(chunk.get(at).copied().unwrap_or(0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        text.push(character(bits, 18));
        text.push(character(bits, 12));
        text.push(if chunk.len() > 1 { character(bits, 6) } else { '=' });
        text.push(if chunk.len() > 2 { character(bits, 0) } else { '=' });
    }
    text
}
