# Runs stages: functions named stage_NAME, of which the first that fails ends the run. Sourced after common.bash, from
# the project's folder.
#
# Each stage has a process group of its own, and what it runs by `confined` has namespaces as well. When a run is
# interrupted, even by SIGKILL, all of that is ended, and the run's folder is removed with what stages left in their /tmp.
# shellcheck shell=bash

# What a stage does not start without; the script that sources this fills it in.
declare -A needs=()

# How long a stage may take to clear up when it is interrupted, before it is killed: taking a package off again is part
# of that.
patience=60

declare -A seconds=()
ran=()
failed=
running=
run_folder=
# What reads from here finds its end when the run is over, since no other process keeps this open.
alive=
clear_up=

# confined COMMAND...: on a /tmp of its own and with its own processes, which all end with it
confined() {
  scripts/lib/confined "$(mktemp -d "$run_folder/tmp.XXXXXX")" "$@"
}

# has TOOL
has() {
  case $1 in
    node_modules) [ -d node_modules ] ;;
    webkit2gtk-*) pkg-config --exists "$1" 2>/dev/null ;;
    *) command -v "$1" >/dev/null ;;
  esac
}

# how_to_get TOOL
how_to_get() {
  case $1 in
    cargo) echo "get it from https://rustup.rs" ;;
    cargo-clippy | cargo-fmt) echo "run rustup component add clippy rustfmt" ;;
    node | npm) echo "get it from https://nodejs.org" ;;
    node_modules) echo "run scripts/test npm" ;;
    apt-get | dpkg-deb) echo "Debian and Ubuntu have it" ;;
    *) echo "run scripts/system-packages test" ;;
  esac
}

# stop_without_tools STAGE
stop_without_tools() {
  local tool how text=
  local -A missing=()
  for tool in ${needs[$1]:-}; do
    has "$tool" || missing[$(how_to_get "$tool")]+=" $tool"
  done
  [ ${#missing[@]} -gt 0 ] || return 0
  for how in "${!missing[@]}"; do
    text+="${text:+, }${missing[$how]# } ($how)"
  done
  stop "The stage $1 needs what is missing here: $text" 2
}

# Waits for the end of the run, whatever that is. It is told which process group each stage is, and when there is none.
clear_up_after_it() {
  local line told group=
  # Who interrupts the run may mean all that belongs to it, and may read no more of what is said.
  trap '' INT TERM HUP PIPE
  exec {told}<"$run_folder/alive" {alive}>&-
  while read -r line <&"$told"; do
    group=$line
  done
  if [ -n "$group" ] && ! group_is_gone "$group"; then
    kill -TERM -- "-$group" 2>/dev/null || true
    if ! until_true "$patience" group_is_gone "$group"; then
      kill -KILL -- "-$group" 2>/dev/null || true
      until_true 10 group_is_gone "$group" || say "Processes of the group $group do not end." || true
    fi
  fi
  rm -rf --one-file-system "$run_folder"
}

begin_run() {
  trap end_run EXIT
  trap 'exit 129' HUP
  trap 'exit 130' INT
  trap 'exit 143' TERM
  mkdir -p "$target_dir/tmp"
  run_folder=$(realpath "$(mktemp -d "$target_dir/tmp/run.XXXXXX")")
  mkfifo "$run_folder/alive"
  # For reading as well, so that nobody waits for the other to open it.
  exec {alive}<>"$run_folder/alive"
  # Job control gives it a process group of its own, so that it outlives the run's.
  set -m
  clear_up_after_it &
  clear_up=$!
  set +m
}

end_run() {
  # Whoever reads what is said may be gone.
  trap '' INT TERM HUP PIPE
  # Without word of the job that ends.
  set +m
  [ -z "$running" ] || say "Interrupted in the stage $running: ending what it started" || true
  if [ -n "$clear_up" ]; then
    exec {alive}>&-
    wait "$clear_up" || true
  fi
}

summary() {
  local name
  printf '\nWhere the time went\n'
  for name in "${ran[@]}"; do
    printf '  %-12s %5d s\n' "$name" "${seconds[$name]}"
  done
  printf '  %-12s %5d s\n' all "$SECONDS"
  if [ -n "$failed" ]; then
    printf '\nThe stage %s failed: what it said is above this table. Again, alone: scripts/test %s\n' "$failed" "$failed"
    printf '%d passed, 1 failed\n' "$((${#ran[@]} - 1))"
    return
  fi
  printf '\n%d passed, 0 failed\n' "${#ran[@]}"
}

run_stage() {
  local name=$1 start=$SECONDS code=0
  stop_without_tools "$name"
  printf '\n== %s\n' "$name"
  running=$name
  # With job control the stage has a process group of its own.
  set -m
  (
    set +m
    printf '%s\n' "$BASHPID" >&"$alive"
    exec {alive}>&-
    set -e
    "stage_$name"
  ) </dev/null &
  wait "$!" || code=$?
  # It stops when it asks the person at the terminal, as sudo does. Then it gets the terminal, and with it Ctrl+C.
  while [ -n "$(jobs -s)" ]; do
    code=0
    fg >/dev/null || code=$?
  done
  set +m
  echo >&"$alive"
  running=
  ran+=("$name")
  seconds[$name]=$((SECONDS - start))
  if [ "$code" -ne 0 ]; then
    failed=$name
    summary
    exit "$code"
  fi
}

# run_stages NAME...
run_stages() {
  local name
  begin_run
  for name in "$@"; do
    run_stage "$name"
  done
  summary
}
