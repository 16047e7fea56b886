/** Where something stands in a document: keys and indexes from the root. */
export type Path = readonly (string | number)[];

/** One-based, as editors count. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

interface Problem {
  readonly path: Path;
  readonly position: Position;
  readonly text: string;
}

/** What is wrong with a config, gathered until everything has been checked. */
export class Problems {
  readonly #found: Problem[] = [];
  readonly #elsewhere: string[] = [];

  constructor(
    readonly file: string,
    private readonly positionOf: (path: Path, part: 'key' | 'value') => Position,
  ) {}

  /** Reports the value (or the key) at `path`, unless it, or what it stands in, has a problem already. */
  report(path: Path, text: string, part: 'key' | 'value' = 'value'): void {
    if (!this.has(path)) this.reportAt(this.positionOf(path, part), path, text);
  }

  /** Reports a place that no path leads to. */
  reportAt(position: Position, path: Path, text: string): void {
    this.#found.push({ path, position, text });
  }

  /** Reports what did not come from the file, such as a flag. */
  reportOutside(origin: string, text: string): void {
    this.#elsewhere.push(`${origin}: ${text}`);
  }

  /** Whether `path`, or what it stands in, has a problem. */
  has(path: Path): boolean {
    return this.#found.some((problem) => problem.path.every((step, i) => step === path[i]));
  }

  /** Whether anything at `path` or below has a problem. */
  hasWithin(path: Path): boolean {
    return this.#found.some((problem) => path.every((step, i) => step === problem.path[i]));
  }

  /** One line each, in the order of the file. */
  list(): string[] {
    const inOrder = this.#found.toSorted(
      (a, b) => a.position.line - b.position.line || a.position.column - b.position.column,
    );
    return [...this.#elsewhere, ...inOrder.map((problem) => this.#line(problem))];
  }

  #line({ path, position, text }: Problem): string {
    const place = path.length === 0 ? '' : `${pathText(path)}: `;
    return `${this.file}:${position.line}:${position.column}: ${place}${text}`;
  }
}

/** `nodes[0].labels["example.com/tier"]` */
function pathText(path: Path): string {
  return path.map(stepText).join('').replace(/^\./, '');
}

function stepText(step: string | number): string {
  if (typeof step === 'number') return `[${step}]`;
  return /^\w+$/.test(step) ? `.${step}` : `[${JSON.stringify(step)}]`;
}
