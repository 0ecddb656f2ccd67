import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { publishedSchemas } from './publish.js';

const folder = new URL('../../../../docs/schemas/', import.meta.url);

describe('published schemas', () => {
  it.each([...publishedSchemas()])('%s in docs/schemas is current (npm run schemas)', (file, text) => {
    expect(readFileSync(new URL(file, folder), 'utf8')).toBe(text);
  });

  it.each([...publishedSchemas()])('%s is a valid JSON Schema', (_file, text) => {
    expect(() => new Ajv2020({ strict: false }).compile(JSON.parse(text))).not.toThrow();
  });
});
