//! Pictures that front matter names: fields of the type `image`. Templates get each with its addresses.

use form_model::bilingual;
use serde_json::Value as Json;

use super::{Enclosure, Used};
use crate::{
    diagnostic::{Code, Diagnostic, Diagnostics},
    kind::Type,
    links::{self, Target},
    site::{PageIndex, Site},
};

/// Completes every picture that a page's data names; the files that are named.
#[must_use]
pub fn complete(site: &mut Site, diagnostics: &mut Diagnostics) -> Used {
    let mut used = Used::new();
    for index in 0..site.pages.len() {
        for (key, file) in named(site, index) {
            let found = match links::resolve(&file, index, site) {
                Ok(Target::File(path)) => site.enclosures.get_key_value(path),
                _ => None,
            };
            let completed = match found {
                Some((path, Enclosure::Picture(picture))) => {
                    used.insert(path.clone());
                    picture.context()
                }
                Some((_, Enclosure::Unusable)) => Json::Null,
                Some((_, Enclosure::Document { .. })) | None => {
                    diagnostics.push(missing(site, index, &key, &file));
                    Json::Null
                }
            };
            // Without its picture, a template is given none: what is wrong is told already.
            let image = site.pages[index].data.entry(key).or_insert(Json::Null);
            match (image, completed) {
                (Json::Object(image), Json::Object(completed)) => image.extend(completed),
                (image, _) => *image = Json::Null,
            }
        }
    }
    used
}

/// The fields of a page that name a picture, with its file as written.
fn named(site: &Site, index: PageIndex) -> Vec<(String, String)> {
    let page = &site.pages[index];
    let fields = site.theme.kinds.get(&page.kind).into_iter().flat_map(|kind| &kind.fields);
    let pictures = fields.filter(|(_, field)| field.type_ == Type::Image);
    let with_file = pictures.filter_map(|(key, _)| {
        let file = page.data.get(key)?.get("file")?.as_str()?;
        Some((key.clone(), file.to_owned()))
    });
    with_file.collect()
}

fn missing(site: &Site, index: PageIndex, key: &str, file: &str) -> Diagnostic {
    let message =
        bilingual!("cette image n’existe pas : `{file}`", "there is no such picture: `{file}`");
    site.pages[index].at_key(Code::BrokenLink, &[key, "file"], message).help(bilingual!(
        "mettez l’image à côté de ce fichier et écrivez son nom",
        "put the picture beside this file and write its name"
    ))
}
