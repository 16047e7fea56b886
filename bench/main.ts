/** Picks `bench/<name>.ts` and hands it the other arguments. */
const benchmarks: Readonly<Record<string, () => Promise<{ run(argv: readonly string[]): Promise<void> }>>> = {
  create: () => import('./create.js'),
  profile: () => import('./profile.js'),
};

const [name = '', ...argv] = process.argv.slice(2);
const load = benchmarks[name];
if (load) {
  await (await load()).run(argv);
} else {
  console.error(`usage: npm run bench -- ${Object.keys(benchmarks).join('|')} [options]`);
  process.exitCode = 2;
}
