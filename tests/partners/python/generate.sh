#!/usr/bin/env bash
# generate.sh FOLDER: makes the contract's Python modules in FOLDER.
set -euo pipefail
proto=$(cd "$(dirname "$0")/../../../proto" && pwd)
mkdir -p "$1"
out=$(cd "$1" && pwd)
cd "$proto"
find sentier -name '*.proto' -print0 |
    xargs -0 python3 -m grpc_tools.protoc --proto_path=. --python_out="$out" --grpc_python_out="$out"
