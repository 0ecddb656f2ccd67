import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { publishedSchemas } from './publish.js';

const folder = process.argv[2] ?? 'docs/schemas';
mkdirSync(folder, { recursive: true });
for (const [file, text] of publishedSchemas()) writeFileSync(join(folder, file), text);
