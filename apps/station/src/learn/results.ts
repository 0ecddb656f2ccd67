import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { asHaustraError, type GateReport, GateReportSchema } from '@haustra/domain';
import { z } from 'zod';
import type { RoundFolder } from './folder.js';
import { jsonLines } from './json-lines.js';

/** One line of `shadow.jsonl`: how far two models agree on one examination. What else the comparison says is kept. */
export const ShadowLineSchema = z.looseObject({
  exam: z.string(),
  agreement: z.number().min(0).max(1),
});
export type ShadowLine = z.infer<typeof ShadowLineSchema>;

/** The gate's report of a round; null before. @throws HaustraError `unreadable`. */
export async function readGate(folder: RoundFolder): Promise<GateReport | null> {
  if (!existsSync(folder.gate)) return null;
  try {
    return GateReportSchema.parse(JSON.parse(await readFile(folder.gate, 'utf8')));
  } catch (thrown) {
    throw asHaustraError(thrown, {
      code: 'unreadable',
      message: "the gate's report is broken",
      where: `${folder.id}/gate.json`,
      hint: 'Remove the file and resume the round: the gate is then asked again.',
    });
  }
}

/** What the shadow runs of a round found, in order. */
export async function readShadow(folder: RoundFolder): Promise<ShadowLine[]> {
  const lines: ShadowLine[] = [];
  for await (const line of jsonLines(folder.shadow, ShadowLineSchema)) lines.push(line);
  return lines;
}
