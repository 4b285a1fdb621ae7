#!/usr/bin/env bash
# What a portfolio costs, on generated structures with four pieces each: one command, one table. Takes the release program; wants a
# quiet machine, time and some gigabytes.
#
#   bash tests/bench/portefeuille.sh [STRUCTURES=10000] [KIO PAR PREUVE=24]
#
# Times are the middle one of three, except those of what is read or judged anew: once. « Règles seules » is `cargo bench --bench regles`, which counts time of the
# processor; the others count time on the wall.
set -euo pipefail
cd "$(dirname "$0")/../.."
many=${1:-10000} weight=${2:-24}
mediaudit=${MEDIAUDIT:-target/release/mediaudit}
place=${TMPDIR:-/tmp}/portefeuille-$many-$weight
made() { [ -d "$place/$2" ] || { python3 -B tests/bench/portefeuille.py "$1" "$place/$2.neuf" --poids "$weight" && mv "$place/$2.neuf" "$place/$2"; }; }
made "$many" tout
made $((many / 10)) dixieme
made 100 cent
export XDG_CACHE_HOME="$place/cache"
rm -rf "$XDG_CACHE_HOME"

over() { python3 -c "import sys; print(f'{float(sys.argv[1]) / float(sys.argv[2]):.2f}')" "$1" "$2"; }
middle() { sort -g | sed -n 2p; }
# seconds, then Kio at the peak; a generated dossier in fifty is broken: three is « done, and something could not be read »
timed() { /usr/bin/time -q -f '%e %M' -o "$place/mesure" "$@" || test $? -eq 3; cat "$place/mesure"; }
export mediaudit place
once() { timed bash -c "exec \"\$mediaudit\" portefeuille \"\$place/$1\" --format jsonl > \"\$place/$1.jsonl\" 2> /dev/null"; }
thrice() { for _ in 1 2 3; do once "$1"; done | cut -d' ' -f1 | middle; }
hashed() { timed bash -c "find \"\$place/tout\" -type f -print0 | xargs -0 -n 64 -P 2 sha256sum > /dev/null" | cut -d' ' -f1; }

# what was written within two seconds of a run is not remembered
sleep 3
hashed > /dev/null
sha=$(for _ in 1 2 3; do hashed; done | middle)
read -r cold _ < <(once tout)
forget() { rm -rf "$XDG_CACHE_HOME/mediaudit/lignes"; }
warm=$(thrice tout)
forget
read -r again peak < <(once tout)
once dixieme > /dev/null
tenth=$(thrice dixieme)
forget
read -r part _ < <(once dixieme)
once cent > /dev/null
forget
read -r _ small < <(once cent)
same=oui
for threads in 1 2 8; do
  RAYON_NUM_THREADS=$threads once tout > /dev/null
  sha256sum < "$place/tout.jsonl" >> "$place/octets.$$"
  forget
done
[ "$(sort -u "$place/octets.$$" | wc -l)" = 1 ] || same=NON
rm "$place/octets.$$"
"$mediaudit" portefeuille "$place/dixieme" --entrees > "$place/entrees.jsonl" 2> /dev/null || test $? -eq 3
lines=$(wc -l < "$place/entrees.jsonl")
export RAYON_NUM_THREADS=1
judged() { timed bash -c 'exec "$mediaudit" flux < "$place/entrees.jsonl" > /dev/null 2>&1' | cut -d' ' -f1; }
flow=$(for _ in 1 2 3; do judged; done | middle)

row() { printf '%-34s %14s   %s\n' "$1" "$2" "${3:-}"; }
row "Structures, $weight Kio par preuve" "$many"
row 'sha256sum, deux à la fois' "$sha s"
row 'à froid' "$cold s" "$(over "$cold" "$sha") fois sha256sum"
row 'lectures gardées, tout rejugé' "$again s" "$(over "$again" "$sha") fois sha256sum"
row 'lectures et lignes gardées' "$warm s" "$(over "$warm" "$sha") fois sha256sum (visé : 1,6 au plus)"
row 'le dixième, tout rejugé' "$part s" "toutes : $(over "$again" "$part") fois (visé : de 9 à 11)"
row 'le dixième, lignes gardées' "$tenth s" 'pour une bonne part la norme, lue une fois'
row 'mémoire de 100, rejugées' "$small Kio"
row 'mémoire de toutes, rejugées' "$peak Kio" "$(over "$peak" "$small") fois (visé : 1,25 au plus)"
row '1, 2 et 8 fils, mêmes octets' "$same"
row 'flux, un cœur' "$(over "$lines" "$flow") /s" 'lire, juger, écrire'
cargo bench --quiet -p mediaudit-core --bench regles -- "$place/entrees.jsonl" | sed 's/^/règles seules : /'
