//! Markdown as plain text, for those who read their mail without HTML: lines of 72 columns, links written out.

use pulldown_cmark::{Event, Tag, TagEnd};

use super::blanks::is_mark;

/// The most columns of a line (RFC 5322, 2.1.1, allows 78).
const WIDTH: usize = 72;

/// As many columns as what fills a blank within a sentence may take: a day with a long month.
const BLANK: usize = 17;

/// Writes events as plain text, without a line end after the last.
#[must_use]
pub fn text(events: &[Event<'_>]) -> String {
    let mut writer = Writer::default();
    for event in events {
        writer.event(event);
    }
    writer.end_block();
    writer.written
}

/// What is open while the events go by.
#[derive(Default)]
struct Writer {
    written: String,
    /// The block that is being read.
    block: String,
    /// For each open list, the number of its next item; none without numbers.
    lists: Vec<Option<u64>>,
    /// What stands before the first line of the item that begins here.
    bullet: Option<String>,
    /// The address of the open link, and where in the block its words begin.
    link: Option<(String, usize)>,
    in_code: bool,
    /// Whether the next block follows the last without an empty line between them.
    is_close: bool,
}

impl Writer {
    fn event(&mut self, event: &Event<'_>) {
        match event {
            Event::Text(text) | Event::Code(text) => self.block.push_str(text),
            Event::SoftBreak => self.block.push(' '),
            Event::HardBreak => self.block.push('\n'),
            Event::Rule => {
                self.end_block();
                self.block.push_str("---");
                self.end_block();
            }
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(*tag),
            // Tags say nothing without HTML; what stands between them comes by itself.
            _ => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>) {
        match tag {
            Tag::Link { dest_url, .. } => {
                self.link = Some((dest_url.to_string(), self.block.len()));
            }
            Tag::List(first) => {
                self.end_block();
                self.is_close = !self.lists.is_empty();
                self.lists.push(*first);
            }
            Tag::Item => {
                self.end_block();
                self.bullet = Some(match self.lists.last_mut() {
                    Some(Some(number)) => {
                        *number += 1;
                        format!("{}. ", *number - 1)
                    }
                    _ => "- ".to_owned(),
                });
            }
            Tag::CodeBlock(_) => {
                self.end_block();
                self.in_code = true;
            }
            Tag::Paragraph | Tag::Heading { .. } | Tag::BlockQuote(_) => self.end_block(),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Link => {
                if let Some((address, at)) = self.link.take() {
                    self.block.push_str(&written_out(&address, &self.block[at..]));
                }
            }
            TagEnd::CodeBlock => {
                self.end_block();
                self.in_code = false;
            }
            TagEnd::Item => {
                self.end_block();
                self.is_close = true;
            }
            TagEnd::List(_) => {
                self.end_block();
                self.lists.pop();
                self.is_close = !self.lists.is_empty();
            }
            TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::BlockQuote(_) => self.end_block(),
            _ => {}
        }
    }

    fn end_block(&mut self) {
        let block = std::mem::take(&mut self.block);
        let block = block.trim_end();
        if block.is_empty() {
            return;
        }
        if !self.written.is_empty() {
            self.written.push_str(if self.is_close { "\n" } else { "\n\n" });
        }
        self.is_close = false;
        let outer = "  ".repeat(self.lists.len().saturating_sub(1));
        let bullet = self.bullet.take();
        let (first, others) = match (&bullet, self.lists.is_empty()) {
            (Some(bullet), _) => {
                (format!("{outer}{bullet}"), format!("{outer}{}", " ".repeat(bullet.len())))
            }
            (None, true) => (String::new(), String::new()),
            (None, false) => (format!("{outer}  "), format!("{outer}  ")),
        };
        let lines: Vec<_> = if self.in_code {
            block.lines().map(|line| format!("    {line}")).collect()
        } else {
            let width = WIDTH.saturating_sub(others.len());
            block.lines().flat_map(|line| wrap(line, width)).collect()
        };
        for (number, line) in lines.iter().enumerate() {
            let indent = if number == 0 { &first } else { &others };
            let end = if number == 0 { "" } else { "\n" };
            self.written.push_str(end);
            self.written.push_str(indent);
            self.written.push_str(line);
        }
    }
}

/// What follows a link's words: its address, unless they say it already.
fn written_out(address: &str, words: &str) -> String {
    let plain = address.strip_prefix("mailto:").unwrap_or(address);
    if plain == words || address.starts_with("tel:") {
        String::new()
    } else {
        format!(" <{plain}>")
    }
}

/// Lines of so many columns, broken at spaces alone: no-break spaces hold, and long words stay whole.
fn wrap(line: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<(String, usize)> = Vec::new();
    for word in line.split(' ').filter(|word| !word.is_empty()) {
        let columns = columns(word);
        match lines.last_mut() {
            Some((line, taken)) if *taken + 1 + columns <= width => {
                line.push(' ');
                line.push_str(word);
                *taken += 1 + columns;
            }
            _ => lines.push((word.to_owned(), columns)),
        }
    }
    lines.into_iter().map(|(line, _)| line).collect()
}

fn columns(word: &str) -> usize {
    word.chars().map(|letter| if is_mark(letter) { BLANK } else { 1 }).sum()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use pulldown_cmark::Parser;

    use super::*;

    fn plain(markdown: &str) -> String {
        text(&Parser::new(markdown).collect::<Vec<_>>())
    }

    #[test]
    fn blocks_lists_and_links_can_be_read_without_html() {
        let markdown = "# Titre\n\nUn **mot**, [un lien](https://exemple.ca/a) et <a@b.ca>.  \nAppelez \
            le [819 555-0123](tel:+18195550123).\n\n1. Un\n2. Deux, qui est assez long pour que la ligne \
            doive être coupée avant sa fin\n   - dedans\n\n---\n\n    applications show X\n    encore\n\n- a\n\n  b\n- c\n\nFin.";
        insta::assert_snapshot!(plain(markdown), @"
        Titre

        Un mot, un lien <https://exemple.ca/a> et a@b.ca.
        Appelez le 819 555-0123.

        1. Un
        2. Deux, qui est assez long pour que la ligne doive être coupée avant sa
           fin
          - dedans

        ---

            applications show X
            encore

        - a

          b
        - c

        Fin.
        ");
    }

    #[test]
    fn what_a_blank_will_take_is_reckoned_with() {
        let word = "\u{fdd0} ".repeat(5);
        assert_eq!(
            wrap(&word, WIDTH).iter().map(|line| line.matches(is_mark).count()).max(),
            Some(4)
        );
    }

    proptest! {
        #[test]
        fn no_word_is_lost_and_no_line_too_long(words in prop::collection::vec("[a-zé\u{a0}]{1,30}", 1..40)) {
            let lines = wrap(&words.join(" "), WIDTH);
            prop_assert!(lines.iter().all(|line| line.chars().count() <= WIDTH));
            prop_assert_eq!(lines.join(" "), words.join(" "));
        }
    }
}
