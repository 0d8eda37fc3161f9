
# --- one project's environment on this node: its place, lock and fence ------------------------------------------

# service PROJECT ENVIRONMENT: sets $place.
service() {
  if is_name "$1" && is_name "$2"; then
    place=$root/$1/$2
  else
    error invalid "the project's or environment's name is not allowed"
    return 1
  fi
}

# For tests: what happened here, in the order it happened, told by the node and not by the worker.
journal() {
  [ -f "$root/.eeveon/journal" ] || return 0
  printf '%s %s\n' "$(date +%s.%N)" "$*" >> "$root/.eeveon/journal" && sync "$root/.eeveon/journal"
}

# locked FENCE FUNCTION: calls FUNCTION inside the service's lock, after the fence has been checked and, when it
# is higher than any before, made durable.
locked() {
  fence=$1
  is_fence "$fence" || { error invalid "a fence is epoch.position"; return; }
  [ -d "$place/.eeveon" ] || mkdir -p "$place/.eeveon" || { error io "the folder $place cannot be made"; return; }
  command exec 9<>"$place/.eeveon/fence" || { error io "the fence file cannot be opened (is the disk full?)"; return; }
  if flock -w 20 9; then
    behind_lock "$2"
  else
    error unavailable "another step holds this service's lock"
  fi
  exec 9>&-
}
behind_lock() {
  seen=
  read -r seen <&9 || :
  seen=${seen%% *}
  [ -n "$seen" ] || seen=0.0
  if ! is_fence "$seen"; then
    error corrupt "$place/.eeveon/fence does not hold a fence: remove it when nothing is being deployed here"
  elif is_behind "$fence" "$seen"; then
    journal refused "$place" "$fence" "$seen"
    error fenced "fence $fence is behind $seen"
  # One short write in place: no state in between, and no other file the lock would not hold.
  elif [ "$fence" != "$seen" ] &&
       ! { printf '%-42s\n' "$fence" 1<>"$place/.eeveon/fence" && sync "$place/.eeveon/fence"; }; then
    error io "the fence could not be written on this node (is its disk full?)"
  elif ! no_hook_runs; then
    error unavailable "a hook of $running_fence has not ended yet on this node"
  else
    "$1"
  fi
}

# While a hook runs nothing else changes the service. One of a lower fence belongs to a worker that has been
# replaced and is ended; one of this fence is ending because its worker has hung up.
no_hook_runs() {
  [ -s "$place/.eeveon/hook" ] || return 0
  command exec 8<>"$place/.eeveon/hook" || return 1
  running_fence=''
  running_pid=''
  read -r running_fence running_pid <&8 || :
  ended=1
  if flock -n 8; then
    printf '' > "$place/.eeveon/hook"  # its session was killed
  else
    if is_fence "$running_fence" && is_number "$running_pid" && is_behind "$running_fence" "$fence"; then
      kill "$running_pid" 2> /dev/null
    fi
    flock -w 12 8 || ended=0
  fi
  exec 8>&-
  [ "$ended" = 1 ]
}

# live: sets $live to the release that current points to, or nothing.
live() {
  live=
  [ -L "$place/current" ] || return 0
  live=$(readlink "$place/current")
  case $live in releases/*) live=${live#releases/} ;; *) live= ;; esac
  is_name "$live" || live=
}

# free_bytes FOLDER: sets $free.
free_bytes() {
  free=$(stat -f -c '%a %S' "$1") && is_number "${free% *}" && is_number "${free#* }" || return 1
  free=$((${free% *} * ${free#* }))
}

# remove PATH...: also what a hook has left in folders that may not be written to. Follows no link.
remove() {
  rm -rf -- "$@" 2> /dev/null && return
  find "$@" -type d -exec chmod u+rwx {} \; 2> /dev/null
  rm -rf -- "$@"
}

# Names in FOLDER that PATTERN (of sed) matches, newest first. Only names without odd characters, which are all that
# Eeveon makes: they are words in a loop.
listed() { # FOLDER PATTERN
  ls -A1qt "$1" | sed -n "s/^\($2[A-Za-z0-9._-]*\)\$/\1/p"
}
