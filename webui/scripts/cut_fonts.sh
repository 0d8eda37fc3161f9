#!/bin/sh
# Cuts the page's letters out of the fonts of node_modules, once; what it leaves in src/fonts is committed. Needs fonttools
# and python3-brotli (Debian: apt-get install fonttools python3-brotli).
# `first` is what every page shows: ASCII and the signs of its own sentences. `more` is the rest of Latin, which a browser
# fetches when such a letter occurs (unicode-range in style/fonts.css). Weights and features that no style uses stay out.
set -eu
cd "$(dirname "$0")/.."
features=kern,tnum,mark,mkmk,ccmp
first=U+20-7E,U+A0,U+B7,U+D7,U+2013-2014,U+2018-2019,U+201C-201D,U+2022,U+2026,U+203A,U+2190-2193,U+2212
more=U+A1-B6,U+B8-D6,U+D8-FF,U+131,U+152-153,U+2BB-2BC,U+2C6,U+2DA,U+2DC,U+304,U+308,U+329,U+2009-2012,U+2015-2017,U+201A-201B,U+201E-2021,U+2030,U+2039,U+2044,U+20AC,U+2122,U+2215
work=$(mktemp -d)
trap 'rm -r "$work"' EXIT
for family in geist:400:700 geist-mono:400:700; do
  name=${family%%:*}
  fonttools varLib.instancer -q "node_modules/@fontsource-variable/$name/files/$name-latin-wght-normal.woff2" "wght=${family#*:}" -o "$work/$name.ttf"
  for part in first more; do
    eval "letters=\$$part"
    pyftsubset "$work/$name.ttf" --unicodes="$letters" --layout-features=$features --name-IDs=0,1,2,3,4,5,6,13,14 --no-hinting --flavor=woff2 --output-file="src/fonts/$name-$part.woff2"
  done
  cp "node_modules/@fontsource-variable/$name/LICENSE" "src/fonts/$name-LICENSE.txt"
done
