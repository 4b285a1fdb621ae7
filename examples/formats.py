"""Small files of each format, the same bytes at each run, with the standard library only."""
import io
import itertools
import re
import struct
import textwrap
import zipfile
import zlib
from xml.sax.saxutils import escape

OFFICE = "urn:oasis:names:tc:opendocument:xmlns:"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
SHEET = "http://schemas.openxmlformats.org/"


def _pdf_string(text):
    return text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)").replace("’", "'")


def _unbroken(text):
    """Signs that French sets apart stay with the word that they follow."""
    return re.sub(r" (?=[:;?!»%])|(?<=«) ", "\u00a0", text)


def _shown(title, lines):
    """What a page shows, line by line: font, size, height, and its pieces of text, each at its distance from the left."""
    yield "F2", 15, 26, [(60, part) for part in textwrap.wrap(title, 60)[:1]]
    for rest in textwrap.wrap(title, 60)[1:]:
        yield "F2", 15, 20, [(60, rest)]
    for line in lines:
        if isinstance(line, list):
            # the first column is the widest, as in most tables
            shares = [2] + [1.4] * (len(line) - 1) if len(line) > 1 else [1]
            starts = [60 + int(475 * sum(shares[:i]) / sum(shares)) for i in range(len(line))]
            cells = [textwrap.wrap(_unbroken(cell), max(6, int(475 * share / sum(shares) / 5.1))) or [""] for cell, share in zip(line, shares)]
            for height in range(max(map(len, cells))):
                yield "F1", 9, 12, [(start, cell[height]) for start, cell in zip(starts, cells) if height < len(cell)]
            yield "F1", 9, 3, []
            continue
        heading = line.startswith("## ")
        for part in textwrap.wrap(_unbroken(line.removeprefix("## ")), 84):
            yield ("F2", 12, 20, [(60, part)]) if heading else ("F1", 11, 15, [(60, part)])
        yield "F1", 11, 5, []


def pdf(day, title, lines):
    """Pages of text that can be read, with their date in the Info dictionary."""
    pages, height = [[]], 790
    for font, size, step, pieces in _shown(title, lines):
        if height - step < 60:
            pages, height = pages + [[]], 790
        height -= step
        pages[-1] += [f"/{font} {size} Tf 1 0 0 1 {left} {height} Tm ({_pdf_string(text)}) Tj" for left, text in pieces]
    stamp = day.replace("-", "") + "090000"
    kids = " ".join(f"{6 + 2 * i} 0 R" for i in range(len(pages)))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R/Lang(fr-FR)>>",
        f"<</Type/Pages/Kids[{kids}]/Count {len(pages)}>>".encode(),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
        f"<</Title({_pdf_string(title)})/CreationDate(D:{stamp})/ModDate(D:{stamp})>>".encode("cp1252"),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica-Bold/Encoding/WinAnsiEncoding>>",
    ]
    for rank, page in enumerate(pages):
        stream = ("BT\n" + "\n".join(page) + "\nET").encode("cp1252")
        objects.append(f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents {7 + 2 * rank} 0 R/Resources<</Font<</F1 3 0 R/F2 5 0 R>>>>>>".encode())
        objects.append(b"<</Length %d>>\nstream\n%s\nendstream" % (len(stream), stream))
    out, offsets = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return out + b"trailer\n<</Size %d/Root 1 0 R/Info 4 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)


def _blocks(lines, paragraph, heading, table):
    """The lines in a text's own marks: rows that follow each other are one table."""
    for is_row, group in itertools.groupby(lines, lambda line: isinstance(line, list)):
        if is_row:
            yield table(list(group))
        else:
            yield from (heading(escape(line[3:])) if line.startswith("## ") else paragraph(escape(line)) for line in group)


def _zip(members):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, text in members:
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(info, text)
    return buffer.getvalue()


def _opendocument(kind, day, title, body):
    media = f"application/vnd.oasis.opendocument.{kind}"
    names = " ".join(f'xmlns:{n}="{OFFICE}{n}:1.0"' for n in ("office", "text", "table", "meta"))
    content = f'{HEAD}<office:document-content {names} office:version="1.3"><office:body>{body}</office:body></office:document-content>'
    meta = f'{HEAD}<office:document-meta {names} xmlns:dc="http://purl.org/dc/elements/1.1/" office:version="1.3"><office:meta><dc:title>{escape(title)}</dc:title><meta:creation-date>{day}T09:00:00</meta:creation-date><dc:date>{day}T09:00:00</dc:date></office:meta></office:document-meta>'
    entries = "".join(f'<manifest:file-entry manifest:full-path="{path}" manifest:media-type="{m}"/>' for path, m in [("/", media), ("content.xml", "text/xml"), ("meta.xml", "text/xml")])
    manifest = f'{HEAD}<manifest:manifest xmlns:manifest="{OFFICE}manifest:1.0" manifest:version="1.3">{entries}</manifest:manifest>'
    return _zip([("mimetype", media), ("content.xml", content), ("meta.xml", meta), ("META-INF/manifest.xml", manifest)])


def _od_table(name, rows):
    def cell(value):
        kind = f'"float" office:value="{value}"' if value.isdigit() else '"string"'
        return f"<table:table-cell office:value-type={kind}><text:p>{escape(value)}</text:p></table:table-cell>"

    body = "".join("<table:table-row>" + "".join(map(cell, row)) + "</table:table-row>" for row in rows)
    return f'<table:table table:name="{name}">{body}</table:table>'


def odt(day, title, lines):
    heading = lambda level, text: f'<text:h text:outline-level="{level}">{text}</text:h>'
    blocks = _blocks(lines, lambda text: f"<text:p>{text}</text:p>", lambda text: heading(2, text), lambda rows: _od_table("Tableau", rows))
    return _opendocument("text", day, title, f"<office:text>{heading(1, escape(title))}{''.join(blocks)}</office:text>")


def _rows(title, lines):
    return [[title]] + [line if isinstance(line, list) else [line.removeprefix("## ")] for line in lines]


def ods(day, title, lines):
    return _opendocument("spreadsheet", day, title, f"<office:spreadsheet>{_od_table('Feuille1', _rows(title, lines))}</office:spreadsheet>")


def _ooxml(day, title, main, media, parts):
    types = "".join(f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind, _ in parts)
    content = f'{HEAD}<Types xmlns="{SHEET}package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>{types}</Types>'
    relation = SHEET + "officeDocument/2006/relationships"
    rels = f'{HEAD}<Relationships xmlns="{SHEET}package/2006/relationships"><Relationship Id="rId1" Type="{relation}/officeDocument" Target="{main}"/><Relationship Id="rId2" Type="{SHEET}package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>'
    core = f'{HEAD}<cp:coreProperties xmlns:cp="{SHEET}package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>{escape(title)}</dc:title><dcterms:created xsi:type="dcterms:W3CDTF">{day}T09:00:00Z</dcterms:created><dcterms:modified xsi:type="dcterms:W3CDTF">{day}T09:00:00Z</dcterms:modified></cp:coreProperties>'
    return _zip([("[Content_Types].xml", content), ("_rels/.rels", rels), ("docProps/core.xml", core)] + [(name, text) for name, _, text in parts])


def docx(day, title, lines):
    word = SHEET + "wordprocessingml/2006/main"
    run = lambda text, mark="": f'<w:p><w:r>{mark}<w:t xml:space="preserve">{text}</w:t></w:r></w:p>'
    bold = lambda text: run(text, "<w:rPr><w:b/></w:rPr>")
    cells = lambda row: "".join(f"<w:tc><w:tcPr/>{run(escape(cell))}</w:tc>" for cell in row)
    table = lambda rows: "<w:tbl><w:tblPr/>" + "".join(f"<w:tr>{cells(row)}</w:tr>" for row in rows) + "</w:tbl>"
    paragraphs = bold(escape(title)) + "".join(_blocks(lines, run, bold, table))
    text = f'{HEAD}<w:document xmlns:w="{word}"><w:body>{paragraphs}</w:body></w:document>'
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    return _ooxml(day, title, "word/document.xml", kind, [("word/document.xml", kind, text)])


def xlsx(day, title, lines):
    main, relation = SHEET + "spreadsheetml/2006/main", SHEET + "officeDocument/2006/relationships"
    base = "application/vnd.openxmlformats-officedocument.spreadsheetml."
    rows = ""
    for r, row in enumerate(_rows(title, lines), 1):
        cells = ""
        for c, value in enumerate(row):
            name = f"{'ABCDEFGHIJ'[c]}{r}"
            cells += f'<c r="{name}"><v>{value}</v></c>' if value.isdigit() else f'<c r="{name}" t="inlineStr"><is><t>{escape(value)}</t></is></c>'
        rows += f'<row r="{r}">{cells}</row>'
    sheet = f'{HEAD}<worksheet xmlns="{main}"><sheetData>{rows}</sheetData></worksheet>'
    book = f'{HEAD}<workbook xmlns="{main}" xmlns:r="{relation}"><sheets><sheet name="Feuille1" sheetId="1" r:id="rId1"/></sheets></workbook>'
    rels = f'{HEAD}<Relationships xmlns="{SHEET}package/2006/relationships"><Relationship Id="rId1" Type="{relation}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>'
    parts = [
        ("xl/workbook.xml", base + "sheet.main+xml", book),
        ("xl/_rels/workbook.xml.rels", "application/vnd.openxmlformats-package.relationships+xml", rels),
        ("xl/worksheets/sheet1.xml", base + "worksheet+xml", sheet),
    ]
    return _ooxml(day, title, "xl/workbook.xml", None, parts)


def txt(day, title, lines):
    plain = [" : ".join(line) if isinstance(line, list) else line.removeprefix("## ") for line in lines]
    return ("\n".join([title, f"Le {day}", ""] + plain) + "\n").encode()


def csv(day, title, lines):
    return ("\ufeff" + "\r\n".join(";".join(row) for row in _rows(title, lines)) + "\r\n").encode()


def html(day, title, lines):
    table = lambda rows: "<table>" + "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>\n" for row in rows) + "</table>\n"
    body = "".join(_blocks(lines, lambda text: f"<p>{text}</p>\n", lambda text: f"<h2>{text}</h2>\n", table))
    return f'<!DOCTYPE html>\n<html lang="fr"><head><meta charset="utf-8"><title>{escape(title)}</title><meta name="date" content="{day}"></head>\n<body><h1>{escape(title)}</h1>\n{body}</body></html>\n'.encode()


def _bitmap(width, height, colour, title):
    rows = b"".join(b"\0" + b"".join(bytes(colour(x, y)) for x in range(width)) for y in range(height))
    chunk = lambda kind, data: struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    text = b"Title\0" + title.encode("latin-1", "replace")
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"tEXt", text) + chunk(b"IDAT", zlib.compress(rows, 9)) + chunk(b"IEND", b"")


def logo(title):
    """Three arches over a river: the made-up arms of a made-up town."""

    def colour(x, y):
        if y >= 92:
            return (72, 149, 191) if (x // 12 + y // 6) % 2 else (45, 116, 160)
        for middle in (50, 110, 170):
            distance = (x - middle) ** 2 + (y - 92) ** 2
            if 20 ** 2 <= distance <= 29 ** 2:
                return (23, 54, 93)
        return (23, 54, 93) if 54 <= y < 62 else (255, 255, 255)

    return _bitmap(220, 120, colour, title)


def png(day, title, lines):
    """A drawing rather than a photograph: a jacket with its band, in flat colours."""
    width, height = 240, 160

    def colour(x, y):
        if 60 <= x < 180 and 30 <= y < 150:
            return (233, 196, 46) if 84 <= y < 98 else (22, 78, 99)
        if 100 <= x < 140 and 14 <= y < 30:
            return (22, 78, 99)
        return (244, 244, 240)

    return _bitmap(width, height, colour, title)


WRITERS = {"pdf": pdf, "docx": docx, "odt": odt, "xlsx": xlsx, "ods": ods, "txt": txt, "csv": csv, "html": html, "png": png}
