# shellcheck shell=bash
# Set-up that all scripts share. Everything goes into .setup/: the virtual environment, built tools,
# logs, and a stamp for each step, so that a step whose input has not changed is left out.

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
SETUP=$ROOT/.setup
VENV=$SETUP/venv
SNIPPETS=$SETUP/snippets
CONSTRAINTS=$ROOT/requirements/constraints.txt

# Built where they are wanted and missing: the server to test against, and the client to measure against.
MINIO=github.com/minio/minio@v0.0.0-20260212201848-7aac2a2c5b7c
MC=github.com/minio/mc@v0.0.0-20250313080218-cf909e1063a9
minio_build=

# What a person has set for other work must not change what is installed here.
unset PYTHONPATH PYTHONHOME VIRTUAL_ENV CONDA_PREFIX
export PIP_DISABLE_PIP_VERSION_CHECK=1 YARN_ENABLE_TELEMETRY=0
export PATH=$VENV/bin:$PATH

# Each step runs in a process group of its own, which ends with this script.
set -m
CHILDREN=()
trap end_children EXIT
trap 'exit 143' TERM
trap 'exit 130' INT
trap 'exit 129' HUP

end_children() {
  local child
  for child in ${CHILDREN[@]+"${CHILDREN[@]}"}; do
    kill -TERM -- "-$child" 2>/dev/null
  done
  return 0
}

# All talk goes to standard error: standard output belongs to what a script was asked for.
say() { printf '%s\n' "$*" >&2; }

die() {
  say "$@"
  exit 1
}

# await PID: wait for a job, and forget it.
await() {
  local code=0 child rest=()
  wait "$1" || code=$?
  for child in ${CHILDREN[@]+"${CHILDREN[@]}"}; do
    [ "$child" = "$1" ] || rest+=("$child")
  done
  CHILDREN=(${rest[@]+"${rest[@]}"})
  return "$code"
}

# fingerprint PATH...: a hash over the names and contents of files and folders.
fingerprint() {
  "$PYTHON" - "$@" <<'PYTHON'
import hashlib, pathlib, sys

digest = hashlib.sha256()
for name in sys.argv[1:]:
    path = pathlib.Path(name)
    digest.update(f"{name}\0".encode())
    for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
        if file.is_file():
            digest.update(f"{file}\0".encode() + file.read_bytes())
print(digest.hexdigest())
PYTHON
}

# step NAME FINGERPRINT COMMAND...: run the command unless it succeeded with this fingerprint before.
step() {
  local name=$1 mark=$2 stamp=$SETUP/stamps/$1 log=$SETUP/logs/$1.log started=$SECONDS
  shift 2
  if [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$mark" ]; then
    return 0
  fi
  mkdir -p "$SETUP/stamps" "$SETUP/logs"
  rm -f "$stamp"
  say "- $name ..."
  "$@" >"$log" 2>&1 </dev/null &
  CHILDREN+=("$!")
  if await "$!"; then
    printf '%s' "$mark" >"$stamp"
    say "  $name: done in $((SECONDS - started)) s"
  else
    tail -n 40 "$log" >&2
    say "  $name: failed after $((SECONDS - started)) s. The whole output: $log"
    return 1
  fi
}

# side_by_side COMMAND...: run commands, each given as one word, at the same time. Returns 1 when one
# of them failed.
side_by_side() {
  local each failed=0 jobs=()
  for each in "$@"; do
    $each &
    jobs+=("$!")
    CHILDREN+=("$!")
  done
  for each in "${jobs[@]}"; do
    await "$each" || failed=1
  done
  return "$failed"
}

find_python() {
  local candidate
  for candidate in "${S3_DRIVE_PYTHON:-}" python3 python3.14 python3.13 python3.12 python3.11 \
    python3.10 python; do
    if [ -n "$candidate" ] && "$candidate" -c \
      'import sys; sys.exit(sys.version_info < (3, 10))' 2>/dev/null; then
      # The real interpreter, and never the one of a virtual environment that a person is in.
      PYTHON=$("$candidate" -c 'import os, sys; print(os.path.realpath(sys.executable))')
      return 0
    fi
  done
  die "Python 3.10 or later is needed, and none was found on PATH." \
    "Name one in S3_DRIVE_PYTHON if it lives elsewhere."
}

make_venv() {
  "$PYTHON" -c 'import ensurepip, venv' 2>/dev/null ||
    die "Python's module for virtual environments is missing." \
      "On Debian and Ubuntu: sudo apt-get install python3-venv"
  local version
  version=$("$PYTHON" -c 'import sys; print(sys.version, sys.executable)')
  [ -x "$VENV/bin/python" ] || rm -f "$SETUP/stamps/virtual-environment"
  # The folder's own place counts: a virtual environment cannot be moved.
  step virtual-environment "$version $VENV" "$PYTHON" -m venv --clear "$VENV" || exit 1
}

install_node() {
  local major
  major=$(node -p 'process.versions.node.split(".")[0]' 2>/dev/null || echo 0)
  if [ "$major" -lt 20 ]; then
    step node "$(fingerprint "$ROOT/requirements/node.in" "$CONSTRAINTS") $VENV" \
      pip install --constraint "$CONSTRAINTS" --requirement "$ROOT/requirements/node.in" || exit 1
    hash -r
  fi
}

build_labextension() {
  cd "$ROOT" && jlpm build:prod
}

# Where the wheel would copy the frontend to, a link: what is built next is seen at once.
install_package() {
  cd "$ROOT" || return 1
  mkdir -p jupyterlab_s3_drive/labextension
  SKIP_JUPYTER_BUILDER=1 pip install --no-build-isolation --constraint "$CONSTRAINTS" \
    --editable ".[$1]" &&
    jupyter-builder develop --overwrite .
}

install_node_packages() {
  [ -d node_modules ] || rm -f "$SETUP/stamps/node-packages"
  step node-packages "$(fingerprint package.json yarn.lock .yarnrc.yml)" jlpm install --immutable
}

# install_python_packages MARK EXTRAS
install_python_packages() {
  # One stamp for both sets, of which the one for tests holds the other.
  if [ "$(cat "$SETUP/stamps/python-packages" 2>/dev/null)" != "$1 demo,test" ]; then
    step python-packages "$1 $2" install_package "$2"
  fi
}

# set_up EXTRAS [COMMAND...]: everything that a start of JupyterLab with the extension needs, and side by
# side with it what the commands install. Returns 1 when only they or the build failed, so that tests can
# still report on the rest.
set_up() {
  local extras=$1 failed=0 packages
  shift
  cd "$ROOT" || exit 1
  find_python
  make_venv
  packages=$(fingerprint requirements pyproject.toml install.json jupyter-config "$VENV/pyvenv.cfg")
  step build-tools "$packages" \
    pip install --constraint "$CONSTRAINTS" --requirement requirements/build.in || exit 1
  install_node
  side_by_side install_node_packages "install_python_packages $packages $extras" "$@" || failed=1
  [ -f "$SETUP/stamps/node-packages" ] && [ -f "$SETUP/stamps/python-packages" ] || exit 1
  [ -f jupyterlab_s3_drive/labextension/package.json ] || rm -f "$SETUP/stamps/build"
  step build "$(fingerprint src style schema tsconfig.json package.json yarn.lock)" \
    build_labextension || failed=1
  return "$failed"
}

# Go's caches, gigabytes of them, go when both are built.
build_minio() {
  local built=0
  export GOBIN=$SETUP/bin GOCACHE=$SETUP/go/build GOMODCACHE=$SETUP/go/modules
  export CGO_ENABLED=0 GOFLAGS=-modcacherw
  go install -ldflags "-s -w" "$MINIO" && go install -ldflags "-s -w" "$MC" || built=1
  rm -rf "$SETUP/go"
  return "$built"
}

# start_minio_build: begin to build MinIO and mc, side by side with the rest of the set-up, because it
# takes minutes. `wait_for_minio` ends it.
start_minio_build() {
  export PATH=$PATH:/usr/local/go/bin
  if [ -x "$SETUP/bin/minio" ] && [ -x "$SETUP/bin/mc" ] &&
    [ "$(cat "$SETUP/stamps/minio" 2>/dev/null)" = "$MINIO $MC" ]; then
    return 0
  fi
  if ! command -v go >/dev/null; then
    say "MinIO is left out: building it needs Go, from https://go.dev/dl or your system's packages."
    return 0
  fi
  mkdir -p "$SETUP/logs" "$SETUP/stamps"
  say "- minio, side by side with the rest ..."
  { build_minio && printf '%s' "$MINIO $MC" >"$SETUP/stamps/minio"; } \
    >"$SETUP/logs/minio.log" 2>&1 </dev/null &
  minio_build=$!
  CHILDREN+=("$minio_build")
}

wait_for_minio() {
  if [ -n "$minio_build" ] && ! await "$minio_build"; then
    tail -n 20 "$SETUP/logs/minio.log" >&2
    say "MinIO could not be built, so the rest goes on without it."
  fi
}

# make_snippets_venv FILE...: with the packages that these files list.
make_snippets_venv() {
  "$PYTHON" -m venv --clear "$SNIPPETS" &&
    "$SNIPPETS/bin/python" -m pip install "${@/#/--requirement=}"
}

# set_up_snippets MODE: the libraries that snippets use, apart from those of the product; with `full` the
# rare ones too. An environment that has these serves the other modes as well. A command for `set_up`.
set_up_snippets() {
  cd "$ROOT" || return 1
  local files=(requirements/snippets.txt) all=(requirements/snippets.txt requirements/snippets-full.txt)
  local stamp=$SETUP/stamps/snippets
  [ -x "$SNIPPETS/bin/python" ] || rm -f "$stamp"
  if [ "$1" = full ] || [ "$(cat "$stamp" 2>/dev/null)" = "$(snippets_mark "${all[@]}")" ]; then
    files=("${all[@]}")
  fi
  step snippets "$(snippets_mark "${files[@]}")" make_snippets_venv "${files[@]}"
}

snippets_mark() {
  printf '%s %s' "$(fingerprint "$@" "$VENV/pyvenv.cfg")" "$SNIPPETS"
}

install_browser_tests() {
  cd "$ROOT/ui-tests" || return 1
  jlpm install --immutable || return 1
  # A system's Chromium is taken where there is one; see ui-tests/playwright.config.js.
  if [ -z "${S3_DRIVE_CHROMIUM:-}" ] && ! command -v chromium chromium-browser google-chrome; then
    jlpm playwright install chromium
  fi
}

# set_up_browser: what drives a browser, after `set_up`: two runs of jlpm would share its cache.
set_up_browser() {
  cd "$ROOT" || return 1
  [ -d ui-tests/node_modules ] || rm -f "$SETUP/stamps/browser-tests"
  step browser-tests \
    "$(fingerprint ui-tests/package.json ui-tests/yarn.lock) ${S3_DRIVE_CHROMIUM:-}" \
    install_browser_tests
}
