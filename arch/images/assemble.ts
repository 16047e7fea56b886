import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { carriedImages } from './carried-images.js';
import { busyboxImage, loadBalancerLabel, localPathImage, pauseImage } from './contents.js';
import { type ArchiveImage, writeDockerArchive } from './docker-archive.js';
import type { Recipe } from './recipe.js';
import { run, type Workshop } from './workshop.js';

/** Folders that hold what the earlier stages made, and an empty one to work in. */
export interface Materials {
  readonly programs: string;
  readonly debian: string;
  readonly work: string;
}

/** Makes `archive`, the finished image. */
export async function assemble(workshop: Workshop, materials: Materials, archive: string): Promise<void> {
  const { recipe } = workshop;
  const path = (name: string) => join(materials.work, name);
  const script = (name: string) => ['bash', join(recipe.sources, 'scripts', name)];
  for (const folder of ['rootfs', 'layers', 'archives']) await mkdir(path(folder), { recursive: true });

  const debian = join(materials.debian, 'rootfs.tar');
  await run(workshop, 'unpack Debian', ['tar', '-xf', debian, '-C', path('rootfs')]);
  const layers = [...script('make-layers.sh'), path('rootfs'), materials.programs, path('layers')];
  await run(workshop, 'make the layers of the carried images', layers);
  const carried = carriedImages(recipe.version, recipe.contents, recipe.arch, (name) => path(`layers/${name}.tar`));
  await writeDockerArchive(path('archives/images.tar'), carried);

  const names = [recipe.version, pauseImage(recipe.contents), localPathImage(recipe.contents), busyboxImage];
  const layout = [...script('make-rootfs.sh'), path('rootfs'), join(recipe.sources, 'rootfs'), ...names];
  await run(workshop, 'lay out the node', layout);
  // In namespaces of its own, so that no mount and no process is left, whatever ends the build.
  const alone = ['unshare', '--mount', '--pid', '--fork', '--kill-child'];
  const preload = [...alone, ...script('preload.sh'), path('rootfs'), path('archives')];
  await run(workshop, 'unpack the carried images in the node', preload);

  await run(workshop, 'pack the node', [...script('finish-rootfs.sh'), path('rootfs'), path('node.tar')]);
  await writeDockerArchive(path('image.tar'), [nodeImage(recipe, path('node.tar'))]);
  await run(workshop, 'compress the image', ['zstd', '-q', '-T0', path('image.tar'), '-o', archive]);
}

function nodeImage({ reference, version, arch, hashes }: Recipe, layer: string): ArchiveImage {
  return {
    references: [reference],
    arch,
    layers: [layer],
    entrypoint: ['/usr/local/bin/entrypoint', '/sbin/init'],
    env: ['PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', 'container=docker'],
    labels: {
      'dev.kind-ts.kubernetes-version': version,
      'dev.kind-ts.arch': arch,
      'dev.kind-ts.inputs': hashes.inputs,
      [loadBalancerLabel]: '/usr/local/bin/load-balancer',
    },
    // systemd takes SIGTERM for a request to start over.
    stopSignal: 'SIGRTMIN+3',
  };
}
