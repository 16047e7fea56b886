export { parseAddress, socketAddress } from './addresses.js';
export { type Address, connectEngine, type OpenEngine } from './connect.js';
export { engineProvider } from './provider.js';
