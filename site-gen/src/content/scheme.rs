//! What an address in content begins with, as a browser reads it.

use form_model::bilingual;

use super::allowed_html::Refusal;

/// The schemes that lead somewhere without running anything.
const ALLOWED: [&str; 4] = ["http", "https", "mailto", "tel"];

/// The scheme of an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scheme {
    /// None: a path within the site, or a fragment.
    None,
    /// One that content can use.
    Allowed,
    /// Another one, in small letters; or none that can be seen, because the address holds control characters.
    Refused(String),
}

impl Scheme {
    /// The scheme of an address (WHATWG URL, 4.4). A browser takes no notice of control characters and spaces around
    /// an address, nor of tabs and line ends within it: what still holds one is refused if a scheme follows.
    #[must_use]
    pub fn of(address: &str) -> Self {
        let seen: String = address
            .trim_matches(|letter: char| letter <= ' ')
            .chars()
            .filter(|letter| !['\t', '\n', '\r'].contains(letter))
            .collect();
        let Some((scheme, _)) = seen.split_once(':').filter(|(scheme, _)| is_scheme(scheme)) else {
            return Self::None;
        };
        let scheme = scheme.to_ascii_lowercase();
        if ALLOWED.contains(&scheme.as_str()) && !address.contains(|letter: char| letter < ' ') {
            Self::Allowed
        } else {
            Self::Refused(scheme)
        }
    }

    /// Why an address with this scheme is not published; none where it can be.
    #[must_use]
    pub fn refusal(&self) -> Option<Refusal> {
        let Self::Refused(scheme) = self else { return None };
        if ALLOWED.contains(&scheme.as_str()) {
            return Some(Refusal {
                message: bilingual!(
                    "cette adresse contient une tabulation, une fin de ligne ou un signe invisible",
                    "this address holds a tab, a line end or an invisible character"
                ),
                help: bilingual!("retapez-la sur une seule ligne", "type it again, on one line"),
            });
        }
        let message = match scheme.as_str() {
            "javascript" | "vbscript" | "data" => bilingual!(
                "une adresse `{scheme}:` peut lancer un programme, et le contenu n’en contient pas",
                "an address with `{scheme}:` can run a program, and content does not hold any"
            ),
            "file" => bilingual!(
                "une adresse `file:` ne mène qu’à un fichier de votre ordinateur",
                "an address with `file:` leads only to a file of your computer"
            ),
            _ => bilingual!(
                "un lien ne peut pas mener à une adresse `{scheme}:`",
                "a link cannot lead to an address with `{scheme}:`"
            ),
        };
        let help = bilingual!(
            "menez-le à un fichier à côté de la page, ou à une adresse `https:`, `http:`, `mailto:` ou `tel:`",
            "lead it to a file beside the page, or to an address with `https:`, `http:`, `mailto:` or `tel:`"
        );
        Some(Refusal { message, help })
    }
}

/// RFC 3986, section 3.1.
fn is_scheme(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_alphabetic())
        && text.chars().all(|letter| letter.is_ascii_alphanumeric() || "+-.".contains(letter))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_web_mail_and_telephones_can_be_linked_to() {
        for address in ["https://example.org", "HTTP://a", "tel:+18195550123", "mailto:a@b.ca"] {
            assert_eq!(Scheme::of(address), Scheme::Allowed, "{address}");
        }
        for address in ["a.fr.md", "#top:1", "../a.fr.md#b", "", "/a:b", "1a:b", "é:b"] {
            assert_eq!(Scheme::of(address), Scheme::None, "{address}");
        }
    }

    #[test]
    fn other_schemes_are_seen_as_a_browser_sees_them() {
        for address in [
            "javascript:alert(1)",
            "JaVaScRiPt:alert(1)",
            " javascript:alert(1)",
            "\u{1}javascript:alert(1)",
            "\u{0}\u{1f} javascript:a",
            "java\tscript:alert(1)",
            "java\nscript:alert(1)",
            "j\r\na\tvascript\t:alert(1)",
            "javascript:%61lert(1)",
            "vbscript:x",
            "data:text/html,x",
            "DATA:text/html;base64,x",
            "blob:x",
            "file:///c:/x.pdf",
            "C:\\x.pdf",
            "view-source:x",
            "ftp://a",
            "intent:x",
            "https://a\tb",
            "\u{2}https://a",
        ] {
            let scheme = Scheme::of(address);
            assert!(scheme != Scheme::Allowed, "{address:?}: {scheme:?}");
            assert!(scheme.refusal().is_some(), "{address:?}: {scheme:?}");
        }
    }
}
