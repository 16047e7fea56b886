import { type Command, Option } from 'commander';
import { checksFailed } from '../../core/errors/index.js';
import { addKubeconfig, addProvider, withResult } from '../options.js';
import { renderDiagnosis } from '../render/diagnosis.js';

interface DoctorFlags {
  readonly name?: string;
  readonly output?: 'json';
  readonly quiet?: boolean;
}

export function addDoctor(program: Command): void {
  const command = program
    .command('doctor')
    .description('Looks for what keeps clusters from working on this machine, and tells what cures it')
    .option('-n, --name <name>', 'look at this cluster too')
    .addOption(new Option('-o, --output <format>', 'print the results as one JSON object').choices(['json']))
    .action((_flags, self: Command) => runDoctor(self));
  addProvider(addKubeconfig(command));
}

async function runDoctor(command: Command): Promise<void> {
  const { name, output, quiet } = command.optsWithGlobals<DoctorFlags>();
  await withResult(command, async (options) => {
    const { diagnose } = await import('../../core/index.js');
    const checks = await diagnose({ ...options, cluster: name });
    if (output === 'json') process.stdout.write(`${JSON.stringify({ checks }, undefined, 2)}\n`);
    else process.stdout.write(renderDiagnosis(quiet ? checks.filter(({ status }) => status !== 'ok') : checks));
    const failed = checks.filter(({ status }) => status === 'failed');
    if (failed.length > 0) throw checksFailed({ codes: failed.map(({ code }) => code) });
  });
}
