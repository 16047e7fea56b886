import { type Command, Option } from 'commander';
import type { LoadImagesOptions } from '../../core/index.js';
import { addName, addProvider, clusterNameOf, withLibrary } from '../options.js';
import { withInputFile } from './input-file.js';

interface LoadFlags {
  readonly name?: string;
  readonly nodes?: readonly string[];
}

export function addLoad(program: Command): void {
  const load = program.command('load').description('Loads images into nodes');
  addLoadFlags(
    load
      .command('docker-image <image...>')
      .description('Loads images of Docker or Podman into nodes; what a node has already is not sent again')
      .action((images: string[], _flags, command: Command) => loadImages(command, images)),
  );
  addLoadFlags(
    load
      .command('image-archive <archive...>')
      .description('Loads the images of archive files into nodes; - reads standard input')
      .action((archives: string[], _flags, command: Command) => loadArchives(command, archives)),
  );
}

function addLoadFlags(command: Command): void {
  const split = (text: string, before: readonly string[] = []) => [...before, ...text.split(',')];
  addProvider(
    addName(command)
      .option('--nodes <nodes>', 'names of nodes, joined by commas (default: all nodes)', split)
      .addOption(new Option('--output <format>', 'print events as one JSON object a line').choices(['json'])),
  );
}

async function loadImages(command: Command, images: readonly string[]): Promise<void> {
  await withLibrary(command, async (options) => {
    const { loadImages: load } = await import('../../core/index.js');
    await load(images, { ...options, ...targetOf(command) });
  });
}

async function loadArchives(command: Command, archives: readonly string[]): Promise<void> {
  await withLibrary(command, async (options) => {
    const { loadImageArchives: load } = await import('../../core/index.js');
    await withInputFile(archives, options.signal, (files) => load(files, { ...options, ...targetOf(command) }));
  });
}

function targetOf(command: Command): LoadImagesOptions {
  const flags = command.opts<LoadFlags>();
  return { cluster: clusterNameOf(flags), nodes: flags.nodes?.filter((name) => name !== '') };
}
