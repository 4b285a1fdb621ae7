//! What may be typed of an auditor's work.

use clap::{Args, Subcommand};

use super::{Again, Shape, Target, Under, day};
use mediaudit_core::kernel::Date;

#[derive(Debug, Subcommand)]
pub(crate) enum Findings {
    /// Prépare le fichier d’un auditeur : une ébauche par critère, dans l’ordre des entretiens
    #[command(
        after_help = "Exemples :\n  mediaudit constats nouveau mon-dossier --auditeur auditrice\n  mediaudit constats nouveau mon-dossier --auditeur auditrice --fonction \"auditrice externe\"\n\nLes ébauches sont en commentaire : aucune ne compte avant d’être complétée. Un fichier qui existe n’est jamais remplacé ; « mediaudit annuler » reprend celui qui vient d’être écrit."
    )]
    Nouveau {
        #[command(flatten)]
        target: Target,
        /// Nom du fichier de l’auditeur (lettres sans accent, chiffres, tirets) : il est son identifiant
        #[arg(long = "auditeur", value_name = "NOM")]
        auditor: String,
        /// Sa fonction, jamais son nom ; sans cette option, celle que dit --auditeur
        #[arg(long = "fonction", value_name = "TEXTE")]
        role: Option<String>,
        /// Son organisme
        #[arg(long = "organisme", value_name = "TEXTE")]
        body: Option<String>,
        /// Ce qui le lie à la structure, ou « aucun lien »
        #[arg(long = "independance", value_name = "TEXTE")]
        independence: Option<String>,
    },
    /// Écrit un constat dans le fichier de son auditeur, s’il tient
    #[command(
        after_help = "Exemples :\n  mediaudit constats ajouter mon-dossier E01 --nature PF --raison \"…\" --vu bilan-registres\n  mediaudit constats ajouter mon-dossier C04 --element c --etat satisfait --raison \"…\" --vu-sur-site\n\nUne non-conformité dit aussi ses quatre parties (--exigence, --constat, --ecart, --enjeu) et ce qui la montre.\n\nLe dossier est jugé avec ce constat avant que rien ne soit écrit : un constat qui ne tient pas est refusé, avec ce qui lui manque."
    )]
    Ajouter {
        #[command(flatten)]
        target: Target,
        /// Critère, comme C05
        #[arg(value_name = "CRITERE")]
        criterion: String,
        /// Auditeur, par le nom de son fichier ; inutile s’il n’y en a qu’un
        #[arg(long = "auditeur", value_name = "NOM")]
        auditor: Option<String>,
        /// Identifiant du constat ; sans cette option, le premier numéro libre (K01, K02…)
        #[arg(long = "id", value_name = "ID")]
        id: Option<String>,
        #[command(flatten)]
        said: Box<SaidOfFinding>,
    },
    /// Change un constat, ou le retire ; ce qui n’est pas nommé reste
    #[command(
        after_help = "Exemples :\n  mediaudit constats regler mon-dossier K03 --nature NC-MAJ --raison \"Aucune règle n’est écrite.\"\n  mediaudit constats regler mon-dossier K03 --oter site --oter par\n  mediaudit constats regler mon-dossier K03 --retirer"
    )]
    Regler {
        #[command(flatten)]
        target: Target,
        /// Constat, comme K03
        #[arg(value_name = "CONSTAT")]
        id: String,
        /// Un autre critère
        #[arg(long = "critere", value_name = "CRITERE")]
        criterion: Option<String>,
        #[command(flatten)]
        said: Box<SaidOfFinding>,
        /// Ce qui s’ôte du constat, à répéter : site, nature, statut, vu, entretien…
        #[arg(long = "oter", value_name = "CLE")]
        cleared: Vec<String>,
        /// Retire le constat entier
        #[arg(long = "retirer", conflicts_with_all = ["cleared", "criterion"])]
        withdraw: bool,
    },
    /// Dit ce qui ne tient pas dans les constats, et ce qui reste à constater, personne par personne
    #[command(
        after_help = "Exemples :\n  mediaudit constats verifier mon-dossier\n  mediaudit constats verifier mon-dossier --qui encadrement\n  mediaudit constats verifier mon-dossier --format json\n\nCodes de sortie : 0 plus rien n’attend un auditeur ; 1 il reste à constater ; 2 un constat ne tient pas ; 3 lecture incomplète."
    )]
    Verifier {
        #[command(flatten)]
        target: Target,
        /// Seulement ce qui se demande à cette personne
        #[arg(long = "qui", value_name = "INTERLOCUTEUR")]
        who: Option<String>,
        /// Forme du résultat : texte, ou json (mediaudit norme schema entretiens le décrit)
        #[arg(
            long,
            value_name = "FORME",
            default_value = "texte",
            hide_default_value = true,
            hide_possible_values = true
        )]
        format: Shape,
        #[command(flatten)]
        again: Again,
    },
    /// Tire au sort des lignes des tableaux et des fonctions à rencontrer, et l’écrit avec les constats
    #[command(
        after_help = "Exemples :\n  mediaudit constats tirer mon-dossier --graine 4127\n  mediaudit constats tirer mon-dossier --tableau releve-des-demandes --lignes 8 --fonctions 0\n\nLa graine, l’empreinte du fichier et le rang de chaque ligne font tout : qui les a refait le tirage. Elle s’écrit avec lui, et ne se change plus. Le tirage nomme des numéros de ligne, jamais ce qu’elles contiennent.\nUn échantillon conforme ne prouve pas le tout."
    )]
    Tirer {
        #[command(flatten)]
        under: Under,
        /// Auditeur, par le nom de son fichier ; inutile s’il n’y en a qu’un
        #[arg(long = "auditeur", value_name = "NOM")]
        auditor: Option<String>,
        /// Ce dont part le tirage ; sans cette option, la graine déjà écrite de l’auditeur
        #[arg(long = "graine", value_name = "TEXTE")]
        seed: Option<String>,
        /// Tableau, par l’identifiant ou le chemin de la preuve ; à répéter ; sans cette option, tous ceux qui sont lus
        #[arg(long = "tableau", value_name = "PREUVE")]
        tables: Vec<String>,
        /// Combien de lignes de chaque tableau
        #[arg(long = "lignes", value_name = "N", default_value_t = 5, hide_default_value = true, value_parser = clap::value_parser!(u16).range(0..=200))]
        rows: u16,
        /// Combien de fonctions à rencontrer
        #[arg(long = "fonctions", value_name = "N", default_value_t = 3, hide_default_value = true, value_parser = clap::value_parser!(u16).range(0..=50))]
        functions: u16,
        /// Jour du tirage, AAAA-MM-JJ
        #[arg(long = "le", value_name = "DATE", value_parser = day)]
        on: Option<Date>,
    },
}

impl Findings {
    /// Does it only show, so that what was read before may serve?
    pub(super) fn remembers(&self) -> bool {
        matches!(self, Self::Verifier { again, .. } if !again.no_cache)
    }
}

/// What a finding says.
#[derive(Debug, Args)]
pub(crate) struct SaidOfFinding {
    /// Élément du critère, comme a
    #[arg(long = "element", value_name = "LETTRE")]
    pub(crate) element: Option<String>,
    /// Ce qui est constaté de l’élément : satisfait, non-satisfait, non-applicable
    #[arg(long = "etat", value_name = "ETAT")]
    pub(crate) state: Option<String>,
    /// Ou son niveau, où la norme les cote
    #[arg(long = "cote", value_name = "NIVEAU")]
    pub(crate) rating: Option<String>,
    /// Statut de tout le critère : conforme, non-conforme, non-demontre, non-applicable
    #[arg(long = "statut", value_name = "STATUT")]
    pub(crate) status: Option<String>,
    /// Nature du constat : PF, PP, PS, NC-MIN, NC-MAJ
    #[arg(long = "nature", value_name = "NATURE")]
    pub(crate) kind: Option<String>,
    /// Pourquoi : ce qui a été vu, et où
    #[arg(long = "raison", value_name = "TEXTE")]
    pub(crate) reason: Option<String>,
    /// Non-conformité, 1 : ce qui est exigé
    #[arg(long = "exigence", value_name = "TEXTE")]
    pub(crate) requirement: Option<String>,
    /// Non-conformité, 2 : ce qui a été constaté
    #[arg(long = "constat", value_name = "TEXTE")]
    pub(crate) observation: Option<String>,
    /// Non-conformité, 3 : en quoi l’un s’écarte de l’autre
    #[arg(long = "ecart", value_name = "TEXTE")]
    pub(crate) shortfall: Option<String>,
    /// Non-conformité, 4 : ce que cela met en jeu
    #[arg(long = "enjeu", value_name = "TEXTE")]
    pub(crate) stake: Option<String>,
    /// Preuve vue, par son identifiant ; à répéter
    #[arg(long = "vu", value_name = "PREUVE")]
    pub(crate) seen: Vec<String>,
    /// Vu là où cela se fait
    #[arg(long = "vu-sur-site")]
    pub(crate) on_site: bool,
    /// Fonction entendue, jamais un nom ; à répéter
    #[arg(long = "entretien", value_name = "FONCTION")]
    pub(crate) heard: Vec<String>,
    /// Constat d’un autre auditeur, que celui-ci concilie ; à répéter
    #[arg(long = "concilie", value_name = "CONSTAT")]
    pub(crate) reconciles: Vec<String>,
    /// Champ de la fiche que la norme demande ; à répéter
    #[arg(long = "fiche", value_name = "CHAMP=TEXTE", value_parser = field)]
    pub(crate) form: Vec<(String, String)>,
    /// Site
    #[arg(long = "site", value_name = "SITE")]
    pub(crate) site: Option<String>,
    /// Fonction de qui l’a noté, si ce n’est l’auditeur
    #[arg(long = "par", value_name = "FONCTION")]
    pub(crate) by: Option<String>,
    /// Jour du constat, AAAA-MM-JJ
    #[arg(long = "le", value_name = "DATE", value_parser = day)]
    pub(crate) on: Option<Date>,
}

fn field(text: &str) -> Result<(String, String), String> {
    let parts = text
        .split_once('=')
        .map(|(field, said)| (field.trim(), said.trim()));
    parts
        .filter(|(field, said)| !field.is_empty() && !said.is_empty())
        .map(|(field, said)| (field.to_owned(), said.to_owned()))
        .ok_or_else(|| "écrivez le champ, le signe égal, le texte".to_owned())
}
