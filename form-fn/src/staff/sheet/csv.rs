//! CSV that opens right in Excel: UTF-8 with the mark that it looks for, and the separator that it expects in the reader's
//! language. Every cell is quoted, and no part of a cell is a formula, whichever separator a program looks for.

use std::borrow::Cow;
use std::io;

use form_model::lang::Lang;
use form_model::visible::visible;

use super::{Cell, Sheet, local};

/// What a spreadsheet may take for the beginning of a formula, also in other widths.
const SIGNS: [char; 13] = [
    '=', '+', '-', '@', '＝', '＋', '－', '＠', '\u{FE62}', '\u{FE63}', '\u{FE66}', '\u{FE6B}', '−',
];

/// What makes a text of what follows; a spreadsheet shows it.
const APOSTROPHE: char = '\'';

/// The content of a file.
pub(super) fn file(sheet: &Sheet) -> io::Result<Vec<u8>> {
    let mut writer = csv::WriterBuilder::new()
        .delimiter(separator(&sheet.lang))
        .terminator(csv::Terminator::CRLF)
        .quote_style(csv::QuoteStyle::Always)
        .from_writer("\u{FEFF}".as_bytes().to_vec());
    writer.write_record(sheet.heading.iter().map(|name| harmless(name)))?;
    for row in &sheet.rows {
        writer.write_record(row.iter().map(|cell| harmless(&text(cell))))?;
    }
    writer.into_inner().map_err(csv::IntoInnerError::into_error)
}

/// What parts cells: a semicolon where the comma is the decimal mark.
fn separator(lang: &Lang) -> u8 {
    if *lang == Lang::french() { b';' } else { b',' }
}

fn text(cell: &Cell) -> Cow<'_, str> {
    match cell {
        Cell::Text(text) => text.into(),
        Cell::Day(day) => day.to_string().into(),
        Cell::Moment(at) => local(*at).strftime("%Y-%m-%d %H:%M").to_string().into(),
        Cell::Empty => "".into(),
    }
}

/// A text of which no program makes a formula, in whatever way it parts cells: an apostrophe stands before each sign that
/// begins the text, or that begins what is left of it after a comma, a semicolon or a line break. Quotes and spaces count
/// as nothing, because programs differ in what they make of them. Tabs become spaces.
fn harmless(text: &str) -> String {
    let mut harmless = String::with_capacity(text.len());
    let mut begins = true;
    for character in visible(&text.replace('\t', " ")).chars() {
        if begins && SIGNS.contains(&character) {
            harmless.push(APOSTROPHE);
        }
        harmless.push(character);
        begins = matches!(character, ',' | ';' | '\n')
            || begins && (character == '"' || character.is_whitespace());
    }
    harmless
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn written(lang: Lang, cells: &[String]) -> String {
        let sheet = Sheet {
            lang,
            name: "",
            at: jiff::Timestamp::UNIX_EPOCH,
            heading: vec!["=1+1".to_owned(); cells.len()],
            rows: vec![cells.iter().map(|cell| Cell::from(&**cell)).collect()],
        };
        String::from_utf8(file(&sheet).unwrap()).unwrap()
    }

    /// The cells that a program sees that knows no quotes.
    fn split(text: &str, separator: char) -> Vec<String> {
        text.split(['\r', '\n']).flat_map(|line| line.split(separator)).map(str::to_owned).collect()
    }

    /// The cells that a program sees that knows quotes: at the beginning of a cell alone, or anywhere.
    fn parsed(text: &str, separator: char, quotes_anywhere: bool) -> Vec<String> {
        let mut cells = vec![String::new()];
        let (mut quoted, mut at_start) = (false, true);
        let mut characters = text.chars().peekable();
        while let Some(character) = characters.next() {
            let cell = cells.last_mut().unwrap();
            match character {
                '"' if quoted && characters.peek() == Some(&'"') => {
                    characters.next();
                    cell.push('"');
                }
                '"' if quoted => quoted = false,
                '"' if at_start || quotes_anywhere => quoted = true,
                '\r' | '\n' if !quoted => {
                    cells.push(String::new());
                    at_start = true;
                    continue;
                }
                _ if character == separator && !quoted => {
                    cells.push(String::new());
                    at_start = true;
                    continue;
                }
                _ => cell.push(character),
            }
            at_start = false;
        }
        cells
    }

    fn check(text: &str) -> Result<(), TestCaseError> {
        let text = text.strip_prefix('\u{FEFF}').expect("the mark that Excel looks for");
        for separator in [',', ';', '\t'] {
            let ways = [
                split(text, separator),
                parsed(text, separator, false),
                parsed(text, separator, true),
            ];
            for cell in ways.iter().flatten() {
                // The end of a row may stand in a cell of a program that reads quotes wrongly; a tab never may.
                prop_assert!(!cell.contains('\t'), "{separator:?}: {cell:?} in {text:?}");
                // Some programs take spaces and quotes away.
                let cell = cell.trim_start_matches(|c: char| c == '"' || c.is_whitespace());
                prop_assert!(!cell.starts_with(SIGNS), "{separator:?}: {cell:?} in {text:?}");
            }
        }
        Ok(())
    }

    const PAYLOADS: [&str; 16] = [
        "=1+1",
        ",=1+1",
        ";=1+1",
        "\t=1+1",
        "Bonjour;=cmd|'/C calc'!A0",
        "Bonjour,=cmd|'/C calc'!A0",
        "Bonjour\t=cmd|'/C calc'!A0",
        "a\n=1+1",
        "a\r=1+1",
        "a\r\n\t@SUM(1)",
        "\";\"\"=1+1\"\"",
        "a\",\"=1+1",
        "; \u{A0}\"=1+1;\"",
        "＝1+1;＋1;－1;＠SUM(1)",
        "\u{FEFF}=1+1",
        ",\u{200B}=1+1",
    ];

    #[test]
    fn known_attacks_are_texts_under_every_separator() {
        for lang in [Lang::french(), Lang::english()] {
            for payload in PAYLOADS {
                check(&written(lang.clone(), &[payload.to_owned()])).unwrap();
            }
            let all = PAYLOADS.map(str::to_owned);
            check(&written(lang, &all)).unwrap();
        }
    }

    #[test]
    fn what_people_write_stays_readable() {
        for (text, cell) in [
            ("819 555-0123, poste 12", "819 555-0123, poste 12"),
            ("+15145550123", "'+15145550123"),
            ("Jean-François; oui, vraiment", "Jean-François; oui, vraiment"),
            ("Mes raisons :\n- aider\n- apprendre", "Mes raisons :\n'- aider\n'- apprendre"),
            ("un\tdeux", "un deux"),
            ("ZOE\u{202E}EVE", "ZOE⟨U+202E⟩EVE"),
            ("1 + 1 = 2", "1 + 1 = 2"),
        ] {
            assert_eq!(harmless(text), cell);
        }
    }

    proptest! {
        #[test]
        fn no_cell_is_a_formula_however_the_file_is_split(
            cells in prop::collection::vec("([=+@,;\"' \t\r\n-]|＝|－|−|a|1|\u{A0}|\u{200B}){0,12}", 1..4),
            is_french in any::<bool>(),
        ) {
            let lang = if is_french { Lang::french() } else { Lang::english() };
            check(&written(lang, &cells))?;
        }
    }
}
