
# --- how a release arrives -----------------------------------------------------------------------------------------

hello() {
  free_bytes "$root" || { error io "the folder $root is not there"; return; }
  say "ok 1 $free"
}

# Makes room. What earlier runs left half sent goes first: on a full disk nothing would ever get far enough to
# remove it.
prepare() { # PROJECT ENVIRONMENT BYTES FENCE
  needed=$3
  is_number "$needed" || { error invalid "bytes must be a number"; return; }
  service "$1" "$2" || return
  for tool in rsync sha256sum find xargs sync timeout flock; do
    command -v "$tool" > /dev/null || { error refused "$tool is missing on this node: install it"; return; }
  done
  locked "$4" prepare_locked
}
prepare_locked() {
  mkdir -p "$place/releases" "$place/shared" || { error io "the folders below $place cannot be made"; return; }
  sweep_scratch
  for left in $(listed "$place/releases" '\.incoming-'); do
    case $left in
      .incoming-gone-*) ;;
      *) is_fence "${left##*-}" && is_behind "${left##*-}" "$fence" || continue ;;
    esac
    remove "$place/releases/$left" || { error io "left-overs cannot be removed"; return; }
  done
  free_bytes "$place" || { error io "the free space of $place is not known"; return; }
  # A tenth and 16 MiB more: a disk filled to the last byte breaks what already runs there.
  if [ "$free" -lt $((needed + needed / 10 + 16777216)) ]; then
    error refused "the disk is full: $((free / 1048576)) MiB free, the release needs $((needed / 1048576)) MiB and 16 MiB to spare"
    return
  fi
  say "ok $free"
}

# What a session that was killed has left; the number in the name is its process.
sweep_scratch() {
  for left in $(listed "$place/.eeveon" 'list-'; listed "$place/.eeveon" 'hook-'); do
    process=${left#*-}
    process=${process%%.*}
    is_number "$process" && [ ! -d "/proc/$process" ] && rm -f "$place/.eeveon/$left"
  done
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

# manifest_digest FOLDER: prints the digest of the manifest of what is there, made the same way as on the worker
# (core/release/manifest.hpp). Fails when something cannot be read or the lists cannot be written: each command
# whose failure counts stands alone or last in its pipe.
manifest_digest() (
  cd "$1" || exit 1
  trap 'set +f; rm -f "$list".*' EXIT  # the session has globs off
  list=$place/.eeveon/list-$$
  find . -type f -printf "%P$tab%m$tab%s\n" > "$list.found" &&
    sort -t "$tab" -k 1,1 "$list.found" > "$list.files" &&
    find . -type f -print0 > "$list.names" &&
    xargs -0 -r sha256sum -z < "$list.names" > "$list.raw" &&
    tr '\0' '\n' < "$list.raw" | sed "s/^\(.\{64\}\)  \.\/\(.*\)\$/\2$tab\1/" |
    sort -t "$tab" -k 1,1 > "$list.sums" || exit 1
  join -t "$tab" -o 1.2,1.3,2.2,0 "$list.files" "$list.sums" > "$list.joined" &&
    sed "s/$tab/ /; s/$tab/ /; s/$tab/ /; s/^/f /" "$list.joined" > "$list.lines" &&
    find . -type l -printf "%P$tab%l\n" > "$list.links" || exit 1
  while IFS=$tab read -r path target; do
    sum=$(printf '%s' "$target" | sha256sum)
    printf 'l 777 %s %s %s\n' "${#target}" "${sum%% *}" "$path" || exit 1
  done < "$list.links" >> "$list.lines"
  find . ! -type f ! -type l ! -type d -printf 'x %P\n' >> "$list.lines" &&
    sort "$list.lines" > "$list.sorted" || exit 1
  tr '\n' '\0' < "$list.sorted" | sha256sum
)

# Checks what arrived in releases/INCOMING (".incoming-<run>-<fence>": the fence is part of its name), links what is
# shared into it and gives it its name.
verify() { # PROJECT ENVIRONMENT RELEASE DIGEST INCOMING SHARED...
  release=$3 expected=$4 incoming=$5
  is_name "$release" && is_name "x$incoming" || { error invalid "a release's or folder's name is not allowed"; return; }
  case $incoming in
    .incoming-gone-*) error invalid "this folder is being removed"; return ;;
    .incoming-*-*) ;;
    *) error invalid "what arrives must be called .incoming-<run>-<fence>"; return ;;
  esac
  service "$1" "$2" || return
  shift 5
  shared_paths "$@" || return
  locked "${incoming##*-}" verify_locked
}
verify_locked() {
  sealed=$place/releases/$release
  incoming=$place/releases/$incoming
  if sealed_as "$release" "$expected"; then
    remove "$incoming"
    touch "$place/.eeveon/digest-$release"  # deployed again: retain counts its age anew
    say ok
    return
  fi
  [ ! -d "$sealed" ] || { error conflict "this release is already here with another content"; return; }
  [ -d "$incoming" ] && [ ! -L "$incoming" ] || { error not_found "nothing has arrived for this release"; return; }
  found=$(manifest_digest "$incoming") ||
    { error io "what arrived could not be read or listed on this node (is its disk full?)"; return; }
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
