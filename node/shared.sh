
# --- what outlives releases ------------------------------------------------------------------------------------------

# shared_paths PATH...: sets $paths, fit for a loop without quotes; says the error itself.
shared_paths() {
  paths=
  for path in "$@"; do
    case /$path/ in
      *[!A-Za-z0-9._@+=,~/-]*|*/../*|*/./*|*//*|*/.eeveon*) error invalid "a shared path is not allowed"; return 1 ;;
    esac
    # The inner one would be made and cleared through the link that stands for the outer one.
    for other in "$@"; do
      case $path in "$other"/*) error invalid "the shared path $path lies in the shared path $other: name one of them"; return 1 ;; esac
    done
    paths="$paths $path"
  done
}

# way_is_clear FOLDER PATH: are the folders on the way to PATH the release's own? What is made or removed behind a
# link would be somewhere else.
way_is_clear() {
  at=$1
  rest=$2
  while :; do
    case $rest in */*) ;; *) return 0 ;; esac
    at=$at/${rest%%/*}
    rest=${rest#*/}
    if [ -L "$at" ]; then
      error refused "the release brings a link ${at#"$1"/} where the shared path $2 needs a folder"
      return 1
    elif [ -e "$at" ] && [ ! -d "$at" ]; then
      error refused "the release brings a file ${at#"$1"/} where the shared path $2 needs a folder"
      return 1
    fi
  done
}

# link_shared FOLDER: replaces each of $paths in it by a link to shared/<path>; says the error itself.
link_shared() {
  here=$1
  for path in $paths; do
    way_is_clear "$here" "$path" || return 1
    kept=$place/shared/$path
    up=$(printf '%s' "$path" | sed 's|[^/]*|..|g')
    mkdir -p "${kept%/*}" "$(dirname "$here/$path")" || { error io "the shared folder cannot be made"; return 1; }
    if [ ! -e "$kept" ]; then
      if [ -L "$kept" ]; then
        # Somebody keeps it elsewhere. What a release brings must not take the place of what is there.
        error refused "$kept is a link to nothing: is what it leads to mounted?"
        return 1
      elif [ -e "$here/$path" ] && [ ! -L "$here/$path" ]; then
        # The first release brings the first content.
        fresh=${kept%/*}/.eeveon-fresh
        remove "$fresh" && cp -a "$here/$path" "$fresh" && mv -T "$fresh" "$kept" ||
          { error io "shared/$path cannot be filled (is the disk full?)"; return 1; }
      else
        case ${path##*/} in
          *.*) error refused "put the shared file $path into $place/shared first"; return 1 ;;
        esac
        mkdir -p "$kept" || { error io "shared/$path cannot be made"; return 1; }
      fi
    fi
    if [ "$(readlink "$here/$path")" != "$up/../shared/$path" ]; then
      remove "${here:?}/$path" && ln -sT "$up/../shared/$path" "$here/$path" || { error io "shared/$path cannot be linked"; return 1; }
    fi
  done
}
