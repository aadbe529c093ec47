//! Every plain value of a YAML text with the path of keys to it and its place: what rules on prose read.

use std::ops::Range;

use saphyr_parser::{Event, Parser};

/// A value that is no list and no mapping.
#[derive(Debug, PartialEq, Eq)]
pub struct Scalar {
    /// Keys from the top; numbers count the items of a list.
    pub path: Vec<String>,
    /// What it says, without quotes and escapes.
    pub value: String,
    /// Where it is written, in the whole text.
    pub span: Range<usize>,
}

/// All values of a part of a text, in order; those before the first mistake, where it cannot be read whole.
#[must_use]
pub fn scalars(text: &str, part: Range<usize>) -> Vec<Scalar> {
    let yaml = &text[part.clone()];
    // The parser counts characters.
    let bytes: Vec<_> = yaml.char_indices().map(|(at, _)| at).collect();
    let byte = |index: usize| part.start + bytes.get(index).copied().unwrap_or(yaml.len());
    let mut found = Vec::new();
    let mut path = Vec::new();
    for (event, span) in Parser::new_from_str(yaml).map_while(Result::ok) {
        match event {
            Event::MappingStart(..) => path.push(Step::Key(None)),
            Event::SequenceStart(..) => path.push(Step::Item(0)),
            Event::MappingEnd | Event::SequenceEnd => {
                path.pop();
                value_ends(&mut path);
            }
            Event::Scalar(value, ..) => {
                if let Some(Step::Key(key @ None)) = path.last_mut() {
                    *key = Some(value.into_owned());
                    continue;
                }
                let span = byte(span.start.index())..byte(span.end.index());
                let path_here = path.iter().map(Step::name).collect();
                found.push(Scalar { path: path_here, value: value.into_owned(), span });
                value_ends(&mut path);
            }
            _ => {}
        }
    }
    found
}

/// A step into a document: below a key (none while the key is awaited), or at an item.
enum Step {
    Key(Option<String>),
    Item(usize),
}

impl Step {
    fn name(&self) -> String {
        match self {
            Self::Key(key) => key.clone().unwrap_or_default(),
            Self::Item(index) => index.to_string(),
        }
    }
}

fn value_ends(path: &mut [Step]) {
    match path.last_mut() {
        Some(Step::Key(key)) => *key = None,
        Some(Step::Item(index)) => *index += 1,
        None => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_come_with_path_and_place() {
        let text = "---\ntitle: Été\nsummary:\n  - \"a \\\"b\\\"\"\n  - c\nsteps:\n- name: d\n  who: e\n- name: f\n";
        let found = scalars(text, 4..text.len());
        let told: Vec<_> = found
            .iter()
            .map(|scalar| {
                format!("{}={}@{}", scalar.path.join("."), scalar.value, &text[scalar.span.clone()])
            })
            .collect();
        assert_eq!(
            told,
            [
                "title=Été@Été",
                "summary.0=a \"b\"@\"a \\\"b\\\"\"",
                "summary.1=c@c",
                "steps.0.name=d@d",
                "steps.0.who=e@e",
                "steps.1.name=f@f"
            ]
        );
    }
}
