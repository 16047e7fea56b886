const units: Readonly<Record<string, number>> = {
  '': 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
};

/** An amount of memory as Kubernetes writes it (`4Gi`, `512M`, `1.5G`) in whole bytes; undefined when it is none. */
export function bytesOf(quantity: string): number | undefined {
  const [, digits = '', unit = ''] = /^(\d+(?:\.\d+)?)([kMGT]|[KMGT]i)?$/.exec(quantity) ?? [];
  const factor = units[unit];
  return digits === '' || factor === undefined ? undefined : Math.floor(Number(digits) * factor);
}
