#!/usr/bin/env python3
"""Writes tests/fixtures/tableaux/*.xls with xlwt 1.3.0 (PyPI), a writer of Excel 97 workbooks that is not ours.

The bytes are kept beside it; this says how they came to be. Usage: classeur.py FOLDER
"""

import datetime
import pathlib
import sys

import xlwt

folder = pathlib.Path(sys.argv[1])
day = xlwt.easyxf(num_format_str="DD/MM/YYYY")

# date, registre, antenne, médiation, accord, nom (column hidden)
ROWS = [
    ((2025, 1, 6), "Voisinage", "Mail", "oui", "oui"),
    ((2025, 2, 3), "Voisinage", "Mail", "oui", "non"),
    ((2025, 2, 28), "École", "Gare", "non", ""),
    ((2025, 4, 14), "Logement", "Gare", "oui", "oui"),
    ((2025, 6, 30), "Voisinage", "Mairie", "non", ""),
    ((2025, 9, 1), "École", "Mail", "oui", "oui"),
    ((2025, 12, 31), "Voisinage", "Gare", "non", ""),
    ((2026, 1, 5), "Logement", "Mail", "oui", "oui"),
]
HEADS = ["Date", "Registre", "Antenne", "Médiation", "Accord des parties", "Nom de l’habitant"]


def activity(name, system_1904=False):
    book = xlwt.Workbook()
    book.dates_1904 = system_1904
    sheet = book.add_sheet("Année 2025")
    sheet.write(0, 0, "Registre d’activité, export du 10/01/2026")
    for column, head in enumerate(HEADS):
        sheet.write(2, column, head)
    for number, (when, *texts) in enumerate(ROWS):
        sheet.write(3 + number, 0, datetime.date(*when), day)
        for column, text in enumerate(texts):
            sheet.write(3 + number, 1 + column, text)
        sheet.write(3 + number, 5, "Untel")
    sheet.col(5).hidden = True
    sheet.write(12, 0, "Total")
    sheet.write(12, 1, len(ROWS))
    notes = book.add_sheet("Brouillon")
    notes.visibility = 1
    notes.write(0, 0, "caché")
    book.save(folder / name)


def kinds(name):
    """Every kind of cell, a text that goes on in other records, a row that is hidden."""
    book = xlwt.Workbook()
    sheet = book.add_sheet("Feuille")
    for column, number in enumerate([1, -7, 0.05, 35.4, 1234567.891, 1e9]):
        sheet.write(0, column, number)
    sheet.write(1, 0, True)
    sheet.write(1, 1, "é — ’")
    sheet.write(1, 2, "x" * 9000 + "œ" + "y" * 9000)
    sheet.write(1, 3, xlwt.Formula("A1+1"))
    sheet.write_rich_text(1, 4, ("gras ", ("et maigre", xlwt.easyfont("bold true"))))
    sheet.write(2, 0, "masquée")
    sheet.row(2).hidden = True
    sheet.write(65535, 255, "au bout")
    book.save(folder / name)


activity("activite.xls")
activity("activite-1904.xls", system_1904=True)
kinds("cellules.xls")
