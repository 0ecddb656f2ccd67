import { fileURLToPath } from 'node:url';

/** Root of the checkout that this program runs from; the same from source and from the built files. */
export const REPOSITORY = fileURLToPath(new URL('../../../../', import.meta.url));
