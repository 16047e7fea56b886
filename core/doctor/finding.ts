import type { Finding } from '../contracts/index.js';

interface Trouble {
  readonly found: string;
  readonly why: string;
  readonly cure: string;
}

export const ok = (found: string): Finding => ({ status: 'ok', found });
export const warning = (trouble: Trouble): Finding => ({ status: 'warning', ...trouble });
export const failed = (trouble: Trouble): Finding => ({ status: 'failed', ...trouble });
