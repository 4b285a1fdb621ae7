#!/usr/bin/env python3
"""Fabrique un portefeuille de structures imaginaires, toujours le même pour une même graine.

    python3 tests/bench/portefeuille.py 200 DOSSIER [--graine 1] [--poids 24] [--pieces toutes]

Chaque structure a un dossier.toml (faits, niveaux, preuves) sous DOSSIER/<territoire>/<id>. Elle est l'exemple « ville de Clairval », à
qui il manque plus ou moins : des réponses, des niveaux, des pièces, une part de ce qui est compté. Elles vont ainsi de « ne sait pas
encore » à « presque prête » ; une sur cinquante est cassée exprès. Les papiers sont ceux de l'exemple, au nom de la structure et avec ses
nombres : quatre d'ordinaire, chacun du même poids, ou tous ceux qu'elle a. Bibliothèque standard seule.
"""

import argparse
import datetime
import io
import pathlib
import random
import sys
import tomllib
import zipfile

RACINE = pathlib.Path(__file__).resolve().parents[2]
NORME = RACINE / "norms" / "nf-x60-600" / "1.0.0"
MODELE = "ville-de-clairval"
sys.dont_write_bytecode = True
sys.path.insert(0, str(RACINE / "examples"))
import fabriquer  # noqa: E402
from formats import WRITERS  # noqa: E402

NIVEAUX = ["absente", "prevue", "partielle", "en-place", "evaluee"]
FORMES = [("association", 55), ("commune", 15), ("régie de quartier", 12), ("GIP", 3), ("établissement public", 6), ("SCIC", 2), ("entreprise", 4), ("fondation", 3)]
TERRITOIRES = [("Nord", 22), ("Rhône", 14), ("Bouches-du-Rhône", 16), ("Seine-Saint-Denis", 18), ("Gironde", 9), ("Haute-Garonne", 8), ("Creuse", 1), ("Doubs", 3), ("Hérault", 6), ("Loire", 3)]
NOMS = ["Passerelle", "Trait d'union", "Le Pont", "Voisinage", "L'Écoute", "Place commune", "Les Clés", "Dialogue", "Le Seuil", "Carrefour", "Entre-deux", "La Ruche"]
# celles que chacun a d’abord
QUATRE = ["charte-deontologique", "projet-de-service", "fiche-de-poste", "politique-qualite"]
# ce qui se compte dans l'année, et suit la taille de l'équipe
ACTIVITE = ("activite.", "demandes.", "orientations.", "evaluation.", "formation.presences")


def parts(noeud):
    """Les nombres qui sont une part d'un autre, dans les règles."""
    if isinstance(noeud, dict):
        taux = noeud.get("taux")
        yield from [taux["de"]] if isinstance(taux, dict) and "de" in taux else []
        noeud = list(noeud.values())
    if isinstance(noeud, list):
        for dessous in noeud:
            yield from parts(dessous)


class Base:
    """Ce que toutes les structures ont en commun."""

    def __init__(self):
        self.modele = tomllib.loads((RACINE / "examples" / MODELE / "dossier.toml").read_text("utf-8"))
        listes, self.mots = fabriquer.DOSSIERS[MODELE]
        self.fichiers = [tuple(ligne.split("/")) for ligne in listes.split()]
        self.textes = fabriquer.papers()
        criteres = [c for chemin in sorted(NORME.glob("criteres-*.toml")) for c in tomllib.loads(chemin.read_text("utf-8"))["critere"]]
        self.parts = set(parts(criteres))


def ecrit(valeur):
    """Une valeur comme TOML l'écrit."""
    if isinstance(valeur, bool):
        return "true" if valeur else "false"
    if isinstance(valeur, (int, float, datetime.date)):
        return str(valeur)
    if isinstance(valeur, list):
        return f"[{', '.join(map(ecrit, valeur))}]"
    if isinstance(valeur, dict):
        return "{ " + ", ".join(f"{cle} = {ecrit(dit)}" for cle, dit in valeur.items()) + " }"
    return '"' + valeur.replace("\\", "\\\\").replace('"', '\\"') + '"'


def alourdi(document, kio, hasard):
    """Le même document Office, avec le poids d'une vraie pièce : une image, que rien ne comprime."""
    sortie = io.BytesIO(document)
    with zipfile.ZipFile(sortie, "a") as archive:
        archive.writestr(zipfile.ZipInfo("word/media/image1.bin", (1980, 1, 1, 0, 0, 0)), hasard.randbytes(kio * 1024), zipfile.ZIP_STORED)
    return sortie.getvalue()


def nombres(base, hasard, qualite, taille):
    """Les faits d'une structure : ceux du modèle à sa taille, moins ce qu'elle ne fait pas."""
    faits = {f"{groupe}.{cle}": dit for groupe, cles in base.modele["faits"].items() for cle, dit in cles.items()}
    faits = {cle: dict(dit) if isinstance(dit, dict) else {"valeur": dit} for cle, dit in faits.items()}
    for cle, fait in faits.items():
        nombre = fait["valeur"]
        if isinstance(nombre, bool) or not isinstance(nombre, int) or not nombre:
            continue
        if cle.startswith("equipe.") or cle.startswith(ACTIVITE):
            nombre = max(1, int(nombre * taille))
        if cle in base.parts and hasard.random() < 0.8 * (1 - qualite):
            nombre = int(nombre * hasard.uniform(0.3, 1))
        fait["valeur"] = nombre
    return faits


def structure(rang, racine, base, dit):
    hasard = random.Random(f"{dit.graine}/{rang}")
    tire = lambda choix: hasard.choices([c for c, _ in choix], [p for _, p in choix])[0]
    genre = hasard.choices(["auto-evaluation", "audit-blanc"], [9, 1])[0]
    # une sur huit a tout ce que l'exemple a
    qualite = 1 if hasard.random() < 0.12 else hasard.betavariate(2.2, 1.4)
    garde = lambda au_pire: hasard.random() < au_pire + (1 - au_pire) * qualite**0.5
    forme, territoire = tire(FORMES), tire(TERRITOIRES)
    ident, nom = f"structure-{rang:05d}", f"{hasard.choice(NOMS)} {territoire} {rang}"
    dossier = racine / territoire / ident
    (dossier / "preuves").mkdir(parents=True)
    annee = hasard.choice([0, 0, 0, 0, 1, 3]) if qualite < 0.7 else 0

    faits = nombres(base, hasard, qualite, hasard.choice([0.15, 0.3, 0.5, 1, 1, 2, 4]))
    mots = base.mots | {cle: str(fait["valeur"]).replace(".", ",") for cle, fait in faits.items() if not isinstance(fait["valeur"], bool)}
    mots |= {"nom": f"la structure {nom}", "du": f"de la structure {nom}", "au": f"à la structure {nom}", "ville": territoire, "structure": nom}
    if dit.pieces == "toutes":
        pieces = [piece for piece in base.fichiers if garde(0.25)]
    else:
        seules = dict(base.fichiers)
        pieces = [(sorte, f"{seules[sorte][:10]}-{sorte}.docx") for sorte in QUATRE]
    lieux = set()
    for sorte, fichier in pieces:
        jour, (base_nom, extension) = fichier[:10], fichier.rsplit(".", 1)
        jour = f"{int(jour[:4]) - annee}{jour[4:]}"
        an = {"an": jour[:4], "avant": str(int(jour[:4]) - 1), "apres": str(int(jour[:4]) + 1), "jour": fabriquer.written(jour)}
        titre, *lignes = fabriquer.filled(base.textes.get(f"{sorte} {base_nom}") or base.textes[sorte], mots | an)
        if not garde(0.3):
            lignes = lignes[: len(lignes) // 2]  # un papier inachevé
        tete = [] if extension == "csv" else [nom]
        contenu = WRITERS[extension](jour, titre, tete + lignes + [f"Document du {an['jour']}."])
        if dit.pieces != "toutes":
            contenu = alourdi(contenu, dit.poids, hasard)
        chemin = f"preuves/{sorte}/{jour}{fichier[10:]}"
        (dossier / chemin).parent.mkdir(exist_ok=True)
        (dossier / chemin).write_bytes(contenu)
        lieux.add(f"preuves/{sorte}/{fichier}")

    dites = [dict(preuve) for preuve in base.modele["preuve"] if dit.pieces == "toutes" and (preuve["fichier"] in lieux if "fichier" in preuve else garde(0.2))]
    for preuve in dites:
        if "fichier" in preuve:
            chemin = pathlib.PurePosixPath(preuve["fichier"])
            preuve["fichier"] = f"{chemin.parent}/{int(chemin.name[:4]) - annee}{chemin.name[4:]}"
    connues = {preuve["id"] for preuve in dites}
    lignes = [
        "# Structure imaginaire.", "schema = 1", f'id = "{ident}"', 'norme = "nf-x60-600"', 'version-norme = "1.0.0"',
        f'genre = "{genre}"', f"date-audit = 2026-{hasard.choice([11, 11, 11, 12])}-{hasard.randint(23, 28)}", 'cycle = "initial"', "",
        "[structure]", f'nom = "{nom}"', f'forme = "{forme}"', f'territoire = "{territoire}"',
    ]
    if hasard.random() < 0.3:
        lignes.append("entraide = true")
    lignes += ["", "[faits]"]
    for cle, fait in faits.items():
        if not garde(0.3):
            continue
        if fait.get("preuve") not in connues:
            fait = fait["valeur"]
        lignes.append(f"{cle} = {ecrit(fait if not isinstance(fait, dict) or len(fait) > 1 else fait['valeur'])}")
    for critere, pratique in base.modele["pratiques"].items():
        if not isinstance(pratique, dict) or not garde(0.3):
            continue
        # ce qui est mis en place l'est plus souvent là où tout l'est
        rang_niveau = min(4, max(0, round(hasard.gauss(1.4 + 2 * qualite, 0.2 + 0.8 * (1 - qualite)))))
        lignes += ["", f"[pratiques.{critere}]", f'niveau = "{NIVEAUX[rang_niveau]}"', f"depuis = 20{hasard.randint(18, 25)}-01-01"]
    for preuve in dites:
        lignes += ["", "[[preuve]]"] + [f"{cle} = {ecrit(dite)}" for cle, dite in preuve.items() if cle != "site"]
    if rang % 50 == 49:
        lignes.append("cle-inconnue = oui")
    (dossier / "dossier.toml").write_text("\n".join(lignes) + "\n", "utf-8")


def main():
    lecture = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    lecture.add_argument("nombre", type=int)
    lecture.add_argument("dossier", type=pathlib.Path)
    lecture.add_argument("--graine", type=int, default=1)
    lecture.add_argument("--poids", type=int, default=24, help="Kio par preuve, quand il y en a quatre")
    lecture.add_argument("--pieces", choices=["quatre", "toutes"], default="quatre")
    dit = lecture.parse_args()
    base = Base()
    for rang in range(dit.nombre):
        structure(rang, dit.dossier, base, dit)


if __name__ == "__main__":
    main()
