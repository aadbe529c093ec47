//! XLSX: each cell is a text or a day, and says so itself. So no program guesses, and nothing is a formula or a link.

use std::borrow::Cow;

use form_model::visible::visible;
use jiff::{civil::Date, tz::TimeZone};
use rust_xlsxwriter::{
    ColNum, DocProperties, Format, FormatAlign, RowNum, Workbook, Worksheet, XlsxError,
};

use super::{Cell, Sheet, local};

/// Columns are as wide as their texts, within these numbers of characters; longer texts take several lines.
const WIDTHS: (usize, usize) = (10, 60);

/// The most UTF-16 units of a cell (ECMA-376 takes what Excel takes), and what stands where a text is cut.
const CELL: usize = 32_767;
const CUT: &str = " [...]";

/// The first year that a spreadsheet counts days of.
const FIRST_YEAR: i16 = 1900;

/// How cells look.
struct Formats {
    heading: Format,
    text: Format,
    day: Format,
    moment: Format,
}

/// The content of a file. The same sheet gives the same bytes.
pub(super) fn file(sheet: &Sheet) -> Result<Vec<u8>, XlsxError> {
    let cell = Format::new().set_align(FormatAlign::Top);
    let formats = Formats {
        heading: cell.clone().set_bold().set_text_wrap(),
        text: cell.clone().set_text_wrap(),
        day: cell.clone().set_num_format("yyyy-mm-dd"),
        moment: cell.set_num_format("yyyy-mm-dd hh:mm"),
    };
    let mut workbook = Workbook::new();
    let created = sheet.at.to_zoned(TimeZone::UTC).datetime();
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&created));
    let worksheet = workbook.add_worksheet().set_name(sheet.name)?;
    for (column, name) in (0..).zip(&sheet.heading) {
        worksheet.write_string_with_format(0, column, visible(name), &formats.heading)?;
        worksheet.set_column_width(column, f64::from(width(sheet, usize::from(column))))?;
    }
    for (row, cells) in (1..).zip(&sheet.rows) {
        for (column, cell) in (0..).zip(cells) {
            write(worksheet, (row, column), cell, &formats)?;
        }
    }
    worksheet.set_freeze_panes(1, 0)?;
    workbook.save_to_buffer()
}

fn write(
    worksheet: &mut Worksheet,
    (row, column): (RowNum, ColNum),
    cell: &Cell,
    formats: &Formats,
) -> Result<(), XlsxError> {
    match cell {
        Cell::Text(text) => {
            let shown = visible(text);
            worksheet.write_string_with_format(row, column, fitting(&shown), &formats.text)?;
        }
        Cell::Day(day) if is_counted(*day) => {
            worksheet.write_datetime_with_format(row, column, day, &formats.day)?;
        }
        Cell::Moment(at) if is_counted(local(*at).date()) => {
            worksheet.write_datetime_with_format(row, column, local(*at), &formats.moment)?;
        }
        Cell::Day(day) => {
            worksheet.write_string_with_format(row, column, day.to_string(), &formats.text)?;
        }
        Cell::Moment(at) => {
            worksheet.write_string_with_format(row, column, at.to_string(), &formats.text)?;
        }
        Cell::Empty => {}
    }
    Ok(())
}

/// As much of a text as a cell holds, with a mark where it is cut.
fn fitting(text: &str) -> Cow<'_, str> {
    if text.len() <= CELL || text.encode_utf16().count() <= CELL {
        return text.into();
    }
    let mut room = CELL - CUT.len();
    let start = text.chars().take_while(|character| {
        let left = room.checked_sub(character.len_utf16());
        room = left.unwrap_or_default();
        left.is_some()
    });
    (start.collect::<String>() + CUT).into()
}

fn is_counted(day: Date) -> bool {
    day.year() >= FIRST_YEAR
}

/// The width of a column, in characters.
fn width(sheet: &Sheet, column: usize) -> u32 {
    let longest_line =
        |text: &str| text.lines().map(|line| line.chars().count()).max().unwrap_or_default();
    let cells = sheet.rows.iter().filter_map(|row| row.get(column)).map(|cell| match cell {
        Cell::Text(text) => longest_line(text),
        Cell::Day(_) => "2026-12-22".len(),
        Cell::Moment(_) => "2026-12-22 10:05".len(),
        Cell::Empty => 0,
    });
    // The heading may take two lines, and its letters are wide.
    let heading = sheet.heading.get(column).map(|name| longest_line(name) / 2);
    let longest = cells.chain(heading).max().unwrap_or_default() + 2;
    u32::try_from(longest.clamp(WIDTHS.0, WIDTHS.1)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use form_model::lang::Lang;

    use super::*;

    #[test]
    fn a_text_that_no_cell_holds_is_cut_and_says_so() {
        assert_eq!(fitting("Bonjour"), "Bonjour");
        let long = fitting(&"é🙂".repeat(20_000)).into_owned();
        assert!(long.ends_with(CUT) && long.encode_utf16().count() <= CELL);
        assert!(long.encode_utf16().count() > CELL - 3, "no more is cut than must be");
        let hidden = format!("J’aime aider.{}a", "\u{200D}".repeat(5_000));
        let sheet = Sheet {
            lang: Lang::french(),
            name: "Essai",
            at: "2026-12-01T15:00:00Z".parse().unwrap(),
            heading: vec!["Motivation".into()],
            rows: vec![vec![Cell::Text(hidden)]],
        };
        assert!(file(&sheet).is_ok());
    }
}
