
# --- commands that a release brings ------------------------------------------------------------------------------------

# KEY names the step for the journal. "check" is a health check: it is made in what is live, if anything is, changes
# nothing, and so needs no turn.
hook() { # PROJECT ENVIRONMENT FENCE RELEASE KEY SECONDS ARGV...
  release=$4 key=$5 seconds=$6
  is_name "$release" && is_number "$seconds" || { error invalid "a release's name or a limit is not allowed"; return; }
  service "$1" "$2" || return
  project=$1 environment=$2
  fence=$3
  shift 6
  # The fence is checked and the lock let go: a hook may take minutes.
  refused=$(locked "$fence" fence_holds)
  [ -z "$refused" ] || { say "$refused"; return; }
  here=$place/releases/$release
  if [ "$key" = check ] && [ -d "$place/current" ]; then here=$place/current; fi
  cd "$here" 2> /dev/null || { error not_found "this release is not on this node"; return; }
  if [ "$key" = check ]; then
    run_hook "$@"
  elif ! command exec 8<>"$place/.eeveon/hook"; then
    error io "the hooks' lock cannot be opened (is the disk full?)"
  else
    if flock -w 12 8; then
      # A higher fence may have come while this one waited; from its turn on nobody comes in between.
      refused=$(locked "$fence" take_turn)
      if [ -z "$refused" ]; then run_hook "$@"; else say "$refused"; fi
    else
      error unavailable "another hook has not ended yet on this node"
    fi
    exec 8>&-
  fi
  cd "$root" || :
}
fence_holds() { :; }
take_turn() {
  printf '%s -\n' "$fence" > "$place/.eeveon/hook" || error io "the hook's turn cannot be noted (is the disk full?)"
}
turn_is_over() { [ "$key" = check ] || printf '' > "$place/.eeveon/hook"; }

# A health check between deployments: in what is live, by nobody's fence. It waits for nothing and nothing for it.
probe() { # PROJECT ENVIRONMENT SECONDS ARGV...
  seconds=$3
  is_number "$seconds" || { error invalid "a limit is not allowed"; return; }
  service "$1" "$2" || return
  live
  cd "$place/current" 2> /dev/null || { error not_found "nothing is live here"; return; }
  project=$1 environment=$2 fence=- release=$live key=check
  shift 3
  run_hook "$@"
  cd "$root" || :
}

run_hook() { # ARGV...
  log=$place/.eeveon/hook-$$
  printf '' > "$log" || { turn_is_over; error io "the hook's output cannot be written (is the disk full?)"; return; }
  [ "$fence" = - ] || journal hook-begin "$place" "$fence" "$release" "$key"
  clock
  began=$now
  (
    ulimit -c 0
    ulimit -f 2097152
    EEVEON_PROJECT=$project EEVEON_ENVIRONMENT=$environment EEVEON_RELEASE=$release
    export EEVEON_PROJECT EEVEON_ENVIRONMENT EEVEON_RELEASE
    exec timeout -k 10 "$seconds" "$@"
  ) >> "$log" 2>&1 < /dev/null 3<&- 8<&- &
  pid=$!
  [ "$key" = check ] || printf '%s %s\n' "$fence" "$pid" > "$place/.eeveon/hook"
  # Nothing is said to a session that is busy: what can be read is that whoever asked has hung up (his run was
  # cancelled, his machine is gone), and then the hook ends too, by timeout's hand: TERM, ten seconds, KILL.
  { while read -r ignored; do :; done; kill "$pid"; } <&3 > /dev/null 2>&1 &
  listener=$!
  # Follows the file instead of a pipe, so that a daemon left behind by the hook cannot hold the answer back. Neither
  # dd nor this sed waits for more than it has; the empty line ends a last line that has no end. One byte at a time: of
  # larger blocks dd counts each that came short as a whole one, and the rest of what the hook prints would be lost.
  tail -c +1 -s 0.1 -f --pid=$pid "$log" 2> /dev/null | dd bs=1 count=1000000 status=none | sed -u 's/^/| /'
  say ''
  wait $pid
  status=$?
  clock
  kill $listener 2> /dev/null
  wait $listener 2> /dev/null
  turn_is_over
  rm -f "$log"
  [ "$fence" = - ] || journal hook-end "$place" "$fence" "$release" "$key" "$status"
  # 124 and 137 are timeout's words for a limit that was reached, and any program's for other things.
  if [ $((now - began)) -lt $((seconds * 100)) ]; then ended=early; else ended=late; fi
  case $ended-$status in
    late-124|late-137) error timed_out "$1 did not end within $seconds s" ;;
    *-126) error refused "$1 cannot be run (is it executable?), or ended with 126" ;;
    *-127) error refused "$1 or a program it needs was not found (is it in the release and executable?)" ;;
    *) say "ok $status" ;;
  esac
}

# clock: sets $now, in hundredths of a second; it is not the one that people set.
clock() {
  read -r now ignored < /proc/uptime
  now=${now%.*}${now#*.}
}
