//! Messages in few words, with every blank: nothing here depends on what editors write.

use form_model::lang::{Lang, Localized};
use form_model::mail::{Blank, Mail, Message, Piece};

/// The messages, those to the programme in a language.
pub fn mail(staff_lang: Lang) -> Mail {
    let (french, english) = (Lang::french(), Lang::english());
    let in_french = "Bonjour,\n\nNuméro : {ref}. Nous vous appelons d’ici le {date}.";
    let in_english = "Hello,\n\nNumber: {ref}. We call by {date}.";
    let receipts = vec![
        message(&french, "Candidature {ref} reçue : à bientôt", in_french),
        message(&english, "We received your application {ref}", in_english),
    ];
    let (notice, digest) = if staff_lang == english {
        (
            message(&english, "New application {ref}", "{ref}: {type}. To be called by {date}."),
            message(
                &english,
                "Digest of {day}",
                &digest("{day}", ["Due", "Late", "Suspect", "Failed", "Expired"]),
            ),
        )
    } else {
        (
            message(
                &french,
                "Nouvelle candidature : {ref}, à évaluer",
                "{ref} : {type}. À appeler d’ici le {date}.",
            ),
            message(
                &french,
                "Bilan du {day} : à traiter",
                &digest("{day}", ["À appeler", "En retard", "Douteuses", "Échouées", "Échues"]),
            ),
        )
    };
    Mail {
        from: "ne-pas-repondre@partenaires.example".parse().unwrap(),
        sender: Localized::new("Programme Partenaires – santé")
            .with(english.clone(), "Partners programme"),
        staff: "equipe@partenaires.example".parse().unwrap(),
        staff_lang,
        receipt: receipts.try_into().unwrap(),
        notice,
        digest,
    }
}

/// A digest: each list under its heading.
fn digest(day: &str, [due, late, suspect, failed, expired]: [&str; 5]) -> String {
    format!(
        "{day}\n\n# {due}\n\n{{due}}\n\n# {late}\n\n{{late}}\n\n# {suspect}\n\n{{suspect}}\n\n\
         # {failed}\n\n{{failed}}\n\n# {expired}\n\n{{expired}}\n"
    )
}

fn message<B: Blank>(lang: &Lang, subject: &str, text: &str) -> Message<B> {
    let html =
        format!("<!DOCTYPE html>\n<html lang=\"{}\"><body>\n{text}\n</body></html>\n", lang.tag());
    Message::new(lang.clone(), pieces(subject), pieces(&html), pieces(text)).unwrap()
}

/// A text cut at its blanks.
fn pieces<B: Blank>(text: &str) -> Vec<Piece<B>> {
    let mut pieces = Vec::new();
    for part in text.split('{') {
        let (blank, words) = part.split_once('}').unwrap_or(("", part));
        if !blank.is_empty() {
            let blank = B::ALL.iter().copied().find(|it| it.name() == blank).expect("a blank");
            pieces.push(Piece::Open { blank });
        }
        pieces.push(Piece::Words(words.to_owned()));
    }
    pieces.retain(|piece| !matches!(piece, Piece::Words(words) if words.is_empty()));
    pieces
}
