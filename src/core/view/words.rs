//! The words of the trade for rules, causes and values.

use crate::assessment::Inputs;
use crate::assessment::inputs::{Auditor, ElementFinding, Finding};
use crate::assessment::results::{Accumulated, Cause, RaisedBy, Reason, Support, Trace, Truth};
use crate::kernel::french;
use crate::kernel::{
    CriterionId, ElementRef, FactKey, Interval, KindCode, MilestoneId, Ratio, Status, words,
};
use crate::norm::Norm;
use crate::norm::model::{
    AuditKind, Bar, Coverage, Criterion, EvidenceRule, FactDef, FactTest, FactType, FactValue, Kind, Rule,
    ScoreDisplay, Threshold, Whose, ZeroMeans,
};
use crate::record::item::{Format, Modality};

/// Why something is not known.
pub fn cause(cause: Cause) -> &'static str {
    match cause {
        Cause::NotStated => "non renseigné",
        Cause::NoEvidence => "preuve absente",
        Cause::WrongModality => "la nature de la pièce n’est pas admise",
        Cause::WrongFormat => "le format de la pièce n’est pas admis",
        Cause::TooFewPages => "la pièce n’a pas assez de pages",
        Cause::WordsMissing => "la pièce ne contient pas ce qui est demandé",
        Cause::Unsigned => "la pièce n’est pas dite signée",
        Cause::Unrecognised => "la pièce n’est pas reconnue à son texte",
        Cause::TooThin => "pièce trop mince",
        Cause::Unbound => "la pièce ne dit pas pour quels critères elle vaut",
        Cause::NoFigure => "le nombre n’est pas dans la pièce",
        Cause::Contradicted => "la pièce dit un autre nombre que le dossier",
        Cause::Unsuited => "cette pièce ne peut établir le nombre",
        Cause::Expired => "preuve périmée",
        Cause::TooOld => "preuve trop ancienne",
        Cause::PeriodOpen => "les périodes des pièces ne couvrent pas tous les jours demandés",
        Cause::SidesMissing => "il manque l’avis d’une autre partie",
        Cause::SortsMissing => "il manque une pièce d’une autre nature",
        Cause::Later => "preuve datée d’après l’audit",
        Cause::Undated => "preuve sans date d’effet",
        Cause::DateToConfirm => "date d’effet à confirmer",
        Cause::Unreadable => "fichier illisible",
        Cause::Empty => "fichier vide : ni mot, ni image",
        Cause::Unread => "fichier d’un format que médiaudit ne lit pas",
        Cause::NoText => {
            "pièce sans texte à lire (image ou document numérisé) : les mots demandés n’ont pu y être cherchés"
        }
        Cause::DeclaredOnly => "déclaré, sans preuve",
        Cause::ZeroWhole => "taux impossible à calculer (0 sur 0)",
        Cause::BelowTarget => "sous la cible de l’outil",
        Cause::NoObject => "sans objet : il n’y en a pas eu",
        Cause::HumanJudgement => "à montrer à l’auditeur",
        Cause::Disagreement => "désaccord entre auditeurs",
        Cause::OtherCriterion => "dépend d’un autre critère qui reste à établir",
        Cause::Error => "données incohérentes ou lecture interrompue",
    }
}

/// What a whole of none means.
pub fn zero(zero: ZeroMeans) -> &'static str {
    match zero {
        ZeroMeans::NoObject => "sans objet",
        ZeroMeans::NothingDone => "rien n’a été fait",
    }
}

/// Whose number a threshold is, to be said beside it; nothing for the requirement's own word.
fn whose(bar: &Bar) -> String {
    if bar.selects {
        String::new()
    } else {
        of_whom(&bar.whose)
    }
}

fn of_whom(whose: &Whose) -> String {
    match whose {
        Whose::Requirement => String::new(),
        Whose::Tool => " (seuil de l’outil)".to_owned(),
        Whose::Source(key) => format!(" (source : {key})"),
    }
}

/// Which line of the ordered rule gave the status.
pub fn reason(reason: Reason) -> &'static str {
    match reason {
        Reason::NotInForce => "le critère n’est pas en vigueur à la date de l’audit",
        Reason::OtherCycle => "le critère ne se juge pas à cette étape du cycle",
        Reason::AllVoid => "un auditeur a constaté qu’aucun de ses éléments ne s’applique ici",
        Reason::NoObject => "il n’y a rien eu de ce que ses éléments regardent",
        Reason::OutOfScope => "les faits déclarés placent la structure hors du champ du critère",
        Reason::SetAside => "la structure l’écarte, avec un motif",
        Reason::ElementFalse => "un élément est contredit par ce qui est déclaré ou constaté",
        Reason::LevelBelow => "le niveau déclaré est inférieur au niveau requis",
        Reason::Silent => "rien n’a été déclaré ni déposé",
        Reason::AllMet => "tous les éléments sont montrés et le niveau requis est atteint",
        Reason::Unproven => "ce qui est dit n’est pas encore montré",
        Reason::Auditor => "constat d’un auditeur",
        Reason::Disagreement => "les auditeurs sont en désaccord",
    }
}

/// A kind of finding: in an audit the auditor's word, in a self-assessment the structure's own.
pub fn kind(kind: &Kind, audit: AuditKind) -> String {
    match audit {
        AuditKind::SelfAssessment => words::capital(&kind.self_label),
        AuditKind::Mock | AuditKind::Audit => kind.label.clone(),
    }
}

/// What made a finding graver.
pub fn raised(why: RaisedBy) -> &'static str {
    match why {
        RaisedBy::Repeated => "plusieurs fois sur ce critère",
        RaisedBy::Unlifted => "déjà relevé à l’audit précédent et toujours là",
    }
}

/// How a gate came out.
pub fn gate(passed: Truth) -> &'static str {
    match passed {
        Truth::Yes | Truth::Void => "franchie",
        Truth::No => "non franchie",
        Truth::Unknown => "encore ouverte",
    }
}

/// Findings that were counted together.
pub fn accumulated(found: &Accumulated, norm: &Norm, audit: AuditKind) -> String {
    // INVARIANT: what was counted together was by a rule of this policy
    let Some(rule) = norm.policy.escalations.get(found.rule) else {
        return String::new();
    };
    let name = |code: &KindCode| {
        norm.kind(code)
            .map_or_else(|| code.to_string(), |k| kind(k, audit))
    };
    let within = found
        .chapter
        .as_ref()
        .map(|id| format!(" dans le chapitre {id}"))
        .unwrap_or_default();
    let taken = if found.consumed > 0 {
        format!(", à la place de {}", found.consumed)
    } else {
        String::new()
    };
    format!(
        "Accumulation : {} « {} »{within} comptent {} « {} » de plus{taken}.",
        found.counted,
        name(&rule.from),
        found.added,
        name(&rule.to)
    )
}

/// What an auditor found of a criterion: who, of what, why.
pub fn finding(finding: &Finding, criterion: &Criterion, inputs: &Inputs) -> String {
    let on = finding.element().map_or_else(String::new, |(id, _)| {
        format!(", {}", ElementRef::new(&criterion.id, id))
    });
    let site = finding
        .site
        .as_ref()
        .map_or_else(String::new, |id| format!(", site {id}"));
    let auditor = inputs.auditors.get(&finding.auditor);
    let who = auditor.map_or_else(|| finding.auditor.to_string(), Auditor::signature);
    format!(
        "Constat de l’audit ({}{on}{site}) : {}",
        words::printable(&who),
        words::printable(&finding.reason)
    )
}

/// What a finding settles: a level, an element met or not, a status, a kind.
pub fn settled(finding: &Finding, norm: &Norm, audit: AuditKind) -> Vec<String> {
    let element = finding.element().map(|(_, found)| match found {
        ElementFinding::Met => "satisfait".to_owned(),
        ElementFinding::NotMet => "non satisfait".to_owned(),
        ElementFinding::Void => "sans objet ici".to_owned(),
        ElementFinding::Rated(id) => {
            let label = norm.level(id).map_or(id.as_str(), |level| level.label.as_str());
            format!("coté « {label} »")
        }
    });
    let code = finding.kind().and_then(|code| norm.kind(code));
    let said = [
        element,
        finding.status().map(|status| status.label().to_owned()),
        code.map(|code| kind(code, audit)),
    ];
    said.into_iter().flatten().collect()
}

/// What a status means to somebody who reads only that.
pub fn status_meaning(status: Status) -> &'static str {
    match status {
        Status::Conforming => "le critère est rempli, et c’est montré",
        Status::NotDemonstrated => "c’est dit, mais rien de valable ne le montre encore",
        Status::Nonconforming => "ce qui est déclaré ou constaté contredit le critère",
        Status::NotAssessed => "rien n’a été dit",
        Status::NotApplicable => "le critère ne concerne pas la structure",
    }
}

/// Criteria by their titles, each with its number: the first ones, and how many more.
pub fn titled<'a>(criteria: impl IntoIterator<Item = (&'a str, String)>) -> String {
    const NAMED: usize = 3;
    let mut all: Vec<String> = criteria
        .into_iter()
        .map(|(id, title)| format!("« {title} » ({id})"))
        .collect();
    let more = all.len().saturating_sub(NAMED);
    // one more is named as fast as it is counted
    if more > 1 {
        all.truncate(NAMED);
        all.push(french::count(more, "autre", "autres"));
    }
    words::list(&all, "et")
}

/// Criteria of a norm by their titles.
pub fn titles(norm: &Norm, ids: &[CriterionId]) -> String {
    titled(ids.iter().map(|id| {
        let criterion = norm.criterion(id);
        (
            id.as_str(),
            criterion.map_or_else(String::new, |one| one.title.clone()),
        )
    }))
}

/// A modality.
pub fn modality(modality: Modality) -> &'static str {
    match modality {
        Modality::Document => "document",
        Modality::Interview => "entretien",
        Modality::Observation => "observation",
    }
}

/// A format.
pub fn format(format: Format) -> &'static str {
    match format {
        Format::Pdf => "PDF",
        Format::Docx => "Word",
        Format::Odt => "texte ODT",
        Format::Xlsx => "Excel",
        Format::Xls => "Excel 97-2003",
        Format::Ods => "classeur ODS",
        Format::Pptx => "PowerPoint",
        Format::Odp => "diaporama ODP",
        Format::Txt => "texte",
        Format::Csv => "CSV",
        Format::Html => "page HTML",
        Format::Image => "image",
        Format::Mail => "courriel",
        Format::OldOffice => "bureautique ancienne",
        Format::Other => "autre",
    }
}

/// The value of a fact.
pub fn value(value: &FactValue, def: Option<&FactDef>) -> String {
    let few = matches!(value, FactValue::Number(n) if *n < Ratio::whole(2));
    let unit = def
        .and_then(|d| d.unit.as_deref())
        .map(|unit| {
            let unit = if few {
                french::singular(unit)
            } else {
                unit.to_owned()
            };
            format!("\u{a0}{unit}")
        })
        .unwrap_or_default();
    match value {
        FactValue::Boolean(true) => "oui".to_owned(),
        FactValue::Boolean(false) => "non".to_owned(),
        FactValue::Number(n) if def.is_some_and(|d| d.kind == FactType::Percentage) => n.percent_exactly(0),
        FactValue::Number(n) => format!("{}{unit}", n.exactly(0)),
        FactValue::Date(date) => date.in_words(),
        FactValue::Text(text) => {
            let choice = def.and_then(|d| d.choices.iter().find(|c| c.id.as_str() == text));
            choice.map_or_else(|| words::printable(text), |c| c.label.clone())
        }
    }
}

/// Place in the cycle, in the norm's words; nothing where it has none.
pub fn cycle(at: Option<&MilestoneId>, norm: &Norm) -> String {
    let label = |id: &MilestoneId| {
        norm.milestone(id)
            .map_or_else(|| id.to_string(), |milestone| milestone.label.clone())
    };
    at.map_or_else(String::new, label)
}

/// A score, or the interval in which it lies.
pub fn score(interval: Option<&Interval>, display: &ScoreDisplay<'_>) -> String {
    match interval {
        None => "sans objet".to_owned(),
        Some(i) if i.is_exact() => display.show(&i.min),
        Some(i) => format!("entre {} et {}", display.show(&i.min), display.show(&i.max)),
    }
}

/// A threshold, in words.
pub fn threshold(threshold: &Threshold) -> String {
    match threshold {
        // of all there is, nothing is more; of nothing, less
        Threshold::AtLeast(all) if *all == Ratio::one() => all.percent_exactly(0),
        Threshold::AtMost(none) if none.is_zero() => none.percent_exactly(0),
        Threshold::AtLeast(bound) => format!("au moins {}", bound.percent_exactly(0)),
        Threshold::AtMost(bound) => format!("au plus {}", bound.percent_exactly(0)),
    }
}

/// A rule, in one sentence.
pub fn rule(rule: &Rule, norm: &Norm) -> String {
    let fact = |key: &FactKey| {
        norm.facts
            .get(key)
            .map_or_else(|| key.to_string(), |def| format!("«\u{a0}{}\u{a0}»", def.label))
    };
    let list = |rules: &[Rule], last: &str| {
        words::list(
            &rules.iter().map(|r| self::rule(r, norm)).collect::<Vec<_>>(),
            last,
        )
    };
    match rule {
        Rule::Practice {
            at_least,
            since,
            criterion,
        } => {
            let level = norm
                .level(at_least)
                .map_or_else(|| at_least.to_string(), |l| l.label.clone());
            let whose = criterion
                .as_ref()
                .map(|id| format!(" du critère {id}"))
                .unwrap_or_default();
            let since = since
                .map(|p| format!(" depuis au moins {}", p.in_words()))
                .unwrap_or_default();
            format!("niveau déclaré{whose} au moins «\u{a0}{level}\u{a0}»{since}")
        }
        Rule::Fact { key, test, bar } => {
            let def = norm.facts.get(key);
            let shown = |v: &FactValue| value(v, def);
            match test {
                FactTest::Equals(v) => format!("{} : {}", fact(key), shown(v)),
                FactTest::AtLeast(v) => format!("{} : au moins {}{}", fact(key), shown(v), whose(bar)),
                FactTest::AtMost(v) => format!("{} : au plus {}{}", fact(key), shown(v), whose(bar)),
                FactTest::Among(vs) => format!(
                    "{} : {}",
                    fact(key),
                    words::list(&vs.iter().map(shown).collect::<Vec<_>>(), "ou")
                ),
                FactTest::Stated => format!("{} renseigné", fact(key)),
            }
        }
        Rule::Rate {
            part,
            whole,
            threshold: bound,
            may_exceed,
            bar,
        } => {
            let beyond = if *may_exceed {
                " (peut dépasser 100\u{a0}%)"
            } else {
                ""
            };
            let forgiven = match (bar.tolerance, bound) {
                (0, _) => String::new(),
                (n, Threshold::AtLeast(_)) => format!(", ou tous sauf {n}"),
                (n, Threshold::AtMost(_)) => format!(", ou {n} au plus"),
            };
            format!(
                "{} sur {} : {}{forgiven}{beyond}{}",
                fact(part),
                fact(whole),
                threshold(bound),
                whose(bar)
            )
        }
        Rule::Evidence(asked) => pieces(asked, norm),
        Rule::Criterion { id, status } => format!("critère {id} {status}"),
        Rule::All(rules) => list(rules, "et"),
        Rule::Any(rules) => list(rules, "ou"),
        Rule::AtLeast { n, rules } => format!("au moins {n} parmi : {}", list(rules, "et")),
        Rule::Not(inner) => format!("le contraire de : {}", self::rule(inner, norm)),
        Rule::Dated(series) => series
            .iter()
            .map(|dated| {
                format!(
                    "à partir du {} : {}",
                    dated.from.in_words(),
                    self::rule(&dated.rule, norm)
                )
            })
            .collect::<Vec<_>>()
            .join(" ; "),
    }
}

/// What a `preuve` leaf asks.
pub fn pieces(asked: &EvidenceRule, norm: &Norm) -> String {
    let types: Vec<String> = asked
        .types
        .iter()
        .map(|id| {
            norm.evidence_types
                .get(id)
                .map_or_else(|| id.to_string(), |t| format!("«\u{a0}{}\u{a0}»", t.label))
        })
        .collect();
    let mut said = words::list(&types, "ou");
    if asked.count > 1 {
        said = format!("{} pièces : {said}", asked.count);
    }
    let mut more: Vec<String> = Vec::new();
    more.extend(asked.max_age.map(|p| {
        let whose = of_whom(&asked.whose);
        let whose = whose.trim_start_matches(" (").trim_end_matches(')');
        let whose = if whose.is_empty() {
            String::new()
        } else {
            format!(", {whose}")
        };
        format!("de moins {}{whose}", french::of(&p.in_words()))
    }));
    more.extend(
        asked
            .still_valid
            .map(|p| format!("valable encore {}", p.in_words())),
    );
    more.extend(asked.covers.map(|c| match c {
        Coverage::Last(period) => format!("couvrant {}", period.before("l’audit")),
        Coverage::ClosedYear => {
            "couvrant un exercice de douze mois clos depuis moins de dix-huit mois".to_owned()
        }
    }));
    if !asked.modalities.is_empty() {
        more.push(words::list(
            &asked
                .modalities
                .iter()
                .map(|m| modality(*m).to_owned())
                .collect::<Vec<_>>(),
            "ou",
        ));
    }
    if asked.min_modalities > 1 {
        more.push(format!("de {} natures différentes", asked.min_modalities));
    }
    if asked.min_origins > 1 {
        more.push(format!("de {} origines différentes", asked.min_origins));
    }
    more.extend(
        asked
            .min_pages
            .map(|n| format!("d’au moins {}", french::count(n as usize, "page", "pages"))),
    );
    if !asked.contains.is_empty() {
        more.push(format!(
            "où l’on lit {}",
            words::list(
                &asked
                    .contains
                    .iter()
                    .map(|w| format!("«\u{a0}{w}\u{a0}»"))
                    .collect::<Vec<_>>(),
                "et"
            )
        ));
    }
    if asked.signed {
        more.push("signée".to_owned());
    }
    if more.is_empty() {
        said
    } else {
        format!("{said} ({})", more.join(", "))
    }
}

/// What the evaluation of a rule saw, in one line.
pub fn outcome(rule: &Rule, trace: &Trace) -> String {
    let truth = match trace.truth {
        // what is only said is not called verified
        Truth::Yes if trace.support == Some(Support::Declared) => "déclaré".to_owned(),
        Truth::Yes => "vérifié".to_owned(),
        Truth::No => "contredit".to_owned(),
        Truth::Void => "sans objet".to_owned(),
        Truth::Unknown => format!("inconnu : {}", causes(trace.causes.iter().copied())),
    };
    let truth = trace.since.map_or(truth.clone(), |day| {
        format!("{truth}, selon la règle du {}", day.in_words())
    });
    let wanted = match rule {
        Rule::Rate { threshold, .. } => vec![threshold.bound()],
        _ => Vec::new(),
    };
    trace.rate.as_ref().map_or(truth.clone(), |rate| {
        format!(
            "{truth}, taux de {} ({} sur {})",
            rate.value().in_percent(&wanted),
            rate.part.exactly(0),
            rate.whole.exactly(0)
        )
    })
}

/// Causes, joined.
pub fn causes(all: impl Iterator<Item = Cause>) -> String {
    words::list(&all.map(|c| cause(c).to_owned()).collect::<Vec<_>>(), "et")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_agree_with_their_number() {
        for (unit, one) in [
            ("personnes", "personne"),
            ("heures par semaine", "heure par semaine"),
            ("mois", "mois"),
            ("ans", "an"),
            ("€", "€"),
        ] {
            assert_eq!(french::singular(unit), one);
        }
    }
}
