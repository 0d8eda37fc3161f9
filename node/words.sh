#!/bin/sh
# Eeveon's hand on a node. Started as `sh node-<sha256> ROOT` and kept open: reads one line per request from
# standard input, "VERB arg arg ..." with percent-encoded arguments (an empty one is a single '%'), and answers each
# with one line, "ok word ..." or "error CODE message". Lines that start with "| " before an answer are output of a
# hook, an empty line is nothing. Needs flock, sha256sum, rsync, find and coreutils; runs as the user who owns the files.
#
#   ROOT/<project>/<environment>/releases/<id>      immutable once there
#                                releases/.incoming-<run>-<fence>   being sent, belongs to one run
#                                shared/            survives releases
#                                current            -> releases/<id>; the switch is one rename of this link
#                                .eeveon/fence      highest "epoch.position" seen; lower ones are refused
#                                .eeveon/hook       process that runs a hook now, and its lock
#                                .eeveon/digest-<id>                artifact digest of a sealed release
#
# Every verb that changes a release or what is live holds the lock on .eeveon/fence, and every verb but hook may be
# repeated: it says ok when what it is asked for is already so. Two habits of POSIX shells shape what follows: a
# redirection that fails on a special builtin (":", "exec") ends the shell, hence printf and `command exec`; and
# arithmetic on what is no number ends it too, hence every number is checked first.
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

# error CODE MESSAGE: one line, whatever the names in it hold; a second one would answer the next request.
error() {
  message=$2
  case $message in *"$newline"*) message=$(printf '%s' "$message" | tr '\n' ' ') ;; esac
  say "error $1 $message"
}

# decode TEXT: sets $decoded, or fails. Only what is encoded costs anything.
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
    case $hex in 00) return 1 ;; [0-9a-fA-F][0-9a-fA-F]) ;; *) return 1 ;; esac
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

# epoch.position, each written in the one way there is to write it: fences are compared as text as well.
is_fence() {
  case $1 in
    *.*.*|0[0-9]*|*.0[0-9]*) return 1 ;;
    *.*) is_number "${1%.*}" && is_number "${1#*.}" ;;
    *) return 1 ;;
  esac
}
is_behind() { # FENCE OTHER
  [ "${1%.*}" -lt "${2%.*}" ] || { [ "${1%.*}" -eq "${2%.*}" ] && [ "${1#*.}" -lt "${2#*.}" ]; }
}
