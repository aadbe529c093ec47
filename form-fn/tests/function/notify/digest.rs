//! The digest over simulated days: a thousand applications, each line reckoned here by hand, apart from the program.

use std::collections::{BTreeMap, BTreeSet};

use form_model::reference::Reference;
use jiff::{Timestamp, ToSpan, civil::Date};
use serde_json::{Value, json};

use super::desk::Desk;
use super::letters::Letter;
use super::service::{Reply, Service};
use crate::answers::complete;

/// Applications a day.
const A_DAY: i64 = 10;
/// Days on which they come; the first is a Monday.
const DAYS: i64 = 100;
const FIRST: Date = jiff::civil::date(2026, 8, 24);

/// What becomes of one of them.
struct Applied {
    reference: Reference,
    received: Date,
    fate: Fate,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Fate {
    /// Called so many days after.
    Called(i64),
    /// Called the day after; the receipt failed.
    CalledWithoutReceipt,
    NeverCalled,
    Suspect,
    /// Withdrawn after ten days, to be destroyed after sixty; nobody does it.
    Expires,
}

impl Applied {
    fn number(number: i64) -> Self {
        let (day, person) = (number / A_DAY, number % A_DAY);
        let fate = match person {
            0..=4 => Fate::Called(3 * person),
            5 => Fate::Called(35),
            6 => Fate::Suspect,
            7 => Fate::NeverCalled,
            8 => Fate::Expires,
            _ if day % 9 == 0 => Fate::CalledWithoutReceipt,
            _ => Fate::Called(1),
        };
        Self { reference: reference(number), received: FIRST + day.days(), fate }
    }

    fn promised(&self) -> Date {
        self.received + 30.days()
    }

    /// How long it has been here in the morning of a day.
    fn age(&self, day: Date) -> i64 {
        i64::from((day - self.received).get_days())
    }

    /// Whether nobody has called by the morning of a day.
    fn is_waiting(&self, day: Date) -> bool {
        let called_after = match self.fate {
            Fate::Called(after) => after,
            Fate::CalledWithoutReceipt => 1,
            Fate::Expires => 10,
            Fate::NeverCalled | Fate::Suspect => i64::MAX,
        };
        self.age(day) <= called_after
    }

    /// The items as they are in the morning of a day.
    fn items(&self, day: Date, sample: &Value) -> Vec<Value> {
        let mut record = sample.clone();
        record["pk"] = json!(format!("APPLICATION#{}", self.reference));
        record["reference"] = json!(self.reference);
        // In the evening in Québec, which is the next day in UTC.
        record["received_at"] = json!(format!("{}T02:30:00Z", self.received + 1.day()));
        record["contact_by"] = json!(self.promised());
        record["suspect"] = json!(self.fate == Fate::Suspect);
        let destroyed =
            self.received + if self.fate == Fate::Expires { 60.days() } else { 400.days() };
        record["destroy_after"] = json!(moment(destroyed, "02:30:00Z").as_second());
        if !self.is_waiting(day) {
            let stage = if self.fate == Fate::Expires { "withdrawn" } else { "phone-interview" };
            record["stage"] = json!(stage);
        }
        let mut items = vec![record];
        if self.fate == Fate::CalledWithoutReceipt {
            items.push(json!({
                "pk": format!("APPLICATION#{}", self.reference),
                "sk": "MESSAGE#receipt",
                "name": "receipt",
                "state": "failed",
                "code": "MessageRejected",
                "at": format!("{}T02:30:05Z", self.received + 1.day()),
                "stage": "message-failed",
                "contact_by": self.received,
                "destroy_after": 2_000_000_000,
            }));
        }
        items
    }

    fn line(&self) -> String {
        let day = in_french(self.promised());
        format!("{} · partner-user · à appeler au plus tard le {day}", self.reference)
    }
}

/// A reference that reads: seven digits and the check that fits.
fn reference(number: i64) -> Reference {
    let mut checks = "0123456789ABCDEFGHJKMNPQRSTVWXYZ".chars();
    checks.find_map(|check| format!("{number:07}{check}").parse().ok()).unwrap()
}

fn moment(day: Date, time: &str) -> Timestamp {
    format!("{day}T{time}").parse().unwrap()
}

fn in_french(day: Date) -> String {
    const MONTHS: [&str; 12] = [
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ];
    let month = MONTHS[usize::try_from(day.month() - 1).unwrap()];
    let first = if day.day() == 1 { "er" } else { "" };
    format!("{}{first} {month} {}", day.day(), day.year())
}

/// What stands under each heading.
fn lists(digest: &Letter) -> BTreeMap<String, BTreeSet<String>> {
    let text = digest.text();
    let mut lists: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut heading = String::new();
    for line in text.lines() {
        if let Some(title) = line.strip_prefix("# ") {
            title.clone_into(&mut heading);
            lists.entry(heading.clone()).or_default();
        } else if let Some(line) = line.strip_prefix("- ") {
            assert!(lists.get_mut(&heading).unwrap().insert(line.to_owned()), "{line}");
        }
    }
    lists
}

/// What should stand there on a day.
fn expected(all: &[Applied], day: Date) -> BTreeMap<String, BTreeSet<String>> {
    let here = || all.iter().filter(|it| it.age(day) > 0);
    let waiting = || here().filter(|it| it.is_waiting(day));
    let due = waiting().filter(|it| (23..=30).contains(&it.age(day))).map(Applied::line).collect();
    let late: Vec<_> = waiting().filter(|it| it.age(day) > 30).map(Applied::line).collect();
    let suspect = here().filter(|it| it.fate == Fate::Suspect).map(Applied::line).collect();
    let failed = here()
        .filter(|it| it.fate == Fate::CalledWithoutReceipt && it.age(day) <= 7)
        .map(|it| {
            let day = in_french(it.received);
            format!("{} · accusé de réception · {day} · MessageRejected", it.reference)
        })
        .collect();
    let expired = here().filter(|it| it.fate == Fate::Expires && it.age(day) >= 60).count();
    let expired = (expired > 0).then(|| format!("{expired}\u{A0}: applications sweep"));
    // All here are in the order of their days.
    let more = late.len().saturating_sub(100);
    let more = (more > 0).then(|| format!("+ {more} et d’autres : applications list"));
    let late = late.into_iter().take(100).chain(more).collect();
    [
        ("À appeler", due),
        ("En retard", late),
        ("Douteuses", suspect),
        ("Échouées", failed),
        ("Échues", expired.into_iter().collect()),
    ]
    .map(|(heading, list)| (heading.to_owned(), list))
    .into()
}

#[tokio::test]
async fn a_thousand_applications_over_simulated_days() {
    let desk = Desk::open().await;
    let mut sample = desk.receives(&complete()).await;
    desk.site.engine.delete(&sample).await;
    sample["follow_up"] = json!({ "revision": 0 });
    let all: Vec<_> = (0..DAYS * A_DAY).map(Applied::number).collect();
    let mut before = FIRST;
    // Saturday, Monday, Monday, Saturday, Wednesday.
    for days in [5, 28, 35, 61, 100] {
        let day = FIRST + days.days();
        let changed = all.iter().filter(|it| {
            let is_new = it.age(day) > 0 && it.age(before) <= 0;
            is_new || (it.age(day) > 0 && it.is_waiting(before) != it.is_waiting(day))
        });
        let items: Vec<_> = changed.flat_map(|it| it.items(day, &sample)).collect();
        desk.site.engine.put(&items).await;
        desk.is_asked_for_the_digest(moment(day, "12:00:00Z")).await;
        let digest = desk.letter(&format!("{day}-digest.eml"));
        assert_eq!(digest.subject(), format!("Bilan du {} : à traiter", in_french(day)));
        assert_eq!(lists(&digest), expected(&all, day), "{day}");
        before = day;
    }
    // That each list was tried, the long one too.
    let last = expected(&all, before);
    let lengths: Vec<_> = last.values().map(BTreeSet::len).collect();
    assert!(lengths.iter().all(|length| *length > 0) && lengths.contains(&101), "{lengths:?}");
    assert_eq!(last["Douteuses"].len(), 100);
}

#[tokio::test]
async fn it_goes_once_a_day_even_if_it_is_asked_for_twice() {
    let desk = Desk::open().await;
    desk.receives(&complete()).await;
    // The day of the promise, twice, and the day after; in Québec the last two are of one day.
    for at in [
        "2026-12-22T12:00:00Z",
        "2026-12-22T12:00:00Z",
        "2026-12-23T12:00:00Z",
        "2026-12-24T04:59:59Z",
    ] {
        desk.is_asked_for_the_digest(at.parse().unwrap()).await;
    }
    assert_eq!(desk.names(), ["2026-12-22-digest.eml", "2026-12-23-digest.eml"]);
    let outcomes: Vec<_> = desk.told().into_iter().map(|(_, outcome)| outcome).collect();
    assert_eq!(outcomes, ["sent", "repeated", "sent", "repeated"]);
}

#[tokio::test]
async fn when_all_is_quiet_it_goes_on_mondays_alone() {
    let desk = Desk::open().await;
    desk.receives(&complete()).await;
    for day in 23..30 {
        desk.is_asked_for_the_digest(moment(jiff::civil::date(2026, 11, day), "12:00:00Z")).await;
    }
    // Monday the 23rd, and no other day through Sunday.
    assert_eq!(desk.names(), ["2026-11-23-digest.eml"]);
    assert_eq!(desk.letter("2026-11-23-digest.eml").text().matches("Rien.").count(), 5);
    assert_eq!(desk.told().iter().filter(|(_, outcome)| outcome == "withheld").count(), 6);
}

#[tokio::test]
async fn it_speaks_the_language_of_the_staff() {
    let desk = Desk::in_english().await;
    let mut sample = desk.receives(&complete()).await;
    desk.site.engine.delete(&sample).await;
    sample["follow_up"] = json!({ "revision": 0 });
    let day = FIRST + 60.days();
    for number in [6, 356, 549, 8] {
        desk.site.engine.put(&Applied::number(number).items(day, &sample)).await;
    }
    desk.is_asked_for_the_digest(moment(day, "12:00:00Z")).await;
    insta::assert_snapshot!(desk.letter(&format!("{day}-digest.eml")).text());
}

#[tokio::test]
async fn what_cannot_be_read_is_told_and_holds_up_nothing() {
    let desk = Desk::open().await;
    let mut record = desk.receives(&complete()).await;
    record["pk"] = json!("APPLICATION#0123-4565");
    record["lang"] = json!(7);
    let message = json!({
        "pk": "APPLICATION#0123-4565", "sk": "MESSAGE#receipt", "stage": "message-failed",
        "contact_by": "2026-12-21", "state": "no state at all",
    });
    desk.site.engine.put(&[record, message]).await;
    desk.is_asked_for_the_digest("2026-12-22T12:00:00Z".parse().unwrap()).await;
    let digest = desk.letter("2026-12-22-digest.eml").text();
    assert_eq!(digest.matches("- 0123-4565\u{A0}: ne peut pas être lue\n").count(), 2, "{digest}");
    assert!(digest.contains("au plus tard le 22 décembre 2026"), "{digest}");
}

#[tokio::test]
async fn one_that_was_refused_is_told_the_day_after() {
    let service = Service::start().await;
    let desk = Desk::open().await.posting_to(&service);
    service.always(Reply::Rejected);
    desk.is_asked_for_the_digest("2026-11-23T12:00:00Z".parse().unwrap()).await;
    service.always(Reply::Accepted);
    desk.is_asked_for_the_digest("2026-11-23T13:00:00Z".parse().unwrap()).await;
    assert!(service.accepted().is_empty());
    desk.is_asked_for_the_digest("2026-11-24T12:00:00Z".parse().unwrap()).await;
    let (_, digest) = service.accepted().pop().unwrap();
    let line = "\n- bilan · 23 novembre 2026 · MessageRejected\n";
    assert!(digest.text().contains(line), "{}", digest.text());
}

#[tokio::test]
async fn while_the_table_is_away_whoever_asks_has_to_ask_again() {
    let mut desk = Desk::open().await;
    let nobody = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let client = desk.site.engine.client_behind(nobody);
    desk.notifier.table = form_fn::table::Table::new(client, crate::engine::TABLE.to_owned());
    let event = json!({ "source": "aws.scheduler" });
    let told = Box::pin(desk.notifier.handle(&event, crate::site::now())).await;
    assert_eq!(told, Err("connection".to_owned()));
    assert_eq!(desk.names(), [""; 0]);
}
