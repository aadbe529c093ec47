//! Ten thousand applications, 64 at a time, over a line on which anything fails at random. People do as
//! people do: they press twice, try again after a failure, come back and send it once more. In the
//! end, what they were told is stored is what is stored, each once.
//!
//! The seed is printed; `FAULT_SEED` sets it. What happens to a request depends on the seed and on
//! whose request it is, so that a seed means the same however the machine schedules.

use std::collections::hash_map::DefaultHasher;
use std::collections::{BTreeMap, HashMap};
use std::hash::{Hash, Hasher};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use form_fn::store::Times;
use tokio::task::JoinSet;

use crate::aloud::say;
use crate::answers::of_person;
use crate::fault::Fault;
use crate::line::Wish;
use crate::site::{Parts, Seen, Site, key, patient};

const PEOPLE: usize = 10_000;
const AT_ONCE: usize = 64;
/// References of so many bits that about two hundred applications find theirs taken.
const BITS: u32 = 18;

/// What is so in one of so many cases, always the same for the same seed and thing.
#[derive(Clone, Copy)]
struct Chance(u64);

impl Chance {
    fn of(self, thing: impl Hash) -> u64 {
        let mut hasher = DefaultHasher::new();
        (self.0, thing).hash(&mut hasher);
        hasher.finish()
    }

    fn is_one_in(self, cases: u64, thing: impl Hash) -> bool {
        self.of(thing).is_multiple_of(cases)
    }
}

/// What happened, counted.
#[derive(Default)]
struct Tally {
    posts: AtomicUsize,
    refused: AtomicUsize,
    faults: Mutex<BTreeMap<Fault, usize>>,
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_ten_thousand_were_told_is_stored_is_stored_once() {
    let seed = std::env::var("FAULT_SEED").map_or_else(
        |_| SystemTime::now().duration_since(UNIX_EPOCH).unwrap().subsec_nanos().into(),
        |seed| seed.parse().expect("a number in FAULT_SEED"),
    );
    let chance = Chance(seed);
    say(&format!("{PEOPLE} applications, {AT_ONCE} at a time: FAULT_SEED={seed}"));
    let started = Instant::now();
    let times = Times { attempt: Duration::from_secs(5), ..patient() };
    let site = Site::of(Parts { key: key().cut_to(BITS), times, ..Parts::default() }).await;
    let (site, tally) = (Arc::new(site), Arc::new(Tally::default()));
    let mut requests: HashMap<String, u64> = HashMap::new();
    let faults = Arc::clone(&tally);
    site.line.follows(move |wish| {
        let count = requests.entry(wish.pk.clone()).or_default();
        *count += 1;
        let fault = fault(chance, wish, *count)?;
        *faults.faults.lock().unwrap().entry(fault).or_default() += 1;
        Some(fault)
    });

    let next = Arc::new(AtomicUsize::new(0));
    let mut workers = JoinSet::new();
    for _ in 0..AT_ONCE {
        let (site, tally, next) = (Arc::clone(&site), Arc::clone(&tally), Arc::clone(&next));
        workers.spawn(async move {
            let mut told = Vec::new();
            loop {
                let person = next.fetch_add(1, Ordering::Relaxed);
                if person >= PEOPLE {
                    return told;
                }
                told.push((apply(&site, &tally, chance, person).await, person));
            }
        });
    }
    let told: Vec<(String, usize)> = workers.join_all().await.into_iter().flatten().collect();

    let acknowledged: BTreeMap<String, usize> = told.into_iter().collect();
    assert_eq!(acknowledged.len(), PEOPLE, "two people were told one reference");
    let records = site.engine.records().await;
    let stored: BTreeMap<String, usize> = records
        .iter()
        .map(|record| {
            let name = record["answers"]["first_name"].as_str().unwrap();
            let person = name.strip_prefix("Personne ").unwrap().parse().unwrap();
            (record["reference"].as_str().unwrap().to_owned(), person)
        })
        .collect();
    assert_eq!(records.len(), PEOPLE, "stored twice, or not at all");
    assert!(acknowledged == stored, "what was told is not what is stored");

    let faults = tally.faults.lock().unwrap();
    assert_eq!(faults.len(), Fault::ALL.len(), "not every fault came");
    let (posts, refused) = (&tally.posts, &tally.refused);
    for (fault, count) in &*faults {
        say(&format!("{fault:<22}{count:>6}"));
    }
    say(&format!(
        "sent {posts:?} times, told \"not stored\" {refused:?} times; acknowledged {}, stored {}, \
         doubled 0; {} s",
        acknowledged.len(),
        records.len(),
        started.elapsed().as_secs(),
    ));
}

/// One person's way to the confirmation: the reference that they were told.
async fn apply(site: &Site, tally: &Tally, chance: Chance, person: usize) -> String {
    // With one contact each, because every contact is one more request.
    let answers = of_person(person).without("email");
    let mut told = None;
    let post = async || {
        tally.posts.fetch_add(1, Ordering::Relaxed);
        site.post("fr").form(&answers).await
    };
    let mut hear = |seen: &Seen| {
        if seen.status() == 303 {
            let first = told.get_or_insert_with(|| seen.reference().to_owned());
            assert_eq!(*first, seen.reference(), "two references for person {person}");
        } else {
            assert_eq!(seen.status(), 503);
            assert_eq!(seen.resent().of_questions(), answers.of_questions());
            tally.refused.fetch_add(1, Ordering::Relaxed);
        }
        seen.status() == 303
    };
    if chance.is_one_in(10, ("presses twice", person)) {
        let (one, other) = tokio::join!(post(), post());
        hear(&one);
        hear(&other);
    }
    while !hear(&post().await) {}
    if chance.is_one_in(20, ("comes back", person)) {
        hear(&post().await);
    }
    told.unwrap()
}

/// What goes wrong with a request. Most of the time little does; for some, nearly everything does.
fn fault(chance: Chance, wish: &Wish, count: u64) -> Option<Fault> {
    let is_unlucky = chance.is_one_in(20, ("unlucky", &wish.pk));
    let luck = chance.of((&wish.pk, count)) % 100;
    if luck >= if is_unlucky { 65 } else { 8 } {
        return None;
    }
    // Those that make everybody wait are rare, so that the test is not.
    let slow = [Fault::NoReply, Fault::ReplyLate];
    let quick: Vec<Fault> = Fault::ALL.into_iter().filter(|fault| !slow.contains(fault)).collect();
    let kinds = if chance.is_one_in(60, ("slow", &wish.pk, count)) { &slow[..] } else { &quick };
    let which = chance.of(("which", &wish.pk, count)) % u64::try_from(kinds.len()).unwrap();
    kinds.get(usize::try_from(which).unwrap()).copied()
}
