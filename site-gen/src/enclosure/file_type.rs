//! Which files beside pages are published as they are: those of a known type, which is told by the ending of the
//! name and by how the content begins. A browser runs nothing that such a file holds.

use form_model::{bilingual, bilingual::Bilingual};

/// How many bytes of a file are looked at.
pub const HEAD: usize = 1024;

/// How the content of a type begins.
enum Content {
    /// With these bytes, from a place on.
    Bytes(usize, &'static [u8]),
    /// With words, not with a tag.
    Text,
}

/// Word processors and spreadsheets in the formats that hold no macros, recordings, and plain text.
const TYPES: [(&str, Content); 21] = [
    ("pdf", Content::Bytes(0, b"%PDF")),
    ("docx", Content::Bytes(0, b"PK\x03\x04")),
    ("xlsx", Content::Bytes(0, b"PK\x03\x04")),
    ("pptx", Content::Bytes(0, b"PK\x03\x04")),
    ("odt", Content::Bytes(0, b"PK\x03\x04")),
    ("ods", Content::Bytes(0, b"PK\x03\x04")),
    ("odp", Content::Bytes(0, b"PK\x03\x04")),
    ("epub", Content::Bytes(0, b"PK\x03\x04")),
    ("mp4", Content::Bytes(4, b"ftyp")),
    ("m4v", Content::Bytes(4, b"ftyp")),
    ("m4a", Content::Bytes(4, b"ftyp")),
    ("webm", Content::Bytes(0, b"\x1a\x45\xdf\xa3")),
    ("ogg", Content::Bytes(0, b"OggS")),
    ("oga", Content::Bytes(0, b"OggS")),
    ("ogv", Content::Bytes(0, b"OggS")),
    ("wav", Content::Bytes(0, b"RIFF")),
    ("txt", Content::Text),
    ("csv", Content::Text),
    ("vtt", Content::Text),
    ("ics", Content::Text),
    ("vcf", Content::Text),
];

/// Types that a browser reads as a page or a program.
const ACTIVE: [&str; 20] = [
    "js", "mjs", "cjs", "wasm", "swf", "html", "htm", "xhtml", "xht", "shtml", "mht", "mhtml",
    "xml", "xsl", "xslt", "rdf", "rss", "atom", "svgz", "css",
];

/// Judges a file by its ending, in small letters, and its first bytes.
///
/// # Errors
/// Why it is not published, and what to do instead.
pub fn judge(extension: &str, head: &[u8]) -> Result<(), (Bilingual, Bilingual)> {
    // The sound of an MP3 begins with a frame, or with a note on its title.
    if extension == "mp3" {
        let is_mp3 = head.starts_with(b"ID3") || matches!(head, [0xff, 0xe0..=0xff, ..]);
        return if is_mp3 { Ok(()) } else { Err(other_content(extension)) };
    }
    match TYPES.iter().find(|(known, _)| *known == extension) {
        Some((_, content)) if content.is_that_of(head) => Ok(()),
        Some(_) => Err(other_content(extension)),
        None => Err(other_type(extension)),
    }
}

impl Content {
    fn is_that_of(&self, head: &[u8]) -> bool {
        match self {
            Self::Bytes(at, bytes) => head.get(*at..).is_some_and(|rest| rest.starts_with(bytes)),
            Self::Text => {
                let text = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
                let is_tag =
                    matches!(text, [b'<', b'!' | b'?' | b'/' | b'a'..=b'z' | b'A'..=b'Z', ..]);
                !is_tag && !head.contains(&0)
            }
        }
    }
}

fn other_content(extension: &str) -> (Bilingual, Bilingual) {
    let is_text = TYPES
        .iter()
        .any(|(known, content)| *known == extension && matches!(content, Content::Text));
    let help = if is_text {
        bilingual!("enregistrez-le en texte brut, en UTF-8", "save it as plain text, in UTF-8")
    } else {
        bilingual!(
            "enregistrez-le de nouveau depuis le programme qui l’a fait; changer la fin du nom ne suffit pas",
            "save it again from the program that made it; to change the end of the name is not enough"
        )
    };
    let message = bilingual!(
        "ce fichier n’est pas un `.{extension}`, quoi qu’en dise son nom",
        "this file is not a `.{extension}`, whatever its name says"
    );
    (message, help)
}

fn other_type(extension: &str) -> (Bilingual, Bilingual) {
    if ACTIVE.contains(&extension) {
        return (
            bilingual!(
                "un fichier `.{extension}` peut agir dans le navigateur de qui l’ouvre : il n’est pas publié",
                "a `.{extension}` file can act in the browser of whoever opens it: it is not published"
            ),
            bilingual!(
                "écrivez-en le texte dans une page, ou enregistrez-le en PDF; ce qu’une page sait faire vient du thème",
                "write its text in a page, or save it as PDF; what a page can do comes from the theme"
            ),
        );
    }
    let message = if extension.is_empty() {
        bilingual!(
            "le nom de ce fichier ne dit pas de quel type il est : il n’est pas publié",
            "the name of this file does not say its type: it is not published"
        )
    } else {
        bilingual!(
            "les fichiers `.{extension}` ne sont pas publiés",
            "`.{extension}` files are not published"
        )
    };
    let known: Vec<_> = TYPES.iter().map(|(known, _)| format!(".{known}")).collect();
    let known = known.join(", ");
    let help = bilingual!(
        "enregistrez-le en PDF ou dans un de ces types : {known}, .mp3; sinon, gardez-le hors de ce dossier",
        "save it as PDF or as one of these types: {known}, .mp3; otherwise keep it outside this folder"
    );
    (message, help)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_is_known_by_its_name_and_its_content() {
        for (extension, head) in [
            ("pdf", &b"%PDF-1.7"[..]),
            ("docx", b"PK\x03\x04..."),
            ("mp4", b"\0\0\0\x20ftypisom"),
            ("mp3", b"\xff\xfb\x90"),
            ("csv", "Pr\u{e9}nom;1".as_bytes()),
            ("csv", b"\xef\xbb\xbfa;b"),
            ("txt", b"a < b"),
            ("txt", b""),
        ] {
            assert_eq!(judge(extension, head), Ok(()), "{extension}");
        }
    }

    #[test]
    fn anything_else_is_refused() {
        for (extension, head) in [
            ("js", &b"alert(1)"[..]),
            ("mjs", b"x"),
            ("html", b"x"),
            ("xhtml", b"x"),
            ("xml", b"<a/>"),
            ("exe", b"MZ"),
            ("docm", b"PK\x03\x04"),
            ("", b"x"),
            ("pdf", b"<html>"),
            ("pdf", b"\n\n<script>%PDF-"),
            ("txt", b" \n<!doctype html>"),
            ("txt", b"\xef\xbb\xbf<html>"),
            ("csv", b"<\0s\0c\0r\0"),
            ("vtt", b"</script>"),
            ("mp3", b"<script>"),
            ("docx", b"<html>"),
        ] {
            assert!(judge(extension, head).is_err(), "{extension}");
        }
    }
}
