//! The web app manifest of a language: how a phone calls the site, and which icon it shows, when somebody puts
//! it on their home screen. Names come from the facts; colours and icons are the theme's, in its
//! `manifest.yaml`. A theme without that file has no manifest.

use std::path::Path;

use form_model::{bilingual, lang::Lang};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use crate::{
    assets::Assets,
    diagnostic::{Code, Diagnostics, suggest},
    site::{HOME, Site},
    source::Source,
    yaml,
};

/// The file of a theme that says what its manifests show.
pub const FILE: &str = "manifest.yaml";

/// What a theme says.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Look {
    background_color: String,
    theme_color: String,
    icons: Vec<Icon>,
}

/// An icon: an asset of the theme.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Icon {
    file: String,
    sizes: String,
    purpose: Option<String>,
}

impl Look {
    /// Reads it from its file; each icon must be among the assets.
    #[must_use]
    pub fn read(file: &Path, assets: &Assets, diagnostics: &mut Diagnostics) -> Option<Self> {
        if !file.exists() {
            return None;
        }
        let source = diagnostics.keep(Source::read(file))?;
        let read = yaml::read_as::<Self>(&source).whole();
        let look = read.map_err(|mistakes| diagnostics.extend(mistakes)).ok()?;
        for (number, icon) in look.icons.iter().enumerate() {
            if assets.addresses().contains_key(&icon.file) {
                continue;
            }
            let place = ["icons", &number.to_string(), "file"];
            let message = bilingual!(
                "le thème n’a pas de fichier assets/{}",
                "the theme has no file assets/{}",
                icon.file
            );
            let known = assets.addresses().keys().map(String::as_str);
            let told = yaml::at_key(&source, Code::Theme, &place, message);
            diagnostics.push(told.help(suggest(&icon.file, known)));
        }
        Some(look)
    }
}

/// The manifest as browsers read it.
#[derive(Serialize)]
struct Manifest<'a> {
    id: &'a str,
    name: &'a str,
    description: &'a str,
    lang: &'a str,
    start_url: &'a str,
    scope: &'static str,
    display: &'static str,
    background_color: &'a str,
    theme_color: &'a str,
    icons: Vec<ManifestIcon<'a>>,
}

#[derive(Serialize)]
struct ManifestIcon<'a> {
    src: &'a str,
    sizes: &'a str,
    #[serde(rename = "type")]
    kind: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    purpose: Option<&'a str>,
}

/// Where the manifest of a language stands; none if there is none.
#[must_use]
pub fn address(site: &Site, lang: &Lang) -> Option<String> {
    let has_one = site.theme.look.is_some() && site.find(HOME, lang).is_some();
    has_one.then(|| format!("{}manifest.webmanifest", Site::root(lang)))
}

/// The manifest of a language, if its theme and its home page make one.
#[must_use]
pub fn json(site: &Site, lang: &Lang) -> Option<Vec<u8>> {
    let look = site.theme.look.as_ref()?;
    let home = site.find(HOME, lang)?;
    let addresses = site.theme.assets.addresses();
    let icons = look.icons.iter().filter_map(|icon| {
        Some(ManifestIcon {
            src: addresses.get(&icon.file)?,
            sizes: &icon.sizes,
            kind: mime_guess::from_path(&icon.file).first_or_octet_stream().to_string(),
            purpose: icon.purpose.as_deref(),
        })
    });
    let manifest = Manifest {
        id: site.address(home),
        name: site.settings.facts.get("programme", lang).and_then(Json::as_str).unwrap_or_default(),
        description: &site.pages[home].description,
        lang: lang.tag(),
        start_url: site.address(home),
        scope: "/",
        display: "browser",
        background_color: &look.background_color,
        theme_color: &look.theme_color,
        icons: icons.collect(),
    };
    serde_json::to_vec_pretty(&manifest).ok()
}
