//! `feed-date`: every page of a kind that goes into the feed has a day that dates it there.

use form_model::{bilingual, lang::Lang};

use crate::{
    content::period::PUBLISH_ON,
    diagnostic::{Code, Diagnostic},
    render::feed,
    site::{PageIndex, Site},
};

/// Pages that are missing in the feed, at their French files; drafts may have gaps.
pub fn look(site: &Site) -> impl Iterator<Item = Diagnostic> {
    let is_missing = |index: &PageIndex| {
        let page = &site.pages[*index];
        let goes_there = site.theme.kinds.get(&page.kind).is_some_and(|kind| kind.feed.is_some());
        goes_there
            && !page.draft
            && page.lang == Lang::french()
            && feed::day(site, *index).is_none()
    };
    let today = site.today;
    (0..site.pages.len()).filter(is_missing).map(move |index| {
        let message = bilingual!(
            "cette page n’est pas dans le fil du site : aucun jour ne la date",
            "this page is not in the site’s feed: no day dates it"
        );
        let help = bilingual!(
            "écrivez `{PUBLISH_ON}: {today}`, le premier jour où elle est publiée",
            "write `{PUBLISH_ON}: {today}`, the first day on which it is published"
        );
        site.pages[index].at_key(Code::FeedDate, &[PUBLISH_ON], message).help(help)
    })
}
