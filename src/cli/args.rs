//! What may be typed.

pub(super) mod constats;
mod words;

use std::path::PathBuf;

use clap::{Arg, ArgAction, Args, CommandFactory, FromArgMatches, Parser, Subcommand};

use mediaudit_core::kernel::Date;
pub(super) use words::{
    Described, DialectWord, DiffusionWord, ExtentWord, FormatWord, Gravity, PortfolioShape, Shape,
};
use words::{day, file_criteria, file_folder, minutes, piece_day, port};

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
    /// Does the command remember what was read before? Only those that show, or write for one's own use: what is issued or published
    /// rests on files that were all read anew.
    pub(super) fn remembers(&self) -> bool {
        match &self.command {
            Command::Verifier { again, .. }
            | Command::Expliquer { again, .. }
            | Command::Questions { again, .. }
            | Command::Doutes {
                again,
                said: SaidOfDoubt { reason: None, .. },
                ..
            }
            | Command::Portefeuille {
                again, publish: None, ..
            }
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
        after_help = "Exemples :\n  mediaudit rapport mon-dossier\n  mediaudit rapport mon-dossier -o rapport.pdf\n  mediaudit rapport mon-dossier --etendue complet\n  mediaudit rapport mon-dossier --profil cadre-ethique\n  mediaudit rapport mon-dossier --format html\n  mediaudit rapport mon-dossier -o rapport.xlsx\n  mediaudit rapport mon-dossier --gabarits mes-gabarits\n  mediaudit rapport mon-dossier --format json --seuil NC-MAJ"
    )]
    Rapport {
        #[command(flatten)]
        target: Target,
        /// Fichier à écrire, ou - pour la sortie standard ; pour pdf, html et xlsx, ./rapport-<id>-<date>.<format> si rien n’est dit. Un rapport déjà là est remplacé, jamais ce que médiaudit lit ; un lien est refusé
        #[arg(short = 'o', long = "sortie", value_name = "FICHIER")]
        output: Option<PathBuf>,
        /// Format : pdf, html, xlsx (un classeur, une feuille par tableau), json ou texte ; sans cette option, celui que dit la fin du nom du fichier, sinon pdf
        #[arg(long, value_name = "FORMAT", hide_possible_values = true)]
        format: Option<FormatWord>,
        /// Étendue : essentiel (une dizaine de pages, pour un conseil d’administration), complet (tout, pour un auditeur) ou fiche (deux pages, pour un financeur) ; sans cette option, fiche pour un profil qui en a une comme cadre-ethique, sinon essentiel pour une auto-évaluation, complet pour un audit. Le JSON d’un rapport est l’évaluation entière, celui d’une fiche ce qu’elle montre
        #[arg(long = "etendue", value_name = "ETENDUE", hide_possible_values = true)]
        extent: Option<ExtentWord>,
        /// Pour qui est une fiche : publique (ni commentaire, ni nom de fichier, ni fonction) ou interne ; sans cette option, publique
        #[arg(long, value_name = "DIFFUSION", hide_possible_values = true)]
        diffusion: Option<DiffusionWord>,
        /// Dossier de gabarits à poser sur ceux de médiaudit : rapport.typ, rapport.html, rapport.css, rapport.txt, fiche.typ, fiche.html, fiche.txt, et marque.png
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
    /// Montre les doutes sur le résultat, et qui les a levés ; écrit pourquoi l’un d’eux ne tient pas
    #[command(
        after_help = "Exemples :\n  mediaudit doutes mon-dossier\n  mediaudit doutes mon-dossier DOUTE --raison \"La liste est au dos de la règle.\"\n  mediaudit doutes mon-dossier DOUTE --auditeur auditrice --raison \"Original vu.\" --vu regle-1\n\nSans --auditeur, c’est la structure qui explique : le rapport montre sa raison telle quelle, et la dit non vérifiée. Avec --auditeur, c’est écrit dans le fichier de constats de cet auditeur, et le doute est levé. Si ce sur quoi il repose change, le doute revient.\nSans --raison, rien n’est écrit. « mediaudit annuler » reprend ce qui l’a été."
    )]
    Doutes {
        #[command(flatten)]
        target: Target,
        /// Doute, par son identifiant ; sans lui, tous sont montrés
        #[arg(value_name = "DOUTE")]
        doubt: Option<String>,
        #[command(flatten)]
        said: SaidOfDoubt,
        #[command(flatten)]
        again: Again,
    },
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
    /// Met côte à côte jusqu’à vingt fiches de structures, et dit ce qui ne se compare pas
    #[command(
        after_help = "Exemples :\n  mediaudit comparer-fiches fiche-a.pdf fiche-b.pdf\n  mediaudit comparer-fiches *.pdf -o comparaison.pdf\n\nUne fiche s’écrit par « mediaudit rapport DOSSIER --profil cadre-ethique ». Rien n’est classé."
    )]
    ComparerFiches {
        /// Fiches : des PDF, ou les JSON qu’ils portent
        #[arg(value_name = "FICHIERS", required = true)]
        files: Vec<PathBuf>,
        /// Forme du résultat : texte, ou json (mediaudit norme schema comparaison-fiches le décrit)
        #[arg(
            long,
            value_name = "FORME",
            default_value = "texte",
            hide_default_value = true,
            hide_possible_values = true
        )]
        format: Shape,
        /// Page à écrire, en .pdf
        #[arg(short = 'o', long = "sortie", value_name = "FICHIER")]
        output: Option<PathBuf>,
    },
    /// Normes : les lister, les montrer, les vérifier, en décrire les fichiers
    #[command(subcommand)]
    Norme(Norms),
    /// Juge des évaluations reçues par l’entrée standard : une ligne d’« entrees », une ligne de résultats
    #[command(
        after_help = "Exemples :\n  mediaudit portefeuille dossiers --entrees > entrees.jsonl\n  mediaudit flux < entrees.jsonl > resultats.jsonl\n\nChaque ligne reçue donne exactement une ligne, dans le même ordre : { \"id\", \"resultats\" }, ou { \"id\", \"faute\" } quand elle ne se juge pas. Aucun fichier n’est ouvert. Le code de sortie est 0 même quand des lignes sont fautives : c’est dit dans la ligne."
    )]
    Flux,
    /// Lit d’un coup beaucoup de structures, pour un financeur : qui est prêt, quels écarts, ce qui a changé
    #[command(
        after_help = "Exemples :\n  mediaudit portefeuille dossiers\n  mediaudit portefeuille dossiers rapports evaluations/*.json --format jsonl > 2026.jsonl\n  mediaudit portefeuille dossiers --precedent 2025.jsonl -o synthese.pdf\n  mediaudit portefeuille dossiers --publie a-publier --precedent 2025/publication.csv\n  mediaudit portefeuille dossiers --entrees | mediaudit flux\n\nUn rapport (PDF ou HTML) ou une évaluation (JSON) est rejugé d’après les données qu’il porte. Ce qui ne se lit pas a sa ligne, avec la raison.\nCodes de sortie : 0 fait ; 2 n’a pas pu être fait ; 3 fait, et une source au moins est illisible, modifiée ou diffère."
    )]
    Portefeuille {
        /// Dossiers de structures, évaluations (.json), rapports (.pdf), ou dossiers qui en contiennent
        #[arg(value_name = "RACINE|FICHIERS", required = true)]
        paths: Vec<PathBuf>,
        /// Date à laquelle juger les dossiers, AAAA-MM-JJ ; sans elle, la leur
        #[arg(long, value_name = "DATE", value_parser = day)]
        date: Option<Date>,
        /// Profil sous lequel juger les dossiers ; sans lui, le leur
        #[arg(long = "profil", value_name = "PROFIL")]
        profile: Option<String>,
        /// Portefeuille précédent (.jsonl) : dit ce qui a changé depuis. Avec --publie : export déjà publié (publication.csv), à répéter pour plusieurs
        #[arg(long = "precedent", value_name = "FICHIER")]
        before: Vec<PathBuf>,
        /// Fichier à écrire : .pdf (synthèse), .xlsx (une feuille par vue), .html, .csv ou .jsonl (une ligne par structure)
        #[arg(short = 'o', long = "sortie", value_name = "FICHIER")]
        output: Option<PathBuf>,
        /// Pour un .csv : tableur (point-virgule, dates françaises) ou ouvert (RFC 4180, dates ISO)
        #[arg(
            long = "dialecte",
            value_name = "DIALECTE",
            default_value = "tableur",
            hide_default_value = true,
            hide_possible_values = true
        )]
        dialect: DialectWord,
        /// Écrit dans ce dossier, nouveau ou vide, ce qui peut se publier : des comptes d’au moins 5 structures, leur schéma, leurs règles. Rien de nominatif
        #[arg(long = "publie", value_name = "DOSSIER", conflicts_with_all = ["output", "format", "entries"])]
        publish: Option<PathBuf>,
        /// Forme du résultat : texte, ou jsonl (une ligne par structure ; mediaudit norme schema portefeuille la décrit)
        #[arg(
            long,
            value_name = "FORME",
            default_value = "texte",
            hide_default_value = true,
            hide_possible_values = true
        )]
        format: PortfolioShape,
        /// Écrit les « entrees » de chaque évaluation, une par ligne, pour « mediaudit flux »
        #[arg(long = "entrees", conflicts_with_all = ["format", "before", "output"])]
        entries: bool,
        #[command(flatten)]
        again: Again,
    },
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
    /// Sort d’un rapport reçu par un tube l’évaluation qu’il porte : médiaudit s’appelle lui-même ainsi
    #[command(hide = true)]
    OuvrirRapport,
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
        after_help = "Exemples :\n  mediaudit preuves ranger mon-dossier mes-papiers\n  mediaudit preuves ranger mon-dossier mes-papiers --ecrire\n  mediaudit preuves ranger mon-dossier \"PV CA.pdf\" --place \"PV CA.pdf=instances\" --date \"PV CA.pdf=2025-03-12\" --ecrire\n\nLes noms sont pris comme ils sont. La place se lit dans le texte, le nom et le haut de la première page ; la date dans le nom, ou à côté de « le », « approuvé le »… Ce qui peut se lire de deux façons vous est demandé : rien n’est deviné. Un papier général (compte rendu d’équipe, de comité) ne vaut que pour les critères que vous nommez : --criteres \"CR.pdf=C04,D02\".\nSans --ecrire, rien n’est écrit. Aucun fichier n’est jamais remplacé, aucun lien suivi."
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
        /// Critères pour lesquels vaut un papier général (compte rendu…), à répéter pour plusieurs
        #[arg(long = "criteres", value_name = "FICHIER=CRITÈRES", value_parser = file_criteria)]
        criteria: Vec<(String, Vec<String>)>,
        /// Copie dans le dossier chaque fichier qui a une place, et y écrit les critères dits
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
        /// Ce qu’il décrit : norme, dossier, constats, actions, observations, surcouche, evaluation, fiche, et ce que verifier (verification), norme verifier (verification-norme), preuves ranger (rangement), constats verifier (entretiens), comparer-fiches (comparaison-fiches) et portefeuille (portefeuille) donnent en JSON
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

/// Why a doubt need not stand.
#[derive(Debug, Args)]
pub(super) struct SaidOfDoubt {
    /// Pourquoi il ne tient pas : des faits, que le rapport montre et qu’un auditeur peut vérifier
    #[arg(long = "raison", value_name = "TEXTE", requires = "doubt")]
    pub(super) reason: Option<String>,
    /// Auditeur qui le lève, par le nom de son fichier de constats
    #[arg(long = "auditeur", value_name = "NOM", requires = "reason")]
    pub(super) auditor: Option<String>,
    /// Preuve que cet auditeur a vue, par son identifiant ou son chemin ; à répéter
    #[arg(long = "vu", value_name = "PREUVE", requires = "auditor")]
    pub(super) seen: Vec<String>,
    /// Fonction de qui le dit, jamais son nom
    #[arg(long = "par", value_name = "FONCTION", requires = "reason")]
    pub(super) by: Option<String>,
    /// Jour où c’est dit, AAAA-MM-JJ ; sans cette option, aujourd’hui
    #[arg(long = "le", value_name = "DATE", value_parser = day, requires = "reason")]
    pub(super) on: Option<Date>,
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
