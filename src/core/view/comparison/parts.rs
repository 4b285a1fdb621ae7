//! Chapters, levels, kinds of finding, labels, sources, and the norm's own head.

use super::Versions;
use super::criteria::{day, ids_of};
use super::told::{Told, held};
use crate::kernel::{Ratio, words as text};
use crate::norm::Norm;
use crate::norm::model::{
    Axis, AxisRole, AxisValue, Chapter, Kind, Level, NormStatus, ScoreChange, Source, Standing,
};
use crate::view::policy::PolicyWords;

impl Versions<'_> {
    pub(super) fn identity(self) -> Vec<String> {
        let Self { before, after } = self;
        let mut told = Told::default();
        told.moved("titre", &before.title, &after.title, quoted);
        told.moved("édition", &before.edition, &after.edition, quoted);
        told.moved("statut", &before.status, &after.status, |status| {
            match status {
                NormStatus::Reworded => "reformulation",
                NormStatus::PublicText => "texte public",
                NormStatus::Trial => "essai",
            }
            .to_owned()
        });
        told.rewritten("avertissement réécrit", &before.warning, &after.warning);
        told.moved("entrée en vigueur", &before.from, &after.from, |date| day(*date));
        told.moved("fin", &before.until, &after.until, |date| day(*date));
        told.moved("licence", &before.licence, &after.licence, |words| {
            or_nothing(words.as_deref())
        });
        told.moved("surcouche", &before.overlay, &after.overlay, |mark| {
            or_nothing(mark.as_ref().map(|mark| mark.owner.as_str()))
        });
        told.lines()
    }

    pub(super) fn sources(self) -> Vec<String> {
        let lists = held(&self.before.sources, &self.after.sources, |(id, _)| id);
        let mut out: Vec<String> = lists
            .added
            .iter()
            .map(|(id, s)| format!("ajoutée : {id} — {}", s.title))
            .collect();
        for ((id, old), (_, new)) in lists.kept {
            let Source {
                title,
                url,
                read_on,
                read,
            } = new;
            let mut told = Told::default();
            told.moved("titre", &old.title, title, quoted);
            told.moved("adresse", &old.url, url, |words| or_nothing(words.as_deref()));
            told.moved("lue", &old.read_on, read_on, |day| day.in_words());
            told.rewritten("ce qui en a été lu", &old.read, read);
            out.extend(told.of(id.as_str()));
        }
        out.extend(
            lists
                .removed
                .iter()
                .map(|(id, s)| format!("supprimée : {id} — {}", s.title)),
        );
        out
    }

    pub(super) fn chapters(self) -> Vec<String> {
        let lists = held(&self.before.chapters, &self.after.chapters, |c| &c.id);
        let mut out: Vec<String> = lists
            .added
            .iter()
            .map(|c| format!("{} ajouté — {}", c.id, c.title))
            .collect();
        for (old, new) in lists.kept {
            let Chapter {
                id,
                title,
                parent,
                weight,
                introduction,
                policy,
                clause,
            } = new;
            let mut told = Told::default();
            told.moved("titre", &old.title, title, quoted);
            told.moved("chapitre parent", &old.parent, parent, |parent| {
                parent
                    .as_ref()
                    .map_or_else(|| "aucun".to_owned(), ToString::to_string)
            });
            told.moved("poids", &old.weight, weight, ToString::to_string);
            let both = [
                own_rules(self.before, old.policy.as_ref()),
                own_rules(self.after, policy.as_ref()),
            ];
            told.turned("règles de calcul", &old.policy, policy, both);
            told.rewritten("présentation réécrite", &old.introduction, introduction);
            told.rewritten("article de la surcouche", &old.clause, clause);
            out.extend(told.of(id.as_str()));
        }
        out.extend(
            lists
                .removed
                .iter()
                .map(|c| format!("{} supprimé — {}", c.id, c.title)),
        );
        if lists.reordered {
            out.push(format!(
                "l’ordre des chapitres change : {}",
                in_order(self.after.chapters.iter().map(|c| &c.id))
            ));
        }
        out
    }

    pub(super) fn levels(self) -> Vec<String> {
        let lists = held(&self.before.levels, &self.after.levels, |l| &l.id);
        let mut out = Vec::new();
        for level in lists.added {
            let rank = self
                .after
                .level_rank(&level.id)
                .and_then(|rank| rank.checked_sub(1));
            let below = rank.and_then(|rank| self.after.levels.get(rank));
            let place = below.map_or_else(
                || "le plus bas".to_owned(),
                |below| format!("au-dessus de « {} »", below.label),
            );
            out.push(format!("ajouté : {} « {} », {place}", level.id, level.label));
        }
        for (old, new) in lists.kept {
            let Level {
                id,
                label,
                text,
                value,
            } = new;
            let mut told = Told::default();
            told.moved("libellé", &old.label, label, quoted);
            told.moved("valeur", &old.value, value, |value| number(value.as_ref()));
            told.rewritten("texte réécrit", &old.text, text);
            out.extend(told.of(id.as_str()));
        }
        out.extend(
            lists
                .removed
                .iter()
                .map(|l| format!("supprimé : {} « {} »", l.id, l.label)),
        );
        if lists.reordered {
            let order = in_order(self.after.levels.iter().map(|l| &l.id));
            out.push(format!(
                "l’ordre des niveaux change, du plus bas au plus haut : {order}"
            ));
        }
        out
    }

    pub(super) fn kinds(self) -> Vec<String> {
        let lists = held(&self.before.kinds, &self.after.kinds, |k| &k.code);
        let mut out: Vec<String> = lists
            .added
            .iter()
            .map(|k| format!("ajouté : {} « {} »", k.code, k.label))
            .collect();
        for (old, new) in lists.kept {
            let Kind {
                code,
                label,
                self_label,
                rank,
                blocking,
                nonconformity,
                favourable,
                deadlines,
                text,
            } = new;
            let mut told = Told::default();
            told.moved("libellé", &old.label, label, quoted);
            told.moved("libellé en auto-évaluation", &old.self_label, self_label, quoted);
            told.moved("rang", &old.rank, rank, ToString::to_string);
            told.flag(
                old.nonconformity,
                *nonconformity,
                ["devient une non-conformité", "n’est plus une non-conformité"],
            );
            told.flag(old.blocking, *blocking, ["bloque désormais", "ne bloque plus"]);
            told.flag(
                old.favourable,
                *favourable,
                ["devient un point fort", "n’est plus un point fort"],
            );
            let due = |norm, kind: &Kind| {
                let label = |kind: &Kind| kind.label.clone();
                let said = PolicyWords { norm, kind: &label };
                or_nothing(said.deadlines(kind).as_deref())
            };
            let both = [due(self.before, old), due(self.after, new)];
            told.turned("délais", &old.deadlines, deadlines, both);
            told.rewritten("texte réécrit", &old.text, text);
            out.extend(told.of(code.as_str()));
        }
        out.extend(
            lists
                .removed
                .iter()
                .map(|k| format!("supprimé : {} « {} »", k.code, k.label)),
        );
        if lists.reordered {
            let order = in_order(self.after.kinds.iter().map(|k| &k.code));
            out.push(format!("l’ordre des constats change : {order}"));
        }
        out
    }

    pub(super) fn axes(self) -> Vec<String> {
        let lists = held(&self.before.axes, &self.after.axes, |axis| &axis.id);
        let mut out: Vec<String> = lists
            .added
            .iter()
            .map(|axis| format!("ajoutées : {} ({})", axis.label, axis.id))
            .collect();
        for (old, new) in lists.kept {
            let Axis {
                id,
                label,
                help,
                role,
                values,
            } = new;
            let mut told = Told::default();
            told.moved("libellé", &old.label, label, quoted);
            told.rewritten("aide réécrite", &old.help, help);
            told.moved("rôle dans le rapport", &old.role, role, |role| match role {
                Some(AxisRole::Ethics) => "déontologie".to_owned(),
                None => "aucun".to_owned(),
            });
            out.extend(told.of(id.as_str()));
            let lists = held(&old.values, values, |value| &value.id);
            out.extend(
                lists
                    .added
                    .iter()
                    .map(|value| format!("ajoutée : {id}/{} « {} »", value.id, value.label)),
            );
            for (old, new) in lists.kept {
                let AxisValue {
                    id: value,
                    label,
                    standing,
                    sources,
                } = new;
                let mut told = Told::default();
                told.moved("libellé", &old.label, label, quoted);
                told.moved("statut", &old.standing, standing, |standing| {
                    match standing {
                        Standing::Sourced => "sourcée",
                        Standing::ToConfirm => "à confirmer",
                    }
                    .to_owned()
                });
                told.moved("sources", &old.sources, sources, |ids| ids_of(ids));
                out.extend(told.of(&format!("{id}/{value}")));
            }
            out.extend(
                lists
                    .removed
                    .iter()
                    .map(|value| format!("supprimée : {id}/{} « {} »", value.id, value.label)),
            );
            if lists.reordered {
                out.push(format!("{id} : les étiquettes sont dans un autre ordre"));
            }
        }
        out.extend(
            lists
                .removed
                .iter()
                .map(|axis| format!("supprimées : {} ({})", axis.label, axis.id)),
        );
        out
    }
}

fn own_rules(norm: &Norm, policy: Option<&ScoreChange>) -> String {
    let kind = |kind: &Kind| kind.label.clone();
    let said = PolicyWords { norm, kind: &kind };
    policy.map_or_else(|| "celles de l’ensemble".to_owned(), |change| said.change(change))
}

pub(super) fn in_order<T: ToString>(ids: impl Iterator<Item = T>) -> String {
    text::list(&ids.map(|id| id.to_string()).collect::<Vec<_>>(), "puis")
}

pub(super) fn quoted(words: &String) -> String {
    format!("« {words} »")
}

pub(super) fn or_nothing(words: Option<&str>) -> String {
    words.unwrap_or("rien").to_owned()
}

pub(super) fn number(value: Option<&Ratio>) -> String {
    value.map_or_else(|| "rien".to_owned(), |value| value.exactly(0))
}
