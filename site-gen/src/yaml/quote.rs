//! A quotation mark that is missing at the end of a text.
//!
//! The parser sees it only where the next one closes the text, or at the end of the file, and complains
//! there. So the mend is tried out: where a mark at the end of a line lets the parser come further, it is
//! that mark which is missing.

use std::ops::Range;

use serde_yaml::Value;

/// From the opening mark to the end of its line, if a mark is missing there. `failed` is where the parser
/// stopped.
pub fn missing(yaml: &str, failed: usize) -> Option<Range<usize>> {
    let mut start = 0;
    for line in yaml.split_inclusive('\n') {
        let text = line.trim_end();
        if let Some(opening) = open(text) {
            let (at, end) = (start + opening, start + text.len());
            let mended = [&yaml[..end], &yaml[at..=at], &yaml[end..]].concat();
            let further = |error: serde_yaml::Error| {
                error.location().is_none_or(|place| place.index() > failed + 1)
            };
            if serde_yaml::from_str::<Value>(&mended).err().is_none_or(further) {
                return Some(at..end);
            }
        }
        start += line.len();
        if start > failed {
            break;
        }
    }
    None
}

/// Where a quoted text opens as the value of a line, if the line does not close it.
fn open(line: &str) -> Option<usize> {
    let value = line.find(": ").map_or(0, |colon| colon + 2);
    let value = value + line[value..].find(|c| !matches!(c, ' ' | '-')).unwrap_or(0);
    let mark = line[value..].chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let mut escaped = false;
    let closes = |c| {
        let closes = c == mark && !escaped;
        escaped = mark == '"' && c == '\\' && !escaped;
        closes
    };
    (!line[value + 1..].contains(closes)).then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(yaml: &str) -> Option<&str> {
        let error = serde_yaml::from_str::<Value>(yaml).unwrap_err();
        let failed = error.location().map_or(0, |place| place.index());
        missing(yaml, failed).map(|place| &yaml[place])
    }

    #[test]
    fn it_is_found_on_its_own_line() {
        assert_eq!(told("title: \"Hiver\ndescription: Il neige.\n"), Some("\"Hiver"));
        assert_eq!(told("a: 1\ntitle: \"Hiver\ntext: \"Il neige.\"\n"), Some("\"Hiver"));
        assert_eq!(told("a:\n  - \"un\"\n  - 'deux\n  - 'trois'\n"), Some("'deux"));
        assert_eq!(told("a: \"il dit \\\"oui\\\"\nb: 2\n"), Some("\"il dit \\\"oui\\\""));
    }

    #[test]
    fn another_mistake_is_not_taken_for_it() {
        assert_eq!(told("a: \"one\n  text\"\nb: c: d\n"), None);
        assert_eq!(told("a: \"one\"\nb: [1, 2\n"), None);
        assert_eq!(told("a: \"one\" two\n"), None);
    }
}
