//! `table-headers`: what the cells of a table mean is said above them.

use form_model::bilingual;

use super::reading::{Finding, Reading};

/// Tables without a header that says something.
pub fn look(reading: &Reading<'_>) -> Vec<Finding> {
    let without = reading.found.tables.iter().filter(|table| !table.has_headers);
    let finding = |span| {
        Finding::new(
            span,
            bilingual!("ce tableau n’a pas d’en-têtes", "this table has no headers"),
            bilingual!(
                "nommez ses colonnes : dans la première ligne d’un tableau Markdown, par `<th scope=\"col\">` en HTML",
                "name its columns: in the first row of a Markdown table, as `<th scope=\"col\">` in HTML"
            ),
        )
    };
    without.map(|table| finding(table.span.clone())).collect()
}
