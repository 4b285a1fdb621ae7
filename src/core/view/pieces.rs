//! What `engine::pieces` answers, in words: each reason has its sentence here, once.

use std::collections::BTreeSet;

use super::{figures, words};
use crate::engine::pieces::{PieceBook, PieceState, PieceUse, PieceWorth, WhyNot};
use crate::kernel::{CriterionId, PieceId, Ratio, SiteId, french, words as text};
use crate::norm::Norm;
use crate::norm::model::FactValue;
use crate::record::item::{Format, Item, Reading};

/// What a file holds besides what was read of it.
pub(super) fn inside(item: &Item) -> Option<String> {
    let attached = item.survey.as_ref()?.attachments as usize;
    let counted = french::count(attached, "pièce jointe, non lue", "pièces jointes, non lues");
    (attached > 0).then(|| format!("contient {counted} : rangez à part celles qui doivent compter"))
}

/// Why a piece does not count, with the way out where there is one.
pub(super) fn why_not(why: &WhyNot) -> String {
    match why {
        WhyNot::Missing(None) => "le fichier n’est pas là".to_owned(),
        WhyNot::Missing(Some(reason)) | WhyNot::Unreadable(reason) => format!("illisible : {reason}"),
        WhyNot::Unfinished(reason) => format!("lecture interrompue : {reason}"),
        WhyNot::Empty => Reading::Empty.trouble().unwrap_or_default().to_owned(),
        WhyNot::Unread(reason) => format!("non lu : {reason}"),
        WhyNot::Modality { found, admitted } => {
            let admitted: Vec<String> = admitted.iter().map(|m| words::modality(*m).to_owned()).collect();
            format!(
                "« {} » n’est pas admis ici : {}",
                words::modality(*found),
                text::list(&admitted, "ou")
            )
        }
        WhyNot::Format {
            extension,
            found,
            admitted,
        } => format(extension, *found, admitted),
        WhyNot::Pages { wanted, found } => {
            let wanted = french::count(*wanted as usize, "page", "pages");
            match found {
                Some(n) => format!(
                    "{} sur {wanted} demandées",
                    french::count(*n as usize, "page", "pages")
                ),
                None => format!("ses pages ne se comptent pas, et il en faut au moins {wanted}"),
            }
        }
        WhyNot::Words(lacking) => {
            let quoted: Vec<String> = lacking.iter().map(|w| format!("«\u{a0}{w}\u{a0}»")).collect();
            format!("on n’y lit pas {}", text::list(&quoted, "ni"))
        }
        WhyNot::Unsigned => "n’est pas dite signée (clé « signee » de dossier.toml)".to_owned(),
        WhyNot::NoText => {
            "sans texte à lire (image ou document numérisé) : les mots demandés n’ont pu y être cherchés ; déposez le document d’origine, ou montrez-la à l’auditeur"
                .to_owned()
        }
        WhyNot::Expired(last) => format!("périmée, dernier jour le {}", last.in_words()),
        WhyNot::EndsTooSoon(last) => format!("périmée trop tôt, dernier jour le {}", last.in_words()),
        WhyNot::TooOld(age) => format!("trop ancienne (plus {})", french::of(&age.in_words())),
        WhyNot::Later(day) => format!("datée d’après l’audit ({})", day.in_words()),
        WhyNot::Undated => "sans date d’effet".to_owned(),
        WhyNot::DateToConfirm => "date d’effet à confirmer".to_owned(),
        WhyNot::Unrecognised { label, missing } => {
            let few: Vec<String> = missing
                .iter()
                .take(3)
                .map(|w| format!("«\u{a0}{w}…\u{a0}»"))
                .collect();
            format!(
                "son texte ne se reconnaît pas comme «\u{a0}{label}\u{a0}» : on n’y lit, par exemple, ni {} (si c’en est bien une, citez-en trois mots : reconnu = \"…\")",
                text::list(&few, "ni")
            )
        }
        WhyNot::Misquoted(words) => format!(
            "les mots cités (« {} ») ne sont pas dans son texte",
            text::safe(words)
        ),
        WhyNot::TooThin { wanted, found } => format!(
            "trop mince : {}, au moins {} attendus",
            french::count(*found as usize, "mot", "mots"),
            french::number(*wanted as usize)
        ),
        WhyNot::Unbound(label) => format!(
            "«\u{a0}{label}\u{a0}» est un papier général, qui servirait à tout : dites dans son bloc [[preuve]] pour quels critères elle vaut (criteres = […])"
        ),
        WhyNot::NoFigure { value, percent, at } => {
            let value = number(value, *percent);
            match at {
                Some(at) => format!("on ne trouve pas le nombre {value} {}", figures::at(at)),
                None => format!("on n’y trouve pas le nombre {value}"),
            }
        }
        WhyNot::NoPlace { at, why } => figures::no_place(at, *why),
        WhyNot::Contradicted { said, found, percent } => {
            let value = |value: &FactValue| value.number().map_or_else(String::new, |n| number(n, *percent));
            format!(
                "elle dit {} là où le dossier dit {} : laquelle des deux dit vrai ? Le nombre de la pièce est jugé",
                value(found),
                value(said)
            )
        }
        WhyNot::NotHere => {
            "ses mots n’ont pu être cherchés, le texte n’est pas dans le dossier : à montrer à l’auditeur, ou à déposer".to_owned()
        }
        WhyNot::Unsuited(labels) => {
            let quoted: Vec<String> = labels.iter().map(|l| format!("«\u{a0}{l}\u{a0}»")).collect();
            format!(
                "ce n’est pas une pièce qui l’établit : {}",
                text::list(&quoted, "ou")
            )
        }
        WhyNot::BeforeFact(day) => format!("plus ancienne que le nombre (du {})", day.in_words()),
        WhyNot::Unasked => "aucun critère du profil ne la demande".to_owned(),
        WhyNot::Untyped => "il reste à dire ce qu’elle est".to_owned(),
    }
}

fn number(value: &Ratio, percent: bool) -> String {
    if percent {
        value.percent_exactly(0)
    } else {
        value.exactly(0)
    }
}

/// « le format .doc n’est pas admis ici : pdf, docx ou odt ».
fn format(extension: &str, found: Format, admitted: &[Format]) -> String {
    let own = extension_of(found);
    let name = match extension {
        "" => format!("« {} »", words::format(found)),
        _ => format!(".{}", text::safe(extension)),
    };
    // a name that says another kind than the contents
    let disguised = found == Format::Html && !matches!(extension, "html" | "htm" | "");
    let truly = if disguised { " (en fait une page HTML)" } else { "" };
    let admitted: Vec<String> = admitted.iter().map(|f| extension_of(*f).to_owned()).collect();
    let way = way_out(extension, own);
    format!(
        "le format {name}{truly} n’est pas admis ici : {}{way}",
        text::list(&admitted, "ou")
    )
}

/// A format, as the end of a name.
fn extension_of(format: Format) -> &'static str {
    match format {
        Format::Pdf => "pdf",
        Format::Docx => "docx",
        Format::Odt => "odt",
        Format::Xlsx => "xlsx",
        Format::Xls => "xls",
        Format::Ods => "ods",
        Format::Pptx => "pptx",
        Format::Odp => "odp",
        Format::Txt => "txt",
        Format::Csv => "csv",
        Format::Html => "html",
        Format::Image => "image",
        Format::Mail => "courriel",
        Format::OldOffice => "doc",
        Format::Other => "autre",
    }
}

/// What to do with a file of that kind.
fn way_out(extension: &str, own: &str) -> &'static str {
    match extension {
        "zip" | "rar" | "7z" | "tar" | "gz" | "tgz" => {
            " ; c’est une archive : sortez-en les documents et rangez-les ici"
        }
        "msg" | "eml" => " ; c’est un courriel : enregistrez la pièce jointe et rangez-la ici",
        "pages" | "numbers" | "key" => {
            " ; ouvrez-le dans l’application d’Apple qui l’a fait et exportez-le en PDF"
        }
        "xls" if own == "html" => " ; ouvrez-le dans un tableur et enregistrez-le en xlsx ou en PDF",
        "doc" | "xls" | "ppt" | "rtf" | "wps" | "pub" | "odg" | "mpp" | "vsd" | "vsdx" => {
            " ; ouvrez-le et enregistrez-le en PDF"
        }
        _ => "",
    }
}

/// Where a piece stands, in a few words.
pub(super) fn state(state: &PieceState) -> String {
    match state {
        PieceState::Absent => "le fichier n’est pas là".to_owned(),
        PieceState::Given(why) => not_counting(why),
        PieceState::Usable(counted) => counts(*counted).to_owned(),
    }
}

/// What cannot be opened is said to be so; that it does not count goes without saying.
fn not_counting(why: &WhyNot) -> String {
    match why {
        WhyNot::Missing(_) | WhyNot::Unreadable(_) | WhyNot::Unfinished(_) | WhyNot::Empty => why_not(why),
        _ => format!("ne compte pas — {}", why_not(why)),
    }
}

/// How a piece counts.
pub(super) fn counts(counted: PieceWorth) -> &'static str {
    if counted.shows() {
        "compte"
    } else {
        "compte comme déclarée, à montrer à l’auditeur"
    }
}

/// What a piece is worth for one thing that asks it.
pub(super) fn outcome(outcome: &Result<PieceWorth, WhyNot>) -> String {
    match outcome {
        Ok(counted) => counts(*counted).to_owned(),
        Err(why) => why_not(why),
    }
}

/// The element that a use is of, else whether the criterion applies.
fn target(found: &PieceUse<'_>) -> String {
    found.element.map_or_else(
        || format!("{} (s’il s’applique)", found.criterion),
        ToString::to_string,
    )
}

/// Things that ask a piece, under what it is worth for them; in the order of the profile, each once.
fn grouped<'u, 'a: 'u>(
    uses: impl Iterator<Item = &'u PieceUse<'a>>,
    word: impl Fn(&PieceUse<'a>) -> Option<String>,
) -> Vec<(String, Vec<String>)> {
    let mut out: Vec<(String, Vec<String>)> = Vec::new();
    for found in uses {
        let Some(word) = word(found) else { continue };
        let target = target(found);
        match out.iter_mut().find(|(known, _)| *known == word) {
            Some((_, targets)) if targets.contains(&target) => {}
            Some((_, targets)) => targets.push(target),
            None => out.push((word, vec![target])),
        }
    }
    out
}

/// Does a piece count for one part of what a rule asks, and not for another?
fn is_partial<'a>(found: &PieceUse<'a>, all: &[&PieceUse<'a>]) -> bool {
    let same = |other: &&&PieceUse<'a>| other.element == found.element && other.criterion == found.criterion;
    let of = || all.iter().filter(same);
    of().any(|other| other.outcome.is_ok()) && of().any(|other| other.outcome.is_err())
}

/// Why a piece does not count for what asks it, one sentence a reason.
fn not_counting_for(all: &[&PieceUse<'_>], said: impl Fn(&WhyNot) -> bool) -> Vec<String> {
    let of = |partial: bool| {
        grouped(all.iter().copied(), |found| {
            let why = found.outcome.as_ref().err()?;
            (is_partial(found, all) == partial && !said(why)).then(|| why_not(why))
        })
    };
    let sentence = |how: &str, (why, targets): (String, Vec<String>)| {
        format!("{how} pour {} : {why}", text::list(&targets, "et"))
    };
    let partly = of(true).into_iter().map(|one| sentence("compte en partie", one));
    let none = of(false).into_iter().map(|one| sentence("ne compte pas", one));
    partly.chain(none).collect()
}

/// What a piece counts for, until when; what it establishes; what it does not count for, and why.
pub(super) fn uses(id: &PieceId, book: &PieceBook<'_>, norm: &Norm) -> Vec<String> {
    let all: Vec<&PieceUse<'_>> = book.uses(id).iter().collect();
    let mut out = Vec::new();
    let good = grouped(all.iter().copied(), |found| {
        let counted = found.outcome.as_ref().ok().filter(|_| !is_partial(found, &all))?;
        let until = counted
            .until
            .map(|day| format!(", jusqu’au {}", day.in_figures()));
        Some(until.unwrap_or_default())
    });
    for (until, targets) in good {
        out.push(format!("compte pour {}{until}", text::list(&targets, "et")));
    }
    let mut facts: BTreeSet<String> = BTreeSet::new();
    for key in all.iter().filter_map(|found| found.fact) {
        let label = norm
            .facts
            .get(key)
            .map_or_else(|| key.to_string(), |def| def.label.clone());
        facts.insert(format!("«\u{a0}{label}\u{a0}»"));
    }
    if !facts.is_empty() {
        let facts: Vec<String> = facts.into_iter().collect();
        out.push(format!("nommée comme preuve de {}", text::list(&facts, "et")));
    }
    let own = match book.state(id) {
        PieceState::Given(why) => Some(why),
        PieceState::Absent => Some(WhyNot::Missing(None)),
        PieceState::Usable(_) => None,
    };
    // what is said of the whole piece is not said again
    let waiting = grouped(all.iter().copied(), |found| {
        (found.outcome.as_ref().err() == own.as_ref() && own.is_some()).then(String::new)
    });
    out.extend(
        waiting
            .iter()
            .map(|(_, targets)| format!("attendue pour {}", text::list(targets, "et"))),
    );
    out.extend(not_counting_for(&all, |why| own.as_ref() == Some(why)));
    out
}

/// Where a piece stands for one sample of a criterion; none: it serves nothing of it.
pub(super) fn for_criterion(
    id: &PieceId,
    criterion: &CriterionId,
    site: Option<&SiteId>,
    book: &PieceBook<'_>,
) -> Option<String> {
    let own: Vec<&PieceUse<'_>> = book
        .uses(id)
        .iter()
        .filter(|found| found.criterion == criterion && found.site == site)
        .collect();
    let good = grouped(own.iter().copied(), |found| {
        let counted = found.outcome.as_ref().ok().filter(|_| !is_partial(found, &own))?;
        Some(counts(*counted).to_owned())
    });
    let mut reasons: Vec<&WhyNot> = own
        .iter()
        .filter_map(|found| found.outcome.as_ref().err())
        .collect();
    reasons.sort();
    reasons.dedup();
    let counting = own.iter().any(|found| found.outcome.is_ok());
    Some(match (good.as_slice(), reasons.as_slice()) {
        ([], []) => return None,
        ([], [why]) if !counting => not_counting(why),
        ([(how, _)], []) => how.clone(),
        _ => good
            .iter()
            .map(|(how, targets)| format!("{how} pour {}", text::list(targets, "et")))
            .chain(not_counting_for(&own, |_| false))
            .collect::<Vec<_>>()
            .join(" ; "),
    })
}
