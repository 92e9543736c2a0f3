#!/bin/bash
# Builds the image, runs it locked down, asks one question through Telegram's webhook and one inside, and stops it. Used by `make image`.
# Uses docker where an engine answers, otherwise buildah and podman, which it installs when it may. BASE_IMAGE overrides the base.
set -euo pipefail
cd "$(dirname "$0")/.."

PYTHON=${PYTHON:-.venv/bin/python}
WORK=${WORK:-/tmp/huitong-containers}
IMAGE=huitong:check
NAME=huitong-check-$$
LOCKED_DOWN=(--network=host --read-only --tmpfs /tmp --cap-drop=all --security-opt=no-new-privileges --memory=1g)

say() { printf '%s\n' "-- $*"; }

have_docker() { command -v docker >/dev/null && docker info >/dev/null 2>&1; }

use_docker() {
    engine=(docker)
    build() { docker build --build-arg BASE_IMAGE="$BASE_IMAGE" -t "$IMAGE" .; }
    BASE_IMAGE=${BASE_IMAGE:-python:3.13-slim}
}

use_podman() {
    install_tools
    export CONTAINERS_STORAGE_CONF=$PWD/container/storage.conf BUILDAH_ISOLATION=chroot
    IMAGE=localhost/$IMAGE
    engine=(podman --cgroup-manager=cgroupfs --events-backend=file --runtime="$(command -v runc)")
    # Without systemd nothing can run health checks; runc wants limits that fit the machine's own.
    LOCKED_DOWN+=(--no-healthcheck --ulimit nofile=1024:1024 --ulimit nproc=1024:1024)
    build() { buildah bud -q --format docker --pull-never --build-arg BASE_IMAGE="$BASE_IMAGE" -t "$IMAGE" .; }
    if [ -z "${BASE_IMAGE:-}" ]; then
        BASE_IMAGE=localhost/python:3.13-slim
        make_base
    fi
}

install_tools() {
    local missing=()
    for tool in buildah podman runc mmdebstrap; do command -v "$tool" >/dev/null || missing+=("$tool"); done
    [ ${#missing[@]} = 0 ] && return
    [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || { echo "please install: ${missing[*]}" >&2; exit 1; }
    say "installing ${missing[*]}"
    apt-get install -y -qq --no-install-recommends buildah podman runc mmdebstrap uidmap >/dev/null
}

make_base() {
    buildah inspect --type image "$BASE_IMAGE" >/dev/null 2>&1 && return
    say "making a base from Debian packages"
    mkdir -p "$WORK/base"
    mmdebstrap -q --variant=minbase --include=python3,python3-venv,ca-certificates,tzdata trixie "$WORK/base.tar"
    "${engine[@]}" import -q --change 'ENV PATH=/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin' "$WORK/base.tar" localhost/debian-python:trixie
    cp /etc/ssl/certs/ca-certificates.crt container/Dockerfile.base "$WORK/base/"
    buildah bud -q --pull-never -f "$WORK/base/Dockerfile.base" -t "$BASE_IMAGE" "$WORK/base"
    rm -rf "$WORK/base.tar" "$WORK/base"
}

size() { "${engine[@]}" image inspect "$1" --format '{{.Size}}' | awk '{printf "%.0f MB", $1 / 1e6}'; }

clean_up() { "${engine[@]}" rm -f -v "$NAME" >/dev/null 2>&1 || true; }

if [ -x "$(dirname "$PYTHON")/hadolint" ]; then
    "$(dirname "$PYTHON")/hadolint" Dockerfile
    say "hadolint: nothing to say"
fi
if have_docker; then use_docker; else use_podman; fi
say "building with ${engine[0]} on $BASE_IMAGE"
SECONDS=0
build
say "built in $SECONDS s: $(size "$IMAGE"), base $(size "$BASE_IMAGE")"
trap clean_up EXIT
"$PYTHON" -m container.conversation "$NAME" "$IMAGE" -- "${engine[@]}" -- "${LOCKED_DOWN[@]}"
say "clean stop: exit 0"
