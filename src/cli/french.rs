//! clap's refusals, in French.

use std::error::Error;

use clap::error::{ContextKind, ContextValue, ErrorKind};

use super::Exit;
use super::page::Page;
use super::reply::{Ended, Reply};
use mediaudit_app::refusal::Refusal;
use mediaudit_core::kernel::words::safe;

/// Says what is wrong with a command line. Help and version are results, not errors.
pub(super) fn usage(error: &clap::Error) -> Ended {
    if matches!(
        error.kind(),
        ErrorKind::DisplayHelp
            | ErrorKind::DisplayVersion
            | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand
    ) {
        let exit = if error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand {
            Exit::Failed
        } else {
            Exit::Done
        };
        return Ok(Reply::page(Page::help(&error.render()), exit));
    }
    let context = |kind| {
        error
            .get(kind)
            .map(|value| safe(&value.to_string()))
            .unwrap_or_default()
    };
    let (given, value) = (
        context(ContextKind::InvalidArg),
        context(ContextKind::InvalidValue),
    );
    let said = match error.kind() {
        ErrorKind::UnknownArgument => format!("option ou argument inconnu : {given}"),
        ErrorKind::InvalidSubcommand => {
            format!("commande inconnue : {}", context(ContextKind::InvalidSubcommand))
        }
        ErrorKind::MissingRequiredArgument => format!("il manque : {given}"),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation if value.is_empty() => {
            format!("il manque une valeur à {given}")
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            format!("« {value} » ne convient pas à {given}")
        }
        ErrorKind::ArgumentConflict if !context(ContextKind::InvalidSubcommand).is_empty() => format!(
            "« {} » se dit avant le dossier et les options",
            context(ContextKind::InvalidSubcommand)
        ),
        ErrorKind::ArgumentConflict if context(ContextKind::PriorArg) == given => {
            format!("{given} est donné deux fois")
        }
        ErrorKind::ArgumentConflict => format!("{given} ne va pas avec une autre option donnée"),
        ErrorKind::TooManyValues => format!("« {value} » est de trop : {given} ne prend pas de valeur"),
        ErrorKind::InvalidUtf8 => "un argument n’est pas un texte lisible".to_owned(),
        ErrorKind::MissingSubcommand => "il manque une commande".to_owned(),
        _ => "ligne de commande non valide".to_owned(),
    };
    let spaced = (error.kind() == ErrorKind::UnknownArgument && !given.starts_with('-'))
        .then(|| "un nom qui contient des espaces se met entre guillemets : \"Mon dossier\"".to_owned());
    let near = [
        ContextKind::SuggestedArg,
        ContextKind::SuggestedSubcommand,
        ContextKind::SuggestedValue,
    ]
    .into_iter()
    .map(|kind| match error.get(kind) {
        // the nearest comes last
        Some(ContextValue::Strings(all)) => all.last().map_or_else(String::new, |near| safe(near)),
        _ => context(kind),
    })
    .find(|near| !near.is_empty())
    .map(|near| format!("vouliez-vous dire « {near} » ?"));
    let valid = Some(context(ContextKind::ValidValue))
        .filter(|valid| !valid.is_empty())
        .map(|valid| format!("valeurs admises : {valid}"));
    // what our own readers of values say of theirs
    let why = error.source().map(ToString::to_string);
    let help = format!("{} --aide", command(&context(ContextKind::Usage)));
    let hints = [near, valid, spaced, why, Some(help)].into_iter().flatten();
    Err(Refusal::said(said).hints(hints))
}

/// The command whose help tells more: the words of clap's usage, up to its first argument.
fn command(usage: &str) -> String {
    let words: Vec<&str> = usage
        .split_whitespace()
        .skip_while(|word| *word != "mediaudit")
        .take_while(|word| word.chars().all(|c| c.is_ascii_lowercase()))
        .collect();
    if words.is_empty() {
        "mediaudit".to_owned()
    } else {
        words.join(" ")
    }
}
