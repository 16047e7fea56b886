/** The name nearest to `word`, or undefined when none is near enough to be what was meant. */
export function suggest(word: string, names: readonly string[]): string | undefined {
  const wanted = word.toLowerCase();
  const ranked = names
    .map((name) => ({ name, distance: editDistance(wanted, name.toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance);
  const best = ranked[0];
  return best !== undefined && best.distance <= Math.max(1, Math.floor(best.name.length / 3)) ? best.name : undefined;
}

/** `; did you mean "x"?`, or nothing. */
export function didYouMean(word: unknown, names: readonly string[]): string {
  const name = typeof word === 'string' ? suggest(word, names) : undefined;
  return name === undefined ? '' : `; did you mean "${name}"?`;
}

/** Levenshtein's distance, one row of the table at a time. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (const [i, letter] of [...a].entries()) {
    const next = [i + 1];
    for (let j = 0; j < b.length; j++) {
      const replaced = (row[j] ?? 0) + (letter === b[j] ? 0 : 1);
      next.push(Math.min(replaced, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
