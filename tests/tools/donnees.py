"""Spark, DuckDB and Validata over what a portfolio writes; called by .ci/donnees."""

import json
import pathlib
import sys

mediaudit, place = str(pathlib.Path(sys.argv[1]).resolve()), pathlib.Path(sys.argv[2])


def spark():
    from pyspark.sql import SparkSession

    session = (
        SparkSession.builder.master("local[3]")
        .appName("flux")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", "3")
        .getOrCreate()
    )
    session.sparkContext.setLogLevel("ERROR")
    lines = (place / "entrees.jsonl").read_text("utf-8").splitlines()
    # several executors, each with its own médiaudit; a code other than 0 ends the job
    piped = session.sparkContext.parallelize(lines, 5).pipe(f"{mediaudit} flux", checkCode=True).collect()
    session.stop()
    local = (place / "resultats.jsonl").read_text("utf-8").splitlines()
    assert piped == local, f"Spark: {len(piped)} lines, {len(local)} here"
    assert len(piped) == len(lines) and "faute" in json.loads(piped[-1])
    print("Spark :", len(piped), "lignes, les mêmes qu’ici")


def duckdb():
    import duckdb

    source = place / "portefeuille.jsonl"
    rows = [json.loads(line) for line in source.read_text("utf-8").splitlines()]
    counted = [row for row in rows if row["etat"] == "comptee"]
    base = duckdb.connect()
    found = base.execute(
        f"SELECT count(*), count(DISTINCT structure.territoire) FROM read_json('{source}', format = 'newline_delimited', union_by_name = true) WHERE etat = 'comptee'"
    ).fetchone()
    assert found == (len(counted), len({row["structure"].get("territoire", "") for row in counted})), found
    parquet = place / "portefeuille.parquet"
    base.execute(
        f"COPY (SELECT structure.nom AS nom, structure.genre AS genre, structure.date AS jour, structure.preuves.nombre AS preuves "
        f"FROM read_json('{source}', format = 'newline_delimited') WHERE etat = 'comptee') TO '{parquet}' (FORMAT parquet)"
    )
    again = base.execute(f"SELECT sum(preuves) FROM '{parquet}'").fetchone()[0]
    assert again == sum(row["structure"]["preuves"]["nombre"] for row in counted), again
    print("DuckDB :", found[0], "structures, relues en Parquet")


def validata():
    from validata_core import validate

    schema = json.loads((place / "publie" / "schema.json").read_text("utf-8"))

    def errors(path):
        report = validate(str(path), schema)
        return [error for table in report["tasks"] for error in table["errors"]] + report["errors"]

    for name in ("publication.csv", "exemple.csv"):
        found = errors(place / "publie" / name)
        assert not found, found
    # at least five is a constraint of the schema itself
    head, first, *_ = (place / "publie" / "exemple.csv").read_text("utf-8").splitlines()
    cells = first.split(",")
    cells[9] = "4"
    wrong = place / "fautif.csv"
    wrong.write_text(f"{head}\n{','.join(cells)}\n", "utf-8")
    found = errors(wrong)
    assert [error["code"] for error in found] == ["constraint-error"], found
    print("Validata : la publication et son exemple sont valides, un compte de 4 ne l’est pas")


for check in (duckdb, validata, spark):
    check()
