
# --- what is live ------------------------------------------------------------------------------------------------------

current() { # PROJECT ENVIRONMENT
  service "$1" "$2" || return
  live
  encode "$live"
  say "ok $encoded"
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
  if [ -e "$place/current" ] && [ ! -L "$place/current" ]; then
    error refused "$place/current is not a link: move it away, Eeveon makes it anew"
    return
  fi
  live
  if [ "$live" != "$release" ]; then
    ln -sfT "releases/$release" "$place/.eeveon/current" && mv -T "$place/.eeveon/current" "$place/current" ||
      { error io "the link to the live release could not be changed (is the disk full?)"; return; }
    journal switch "$place" "$fence" "$release"
  fi
  switched
}
unswitch_locked() {
  live
  if [ -n "$live" ]; then
    rm -f "$place/current" || { error io "the link to the live release could not be removed"; return; }
    journal unswitch "$place" "$fence" "$live"
  fi
  switched
}
# Answers with what was live before, once that is past.
switched() {
  sync "$place" || { error unknown_outcome "the switch may not survive a power cut"; return; }
  encode "$live"
  say "ok $encoded"
}

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
  # What was being sent under another fence belongs to a run that is over: one run at a time changes a service.
  # First, because a removal that was cut short stands in the way of the same release's next one.
  for path in $(listed "$place/releases" '\.incoming-'); do
    remove "$place/releases/$path" || { error io "left-overs cannot be removed"; return; }
  done
  # Newest first, by when a release was sealed or deployed again; what was never sealed comes last.
  for path in $(listed "$place/.eeveon" 'digest-') $(listed "$place/releases" ''); do
    path=${path#digest-}
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
    gone=$place/releases/.incoming-gone-$path
    mv -T "$place/releases/$path" "$gone" && rm -f "$place/.eeveon/digest-$path" && remove "$gone" ||
      { error io "an old release cannot be removed"; return; }
    journal remove "$place" "$fence" "$path"
    removed=$((removed + 1))
  done
  say "ok $removed"
}
