//! How easy every page is to read: what `site-gen readability` lists, so that an editor sees more than what
//! is too hard.

use std::fmt::Write as _;

use form_model::{
    bilingual,
    bilingual::{Words, words},
    lang::Lang,
};
use serde::Serialize;

use super::{
    needles, read,
    readability::{Verdict, formula, measure},
};
use crate::{site::Site, translation::table::Format};

/// The scores of all pages that have one: French first, in each language the hardest first.
#[derive(Debug)]
pub struct Scores {
    /// One a page.
    pub rows: Vec<Score>,
    /// Pages that are too short to be measured, or in a language without a formula.
    pub unmeasured: usize,
}

/// A page's score.
#[derive(Debug, Serialize)]
pub struct Score {
    /// Its file.
    pub file: String,
    /// Its language.
    pub lang: Lang,
    /// What the formula of the language says.
    pub score: f64,
    /// What that means.
    pub verdict: Verdict,
    /// Words a sentence.
    pub words_a_sentence: f64,
}

const HEAD: [Words; 3] = [
    words("Indice", "Score"),
    words("Mots par phrase", "Words a sentence"),
    words("Fichier", "File"),
];

impl Scores {
    /// Measures all pages of a site.
    #[must_use]
    pub fn of(site: &Site) -> Self {
        let needles = needles(site);
        let rows = read(site, &needles, |reading| {
            let measure = measure(reading)?;
            Some(Score {
                file: reading.page.source.name().to_owned(),
                lang: reading.page.lang.clone(),
                score: (measure.score * 10.0).round() / 10.0,
                verdict: measure.verdict,
                words_a_sentence: (measure.words_a_sentence * 10.0).round() / 10.0,
            })
        });
        let mut rows: Vec<_> = rows.into_iter().flatten().collect();
        let place = |lang: &Lang| site.settings.languages.iter().position(|other| other == lang);
        // Of the French ease, the lowest score is the hardest; of the English grade, the highest.
        let hardness =
            |row: &Score| if row.lang == Lang::french() { row.score } else { -row.score };
        rows.sort_by(|a, b| {
            let by_score = || hardness(a).total_cmp(&hardness(b));
            place(&a.lang).cmp(&place(&b.lang)).then_with(by_score)
        });
        Self { unmeasured: site.pages.len() + site.messages.len() - rows.len(), rows }
    }

    /// The whole as one text in a format, for a reader of a language.
    #[must_use]
    pub fn render(&self, format: Format, reader: &Lang) -> String {
        match format {
            Format::Text => self.as_text(reader),
            Format::Json => serde_json::to_string_pretty(&self.rows).unwrap_or_default(),
        }
    }

    fn as_text(&self, reader: &Lang) -> String {
        let mut text = String::new();
        for of_lang in self.rows.chunk_by(|a, b| a.lang == b.lang) {
            let Some((first, formula)) =
                of_lang.first().and_then(|first| Some((first, formula(&first.lang)?)))
            else {
                continue;
            };
            let [score, length, file] = HEAD.map(|word| word.in_lang(reader));
            let (name, wanted) = (formula.name.in_lang(reader), formula.wanted.in_lang(reader));
            let lang = first.lang.endonym();
            let head = bilingual!("{lang} : {name}, {wanted}", "{lang}: {name}, {wanted}");
            let _ = writeln!(text, "{}\n", head.in_lang(reader));
            let _ = writeln!(text, "{score}  {length}  {file}");
            for row in of_lang {
                let (width, length_width) = (score.chars().count(), length.chars().count());
                let mark = match row.verdict {
                    Verdict::Hard => words("  trop difficile", "  too hard").in_lang(reader),
                    Verdict::Fair | Verdict::Easy => "",
                };
                let _ = writeln!(
                    text,
                    "{:>width$.1}  {:>length_width$.1}  {}{mark}",
                    row.score, row.words_a_sentence, row.file
                );
            }
            text.push('\n');
        }
        let count = |verdict| self.rows.iter().filter(|row| row.verdict == verdict).count();
        let (hard, easy) = (count(Verdict::Hard), count(Verdict::Easy));
        let (all, unmeasured) = (self.rows.len(), self.unmeasured);
        let summary = bilingual!(
            "{all} pages : {easy} comme il faut, {hard} trop difficiles; {unmeasured} de moins de cent mots ne se mesurent pas",
            "{all} pages: {easy} as they should be, {hard} too hard; {unmeasured} of fewer than a hundred words cannot be measured"
        );
        text.push_str(summary.in_lang(reader));
        text
    }
}
