//! What `stats` and `report` count: the applications that are there, stage by stage, and what is left of those
//! that were destroyed.

use form_model::stage::Stage;

use crate::staff::failure::Failure;
use crate::staff::office::Office;
use crate::staff::statistics::{Statistics, Tally};
use crate::table::Unread;

/// No application is older than this system.
const FIRST_YEAR: i16 = 2025;

/// The numbers of the day, and what could not be counted.
pub async fn gather(office: &Office) -> Result<(Statistics, Vec<Unread>), Failure> {
    let today = office.today();
    let mut tally = Tally::new(today, office.bundle.settings.reply_within_days);
    let mut unread = Vec::new();
    for stage in Stage::ALL {
        let found = office.table.summaries(stage, None, office.form_versions()).await?;
        found.read.iter().for_each(|summary| tally.add(summary));
        unread.extend(found.unread);
    }
    for year in FIRST_YEAR..=today.year() {
        let found = office.table.tombstones(year).await?;
        found.read.iter().for_each(|tombstone| tally.add_destroyed(tombstone));
        unread.extend(found.unread);
    }
    Ok((tally.finish(), unread))
}
