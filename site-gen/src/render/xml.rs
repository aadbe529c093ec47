//! Text in XML: what has a meaning there is written so that it has none.

use std::fmt::{self, Write as _};

/// A text as it stands in an element or an attribute. Characters that XML 1.0 has no way to write, such as
/// most control characters, are left out.
pub struct Escaped<'a>(pub &'a str);

impl fmt::Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for letter in self.0.chars() {
            match letter {
                '&' => f.write_str("&amp;")?,
                '<' => f.write_str("&lt;")?,
                '>' => f.write_str("&gt;")?,
                '"' => f.write_str("&quot;")?,
                '\t' | '\n' | '\r' => write!(f, "&#{};", u32::from(letter))?,
                '\0'..'\u{20}' | '\u{fffe}' | '\u{ffff}' => {}
                _ => f.write_char(letter)?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use roxmltree::Document;

    use super::*;

    proptest! {
        #[test]
        fn a_parser_reads_what_was_written(text in any::<String>()) {
            let xml = format!("<a b=\"{0}\">{0}</a>", Escaped(&text));
            let document = Document::parse(&xml).unwrap();
            let is_writable = |letter: &char| {
                !matches!(letter, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}')
            };
            let writable: String = text.chars().filter(is_writable).collect();
            let element = document.root_element();
            prop_assert_eq!(element.text().unwrap_or_default(), writable.as_str());
            prop_assert_eq!(element.attribute("b"), Some(writable.as_str()));
        }
    }
}
