import { lesionsOff } from '@haustra/clinical';
import type { EventBody, Organ } from '@haustra/domain';

/**
 * What the record says when the organ that was settled on turns lesion detection off or on again, so that a gastroscopy
 * without lesions does not read like a colon without them. Nothing where it changes neither.
 */
export function organPrompt(from: Organ | null, to: Organ): EventBody[] {
  const before = lesionsOff(null, from);
  const after = lesionsOff(null, to);
  if (before === after) return [];
  return after === null
    ? [prompt('lesions-on', `${to}: lesion detection is on again`)]
    : [prompt('lesions-off', `${after}: lesion detection is for the colon only`)];
}

const prompt = (kind: string, text: string): EventBody => ({
  type: 'prompt-raised',
  kind,
  severity: 'info',
  text,
});
