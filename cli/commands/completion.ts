import type { Command } from 'commander';
import { completionScripts } from '../completion/scripts.js';

const shells = { bash: 'Bash', zsh: 'zsh', fish: 'fish', powershell: 'PowerShell' } as const;

export function addCompletion(program: Command): void {
  const completion = program.command('completion').description('Prints what makes a shell complete commands');
  for (const [name, title] of Object.entries(shells)) {
    completion
      .command(name)
      .description(`Prints the completion script for ${title}`)
      .action(() => void process.stdout.write(completionScripts[name as keyof typeof shells]));
  }
}
