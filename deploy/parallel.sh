#!/usr/bin/env bash
# One verb over many accounts and regions on one machine, in shards. Started again after whatever end, it goes on:
#   deploy/parallel.sh FOLDER SHARDS JOBS VERB [OPTION...] < targets.ndjson
# FOLDER gets targets.ndjson, resume/ (what is done) and output/ (a file for each shard and start).
set -euo pipefail
folder=$1 shards=$2 jobs=$3 verb=$4
shift 4
mkdir -p "$folder/resume" "$folder/output"
[ -s "$folder/targets.ndjson" ] || { cat > "$folder/part" && mv "$folder/part" "$folder/targets.ndjson"; }
export folder start=$$
seq "$shards" | parallel --jobs "$jobs" --joblog "$folder/jobs.log" --resume-failed --quote bash -c \
  'exec "${@:2}" --shard "$1" --resume "$folder/resume/${1%/*}.ndjson" > "$folder/output/${1%/*}-$start.ndjson"' \
  shard "{}/$shards" "${APIGW_CACHE:-apigw-cache}" "$verb" --targets "$folder/targets.ndjson" -o ndjson "$@"
