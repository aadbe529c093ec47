//! How grave each rule is on this site: `checks: { long-sentence: off }` in `site.yaml`.

use std::collections::BTreeMap;

use serde_yaml::Value;

use form_model::bilingual;

use crate::{
    diagnostic::{Code, Diagnostics, suggest},
    yaml::Document,
};

/// What a finding of a rule is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// The rule is not run.
    Off,
    /// It is told.
    Warning,
    /// It makes `check` fail.
    Error,
}

/// The levels that `site.yaml` sets.
#[derive(Debug, Default)]
pub struct Levels(BTreeMap<&'static str, Level>);

impl Levels {
    /// Takes `checks` out of `site.yaml`; a name or level that is unknown is a diagnostic.
    pub fn read(document: &mut Document, diagnostics: &mut Diagnostics) -> Self {
        let mut levels = BTreeMap::new();
        let Some(value) = document.take("checks") else { return Self::default() };
        let Value::Mapping(rules) = value else {
            let message = bilingual!(
                "`checks` doit être une liste de règles, comme `long-sentence: off`",
                "`checks` must be a list of rules, such as `long-sentence: off`"
            );
            diagnostics.push(document.at(Code::WrongValue, &["checks"], message));
            return Self::default();
        };
        for (name, level) in &rules {
            let name = name.as_str().unwrap_or_default();
            let path = ["checks", name];
            let Some(known) = super::names().find(|known| *known == name) else {
                let message =
                    bilingual!("il n’y a pas de règle `{name}`", "there is no rule `{name}`");
                let help = suggest(name, super::names());
                diagnostics.push(document.at(Code::UnknownKey, &path, message).help(help));
                continue;
            };
            match Level::read(level) {
                Some(level) => {
                    levels.insert(known, level);
                }
                None => diagnostics.push(
                    document
                        .at(
                            Code::WrongValue,
                            &path,
                            bilingual!(
                                "`{name}` n’a pas cette gravité",
                                "`{name}` has no such severity"
                            ),
                        )
                        .help(bilingual!(
                            "écrivez `off`, `warning` ou `error`",
                            "write `off`, `warning` or `error`"
                        )),
                ),
            }
        }
        Self(levels)
    }

    /// What `site.yaml` says of a rule.
    #[must_use]
    pub fn of(&self, code: Code) -> Option<Level> {
        self.0.get(code.as_str()).copied()
    }
}

impl Level {
    /// `off` is `false` for some YAML tools, which rewrite it so.
    fn read(value: &Value) -> Option<Self> {
        match value {
            Value::Bool(false) => Some(Self::Off),
            Value::String(level) => match level.as_str() {
                "off" => Some(Self::Off),
                "warning" => Some(Self::Warning),
                "error" => Some(Self::Error),
                _ => None,
            },
            _ => None,
        }
    }
}
