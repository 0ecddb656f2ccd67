import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { comparisonJsonSchema } from './compare/comparison-file.js';
import { metricsJsonSchema } from './metrics-file.js';

const folder = process.argv[2] ?? 'docs/schemas';
mkdirSync(folder, { recursive: true });
writeFileSync(join(folder, 'metrics.schema.json'), metricsJsonSchema());
writeFileSync(join(folder, 'comparison.schema.json'), comparisonJsonSchema());
