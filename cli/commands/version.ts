import type { Command } from 'commander';
import packageJson from '../../package.json' with { type: 'json' };

export function addVersion(program: Command): void {
  program
    .command('version')
    .description('Prints the version')
    .action((_flags, command: Command) => {
      const { version } = packageJson;
      const full = `kind v${version} (kind-ts, node ${process.version}) ${process.platform}/${process.arch}`;
      process.stdout.write(`${command.optsWithGlobals().quiet ? version : full}\n`);
    });
}
