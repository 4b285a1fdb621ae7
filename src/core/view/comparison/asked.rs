//! What is asked of the structure: facts and evidence.

use super::Versions;
use super::criteria::ids_of;
use super::parts::{number, or_nothing, quoted};
use super::told::{Told, held};
use crate::kernel::{Period, RespondentId};
use crate::norm::model::{Choice, EvidenceType, FactDef, FactType, PersonalData};
use crate::view::words;

impl Versions<'_> {
    pub(super) fn facts(self) -> Vec<String> {
        let lists = held(&self.before.facts, &self.after.facts, |(key, _)| key);
        let mut out: Vec<String> = lists
            .added
            .iter()
            .map(|(key, def)| format!("ajouté : {} ({key})", def.label))
            .collect();
        for ((key, old), (_, new)) in lists.kept {
            let FactDef {
                label,
                kind,
                unit,
                min,
                max,
                choices,
                help,
                zero,
                lever,
                who,
                established_by,
                freshness,
                words: beside,
                calculation,
            } = new;
            let mut told = Told::default();
            told.moved("libellé", &old.label, label, quoted);
            told.moved("type", &old.kind, kind, |kind| {
                format!("« {} »", fact_type(*kind))
            });
            told.moved("unité", &old.unit, unit, |words| or_nothing(words.as_deref()));
            told.moved("minimum", &old.min, min, |value| number(value.as_ref()));
            told.moved("maximum", &old.max, max, |value| number(value.as_ref()));
            told.moved("choix", &old.choices, choices, |choices| {
                let each = choices
                    .iter()
                    .map(|Choice { id, label }| format!("{id} « {label} »"));
                each.collect::<Vec<_>>().join(", ")
            });
            told.rewritten("aide réécrite", &old.help, help);
            told.moved("zéro", &old.zero, zero, |zero| {
                zero.map_or("taux impossible à calculer", words::zero).to_owned()
            });
            told.moved("levier", &old.lever, lever, |lever| {
                if *lever { "oui" } else { "non" }.to_owned()
            });
            told.moved("établi par", &old.established_by, established_by, |types| {
                ids_of(types)
            });
            told.moved("fraîcheur", &old.freshness, freshness, |period| {
                period.map_or_else(|| "sans limite".to_owned(), Period::in_words)
            });
            told.moved("mots", &old.words, beside, |words| ids_of(words));
            told.flag(
                old.calculation.is_some(),
                calculation.is_some(),
                ["compté dans un tableau", "n’est plus compté dans un tableau"],
            );
            if let (Some(old), Some(new)) = (&old.calculation, calculation)
                && old != new
            {
                told.rewritten("compte réécrit", old, new);
            }
            told.moved("qui", &old.who, who, |who| {
                or_nothing(who.as_ref().map(RespondentId::as_str))
            });
            out.extend(told.of(key.as_str()));
        }
        out.extend(
            lists
                .removed
                .iter()
                .map(|(key, def)| format!("supprimé : {} ({key})", def.label)),
        );
        let groups = held(&self.before.fact_groups, &self.after.fact_groups, |g| &g.id);
        for (old, new) in groups.kept {
            let mut told = Told::default();
            told.moved("titre", &old.title, &new.title, |words| {
                or_nothing(words.as_deref())
            });
            told.flag(
                false,
                held(&old.facts, &new.facts, |key| key).reordered,
                ["demandé dans un autre ordre", ""],
            );
            out.extend(told.of(&format!("groupe {}", new.id)));
        }
        if groups.reordered {
            out.push("les groupes de faits sont demandés dans un autre ordre".to_owned());
        }
        out
    }

    pub(super) fn tables(self) -> Vec<String> {
        let lists = held(&self.before.tables, &self.after.tables, |(id, _)| id);
        let added = lists
            .added
            .iter()
            .map(|(id, table)| format!("ajouté : {} ({id})", table.label));
        let mut out: Vec<String> = added.collect();
        for ((id, old), (_, new)) in &lists.kept {
            let mut told = Told::default();
            told.moved("libellé", &old.label, &new.label, quoted);
            told.rewritten("colonnes et lecture réécrites", old, new);
            out.extend(told.of(id.as_str()));
        }
        let removed = lists
            .removed
            .iter()
            .map(|(id, table)| format!("supprimé : {} ({id})", table.label));
        out.extend(removed);
        out
    }

    pub(super) fn evidence_types(self) -> Vec<String> {
        let lists = held(
            &self.before.evidence_types,
            &self.after.evidence_types,
            |(id, _)| id,
        );
        let mut out: Vec<String> = lists
            .added
            .iter()
            .map(|(id, kind)| format!("ajouté : {} ({id})", kind.label))
            .collect();
        for ((id, old), (_, new)) in lists.kept {
            let EvidenceType {
                label,
                help,
                formats,
                validity,
                modalities,
                admitted,
                banned,
                known_by,
                min_words,
                origins,
                general,
                look_for,
            } = new;
            let mut told = Told::default();
            told.moved("libellé", &old.label, label, quoted);
            told.moved("reconnu à", &old.known_by, known_by, |groups| {
                let each = groups.iter().map(|group| group.join(" / "));
                each.collect::<Vec<_>>().join(" ; ")
            });
            told.moved("mots au moins", &old.min_words, min_words, |n| {
                n.map_or_else(|| "sans limite".to_owned(), |n| n.to_string())
            });
            told.moved("origines", &old.origins, origins, |origins| match &origins[..] {
                [] => "libres".to_owned(),
                some => some.join(", "),
            });
            told.moved("à relier à ses critères", &old.general, general, |general| {
                if *general { "oui" } else { "non" }.to_owned()
            });
            told.moved("à regarder", &old.look_for, look_for, |words| {
                or_nothing(words.as_deref())
            });
            told.moved("validité", &old.validity, validity, |period| {
                period.map_or_else(|| "sans limite".to_owned(), Period::in_words)
            });
            told.moved("formats", &old.formats, formats, |formats| {
                let each: Vec<&str> = formats.iter().map(|format| words::format(*format)).collect();
                ids_of(&each)
            });
            told.moved("modalités", &old.modalities, modalities, |modalities| {
                let each: Vec<&str> = modalities
                    .iter()
                    .map(|modality| words::modality(*modality))
                    .collect();
                ids_of(&each)
            });
            told.moved("données admises", &old.admitted, admitted, |admitted| {
                let each: Vec<&str> = admitted.iter().map(|data| personal(*data)).collect();
                ids_of(&each)
            });
            told.moved("ne doit pas contenir", &old.banned, banned, |words| {
                or_nothing(words.as_deref())
            });
            told.rewritten("aide réécrite", &old.help, help);
            out.extend(told.of(id.as_str()));
        }
        out.extend(
            lists
                .removed
                .iter()
                .map(|(id, kind)| format!("supprimé : {} ({id})", kind.label)),
        );
        out
    }
}

fn fact_type(kind: FactType) -> &'static str {
    match kind {
        FactType::Boolean => "oui ou non",
        FactType::Integer => "nombre entier",
        FactType::Decimal => "nombre",
        FactType::Percentage => "pourcentage",
        FactType::Date => "date",
        FactType::Choice => "choix",
        FactType::Text => "texte",
    }
}

fn personal(data: PersonalData) -> &'static str {
    match data {
        PersonalData::Names => "noms",
        PersonalData::Phones => "téléphones",
        PersonalData::Mails => "courriels",
        PersonalData::Iban => "comptes bancaires",
    }
}
