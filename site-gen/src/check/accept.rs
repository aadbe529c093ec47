//! One case accepted with its reason: `<!-- accept long-sentence: official title -->` on a line of its own
//! before a block of Markdown, `# accept long-sentence: …` before an entry of the front matter.

use std::ops::Range;

/// A case that an editor accepts.
#[derive(Debug, PartialEq, Eq)]
pub struct Accept {
    /// The rule.
    pub rule: String,
    /// Why; an empty one accepts nothing.
    pub reason: String,
    /// Where it stands.
    pub span: Range<usize>,
    /// What it covers.
    pub scope: Range<usize>,
}

impl Accept {
    /// Reads a comment; none if it is about something else. It covers nothing yet.
    #[must_use]
    pub fn read(comment: &str, span: Range<usize>) -> Option<Self> {
        let text = comment.trim().strip_prefix("accept")?;
        let text = text.strip_prefix(char::is_whitespace)?;
        let (rule, reason) = text.split_once(':').unwrap_or((text, ""));
        Some(Self {
            rule: rule.trim().to_owned(),
            reason: reason.trim().to_owned(),
            scope: span.end..span.end,
            span,
        })
    }

    /// Says what it covers.
    #[must_use]
    pub fn over(mut self, scope: Range<usize>) -> Self {
        self.scope = scope;
        self
    }

    /// Whether it accepts what a rule says of a place.
    #[must_use]
    pub fn covers(&self, rule: &str, place: usize) -> bool {
        self.rule == rule && !self.reason.is_empty() && self.scope.contains(&place)
    }
}

/// Reads the comments of a front matter; each covers the entry below it.
#[must_use]
pub fn in_front_matter(text: &str, part: Range<usize>) -> Vec<Accept> {
    let mut at = part.start;
    let lines: Vec<_> = text[part.clone()]
        .split_inclusive('\n')
        .map(|line| {
            let start = at;
            at += line.len();
            (start, line.trim_end())
        })
        .collect();
    let comment = |(index, (start, line)): (usize, &(usize, &str))| {
        let note = line.trim_start().strip_prefix('#')?;
        let accept = Accept::read(note, *start + indent(line)..*start + line.len())?;
        Some(accept.over(entry(&lines[index + 1..], part.end)))
    };
    lines.iter().enumerate().filter_map(comment).collect()
}

/// The first entry of these lines, with all that is indented below it.
fn entry(lines: &[(usize, &str)], end: usize) -> Range<usize> {
    let says = |line: &str| !line.is_empty() && !line.trim_start().starts_with('#');
    let mut lines = lines.iter().filter(|(_, line)| says(line));
    let Some((start, first)) = lines.next() else { return end..end };
    let is_item = |line: &str| line.trim_start().starts_with("- ");
    let next = lines.find(|(_, line)| {
        indent(line) < indent(first)
            || (indent(line) == indent(first) && (is_item(first) || !is_item(line)))
    });
    *start..next.map_or(end, |(next, _)| *next)
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_comment_names_rule_and_reason() {
        let accept = Accept::read(" accept alt-text: decorative: no news ", 0..9);
        let told = accept.map(|accept| (accept.rule, accept.reason));
        assert_eq!(told, Some(("alt-text".to_owned(), "decorative: no news".to_owned())));
        assert_eq!(Accept::read("acceptable", 0..9), None);
        let silent = Accept::read("accept alt-text", 0..9).map(|accept| accept.reason);
        assert_eq!(silent.as_deref(), Some(""));
    }

    #[test]
    fn in_front_matter_it_covers_the_entry_below() {
        let text = "title: A\n# accept a: x\nsummary:\n- b\n- c\n# accept b: y\n\
            steps:\n  # accept c: z\n  - name: d\n    who: e\n  - name: f\n# accept d: w\n";
        let accepts = in_front_matter(text, 0..text.len());
        let told: Vec<_> = accepts.iter().map(|accept| &text[accept.scope.clone()]).collect();
        assert_eq!(
            told,
            [
                "summary:\n- b\n- c\n# accept b: y\n",
                "steps:\n  # accept c: z\n  - name: d\n    who: e\n  - name: f\n# accept d: w\n",
                "  - name: d\n    who: e\n",
                ""
            ]
        );
    }
}
