//! The help of the command in French: the language of work in Québec (Charter of the French language,
//! s. 4). The options are declared once, in English; here stands what each is called in French.

use clap::{Arg, ArgAction, Command};

/// Headings; a space that does not break stands before the colon, which the parser of options adds.
const COMMANDS: &str = "Commandes\u{A0}";
const ARGUMENTS: &str = "Arguments\u{A0}";
const OPTIONS: &str = "Options\u{A0}";

/// The whole help in French.
#[must_use]
pub fn command(command: Command) -> Command {
    let command = command
        .about("Les candidatures, pour le personnel du programme : qui a posé sa candidature, qui appeler et avant quand, et où en est chacune. Chaque accès est inscrit au journal.")
        .long_about(None)
        .subcommand_help_heading(COMMANDS)
        .disable_help_subcommand(true)
        .disable_version_flag(true)
        .arg(flag("version", 'V', ArgAction::Version))
        .help_template(TEMPLATE)
        .disable_help_flag(true)
        .arg(flag("help", 'h', ArgAction::Help))
        .mut_args(|arg| {
            let help = option(arg.get_id().as_str());
            arg.help(help).help_heading(OPTIONS)
        });
    command.mut_subcommands(|sub| {
        let name = sub.get_name().to_owned();
        let help = flag("help", 'h', ArgAction::Help);
        let sub = sub.about(about(&name)).help_template(TEMPLATE).disable_help_flag(true).arg(help);
        sub.mut_args(|arg| {
            let heading = if arg.is_positional() { ARGUMENTS } else { OPTIONS };
            let help = argument(&name, arg.get_id().as_str());
            arg.help(help).help_heading(heading)
        })
    })
}

/// An option that the parser would add by itself, in English.
fn flag(name: &'static str, short: char, action: ArgAction) -> Arg {
    Arg::new(name).short(short).long(name).action(action)
}

const TEMPLATE: &str = "{about}\n\nUsage : {usage}\n\n{all-args}{after-help}\n";

/// What a command is for.
fn about(command: &str) -> &'static str {
    match command {
        "list" => "Les candidatures ouvertes, les plus urgentes d’abord; sans les noms",
        "show" => "Une candidature, au complet",
        "advance" => "Passer une candidature à l’étape suivante, ou la refuser ou la retirer",
        "genuine" => "Retirer la marque « suspecte » d’une candidature : une personne l’a envoyée",
        "note" => "Écrire une note sur une candidature",
        "assign" => "Dire qui s’occupe d’une candidature",
        "duplicates" => "Les candidatures qui viennent peut-être de la même personne",
        "export" => {
            "Écrire les candidatures dans un fichier; ou le dossier complet d’une personne, pour une demande d’accès"
        }
        "correct" => "Corriger des réponses, comme la personne le demande",
        "erase" => "Détruire une candidature pour toujours",
        "stats" => "Les chiffres",
        "sweep" => "Détruire ce qui a fait son temps, et vérifier qu’il n’en reste rien",
        "report" => "Écrire une page de chiffres et de graphiques",
        _ => "",
    }
}

/// What an option of every command says.
fn option(id: &str) -> &'static str {
    match id {
        "local" => "Le système sur cette machine, même pendant qu’il tourne",
        "data" => "Son dossier des candidatures",
        "table" => "Dans le nuage : la table",
        "region" => "Dans le nuage : la région [par défaut : celle du profil]",
        "profile" => {
            "Dans le nuage : le profil qui dit qui vous êtes [par défaut : celui de l’environnement]"
        }
        "bundle" => "Dossier du formulaire, tel que la construction du site l’écrit",
        "lang" => "Langue de ce qui est affiché [par défaut : celle de l’environnement]",
        "json" => "Afficher du JSON, pour les programmes",
        "by" => "Avec --local : votre nom dans le journal [par défaut : USER]",
        "help" => "Afficher cette aide",
        "version" => "Afficher la version",
        _ => "",
    }
}

/// What an argument of one command says.
fn argument(command: &str, id: &str) -> &'static str {
    match (command, id) {
        ("list" | "export", "stage") => "Seulement celles d’une étape; peut être répété",
        ("list", "due") => "Seulement celles à appeler d’ici tant de jours, et celles en retard",
        ("list", "assigned") => "Seulement celles dont une personne s’occupe",
        ("list", "names") => {
            "Avec noms et numéros de téléphone; inscrit au journal de chaque candidature"
        }
        ("export", "reference") => "Le dossier complet d’une personne, par son numéro",
        ("erase", "confirm") => "Encore le numéro, au lieu de le taper quand il est demandé",
        (_, "reference") => "Le numéro de référence",
        ("show", "history") => "Aussi qui l’a lue et changée, et quand",
        ("advance", "stage") => "L’étape",
        ("advance" | "correct", "note") => "Écrire aussi une note; sans TEXT, elle est demandée",
        ("note", "text") => {
            "La note [par défaut : elle est demandée, pour qu’aucun autre compte de la machine ne puisse la lire]"
        }
        ("assign", "to") => "Qui",
        ("assign", "nobody") => "Personne",
        ("export", "format") => "xlsx pour un tableur; csv et json pour un programme",
        ("export", "out") => {
            "Un nouveau fichier, pour votre compte seulement [par défaut : -, à l’écran]"
        }
        ("export" | "report", "replace") => "Remplacer le fichier s’il existe",
        ("correct", "answers") => {
            "CLÉ=VALEUR; plusieurs valeurs séparées par des virgules, aucune pour retirer la réponse [par défaut : elles sont demandées]"
        }
        ("sweep", "dry_run") => "Seulement compter ce qui a fait son temps",
        ("report", "out") => {
            "Un nouveau fichier, pour votre compte seulement; - pour l’écran [par défaut : report.html ou report.md]"
        }
        ("report", "format") => "Une page complète, ou des tableaux pour une page du site",
        ("report", "public") => "Pour publication : sans numéros, les nombres sous 5 cachés",
        (_, other) => option(other),
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;
    use crate::staff::options::Options;

    #[test]
    fn everything_has_its_french() {
        let french = command(Options::command());
        let told = |help: Option<&clap::builder::StyledStr>| help.map(ToString::to_string);
        for arg in french.get_arguments() {
            assert!(!told(arg.get_help()).unwrap_or_default().is_empty(), "{}", arg.get_id());
        }
        for sub in french.get_subcommands() {
            assert!(!told(sub.get_about()).unwrap_or_default().is_empty(), "{}", sub.get_name());
            for arg in sub.get_arguments() {
                let help = told(arg.get_help()).unwrap_or_default();
                assert!(!help.is_empty(), "{} {}", sub.get_name(), arg.get_id());
            }
        }
    }

    #[test]
    fn the_help_reads_well() {
        let mut french = command(Options::command()).term_width(100);
        insta::assert_snapshot!(french.render_help());
    }
}
