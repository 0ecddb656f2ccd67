import { type BbpsReading, unscored } from '@haustra/clinical';
import { COLON_REGIONS, type ColonRegion, type Exam, type JournalEntry } from '@haustra/domain';
import { type Course, courseBbps } from '../session/course.js';

/**
 * The preparation by segment: what holds (the doctor's score where given, otherwise the engine's), total and adequacy by
 * rule, and both scores side by side. The reason names what is wanting, and the share of the view inside the body that
 * looked uncleaned. `way` is the course that the same entries give. Pure.
 */
export function foldCleanliness(entries: readonly JournalEntry[], way: Course): Exam['cleanliness'] {
  const reading = courseBbps(way);
  const { segments, total, adequate } = reading;
  const isScored = COLON_REGIONS.some((region) => segments[region] !== null);
  return {
    ...segments,
    total,
    adequate,
    reason: `${reasonOf(reading)}; ${sharesOf(entries)}`,
    ...(isScored ? { segments: sideBySide(reading) } : {}),
  };
}

function reasonOf(reading: BbpsReading): string {
  const missing = unscored(reading);
  if (missing.length === COLON_REGIONS.length) return 'no segment was seen enough in withdrawal to be scored';
  if (missing.length > 0) return `not seen enough in withdrawal to be scored: ${missing.join(', ')}`;
  const judged = reading.total === null ? 'no total without the caecum' : `rule ${reading.rule}`;
  const overruled = COLON_REGIONS.filter((region) => reading.doctor[region] !== null);
  return overruled.length > 0 ? `${judged}; scored by the doctor: ${overruled.join(', ')}` : judged;
}

function sideBySide({ machine, doctor }: BbpsReading): NonNullable<Exam['cleanliness']['segments']> {
  const one = (region: ColonRegion) => ({ machine: machine[region], doctor: doctor[region] });
  return { right: one('right'), transverse: one('transverse'), left: one('left') };
}

function sharesOf(entries: readonly JournalEntry[]): string {
  let weight = 0;
  let poor = 0;
  let stool = 0;
  for (const { event } of entries) {
    if (event.type !== 'frames-analysed') continue;
    // Each second counts by how much of it was usable and inside the body.
    const worth = event.frames * event.usable * (1 - event.organ.outside);
    weight += worth;
    poor += worth * event.cleanliness['bbps-0-1'];
    stool += worth * event.cleanliness['impacted-stool'];
  }
  if (weight === 0) return 'no usable frame inside the body';
  const percent = (part: number): string => `${Math.round((100 * part) / weight)} %`;
  return `share of usable frames BBPS 0-1: ${percent(poor)}, impacted stool: ${percent(stool)}`;
}
