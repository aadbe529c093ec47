//! `unrecorded-address` and `lost-address`: addresses that visitors know go on leading somewhere.

use std::collections::BTreeSet;

use form_model::bilingual;

use crate::{
    content::file::Name,
    diagnostic::{Code, Diagnostic},
    redirects::{self, address::Address},
    site::Site,
};

/// Addresses that are named in a message.
const NAMED: usize = 3;

/// What the two rules say of the site.
pub fn look(site: &Site) -> impl Iterator<Item = Diagnostic> {
    unrecorded(site).into_iter().chain(lost(site))
}

/// Published addresses that a changed slug would lose.
fn unrecorded(site: &Site) -> Option<Diagnostic> {
    let missing: BTreeSet<_> = site.record.missing(site).map(|(address, _)| address).collect();
    let named: Vec<_> = missing.iter().take(NAMED).map(|address| format!("`{address}`")).collect();
    let (count, named) = (missing.len(), named.join(", "));
    let message = match count {
        0 => return None,
        1 => bilingual!(
            "1 adresse publiée n’est pas encore retenue : {named}",
            "1 published address is not recorded yet: {named}"
        ),
        2..=NAMED => bilingual!(
            "{count} adresses publiées ne sont pas encore retenues : {named}",
            "{count} published addresses are not recorded yet: {named}"
        ),
        _ => bilingual!(
            "{count} adresses publiées ne sont pas encore retenues, dont {named}",
            "{count} published addresses are not recorded yet, such as {named}"
        ),
    };
    let help = bilingual!(
        "lancez `site-gen record` et gardez ce fichier avec le contenu : une adresse qui change mène alors encore à sa page",
        "run `site-gen record` and keep this file with the content: an address that changes then still leads to its page"
    );
    Some(site.record.at(Code::UnrecordedAddress, None, message).help(help))
}

/// Recorded addresses that lead nowhere, though nothing says that their page is to come back.
fn lost(site: &Site) -> impl Iterator<Item = Diagnostic> {
    let addresses = (0..site.pages.len()).map(|index| site.address(index).to_owned());
    let old = redirects::all(site).into_iter().map(|redirect| redirect.from.to_string());
    let leading: BTreeSet<_> = addresses.chain(old).collect();
    let is_lost = move |(address, name): &(&Address, &Name)| {
        !leading.contains(address.as_str()) && is_gone(site, name)
    };
    let told = |(address, name)| lost_address(site, address, name);
    site.record.iter().filter(is_lost).map(told)
}

/// Whether a page is neither published nor held back, in a language that the site has.
fn is_gone(site: &Site, Name { id, lang }: &Name) -> bool {
    let has_file = [format!("{id}.{lang}.md"), format!("{id}/index.{lang}.md")]
        .iter()
        .any(|file| site.unpublished.has_file(file));
    site.settings.languages.contains(lang) && !has_file
}

fn lost_address(site: &Site, address: &Address, Name { id, lang }: &Name) -> Diagnostic {
    let message = bilingual!(
        "`{address}` ne mène plus nulle part : la page `{id}.{lang}` n’existe plus",
        "`{address}` leads nowhere any more: the page `{id}.{lang}` is gone"
    );
    let help = bilingual!(
        "écrivez `aliases: [{address}]` dans la page qui la remplace, ou effacez cette ligne",
        "write `aliases: [{address}]` in the page that replaces it, or delete this line"
    );
    site.record.at(Code::LostAddress, Some(address.as_str()), message).help(help)
}
