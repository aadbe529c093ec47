//! A copy of the content built on a day, and looks at what came of it.

use site_gen::{Options, build};

use crate::{copy::Copy, page};

/// The day on which the tests begin.
pub const DAY: &str = "2026-11-22";
/// Ten in the morning of that day, in Québec.
pub const MORNING: &str = "2026-11-22T15:00:00Z";

/// Builds a copy as on a day.
pub fn build_on(copy: &Copy, day: &str) {
    let options = Options { today: Some(day.parse().unwrap()), ..copy.options() };
    build::build(&options).unwrap_or_else(|told| panic!("{told}"));
}

/// The HTML of a page, by its address.
pub fn html(copy: &Copy, address: &str) -> String {
    copy.read(&format!("dist/public{address}index.html"))
}

/// The words of a page, by its address; every space is a plain one.
pub fn words(copy: &Copy, address: &str) -> String {
    plain(&page::words(&html(copy, address)))
}

/// A text whose spaces are all plain ones.
pub fn plain(text: &str) -> String {
    text.replace(['\u{a0}', '\u{202f}'], " ")
}

/// Addresses of all pages that were built, without old addresses that only lead on.
pub fn addresses(copy: &Copy) -> Vec<String> {
    let files = copy.built_files();
    let names = files.iter().map(|(name, _)| name);
    names
        .filter_map(|name| name.strip_prefix("public")?.strip_suffix("index.html"))
        .filter(|address| !html(copy, address).contains("http-equiv=\"refresh\""))
        .map(str::to_owned)
        .collect()
}

/// Whether the words of all pages together hold a text.
pub fn is_said(copy: &Copy, text: &str) -> bool {
    addresses(copy).iter().any(|address| words(copy, address).contains(text))
}
