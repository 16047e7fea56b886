#!/usr/bin/env node
// In a checkout the bundle is made anew when a source is newer; a package contains only the bundle.
import { existsSync } from 'node:fs';

const bundle = new URL('../dist/kind.js', import.meta.url);
const bundler = new URL('../scripts/bundle.js', import.meta.url);
if (existsSync(bundler)) await (await import(bundler.href)).ensureBundled();
await (await import(bundle.href)).main();
