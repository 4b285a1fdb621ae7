//! What the use cases tell of folders and files, beside what their loaders tell of their contents.

use std::path::Path;

use super::beside::NoSheet;
use super::edit::NotChanged;
use super::output::OutputError;
use super::refusal::Refusal;
use super::report::{ReportFormat, Shows};
use mediaudit_core::assessment::Inputs;
use mediaudit_core::diags;
use mediaudit_core::dossier::edit::EditError;
use mediaudit_core::kernel::{InternalError, NormId, PieceId, Span, persons, words};
use mediaudit_core::norm::model::AuditKind;

diags! {
    /// A folder of a norm that cannot be opened.
    NormFolder<'a> { folder: &'a str }
    => NormFolder, "le dossier de norme « {folder} » ne peut être lu".hint("vérifiez le chemin donné à --norme");

    /// A file where the folder of a norm is wanted.
    NormIsFile<'a> { folder: &'a str }
    => NormFolder, "« {folder} » est un fichier, pas un dossier de norme".hint("donnez le dossier qui le contient");

    /// A file of a norm that cannot be opened.
    NormFile { told: String }
    => NormFile, "{told}".hint("mettez le fichier lui-même à cette place, ou retirez-le");

    /// An example that ends otherwise than it announces.
    FailedExample<'a> { criterion: &'a str, example: &'a str, expected: &'a str, found: &'a str, place: Option<Span> }
    => FailedExample, "{criterion}, exemple « {example} » : {expected} attendu, {found} obtenu"
        .at_known(place).hint("corrigez la règle si l’exemple dit vrai, ou l’exemple s’il se trompe");

    /// An overlay that was asked for and cannot be opened.
    OverlayUnreadable { told: String }
    => OverlayFile, "{told}".hint("vérifiez le chemin donné à --surcouche");

    /// The overlay of a dossier, which cannot be opened.
    OwnOverlayUnreadable { told: String }
    => OverlayFile, "{told}".hint("mettez le fichier lui-même à cette place, ou retirez-le");

    /// A file where a dossier is wanted.
    DossierIsFile<'a> { folder: &'a str, parent: &'a str }
    => NoDossier, "« {folder} » est un fichier, pas un dossier"
        .hint(format!("donnez le dossier qui contient dossier.toml : {parent}"));

    /// A report where a dossier is wanted.
    ReportGiven<'a> { file: &'a str }
    => NoDossier, "« {file} » : un rapport ne se juge pas".hint("donnez le dossier dont il est issu");

    /// A folder that cannot be opened.
    DossierUnreadable<'a> { folder: &'a str, why: String }
    => NoDossier, "« {folder} » : {why}".hint("vérifiez le chemin, et que vous avez le droit de lire ce dossier");

    /// A file of the dossier that cannot be opened.
    UnreadableFile { told: String }
    => UnreadableFile, "{told}".hint("mettez le fichier lui-même à cette place, ou retirez-le");

    /// A file of the dossier behind a link.
    BehindLink { told: String }
    => UnreadableFile, "{told}"
        .hint("rien n’est lu à travers un lien : copiez à sa place ce vers quoi il mène, ou retirez-le");

    /// A logo larger than a report can bear.
    LogoTooLarge<'a> { path: &'a str }
    => Logo, "« {path} » : le logo dépasse 2 Mio".hint(LOGO);

    /// A logo that is no picture.
    LogoNoPicture<'a> { path: &'a str }
    => Logo, "« {path} » : le logo n’est ni un PNG ni un JPEG".hint(LOGO);

    /// A name that holds nothing of an identifier.
    NewName<'a> { name: &'a str }
    => NewName, "le nom du dossier, « {name} », ne donne pas d’identifiant"
        .hint("choisissez un nom avec des lettres de A à Z ou des chiffres, comme mon-association");

    /// A file of that name.
    NewIsFile<'a> { folder: &'a str }
    => NewPlace, "« {folder} » existe et n’est pas un dossier".hint(NEW_OR_EMPTY);

    /// A folder that holds something.
    NewNotEmpty<'a> { folder: &'a str }
    => NewPlace, "le dossier « {folder} » n’est pas vide".hint(NEW_OR_EMPTY);

    /// A path whose beginning is not there.
    NewParent<'a> { parent: &'a str }
    => NewParent, "le dossier « {parent} » n’existe pas"
        .hint(format!("créez d’abord « {parent} », ou corrigez le chemin"));

    /// A disk that refused.
    NewUnwritten<'a> { folder: &'a str, why: String }
    => NewUnwritten, "impossible d’écrire dans « {folder} » ({why})".hint("rien n’a été laissé sur le disque");

    /// A folder of templates that cannot be opened.
    TemplateFolder<'a> { folder: &'a str }
    => TemplateFolder, "le dossier de gabarits « {folder} » ne peut être lu"
        .hint("vérifiez le chemin donné à --gabarits");

    /// A folder of templates that holds none.
    NoTemplate<'a> { folder: &'a str, known: String }
    => TemplateFolder, "« {folder} » ne contient aucun gabarit"
        .hint(format!("un dossier de gabarits contient un ou plusieurs de : {known}"));

    /// A file that bears the name of no template.
    TemplateName<'a> { name: &'a str, known: Vec<&'a str> }
    => TemplateName, "« {name} » n’est le nom d’aucun gabarit".nearest(name, known.iter().copied())
        .hint(format!("noms admis : {}", known.join(", ")));

    /// A template larger than any.
    TemplateTooLarge<'a> { name: &'a str }
    => TemplateFile, "« {name} » est trop gros : un gabarit tient en 1 Mo".hint("est-ce le bon fichier ?");

    /// A template that cannot be opened.
    TemplateUnreadable<'a> { name: &'a str, why: String }
    => TemplateFile, "« {name} » ne peut être lu : {why}"
        .hint("mettez le fichier lui-même à cette place, ou retirez-le");

    /// A template that cannot be rendered.
    UnsoundTemplate<'a> { message: &'a str, place: Option<Span>, hints: &'a [String] }
    => Template, "{message}".at_known(place).hints(hints.iter().cloned());
}

const NEW_OR_EMPTY: &str = "rien n’a été changé ; donnez le nom d’un dossier nouveau, ou vide";
const LOGO: &str =
    "déposez une petite image PNG ou JPEG à côté de dossier.toml, ou retirez la ligne « logo »";

/// The report of an audit that nobody made.
pub(super) fn audit_without_auditor(kind: AuditKind) -> Refusal {
    let label = kind.label();
    Refusal::said(format!("ce dossier se dit un {label}, et aucun auditeur n’y a porté de constat : il n’y a pas de rapport d’{label}"))
        .hint("écrivez ses constats dans « constats », un fichier par auditeur ; sans auditeur, écrivez genre = \"auto-evaluation\" dans dossier.toml")
}

/// The report of an audit that does not say what it was to look at.
pub(super) fn brief_lacks(keys: &[&str]) -> Refusal {
    let keys: Vec<String> = keys.iter().map(|key| format!("« {key} »")).collect();
    Refusal::said(format!(
        "un rapport d’audit dit ce qu’il devait regarder : il manque {} sous « [audit] » de dossier.toml",
        words::list(&keys, "et")
    ))
    .hint("par exemple : objectifs = \"préparer la certification\", champ = \"le service de médiation\", sur-place = [2026-11-20], responsable = \"auditrice\" (le nom de son fichier dans « constats »)")
}

/// A sheet asked of a profile that has none.
pub(super) fn no_sheet(inputs: &Inputs) -> Refusal {
    let known = inputs.norm.profiles.iter().filter(|profile| profile.sheet);
    let known: Vec<String> = known.map(|profile| format!("--profil {}", profile.id)).collect();
    let refusal = Refusal::said(format!(
        "le profil « {} » n’a pas de fiche de deux pages",
        inputs.profile
    ));
    if known.is_empty() {
        return refusal.hint("aucun profil de cette norme n’en a : demandez --etendue essentiel");
    }
    refusal.hint(format!("demandez-la avec {}", words::list(&known, "ou")))
}

/// A report that is to be for some readers only.
pub(super) fn only_sheets() -> Refusal {
    Refusal::said("--diffusion ne vaut que pour une fiche : un rapport contient toute l’évaluation, noms de fichiers compris")
        .hint("retirez --diffusion, ou demandez la fiche : --etendue fiche, avec un profil qui en a une")
}

/// More sheets than a page holds.
pub(super) fn too_many_sheets(given: usize, most: usize) -> Refusal {
    Refusal::said(format!(
        "{given} fiches ne tiennent pas sur une page : {most} au plus"
    ))
    .hint("comparez-les en plusieurs fois")
}

/// Files that give no sheet.
pub(super) fn bad_sheets(faults: &[(&Path, NoSheet)]) -> Refusal {
    let said = |why: NoSheet| match why {
        NoSheet::Absent => "n’est pas là",
        NoSheet::Unopened => "ne peut être ouvert, ou est trop gros pour une fiche",
        NoSheet::Unreadable => "PDF illisible",
        NoSheet::NotInside => "PDF qui ne porte pas de fiche : un rapport n’en est pas une",
        NoSheet::Foreign => "n’est ni un PDF ni le JSON d’une fiche",
        NoSheet::Unknown => "fiche d’une version que ce médiaudit ne connaît pas",
    };
    let all: Vec<String> = faults
        .iter()
        .map(|(path, why)| {
            let name = words::safe(&persons::masked(&path.display().to_string()));
            format!("« {name} » : {}", said(*why))
        })
        .collect();
    Refusal::said(all.join(" ; "))
        .hint("une fiche s’écrit par : mediaudit rapport DOSSIER --profil cadre-ethique -o fiche.pdf")
}

/// A page whose name says nothing of what it is.
pub(super) fn unnamed_page() -> Refusal {
    Refusal::said("la page de comparaison est un PDF : terminez son nom par .pdf").hint(
        "par exemple : mediaudit comparer-fiches *.pdf -o comparaison.pdf ; pour un programme, --format json",
    )
}

/// A threshold that is no kind of finding of the norm.
pub(super) fn threshold(wanted: &str, codes: &[String], never: &str) -> Refusal {
    Refusal::said(format!(
        "le seuil « {wanted} » n’est pas un constat de cette norme"
    ))
    .hint(format!(
        "seuils, du plus grave au plus léger : {} ; ou {never}",
        codes.join(", ")
    ))
}

/// A name that is neither a criterion nor a chapter.
pub(super) fn not_explained(wanted: &str, near: Option<&str>, norm: &NormId) -> Refusal {
    let hint = near.map_or_else(|| format!("mediaudit norme montrer {norm} les donne tous"), meant);
    Refusal::said(format!(
        "« {wanted} » n’est ni un critère ni un chapitre de ce profil"
    ))
    .hint(hint)
}

/// A name that is no criterion of a norm.
pub(super) fn no_criterion(wanted: &str, near: Option<&str>, norm: &NormId) -> Refusal {
    Refusal::said(format!("« {wanted} » n’est pas un critère de la norme {norm}")).hints(near.map(meant))
}

fn meant(near: &str) -> String {
    format!("vouliez-vous dire « {near} » ?")
}

/// A program that is not where it was started.
pub(super) fn no_program() -> Refusal {
    Refusal::said("médiaudit ne retrouve pas son propre programme, qu’il relance pour lire les fichiers")
        .hint("l’a-t-on déplacé ou effacé pendant qu’il travaillait ?")
}

/// A name that is no piece of a dossier.
pub(super) fn unknown_piece(name: &str, near: Option<&str>) -> Refusal {
    Refusal::said(format!(
        "« {} » n’est pas une preuve du dossier",
        words::safe(&persons::masked(name))
    ))
    .hints(near.map(meant))
    .hint("« mediaudit preuves DOSSIER » donne l’identifiant de chacune")
}

/// A name that is no respondent of the norm.
pub(super) fn unknown_respondent(name: &str, near: Option<&str>, known: &[&str]) -> Refusal {
    let refusal = Refusal::said(format!(
        "« {} » n’est pas quelqu’un à qui la norme demande",
        words::safe(&persons::masked(name))
    ))
    .hints(near.map(meant));
    if known.is_empty() {
        return refusal.hint("cette norme ne dit pas à qui demander : retirez --qui");
    }
    refusal.hint(format!("elle demande à : {}", known.join(", ")))
}

/// A sheet of our own that its template does not make.
pub(super) fn unmade_sheet(error: &impl std::fmt::Display) -> InternalError {
    InternalError::new(format!("fiche : {error}"))
}

/// A sheet of questions whose name says nothing of what it is.
pub(super) fn sheet_name() -> Refusal {
    Refusal::said(
        "le nom de la fiche dit sa forme : .pdf ou .txt à remplir à la main, .toml à remplir à l’écran",
    )
    .hint("par exemple : mediaudit questions mon-dossier --qui direction -o direction.pdf")
}

/// Where a day comes from that a person says.
pub(super) const GIVEN_DAY: &str = "la date que vous donnez";

/// A report under the name of something else, or of nothing that it can be.
pub(super) fn misnamed(asked: Option<ReportFormat>, extension: &str) -> Refusal {
    let end = words::safe(extension);
    let message = match asked {
        None => format!("un rapport ne s’écrit pas en « .{end} »"),
        Some(asked) => format!(
            "un rapport au format {} ne porte pas un nom en « .{end} »",
            asked.word()
        ),
    };
    Refusal::said(message)
        .hint("les formats d’un rapport sont pdf, html, json, txt et xlsx : terminez le nom ainsi")
}

/// A workbook of less than the whole.
pub(super) fn workbook_is_whole(shows: Shows) -> Refusal {
    match shows {
        Shows::Report(_) => {
            Refusal::said("un classeur contient tout le rapport : l’étendue ne s’y choisit pas".to_owned())
                .hint("ôtez --etendue, ou demandez un pdf, un html ou un txt")
        }
        Shows::Sheet(_) => {
            Refusal::said("la fiche d’un profil de financeur ne s’écrit pas en classeur".to_owned())
                .hint("demandez un pdf, un html, un txt ou un json ; ou un autre profil")
        }
    }
}

/// A file that the disk refused, with what it says.
pub(super) fn unwritten(path: &Path, error: &OutputError) -> Refusal {
    Refusal::said(format!("impossible d’écrire « {} » ({error})", path.display())).hints(error.hint())
}

/// A field of a page whose text cannot be taken.
pub(super) fn field_text(typed: &str, expected: &str) -> String {
    let typed = words::printable(typed);
    if expected.is_empty() {
        format!("« {typed} » n’est pas un choix de la liste.")
    } else {
        format!("« {typed} » ne convient pas : écrivez {expected}.")
    }
}

/// A criterion that is set aside without a word.
pub(super) fn field_reason() -> String {
    "Dites en une phrase pourquoi ce critère ne s’applique pas : le rapport donnera cette raison.".to_owned()
}

/// How a day is typed in a field.
pub(super) const FIELD_DAY: &str = "une date, comme 12/03/2026";

/// Where an action stands, as a field says it.
pub(super) const FIELD_STATE: &str = "à faire, en cours, faite ou abandonnée";

/// A folder that a person wanted to look into.
pub(super) fn unseen_folder(folder: &Path, why: &str) -> Refusal {
    Refusal::said(format!("« {} » : {why}", folder.display()))
        .hint("vérifiez le chemin, et que vous avez le droit de lire ce dossier")
}

/// Nothing was said where a reason is wanted.
pub(super) fn no_reason() -> Refusal {
    Refusal::said("dites pourquoi : c’est cette raison que lira un auditeur, et que montre le rapport")
}

/// A doubt that the dossier does not have, or no longer.
pub(super) fn no_such_doubt(id: &str) -> Refusal {
    Refusal::said(format!(
        "le dossier n’a pas, ou n’a plus, de doute « {} »",
        words::safe(id)
    ))
    .hint("un doute s’en va quand change ce sur quoi il repose : relisez ceux qui restent")
}

/// An alert that the dossier does not have, or no longer.
pub(super) fn no_such_alert() -> Refusal {
    Refusal::said("cette alerte n’est plus : son fichier a changé, ou elle est déjà levée")
}

/// No column was named.
pub(super) fn no_column() -> Refusal {
    Refusal::said("dites au moins d’une colonne comment votre tableau l’appelle")
}

/// Columns of a table that no longer wait to be named.
pub(super) fn no_such_column() -> Refusal {
    Refusal::said("ce tableau n’attend plus ces colonnes : il a changé, ou elles ont déjà leur nom")
}

/// The same assessment is there.
pub(super) fn kept_already(path: &str) -> Refusal {
    Refusal::said(format!("ce résultat est déjà gardé : {path}"))
        .hint("rien n’a changé depuis : il n’y a rien de plus à garder")
}

/// As many assessments of one day as there can be.
pub(super) fn all_names_taken() -> Refusal {
    Refusal::said("« historique » a trop d’évaluations de ce jour")
        .hint("rangez-en ailleurs, puis recommencez")
}

/// Transcriptions that hold data of persons: they are shown masked, and would be written so.
pub(super) fn masked_copies(id: &PieceId) -> NotChanged {
    NotChanged::Edit(EditError::Shape {
        what: format!("« lu » de la pièce « {id} », dont une page contient des données personnelles"),
        instead: "dans son bloc [[preuve]], retirez ces données de « lu », ou ajoutez la page vous-même"
            .to_owned(),
    })
}
