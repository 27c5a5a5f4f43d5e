# Shared by the scripts next to this directory; sourced, never run.
# shellcheck shell=bash

# Where cargo puts what it builds.
target_dir=${CARGO_TARGET_DIR:-target}

say() {
  printf '%s\n' "$*" >&2
}

# stop MESSAGE [EXIT_CODE]
stop() {
  say "$1"
  exit "${2:-1}"
}

# As root directly, else through sudo; what is run is said first, because it changes the system.
as_root() {
  if [ "$(id -u)" -eq 0 ]; then
    say "+ $*"
    "$@"
  elif command -v sudo >/dev/null; then
    say "+ sudo $*"
    sudo "$@"
  else
    stop "This needs root, and there is no sudo. Run as root: $*" 2
  fi
}

# until_true SECONDS COMMAND...: asks again and again, up to the deadline.
until_true() {
  local deadline=$((SECONDS + $1))
  shift
  until "$@"; do
    [ "$SECONDS" -lt "$deadline" ] || return 1
    sleep 0.1
  done
}

# group_is_gone GROUP: whether no process of this group runs.
group_is_gone() {
  kill -0 -- "-$1" 2>/dev/null || return 0
  # A process that ended and was not yet collected by its parent does nothing any more.
  command -v ps >/dev/null || return 1
  ! ps -eo pgid=,stat= | awk -v group="$1" '$1 == group && $2 !~ /^Z/ { found = 1 } END { exit !found }'
}

# npm writes node_modules/.package-lock.json when it is done, so an older one means an unfinished or outdated install.
npm_packages() {
  if [ node_modules/.package-lock.json -nt package-lock.json ]; then
    return
  fi
  say "Installing npm packages"
  npm ci --no-audit --no-fund
}

# cargo_tool NAME VERSION: makes sure that this tool is in $target_dir/tools/bin in exactly this version.
cargo_tool() {
  local tools=$target_dir/tools
  case "$("$tools/bin/$1" --version 2>/dev/null) " in
    "$1 $2 "*) return ;;
  esac
  say "Building $1 $2, once"
  # Built quickly rather than to run fast: it runs for seconds.
  CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16 CARGO_PROFILE_RELEASE_OPT_LEVEL=1 \
    cargo install "$1" --locked --version "=$2" --root "$tools" --target-dir "$tools/build" --quiet
  rm -rf "$tools/build"
}

# Builds the app that lacks the defences which a variable names. The same place holds one build or the other, so this one
# is put aside.
weakened_build() {
  cargo test --locked --workspace --test hostile --features returning-widgets/weakened --no-run
  install -D "$target_dir/debug/returning-widgets" "$target_dir/weakened/returning-widgets"
}

# newest_package EXTENSION: the package that scripts/package built last.
newest_package() {
  local found
  found=$(find "$target_dir/release/bundle" -type f -name "*.$1" -printf '%T@ %p\n' 2>/dev/null | sort -n | tail -n 1)
  [ -n "$found" ] || stop "There is no .$1 package yet: run scripts/package first."
  printf '%s\n' "${found#* }"
}

# commit_of_sources: the commit that is about to be measured, for the page that says so. What measurements write is in docs.
commit_of_sources() {
  local changed
  changed=$(git status --porcelain -- . ':(exclude)docs')
  [ -z "$changed" ] || stop "The page names the commit that was measured, so commit these first:
$changed"
  git rev-parse --short=12 HEAD
}

# machine_class: what the figures of a page depend on.
machine_class() {
  printf '%s cores, no GPU (software GL), Xvfb 1280×900, WebKitGTK %s.\n' \
    "$(nproc)" "$(pkg-config --modversion webkit2gtk-4.1)"
}
