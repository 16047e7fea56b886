export { parseAddress, socketAddress } from './addresses.js';
export { type Address, connectEngine } from './connect.js';
export { engineProvider } from './provider.js';
