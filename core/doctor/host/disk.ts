import type { Check, Finding, HostSubject } from '../../contracts/index.js';
import { failed, ok, warning } from '../finding.js';

const gibibyte = 2 ** 30;
const comfortable = 5 * gibibyte;
const tooLittle = gibibyte / 2;
const fewInodesPercent = 5;

export const diskSpace: Check<HostSubject> = {
  code: 'DISK_SPACE',
  title: 'disk space',
  async run({ engine, machine }, signal) {
    const { storagePath, name } = await engine;
    if (storagePath === undefined) throw new Error(`${name} does not tell where its storage is`);
    const [space, inodes] = await Promise.all(
      ['-Pk', '-Pi'].map((flag) => machine.exec(['df', flag, storagePath], { signal })),
    );
    if (space?.exitCode !== 0) throw new Error(`df cannot read ${storagePath}: ${space?.stderr.trim()}`);
    return judgeDisk(storagePath, space.stdout, inodes?.stdout ?? '');
  },
};

/** `space` and `inodes` are what `df -Pk` and `df -Pi` print of the path. */
export function judgeDisk(path: string, space: string, inodes: string): Finding {
  const free = Number(fourth(space)) * 1024;
  const [used, available] = [Number(third(inodes)), Number(fourth(inodes))];
  // A file system without a fixed number of inodes says 0, or a dash.
  const inodesPercent = used + available > 0 ? (100 * available) / (used + available) : 100;
  const found = `${(free / gibibyte).toFixed(1)} GiB and ${inodesPercent.toFixed(0)} % of the inodes are free in ${path}`;
  if (free >= comfortable && inodesPercent >= fewInodesPercent) return ok(found);
  const trouble = {
    found,
    why: 'A node image takes 1 GiB, a node some 100 MiB and the images of its pods; on a full disk etcd stops.',
    cure: 'Remove what the engine no longer needs: docker system prune, or podman system prune; kind get clusters lists clusters.',
  };
  return free < tooLittle || inodesPercent < 1 ? failed(trouble) : warning(trouble);
}

const columns = (table: string): string[] => table.trim().split('\n')[1]?.split(/\s+/) ?? [];
const third = (table: string) => columns(table)[2];
const fourth = (table: string) => columns(table)[3];
