//! A whole file read as a type, with every mistake in it, each at its place.
//!
//! Typed reading stops at the first mistake. So what does not fit is told and taken out, and the rest is read
//! again, until it fits: the types alone say what may stand where, and an editor gets all of it in one run.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use serde::de::DeserializeOwned;
use serde_path_to_error::Segment;
use serde_yaml::Value;

use super::{locate, misfit::Misfit, parse};
use crate::{diagnostic::Diagnostic, source::Source};

/// After so many mistakes nobody reads on.
const MOST: usize = 200;

/// What could be read of a file. Where there are mistakes, it lacks what they are about.
pub struct Read<T> {
    /// The type; none where what is left does not make one.
    pub value: Option<T>,
    /// What is wrong.
    pub mistakes: Vec<Diagnostic>,
    /// The keys at the top below which something is wrong.
    pub blamed: BTreeSet<String>,
}

impl<T> Read<T> {
    /// The value, if nothing at all is wrong.
    ///
    /// # Errors
    /// Everything that is wrong.
    pub fn whole(self) -> Result<T, Vec<Diagnostic>> {
        match self.value {
            Some(value) if self.mistakes.is_empty() => Ok(value),
            _ => Err(self.mistakes),
        }
    }
}

/// Reads a whole file as a type.
#[must_use]
pub fn read_as<T: DeserializeOwned>(source: &Arc<Source>) -> Read<T> {
    let whole = 0..source.text().len();
    let value = match parse(source, whole.clone()) {
        Ok(value) => value,
        Err(mistake) => {
            return Read { value: None, mistakes: vec![mistake], blamed: BTreeSet::new() };
        }
    };
    let (value, misfits) = fit(value);
    let blamed = misfits.iter().filter_map(|(path, _)| path.first().cloned()).collect();
    let tell = |(path, misfit): (Vec<String>, Misfit)| {
        let path: Vec<_> = path.iter().map(String::as_str).collect();
        let span = locate(source.text(), whole.clone(), &path);
        let span = span.unwrap_or_else(|| source.to_line_end(0));
        let (code, message, help) = misfit.told(path.last().copied());
        Diagnostic::new(code, source, span, message).help(help)
    };
    Read { value, mistakes: misfits.into_iter().map(tell).collect(), blamed }
}

/// A value as a type, as far as it fits, and what does not: each with its path in the value as it was.
pub fn fit<T: DeserializeOwned>(mut value: Value) -> (Option<T>, Vec<(Vec<String>, Misfit)>) {
    let mut taken = TakenOut::default();
    let mut misfits = Vec::new();
    while misfits.len() < MOST {
        let error = match serde_path_to_error::deserialize(&value) {
            Ok(read) => return (Some(read), misfits),
            Err(error) => error,
        };
        let misfit = Misfit::of(&error.inner().to_string());
        let mut path: Vec<_> = error.path().iter().filter_map(step).collect();
        if let Misfit::Unknown { key, .. } = &misfit {
            path.push(Step::Key(key.clone()));
        }
        // A key that was taken out is missing after that, and has been told of.
        if !matches!(&misfit, Misfit::Missing { key } if taken.has_key(&path, key)) {
            misfits.push((taken.written(&path), misfit));
        }
        if !taken.take_out(&mut value, &path) {
            break;
        }
    }
    (None, misfits)
}

/// A step down into a value.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Step {
    Key(String),
    Item(usize),
}

fn step(segment: &Segment) -> Option<Step> {
    match segment {
        Segment::Seq { index } => Some(Step::Item(*index)),
        Segment::Map { key } => Some(Step::Key(key.clone())),
        Segment::Enum { .. } | Segment::Unknown => None,
    }
}

/// What was taken out of a value, and so where the rest of it is written.
#[derive(Default)]
struct TakenOut {
    keys: BTreeSet<Vec<String>>,
    /// How many items a list lacks. Lists are read from the front, so those before the next mistake.
    items: BTreeMap<Vec<String>, usize>,
}

impl TakenOut {
    /// A path in the file.
    fn written(&self, path: &[Step]) -> Vec<String> {
        let mut written = Vec::with_capacity(path.len());
        for step in path {
            let name = match step {
                Step::Key(key) => key.clone(),
                Step::Item(at) => (at + self.items.get(&written).unwrap_or(&0)).to_string(),
            };
            written.push(name);
        }
        written
    }

    fn has_key(&self, path: &[Step], key: &str) -> bool {
        let mut written = self.written(path);
        written.push(key.to_owned());
        self.keys.contains(&written)
    }

    /// Takes out what stands at a path; false for the value as a whole.
    fn take_out(&mut self, value: &mut Value, path: &[Step]) -> bool {
        let Some((last, above)) = path.split_last() else { return false };
        let Some(parent) = above.iter().try_fold(&mut *value, |value, step| match step {
            Step::Key(key) => value.get_mut(key.as_str()),
            Step::Item(at) => value.get_mut(at),
        }) else {
            return false;
        };
        let taken = match (parent, last) {
            (Value::Mapping(mapping), Step::Key(key)) => {
                mapping.shift_remove(key.as_str()).is_some()
            }
            (Value::Sequence(items), Step::Item(at)) if *at < items.len() => {
                items.remove(*at);
                true
            }
            _ => false,
        };
        if taken {
            match last {
                Step::Key(_) => _ = self.keys.insert(self.written(path)),
                Step::Item(_) => *self.items.entry(self.written(above)).or_default() += 1,
            }
        }
        // What cannot be found is no plain key: then the whole that it stands in goes.
        taken || self.take_out(value, above)
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    #[allow(dead_code, reason = "only its mistakes are looked at")]
    struct Part {
        id: String,
        kind: Kind,
        #[serde(default)]
        required: bool,
        #[serde(default)]
        fields: Vec<Part>,
    }

    #[derive(Debug, Deserialize)]
    #[serde(rename_all = "lowercase")]
    enum Kind {
        Phone,
        Email,
    }

    fn told(yaml: &str) -> Vec<String> {
        let read = read_as::<BTreeMap<String, Vec<Part>>>(&Source::new("a.yaml", yaml));
        read.mistakes.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn every_mistake_is_told_at_its_place() {
        let told = told(
            "a:\n  - id: x\n    kind: fone\n  - id: [y]\n    kind: phone\n  - idd: z\n    kind: email\n\
             \x20   required: oui\n  - id: v\n    kind: email\n    fields:\n      - 7\n      - id: w\n\
             b: none\nc:\n  - id: u\n    kind: phone\n    max: 3\n",
        );
        assert_eq!(
            told,
            [
                "a.yaml:3:5: `fone` is no choice here",
                "a.yaml:4:5: `id` must be a text",
                "a.yaml:6:5: there is no key `idd` here",
                "a.yaml:8:5: `required` must be `true` or `false`",
                "a.yaml:6:5: `id` is missing",
                "a.yaml:12:9: this must be a group of keys",
                "a.yaml:13:9: `kind` is missing",
                "a.yaml:14:1: `b` must be a list",
                "a.yaml:18:5: there is no key `max` here",
            ]
        );
    }

    #[test]
    fn what_is_sound_is_read_all_the_same() {
        let source = Source::new("a.yaml", "a:\n  - 1\n  - id: x\n    kind: phone\nb: 2\n");
        let read = read_as::<BTreeMap<String, Vec<Part>>>(&source);
        assert_eq!(read.mistakes.len(), 2);
        let ids = |parts: Vec<Part>| parts.into_iter().map(|part| part.id).collect::<Vec<_>>();
        let read = read.value.map(|mut value| value.remove("a").map(ids));
        assert_eq!(read, Some(Some(vec!["x".to_owned()])));
    }

    #[test]
    fn a_file_of_mistakes_comes_to_an_end() {
        let keys: Vec<_> = (0..1000).map(|key| format!("k{key}: 1\n")).collect();
        let yaml = keys.concat();
        assert_eq!(told(&yaml).len(), MOST);
        assert_eq!(told("just a text").len(), 1);
    }
}
