/** IPv6 addresses stand in brackets there. */
export function hostInUrl(address: string): string {
  return address.includes(':') ? `[${address}]` : address;
}
