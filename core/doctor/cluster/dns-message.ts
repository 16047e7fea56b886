/** A question for the IPv4 address of a name, as RFC 1035 has it. */
export function dnsQuery(id: number, name: string): Buffer {
  const labels = name.split('.').flatMap((label) => [Buffer.from([label.length]), Buffer.from(label)]);
  const header = Buffer.from([id >> 8, id & 0xff, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0]);
  return Buffer.concat([header, ...labels, Buffer.from([0, 0, 1, 0, 1])]);
}

/** Whether the bytes answer the question of that id with at least one record. */
export function isDnsAnswer(id: number, bytes: Uint8Array): boolean {
  const [high, low, flags = 0, code = 0, , , countHigh = 0, count = 0] = bytes;
  return high === id >> 8 && low === (id & 0xff) && flags >= 128 && (code & 15) === 0 && countHigh + count > 0;
}
