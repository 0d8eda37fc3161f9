# Writes the bytes of FILES, one after the other, to OUT.
file(WRITE ${OUT} "")
foreach(part IN LISTS FILES)
  file(READ ${part} text)
  file(APPEND ${OUT} "${text}")
endforeach()
