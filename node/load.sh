
# --- how busy the machine is ------------------------------------------------------------------------------------------

# Whatever the machine does not tell is left out. KiB where not said otherwise.
load() {
  told=
  first=
  read -r first others 2> /dev/null < /proc/loadavg
  add load1 "$first"
  add cores "$(nproc 2> /dev/null || getconf _NPROCESSORS_ONLN 2> /dev/null)"
  while read -r key value others; do
    case $key in
      MemTotal:) add memory_total "$value" ;;
      MemAvailable:) add memory_available "$value" ;;
    esac
  done 2> /dev/null < /proc/meminfo
  # The last line alone, and its numbers by their place from the end: a device's name may hold anything.
  disk=$(df -Pk -- "$root" 2> /dev/null | sed -n '$s/.* \([0-9][0-9]*\)  *\([0-9][0-9]*\)  *[0-9][0-9]*  *[0-9][0-9]*% .*/\1 \2/p')
  case $disk in
    *' '*) add disk_total "${disk% *}"; add disk_used "${disk#* }" ;;
  esac
  say "ok$told"
}
add() { # NAME VALUE: only numbers
  case $2 in ''|*[!0-9.]*|????????????????*) return ;; esac
  told="$told $1=$2"
}
