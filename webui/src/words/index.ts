// Every sentence of the page in one place, by area, so that it can be read as a whole and translated. Plain values and
// functions of typed arguments; a view says words.board.empty and writes no sentence of its own. An area that the board
// does not say comes with the view that does.
export * as words from './areas';
