#!/usr/bin/env python3
"""Fabrique un portefeuille de structures imaginaires, toujours le même pour une même graine.

    python3 tests/bench/portefeuille.py 200 DOSSIER [--graine 1] [--poids 24] [--avec rapports]

Chaque structure a un dossier.toml (faits, niveaux, quatre preuves) sous DOSSIER/<territoire>/<id>. Elles vont de « ne sait pas encore »
à « presque prête » ; une sur cinquante est cassée exprès. Bibliothèque standard seule.
"""

import argparse
import io
import pathlib
import random
import tomllib
import zipfile

RACINE = pathlib.Path(__file__).resolve().parents[2]
NORME = RACINE / "norms" / "nf-x60-600" / "1.0.0"
NIVEAUX = ["absente", "prevue", "partielle", "en-place", "evaluee"]
FORMES = [("association", 55), ("commune", 15), ("régie de quartier", 12), ("GIP", 3), ("établissement public", 6), ("SCIC", 2), ("entreprise", 4), ("fondation", 3)]
TERRITOIRES = [("Nord", 22), ("Rhône", 14), ("Bouches-du-Rhône", 16), ("Seine-Saint-Denis", 18), ("Gironde", 9), ("Haute-Garonne", 8), ("Creuse", 1), ("Doubs", 3), ("Hérault", 6), ("Loire", 3)]
NOMS = ["Passerelle", "Trait d'union", "Le Pont", "Voisinage", "L'Écoute", "Place commune", "Les Clés", "Dialogue", "Le Seuil", "Carrefour", "Entre-deux", "La Ruche"]
PIECES = ["projet-de-service", "charte-deontologique", "fiche-de-poste", "politique-qualite"]


def norme():
    faits = tomllib.loads((NORME / "faits.toml").read_text("utf-8"))["fait"]
    types = {t["id"]: t for t in tomllib.loads((NORME / "types-preuve.toml").read_text("utf-8"))["type-preuve"]}
    criteres = []
    for chemin in sorted(NORME.glob("criteres-*.toml")):
        criteres += tomllib.loads(chemin.read_text("utf-8"))["critere"]
    return faits, types, criteres


def docx(texte, poids, hasard):
    sortie = io.BytesIO()
    corps = "".join(f"<w:p><w:r><w:t>{ligne}</w:t></w:r></w:p>" for ligne in texte.split("\n"))
    parties = {
        "[Content_Types].xml": '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
        "_rels/.rels": '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/document.xml": f'<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{corps}</w:body></w:document>',
    }
    with zipfile.ZipFile(sortie, "w") as archive:
        for nom, contenu in parties.items():
            archive.writestr(zipfile.ZipInfo(nom, (1980, 1, 1, 0, 0, 0)), contenu, zipfile.ZIP_DEFLATED)
        # le poids d'une vraie pièce : des images, que rien ne comprime
        archive.writestr(zipfile.ZipInfo("word/media/image1.bin", (1980, 1, 1, 0, 0, 0)), hasard.randbytes(poids * 1024), zipfile.ZIP_STORED)
    return sortie.getvalue()


def texte(genre, nom, qualite, hasard):
    """Un texte que son type reconnaît, s'il est assez soigné."""
    groupes = genre.get("reconnu-a", []) if hasard.random() < 0.4 + 0.6 * qualite else []
    mots = [hasard.choice(groupe) for groupe in groupes]
    remplissage = [hasard.choice("chaque semaine équipe avec les habitants du quartier pour écouter et relier selon nos usages".split()) for _ in range(genre.get("mots-min", 60) + 40)]
    return "\n".join([f"{nom}", " ; ".join(mots), " ".join(remplissage)])


def valeur(fait, qualite, hasard, ecrits):
    sorte = fait["type"]
    if sorte == "booleen":
        return "true" if hasard.random() < 0.3 + 0.6 * qualite else "false"
    if sorte == "entier":
        bas, haut = int(fait.get("min", 0)), int(fait.get("max", 40))
        nombre = min(haut, max(bas, int(hasard.triangular(bas, min(haut, bas + 40), bas + 12))))
        return str(nombre)
    if sorte == "decimal":
        return f"{hasard.randint(1, 20) / 10}"
    if sorte == "pourcentage":
        return f'"{hasard.randint(0, 100)} %"'
    return None


def structure(rang, racine, base, graine, poids):
    faits, types, criteres = base
    hasard = random.Random(f"{graine}/{rang}")
    tire = lambda choix: hasard.choices([c for c, _ in choix], [p for _, p in choix])[0]
    qualite = hasard.betavariate(2, 2)
    forme, territoire = tire(FORMES), tire(TERRITOIRES)
    ident = f"structure-{rang:05d}"
    nom = f"{hasard.choice(NOMS)} {territoire} {rang}"
    dossier = racine / territoire / ident
    (dossier / "preuves").mkdir(parents=True)
    lignes = [
        "# Structure imaginaire.", "schema = 1", f'id = "{ident}"', 'norme = "nf-x60-600"', 'version-norme = "1.0.0"',
        f'genre = "{hasard.choices(["auto-evaluation", "audit-blanc"], [9, 1])[0]}"',
        f"date-audit = 2026-{hasard.randint(1, 11):02d}-{hasard.randint(1, 28):02d}", 'cycle = "initial"', "",
                "[structure]", f'nom = "{nom}"', f'forme = "{forme}"', f'territoire = "{territoire}"',
    ]
    if hasard.random() < 0.3:
        lignes.append("entraide = true")
    lignes += ["", "[faits]"]
    effectif = hasard.choices([hasard.randint(1, 4), hasard.randint(5, 15), hasard.randint(16, 60)], [4, 5, 1])[0]
    for fait in faits:
        if fait["cle"] == "equipe.mediateurs":
            lignes.append(f"equipe.mediateurs = {effectif}")
        elif hasard.random() < 0.25 + 0.7 * qualite:
            dit = valeur(fait, qualite, hasard, lignes)
            if dit is not None:
                lignes.append(f"{fait['cle']} = {dit}")
    for critere in criteres:
        if critere.get("juge", "mixte") not in ("mixte", "declare") or hasard.random() > 0.3 + 0.7 * qualite:
            continue
        rang_niveau = min(4, max(0, round(hasard.gauss(1 + 2.6 * qualite, 0.8))))
        lignes += ["", f"[pratiques.{critere['id']}]", f'niveau = "{NIVEAUX[rang_niveau]}"', f"depuis = 20{hasard.randint(18, 25)}-01-01"]
    if rang % 50 == 49:
        lignes.append("cle-inconnue = oui")
    (dossier / "dossier.toml").write_text("\n".join(lignes) + "\n", "utf-8")
    for genre in PIECES:
        lieu = dossier / "preuves" / genre
        lieu.mkdir()
        annee = hasard.choice([2021, 2023, 2024, 2025, 2026, 2026])
        (lieu / f"{annee}-0{hasard.randint(1, 9)}-1{hasard.randint(0, 9)}-{genre}.docx").write_bytes(docx(texte(types[genre], nom, qualite, hasard), poids, hasard))


def main():
    lecture = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    lecture.add_argument("nombre", type=int)
    lecture.add_argument("dossier", type=pathlib.Path)
    lecture.add_argument("--graine", type=int, default=1)
    lecture.add_argument("--poids", type=int, default=24, help="Kio par preuve")
    dit = lecture.parse_args()
    base = norme()
    for rang in range(dit.nombre):
        structure(rang, dit.dossier, base, dit.graine, dit.poids)


if __name__ == "__main__":
    main()
