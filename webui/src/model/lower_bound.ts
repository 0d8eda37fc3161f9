// Binary search.

/** The first index of a sorted list that is not below `wanted`. */
export function lowerBound(length: number, at: (index: number) => number, wanted: number): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (at(middle) < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}
