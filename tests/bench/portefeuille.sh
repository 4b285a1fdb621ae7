#!/usr/bin/env bash
# What a portfolio costs, on generated structures with four pieces each. Takes the release program; wants time and some gigabytes.
#
#   bash tests/bench/portefeuille.sh [STRUCTURES=10000] [KIO PAR PREUVE=24]
#
# Prints: time over that of sha256sum on the same files (cold and warm cache of readings), peak memory at 100 and at all, time at all over
# a tenth, whether 1, 2 and 8 threads give the same bytes, and how many structures a second one core judges from « entrees ».
set -euo pipefail
cd "$(dirname "$0")/../.."
many=${1:-10000} weight=${2:-24}
mediaudit=${MEDIAUDIT:-target/release/mediaudit}
place=${TMPDIR:-/tmp}/portefeuille-$many-$weight
[ -d "$place/tout" ] || python3 -B tests/bench/portefeuille.py "$many" "$place/tout" --poids "$weight"
[ -d "$place/dixieme" ] || python3 -B tests/bench/portefeuille.py $((many / 10)) "$place/dixieme" --poids "$weight"
[ -d "$place/cent" ] || python3 -B tests/bench/portefeuille.py 100 "$place/cent" --poids "$weight"
export XDG_CACHE_HOME="$place/cache"
rm -rf "$XDG_CACHE_HOME"

over() { python3 -c "import sys; print(f'{float(sys.argv[1]) / float(sys.argv[2]):.2f}')" "$1" "$2"; }

find "$place/tout" -type f -print0 | xargs -0 -n 64 -P 2 sha256sum > /dev/null
/usr/bin/time -q -f %e -o "$place/mesure" bash -c "find '$place/tout' -type f -print0 | xargs -0 -n 64 -P 2 sha256sum > /dev/null"
sha=$(cat "$place/mesure")
once() { /usr/bin/time -q -f '%e %M' -o "$place/mesure" "$mediaudit" portefeuille "$1" --format jsonl > "${2:-/dev/null}" 2> /dev/null || test $? -eq 3; cat "$place/mesure"; }
read -r cold _ < <(once "$place/tout")
read -r warm peak < <(once "$place/tout" "$place/2.jsonl")
read -r _ _ < <(once "$place/dixieme")
read -r tenth _ < <(once "$place/dixieme")
read -r _ _ < <(once "$place/cent")
read -r _ small < <(once "$place/cent")
for threads in 1 8; do RAYON_NUM_THREADS=$threads once "$place/tout" "$place/$threads.jsonl" > /dev/null; done
same=oui
cmp -s "$place/1.jsonl" "$place/2.jsonl" && cmp -s "$place/2.jsonl" "$place/8.jsonl" || same=NON
"$mediaudit" portefeuille "$place/dixieme" --entrees > "$place/entrees.jsonl" 2> /dev/null || test $? -eq 3
RAYON_NUM_THREADS=1 /usr/bin/time -q -f %e -o "$place/mesure" "$mediaudit" flux < "$place/entrees.jsonl" > /dev/null 2>&1
flow=$(cat "$place/mesure")

echo "structures                          $many"
echo "sha256sum, deux à la fois           $sha s"
echo "à froid                             $cold s, $(over "$cold" "$sha") fois"
echo "lectures gardées                    $warm s, $(over "$warm" "$sha") fois (visé : 1,6 au plus)"
echo "mémoire, 100 puis toutes            $small puis $peak Kio, $(over "$peak" "$small") fois (visé : 1,25 au plus)"
echo "temps, toutes sur un dixième        $(over "$warm" "$tenth") (visé : de 9 à 11)"
echo "1, 2 et 8 fils, mêmes octets        $same"
echo "flux, un cœur, lire et écrire       $(over "$(wc -l < "$place/entrees.jsonl")" "$flow") structures par seconde (règles seules visées : 10 000)"
