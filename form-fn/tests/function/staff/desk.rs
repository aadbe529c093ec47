//! A member of the staff at their desk: commands as they are typed, at any moment, and what is told.

use clap::Parser as _;
use form_fn::staff::command;
use form_fn::staff::console::{Console, Input};
use form_fn::staff::failure::Failure;
use form_fn::staff::office::Office;
use form_fn::staff::options::Options;
use form_fn::staff::output::Output;
use form_fn::table::Table;
use form_model::bundle::Forms;
use form_model::lang::Lang;
use serde_json::Value;

use crate::engine::TABLE;
use crate::site::Site;

/// Somebody at work.
pub struct Desk<'s> {
    pub site: &'s Site,
    pub by: &'static str,
    /// The form in older versions.
    pub forms: Forms,
    at: String,
    lang: Lang,
}

/// What a command told, and how it ended.
pub struct Told {
    pub text: String,
    pub failure: Option<Failure>,
}

impl<'s> Desk<'s> {
    /// Marie, in French, ten in the morning of November 23, 2026.
    pub fn of(site: &'s Site) -> Self {
        let at = "2026-11-23T15:00:00Z".to_owned();
        Self { site, by: "marie", forms: Forms::default(), at, lang: Lang::french() }
    }

    pub fn at(&self, moment: &str) -> Self {
        Self { at: moment.to_owned(), lang: self.lang.clone(), forms: self.forms.clone(), ..*self }
    }

    pub fn by(&self, by: &'static str) -> Self {
        Self {
            by,
            at: self.at.clone(),
            lang: self.lang.clone(),
            forms: self.forms.clone(),
            ..*self
        }
    }

    pub fn in_english(&self) -> Self {
        Self { lang: Lang::english(), at: self.at.clone(), forms: self.forms.clone(), ..*self }
    }

    /// Does what a command line says.
    pub async fn does(&self, arguments: &[&str]) -> Told {
        let client = self.site.engine.client_behind(self.site.engine.address);
        self.does_over(client, arguments).await
    }

    /// The same over a client of one's own.
    pub async fn does_over(&self, client: aws_sdk_dynamodb::Client, arguments: &[&str]) -> Told {
        self.does_typing(client, arguments, Input::of_program(std::io::empty())).await
    }

    /// The same at a terminal, where what is printed must be a text.
    pub async fn at_terminal(&self, arguments: &[&str]) -> Told {
        let client = self.site.engine.client_behind(self.site.engine.address);
        let mut shown = Vec::new();
        let out = Output::to_terminal(&mut shown);
        let failure = self.run(client, arguments, Input::of_program(std::io::empty()), out).await;
        Told { text: String::from_utf8(shown).unwrap(), failure }
    }

    /// What a command line does while somebody types.
    pub async fn types(&self, arguments: &[&str], input: Input<'_>) -> Told {
        let client = self.site.engine.client_behind(self.site.engine.address);
        self.does_typing(client, arguments, input).await
    }

    async fn does_typing(
        &self,
        client: aws_sdk_dynamodb::Client,
        arguments: &[&str],
        input: Input<'_>,
    ) -> Told {
        let mut text = Vec::new();
        let failure = self.run(client, arguments, input, Output::to_program(&mut text)).await;
        Told { text: String::from_utf8(text).unwrap(), failure }
    }

    async fn run(
        &self,
        client: aws_sdk_dynamodb::Client,
        arguments: &[&str],
        input: Input<'_>,
        out: Output<'_>,
    ) -> Option<Failure> {
        let typed = ["applications"].iter().chain(arguments);
        let options = Options::try_parse_from(typed).unwrap();
        let office = Office {
            table: Table::new(client, TABLE.to_owned()),
            bundle: self.site.bundle.clone(),
            forms: self.forms.clone(),
            by: self.by.to_owned(),
            now: self.at.parse().unwrap(),
            lang: self.lang.clone(),
            json: options.place.json,
            data: options.place.data,
            is_local: false,
        };
        let mut console = Console::new(out, input, self.lang.clone());
        Box::pin(command::run(&office, &options.command, &mut console)).await.err()
    }

    /// What a command tells that succeeds.
    pub async fn tells(&self, arguments: &[&str]) -> String {
        let told = self.does(arguments).await;
        assert!(told.failure.is_none(), "{:?}", told.failure);
        told.text
    }

    /// What a command tells programs.
    pub async fn json(&self, arguments: &[&str]) -> Value {
        let mut arguments = arguments.to_vec();
        arguments.push("--json");
        serde_json::from_str(&self.tells(&arguments).await).unwrap()
    }

    /// The exit code of a command that fails, and why in the reader's language.
    pub async fn fails(&self, arguments: &[&str]) -> (u8, String) {
        let failure = self.does(arguments).await.failure.expect("a failure");
        (failure.exit_code(), failure.told().in_lang(&self.lang).to_owned())
    }
}
