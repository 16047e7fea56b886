import { unsupported } from '../../core/errors/index.js';
import type { Address } from './connect.js';

export const socketAddress = (path: string): Address => ({ url: `unix://${path}`, endpoint: { path } });

/** Reads an engine's URL: `unix://`, `npipe://` or `tcp://`. Throws UNSUPPORTED for others. */
export function parseAddress(url: string, provider: string): Address {
  if (url.startsWith('/')) return socketAddress(url);
  const [scheme = '', rest = ''] = url.split('://');
  if (scheme === 'unix' || scheme === 'npipe') return { url, endpoint: { path: rest } };
  if (scheme !== 'tcp' && scheme !== 'http')
    throw unsupported({ what: `The address ${url}`, by: `provider ${provider}` });
  const { hostname, port } = new URL(`http://${rest}`);
  return { url, endpoint: { host: hostname.replace(/^\[|\]$/g, ''), port: Number(port === '' ? 80 : port) } };
}
