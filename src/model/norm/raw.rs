//! The TOML of a norm as written: every value that may be wrong keeps its place ([`Located`]).
//!
//! Rules are externally tagged tables, the one form of enum in which spans survive serde. French names of keys stand here
//! and in `model`, nowhere else.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::model::{
    Aggregation, AuditKind, AxisRole, Bound, ChapterWeights, Confidence, CountBound, DrawRounding, Effect,
    EmptyGroup, EmptyTotal, Erring, Excluded, FactType, GateForm, HeadOffice, Importance, Judged, NoPrevious,
    NormStatus, PersonalData, Reach, RoundingMode, RoundingPlace, SampleGap, SampleStatus, SampleValue,
    Standing, Unsettled, WeightlessGroup, ZeroMeans, ZeroWeight, yes,
};
use super::utility::Reached;
use super::values::Scalar;
use crate::kernel::{
    AxisId, AxisLabel, AxisValueId, BandId, ChapterId, ChoiceId, CohortId, ColumnId, ConclusionId,
    CriterionId, Date, ElementId, FactGroupId, FactKey, FormFieldId, GateId, IndicatorId, KindCode, LevelId,
    Located, MilestoneId, NormId, PaperId, Period, ProfileId, RespondentId, SourceId, Status, TableId,
    TypeId,
};
use crate::record::item::{Format, Modality};
use crate::record::table::{ColumnType, Operation};

macro_rules! tables {
    ($($(#[$meta:meta])* $name:ident { $($(#[$field_meta:meta])* $field:ident : $type:ty = $key:literal,)* })+) => {
        $(
            $(#[$meta])*
            #[derive(Debug, Clone, Deserialize)]
            #[derive(schemars::JsonSchema)]
            #[serde(deny_unknown_fields)]
            pub(crate) struct $name {
                $($(#[$field_meta])* #[serde(rename = $key)] pub(crate) $field: $type,)*
            }
        )+
    };
}

tables! {
    RawIdentity {
        id: Located<NormId> = "id",
        title: String = "titre",
        edition: String = "edition",
        version: Located<String> = "version",
        status: NormStatus = "statut",
        warning: String = "avertissement",
        language: Located<String> = "langue",
        #[serde(default)] from: Option<Located<Date>> = "en-vigueur",
        #[serde(default)] until: Option<Located<Date>> = "fin",
        #[serde(default)] licence: Option<String> = "licence",
    }
    RawSource {
        key: Located<SourceId> = "cle",
        title: String = "titre",
        #[serde(default)] url: Option<String> = "url",
        read_on: Date = "lu-le",
        #[serde(default)] read: Option<String> = "lu",
    }
    RawLevel {
        id: Located<LevelId> = "id",
        label: String = "libelle",
        text: String = "texte",
        #[serde(default)] value: Option<Located<Scalar>> = "valeur",
    }
    RawMilestone {
        id: Located<MilestoneId> = "id",
        label: String = "libelle",
        #[serde(default)] text: Option<String> = "texte",
        #[serde(default)] after: Option<Located<Period>> = "apres",
    }
    RawKind {
        code: Located<KindCode> = "code",
        label: String = "libelle",
        #[serde(default)] self_label: Option<String> = "libelle-auto",
        rank: i64 = "rang",
        blocking: bool = "bloquant",
        nonconformity: bool = "non-conformite",
        #[serde(default)] favourable: bool = "favorable",
        text: String = "texte",
        #[serde(default)] deadlines: Vec<RawDeadline> = "delai",
    }
    RawDeadline {
        stage: String = "etape",
        within: Period = "delai",
        #[serde(default)] cycles: Vec<Located<MilestoneId>> = "cycles",
    }
    RawRespondent {
        id: Located<RespondentId> = "id",
        label: String = "libelle",
        help: String = "aide",
    }
    RawCohort {
        id: Located<CohortId> = "id",
        title: String = "titre",
        fact: Located<FactKey> = "fait",
        bands: Vec<RawBandOfCohort> = "tranches",
    }
    RawBandOfCohort {
        id: Located<BandId> = "id",
        label: String = "libelle",
        #[serde(default)] up_to: Option<u32> = "jusqu-a",
    }
    RawIndicator {
        id: Located<IndicatorId> = "id",
        title: String = "titre",
        labels: Vec<Located<AxisLabel>> = "etiquettes",
        reached: Reached = "portee",
        #[serde(default)] fact: Option<Located<FactKey>> = "fait",
        #[serde(default)] over: Option<Located<FactKey>> = "sur",
        unit: String = "unite",
        #[serde(default)] persons: bool = "personnes",
        method: String = "methode",
        limits: String = "limites",
        unproven: String = "ne-prouve-pas",
        #[serde(default)] sources: Vec<Located<SourceId>> = "sources",
    }
    RawFactGroup { id: Located<FactGroupId> = "id", title: String = "titre", }
    RawFact {
        key: Located<FactKey> = "cle",
        label: String = "libelle",
        kind: FactType = "type",
        #[serde(default)] unit: Option<String> = "unite",
        #[serde(default)] min: Option<Located<Scalar>> = "min",
        #[serde(default)] max: Option<Located<Scalar>> = "max",
        #[serde(default)] choices: Vec<RawChoice> = "choix",
        help: String = "aide",
        #[serde(default)] zero: Option<Located<ZeroMeans>> = "zero",
        #[serde(default = "yes")] lever: bool = "levier",
        #[serde(default)] who: Option<Located<RespondentId>> = "qui",
        #[serde(default)] established_by: Vec<Located<TypeId>> = "etabli-par",
        #[serde(default)] freshness: Option<Period> = "fraicheur",
        #[serde(default)] words: Vec<Located<String>> = "mots",
        #[serde(default)] calculation: Option<Located<RawCalculation>> = "calcul",
    }
    RawTable {
        id: Located<TableId> = "id",
        label: String = "libelle",
        help: String = "aide",
        #[serde(default)] who: Option<Located<RespondentId>> = "qui",
        types: Vec<Located<TypeId>> = "types",
        #[serde(default)] serves: Vec<Located<TypeId>> = "sert",
        #[serde(default)] day: Option<Located<ColumnId>> = "jour",
        columns: Vec<RawColumn> = "colonnes",
        #[serde(default)] forbidden: Vec<String> = "interdit",
    }
    RawColumn {
        id: Located<ColumnId> = "id",
        label: String = "libelle",
        kind: ColumnType = "type",
        #[serde(default)] needed: bool = "necessaire",
        #[serde(default)] personal: bool = "personnel",
        #[serde(default)] synonyms: Vec<String> = "synonymes",
        #[serde(default)] choices: Vec<RawColumnChoice> = "choix",
    }
    RawColumnChoice { value: String = "valeur", #[serde(default)] words: Vec<String> = "mots", }
    RawCalculation {
        table: Located<TableId> = "tableau",
        operation: Operation = "compte",
        #[serde(default)] of: Option<Located<ColumnId>> = "de",
        #[serde(default)] conditions: Vec<Located<RawRowCondition>> = "si",
        #[serde(default)] part: Vec<Located<RawRowCondition>> = "dont",
    }
    RawRowCondition {
        column: Located<ColumnId> = "colonne",
        #[serde(default)] equals: Option<Located<Scalar>> = "egal",
        #[serde(default)] among: Option<Vec<Located<String>>> = "parmi",
        #[serde(default)] filled: Option<bool> = "renseigne",
        #[serde(default)] before: Option<Located<String>> = "avant",
        #[serde(default)] after: Option<Located<String>> = "apres",
        #[serde(default)] not_before: Option<Located<String>> = "pas-avant",
        #[serde(default)] between: Option<(Located<String>, Located<String>)> = "entre",
        #[serde(default)] during: Option<Located<String>> = "pendant",
        #[serde(default)] at_least: Option<Located<Scalar>> = "au-moins",
        #[serde(default)] at_most: Option<Located<Scalar>> = "au-plus",
        #[serde(default)] same: Option<Located<ColumnId>> = "comme",
    }
    RawChoice { id: Located<ChoiceId> = "id", label: String = "libelle", }
    RawEvidenceType {
        id: Located<TypeId> = "id",
        label: String = "libelle",
        help: String = "aide",
        #[serde(default)] formats: Vec<Format> = "formats",
        #[serde(default)] validity: Option<Period> = "validite",
        modalities: Located<Vec<Modality>> = "modalites",
        #[serde(default)] admitted: Vec<PersonalData> = "donnees-admises",
        #[serde(default)] banned: Option<String> = "ne-doit-pas-contenir",
        #[serde(default)] known_by: Vec<Located<Vec<String>>> = "reconnu-a",
        #[serde(default)] min_words: Option<u32> = "mots-min",
        #[serde(default)] origins: Vec<Located<String>> = "origines",
        #[serde(default)] general: bool = "a-relier",
        #[serde(default)] look_for: Option<String> = "a-regarder",
    }
    RawUsualPaper {
        id: Located<PaperId> = "id",
        label: String = "libelle",
        #[serde(default)] who: Option<Located<RespondentId>> = "qui",
        types: Located<Vec<Located<TypeId>>> = "types",
        #[serde(default)] also: Vec<Located<TypeId>> = "aussi",
        #[serde(default)] called: Vec<Located<String>> = "appele",
    }
    RawAxis {
        id: Located<AxisId> = "id",
        label: String = "libelle",
        help: String = "aide",
        #[serde(default)] role: Option<Located<AxisRole>> = "role",
        #[serde(default)] values: Vec<RawAxisValue> = "valeur",
    }
    RawAxisValue {
        id: Located<AxisValueId> = "id",
        label: String = "libelle",
        standing: Standing = "statut",
        #[serde(default)] sources: Vec<Located<SourceId>> = "sources",
    }
    RawChapter {
        id: Located<ChapterId> = "id",
        title: String = "titre",
        #[serde(default)] parent: Option<Located<ChapterId>> = "parent",
        #[serde(default = "one")] weight: u32 = "poids",
        introduction: String = "presentation",
        #[serde(default)] policy: Option<RawChange> = "politique",
    }
    RawCriterion {
        id: Located<CriterionId> = "id",
        #[serde(default)] chapter: Option<Located<ChapterId>> = "chapitre",
        title: String = "titre",
        requirement: String = "exigence",
        stake: String = "enjeu",
        importance: Importance = "importance",
        #[serde(default = "one")] weight: u32 = "poids",
        judged: Located<Judged> = "juge",
        #[serde(default)] binds: Vec<Bound> = "oblige",
        #[serde(default)] who: Option<Located<RespondentId>> = "qui",
        #[serde(default)] level: Option<Located<LevelId>> = "niveau-requis",
        #[serde(default)] levels: BTreeMap<Located<MilestoneId>, Located<LevelId>> = "niveau-requis-selon",
        #[serde(default)] cycles: Vec<Located<MilestoneId>> = "cycles",
        #[serde(default)] weights: Vec<RawReduced> = "poids-si",
        #[serde(default)] single_kind: Option<Located<KindCode>> = "nature-unique",
        confidence: Confidence = "confiance",
        #[serde(default)] sources: Vec<Located<SourceId>> = "sources",
        #[serde(default)] labels: Vec<Located<AxisLabel>> = "etiquettes",
        #[serde(default)] from: Option<Located<Date>> = "en-vigueur",
        #[serde(default)] withdrawn: Option<Located<Date>> = "retire",
        #[serde(default)] former_ids: Vec<Located<CriterionId>> = "ancien-id",
        #[serde(default)] applies_if: Option<Located<RawRule>> = "applicable-si",
        #[serde(default)] always_applies: bool = "na-interdit",
        #[serde(default)] note: Option<String> = "note",
    }
    RawReduced { rule: Located<RawRule> = "si", weight: u32 = "poids", }
    RawElement {
        id: Located<ElementId> = "id",
        label: String = "libelle",
        #[serde(default)] rule: Option<Located<RawRule>> = "si",
        action: String = "action",
        effort: Located<u8> = "effort",
        #[serde(default)] declaration_suffices: bool = "declaration-suffit",
        #[serde(default)] optional: bool = "facultatif",
        #[serde(default)] cycles: Vec<Located<MilestoneId>> = "cycles",
    }
    RawExample {
        name: String = "nom",
        date: Date = "date",
        #[serde(default)] cycle: Option<Located<MilestoneId>> = "cycle",
        #[serde(default)] facts: Option<Located<RawFactTree>> = "faits",
        #[serde(default)] level: Option<Located<LevelId>> = "niveau",
        #[serde(default)] not_applicable: Option<String> = "non-applicable",
        #[serde(default)] evidence: Vec<RawExampleEvidence> = "preuves",
        #[serde(default)] findings: Vec<RawExampleFinding> = "constats",
        #[serde(default)] others: BTreeMap<String, Status> = "autres",
        expected: Located<Status> = "attendu",
    }
    RawExampleEvidence {
        kind: Located<TypeId> = "type",
        #[serde(default)] effect: Option<Date> = "date-effet",
        #[serde(default)] expires: Option<Date> = "expire",
        #[serde(default)] covers: Option<(Date, Date)> = "periode",
        #[serde(default)] elsewhere: bool = "ailleurs",
        #[serde(default)] modality: Option<Modality> = "modalite",
        #[serde(default)] pages: Option<u32> = "pages",
        #[serde(default)] text: Option<String> = "texte",
        #[serde(default)] unreadable: bool = "illisible",
        #[serde(default)] signed: bool = "signee",
        #[serde(default)] source: Option<String> = "origine",
    }
    RawExampleFinding { element: Located<ElementId> = "element", state: FindingState = "etat", }
    RawPracticeRule {
        at_least: Located<LevelId> = "au-moins",
        #[serde(default)] since: Option<Period> = "depuis-au-moins",
        #[serde(default)] criterion: Option<Located<CriterionId>> = "critere",
    }
    RawFactRule {
        key: Located<FactKey> = "cle",
        #[serde(default)] equals: Option<Located<Scalar>> = "vaut",
        #[serde(default)] at_least: Option<Located<Scalar>> = "au-moins",
        #[serde(default)] at_most: Option<Located<Scalar>> = "au-plus",
        #[serde(default)] among: Option<Vec<Located<Scalar>>> = "parmi",
        #[serde(default)] stated: Option<Located<bool>> = "renseigne",
        #[serde(default)] whose: Option<Located<String>> = "seuil-de",
        #[serde(default)] floor: Option<Located<Scalar>> = "plancher",
        #[serde(default)] ceiling: Option<Located<Scalar>> = "plafond",
        #[serde(default)] condition: bool = "condition",
    }
    RawRate {
        part: Located<FactKey> = "de",
        whole: Located<FactKey> = "sur",
        #[serde(default)] at_least: Option<Located<Scalar>> = "au-moins",
        #[serde(default)] at_most: Option<Located<Scalar>> = "au-plus",
        #[serde(default)] may_exceed: bool = "depassement",
        #[serde(default)] whose: Option<Located<String>> = "seuil-de",
        #[serde(default)] floor: Option<Located<Scalar>> = "plancher",
        #[serde(default)] ceiling: Option<Located<Scalar>> = "plafond",
        #[serde(default)] tolerance: Option<Located<u32>> = "tolerance",
        #[serde(default)] condition: bool = "condition",
    }
    RawEvidenceRule {
        #[serde(default)] one: Option<Located<TypeId>> = "type",
        #[serde(default)] types: Option<Vec<Located<TypeId>>> = "types",
        #[serde(default)] count: Option<Located<u32>> = "nombre",
        #[serde(default)] max_age: Option<Period> = "age-max",
        #[serde(default)] whose: Option<Located<String>> = "seuil-de",
        #[serde(default)] still_valid: Option<Period> = "valide-encore",
        #[serde(default)] covers: Option<Located<String>> = "couvre",
        #[serde(default)] modalities: Vec<Modality> = "modalites",
        #[serde(default)] min_modalities: Option<Located<u32>> = "modalites-min",
        #[serde(default)] min_origins: Option<Located<u32>> = "origines-min",
        #[serde(default)] formats: Vec<Format> = "formats",
        #[serde(default)] min_pages: Option<u32> = "pages-min",
        #[serde(default)] contains: Vec<Located<String>> = "contient",
        #[serde(default)] signed: bool = "signee",
    }
    RawCriterionRule { id: Located<CriterionId> = "id", status: Status = "statut", }
    RawAtLeast { n: Located<u32> = "n", rules: Vec<Located<RawRule>> = "regles", }
    RawDated { from: Located<Date> = "depuis", source: Located<SourceId> = "source", rule: Located<RawRule> = "regle", }
    RawChange {
        #[serde(default)] aggregation: Option<Located<Aggregation>> = "agregation",
        #[serde(default)] partial_credit: Option<Located<String>> = "credit-partiel",
        #[serde(default)] not_assessed: Option<Unsettled> = "non-evalue",
        #[serde(default)] not_demonstrated: Option<Unsettled> = "non-demontre",
        #[serde(default)] not_applicable: Option<Located<Excluded>> = "non-applicable",
        #[serde(default)] target: Option<Located<Scalar>> = "cible",
        #[serde(default)] error: Option<Erring> = "erreur",
        #[serde(default)] empty_group: Option<EmptyGroup> = "groupe-vide",
        #[serde(default)] weightless_group: Option<WeightlessGroup> = "groupe-sans-poids",
        #[serde(default)] zero_weight: Option<ZeroWeight> = "poids-nul",
        #[serde(default)] rounding: Option<RawRounding> = "arrondi",
    }
    RawRevision {
        from: Located<Date> = "depuis",
        source: Located<SourceId> = "source",
        #[serde(default)] aggregation: Option<Located<Aggregation>> = "agregation",
        #[serde(default)] partial_credit: Option<Located<String>> = "credit-partiel",
        #[serde(default)] not_assessed: Option<Unsettled> = "non-evalue",
        #[serde(default)] not_demonstrated: Option<Unsettled> = "non-demontre",
        #[serde(default)] not_applicable: Option<Located<Excluded>> = "non-applicable",
        #[serde(default)] target: Option<Located<Scalar>> = "cible",
        #[serde(default)] error: Option<Erring> = "erreur",
        #[serde(default)] empty_group: Option<EmptyGroup> = "groupe-vide",
        #[serde(default)] weightless_group: Option<WeightlessGroup> = "groupe-sans-poids",
        #[serde(default)] zero_weight: Option<ZeroWeight> = "poids-nul",
        #[serde(default)] rounding: Option<RawRounding> = "arrondi",
    }
    RawScale {
        min: Located<Scalar> = "min",
        max: Located<Scalar> = "max",
        #[serde(default)] unit: String = "unite",
    }
    RawEscalation {
        count: Located<u32> = "nombre",
        from: Located<KindCode> = "de",
        to: Located<KindCode> = "vers",
        #[serde(default)] reach: Reach = "portee",
        #[serde(default)] effect: Effect = "effet",
        #[serde(default)] repeats: bool = "repete",
        #[serde(default)] source: Option<Located<SourceId>> = "source",
    }
    RawUnlifted {
        from: Located<KindCode> = "de",
        to: Located<KindCode> = "vers",
        #[serde(default)] no_previous: NoPrevious = "sans-precedent",
    }
    RawForm { importances: Vec<Importance> = "importances", #[serde(default)] fields: Vec<RawFormField> = "champ", }
    RawFormField { id: Located<FormFieldId> = "id", label: String = "libelle", }
    RawFindingRules {
        #[serde(default)] reason_words: u32 = "mots-raison",
        #[serde(default)] extreme_words: u32 = "mots-extreme",
        #[serde(default)] established: bool = "ecart-etabli",
        #[serde(default)] always_applies: bool = "na-interdit",
        #[serde(default)] exclusions: Vec<RawExclusion> = "exclusion",
    }
    RawExclusion {
        importances: Vec<Importance> = "importances",
        status: Status = "statut",
        kinds: Vec<Located<KindCode>> = "natures",
    }
    RawRecheck {
        cycle: Located<MilestoneId> = "cycle",
        #[serde(default)] criteria: Vec<Located<CriterionId>> = "criteres",
        #[serde(default)] single_kind: bool = "nature-unique",
        #[serde(default)] nonconformities: bool = "non-conformites",
    }
    RawSamples {
        #[serde(default)] status: Option<Located<SampleStatus>> = "statut",
        #[serde(default)] share: Option<Located<Scalar>> = "part",
        #[serde(default)] value: SampleValue = "valeur",
        #[serde(default)] gap: SampleGap = "non-evalue",
    }
    RawDraw {
        #[serde(default)] audits: Vec<AuditKind> = "genres",
        #[serde(default)] rounding: DrawRounding = "arrondi",
        #[serde(default)] head_office: HeadOffice = "siege",
    }
    RawGate {
        id: Located<GateId> = "id",
        label: String = "libelle",
        form: Located<GateForm> = "forme",
        #[serde(default)] importance: Option<Importance> = "importance",
        #[serde(default)] criteria: Vec<Located<CriterionId>> = "criteres",
        #[serde(default)] ceiling: Option<Located<Scalar>> = "plafond",
    }
    RawPolicy {
        aggregation: Located<Aggregation> = "agregation",
        #[serde(default)] partial_credit: Option<Located<String>> = "credit-partiel",
        #[serde(default)] not_assessed: Option<Unsettled> = "non-evalue",
        #[serde(default)] not_demonstrated: Option<Unsettled> = "non-demontre",
        #[serde(default)] not_applicable: Option<Located<Excluded>> = "non-applicable",
        #[serde(default)] target: Option<Located<Scalar>> = "cible",
        #[serde(default)] error: Option<Erring> = "erreur",
        #[serde(default)] empty_group: Option<EmptyGroup> = "groupe-vide",
        #[serde(default)] weightless_group: Option<WeightlessGroup> = "groupe-sans-poids",
        #[serde(default)] zero_weight: Option<ZeroWeight> = "poids-nul",
        rounding: RawRounding = "arrondi",
        #[serde(default)] revisions: Vec<RawRevision> = "revision",
        #[serde(default)] empty_total: EmptyTotal = "total-vide",
        #[serde(default)] chapter_weights: ChapterWeights = "poids-chapitres",
        #[serde(default)] scale: Option<RawScale> = "echelle",
        #[serde(default)] escalations: Vec<RawEscalation> = "escalade",
        #[serde(default)] unlifted: Vec<RawUnlifted> = "non-levee",
        #[serde(default)] form: Option<RawForm> = "fiche",
        #[serde(default)] findings: Option<RawFindingRules> = "constats",
        #[serde(default)] rechecks: Vec<RawRecheck> = "reexamen",
        #[serde(default)] samples: Option<RawSamples> = "echantillons",
        #[serde(default)] draw: Option<RawDraw> = "tirage",
        #[serde(default)] gates: Vec<RawGate> = "porte",
        #[serde(default)] complete_bands: bool = "bandes-completes",
        #[serde(default)] whose: Option<Located<String>> = "seuil-de",
        grave_share: Located<String> = "part-grave",
        #[serde(default)] grave_level: Option<Located<LevelId>> = "niveau-grave",
        kinds: BTreeMap<Importance, RawKindRow> = "natures",
        #[serde(default)] bands: Vec<RawBand> = "bande",
        #[serde(default)] conclusions: Vec<Located<RawConclusion>> = "conclusion",
        #[serde(default)] vigilance: Option<RawVigilance> = "vigilance",
    }
    RawRounding {
        #[serde(default)] mode: RoundingMode = "mode",
        decimals: Located<u32> = "decimales",
        #[serde(default)] place: Option<Located<RoundingPlace>> = "a",
    }
    RawKindRow {
        #[serde(default)] grave: Option<Located<KindCode>> = "non-conforme-grave",
        #[serde(default)] nonconforming: Option<Located<KindCode>> = "non-conforme",
        #[serde(default)] not_demonstrated: Option<Located<KindCode>> = "non-demontre",
        #[serde(default)] no_evidence: Option<Located<KindCode>> = "preuve-absente",
        #[serde(default)] below: Option<Located<KindCode>> = "sous-la-cible",
    }
    RawBand {
        label: Located<String> = "libelle",
        from: Located<Scalar> = "a-partir-de",
        #[serde(default)] to: Option<Located<Scalar>> = "jusqu-a",
        #[serde(default)] condition: Option<RawCondition> = "si",
        text: String = "texte",
    }
    RawConclusion {
        id: Located<ConclusionId> = "id",
        #[serde(default)] audits: Vec<AuditKind> = "genres",
        #[serde(default)] cycles: Vec<Located<MilestoneId>> = "cycles",
        #[serde(default)] condition: Option<RawCondition> = "si",
        title: String = "titre",
        text: String = "texte",
        #[serde(default)] favourable: bool = "favorable",
    }
    RawVigilance {
        #[serde(default)] set_aside: Option<Located<Scalar>> = "ecarte",
        #[serde(default)] same_text: Option<u32> = "memes-textes",
        #[serde(default)] one_piece: Option<u32> = "une-piece",
        #[serde(default)] same_day: Option<Located<Scalar>> = "meme-jour",
        #[serde(default)] unnamed: Option<Located<Scalar>> = "sans-nom",
        #[serde(default)] images: Option<Located<Scalar>> = "images",
        #[serde(default)] findings: Option<Located<Scalar>> = "constats",
        #[serde(default)] waiting: Option<Located<Scalar>> = "attente",
    }
    RawCondition {
        #[serde(default)] kinds: BTreeMap<KindCode, CountBound> = "constats",
        #[serde(default)] statuses: BTreeMap<Status, CountBound> = "statuts",
        #[serde(default)] score: Option<RawThreshold> = "score",
        #[serde(default)] met: BTreeMap<Importance, RawThreshold> = "satisfaits",
        #[serde(default)] chapters: BTreeMap<ChapterId, RawThreshold> = "chapitres",
        #[serde(default)] gates: Option<bool> = "portes",
        #[serde(default)] unlifted: Option<CountBound> = "non-levees",
        #[serde(default)] set_aside: Option<CountBound> = "ecartes-sur-parole",
        #[serde(default)] bands: Vec<Located<String>> = "bandes",
    }
    RawThreshold {
        #[serde(default)] at_least: Option<Located<Scalar>> = "au-moins",
        #[serde(default)] at_most: Option<Located<Scalar>> = "au-plus",
    }
    RawProfile {
        id: Located<ProfileId> = "id",
        title: String = "titre",
        description: String = "description",
        #[serde(default)] all: bool = "tout",
        #[serde(default)] chapters: Vec<Located<ChapterId>> = "chapitres",
        #[serde(default)] criteria: Vec<Located<CriterionId>> = "criteres",
        #[serde(default)] partial: bool = "partiel",
        #[serde(default)] first: bool = "commencer",
        #[serde(default)] sheet: bool = "fiche",
        #[serde(default)] waiting: Option<Located<Scalar>> = "attente",
        #[serde(default)] conclusions: Vec<Located<RawConclusion>> = "conclusion",
    }
}

/// What an auditor found of an element.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, schemars::JsonSchema)]
#[expect(missing_docs, reason = "a schema would repeat what is said of each")]
pub enum FindingState {
    #[serde(rename = "satisfait")]
    Met,
    #[serde(rename = "non-satisfait")]
    NotMet,
    #[serde(rename = "non-applicable")]
    Void,
}

impl FindingState {
    /// As it is written.
    pub fn label(self) -> &'static str {
        match self {
            Self::Met => "satisfait",
            Self::NotMet => "non-satisfait",
            Self::Void => "non-applicable",
        }
    }
}

fn one() -> u32 {
    1
}

/// A rule as written.
#[derive(Debug, Clone, Deserialize, schemars::JsonSchema)]
pub(crate) enum RawRule {
    #[serde(rename = "pratique")]
    Practice(RawPracticeRule),
    #[serde(rename = "fait")]
    Fact(RawFactRule),
    #[serde(rename = "taux")]
    Rate(RawRate),
    #[serde(rename = "preuve")]
    Evidence(RawEvidenceRule),
    #[serde(rename = "critere")]
    Criterion(RawCriterionRule),
    #[serde(rename = "tous")]
    All(Vec<Located<RawRule>>),
    #[serde(rename = "un-parmi")]
    Any(Vec<Located<RawRule>>),
    #[serde(rename = "au-moins-n")]
    AtLeast(RawAtLeast),
    #[serde(rename = "non")]
    Not(Box<Located<RawRule>>),
    #[serde(rename = "selon-date")]
    Dated(Vec<RawDated>),
}

/// Facts nested by dotted keys: leaves are values, or tables with `valeur` and `preuve`.
#[derive(Debug, Clone, Deserialize, schemars::JsonSchema)]
#[serde(transparent)]
pub(crate) struct RawFactTree(pub(crate) BTreeMap<String, Located<RawFactNode>>);

/// A leaf or a branch of facts.
#[derive(Debug, Clone, schemars::JsonSchema)]
#[schemars(untagged)]
pub(crate) enum RawFactNode {
    Leaf(Scalar),
    Branch(RawFactTree),
}

impl<'de> Deserialize<'de> for RawFactNode {
    /// Told apart by the shape of the value itself: serde's untagged enums would lose the places below.
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl<'de> serde::de::Visitor<'de> for Visitor {
            type Value = RawFactNode;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(super::diags::VALUE_OR_FACTS)
            }
            fn visit_bool<E>(self, value: bool) -> Result<RawFactNode, E> {
                Ok(RawFactNode::Leaf(Scalar::Boolean(value)))
            }
            fn visit_i64<E>(self, value: i64) -> Result<RawFactNode, E> {
                Ok(RawFactNode::Leaf(Scalar::Integer(value)))
            }
            fn visit_f64<E>(self, value: f64) -> Result<RawFactNode, E> {
                Ok(RawFactNode::Leaf(Scalar::Float(value)))
            }
            fn visit_str<E>(self, value: &str) -> Result<RawFactNode, E> {
                Ok(RawFactNode::Leaf(Scalar::Text(value.to_owned())))
            }
            fn visit_map<A: serde::de::MapAccess<'de>>(self, mut map: A) -> Result<RawFactNode, A::Error> {
                let mut next = match Date::of_map(&mut map)? {
                    Ok(date) => return Ok(RawFactNode::Leaf(Scalar::Date(date))),
                    Err(key) => key,
                };
                let mut branch = BTreeMap::new();
                while let Some(key) = next {
                    branch.insert(key, map.next_value()?);
                    next = map.next_key()?;
                }
                Ok(RawFactNode::Branch(RawFactTree(branch)))
            }
        }
        deserializer.deserialize_any(Visitor)
    }
}
