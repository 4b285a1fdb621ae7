#!/usr/bin/env python3
"""Makes the evidence files of the examples: the same bytes at each run, with the standard library only."""
import pathlib
import zipfile

HERE = pathlib.Path(__file__).parent


def pdf(lines):
    """A one-page PDF whose text can be read."""
    text = "BT /F1 12 Tf 60 780 Td 16 TL " + " ".join(f"({line}) Tj T*" for line in lines) + " ET"
    stream = text.encode("cp1252")
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    ]
    out, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return out + b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)


def odt(path, lines):
    """A minimal OpenDocument text, with fixed dates inside."""
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    office = "urn:oasis:names:tc:opendocument:xmlns:"
    body = "".join(f"<text:p>{line}</text:p>" for line in lines)
    content = f'{head}<office:document-content xmlns:office="{office}office:1.0" xmlns:text="{office}text:1.0" office:version="1.3"><office:body><office:text>{body}</office:text></office:body></office:document-content>'
    manifest = f'{head}<manifest:manifest xmlns:manifest="{office}manifest:1.0" manifest:version="1.3"><manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.text"/><manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        for name, text in [("mimetype", "application/vnd.oasis.opendocument.text"), ("content.xml", content), ("META-INF/manifest.xml", manifest)]:
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), text)


def main():
    base = HERE / "passerelles-du-mail" / "preuves"
    files = {
        "regles-acces/2025-03-12-regles-d-acces.pdf": ["Règles d'accès au service de médiation", "Toute personne du quartier peut saisir le service.", "Un refus est expliqué de vive voix, et son motif noté."],
        "engagement-confidentialite/2026-10-01-liste-des-engagements.pdf": ["Engagements de confidentialité", "12 médiateurs, 12 engagements signés au 1er octobre 2026."],
        "procedure-confidentialite/2021-05-04-regle-de-confidentialite.pdf": ["Règle de confidentialité", "Validée par le conseil d'administration du 4 mai 2021."],
        "procedure-alerte/2026-01-20-procedure-d-alerte.pdf": ["Procédure d'alerte", "En cas de danger : appeler le 15, le 17 ou le 119, puis la responsable."],
    }
    for name, lines in files.items():
        path = base / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(pdf(lines))
    folder = base / "support-consentement"
    folder.mkdir(parents=True, exist_ok=True)
    odt(folder / "2026-02-02-presenter-la-mediation.odt", ["Présenter la médiation", "Vous êtes libre d’accepter, de refuser, et de vous retirer quand vous le voulez."])


if __name__ == "__main__":
    main()
