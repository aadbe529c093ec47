//! The binary that Lambda runs, killed at each step: before it has looked, while the mail service thinks, before and
//! after it has remembered. The stream comes again, and each receipt goes once. In one window it goes twice:
//! when the mail service has taken it and nobody remembers.

use serde_json::Value;
use tokio::process::Child;
use tokio::sync::mpsc;

use super::service::{Reply, Service};
use super::{stream, wording};
use crate::answers::complete;
use crate::fault::Fault;
use crate::line::{Line, Wish};
use crate::runtime::{Runtime, end, environment, start_at};
use crate::site::Site;

const APPLICANT: &str = "Zoe.Anne@exemple.ca";
const STAFF: &str = "equipe@partenaires.example";
/// All that the function may do with the table.
const PERMITTED: &[&str] = &["GetItem", "PutItem", "Query"];

/// The deployed function, as often as it is started.
struct Deployed {
    site: Site,
    table: Line,
    service: Service,
    event: Value,
    record: Value,
}

impl Deployed {
    /// One application has come in; and one from which staff have removed the mark of a robot.
    async fn each() -> [Self; 2] {
        [
            Box::pin(Self::with_an_application()).await,
            Box::pin(Self::with_a_cleared_application()).await,
        ]
    }

    async fn with_a_cleared_application() -> Self {
        let mut deployed = Self::with_an_application().await;
        let mut marked = deployed.record.clone();
        marked["suspect"] = true.into();
        let event = stream::batch(&[stream::modified(&marked, &deployed.record, 1)]);
        deployed.event = event;
        deployed
    }

    async fn with_an_application() -> Self {
        let site = Site::open().await;
        let mail = serde_json::to_vec(&wording::mail(form_model::lang::Lang::french())).unwrap();
        std::fs::write(site.folder.path().join("mail.json"), mail).unwrap();
        let table = Line::permitting(PERMITTED, site.engine.address).await;
        let reference = site.post("fr").form(&complete()).await.reference().to_owned();
        let record = site.engine.record(&reference).await;
        let event = stream::batch(&[stream::inserted(&record, 1)]);
        Self { site, table, service: Service::start().await, event, record }
    }

    fn start(&self, runtime: &Runtime) -> Child {
        let mut variables = environment(&self.site, runtime);
        variables
            .retain(|(name, _)| !["REFERENCE_KEY", "AWS_ENDPOINT_URL_DYNAMODB"].contains(name));
        variables.push(("AWS_ENDPOINT_URL_DYNAMODB", format!("http://{}", self.table.address)));
        variables.push(("AWS_ENDPOINT_URL_SESV2", format!("http://{}", self.service.address)));
        start_at(env!("CARGO_BIN_EXE_notify").as_ref(), variables)
    }

    /// The function gets the event and is killed as soon as `reached` tells.
    async fn is_killed(&self, mut reached: mpsc::UnboundedReceiver<()>) {
        let runtime = Runtime::start().await;
        let mut function = self.start(&runtime);
        runtime.hand(self.event.clone());
        reached.recv().await.unwrap();
        function.start_kill().unwrap();
        let ended = function.wait().await.unwrap();
        assert!(!ended.success());
        self.table.follows(|_| None);
        self.service.always(Reply::Accepted);
    }

    /// The table stops answering at the wish that `at` knows, after doing it or before; then comes the end.
    async fn is_killed_at(&self, at: impl Fn(&Wish) -> bool + Send + 'static, fault: Fault) {
        let (tell, reached) = mpsc::unbounded_channel();
        self.table.follows(move |wish| {
            at(wish).then(|| {
                let _ = tell.send(());
                fault
            })
        });
        self.is_killed(reached).await;
    }

    /// The stream comes again, twice; what the log says of it.
    async fn hears_it_again(&self) -> Vec<(String, String)> {
        let mut runtime = Runtime::start().await;
        let mut function = self.start(&runtime);
        for _ in 0..2 {
            let reply = runtime.invoke(&mut function, self.event.clone()).await;
            assert_eq!(stream::again(&reply), [""; 0]);
        }
        let output = end(function).await;
        let log = String::from_utf8(output.stdout).unwrap();
        let errors = String::from_utf8(output.stderr).unwrap();
        for written in ["Tremblay", "exemple.ca", "8195550123", "urgence"] {
            assert!(!log.contains(written) && !errors.contains(written), "{log}{errors}");
        }
        let lines = log.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        lines.map(|line| (text(&line["what"]), text(&line["outcome"]))).collect()
    }

    /// How often the receipt and the notice have been taken by the mail service.
    fn taken(&self) -> [usize; 2] {
        let taken = self.service.accepted_for();
        [APPLICANT, STAFF].map(|address| taken.iter().filter(|to| *to == address).count())
    }

    async fn states(&self) -> Vec<(String, String)> {
        let mut items = self.site.engine.items().await;
        items.retain(|item| item["sk"].as_str().unwrap().starts_with("MESSAGE#"));
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        items.iter().map(|item| (text(&item["name"]), text(&item["state"]))).collect()
    }

    async fn all_is_well(&self) {
        assert_eq!(self.taken(), [1, 1]);
        let states = self.states().await;
        assert_eq!(states, [("notice", "sent"), ("receipt", "sent")].map(owned));
    }
}

fn owned((what, outcome): (&str, &str)) -> (String, String) {
    (what.to_owned(), outcome.to_owned())
}

#[tokio::test]
async fn without_trouble_each_message_goes_once_however_often_it_is_asked_for() {
    for deployed in Box::pin(Deployed::each()).await {
        let told = deployed.hears_it_again().await;
        let [first, second] = [
            ["receipt", "notice"].map(|it| (it, "sent")),
            ["receipt", "notice"].map(|it| (it, "repeated")),
        ];
        assert_eq!(told, [first, second].concat().into_iter().map(owned).collect::<Vec<_>>());
        deployed.all_is_well().await;
    }
}

#[tokio::test]
async fn killed_before_it_has_looked_it_sends_once() {
    for message in ["receipt", "notice"] {
        for deployed in Box::pin(Deployed::each()).await {
            let at = move |wish: &Wish| wish.is("GetItem", message);
            deployed.is_killed_at(at, Fault::NoReply).await;
            assert_eq!(deployed.taken(), [usize::from(message == "notice"), 0]);
            deployed.hears_it_again().await;
            deployed.all_is_well().await;
        }
    }
}

#[tokio::test]
async fn killed_after_it_has_looked_it_sends_once() {
    for deployed in Box::pin(Deployed::each()).await {
        deployed.is_killed_at(|wish| wish.is("GetItem", "receipt"), Fault::ReplyLate).await;
        deployed.hears_it_again().await;
        deployed.all_is_well().await;
    }
}

#[tokio::test]
async fn killed_while_it_takes_a_place_under_the_limit_it_sends_once_and_takes_one() {
    for fault in [Fault::NoReply, Fault::ReplyLate] {
        let deployed = Deployed::with_an_application().await;
        let at = |wish: &Wish| wish.action == "PutItem" && wish.sk == "LIMIT";
        deployed.is_killed_at(at, fault).await;
        assert_eq!(deployed.taken(), [0, 0]);
        deployed.hears_it_again().await;
        deployed.all_is_well().await;
        let mut limits = deployed.site.engine.items().await;
        limits.retain(|item| item["sk"] == "LIMIT");
        let places: Vec<_> =
            limits.iter().map(|item| item["places"].as_array().unwrap().len()).collect();
        assert_eq!(places, [1, 1]);
    }
}

#[tokio::test]
async fn killed_before_the_mail_service_takes_it_it_sends_once() {
    for address in [APPLICANT, STAFF] {
        let deployed = Deployed::with_an_application().await;
        let (tell, reached) = mpsc::unbounded_channel();
        deployed.service.follows(move |to| {
            if to != address {
                return Reply::Accepted;
            }
            let _ = tell.send(());
            Reply::Held
        });
        deployed.is_killed(reached).await;
        assert_eq!(deployed.taken(), [usize::from(address == STAFF), 0]);
        deployed.hears_it_again().await;
        deployed.all_is_well().await;
    }
}

#[tokio::test]
async fn killed_after_it_has_remembered_it_sends_once() {
    for message in ["receipt", "notice"] {
        let deployed = Deployed::with_an_application().await;
        let at = move |wish: &Wish| wish.is("PutItem", message);
        // The table has it; the function does not hear of that any more.
        deployed.is_killed_at(at, Fault::ReplyLate).await;
        while deployed.states().await.iter().all(|(name, _)| name != message) {
            tokio::task::yield_now().await;
        }
        deployed.hears_it_again().await;
        deployed.all_is_well().await;
    }
}

/// This is the one window, and why the guides say "at least once".
#[tokio::test]
async fn killed_between_taken_and_remembered_it_sends_the_receipt_twice_under_one_name() {
    let deployed = Deployed::with_an_application().await;
    deployed.is_killed_at(|wish| wish.is("PutItem", "receipt"), Fault::NoReply).await;
    assert_eq!(deployed.taken(), [1, 0]);
    assert_eq!(deployed.states().await, []);
    deployed.hears_it_again().await;
    assert_eq!(deployed.taken(), [2, 1]);
    let mut receipts = deployed.service.accepted();
    receipts.retain(|(to, _)| to == APPLICANT);
    assert_eq!(receipts[0].1.id(), receipts[1].1.id());
    assert_eq!(receipts[0].1.text(), receipts[1].1.text());
}
