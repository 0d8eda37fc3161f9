// Numbers with their noun, for every sentence that counts.

/** "1,234": said at every frame while changes come in, where the browser's own way takes a hundred times as long. */
const grouped = (number: number): string => String(number).replace(/\B(?=(\d{3})+$)/g, ',');

/** "1 node", "3 nodes". */
export function count(number: number, one: string, many = `${one}s`): string {
  return `${grouped(number)} ${number === 1 ? one : many}`;
}
