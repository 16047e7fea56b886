import { Readable } from 'node:stream';
import { pack } from 'tar-stream';
import type { NodeFile } from '../../core/contracts/node.js';

/**
 * Unpacks what `packFiles` made. By a program in the node rather than by the engine's archive endpoint, which in docker
 * does not see what is mounted on /run and /tmp. Docker 29 starts programs with umask 0.
 */
export const unpackCommand = ['sh', '-c', 'umask 022; exec tar -x -f - -C /'];

/** One tar of all files. Folders are left out: tar makes missing ones with 0755 and leaves others as they are. */
export function packFiles(files: readonly NodeFile[]): Readable {
  const archive = pack();
  for (const file of files) {
    const name = file.path.replace(/^\/+/, '');
    if (file.linkTo !== undefined) archive.entry({ name, type: 'symlink', linkname: file.linkTo });
    else archive.entry({ name, mode: file.mode ?? 0o644 }, Buffer.from(file.content));
  }
  archive.finalize();
  return Readable.from(archive, { objectMode: false });
}
