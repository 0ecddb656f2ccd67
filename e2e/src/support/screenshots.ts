import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Where pictures of the page go, to look at. */
export const screenshots = process.env.HAUSTRA_SCREENSHOTS ?? join(tmpdir(), 'haustra-screenshots');
