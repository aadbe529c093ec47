//! A picture in front matter: its file, and what it shows for who does not see it.

use serde_json::{Map, Value as Json};
use serde_yaml::Value;

use form_model::bilingual::words;

use super::{BadValue, Texts, is_blank, missing, refuse_unknown};

/// The keys of a picture.
pub const IMAGE_KEYS: [&str; 2] = ["file", "alt"];

/// A picture without a text in its place does not reach everybody: both keys must be there.
pub(super) fn read(
    image: &Value,
    path: &mut Vec<String>,
    texts: &mut impl Texts,
    bad: &mut Vec<BadValue>,
) -> Json {
    if let Value::Mapping(keys) = image {
        refuse_unknown(keys, &IMAGE_KEYS.into_iter(), path, bad);
    }
    let mut read = Map::new();
    for key in IMAGE_KEYS {
        path.push(key.to_owned());
        match image.get(key).filter(|value| !is_blank(value)).and_then(Value::as_str) {
            Some(text) if key == "alt" => {
                read.insert(key.to_owned(), texts.text(path, text).into());
            }
            Some(file) => {
                read.insert(key.to_owned(), file.trim().into());
            }
            None if key == "alt" => {
                bad.push(missing(
                    key,
                    words(
                        "ce que montre l’image, en une phrase",
                        "what the picture shows, in one sentence",
                    ),
                    path,
                ));
            }
            None => {
                bad.push(missing(key, words("le fichier de l’image", "the picture’s file"), path));
            }
        }
        path.pop();
    }
    Json::Object(read)
}
