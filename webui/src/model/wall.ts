// How many tiles fit on a wall screen so that each can be read from five metres.

export interface Fit { columns: number; rows: number; shown: number }

const least = { width: 300, height: 168 }; // px of a tile whose largest line is a hand high on a wall screen
const ideal = 16 / 9; // width to height

/** The arrangement with the largest tiles; when not all fit, the last place tells of the rest. */
export function fit(count: number, width: number, height: number): Fit {
  const most = { columns: Math.max(1, Math.floor(width / least.width)), rows: Math.max(1, Math.floor(height / least.height)) };
  const room = most.columns * most.rows;
  if (count > room) return { ...most, shown: room - 1 };
  let best: Fit & { size: number } = { columns: 1, rows: Math.max(1, count), shown: count, size: 0 };
  for (let columns = 1; columns <= Math.min(most.columns, Math.max(1, count)); ++columns) {
    const rows = Math.ceil(count / columns);
    if (rows > most.rows) continue;
    const size = Math.min(width / columns, (height / rows) * ideal);
    if (size > best.size) best = { columns, rows, shown: count, size };
  }
  return { columns: best.columns, rows: best.rows, shown: best.shown };
}
