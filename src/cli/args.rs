//! What may be typed.

pub(super) mod constats;

use std::path::PathBuf;

use clap::{Arg, ArgAction, Args, CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};

use mediaudit_app::report;
use mediaudit_core::kernel::Date;
use mediaudit_core::view::Extent;
use mediaudit_ink::schema;

const TEMPLATE: &str = "{about-with-newline}\nUtilisation : {usage}\n\n{all-args}{after-help}";

/// médiaudit : préparer, vérifier et montrer la qualité d’une structure de médiation sociale.
#[derive(Debug, Parser)]
#[command(
    name = "mediaudit",
    version,
    about = "Prépare, vérifie et montre la qualité d’une structure de médiation sociale (NF X60-600).",
    after_help = "Exemples :\n  mediaudit verifier mon-dossier\n  mediaudit rapport mon-dossier\n  mediaudit expliquer mon-dossier C05\n\nCodes de sortie : 0 fait ; 1 fait, et un impératif n’est pas rempli ; 2 n’a pas pu être fait ; 3 fait sur une lecture incomplète.\nmédiaudit ne délivre aucun certificat."
)]
pub(super) struct Arguments {
    #[command(subcommand)]
    pub(super) command: Command,
}

impl Arguments {
    /// Does the command remember what was read before? Only those that show: what is written, or goes to others, rests on files that
    /// were all read anew.
    pub(super) fn remembers(&self) -> bool {
        match &self.command {
            Command::Verifier { again, .. }
            | Command::Expliquer { again, .. }
            | Command::Questions { again, .. }
            | Command::Preuves {
                command: None, again, ..
            } => !again.no_cache,
            Command::Constats(command) => command.remembers(),
            _ => false,
        }
    }
}

/// Whether what was read before is read again.
#[derive(Debug, Args)]
pub(super) struct Again {
    /// Relit chaque pièce, même celles qui n'ont pas changé depuis la dernière fois
    #[arg(long = "sans-cache")]
    no_cache: bool,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Crée un dossier commenté, prêt à remplir
    #[command(
        after_help = "Exemples :\n  mediaudit nouveau mon-association\n  mediaudit nouveau mon-association --nom \"Association Passerelles\" --profil cadre-ethique\n\nLe dossier doit être nouveau, ou vide : rien n’est jamais remplacé."
    )]
    Nouveau {
        /// Dossier à créer ; son nom donne l’identifiant
        #[arg(value_name = "DOSSIER")]
        folder: PathBuf,
        /// Nom de la structure, tel qu’il figurera dans le rapport
        #[arg(long = "nom", value_name = "NOM")]
        name: Option<String>,
        /// Norme : identifiant, ou chemin d’un dossier (contient « / » ou commence par « . »)
        #[arg(long = "norme", value_name = "ID|CHEMIN")]
        norm: Option<String>,
        /// Profil de la norme, comme cadre-ethique
        #[arg(long = "profil", value_name = "PROFIL")]
        profile: Option<String>,
    },
    /// Ouvre un dossier dans le navigateur de cet ordinateur
    #[command(
        after_help = "Exemples :\n  mediaudit ouvrir\n  mediaudit ouvrir mon-dossier\n  mediaudit ouvrir mon-dossier --port 8765 --sans-navigateur\n  mediaudit ouvrir mon-dossier --auditeur auditrice\n\nTout s’y fait sans terminal, et rien ne quitte cet ordinateur : la page n’est servie qu’à lui, et l’adresse ne s’ouvre qu’une fois. Chaque modification s’écrit dans les fichiers du dossier, que vous pouvez aussi ouvrir à la main."
    )]
    Ouvrir {
        /// Dossier de la structure ; sans lui, la page demande lequel ouvrir, ou en commence un
        #[arg(value_name = "DOSSIER")]
        folder: Option<PathBuf>,
        #[command(flatten)]
        how: DeskOptions,
    },
    /// Juge un dossier et dit les trois prochaines choses à faire
    #[command(
        after_help = "Exemples :\n  mediaudit verifier mon-dossier --date 2026-11-23\n  mediaudit verifier mon-dossier --seuil NC-MAJ\n  mediaudit verifier mon-dossier --norme-version ./norme-2027"
    )]
    Verifier {
        #[command(flatten)]
        target: Target,
        /// Forme du résultat : texte, ou json (mediaudit norme schema verification le décrit)
        #[arg(
            long,
            value_name = "FORME",
            default_value = "texte",
            hide_default_value = true,
            hide_possible_values = true
        )]
        format: Shape,
        /// Constat à partir duquel le code de sortie est 1 : un code de la norme, comme NC-MAJ, ou aucun ; sans cette option, un impératif qui n’est pas rempli
        #[arg(long = "seuil", value_name = "CODE")]
        threshold: Option<String>,
        /// Juge aussi sous une autre version de la norme, et montre les deux côte à côte : une version embarquée, ou le chemin d’un dossier de norme
        #[arg(long = "norme-version", value_name = "VERSION|CHEMIN")]
        other: Option<String>,
        #[command(flatten)]
        again: Again,
    },
    /// Écrit le rapport d’audit avec ses écarts
    #[command(
        after_help = "Exemples :\n  mediaudit rapport mon-dossier\n  mediaudit rapport mon-dossier -o rapport.pdf\n  mediaudit rapport mon-dossier --etendue complet\n  mediaudit rapport mon-dossier --format html\n  mediaudit rapport mon-dossier --gabarits mes-gabarits\n  mediaudit rapport mon-dossier --format json --seuil NC-MAJ"
    )]
    Rapport {
        #[command(flatten)]
        target: Target,
        /// Fichier à écrire, ou - pour la sortie standard ; pour pdf et html, ./rapport-<id>-<date>.<format> si rien n’est dit. Un rapport déjà là est remplacé, jamais ce que médiaudit lit ; un lien est refusé
        #[arg(short = 'o', long = "sortie", value_name = "FICHIER")]
        output: Option<PathBuf>,
        /// Format : pdf, html, json ou texte ; sans cette option, celui que dit la fin du nom du fichier, sinon pdf
        #[arg(long, value_name = "FORMAT", hide_possible_values = true)]
        format: Option<FormatWord>,
        /// Étendue : essentiel (une dizaine de pages, pour un conseil d’administration) ou complet (tout, pour un auditeur) ; sans cette option, essentiel pour une auto-évaluation, complet pour un audit. Le JSON joint est toujours l’évaluation entière
        #[arg(long = "etendue", value_name = "ETENDUE", hide_possible_values = true)]
        extent: Option<ExtentWord>,
        /// Dossier de gabarits à poser sur ceux de médiaudit : rapport.typ, rapport.html, rapport.css, rapport.txt
        #[arg(long = "gabarits", value_name = "DOSSIER")]
        templates: Option<PathBuf>,
        /// Constat à partir duquel le code de sortie est 1 : un code de la norme, comme NC-MAJ, ou aucun ; sans cette option, 0 dès que le rapport est écrit
        #[arg(long = "seuil", value_name = "CODE")]
        threshold: Option<String>,
    },
    /// Montre comment un critère a été jugé, ou comment un score a été calculé, pas à pas
    #[command(
        after_help = "Exemples :\n  mediaudit expliquer mon-dossier C05     le jugement d’un critère\n  mediaudit expliquer mon-dossier C       le score d’un chapitre, en fractions\n  mediaudit expliquer mon-dossier score   le score de l’ensemble et la conclusion"
    )]
    Expliquer {
        #[command(flatten)]
        target: Target,
        /// Critère (C05), chapitre (C), ou « score » pour l’ensemble
        #[arg(value_name = "CRITERE")]
        criterion: String,
        #[command(flatten)]
        again: Again,
    },
    /// Dit ce qui reste à répondre, à qui le demander, et par quoi commencer ; en fait une fiche pour une personne
    #[command(
        after_help = "Exemples :\n  mediaudit questions mon-dossier\n  mediaudit questions mon-dossier --qui direction\n  mediaudit questions mon-dossier --qui encadrement -o encadrement.pdf\n  mediaudit questions mon-dossier --qui direction -o mon-dossier/reponses/direction.toml\n\nLes questions viennent dans l’ordre où une minute décide le plus. Une fiche .pdf ou .txt se remplit à la main ; une fiche .toml, à l’écran : déposée dans « reponses », elle est lue avec dossier.toml."
    )]
    Questions {
        #[command(flatten)]
        target: Target,
        /// À qui : direction, encadrement… ; sans cette option, tout le monde
        #[arg(long = "qui", value_name = "QUI")]
        who: Option<String>,
        /// Forme du résultat : texte, ou json (mediaudit norme schema questions le décrit)
        #[arg(
            long,
            value_name = "FORME",
            default_value = "texte",
            hide_default_value = true,
            hide_possible_values = true
        )]
        format: Shape,
        /// Fiche à écrire : .pdf ou .txt à remplir à la main, .toml à remplir à l’écran
        #[arg(short = 'o', long = "sortie", value_name = "FICHIER")]
        output: Option<PathBuf>,
        #[command(flatten)]
        again: Again,
    },
    /// Dresse la carte des preuves : ce qui compte, ce qui manque, ce qui ne sert à rien
    #[command(
        args_conflicts_with_subcommands = true,
        subcommand_negates_reqs = true,
        after_help = "Exemples :\n  mediaudit preuves mon-dossier\n  mediaudit preuves dater mon-dossier --ecrire\n  mediaudit preuves ranger mon-dossier mes-papiers\n\nUn dossier qui s’appelle « dater » se donne ainsi : mediaudit preuves ./dater"
    )]
    Preuves {
        #[command(subcommand)]
        command: Option<Evidence>,
        // not a `Target`: clap takes a group that holds only another one for absent
        #[command(flatten)]
        under: Option<Under>,
        /// Date de l’audit, AAAA-MM-JJ
        #[arg(long, value_name = "DATE", value_parser = day)]
        date: Option<Date>,
        #[command(flatten)]
        again: Again,
    },
    /// Travail de l’auditeur : préparer, écrire et vérifier ses constats, tirer au sort ce qu’il regarde
    #[command(subcommand)]
    Constats(Box<constats::Findings>),
    /// Annule la dernière modification que médiaudit a faite dans un dossier, à l’octet près
    #[command(
        after_help = "Exemples :\n  mediaudit annuler mon-dossier\n  mediaudit annuler mon-dossier --oublier\n\nChaque modification garde la version d’avant dans .mediaudit/versions du dossier ; relancez la commande pour remonter plus loin. Un fichier que vous avez modifié depuis à la main n’est jamais touché.\nCodes de sortie : 0 fait ; 2 rien à annuler, ou annulation refusée. Avec --oublier, 0 aussi quand il n’y a rien à oublier."
    )]
    Annuler {
        /// Dossier de la structure (celui qui contient dossier.toml)
        #[arg(value_name = "DOSSIER")]
        folder: PathBuf,
        /// N’annule rien : supprime toutes les versions gardées, et les nomme
        #[arg(long = "oublier")]
        forget: bool,
    },
    /// Normes : les lister, les montrer, les vérifier, en décrire les fichiers
    #[command(subcommand)]
    Norme(Norms),
    /// Affiche les licences de médiaudit et de tout ce qu’il contient
    Licences,
    /// Écrit de quoi compléter les commandes dans votre interpréteur de commandes
    #[command(
        after_help = "Exemples :\n  mediaudit completions bash > ~/.local/share/bash-completion/completions/mediaudit\n  mediaudit completions fish > ~/.config/fish/completions/mediaudit.fish\n  mediaudit completions powershell >> $PROFILE"
    )]
    Completions {
        /// Interpréteur : bash, zsh, fish, powershell ou elvish
        #[arg(value_name = "INTERPRETEUR", hide_possible_values = true)]
        shell: clap_complete::Shell,
    },
    /// Lit le contenu de fichiers reçus par un tube : médiaudit s’appelle lui-même ainsi
    #[command(hide = true)]
    LireContenus,
    /// Écrit un rapport par des gabarits reçus par un tube : médiaudit s’appelle lui-même ainsi
    #[command(hide = true)]
    ImprimerRapport,
}

#[derive(Debug, Subcommand)]
pub(super) enum Evidence {
    /// Propose la date de chaque preuve qui n’en a pas, lue dans le nom du fichier ; l’écrit si vous le demandez
    #[command(
        after_help = "Exemples :\n  mediaudit preuves dater mon-dossier\n  mediaudit preuves dater mon-dossier --ecrire\n  mediaudit preuves dater mon-dossier --date f-c190f4fffadf=2025-03-12 --ecrire\n\nUn nom se lit comme on écrit une date : 12-03-2025, 15.10.2026, 20261103, 13 décembre 2025. Un mois sans jour, ou une date qui se lit de plusieurs façons, vous est demandé. Les métadonnées d’un fichier ne sont jamais prises pour sa date.\nSans --ecrire, rien n’est écrit. « mediaudit annuler » reprend ce qui l’a été."
    )]
    Dater {
        #[command(flatten)]
        under: Under,
        /// Preuves : identifiant ou chemin, comme « mediaudit preuves » les donne ; sans ce choix, toutes celles qui attendent une date
        #[arg(value_name = "PREUVE")]
        pieces: Vec<String>,
        /// Date d’effet d’une preuve, à répéter pour plusieurs
        #[arg(long = "date", value_name = "PREUVE=AAAA-MM-JJ", value_parser = piece_day)]
        days: Vec<(String, Date)>,
        /// Écrit les dates dans dossier.toml, et montre ce qui a changé
        #[arg(long = "ecrire")]
        write: bool,
    },
    /// Range un tas de papiers : propose un dossier et une date pour chacun, avec la raison ; les copie si vous le demandez
    #[command(
        after_help = "Exemples :\n  mediaudit preuves ranger mon-dossier mes-papiers\n  mediaudit preuves ranger mon-dossier mes-papiers --ecrire\n  mediaudit preuves ranger mon-dossier \"PV CA.pdf\" --place \"PV CA.pdf=instances\" --date \"PV CA.pdf=2025-03-12\" --ecrire\n\nLes noms sont pris comme ils sont. La place se lit dans le texte, le nom et le haut de la première page ; la date dans le nom, ou à côté de « le », « approuvé le »… Ce qui peut se lire de deux façons vous est demandé : rien n’est deviné.\nSans --ecrire, rien n’est écrit. Aucun fichier n’est jamais remplacé, aucun lien suivi."
    )]
    Ranger {
        #[command(flatten)]
        under: Under,
        /// Papiers à ranger : des fichiers, ou un dossier avec tout ce qu’il contient
        #[arg(value_name = "FICHIERS", required = true)]
        heap: Vec<PathBuf>,
        /// Où va un fichier : le nom d’un papier ou d’un type de preuve ; à répéter pour plusieurs
        #[arg(long = "place", value_name = "FICHIER=PAPIER", value_parser = file_folder)]
        folders: Vec<(String, String)>,
        /// Date d’effet d’un fichier, à répéter pour plusieurs
        #[arg(long = "date", value_name = "FICHIER=AAAA-MM-JJ", value_parser = piece_day)]
        days: Vec<(String, Date)>,
        /// Copie dans le dossier chaque fichier qui a une place
        #[arg(long = "ecrire")]
        write: bool,
        /// Avec --ecrire : ôte chaque fichier de là où il était, une fois copié
        #[arg(long = "deplacer", requires = "write")]
        take_away: bool,
        /// Forme du résultat : texte, ou json (mediaudit norme schema rangement le décrit)
        #[arg(
            long,
            value_name = "FORME",
            default_value = "texte",
            hide_default_value = true,
            hide_possible_values = true
        )]
        format: Shape,
    },
}

#[derive(Debug, Subcommand)]
pub(super) enum Norms {
    /// Liste les normes embarquées
    Liste,
    /// Montre les critères d’une norme, ou un critère entier : ce qu’il demande, comment il est jugé, d’où il vient
    #[command(
        after_help = "Exemples :\n  mediaudit norme montrer nf-x60-600\n  mediaudit norme montrer nf-x60-600 C05"
    )]
    Montrer {
        /// Identifiant d’une norme embarquée, ou chemin d’un dossier de norme
        #[arg(value_name = "NORME")]
        norm: String,
        /// Un critère, à montrer en entier
        #[arg(value_name = "CRITERE")]
        criterion: Option<String>,
    },
    /// Vérifie une norme : sa forme, son sens, ses exemples, et ce qu’elle contient en vain
    #[command(
        after_help = "Exemples :\n  mediaudit norme verifier ./ma-norme\n  mediaudit norme verifier ./ma-norme --seuil avertissement\n  mediaudit norme verifier ./ma-norme --format json"
    )]
    Verifier {
        /// Identifiant d’une norme embarquée, ou chemin d’un dossier de norme
        #[arg(value_name = "NORME")]
        norm: String,
        /// Ce qui fait échouer (code de sortie 1) : erreur, ou avertissement
        #[arg(
            long = "seuil",
            value_name = "GRAVITE",
            default_value = "erreur",
            hide_default_value = true,
            hide_possible_values = true
        )]
        threshold: Gravity,
        /// Forme du résultat : texte, ou json (mediaudit norme schema verification-norme le décrit)
        #[arg(
            long,
            value_name = "FORME",
            default_value = "texte",
            hide_default_value = true,
            hide_possible_values = true
        )]
        format: Shape,
    },
    /// Dit ce qui change d’une version d’une norme à une autre
    #[command(
        after_help = "Exemples :\n  mediaudit norme comparer nf-x60-600 ./norme-2027\n  mediaudit norme comparer nf-x60-600@1.0.0 nf-x60-600"
    )]
    Comparer {
        /// Version de départ : identifiant, identifiant@version, ou chemin d’un dossier de norme
        #[arg(value_name = "AVANT")]
        before: String,
        /// Version d’arrivée
        #[arg(value_name = "APRES")]
        after: String,
    },
    /// Écrit le schéma JSON d’un fichier, pour que votre éditeur aide à l’écrire
    #[command(
        after_help = "Exemples :\n  mediaudit norme schema dossier > dossier.schema.json\n  mediaudit norme schema norme > norme.schema.json\n\nPuis, en première ligne du fichier TOML : #:schema dossier.schema.json"
    )]
    Schema {
        /// Ce qu’il décrit : norme, dossier, constats, actions, observations, surcouche, evaluation, et ce que verifier (verification), norme verifier (verification-norme) preuves ranger (rangement) et constats verifier (entretiens) donnent en JSON
        #[arg(value_name = "FICHIER", hide_possible_values = true)]
        kind: Described,
    },
}

/// How the desk is opened.
#[derive(Debug, Clone, Args)]
pub(super) struct DeskOptions {
    /// Port de la page ; sans cette option, un port libre
    #[arg(long, value_name = "PORT", value_parser = port)]
    pub(super) port: Option<u16>,
    /// N’ouvre pas le navigateur : donne seulement l’adresse
    #[arg(long = "sans-navigateur")]
    pub(super) no_browser: bool,
    /// Minutes sans demande après lesquelles le bureau se ferme seul : 120 si rien n’est dit
    #[arg(long = "veille", value_name = "MINUTES", value_parser = minutes, default_value = "120", hide_default_value = true)]
    pub(super) idle: u64,
    /// Montre la page « Audit » et y écrit les constats de cet auditeur, dans constats/NOM-DE-FICHIER.toml
    #[arg(long = "auditeur", value_name = "NOM-DE-FICHIER")]
    pub(super) auditor: Option<String>,
    /// Norme : identifiant, ou chemin d’un dossier (contient « / » ou commence par « . »)
    #[arg(long = "norme", value_name = "ID|CHEMIN")]
    pub(super) norm: Option<String>,
    /// Surcouche de la norme : un fichier TOML ; sans cette option, surcouche.toml du dossier s’il existe
    #[arg(long = "surcouche", value_name = "FICHIER")]
    pub(super) overlay: Option<PathBuf>,
    /// Profil de la norme, comme cadre-ethique
    #[arg(long = "profil", value_name = "PROFIL")]
    pub(super) profile: Option<String>,
    /// Date de l’audit, AAAA-MM-JJ
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub(super) date: Option<Date>,
}

/// A dossier, and what it is read under.
#[derive(Debug, Clone, Args)]
pub(super) struct Under {
    /// Dossier de la structure (celui qui contient dossier.toml)
    #[arg(value_name = "DOSSIER")]
    pub(super) folder: PathBuf,
    /// Norme : identifiant, ou chemin d’un dossier (contient « / » ou commence par « . »)
    #[arg(long = "norme", value_name = "ID|CHEMIN")]
    pub(super) norm: Option<String>,
    /// Surcouche de la norme : un fichier TOML ; sans cette option, surcouche.toml du dossier s’il existe
    #[arg(long = "surcouche", value_name = "FICHIER")]
    pub(super) overlay: Option<PathBuf>,
    /// Profil de la norme, comme cadre-ethique
    #[arg(long = "profil", value_name = "PROFIL")]
    pub(super) profile: Option<String>,
}

/// A dossier to judge.
#[derive(Debug, Args)]
pub(super) struct Target {
    #[command(flatten)]
    pub(super) under: Under,
    /// Date de l’audit, AAAA-MM-JJ
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub(super) date: Option<Date>,
}

fn day(text: &str) -> Result<Date, String> {
    Date::parse(text).ok_or_else(|| "date AAAA-MM-JJ attendue".to_owned())
}

fn port(text: &str) -> Result<u16, String> {
    let port = text.parse().ok().filter(|port| *port > 0);
    port.ok_or_else(|| "un nombre de 1 à 65535 attendu".to_owned())
}

fn minutes(text: &str) -> Result<u64, String> {
    let minutes = text.parse().ok().filter(|minutes| (1..=10_080).contains(minutes));
    minutes.ok_or_else(|| "un nombre de minutes attendu, de 1 à 10080".to_owned())
}

fn piece_day(text: &str) -> Result<(String, Date), String> {
    let parts = text
        .rsplit_once('=')
        .and_then(|(piece, day)| Some((piece.trim(), Date::parse(day.trim())?)));
    parts
        .filter(|(piece, _)| !piece.is_empty())
        .map(|(piece, day)| (piece.to_owned(), day))
        .ok_or_else(|| "écrivez la preuve, le signe égal, la date : f-c190f4fffadf=2025-03-12".to_owned())
}

/// A file and its folder, as `--place` takes them: a name may hold an equals sign, a folder holds none.
fn file_folder(text: &str) -> Result<(String, String), String> {
    let parts = text
        .rsplit_once('=')
        .map(|(file, folder)| (file.trim(), folder.trim()));
    parts
        .filter(|(file, folder)| !file.is_empty() && !folder.is_empty())
        .map(|(file, folder)| (file.to_owned(), folder.to_owned()))
        .ok_or_else(|| "écrivez le fichier, le signe égal, le papier : \"PV CA.pdf=instances\"".to_owned())
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Shape {
    Texte,
    Json,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Described {
    Norme,
    Dossier,
    Constats,
    Actions,
    Observations,
    Surcouche,
    Evaluation,
    Verification,
    VerificationNorme,
    Reponses,
    Questions,
    Rangement,
    Entretiens,
}

impl From<Described> for schema::SchemaKind {
    fn from(described: Described) -> Self {
        match described {
            Described::Norme => Self::Norm,
            Described::Dossier => Self::Dossier,
            Described::Constats => Self::Findings,
            Described::Actions => Self::Actions,
            Described::Observations => Self::Observations,
            Described::Surcouche => Self::Overlay,
            Described::Evaluation => Self::Assessment,
            Described::Verification => Self::Verification,
            Described::VerificationNorme => Self::NormVerification,
            Described::Reponses => Self::Answers,
            Described::Questions => Self::Questions,
            Described::Rangement => Self::Sorting,
            Described::Entretiens => Self::Interviews,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Gravity {
    Erreur,
    Avertissement,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum FormatWord {
    Pdf,
    Html,
    Json,
    Texte,
}

impl From<FormatWord> for report::ReportFormat {
    fn from(format: FormatWord) -> Self {
        match format {
            FormatWord::Pdf => Self::Pdf,
            FormatWord::Html => Self::Html,
            FormatWord::Json => Self::Json,
            FormatWord::Texte => Self::Text,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum ExtentWord {
    Essentiel,
    Complet,
}

impl From<ExtentWord> for Extent {
    fn from(extent: ExtentWord) -> Self {
        match extent {
            ExtentWord::Essentiel => Self::Essential,
            ExtentWord::Complet => Self::Full,
        }
    }
}

/// The command line; every heading of its help is French.
pub(super) fn command() -> clap::Command {
    french(Arguments::command())
}

/// Parses the command line.
pub(super) fn parse() -> Result<Arguments, clap::Error> {
    let mut matches = command().try_get_matches()?;
    Arguments::from_arg_matches_mut(&mut matches)
}

/// What is meant where nothing was typed and there is a screen: the desk.
pub(super) fn desk() -> Result<Arguments, clap::Error> {
    let mut matches = command().try_get_matches_from(["mediaudit", "ouvrir"])?;
    Arguments::from_arg_matches_mut(&mut matches)
}

fn french(command: clap::Command) -> clap::Command {
    let is_root = command.get_name() == "mediaudit";
    let help = Arg::new("aide")
        .long("aide")
        .alias("help")
        .short('h')
        .action(ArgAction::Help)
        .help("Affiche cette aide (--help aussi)")
        .global(false);
    let mut place = 0;
    let mut command = command
        .help_template(TEMPLATE)
        .disable_help_flag(true)
        .disable_help_subcommand(true)
        .disable_version_flag(true)
        // clap adds the colon; French wants a space before it
        .subcommand_help_heading("Commandes ")
        .subcommand_value_name("COMMANDE")
        .mut_args(|arg| {
            if !arg.is_positional() {
                return arg.help_heading("Options ");
            }
            // under a heading of ours clap would sort them by name
            place += 1;
            arg.help_heading("Arguments ").display_order(place)
        })
        .arg(help.help_heading("Options "));
    if is_root {
        let version = Arg::new("version")
            .long("version")
            .short('V')
            .action(ArgAction::Version)
            .help("Affiche la version")
            .help_heading("Options ");
        command = command.arg(version);
    }
    command.mut_subcommands(french)
}
