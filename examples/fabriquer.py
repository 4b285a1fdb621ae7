#!/usr/bin/env python3
"""Makes the evidence files of the three examples: the same bytes at each run, with the standard library only.

    python3 examples/fabriquer.py            writes the files again
    python3 examples/fabriquer.py --verifier says whether the files on disk are those that it would write
"""
import pathlib
import sys

from contenus import TEXTES
from formats import WRITERS, logo

HERE = pathlib.Path(__file__).parent

# one line a file: type, file name without its folder; the extension chooses the format, the date in front is that of the document
PASSERELLES = """
projet-de-service 2022-06-14-projet-associatif.pdf
presentation-publique 2025-09-01-page-du-site.html
politique-qualite 2025-04-22-politique-qualite.odt
organigramme 2026-01-12-organigramme.png
objectifs-de-service 2026-01-12-objectifs.xlsx
lettre-de-mission 2025-02-03-lettre-referente.docx
liste-documents 2026-03-02-liste-des-documents.ods
seance-information-qualite 2026-03-19-seance.pdf
plan-amelioration 2026-09-15-plan.xlsx
auto-evaluation 2025-12-08-auto-evaluation.pdf
compte-rendu-pilotage 2026-04-09-comite.pdf
compte-rendu-pilotage 2026-10-08-comite.odt
duerp 2024-02-05-document-unique.pdf
diagnostic-territorial 2024-11-18-diagnostic.pdf
plan-action-pluriannuel 2025-01-20-plan.ods
convention-commanditaire 2024-07-01-convention-ville.pdf
annuaire-partenaires 2025-11-03-annuaire.csv
compte-rendu-partenaires 2026-06-11-rencontre.docx
rapport-activite 2026-03-27-rapport-2025.pdf
liste-missions-exclues 2024-07-01-ce-que-nous-ne-faisons-pas.odt
charte-deontologique 2021-05-04-charte.pdf
regles-acces 2025-03-12-regles-d-acces.pdf
releve-demandes 2026-10-30-demandes.csv
procedure-reclamations 2025-03-12-reclamer.docx
support-consentement 2026-02-02-presenter-la-mediation.odt
support-explication 2026-02-02-carte.png
regle-confidentialite 2021-05-04-regle-de-confidentialite.pdf
engagement-confidentialite 2026-10-01-liste-des-engagements.pdf
procedure-alerte 2026-01-20-procedure-d-alerte.pdf
guide-acces-aux-droits guide-des-droits.docx
note-institution 2026-05-05-note-au-bailleur.pdf
regle-refus-retrait 2025-03-12-refuser-et-se-retirer.pdf
releve-passages-de-relais 2026-10-30-relais.csv
calendrier-analyse-pratiques 2026-01-05-calendrier.pdf
emargement-analyse-pratiques 2026-10-15-presences.png
nomenclature-registres 2025-01-06-nomenclature.txt
planning-tournees 2026-09-01-planning.ods
releve-presence 2026-01-15-presence-2025.xlsx
synthese-conflits 2026-01-30-conflits-2025.ods
note-veille-sociale 2026-04-15-veille.txt
note-veille-sociale 2026-10-15-veille.docx
fiche-action-information 2026-06-18-atelier.odt
releve-mises-en-relation 2026-10-30-mises-en-relation.csv
referentiel-competences 2023-09-04-competences.pdf
etat-du-personnel 2026-01-05-effectifs.xlsx
fiche-de-poste 2024-03-11-fiche-de-poste.docx
programme-formation 2024-03-11-programme.pdf
attestation-formation 2026-05-29-attestations.pdf
organisation-permanence 2026-09-01-permanence.pdf
tenue-et-signe 2025-05-05-tenue.png
tableau-de-bord 2026-01-12-tableau-2025.xlsx
compte-rendu-reunion-equipe 2026-10-19-reunion.odt
extrait-base-activite 2026-01-15-extrait-2025.csv
fiche-intervention-vierge 2025-01-06-fiche.docx
regle-anonymisation 2025-06-16-anonymat.odt
rapport-evaluation 2022-12-12-evaluation.pdf
synthese-satisfaction 2026-07-10-satisfaction.xlsx
"""

CLAIRVAL = """
projet-de-service 2024-03-25-projet-de-service.pdf
presentation-publique 2026-01-15-plaquette.pdf
politique-qualite 2024-06-24-politique-qualite-et-securite.pdf
proces-verbal-instance 2024-06-24-deliberation.pdf
organigramme 2026-01-05-organigramme.pdf
objectifs-de-service 2026-01-26-objectifs-equipe-jour.docx
objectifs-de-service 2026-01-26-objectifs-equipe-soir.docx
lettre-de-mission 2024-09-02-lettre-de-mission.pdf
liste-documents 2026-02-09-documents.xlsx
preuve-de-diffusion 2026-02-16-diffusion.pdf
seance-information-qualite 2026-02-16-seance.docx
plan-amelioration 2026-10-05-plan.xlsx
revue-de-direction 2026-06-08-revue.odt
auto-evaluation 2026-04-20-audit-blanc.pdf
compte-rendu-pilotage 2026-03-12-comite.docx
compte-rendu-pilotage 2026-09-17-comite.docx
duerp 2026-01-19-document-unique.xlsx
synthese-incidents 2026-01-19-incidents.ods
diagnostic-territorial 2024-10-07-diagnostic.pdf
plan-action-pluriannuel 2025-01-13-plan-2025-2028.xlsx
convention-commanditaire 2025-01-13-convention-bailleur.pdf
tableau-responsabilites 2025-01-13-qui-fait-quoi.ods
note-strategie 2024-03-25-note.odt
note-articulation 2024-03-25-note.docx
protocole-partenarial 2024-11-04-protocole.pdf
annuaire-partenaires 2026-01-12-annuaire.ods
compte-rendu-partenaires 2026-05-21-rencontre.odt
convention-partenariat 2024-09-16-convention-college.pdf
rapport-activite 2026-03-02-rapport-2025.pdf
liste-missions-exclues 2024-03-25-taches-exclues.pdf
releve-demandes-hors-cadre 2026-10-30-demandes.csv
procedure-arbitrage 2024-06-24-arbitrage.pdf
charte-deontologique 2024-06-24-charte.pdf
regles-acces 2024-06-24-acces.pdf
releve-demandes 2026-10-30-demandes.csv
procedure-reclamations 2024-06-24-reclamations.odt
synthese-reclamations 2026-01-26-reclamations.ods
support-consentement 2025-03-03-consentement.docx
support-explication 2025-03-03-carte.html
regle-confidentialite 2023-06-26-confidentialite.pdf
engagement-confidentialite 2026-01-12-engagements.pdf
regle-conflit-interets 2024-06-24-cadeaux.odt
procedure-alerte 2026-01-12-alerte.pdf
releve-alertes 2026-10-30-alertes.csv
guide-acces-aux-droits 2026-02-02-guide.docx
fiche-intervention-vierge 2025-03-03-fiche.ods
etude-de-cas 2025-10-06-etude.odt
note-institution 2026-02-23-note.pdf
note-institution 2026-08-31-note.txt
regle-affectation 2024-06-24-affectation.pdf
regle-refus-retrait 2024-06-24-retrait.pdf
releve-passages-de-relais 2026-10-30-relais.xlsx
calendrier-analyse-pratiques 2026-01-05-calendrier.ods
emargement-analyse-pratiques 2026-10-26-presences.pdf
nomenclature-registres 2025-01-06-nomenclature.ods
bilan-registres 2026-02-09-bilan-2025.xlsx
planning-tournees 2026-09-07-planning.xlsx
releve-presence 2026-01-19-presence-2025.ods
synthese-conflits 2026-01-26-conflits-2025.xlsx
note-veille-sociale 2026-03-09-veille.odt
note-veille-sociale 2026-09-14-veille.pdf
fiche-action-information 2026-05-11-atelier.docx
releve-mises-en-relation 2026-10-30-mises-en-relation.csv
compte-rendu-concertation 2026-06-22-reunion.odt
fiche-projet-collectif 2025-04-07-jardin.docx
bilan-projet-collectif 2025-11-24-jardin.odt
ressources-interculturelles 2025-05-12-ressources.ods
releve-veille-technique 2026-10-30-signalements.csv
referentiel-competences 2024-09-02-competences.pdf
grille-recrutement 2024-09-02-grille.ods
trame-entretien-annuel 2025-01-06-trame.docx
etat-du-personnel 2026-01-05-effectifs.ods
fiche-de-poste 2024-09-02-fiche-de-poste.pdf
programme-formation 2024-09-02-programme.docx
attestation-formation 2026-05-18-attestations.pdf
plan-formation 2026-01-12-plan.xlsx
compte-rendu-accompagnement 2026-04-27-accompagnement.odt
parcours-qualification 2025-02-10-parcours.docx
titre-ou-diplome 2025-07-07-titre.pdf
attestation-secourisme 2026-03-23-secourisme.pdf
organisation-permanence 2026-09-07-permanence.pdf
regle-travail-binome 2024-06-24-binome.odt
tenue-et-signe 2026-01-12-tenue.png
procedure-passage-de-relais 2024-06-24-relais.pdf
compte-rendu-reunion-equipe 2026-11-09-reunion.docx
consigne-tracabilite 2025-03-03-consigne.pdf
extrait-base-activite 2026-01-19-extrait-2025.csv
tableau-de-bord 2026-01-12-tableau-2025.ods
rapport-hierarchie 2026-11-02-semaine.txt
regle-anonymisation 2024-06-24-anonymat.pdf
table-habilitations 2026-01-12-acces.ods
registre-traitements 2026-01-12-registre.xlsx
aipd 2025-01-20-analyse.pdf
protocole-evaluation 2025-01-20-protocole.docx
grille-evaluation 2025-01-20-grille.ods
rapport-evaluation 2025-12-15-evaluation.pdf
synthese-satisfaction 2026-01-26-satisfaction.xlsx
support-restitution 2026-02-16-restitution.pdf
releve-decisions 2026-03-12-decisions.ods
echange-reseau 2026-05-04-journee.odt
bilan-experimentation 2026-02-23-essai.pdf
"""

TILLEULS = """
projet-de-service 2019-11-05-projet.docx
convention-commanditaire 2026-01-12-convention-ville.pdf
tenue-et-signe 2026-02-02-veste.png
planning-tournees planning.ods
"""

DOSSIERS = {
    "passerelles-du-mail": ("Association Passerelles du Mail", PASSERELLES),
    "ville-de-clairval": ("le service de médiation de la ville de Clairval", CLAIRVAL),
    "regie-des-tilleuls": ("la régie de quartier des Tilleuls", TILLEULS),
}


def files():
    """Path and bytes of every file, in order."""
    for dossier, (name, listing) in DOSSIERS.items():
        for line in listing.split("\n"):
            if not line:
                continue
            kind, file = line.split(" ")
            day = file[:10] if file[:4].isdigit() else "2023-05-09"
            title = file.rsplit(".", 1)[0].removeprefix(day + "-").replace("-", " ").capitalize()
            lines = [text.format(nom=name, an=day[:4]) for text in TEXTES[kind]]
            lines = [f"{name[0].upper()}{name[1:]}"] + lines + [f"Document du {day[8:10]}/{day[5:7]}/{day[:4]}. Structure imaginaire, document d’exemple."]
            yield f"{dossier}/preuves/{kind}/{file}", WRITERS[file.rsplit(".", 1)[1]](day, title, lines)
    # what goes wrong in a real folder: a scan that was cut, a copy, a file that nobody sorted, a lock left behind by an office suite
    whole = WRITERS["pdf"]("2026-05-12", "Compte rendu", TEXTES["compte-rendu-accompagnement"])
    yield "passerelles-du-mail/preuves/compte-rendu-accompagnement/2026-05-12-tournee.pdf", whole[: len(whole) // 2]
    copied = WRITERS["pdf"]("2026-10-01", "Engagements", TEXTES["engagement-confidentialite"])
    yield "passerelles-du-mail/preuves/_autres/2026-10-01-a-trier.pdf", copied
    again = next(data for path, data in made() if path.endswith("charte-deontologique/2021-05-04-charte.pdf"))
    yield "passerelles-du-mail/preuves/charte-deontologique/ancien/2021-05-04-charte-copie.pdf", again
    yield "ville-de-clairval/logo.png", logo("Ville de Clairval")
    yield "regie-des-tilleuls/preuves/.~lock.planning.ods#", b"verrou\n"


def made():
    name, listing = DOSSIERS["passerelles-du-mail"]
    day, kind = "2021-05-04", "charte-deontologique"
    lines = [name] + [text.format(nom=name, an="2021") for text in TEXTES[kind]] + ["Document du 04/05/2021. Structure imaginaire, document d’exemple."]
    yield "charte-deontologique/2021-05-04-charte.pdf", WRITERS["pdf"](day, "Charte", lines)


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
