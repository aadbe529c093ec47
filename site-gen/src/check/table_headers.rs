//! `table-headers`: what the cells of a table mean is said above them.

use super::reading::{Finding, Reading};

/// Tables without a header that says something.
pub fn look(reading: &Reading<'_>) -> Vec<Finding> {
    let without = reading.found.tables.iter().filter(|table| !table.has_headers);
    let finding = |span| {
        Finding::new(
            span,
            "this table has no headers",
            "name its columns: in the first row of a Markdown table, as `<th scope=\"col\">` in HTML",
        )
    };
    without.map(|table| finding(table.span.clone())).collect()
}
