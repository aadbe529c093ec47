//! The life of an application, as a state machine: the stages of the programme's process, and which can
//! follow which. Each stage leads to the next one; from every stage that is not an end, an application
//! can also be declined or withdrawn.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::bilingual::{Bilingual, Words, words};
use crate::suggestion::suggest;

/// How far an application has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Stage {
    /// It is here; nobody has called yet.
    Received,
    /// The programme director has called.
    PhoneInterview,
    /// The director and a project manager meet the person.
    JointInterview,
    /// Yes.
    Selected,
    /// The volunteer service has its turn.
    VolunteerStatus,
    /// The orientation session.
    Orientation,
    /// The person is a partner; what we need of the application is in the volunteer file.
    Active,
    /// No.
    Declined,
    /// The person does not want to go on.
    Withdrawn,
}

impl Stage {
    /// All stages, in the order of the process; the ends last.
    pub const ALL: [Self; 9] = [
        Self::Received,
        Self::PhoneInterview,
        Self::JointInterview,
        Self::Selected,
        Self::VolunteerStatus,
        Self::Orientation,
        Self::Active,
        Self::Declined,
        Self::Withdrawn,
    ];

    /// What can follow.
    ///
    /// ```
    /// use form_model::stage::Stage;
    ///
    /// let after = [Stage::PhoneInterview, Stage::Declined, Stage::Withdrawn];
    /// assert_eq!(Stage::Received.followed_by(), after);
    /// assert!(Stage::Active.followed_by().is_empty());
    /// ```
    #[must_use]
    pub const fn followed_by(self) -> &'static [Self] {
        use Stage::{
            Active, Declined, JointInterview, Orientation, PhoneInterview, Received, Selected,
            VolunteerStatus, Withdrawn,
        };
        match self {
            Received => &[PhoneInterview, Declined, Withdrawn],
            PhoneInterview => &[JointInterview, Declined, Withdrawn],
            JointInterview => &[Selected, Declined, Withdrawn],
            Selected => &[VolunteerStatus, Declined, Withdrawn],
            VolunteerStatus => &[Orientation, Declined, Withdrawn],
            Orientation => &[Active, Declined, Withdrawn],
            Active | Declined | Withdrawn => &[],
        }
    }

    /// Whether something can follow.
    #[must_use]
    pub const fn is_open(self) -> bool {
        !self.followed_by().is_empty()
    }

    /// Whether it is a step of the process, and not an end without a partner.
    #[must_use]
    pub const fn is_forward(self) -> bool {
        !matches!(self, Self::Declined | Self::Withdrawn)
    }

    /// The name, in the table and on the command line.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Received => "received",
            Self::PhoneInterview => "phone-interview",
            Self::JointInterview => "joint-interview",
            Self::Selected => "selected",
            Self::VolunteerStatus => "volunteer-status",
            Self::Orientation => "orientation",
            Self::Active => "active",
            Self::Declined => "declined",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// What staff call it.
    #[must_use]
    pub const fn words(self) -> Words {
        match self {
            Self::Received => words("reçue", "received"),
            Self::PhoneInterview => words("entrevue téléphonique", "phone interview"),
            Self::JointInterview => words("entrevue conjointe", "joint interview"),
            Self::Selected => words("retenue", "selected"),
            Self::VolunteerStatus => words("statut de bénévole", "volunteer status"),
            Self::Orientation => words("séance d’orientation", "orientation"),
            Self::Active => words("partenaire", "active"),
            Self::Declined => words("refusée", "declined"),
            Self::Withdrawn => words("retirée", "withdrawn"),
        }
    }
}

impl fmt::Display for Stage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Not the name of a stage; holds what was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StageError(String);

impl StageError {
    /// What is wrong, and what was probably meant.
    #[must_use]
    pub fn told(&self) -> Bilingual {
        let name = &self.0;
        let hint = suggest(name, Stage::ALL.map(Stage::name));
        let (fr, en) = (hint.french(), hint.english());
        Bilingual::new(
            format!("« {name} » n’est pas une étape : {fr}"),
            format!("`{name}` is not a stage: {en}"),
        )
    }
}

impl FromStr for Stage {
    type Err = StageError;

    fn from_str(text: &str) -> Result<Self, StageError> {
        let named = Self::ALL.into_iter().find(|stage| stage.name() == text);
        named.ok_or_else(|| StageError(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_names_are_those_of_the_table() {
        for stage in Stage::ALL {
            assert_eq!(serde_json::to_value(stage).unwrap(), stage.name());
            assert_eq!(stage.name().parse(), Ok(stage));
        }
    }

    #[test]
    fn every_stage_can_be_reached_and_every_way_ends() {
        for stage in Stage::ALL {
            let before = Stage::ALL.iter().filter(|it| it.followed_by().contains(&stage)).count();
            assert_eq!(before == 0, stage == Stage::Received, "{stage}");
            assert!(stage.followed_by().iter().all(|next| *next > stage), "{stage}");
        }
    }

    #[test]
    fn an_open_application_can_be_declined_and_withdrawn() {
        for stage in Stage::ALL {
            for end in [Stage::Declined, Stage::Withdrawn] {
                assert_eq!(stage.followed_by().contains(&end), stage.is_open());
            }
        }
    }
}
