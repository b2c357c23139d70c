#!/usr/bin/env bash
# Submits the job unless it is there already: a cluster that was started again has found it by itself.
#   submit.sh NAME JAR ARGUMENT...
# With NEWSTIDE_SAVEPOINT set, the job goes on from that savepoint or checkpoint.
set -euo pipefail
name=$1 jar=$2
shift 2

running() { flink list 2>/dev/null | grep -E "newstide $name \((RUNNING|RESTARTING|CREATED|INITIALIZING|RECONCILING|FAILING|SUSPENDED)\)"; }

if running; then
  echo "newstide: the job '$name' is there already; nothing was submitted" >&2
  exit 0
fi
from=()
if [ -n "${NEWSTIDE_SAVEPOINT:-}" ]; then from=(-s "$NEWSTIDE_SAVEPOINT"); fi
exec flink run -d "${from[@]}" "$jar" "$@"
