/** The composition root: the `haustra` command line and the server. Nothing imports it but tests. */
export { main } from './cli/main.js';
