import { writeFileAtomic } from '@haustra/store';
import { openApiText } from './openapi.js';

// node apps/station/dist/server/write-openapi.js [docs/openapi.json]
await writeFileAtomic(process.argv[2] ?? 'docs/openapi.json', await openApiText());
