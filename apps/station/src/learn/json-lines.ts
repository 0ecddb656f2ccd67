import { createReadStream, existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { z } from 'zod';

/**
 * The lines of a file that another process may be writing, one after the other and never all in memory. A last line
 * that was torn by a crash is left out; so is any other that does not fit, since one bad line is no reason to lose the
 * rest. No line where there is no file.
 */
export async function* jsonLines<T>(path: string, schema: z.ZodType<T>): AsyncGenerator<T> {
  if (!existsSync(path)) return;
  const stream = createReadStream(path, { encoding: 'utf8' });
  try {
    for await (const line of createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY })) {
      const value = parsed(line, schema);
      if (value !== null) yield value;
    }
  } finally {
    stream.destroy();
  }
}

function parsed<T>(line: string, schema: z.ZodType<T>): T | null {
  try {
    const found = schema.safeParse(JSON.parse(line));
    return found.success ? found.data : null;
  } catch {
    return null;
  }
}
