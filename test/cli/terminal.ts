import type { Terminal } from '../../cli/render/live.js';

/** A terminal that understands what the live renderer sends: new lines, wrapping, going up, and clearing what is below. */
export class TestTerminal implements Terminal {
  /** Lines that were longer than the terminal is wide. */
  wrapped = 0;
  /** Also those that scrolled away. */
  #lines: string[] = [''];
  #row = 0;

  constructor(
    readonly columns: number,
    readonly rows = 24,
  ) {}

  write(text: string): void {
    const [plain = '', ...escaped] = text.split('\x1b');
    this.#print(plain);
    for (const sequence of escaped) {
      const [all = '', count, command] = /^\[(\d*)([A-Za-z])/.exec(sequence) ?? [];
      if (command === 'A') this.#up(Number(count));
      if (command === 'J') this.#lines = [...this.#lines.slice(0, this.#row), ''];
      this.#print(sequence.slice(all.length));
    }
  }

  /** What stands on it, without the empty line at the end. */
  get text(): string {
    return this.#lines.join('\n').trimEnd();
  }

  #print(text: string): void {
    for (const character of text) {
      if (character === '\n') this.#nextLine();
      else this.#put(character);
    }
  }

  #nextLine(): void {
    this.#row++;
    this.#lines[this.#row] ??= '';
  }

  /** Not beyond the top: what scrolled away stays. */
  #up(count: number): void {
    const top = Math.max(0, this.#lines.length - this.rows);
    this.#row = Math.max(top, this.#row - count);
  }

  #put(character: string): void {
    if ((this.#lines[this.#row] ?? '').length === this.columns) {
      this.wrapped++;
      this.#nextLine();
    }
    this.#lines[this.#row] += character;
  }
}
