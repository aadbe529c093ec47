//! The tables and sentences of a report in Markdown, to be pasted into a page of the site.

use super::document::{Column, Document, Section, Table};

/// The document, without its title: the page where it goes has one.
pub fn laid_out(document: &Document) -> String {
    let mut blocks = vec![escaped(&document.lead)];
    for section in &document.sections {
        blocks.extend(section_of(section));
    }
    blocks.push(format!("## {}", escaped(&document.notes.title)));
    let notes: Vec<_> =
        document.notes.items.iter().map(|note| format!("- {}", escaped(note))).collect();
    blocks.push(notes.join("\n"));
    blocks.push(escaped(&document.made));
    blocks.join("\n\n") + "\n"
}

fn section_of(section: &Section) -> Vec<String> {
    let title = format!("## {}", escaped(&section.title));
    let text = section.text.iter().map(|text| escaped(text));
    [title].into_iter().chain(text).chain(section.table.as_ref().map(table)).collect()
}

fn table(table: &Table) -> String {
    let head = table.columns.iter().map(|column| escaped(&column.label));
    let rule =
        table.columns.iter().map(|Column { numeric, .. }| if *numeric { "---:" } else { "---" });
    let rows = table.rows.iter().map(|row| line(row.iter().map(|cell| escaped(cell))));
    let lines: Vec<_> =
        [line(head), line(rule.map(str::to_owned))].into_iter().chain(rows).collect();
    lines.join("\n")
}

fn line(cells: impl Iterator<Item = String>) -> String {
    let cells: Vec<_> = cells.collect();
    format!("| {} |", cells.join(" | "))
}

/// So that nothing in a text is taken for Markdown, HTML or a reference to a fact.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for character in text.chars() {
        if matches!(
            character,
            '\\' | '|' | '*' | '_' | '`' | '[' | ']' | '<' | '>' | '{' | '}' | '#'
        ) {
            safe.push('\\');
        }
        safe.push(if character.is_control() { ' ' } else { character });
    }
    safe
}
