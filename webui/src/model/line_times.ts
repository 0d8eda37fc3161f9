// When the lines of a section were stored. Lines come in chunks that share a time, so it stands once per chunk.
import { lowerBound } from './lower_bound';

export class LineTimes {
  private readonly firsts: number[] = []; // numbers of lines, rising; each begins a stretch with one time
  private readonly times: (number | null)[] = []; // ms; null: not known

  /** Lines from `first` on have this time, until where the next stretch begins. */
  add(first: number, time: number | null): void {
    const at = lowerBound(this.firsts.length, (index) => this.firsts[index] as number, first);
    if (this.firsts[at] === first) {
      this.times[at] = time ?? this.times[at] ?? null; // what came live without a time may come with it later
      return;
    }
    if ((this.times[at - 1] ?? null) === time) return;
    this.firsts.splice(at, 0, first);
    this.times.splice(at, 0, time);
  }

  /** Is any time known? */
  get any(): boolean {
    return this.times.length > 0;
  }

  /** In ms; null: not known. */
  of(line: number): number | null {
    const at = lowerBound(this.firsts.length, (index) => this.firsts[index] as number, line + 1) - 1;
    return at < 0 ? null : (this.times[at] ?? null);
  }
}
