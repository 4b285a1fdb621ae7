//! What is told of a finding that does not hold.

use crate::diags;
use crate::kernel::{Date, Span};

diags! {
    /// A nonconformity that nothing shows.
    NothingShown { place: Span }
    => FindingIncomplete, "cette non-conformité ne nomme rien qui la montre".at(place, "")
        .hint("ajoutez « vu = [\"…\"] » (l’id d’une preuve), « vu-sur-site = true » ou « entretien = [\"encadrante\"] » (une fonction)");

    /// A nonconformity that lacks some of its parts.
    MissingParts { missing: String, place: Span }
    => FindingIncomplete, "il manque à cette non-conformité : {missing}".at(place, "")
        .hint("ce qui est exigé, ce qui a été constaté, en quoi l’un s’écarte de l’autre, et ce que cela met en jeu : une phrase chacun");

    /// An interview with nobody.
    HeardNobody { place: Span }
    => EmptyText, "un entretien dit avec qui, par sa fonction".at(place, "")
        .hint("écrivez par exemple « entretien = [\"encadrante\"] », jamais un nom");

    /// A person named where a function is wanted.
    NamedPerson { place: Span }
    => NamedPerson, "ceci nomme une personne : dites sa fonction".at(place, "")
        .hint("un constat dit ce que fait une organisation, jamais qui : écrivez par exemple « encadrante » ou « médiateur du soir »");

    /// A draw of an auditor who has no seed.
    DrawWithoutSeed { place: Span }
    => DrawShape, "ce tirage est d’un auditeur sans graine : personne ne peut le refaire".at(place, "")
        .hint("« mediaudit constats tirer DOSSIER --auditeur … --graine … » écrit la graine avec le tirage");

    /// A draw that does not say what it drew.
    DrawIncomplete { place: Span }
    => DrawShape, "ce tirage ne dit pas ce qu’il tire".at(place, "")
        .hint("soit « preuve », « tableau », « empreinte », « sur » et « lignes », soit « fonctions » : « mediaudit constats tirer » les écrit");

    /// A draw of two things.
    DrawOfBoth { place: Span }
    => DrawShape, "un tirage est de lignes ou de fonctions, pas des deux".at(place, "")
        .hint("faites-en deux blocs « [[tirage]] »");

    /// A function that the norm does not know.
    RespondentUnknown<'a> { function: &'a str, place: Span, known: Vec<&'a str> }
    => DrawShape, "la norme ne demande rien à « {function} »".at(place, "").nearest(function, known)
        .hint("une fonction tirée est un interlocuteur de la norme");

    /// A reason that says next to nothing.
    ShortReason { found: String, least: String, place: Span }
    => FindingIncomplete, "la raison tient en {found}, il en faut au moins {least}".at(place, "")
        .hint("écrivez ce qui a été vu, et où");

    /// An extreme without a comment.
    ExtremeUncommented { found: String, least: String, place: Span }
    => FindingIncomplete, "un extrême se commente : la raison tient en {found}, il en faut au moins {least}".at(place, "")
        .hint("dites ce qui le justifie : conforme, non conforme, premier ou dernier niveau, point fort, constat bloquant");

    /// A kind that its status contradicts.
    KindAgainstStatus<'a> { kind: &'a str, status: &'static str, place: Span }
    => FindingShape, "la nature « {kind} » contredit le statut « {status} »".at(place, "")
        .hint("corrigez « statut » ou « nature »");

    /// A kind that what was found of the element contradicts.
    KindAgainstState<'a> { kind: &'a str, state: &'static str, place: Span }
    => FindingShape, "la nature « {kind} » contredit l’état « {state} » de l’élément".at(place, "")
        .hint("corrigez « etat » ou « nature »");

    /// A criterion that always applies, set aside by an auditor.
    AuditorSetsAside<'a> { criterion: &'a str, place: Span }
    => NotApplicableForbidden, "{criterion} s’applique à toutes les structures : un auditeur non plus ne peut l’écarter".at(place, "")
        .hint("donnez le statut que vos constats montrent");

    /// A finding that reconciles one that there is not.
    NothingToReconcile<'a> { finding: &'a str, known: Vec<&'a str>, place: Span }
    => UnknownFinding, "« {finding} » n’est aucun autre constat de « constats »".at(place, "").nearest(finding, known)
        .hint("« concilie » nomme les constats, de deux auditeurs, que celui-ci remplace");

    /// A finding that reconciles one on another criterion.
    ReconcilesElsewhere<'a> { finding: &'a str, of: &'a str, criterion: &'a str, place: Span }
    => FindingShape, "le constat « {finding} » porte sur {of}, et celui qui le concilie sur {criterion}".at(place, "")
        .hint("un constat n’en concilie que d’autres du même critère");

    /// A finding of a day after the audit.
    AfterAudit { on: Date, audit: Date, place: Span }
    => FindingShape, "ce constat est du {on}, et l’audit du {audit}".at(place, "")
        .hint("corrigez « le », ou « date-audit » dans dossier.toml");

    /// A kind that the norm does not admit on a criterion that stands so.
    BarredKind<'a> { kind: &'a str, criterion: &'a str, importance: &'static str, status: &'static str, place: Span }
    => FindingShape, "la nature « {kind} » ne convient pas à {criterion}, critère {importance} {status}".at(place, "")
        .hint("relevez l’écart par une non-conformité, ou dites avec « statut » et sa raison pourquoi le critère n’est pas à ce statut");
}
