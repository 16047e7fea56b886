export { type ClientConfig, renderClientConfig } from './render.js';
