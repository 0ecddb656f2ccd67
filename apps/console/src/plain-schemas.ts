import { z } from 'zod';

/**
 * Imported first by the page and by the worker. The station's content policy forbids code made from text, which zod
 * would otherwise try, and each try is an error in the browser's log.
 */
z.config({ jitless: true });
