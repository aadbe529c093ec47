//! What the command can be told.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use form_model::lang::Lang;
use form_model::stage::Stage;

/// Applications, for the programme's staff: who applied, whom to call and by when, and how far each has
/// come. Each access is logged.
#[derive(Debug, Parser)]
#[command(name = "applications", version, max_term_width = 100)]
pub struct Options {
    /// Where the applications are, and how they are told.
    #[command(flatten)]
    pub place: Place,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// Where the applications are, and how they are told.
#[derive(Debug, Args)]
pub struct Place {
    /// The system on this machine, also while it runs
    #[arg(long, global = true)]
    pub local: bool,
    /// Its folder of applications
    #[arg(long, global = true, value_name = "FOLDER", default_value = ".data")]
    pub data: PathBuf,
    /// In the cloud: the table
    #[arg(long, global = true, value_name = "NAME", env = "TABLE_NAME")]
    pub table: Option<String>,
    /// In the cloud: the region [default: the profile's]
    #[arg(long, global = true, value_name = "NAME")]
    pub region: Option<String>,
    /// In the cloud: the profile that says who you are [default: the environment's]
    #[arg(long, global = true, value_name = "NAME")]
    pub profile: Option<String>,
    /// Folder of the form, as the site's build writes it
    #[arg(
        long,
        global = true,
        value_name = "FOLDER",
        env = "BUNDLE",
        default_value = "dist/form-fn"
    )]
    pub bundle: PathBuf,
    /// Language of what is printed [default: the environment's]
    #[arg(long, global = true, value_name = "fr|en")]
    pub lang: Option<Lang>,
    /// Print JSON, for programs
    #[arg(long, global = true)]
    pub json: bool,
    /// With --local: your name in the log [default: USER]
    #[arg(long, global = true, value_name = "NAME")]
    pub by: Option<String>,
}

/// A text on the command line, or one that is typed when the command runs: every account of a machine can read the
/// command lines of all programs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Text {
    /// The text.
    Given(String),
    /// It is read from standard input, or written in an editor.
    Asked,
}

/// What stands for standard input and output.
const STANDARD: &str = "-";

impl From<String> for Text {
    fn from(text: String) -> Self {
        if text == STANDARD { Self::Asked } else { Self::Given(text) }
    }
}

/// Where a file goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Out {
    /// To standard output.
    Printed,
    /// Into this file.
    File(PathBuf),
}

impl From<OsString> for Out {
    fn from(name: OsString) -> Self {
        if name == STANDARD { Self::Printed } else { Self::File(name.into()) }
    }
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Open applications, the most urgent first; without names
    List(List),
    /// One application, whole
    Show(Show),
    /// Move an application to its next stage, or decline or withdraw it
    Advance(Advance),
    /// Remove the mark of a robot from an application: a person sent it
    Genuine(Genuine),
    /// Write a note on an application
    Note(Note),
    /// Say who takes care of an application
    Assign(Assign),
    /// Applications that may be by the same person
    Duplicates,
    /// Write applications to a file; or one person's whole file, for an access request
    Export(Export),
    /// Correct answers, as the person asks
    Correct(Correct),
    /// Destroy an application for good
    Erase(Erase),
    /// Numbers
    Stats,
    /// Destroy what is past its day, and verify that nothing is left
    Sweep(Sweep),
    /// Write a page with numbers and charts
    Report(Report),
}

/// Which applications.
#[derive(Debug, Args)]
pub struct List {
    /// Only those at a stage; may be given several times
    #[arg(long, value_name = "STAGE", value_parser = stage)]
    pub stage: Vec<Stage>,
    /// Only those to call within so many days, and the late ones
    #[arg(long, value_name = "DAYS", conflicts_with = "stage")]
    pub due: Option<u32>,
    /// Only those that somebody takes care of
    #[arg(long, value_name = "NAME")]
    pub assigned: Option<String>,
    /// With names and phone numbers; logged for each application
    #[arg(long)]
    pub names: bool,
}

/// Which application.
#[derive(Debug, Args)]
pub struct Show {
    /// Its reference
    pub reference: String,
    /// Also who read and changed it, and when
    #[arg(long)]
    pub history: bool,
}

/// Which application goes where.
#[derive(Debug, Args)]
pub struct Advance {
    /// Its reference
    pub reference: String,
    /// The stage
    #[arg(value_parser = stage)]
    pub stage: Stage,
    /// Also write a note; without TEXT, it is asked for
    #[arg(long, value_name = "TEXT", num_args = 0..=1, default_missing_value = STANDARD)]
    pub note: Option<Text>,
}

/// Which application is genuine.
#[derive(Debug, Args)]
pub struct Genuine {
    /// Its reference
    pub reference: String,
}

/// A note.
#[derive(Debug, Args)]
pub struct Note {
    /// The application's reference
    pub reference: String,
    /// The note [default: it is asked for, so that no other account of the machine can read it]
    #[arg(default_value = STANDARD, hide_default_value = true)]
    pub text: Text,
}

/// Who takes care of it.
#[derive(Debug, Args)]
pub struct Assign {
    /// The application's reference
    pub reference: String,
    /// Who
    #[arg(required_unless_present = "nobody")]
    pub to: Option<String>,
    /// Nobody
    #[arg(long, conflicts_with = "to")]
    pub nobody: bool,
}

/// What to write where.
#[derive(Debug, Args)]
pub struct Export {
    /// One person's whole file, by reference
    pub reference: Option<String>,
    /// Only applications at a stage; may be given several times
    #[arg(long, value_name = "STAGE", value_parser = stage, conflicts_with = "reference")]
    pub stage: Vec<Stage>,
    /// xlsx for spreadsheets, csv and json for programs
    #[arg(long, value_name = "xlsx|csv|json", default_value = "csv")]
    pub format: Format,
    /// A new file for your account alone [default: -, which prints]
    #[arg(long, value_name = "FILE")]
    pub out: Option<Out>,
    /// Whether a file may be replaced.
    #[command(flatten)]
    pub save: Save,
}

/// How a file is written.
#[derive(Debug, Args)]
pub struct Save {
    /// Replace the file if it exists
    #[arg(long)]
    pub replace: bool,
}

/// The form of an export.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For spreadsheets: texts and days.
    Xlsx,
    /// For spreadsheets and programs: texts alone.
    Csv,
    /// For programs: the exact data.
    Json,
}

/// New answers.
#[derive(Debug, Args)]
pub struct Correct {
    /// The application's reference
    pub reference: String,
    /// KEY=VALUE; several values with commas between, none to take an answer back [default: they are asked for]
    #[arg(value_name = "KEY=VALUE")]
    pub answers: Vec<String>,
    /// Also write a note; without TEXT, it is asked for
    #[arg(long, value_name = "TEXT", num_args = 0..=1, default_missing_value = STANDARD)]
    pub note: Option<Text>,
}

/// What to destroy.
#[derive(Debug, Args)]
pub struct Erase {
    /// The application's reference
    pub reference: String,
    /// The reference once more, in place of typing it when asked
    #[arg(long, value_name = "REFERENCE")]
    pub confirm: Option<String>,
}

/// How to sweep.
#[derive(Debug, Args)]
pub struct Sweep {
    /// Only count what is past its day
    #[arg(long)]
    pub dry_run: bool,
}

/// Which report.
#[derive(Debug, Args)]
pub struct Report {
    /// A new file for your account alone; - prints [default: report.html or report.md]
    #[arg(long, value_name = "FILE")]
    pub out: Option<Out>,
    /// Whether a file may be replaced.
    #[command(flatten)]
    pub save: Save,
    /// For publication: no references, and counts under 5 hidden
    #[arg(long)]
    pub public: bool,
    /// A page that stands alone, or tables for a page of the site
    #[arg(long, value_name = "html|markdown", default_value = "html")]
    pub format: Layout,
}

/// The form of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Layout {
    /// A page that stands alone.
    Html,
    /// Tables for a page of the site.
    Markdown,
}

impl Layout {
    /// The file that it goes to unless another is named.
    #[must_use]
    pub const fn file(self) -> &'static str {
        match self {
            Self::Html => "report.html",
            Self::Markdown => "report.md",
        }
    }
}

/// A stage by its name; what is wrong is told in English, as the parser of options does.
fn stage(text: &str) -> Result<Stage, String> {
    text.parse().map_err(|error: form_model::stage::StageError| error.told().english().to_owned())
}
