//! An address that visitors may know: `/devenir/benevole/`, `/accueil.html`.
//!
//! Below the site's root, without query or fragment, each step a name. It is kept as people read it, with
//! its accents; what is percent-encoded comes to the same. A last step with an extension is a file's name;
//! else a slash ends the address, whether it was written or not.

use std::{fmt, path::Path, str::FromStr};

use form_model::{bilingual, bilingual::Bilingual};
use percent_encoding::{AsciiSet, CONTROLS, percent_decode_str, utf8_percent_encode};
use unicode_normalization::UnicodeNormalization;

/// Bytes of an address, and of a step: file systems take 255.
const LONGEST: usize = 1000;
const LONGEST_STEP: usize = 200;

/// What an address line or a browser writes as `%…` in a path (WHATWG URL, path percent-encode set).
const ENCODED: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'}');

/// An address below the site's root.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Address(String);

/// Why a text is no such address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AddressError {
    /// It does not begin with `/`.
    NotFromRoot,
    /// It has a query or a fragment.
    Tail,
    /// A step is empty, `.` or `..`.
    Step,
    /// A web page's file name stands before the last step.
    FileWithin,
    /// A sign that no name has.
    Sign,
    /// It is too long.
    Long,
}

impl Address {
    /// As people read it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// As a browser asks for it.
    #[must_use]
    pub fn url(&self) -> String {
        utf8_percent_encode(&self.0, ENCODED).to_string()
    }

    /// The file below the site's folder that answers to it: a web page's own, else a folder's `index.html`,
    /// which every host finds.
    #[must_use]
    pub fn file(&self) -> String {
        let below = &self.0[1..];
        if is_web_page(below) || below.is_empty() {
            return if below.is_empty() { "index.html".to_owned() } else { below.to_owned() };
        }
        format!("{}/index.html", below.trim_end_matches('/'))
    }
}

impl FromStr for Address {
    type Err = AddressError;

    fn from_str(text: &str) -> Result<Self, AddressError> {
        let below = text.strip_prefix('/').ok_or(AddressError::NotFromRoot)?;
        if below.contains(['?', '#']) {
            return Err(AddressError::Tail);
        }
        let below = below.strip_suffix('/').unwrap_or(below);
        if below.is_empty() {
            return if text.len() > 1 { Err(AddressError::Step) } else { Ok(Self("/".to_owned())) };
        }
        let steps = below.split('/').map(step).collect::<Result<Vec<_>, _>>()?;
        let Some((last, folders)) = steps.split_last() else { return Err(AddressError::Step) };
        if folders.iter().any(|folder| is_web_page(folder)) {
            return Err(AddressError::FileWithin);
        }
        let end = if Path::new(last).extension().is_some() { "" } else { "/" };
        let address = format!("/{}{end}", steps.join("/"));
        if address.len() > LONGEST { Err(AddressError::Long) } else { Ok(Self(address)) }
    }
}

/// A step as people read it.
fn step(written: &str) -> Result<String, AddressError> {
    let decoded = percent_decode_str(written).decode_utf8().map_err(|_| AddressError::Sign)?;
    let step: String = decoded.nfc().collect();
    let is_wrong = |sign: char| sign.is_control() || r#"/\%?#<>""#.contains(sign);
    if ["", ".", ".."].contains(&step.trim()) {
        Err(AddressError::Step)
    } else if step.contains(is_wrong) {
        Err(AddressError::Sign)
    } else if step.len() > LONGEST_STEP {
        Err(AddressError::Long)
    } else {
        Ok(step)
    }
}

/// A name that hosts answer to as a web page.
fn is_web_page(name: &str) -> bool {
    let extension = Path::new(name).extension();
    extension.is_some_and(|ext| ext.eq_ignore_ascii_case("html") || ext.eq_ignore_ascii_case("htm"))
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl AddressError {
    /// How to mend it.
    #[must_use]
    pub fn help(self) -> Bilingual {
        match self {
            Self::NotFromRoot => bilingual!(
                "écrivez ce qui suit le nom du site, à partir de la barre : `/devenir/benevole/`",
                "write what follows the site’s name, from the slash on: `/become/volunteer/`"
            ),
            Self::Tail => bilingual!(
                "arrêtez-vous avant `?` ou `#` : seul le chemin compte",
                "stop before `?` or `#`: only the path counts"
            ),
            Self::Step => bilingual!(
                "entre deux barres, il faut un nom, qui n’est ni `.` ni `..`",
                "between two slashes stands a name, which is neither `.` nor `..`"
            ),
            Self::FileWithin => bilingual!(
                "un nom de page, en `.html`, ne peut être qu’à la fin",
                "a page’s name, in `.html`, can stand only at the end"
            ),
            Self::Sign => bilingual!(
                "copiez l’adresse telle que le navigateur la montre; `\\`, `%`, `<`, `>` et les guillemets n’y vont pas",
                "copy the address as the browser shows it; `\\`, `%`, `<`, `>` and quotes do not belong there"
            ),
            Self::Long => bilingual!(
                "une adresse a {LONGEST} octets au plus, et {LONGEST_STEP} entre deux barres",
                "an address has {LONGEST} bytes at most, and {LONGEST_STEP} between two slashes"
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::path::Component;

    use proptest::prelude::*;

    use super::*;

    fn read(text: &str) -> Result<(String, String), AddressError> {
        text.parse::<Address>().map(|address| (address.to_string(), address.file()))
    }

    #[test]
    fn a_slash_ends_a_folder_and_none_a_file() {
        for (text, address, file) in [
            ("/", "/", "index.html"),
            ("/devenir/benevole", "/devenir/benevole/", "devenir/benevole/index.html"),
            ("/devenir/benevole/", "/devenir/benevole/", "devenir/benevole/index.html"),
            ("/b%C3%A9n%C3%A9vole/", "/bénévole/", "bénévole/index.html"),
            ("/Accueil.html", "/Accueil.html", "Accueil.html"),
            ("/accueil.HTM/", "/accueil.HTM", "accueil.HTM"),
            ("/fr/accueil.aspx", "/fr/accueil.aspx", "fr/accueil.aspx/index.html"),
            ("/.well-known/x y", "/.well-known/x y/", ".well-known/x y/index.html"),
        ] {
            assert_eq!(read(text), Ok((address.to_owned(), file.to_owned())), "{text}");
        }
        let address: Address = "/bénévole/x y".parse().unwrap();
        assert_eq!(address.url(), "/b%C3%A9n%C3%A9vole/x%20y/");
    }

    #[test]
    fn anything_else_is_no_address() {
        use AddressError::{FileWithin, Long, NotFromRoot, Sign, Step, Tail};
        for (text, error) in [
            ("", NotFromRoot),
            ("devenir/", NotFromRoot),
            ("https://exemple.ca/a/", NotFromRoot),
            ("/a?b=c", Tail),
            ("/a#b", Tail),
            ("//", Step),
            ("//exemple.ca/", Step),
            ("/a//b", Step),
            ("/a/../b", Step),
            ("/a/%2e%2e/b", Step),
            ("/./", Step),
            ("/a/ /b", Step),
            ("/a.html/b/", FileWithin),
            ("/a%2Fb", Sign),
            ("/a%3Fb", Sign),
            ("/a%ff", Sign),
            ("/100%", Sign),
            ("/a\\b", Sign),
            ("/a\nb", Sign),
            (&format!("/{}", "a".repeat(201)), Long),
            (&"/a".repeat(501), Long),
        ] {
            assert_eq!(read(text), Err(error), "{text}");
        }
    }

    /// Texts that look like addresses, good and bad.
    fn text() -> impl Strategy<Value = String> {
        let part = prop_oneof![
            Just("/".to_owned()),
            Just(".".to_owned()),
            Just("..".to_owned()),
            Just(".html".to_owned()),
            Just("%2e".to_owned()),
            Just("%2F".to_owned()),
            Just("e\u{301}".to_owned()),
            "[a-zé0-9 ?#%.-]{1,4}",
            "\\PC{1,2}",
        ];
        prop::collection::vec(part, 0..12).prop_map(|parts| format!("/{}", parts.concat()))
    }

    proptest! {
        #[test]
        fn an_address_reads_as_itself(text in text()) {
            if let Ok(address) = text.parse::<Address>() {
                prop_assert_eq!(address.as_str().parse(), Ok(address.clone()));
                prop_assert_eq!(address.url().parse(), Ok(address.clone()));
                prop_assert!(address.url().is_ascii());
                let slashed = format!("{}/", text.strip_suffix('/').unwrap_or(&text));
                prop_assert_eq!(slashed.parse(), Ok(address));
            }
        }

        #[test]
        fn its_file_stays_below_the_site(text in text()) {
            if let Ok(address) = text.parse::<Address>() {
                let file = address.file();
                let parts = Path::new(&file).components();
                prop_assert!(parts.into_iter().all(|part| matches!(part, Component::Normal(_))));
                prop_assert_eq!(file.contains("//"), false);
            }
        }
    }
}
