
# --- the session ---------------------------------------------------------------------------------------------------------

cd "$root" || exit 1
exec 3<&0  # the listener's way to standard input: the shell gives background processes none
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
    decode "$1" || verb=malformed
    shift
    set -- "$@" "$decoded"
    count=$((count - 1))
  done
  # Words are split at newlines and tabs too from here on, names never hold any.
  IFS=" $tab$newline"
  case $verb in
    hello|load) needs=0 ;;
    current) needs=2 ;;
    prepare|has|switch|retain|probe) needs=4 ;;
    verify) needs=5 ;;
    hook) needs=7 ;;
    malformed) needs=; error invalid "an argument is not encoded" ;;
    *) needs=; error invalid "unknown verb" ;;
  esac
  if [ -n "$needs" ]; then
    if [ $# -lt "$needs" ]; then error invalid "$verb needs more arguments"; else "$verb" "$@"; fi
  fi
done
