//! What the loader of a dossier tells its author.

use std::fmt;

use super::path::PathFault;
use crate::diags;
use crate::kernel::{Date, IdError, MilestoneId, Span};

impl fmt::Display for PathFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Empty => "chemin vide",
            Self::Nul => "caractère nul dans le chemin",
            Self::Backslash => "les dossiers se séparent par « / », pas par « \\ »",
            Self::Address => "une adresse n’est pas un fichier du dossier",
            Self::Absolute => "le chemin doit partir du dossier, sans « / » ni lettre de disque au début",
            Self::Outside => "le chemin ne peut sortir du dossier ni contenir « . » ou « .. »",
        })
    }
}

diags! {
    /// A place that is no cell.
    NotACell<'a> { written: &'a str, place: Span }
    => FigurePlace, "« {written} » n’est pas une cellule".at(place, "")
        .hint("écrivez la feuille, un point d’exclamation, la colonne et la ligne : ou = \"Feuille1!B12\" ; sans feuille si la pièce n’en a qu’une : ou = \"B12\"");

    /// A page before the first.
    NoFirstPage { place: Span }
    => FigurePlace, "les pages se comptent à partir de 1".at(place, "").hint("comptez à partir de la première du fichier, couverture comprise");

    /// A cell and a page for one number.
    TwoPlaces { place: Span }
    => FigurePlace, "« ou » et « page » disent deux endroits pour un nombre".at(place, "")
        .hint("gardez « ou » pour un tableur, « page » pour un PDF");

    /// A place in no piece.
    PlaceWithoutPiece { place: Span }
    => FigurePlace, "l’endroit est dit, mais pas la pièce où il se trouve".at(place, "")
        .hint("ajoutez la pièce : preuve = \"…\", ou retirez « ou » et « page »");

    /// A place for what is no number.
    PlaceOfNoNumber { place: Span }
    => FigurePlace, "seul un nombre se cherche à un endroit de sa pièce".at(place, "").hint("retirez « ou » et « page »");

    /// A table that the norm does not have.
    UnknownTable<'a> { table: &'a str, place: Span, known: Vec<&'a str> }
    => UnknownReference, "le tableau « {table} » n’est pas dans la norme".at(place, "").nearest(table, known);

    /// A column that the table does not have.
    UnknownColumn<'a> { column: &'a str, table: &'a str, place: Span, known: Vec<&'a str> }
    => UnknownReference, "le tableau « {table} » n’a pas de colonne « {column} »".at(place, "")
        .nearest(column, known.iter().copied()).hint(format!("ses colonnes : {}", known.join(", ")));

    /// A table that is to be counted by site where there are none.
    NoSiteToCount { place: Span }
    => UnknownSite, "un tableau se compte par site là où le dossier en a".at(place, "")
        .hint("ajoutez un « [[site]] » par site, ou retirez cette ligne");

    /// A value that stands for none of the norm's.
    UnknownValue<'a> { value: &'a str, column: &'a str, place: Span, known: Vec<&'a str> }
    => UnknownReference, "« {value} » n’est pas une valeur de « {column} »".at(place, "")
        .nearest(value, known.iter().copied()).hint(format!("valeurs admises : {}", known.join(", ")));

    /// No `[structure]`.
    NoStructure { place: Span }
    => DossierBlock, "le bloc « [structure] » manque".at(place, "")
        .hint("écrivez [structure], puis « nom = \"…\" »");

    /// A dossier of another norm.
    OtherNorm<'a> { pinned: &'a str, loaded: &'a str, place: Span }
    => DossierNorm, "le dossier épingle la norme « {pinned} », la norme chargée est « {loaded} »".at(place, "")
        .hint("corrigez « norme », ou retirez --norme");

    /// A dossier of another version.
    OtherVersion<'a> { pinned: &'a str, loaded: &'a str, place: Span }
    => DossierVersion, "le dossier épingle la version {pinned}, la norme chargée est en version {loaded}"
        .at(place, "")
        .hint("corrigez « version-norme », ou donnez la norme de cette version par --norme");

    /// A milestone where the norm has no cycle.
    NormWithoutCycle { place: Span }
    => UnknownMilestone, "cette norme n’a pas de cycle".at(place, "").hint("retirez « cycle »");

    /// A milestone that the norm's cycle does not hold.
    UnknownMilestone<'a> { milestone: &'a MilestoneId, place: Span, known: Vec<&'a str> }
    => UnknownMilestone, "l’étape « {milestone} » n’est pas dans le cycle de la norme".at(place, "")
        .nearest(milestone.as_str(), known.iter().copied())
        .hint(format!("étapes admises : {}", known.join(", ")));

    /// No milestone where the norm has a cycle.
    NoMilestone<'a> { place: Span, known: Vec<&'a str> }
    => MissingKey, "la clé « cycle » manque".at(place, "")
        .hint(format!("étapes admises : {}", known.join(", ")));

    /// A profile that the norm does not hold.
    UnknownProfile<'a> { profile: &'a str, place: Span, known: Vec<&'a str> }
    => UnknownProfile, "le profil « {profile} » n’est pas dans la norme".at(place, "")
        .nearest(profile, known.iter().copied()).hint(format!("profils : {}", known.join(", ")));

    /// An identifier that is used twice.
    DuplicateId<'a> { what: &'static str, id: &'a str, place: Span }
    => DossierDuplicate, "{what} « {id} » apparaît deux fois".at(place, "")
        .hint("un identifiant ne sert qu’une fois, majuscules et minuscules confondues");

    /// Data of persons where nothing can mask them.
    PersonalId<'a> { looks_like: &'a str, place: Span }
    => PersonalId, "un identifiant ne peut contenir ce qui ressemble à {looks_like}".at(place, "")
        .hint("il figure dans chaque rapport : choisissez un mot, comme « liste-presence »");

    /// A site that is not declared.
    UnknownSite<'a> { site: &'a str, place: Span, known: Vec<&'a str> }
    => UnknownSite, "le site « {site} » n’est pas déclaré".at(place, "").nearest(site, known)
        .hint("ajoutez « [[site]] »");

    /// A criterion that the norm does not hold.
    UnknownCriterion<'a> { criterion: &'a str, place: Span, known: Vec<&'a str> }
    => UnknownCriterion, "le critère « {criterion} » n’est pas dans la norme".at(place, "").nearest(criterion, known);

    /// The first part of an identifier with a dot, written without quotes.
    UnquotedCriterion<'a> { criterion: &'a str, whole: &'a str, place: Span }
    => UnknownCriterion, "le critère « {criterion} » n’est pas dans la norme".at(place, "")
        .hint(format!("un identifiant qui porte un point va entre guillemets : [pratiques.\"{whole}\"]"));

    /// A criterion under its former name.
    RenamedCriterion<'a> { former: &'a str, present: &'a str, place: Span }
    => RenamedCriterion, "le critère « {former} » s’appelle maintenant « {present} »".at(place, "")
        .hint(format!("remplacez « {former} » par « {present} » ; en attendant, l’ancien nom est lu"));

    /// An element that its criterion does not hold.
    UnknownElement<'a> { element: &'a str, criterion: &'a str, place: Span, known: Vec<&'a str> }
    => UnknownElement, "l’élément « {element} » n’est pas dans le critère {criterion}".at(place, "")
        .hint(format!("éléments de {criterion} : {}", known.join(", ")));

    /// A level that the norm's scale does not hold.
    UnknownLevel<'a> { level: &'a str, place: Span, known: Vec<&'a str> }
    => UnknownLevel, "le niveau « {level} » n’est pas dans l’échelle de la norme".at(place, "")
        .nearest(level, known.iter().copied()).hint(format!("niveaux admis : {}", known.join(", ")));

    /// A fact key in quotes.
    QuotedFact<'a> { key: &'a str, place: Span }
    => QuotedFact, "« {key} » s’écrit sans guillemets".at(place, "").hint(format!("écrivez {key} = …"));

    /// A fact that the norm does not declare.
    UnknownFact<'a> { fact: &'a str, place: Span, known: Vec<&'a str> }
    => UnknownFact, "le fait « {fact} » n’est pas dans la norme".at(place, "").nearest(fact, known);

    /// A fact proven by what is not declared.
    UnknownEvidence<'a> { piece: &'a str, place: Span, known: Vec<&'a str> }
    => UnknownEvidence, "la preuve « {piece} » n’est pas déclarée".at(place, "").nearest(piece, known)
        .hint("donnez-lui un « id » dans un bloc « [[preuve]] »");

    /// A fact with two values in one place.
    FactTwice<'a> { fact: &'a str, place: Span, first: Span }
    => StatedTwice, "le fait « {fact} » est donné deux fois pour le même site".at(place, "ici encore").at(first, "d’abord ici")
        .hint("une valeur par site ; « site » dit lequel");

    /// A practice declared twice in one place.
    PracticeTwice<'a> { criterion: &'a str, place: Span, first: Span }
    => StatedTwice, "le critère « {criterion} » est déclaré deux fois".at(place, "ici encore").at(first, "d’abord ici")
        .hint("une déclaration par site ; « site » dit lequel");

    /// A fact to which two files answer differently.
    FactsDiffer<'a> { fact: &'a str, place: Span, first: Span }
    => AnswersDiffer, "deux fichiers répondent différemment sur le fait « {fact} »".at(place, "ici").at(first, "et là")
        .hint("demandez à celles et ceux qui ont répondu laquelle dit vrai, puis retirez l’autre");

    /// A criterion on which two files answer differently.
    PracticesDiffer<'a> { criterion: &'a str, place: Span, first: Span }
    => AnswersDiffer, "deux fichiers répondent différemment sur le critère « {criterion} »".at(place, "ici").at(first, "et là")
        .hint("demandez à celles et ceux qui ont répondu laquelle dit vrai, puis retirez l’autre");

    /// A criterion set aside that every structure has to meet.
    AlwaysApplies<'a> { criterion: &'a str, place: Span }
    => NotApplicableForbidden, "« {criterion} » s’applique à toutes les structures".at(place, "")
        .hint("retirez « non-applicable » et déclarez un niveau");

    /// A criterion set aside, and why is not said.
    SetAsideWithoutReason { place: Span }
    => NotApplicableReason, "dites pourquoi ce critère ne s’applique pas".at(place, "")
        .hint("par exemple : non-applicable = \"La structure n’intervient pas sur le bâti.\"");

    /// A criterion set aside, and declared.
    SetAsideAndDeclared { place: Span }
    => NotApplicableDeclared, "un critère ne peut être à la fois écarté et déclaré".at(place, "")
        .hint("gardez « non-applicable » ou « niveau »");

    /// An evidence type that the norm does not hold.
    UnknownType<'a> { id: &'a str, place: Span, known: Vec<&'a str> }
    => UnknownEvidenceType, "le type de preuve « {id} » n’est pas dans la norme".at(place, "").nearest(id, known);

    /// A side from which no piece of this type comes.
    UnknownOrigin<'a> { origin: &'a str, place: Span, known: Vec<&'a str> }
    => UnknownSide, "« {origin} » n’est pas un côté d’où viennent les pièces de ce type".at(place, "")
        .nearest(origin, known.iter().copied()).hint(format!("côtés admis : {}", known.join(", ")));

    /// A piece of no type, where no text tells which.
    PieceWithoutType<'a> { piece: &'a str, place: Span }
    => WrongValue, "aucun type : de quoi la preuve « {piece} » est-elle ?".at(place, "")
        .hint("seul un fichier rangé dans le dossier d’un papier s’en passe : son texte montre ce qu’il est");

    /// A piece that ends before it begins.
    ExpiresBeforeEffect { place: Span }
    => DossierDates, "la preuve expire avant sa date d’effet".at(place, "");

    /// A period that ends before it begins.
    PeriodReversed { place: Span }
    => DossierDates, "la période finit avant de commencer".at(place, "");

    /// A quotation from a piece that is too short to recognise it.
    TooShortQuote { place: Span }
    => WrongValue, "« reconnu » cite trois mots au moins du texte de la pièce".at(place, "");

    /// A piece that shows a start which is not said.
    ProofOfNoStart { place: Span }
    => MissingKey, "« preuve-debut » montre « debut-activite », qui manque".at(place, "")
        .hint("écrivez par exemple debut-activite = 2026-03-01");

    /// A transcription of what is no file.
    TranscriptOfNoFile { place: Span }
    => EvidenceShape, "« lu » recopie un fichier du dossier, et cette pièce n’en est pas un".at(place, "")
        .hint("numérisez la pièce et nommez-la par « fichier », ou retirez « lu »");

    /// A transcription without a word.
    EmptyTranscript { place: Span }
    => EmptyText, "une transcription sans mot ne dit rien".at(place, "")
        .hint("recopiez la page telle qu’elle se lit, ou retirez « lu »");

    /// The path of a piece that is none.
    PiecePath { fault: PathFault, place: Span }
    => BadPath, "{fault}".at(place, "")
        .hint("écrivez par exemple \"preuves/projet-de-service/2026-01-15-projet.pdf\"");

    /// The path of a logo that is none.
    LogoPath { fault: PathFault, place: Span }
    => BadPath, "{fault}".at(place, "")
        .hint("déposez le logo à côté de dossier.toml, et écrivez « logo = \"logo.png\" »");

    /// A piece that is nowhere, or in two places.
    Whereabouts<'a> { piece: &'a str, place: Span }
    => EvidenceShape, "où est la preuve « {piece} » ?".at(place, "")
        .hint("une seule réponse : « fichier », « ailleurs », ou « modalite » entretien ou observation");

    /// A SIRET whose key is wrong.
    Siret { place: Span }
    => Siret, "ce SIRET n’a pas la bonne clé de contrôle".at(place, "")
        .hint("un SIRET tient 14 chiffres ; laissez \"\" si vous ne l’avez pas");

    /// A digest that is none.
    NotDigest { shortest: usize, place: Span }
    => WrongValue, "une empreinte tient {shortest} à 64 chiffres hexadécimaux".at(place, "")
        .hint("recopiez celle que donne « mediaudit preuves DOSSIER »");

    /// The brief of an audit in a self-assessment.
    BriefOfNoAudit { place: Span }
    => IdleBrief, "« [audit] » ne sert pas dans une auto-évaluation".at(place, "")
        .hint("retirez ce bloc, ou écrivez genre = \"audit-blanc\" ou \"audit\"");

    /// A text of the brief that says nothing.
    EmptyOfBrief { place: Span }
    => EmptyText, "cette ligne de « [audit] » ne dit rien".at(place, "").hint("complétez-la, ou retirez-la");

    /// A day on site after the audit.
    OnSiteAfter { on: Date, audit: Date, place: Span }
    => DossierDates, "ce jour sur place, le {on}, est après l’audit, le {audit}".at(place, "")
        .hint("« date-audit » est le jour où l’audit conclut : corrigez l’un ou l’autre");

    /// A lead whom no file of findings knows.
    LeadUnknown<'a> { lead: &'a str, known: Vec<&'a str>, place: Span }
    => UnknownAuditor, "« {lead} » n’a pas de fichier dans « constats »".at(place, "").nearest(lead, known)
        .hint("« responsable » est le nom, sans « .toml », du fichier de l’auditeur qui répond de l’audit");

    /// An alert silenced, and why is not said.
    SilenceWithoutReason { place: Span }
    => EmptyText, "dites pourquoi ces données peuvent rester dans le dossier".at(place, "")
        .hint("par exemple : raison = \"numéro public de la permanence\"");

    /// A file of findings that nobody signs.
    NoAuditor { place: Span }
    => DossierBlock, "le bloc « [auditeur] » manque".at(place, "")
        .hint("écrivez [auditeur], puis « fonction = \"auditrice externe\" »");

    /// The name of a file of findings that is no identifier.
    AuditorName<'a> { stem: &'a str, error: IdError, better: String, place: Span }
    => AuditorName, "le nom de ce fichier, « {stem} », est l’identifiant de l’auditeur : {error}".at(place, "")
        .hint(format!("renommez-le, par exemple « {better}.toml »"));

    /// Two files of findings that have one name but for case.
    AuditorTwice<'a> { auditor: &'a str, place: Span }
    => DossierDuplicate, "deux fichiers de constats s’appellent « {auditor}.toml », aux majuscules près".at(place, "")
        .hint("un fichier par auditeur, chacun avec son nom");

    /// An auditor without function.
    NoRole { place: Span }
    => EmptyText, "la fonction de l’auditeur est vide".at(place, "").hint("écrivez par exemple \"auditrice externe\"");

    /// A finding, and why is not said.
    FindingWithoutReason { place: Span }
    => EmptyText, "un constat dit pourquoi : la raison est vide".at(place, "")
        .hint("écrivez ce qui a été vu, et où");

    /// A doubt that is lifted, and why is not said.
    DoubtWithoutReason { place: Span }
    => EmptyText, "lever un doute, c’est dire pourquoi : la raison est vide".at(place, "")
        .hint("écrivez ce qui explique ces pièces, ou ce qui a été regardé");

    /// One doubt lifted twice in one file.
    DoubtLiftedTwice<'a> { doubt: &'a str, place: Span }
    => DossierDuplicate, "le doute « {doubt} » est levé deux fois dans ce fichier".at(place, "")
        .hint("gardez une seule raison");

    /// Two findings of one auditor that say two things of one.
    Contradiction<'a> { earlier: &'a str, later: &'a str, about: String, first: Span, place: Span }
    => FindingConflict, "{earlier} et {later} disent deux choses différentes de {about}".at(place, "ici")
        .at(first, "et d’abord ici")
        .hint("gardez le constat qui vaut ; un désaccord entre deux auditeurs s’écrit dans deux fichiers");

    /// A kind of finding that the norm does not hold.
    UnknownKind<'a> { kind: &'a str, place: Span, known: Vec<&'a str> }
    => UnknownKind, "la nature de constat « {kind} » n’est pas dans la norme".at(place, "")
        .nearest(kind, known.iter().copied()).hint(format!("natures admises : {}", known.join(", ")));

    /// A field that the norm's form does not hold.
    UnknownField<'a> { field: &'a str, place: Span, known: Vec<&'a str> }
    => UnknownField, "le champ « {field} » n’est pas dans la fiche de la norme".at(place, "").nearest(field, known);

    /// A finding on an element that does not say how it stands.
    NoState { place: Span }
    => FindingIncomplete, "le constat porte sur un élément sans dire s’il est satisfait".at(place, "")
        .hint("ajoutez « etat = \"satisfait\" » ou « etat = \"non-satisfait\" », ou une « cote »");

    /// A finding that says twice how its element stands.
    StateAndRating { place: Span }
    => FindingShape, "le constat donne un état et une cote au même élément".at(place, "")
        .hint("gardez la cote : c’est le niveau requis qui dit s’il est satisfait");

    /// A state, or a rating, of no element.
    StateOfNothing<'a> { key: &'a str, place: Span }
    => FindingIncomplete, "« {key} » se dit d’un élément, et aucun n’est nommé".at(place, "")
        .hint("ajoutez « element = \"a\" »");

    /// An element set aside, of a criterion that always applies.
    VoidForbidden { place: Span }
    => NotApplicableForbidden, "ce critère s’applique toujours : aucun de ses éléments ne peut être écarté"
        .at(place, "").hint("dites « satisfait » ou « non-satisfait »");

    /// A finding without conclusion.
    NothingConcluded { place: Span }
    => FindingIncomplete, "le constat ne conclut rien".at(place, "")
        .hint("donnez « element » et « etat », ou « statut », ou « nature »");

    /// A nonconformity of what conforms.
    ConformingNonconformity { place: Span }
    => FindingShape, "un critère conforme ou non applicable ne peut porter une non-conformité".at(place, "")
        .hint("corrigez « statut » ou « nature »");

    /// An action whose text is empty.
    EmptyAction { place: Span }
    => EmptyText, "une action dit ce qui sera fait".at(place, "")
        .hint("écrivez-la en une phrase, ou retirez la ligne pour garder celle que la norme propose");

    /// An action that neither says nor takes over what will be done.
    NoAction { place: Span }
    => ActionIncomplete, "on ne sait pas ce qui sera fait".at(place, "")
        .hint("ajoutez « action = \"…\" », ou « element = \"a\" » pour reprendre ce que la norme propose");

    /// An action that ended and is not done.
    EndedNotDone { place: Span }
    => FollowUpShape, "l’action a un jour de fin, et n’est pas dite faite".at(place, "")
        .hint("écrivez « etat = \"faite\" », ou retirez « faite-le »");

    /// An observation whose text is empty.
    EmptyObservation { place: Span }
    => EmptyText, "une observation ne peut être vide".at(place, "")
        .hint("écrivez ce que la structure conteste ou précise");

    /// An observation on one criterion, which answers a finding on another.
    OtherCriterion<'a> { finding: &'a str, of: &'a str, criterion: &'a str, place: Span }
    => FollowUpShape, "le constat « {finding} » porte sur {of}, et l’observation sur {criterion}".at(place, "")
        .hint("retirez « critere » : le constat le dit déjà");

    /// An observation on a finding that there is not.
    UnknownFinding<'a> { finding: &'a str, place: Span, known: Vec<&'a str> }
    => UnknownFinding, "le constat « {finding} » n’est pas dans « constats »".at(place, "").nearest(finding, known)
        .hint("pour répondre à autre chose qu’un constat, écrivez « critere », ou ni l’un ni l’autre");

    /// An issued assessment that cannot be read back.
    NotAssessment<'a> { path: &'a str, line: usize, column: usize }
    => History, "« {path} » n’est pas une évaluation de médiaudit (ligne {line}, colonne {column})"
        .hint("« historique » ne reçoit que des évaluations JSON émises, jamais retouchées");

    /// An issued assessment of another dossier.
    OtherDossier<'a> { path: &'a str, dossier: &'a str }
    => HistoryOfOther, "« {path} » est l’évaluation d’un autre dossier, « {dossier} »"
        .hint("rangez-la dans l’historique de ce dossier-là");
}
