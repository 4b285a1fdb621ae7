#!/usr/bin/env python3
"""Makes the evidence files of the three examples: the same bytes at each run, with the standard library only.

    python3 examples/fabriquer.py            writes the files again
    python3 examples/fabriquer.py --verifier says whether the files on disk are those that it would write

What the papers say is in `papiers/*.txt`, by type. The numbers come from the `dossier.toml` of each example, so that both agree.
"""
import pathlib
import re
import sys
import tomllib

from formats import WRITERS, logo

HERE = pathlib.Path(__file__).parent

# one line a file, under its type; the extension chooses the format, the date in front is that of the document
PASSERELLES = """
projet-de-service/2022-06-14-projet-associatif.pdf
presentation-publique/2025-09-01-page-du-site.html
politique-qualite/2025-04-22-politique-qualite.odt
organigramme/2026-01-12-organigramme.png
objectifs-de-service/2026-01-12-objectifs.xlsx
lettre-de-mission/2025-02-03-lettre-referente.docx
liste-documents/2026-03-02-liste-des-documents.ods
seance-information-qualite/2026-03-19-seance.pdf
plan-amelioration/2026-09-15-plan.xlsx
auto-evaluation/2025-12-08-auto-evaluation.pdf
compte-rendu-pilotage/2026-04-09-comite.pdf
compte-rendu-pilotage/2026-10-08-comite.odt
duerp/2024-02-05-document-unique.pdf
diagnostic-territorial/2024-11-18-diagnostic.pdf
plan-action-pluriannuel/2025-01-20-plan.ods
convention-commanditaire/2024-07-01-convention-ville.pdf
annuaire-partenaires/2025-11-03-annuaire.csv
compte-rendu-partenaires/2026-06-11-rencontre.docx
rapport-activite/2026-03-27-rapport-2025.pdf
liste-missions-exclues/2024-07-01-ce-que-nous-ne-faisons-pas.odt
charte-deontologique/2021-05-04-charte.pdf
regles-acces/2025-03-12-regles-d-acces.pdf
releve-demandes/2026-10-30-demandes.csv
procedure-reclamations/2025-03-12-reclamer.docx
support-consentement/2026-02-02-presenter-la-mediation.odt
support-explication/2026-02-02-carte.png
regle-confidentialite/2021-05-04-regle-de-confidentialite.pdf
engagement-confidentialite/2026-10-01-liste-des-engagements.pdf
procedure-alerte/2026-01-20-procedure-d-alerte.pdf
guide-acces-aux-droits/guide-des-droits.docx
note-institution/2026-05-05-note-au-bailleur.pdf
regle-refus-retrait/2025-03-12-refuser-et-se-retirer.pdf
releve-passages-de-relais/2026-10-30-relais.csv
calendrier-analyse-pratiques/2026-01-05-calendrier.pdf
emargement-analyse-pratiques/2026-10-15-presences.png
nomenclature-registres/2025-01-06-nomenclature.txt
planning-tournees/2026-09-01-planning.ods
releve-presence/2026-01-15-presence-2025.xlsx
synthese-conflits/2026-01-30-conflits-2025.ods
note-veille-sociale/2026-04-15-veille.txt
note-veille-sociale/2026-10-15-veille.docx
fiche-action-information/2026-06-18-atelier.odt
releve-mises-en-relation/2026-10-30-mises-en-relation.csv
referentiel-competences/2023-09-04-competences.pdf
etat-du-personnel/2026-01-05-effectifs.xlsx
fiche-de-poste/2024-03-11-fiche-de-poste.docx
programme-formation/2024-03-11-programme.pdf
attestation-formation/2026-05-29-attestations.pdf
organisation-permanence/2026-09-01-permanence.pdf
tenue-et-signe/2025-05-05-tenue.png
tableau-de-bord/2026-01-12-tableau-2025.xlsx
compte-rendu-reunion-equipe/2026-10-19-reunion.odt
extrait-base-activite/2026-01-15-extrait-2025.csv
fiche-intervention-vierge/2025-01-06-fiche.docx
regle-anonymisation/2025-06-16-anonymat.odt
rapport-evaluation/2022-12-12-evaluation.pdf
synthese-satisfaction/2026-07-10-satisfaction.xlsx
compte-rendu-accompagnement/2026-05-12-tournee.pdf
"""

CLAIRVAL = """
projet-de-service/2024-03-25-projet-de-service.pdf
presentation-publique/2026-01-15-plaquette.pdf
politique-qualite/2024-06-24-politique-qualite-et-securite.pdf
proces-verbal-instance/2024-06-24-deliberation.pdf
organigramme/2026-01-05-organigramme.pdf
objectifs-de-service/2026-01-26-objectifs-equipe-jour.docx
objectifs-de-service/2026-01-26-objectifs-equipe-soir.docx
lettre-de-mission/2024-09-02-lettre-de-mission.pdf
liste-documents/2026-02-09-documents.xlsx
preuve-de-diffusion/2026-02-16-diffusion.pdf
seance-information-qualite/2026-02-16-seance.docx
plan-amelioration/2026-10-05-plan.xlsx
tableau-actions/2026-11-02-actions.csv
revue-de-direction/2026-06-08-revue.odt
auto-evaluation/2026-04-20-audit-blanc.pdf
compte-rendu-pilotage/2026-03-12-comite.docx
compte-rendu-pilotage/2026-09-17-comite.docx
duerp/2026-01-19-document-unique.xlsx
synthese-incidents/2026-01-19-incidents.ods
diagnostic-territorial/2024-10-07-diagnostic.pdf
plan-action-pluriannuel/2025-01-13-plan-2025-2028.xlsx
convention-commanditaire/2025-01-13-convention-bailleur.pdf
tableau-responsabilites/2025-01-13-qui-fait-quoi.ods
note-strategie/2024-03-25-note.odt
note-articulation/2024-03-25-note.docx
protocole-partenarial/2024-11-04-protocole.pdf
annuaire-partenaires/2026-01-12-annuaire.ods
compte-rendu-partenaires/2026-05-21-rencontre.odt
convention-partenariat/2024-09-16-convention-college.pdf
rapport-activite/2026-03-02-rapport-2025.pdf
liste-missions-exclues/2024-03-25-taches-exclues.pdf
releve-demandes-hors-cadre/2026-10-30-demandes.csv
procedure-arbitrage/2024-06-24-arbitrage.pdf
charte-deontologique/2024-06-24-charte.pdf
regles-acces/2024-06-24-acces.pdf
releve-demandes/2026-10-30-demandes.csv
procedure-reclamations/2024-06-24-reclamations.odt
synthese-reclamations/2026-01-26-reclamations.ods
support-consentement/2025-03-03-consentement.docx
support-explication/2025-03-03-carte.html
regle-confidentialite/2023-06-26-confidentialite.pdf
engagement-confidentialite/2026-01-12-engagements.pdf
regle-conflit-interets/2024-06-24-cadeaux.odt
procedure-alerte/2026-01-12-alerte.pdf
releve-alertes/2026-10-30-alertes.csv
guide-acces-aux-droits/2026-02-02-guide.docx
fiche-intervention-vierge/2025-03-03-fiche.ods
etude-de-cas/2025-10-06-etude.odt
note-institution/2026-02-23-note.pdf
note-institution/2026-08-31-note.txt
regle-affectation/2024-06-24-affectation.pdf
regle-refus-retrait/2024-06-24-retrait.pdf
releve-passages-de-relais/2026-10-30-relais.xlsx
calendrier-analyse-pratiques/2026-01-05-calendrier.ods
emargement-analyse-pratiques/2026-10-26-presences.pdf
nomenclature-registres/2025-01-06-nomenclature.ods
bilan-registres/2026-02-09-bilan-2025.xlsx
planning-tournees/2026-09-07-planning.xlsx
releve-presence/2026-01-19-presence-2025.ods
synthese-conflits/2026-01-26-conflits-2025.xlsx
note-veille-sociale/2026-03-09-veille.odt
note-veille-sociale/2026-09-14-veille.pdf
fiche-action-information/2026-05-11-atelier.docx
releve-mises-en-relation/2026-10-30-mises-en-relation.csv
compte-rendu-concertation/2026-06-22-reunion.odt
fiche-projet-collectif/2025-04-07-jardin.docx
bilan-projet-collectif/2025-11-24-jardin.odt
ressources-interculturelles/2025-05-12-ressources.ods
releve-veille-technique/2026-10-30-signalements.csv
referentiel-competences/2024-09-02-competences.pdf
grille-recrutement/2025-09-08-grille.ods
trame-entretien-annuel/2025-01-06-trame.docx
etat-du-personnel/2026-01-05-effectifs.ods
fiche-de-poste/2024-09-02-fiche-de-poste.pdf
programme-formation/2024-09-02-programme.docx
attestation-formation/2026-05-18-attestations.pdf
plan-formation/2026-01-12-plan.xlsx
compte-rendu-accompagnement/2026-04-27-accompagnement.odt
parcours-qualification/2025-02-10-parcours.docx
titre-ou-diplome/2025-07-07-titre.pdf
attestation-secourisme/2026-03-23-secourisme.pdf
organisation-permanence/2026-09-07-permanence.pdf
regle-travail-binome/2024-06-24-binome.odt
tenue-et-signe/2026-01-12-tenue.png
tenue-et-signe/2026-01-12-remise-des-tenues.odt
procedure-passage-de-relais/2024-06-24-relais.pdf
compte-rendu-reunion-equipe/2026-11-09-reunion.docx
consigne-tracabilite/2025-03-03-consigne.pdf
extrait-base-activite/2026-01-19-extrait-2025.csv
tableau-de-bord/2026-01-12-tableau-2025.ods
rapport-hierarchie/2026-11-02-semaine.txt
regle-anonymisation/2024-06-24-anonymat.pdf
table-habilitations/2026-01-12-acces.ods
registre-traitements/2026-01-12-registre.xlsx
aipd/2025-01-20-analyse.pdf
protocole-evaluation/2025-01-20-protocole.docx
grille-evaluation/2025-01-20-grille.ods
rapport-evaluation/2025-12-15-evaluation.pdf
synthese-satisfaction/2026-01-26-satisfaction.xlsx
support-restitution/2026-02-16-restitution.pdf
releve-decisions/2026-03-12-decisions.ods
echange-reseau/2026-05-04-journee.odt
bilan-experimentation/2026-02-23-essai.pdf
"""

TILLEULS = """
projet-de-service/2019-11-05-projet.docx
convention-commanditaire/2026-01-12-convention-ville.pdf
tenue-et-signe/2026-02-02-veste.png
planning-tournees/planning.ods
releve-demandes-hors-cadre/demandes-au-12-03-2026.csv
"""

# the words that change from a structure to another; « @mark » in front of a line of a paper keeps it for that structure
DOSSIERS = {
    "passerelles-du-mail": (PASSERELLES, {
        "marque": "mail", "nom": "l’association Passerelles du Mail", "du": "de l’association Passerelles du Mail", "au": "à l’association Passerelles du Mail",
        "ville": "Aubenoy", "bailleur": "Rives Habitat", "q1": "place du Mail", "q2": "place Nord", "college": "collège des Ormes",
        "instance": "le conseil d’administration", "dinstance": "du conseil d’administration", "employeur": "l’association", "chef": "la directrice",
        "responsable": "la responsable d’équipe", "signataire": "La présidente",
    }),
    "ville-de-clairval": (CLAIRVAL, {
        "marque": "clairval", "nom": "le service de médiation de la ville de Clairval", "du": "du service de médiation de la ville de Clairval",
        "au": "au service de médiation de la ville de Clairval", "ville": "Clairval", "bailleur": "Clairval Habitat", "q1": "place des Tanneurs",
        "q2": "cité du Parc", "college": "collège des Quatre-Vents", "instance": "le conseil municipal", "dinstance": "du conseil municipal",
        "employeur": "la ville", "chef": "la cheffe de service", "responsable": "la coordinatrice de secteur", "signataire": "Le maire",
    }),
    "regie-des-tilleuls": (TILLEULS, {
        "marque": "tilleuls", "nom": "la régie de quartier des Tilleuls", "du": "de la régie de quartier des Tilleuls", "au": "à la régie de quartier des Tilleuls",
        "ville": "Montreval", "bailleur": "Logis du Val", "q1": "place des Tilleuls", "q2": "cité du Lavoir", "college": "collège du Val",
        "instance": "le conseil d’administration", "dinstance": "du conseil d’administration", "employeur": "la régie", "chef": "le directeur",
        "responsable": "le chef d’équipe", "signataire": "La présidente",
    }),
}

MONTHS = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()


def papers():
    """The lines of each paper, by its heading: « === type », or « === type fichier fichier » where some files of a type say something else."""
    found = {}
    for path in sorted((HERE / "papiers").glob("*.txt")):
        for part in path.read_text(encoding="utf-8").split("=== ")[1:]:
            heading, *lines = part.strip().split("\n")
            kind, *names = heading.split()
            found |= {f"{kind} {name}": lines for name in names} or {kind: lines}
    return found


def declared(dossier):
    """The name of the structure, and its numbers by their key, as they are written in French."""
    told = tomllib.loads((HERE / dossier / "dossier.toml").read_text(encoding="utf-8"))
    values = {f"{group}.{key}": value for group, keys in told["faits"].items() for key, value in keys.items()}
    values = {key: value["valeur"] if isinstance(value, dict) else value for key, value in values.items()}
    numbers = {key: str(value).replace(".", ",") for key, value in values.items() if not isinstance(value, bool)}
    return numbers | {"structure": told["structure"]["nom"]}


def written(day):
    number = "1er" if day[8:] == "01" else day[8:].lstrip("0")
    return f"{number} {MONTHS[int(day[5:7]) - 1]} {day[:4]}"


def filled(lines, words):
    """A paper of one structure: a paragraph is a text, a row of a table is a list. A line whose number nobody declared is left out."""
    for line in lines:
        if line.startswith("@"):
            mark, line = line[1:].split(" ", 1)
            if mark != words["marque"]:
                continue
        keys = re.findall(r"\{([\w.-]+)\}", line)
        if not line or any("." in key and key not in words for key in keys):
            continue
        line = re.sub(r"\{([\w.-]+)\}", lambda found: words[found[1]], line)
        line = line[0].upper() + line[1:]
        yield [cell.strip() for cell in line.strip("| ").split("|")] if line.startswith("|") else line


def files():
    """Path and bytes of every file, in order."""
    texts, made = papers(), {}
    for dossier, (listing, names) in DOSSIERS.items():
        for line in listing.split():
            kind, file = line.split("/")
            dated = file[:4].isdigit()
            day = file[:10] if dated else "2023-05-09"
            stem, extension = file.rsplit(".", 1)
            words = names | declared(dossier) | {"an": day[:4], "avant": str(int(day[:4]) - 1), "apres": str(int(day[:4]) + 1), "jour": written(day)}
            title, *lines = filled(texts.get(f"{kind} {stem}") or texts[kind], words)
            heads = [] if extension == "csv" else [words["structure"]]
            tail = [f"Document du {words['jour']}. Structure imaginaire, document d’exemple."] if dated else ["Structure imaginaire, document d’exemple."]
            made[f"{dossier}/preuves/{kind}/{file}"] = WRITERS[extension](day, title, heads + lines + tail)
    # what goes wrong in a real folder: a scan that was cut, a copy, a file that nobody sorted, a lock left behind by an office suite
    mail = "passerelles-du-mail/preuves/"
    cut = made[mail + "compte-rendu-accompagnement/2026-05-12-tournee.pdf"]
    made[mail + "compte-rendu-accompagnement/2026-05-12-tournee.pdf"] = cut[: len(cut) // 2]
    made[mail + "_autres/2026-10-01-a-trier.pdf"] = WRITERS["pdf"]("2026-10-01", "À trier", ["Feuille trouvée au fond du classeur des engagements.", "À ranger ou à jeter."])
    made[mail + "charte-deontologique/ancien/2021-05-04-charte-copie.pdf"] = made[mail + "charte-deontologique/2021-05-04-charte.pdf"]
    made["ville-de-clairval/logo.png"] = logo("Ville de Clairval")
    made["regie-des-tilleuls/preuves/.~lock.planning.ods#"] = b"verrou\n"
    return made.items()


def main():
    check = "--verifier" in sys.argv[1:]
    wrong = []
    for path, data in files():
        target = HERE / path
        if check:
            if not target.is_file() or target.read_bytes() != data:
                wrong.append(path)
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    if wrong:
        sys.exit("\n".join(["ces fichiers ne sont pas ceux du script :"] + wrong))


if __name__ == "__main__":
    main()
