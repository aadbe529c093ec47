//! `alt-text`: a picture says in words what it shows.

use form_model::bilingual;

use super::reading::{Finding, Reading};

/// Pictures without a text alternative.
pub fn look(reading: &Reading<'_>) -> Vec<Finding> {
    let without = reading.found.pictures.iter().filter(|picture| !picture.has_alt);
    let finding = |span| {
        Finding::new(
            span,
            bilingual!(
                "cette image n’a pas de texte de remplacement",
                "this picture has no text alternative"
            ),
            bilingual!(
                "dites entre les crochets ce qu’elle montre : `![Une infirmière et un partenaire à une table](…)`; si elle ne fait que décorer, acceptez-la par `<!-- accept alt-text: décor -->` au-dessus",
                "say between the brackets what it shows: `![A nurse and a partner at a table](…)`; if it only decorates, accept it with `<!-- accept alt-text: decorative -->` above"
            ),
        )
    };
    without.map(|picture| finding(picture.span.clone())).collect()
}
