//! The schema of `form.yaml`: its shape from the types that read it, so that the two cannot differ. The
//! types' own documentation describes it in English; for who edits in French it stands here.

use form_model::{
    lang::Lang,
    messages::{Messages, Problems},
    source::FormSource,
};
use schemars::schema_for;
use serde_json::{Map, Value as Json, json};

use super::wording;

/// The schema of `form.yaml` for a site in these languages.
pub fn schema(languages: &[Lang], lang: &Lang) -> Json {
    let mut schema = schema_for!(FormSource).to_value();
    schema["title"] = "form.yaml".into();
    if *lang != Lang::english() {
        describe_in_french(&mut schema);
    }
    schema["$defs"]["Wording"] = wording(languages);
    name_keys(&mut schema, "messages", Messages::keys());
    name_keys(&mut schema, "problems", Problems::keys());
    schema
}

/// A map whose keys are known to the form's model: they complete, and no other is taken.
fn name_keys(schema: &mut Json, map: &str, keys: impl Iterator<Item = &'static str>) {
    let map = &mut schema["properties"][map];
    let each = map["additionalProperties"].take();
    let properties: Map<_, _> = keys.map(|key| (key.to_owned(), each.clone())).collect();
    map["required"] = properties.keys().cloned().collect();
    map["properties"] = properties.into();
    map["additionalProperties"] = json!(false);
}

fn describe_in_french(schema: &mut Json) {
    for (place, french) in FRENCH {
        if let Some(described) = schema.pointer_mut(&pointer(place)) {
            described["description"] = (*french).into();
        }
    }
}

/// `Type.key` or `Type#value` as a pointer into the schema; without a type, the whole.
fn pointer(place: &str) -> String {
    let root = |type_: &str| match type_ {
        "" => String::new(),
        type_ => format!("/$defs/{type_}"),
    };
    if let Some((type_, key)) = place.split_once('.') {
        format!("{}/properties/{key}", root(type_))
    } else if let Some((type_, number)) = place.split_once('#') {
        format!("{}/oneOf/{number}", root(type_))
    } else {
        root(place)
    }
}

/// Every description, in French, by its place.
const FRENCH: &[(&str, &str)] = &[
    ("", "Le formulaire de candidature : ses questions, ses règles et tous ses mots."),
    (".not_asked", "Les rôles qu’aucune question du formulaire ne joue."),
    (".parts", "Les parties du formulaire, dans l’ordre de la page."),
    (".notice", "L’avis de collecte, au-dessus du bouton d’envoi."),
    (".errors", "Les mots des erreurs que toute question peut donner."),
    (".messages", "Ce que le formulaire dit en plus de ses questions."),
    (".next_steps", "Ce qui suit l’envoi, une phrase par étape."),
    (".problems", "Les pages pour les demandes que le formulaire ne peut pas traiter."),
    ("PartSource", "Une partie du formulaire."),
    ("PartSource.id", "Son nom sur la page : petites lettres et traits d’union."),
    ("PartSource.title", "Son titre."),
    ("PartSource.fields", "Ses questions, dans l’ordre."),
    ("NoticeSource", "Un point de l’avis de collecte."),
    ("NoticeSource.term", "Ce dont il s’agit."),
    ("NoticeSource.text", "Ce qu’il en est."),
    ("ProblemSource", "Une page qui dit ce qui n’a pas marché."),
    ("ProblemSource.title", "Son titre."),
    ("ProblemSource.message", "Ce que la personne peut faire."),
    ("FieldSource", "Une question."),
    (
        "FieldSource.key",
        "Le nom sous lequel la réponse est gardée : petites lettres, chiffres, traits de soulignement. Ne le changez jamais ensuite.",
    ),
    ("FieldSource.kind", "À quoi ressemble une réponse."),
    ("FieldSource.role", "Ce à quoi la réponse sert aux programmes."),
    ("FieldSource.label", "La question."),
    ("FieldSource.hint", "Un mot d’aide."),
    ("FieldSource.required", "Faut-il toujours une réponse, si la question est posée?"),
    ("FieldSource.required_when", "Les règles selon lesquelles il faut une réponse."),
    ("FieldSource.shown_when", "La règle selon laquelle la question est posée."),
    ("FieldSource.min", "Le plus petit nombre de caractères."),
    ("FieldSource.max", "Le plus grand nombre de caractères, ou de choix."),
    (
        "FieldSource.choices_from",
        "Le dossier dont les pages deviennent des choix; ils viennent avant ceux du formulaire.",
    ),
    ("FieldSource.choices", "Les choix propres au formulaire."),
    ("FieldSource.errors", "Les mots des erreurs, par code."),
    ("ChoiceSource", "Un choix."),
    ("ChoiceSource.value", "Ce qui est gardé. Ne le changez jamais ensuite."),
    ("ChoiceSource.label", "Ce que la personne lit."),
    (
        "RuleSource",
        "Une règle sur la réponse à une autre question : { field: contact_method, is: [phone, relay] } ou { field: consent_news, ticked: true }.",
    ),
    ("RuleSource.field", "Le nom (key) de l’autre question."),
    ("RuleSource.is", "Les choix pour lesquels la règle vaut."),
    ("RuleSource.ticked", "Pour une case : la règle vaut quand elle est cochée."),
    ("RuleSource.error", "L’erreur s’il manque alors la réponse; dans required_when seulement."),
    ("Role", "Ce à quoi une réponse sert aux programmes."),
    ("Role#0", "Le prénom de la personne."),
    ("Role#1", "Son nom de famille."),
    ("Role#2", "Le numéro de téléphone où l’équipe l’appelle."),
    ("Role#3", "L’adresse courriel qui reçoit l’accusé de réception."),
    ("Role#4", "Le type de partenaire que la personne veut être."),
    ("Role#5", "Les niveaux de participation qui l’intéressent."),
    ("Role#6", "La langue de nos réponses; chaque choix est un code de langue."),
    ("Role#7", "L’accord pour garder la candidature pour d’autres activités."),
    ("Role#8", "L’accord pour recevoir les nouvelles du programme."),
    ("KindName", "Les sortes de questions."),
    ("KindName#0", "Un prénom."),
    ("KindName#1", "Un nom de famille."),
    ("KindName#2", "Un numéro de téléphone."),
    ("KindName#3", "Une adresse courriel."),
    ("KindName#4", "Plusieurs lignes de texte."),
    ("KindName#5", "Un choix parmi plusieurs."),
    ("KindName#6", "Un ou plusieurs choix."),
    ("KindName#7", "Une case qui déclare quelque chose."),
    ("KindName#8", "Une case qui permet quelque chose."),
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// The places of all descriptions below a value.
    fn descriptions(value: &Json, place: &str, found: &mut BTreeSet<String>) {
        if value.get("description").is_some_and(Json::is_string) {
            found.insert(place.to_owned());
        }
        let children: Vec<_> = match value {
            Json::Object(object) => {
                object.iter().map(|(key, value)| (key.clone(), value)).collect()
            }
            Json::Array(items) => {
                items.iter().enumerate().map(|(index, item)| (index.to_string(), item)).collect()
            }
            _ => Vec::new(),
        };
        for (key, child) in children {
            descriptions(child, &format!("{place}/{key}"), found);
        }
    }

    #[test]
    fn whatever_is_described_is_described_in_french_too() {
        let mut described = BTreeSet::new();
        descriptions(&schema_for!(FormSource).to_value(), "", &mut described);
        described.remove("/$defs/Wording");
        let french: BTreeSet<_> = FRENCH.iter().map(|(place, _)| pointer(place)).collect();
        assert_eq!(french, described);
    }

    #[test]
    fn the_kinds_of_question_are_described_in_their_order() {
        let schema = schema(&[Lang::french()], &Lang::french());
        let kinds = schema["$defs"]["KindName"]["oneOf"].as_array().unwrap();
        let phone = kinds.iter().find(|kind| kind["const"] == "phone").unwrap();
        assert_eq!(phone["description"], "Un numéro de téléphone.");
        assert_eq!(kinds.last().unwrap()["const"], "consent");
    }
}
