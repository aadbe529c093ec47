//! The fault matrix: each fault at each attempt to store an application, what the applicant saw, and
//! what the table holds. It is printed, and kept as a snapshot.

use std::time::Duration;

use form_fn::store::Times;
use tokio::task::JoinSet;

use crate::aloud::say;
use crate::answers::complete;
use crate::fault::Fault;
use crate::line::State;
use crate::site::{Parts, Site, patient};

/// When the fault comes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum When {
    /// At this attempt, and never again; the attempts before are throttled, so that there is one.
    Attempt(u32),
    /// At every attempt of the first two tries of the applicant.
    Always,
}

const WHEN: [When; 4] =
    [When::Attempt(1), When::Attempt(2), When::Attempt(Times::ATTEMPTS), When::Always];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_fault_brings_a_false_confirmation_a_second_record_or_a_lost_answer() {
    let is_slow = |fault: &Fault| matches!(fault, Fault::NoReply | Fault::ReplyLate);
    let (slow, quick): (Vec<Fault>, Vec<Fault>) = Fault::ALL.into_iter().partition(is_slow);
    let mut cells = all(&quick, patient()).await;
    // These wait until the attempt's time is over. They do so side by side, when all else is done.
    let waiting = Times { attempt: Duration::from_secs(5), ..patient() };
    cells.extend(all(&slow, waiting).await);
    cells.sort();
    let table = table(&cells);
    say(&format!("\n{table}"));
    insta::assert_snapshot!(table);
}

type Cell = (Fault, When, String);

async fn all(faults: &[Fault], times: Times) -> Vec<Cell> {
    let mut cells = JoinSet::new();
    for fault in faults.iter().copied() {
        for when in WHEN {
            cells.spawn(async move { (fault, when, seen(fault, when, times).await) });
        }
    }
    cells.join_all().await
}

/// An applicant sends, and sends again what came back until it is confirmed: what they saw each time,
/// and how many records there were.
async fn seen(fault: Fault, when: When, times: Times) -> String {
    let site = Site::of(Parts { times, ..Parts::default() }).await;
    let mut attempt = 0;
    site.line.follows(move |wish| {
        attempt += u32::from(wish.is_application());
        let is_now = wish.is_application();
        match when {
            When::Attempt(last) if attempt < last => is_now.then_some(Fault::Throttled),
            When::Attempt(last) if attempt > last => None,
            _ => is_now.then_some(fault),
        }
    });
    let mut told = Vec::new();
    let mut answers = complete();
    for another in 1.. {
        if another == 3 {
            site.line.is_now(State::Up);
        }
        let seen = site.post("fr").form(&answers).await;
        let records = site.engine.records().await;
        assert!(records.len() <= 1, "{fault}: stored twice");
        let status = seen.status().as_u16();
        told.push(format!("{status} {}", records.len()));
        if status == 303 {
            assert_eq!(records[0]["reference"], seen.reference(), "{fault}: a false confirmation");
            break;
        }
        assert_eq!(status, 503, "{fault}");
        assert_eq!(seen.header("retry-after"), "120", "{fault}");
        assert!(seen.words().contains("819 555-0123"), "{fault}: no phone number");
        assert_eq!(
            seen.resent().of_questions(),
            complete().of_questions(),
            "{fault}: lost answers"
        );
        answers = seen.resent();
    }
    told.join(", ")
}

fn table(cells: &[Cell]) -> String {
    let mut table = "What the applicant saw (303 confirmed, 503 not stored as far as we know) and how \
                     many records\nthe table held, each time that the applicant sent the form, until \
                     it was confirmed.\n\n"
        .to_owned();
    let row = |name: &str, cells: [&str; 4]| {
        let [one, two, three, every] = cells;
        let row = format!("{name:<22}{one:<14}{two:<14}{three:<14}{every}");
        row.trim_end().to_owned() + "\n"
    };
    table += &row("fault", ["attempt 1", "attempt 2", "attempt 3", "every attempt"]);
    for fault in Fault::ALL {
        let cell = |when| {
            let mut cells = cells.iter();
            cells.find(|cell| (cell.0, cell.1) == (fault, when)).unwrap().2.as_str()
        };
        table += &row(&fault.to_string(), WHEN.map(cell));
    }
    table
}
