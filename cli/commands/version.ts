import type { Command } from 'commander';
import packageJson from '../../package.json' with { type: 'json' };

export const { version } = packageJson;

export function addVersion(program: Command): void {
  program
    .command('version')
    .description('Prints the version')
    .allowExcessArguments()
    .action((_flags, command: Command) => {
      process.stdout.write(`${command.optsWithGlobals().quiet ? version : displayVersion()}\n`);
    });
}

// Platforms as Go names them: scripts read the last word of upstream's `kind version`.
const platforms: Readonly<Record<string, string>> = { win32: 'windows' };
const architectures: Readonly<Record<string, string>> = { x64: 'amd64', ia32: '386' };

/** The words of upstream's `kind version`, with Node.js in the place of Go. */
export function displayVersion(): string {
  const { platform, arch } = process;
  const where = `${platforms[platform] ?? platform}/${architectures[arch] ?? arch}`;
  return `kind v${version} node${process.versions.node} ${where}`;
}
