#!/bin/sh
# Eeveon's hand on a node. Started as `sh node-<sha256> ROOT` and kept open: reads one line per request from
# standard input, "VERB arg arg ..." with percent-encoded arguments (an empty one is a single '%'), and answers each
# with one line, "ok word ..." or "error CODE message". Lines that start with "| " before an answer are output of a
# hook. Needs flock, sha256sum, rsync, find and coreutils; runs as the user who owns the files.
#
#   ROOT/<project>/<environment>/releases/<id>      immutable once there
#                                releases/.incoming-<run>-<fence>   being sent, belongs to one run
#                                shared/            survives releases
#                                current            -> releases/<id>; the switch is one rename of this link
#                                .eeveon/fence      highest "epoch.position" seen; lower ones are refused
#                                .eeveon/digest-<id>                artifact digest of a sealed release
#
# Every verb that changes a release or what is live holds the lock on .eeveon/fence, and every verb but hook may be
# repeated: it says ok when what it is asked for is already so.
set -u
LC_ALL=C
export LC_ALL
umask 022
root=$1
newline='
'
tab=$(printf '\t')
PATH=$PATH:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin

say() { printf '%s\n' "$*"; }
error() { say "error $1 $2"; }

# decode TEXT: sets $decoded. Only what is encoded costs anything.
decode() {
  decoded=
  rest=$1
  [ "$rest" = % ] && return
  while :; do
    case $rest in
      *%*) ;;
      *) decoded=$decoded$rest; return ;;
    esac
    decoded=$decoded${rest%%\%*}
    rest=${rest#*%}
    hex=${rest%"${rest#??}"}
    rest=${rest#??}
    # The dot keeps a trailing newline alive.
    char=$(printf "\\$(printf '%03o' "0x$hex")."); decoded=$decoded${char%.}
  done
}

# encode TEXT: sets $encoded, fit for an answer.
encode() {
  case $1 in
    '') encoded=% ;;
    *[!A-Za-z0-9._/:@=+,-]*)
      encoded=$(printf '%s' "$1" | od -An -v -tx1 | tr -d ' \n' | sed 's/../%&/g') ;;
    *) encoded=$1 ;;
  esac
}

is_name() { case $1 in ''|.*|-*|*[!A-Za-z0-9._-]*) return 1 ;; esac; }
is_number() { case $1 in ''|*[!0-9]*|???????????????????*) return 1 ;; esac; }

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
  is_number "${fence%%.*}" && is_number "${fence#*.}" || { error invalid "a fence is epoch.position"; return; }
  [ -d "$place/.eeveon" ] || mkdir -p "$place/.eeveon" || { error io "the folder $place cannot be made"; return; }
  exec 9<>"$place/.eeveon/fence" || { error io "the fence file cannot be opened"; return; }
  if ! flock -w 20 9; then
    error unavailable "another step holds this service's lock"
  else
    seen=
    read -r seen <&9 || :
    seen=${seen%% *}
    [ -n "$seen" ] || seen=0.0
    if [ "${fence%%.*}" -lt "${seen%%.*}" ] ||
       { [ "${fence%%.*}" -eq "${seen%%.*}" ] && [ "${fence#*.}" -lt "${seen#*.}" ]; }; then
      journal refused "$place" "$fence" "$seen"
      error fenced "fence $fence is behind $seen"
    # One short write in place: no state in between, and no other file the lock would not hold.
    elif [ "$fence" != "$seen" ] &&
         ! { printf '%-42s\n' "$fence" 1<>"$place/.eeveon/fence" && sync "$place/.eeveon/fence"; }; then
      error io "the fence could not be written on this node (is its disk full?)"
    else
      "$2"
    fi
  fi
  exec 9>&-
}

# live: sets $live to the release that current points to, or nothing.
live() {
  live=
  [ -L "$place/current" ] || return 0
  live=$(readlink "$place/current")
  live=${live#releases/}
}

# manifest FOLDER: the manifest of what is there, made the same way as on the worker (core/release/manifest.hpp).
manifest() (
  cd "$1" || exit 1
  list=$place/.eeveon/list-$$
  find . -type f -printf "%P$tab%m$tab%s\n" | sort -t "$tab" -k 1,1 > "$list.files" || exit 1
  find . -type f -print0 | xargs -0 -r sha256sum -z | tr '\0' '\n' |
    sed "s/^\(.\{64\}\)  \.\/\(.*\)\$/\2$tab\1/" | sort -t "$tab" -k 1,1 > "$list.sums" || exit 1
  join -t "$tab" -o 1.2,1.3,2.2,0 "$list.files" "$list.sums" |
    sed "s/$tab/ /; s/$tab/ /; s/$tab/ /; s/^/f /" > "$list.lines" || exit 1
  find . -type l -printf "%P$tab%l\n" | while IFS=$tab read -r path target; do
    sum=$(printf '%s' "$target" | sha256sum)
    printf 'l 777 %s %s %s\n' "${#target}" "${sum%% *}" "$path"
  done >> "$list.lines"
  find . ! -type f ! -type l ! -type d -printf 'x %P\n' >> "$list.lines"
  sort "$list.lines" | tr '\n' '\0'
  rm -f "$list.files" "$list.sums" "$list.lines"
)

hello() {
  free=$(stat -f -c '%a %S' "$root") || { error io "the folder $root is not there"; return; }
  say "ok 1 $((${free% *} * ${free#* }))"
}

# Making folders that are there for good undoes nobody's work: no fence.
prepare() { # PROJECT ENVIRONMENT BYTES
  needed=$3
  is_number "$needed" || { error invalid "bytes must be a number"; return; }
  service "$1" "$2" || return
  for tool in rsync sha256sum find xargs sync timeout; do
    command -v "$tool" > /dev/null || { error refused "$tool is missing on this node: install it"; return; }
  done
  mkdir -p "$place/releases" "$place/shared" "$place/.eeveon" || { error io "the folders below $place cannot be made"; return; }
  free=$(stat -f -c '%a %S' "$place")
  free=$((${free% *} * ${free#* }))
  # A tenth and 16 MiB more: a disk filled to the last byte breaks what already runs there.
  if [ "$free" -lt $((needed + needed / 10 + 16777216)) ]; then
    error refused "the disk is full: $((free / 1048576)) MiB free, the release needs $((needed / 1048576)) MiB and 16 MiB to spare"
    return
  fi
  say "ok $free"
}

# sealed_as RELEASE DIGEST: is the release here with exactly this content?
sealed_as() {
  known=
  [ -d "$place/releases/$1" ] && [ -f "$place/.eeveon/digest-$1" ] && read -r known < "$place/.eeveon/digest-$1"
  [ "$known" = "$2" ]
}

has() { # PROJECT ENVIRONMENT RELEASE DIGEST
  service "$1" "$2" || return
  if is_name "$3" && sealed_as "$3" "$4"; then say ok yes; else say ok no; fi
}

current() { # PROJECT ENVIRONMENT
  service "$1" "$2" || return
  live
  encode "$live"
  say "ok $encoded"
}

# Checks what arrived in releases/INCOMING (".incoming-<run>-<fence>": the fence is part of its name), links what is
# shared into it and gives it its name.
verify() { # PROJECT ENVIRONMENT RELEASE DIGEST INCOMING SHARED...
  release=$3 expected=$4 incoming=$5
  is_name "$release" && is_name "x$incoming" || { error invalid "a release's or folder's name is not allowed"; return; }
  case $incoming in .incoming-*-*) ;; *) error invalid "what arrives must be called .incoming-<run>-<fence>"; return ;; esac
  service "$1" "$2" || return
  shift 5
  paths=
  for path in "$@"; do
    case /$path/ in
      *[!A-Za-z0-9._@+=,~/-]*|*/../*|*/./*|*//*) error invalid "a shared path is not allowed"; return ;;
    esac
    paths="$paths $path"
  done
  locked "${incoming##*-}" verify_locked
}
verify_locked() {
  sealed=$place/releases/$release
  incoming=$place/releases/$incoming
  if sealed_as "$release" "$expected"; then
    rm -rf "$incoming"
    touch "$place/.eeveon/digest-$release"  # deployed again: retain counts its age anew
    say ok
    return
  fi
  [ ! -d "$sealed" ] || { error conflict "this release is already here with another content"; return; }
  [ -d "$incoming" ] || { error not_found "nothing has arrived for this release"; return; }
  found=$(manifest "$incoming" | sha256sum)
  found=${found%% *}
  if [ "$found" != "$expected" ]; then
    error corrupt "what arrived is not what was built: digest $found instead of $expected"
    return
  fi
  link_shared "$incoming" || return
  printf '%s\n' "$expected" > "$place/.eeveon/digest-$release" &&
    sync -f "$incoming" && mv -T "$incoming" "$sealed" && sync "$place/releases" "$place/.eeveon" ||
    { error io "the release could not be put in place (is the disk full?)"; return; }
  journal verify "$place" "$fence" "$release"
  say ok
}

# link_shared FOLDER: replaces each of $paths in it by a link to shared/<path>; says the error itself.
link_shared() {
  here=$1
  for path in $paths; do
    kept=$place/shared/$path
    up=$(printf '%s' "$path" | sed 's|[^/]*|..|g')
    mkdir -p "${kept%/*}" "$(dirname "$here/$path")" || { error io "the shared folder cannot be made"; return 1; }
    if [ ! -e "$kept" ]; then
      if [ -e "$here/$path" ] && [ ! -L "$here/$path" ]; then
        # The first release brings the first content.
        cp -a "$here/$path" "$kept.new" && mv -T "$kept.new" "$kept" || { error io "shared/$path cannot be filled"; return 1; }
      else
        case ${path##*/} in
          *.*) error refused "put the shared file $path into $place/shared first"; return 1 ;;
        esac
        mkdir -p "$kept" || { error io "shared/$path cannot be made"; return 1; }
      fi
    fi
    if [ "$(readlink "$here/$path")" != "$up/../shared/$path" ]; then
      rm -rf "${here:?}/$path" && ln -sT "$up/../shared/$path" "$here/$path" || { error io "shared/$path cannot be linked"; return 1; }
    fi
  done
}

switch() { # PROJECT ENVIRONMENT FENCE RELEASE (or "-": none shall be live)
  release=$4
  if [ "$release" = - ]; then
    service "$1" "$2" && locked "$3" unswitch_locked
    return
  fi
  is_name "$release" || { error invalid "a release's name is not allowed"; return; }
  service "$1" "$2" && locked "$3" switch_locked
}
switch_locked() {
  [ -d "$place/releases/$release" ] || { error not_found "this release is not on this node"; return; }
  live
  if [ "$live" != "$release" ]; then
    ln -sfT "releases/$release" "$place/.eeveon/current" && mv -T "$place/.eeveon/current" "$place/current" ||
      { error io "the link to the live release could not be changed"; return; }
    journal switch "$place" "$fence" "$release"
  fi
  sync "$place" || { error unknown_outcome "the switch may not survive a power cut"; return; }
  encode "$live"
  say "ok $encoded"
}

unswitch_locked() {
  live
  if [ -n "$live" ]; then
    rm -f "$place/current" || { error io "the link to the live release could not be removed"; return; }
    journal unswitch "$place" "$fence" "$live"
  fi
  sync "$place"
  encode "$live"
  say "ok $encoded"
}

# KEY names the step for the journal. "check" is a health check: it is made in what is live, if anything is.
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
  journal hook-begin "$place" "$fence" "$release" "$key"
  log=$place/.eeveon/hook-$$
  : > "$log"
  (
    ulimit -c 0
    ulimit -f 2097152
    EEVEON_PROJECT=$project EEVEON_ENVIRONMENT=$environment EEVEON_RELEASE=$release
    export EEVEON_PROJECT EEVEON_ENVIRONMENT EEVEON_RELEASE
    exec timeout -k 10 "$seconds" "$@"
  ) >> "$log" 2>&1 < /dev/null &
  pid=$!
  # Follows the file instead of a pipe, so that a daemon left behind by the hook cannot hold the answer back.
  tail -c +1 -s 0.1 -f --pid=$pid "$log" 2> /dev/null | head -c 1000000 | sed -u -e 's/^/| /' -e '$a\'
  wait $pid
  status=$?
  rm -f "$log"
  cd "$root" || :
  journal hook-end "$place" "$fence" "$release" "$key" "$status"
  case $status in
    124|137) error timed_out "$1 did not end within $seconds s" ;;
    126|127) error refused "$1 cannot be run (is it in the release and executable?)" ;;
    *) say "ok $status" ;;
  esac
}
fence_holds() { :; }

retain() { # PROJECT ENVIRONMENT FENCE KEEP PROTECTED...
  keep=$4
  # Nothing said must never mean "remove all".
  is_number "$keep" && [ "$keep" -ge 1 ] || { error invalid "keep must be at least 1"; return; }
  service "$1" "$2" || return
  fence=$3
  shift 4
  protected=" $* "
  locked "$fence" retain_locked
}
retain_locked() {
  live
  removed=0
  met=' '
  # Newest first, by when a release was sealed or deployed again; what was never sealed comes last.
  for path in $(ls -1t "$place/.eeveon" | sed -n 's/^digest-//p'; ls -1 "$place/releases"); do
    is_name "$path" && [ -d "$place/releases/$path" ] || continue
    case $met in *" $path "*) continue ;; esac
    met="$met$path "
    if [ "$keep" -gt 0 ]; then
      keep=$((keep - 1))
      continue
    fi
    [ "$path" != "$live" ] || continue
    case $protected in *" $path "*) continue ;; esac
    # Out of sight first: a removal cut short must not leave half a release under its name.
    mv -T "$place/releases/$path" "$place/releases/.incoming-gone-$path" && rm -f "$place/.eeveon/digest-$path" ||
      { error io "an old release cannot be removed"; return; }
    journal remove "$place" "$fence" "$path"
    removed=$((removed + 1))
  done
  # What was being sent under another fence belongs to a run that is over: one run at a time changes a service.
  find "$place/releases" -mindepth 1 -maxdepth 1 -name '.incoming-*' -exec rm -rf {} + || { error io "left-overs cannot be removed"; return; }
  say "ok $removed"
}

cd "$root" || exit 1
say "eeveon-node 1"
set -f
while IFS= read -r line; do
  IFS=' '
  # shellcheck disable=SC2086
  set -- $line
  [ $# -gt 0 ] || continue
  verb=$1
  shift
  count=$#
  while [ "$count" -gt 0 ]; do
    decode "$1"
    shift
    set -- "$@" "$decoded"
    count=$((count - 1))
  done
  # Words are split at newlines and tabs too from here on, names never hold any.
  IFS=" $tab$newline"
  case $verb in
    hello) needs=0 ;;
    current) needs=2 ;;
    prepare) needs=3 ;;
    has|switch|retain) needs=4 ;;
    verify) needs=5 ;;
    hook) needs=7 ;;
    *) needs=; error invalid "unknown verb" ;;
  esac
  if [ -n "$needs" ]; then
    if [ $# -lt "$needs" ]; then error invalid "$verb needs more arguments"; else "$verb" "$@"; fi
  fi
done
