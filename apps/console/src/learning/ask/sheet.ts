import type { Box, Correction, Organ } from '@haustra/domain';
import { CLEANLINESS, ORGANS } from '@haustra/domain';
import type { Question } from '../api/answers.js';
import type { CorrectionBody } from '../api/client.js';
import { clipped } from './box.js';

export type SaidLesion = NonNullable<Correction['lesions']>[number];
export type LesionType = SaidLesion['type'];
export const LESION_TYPES = [
  'unknown',
  'neoplastic',
  'non-neoplastic',
] as const satisfies readonly LesionType[];

/** What the doctor has said of one frame. Null parts are not said; `lesions: []` is "looked: none". */
export type Said = Omit<CorrectionBody, 'by'>;
/** The parts that are chosen among values. */
export type Part = Exclude<keyof Said, 'lesions'>;

export const NOTHING_SAID: Said = {
  organ: null,
  usable: null,
  cleanliness: null,
  caecum: null,
  lesions: null,
};

/** The frame on the desk: what the model proposes, what the doctor said, and the way back. */
export interface Sheet {
  readonly proposed: readonly { readonly box: Box; readonly score: number }[];
  readonly said: Said;
  /** What was said before, the latest last. */
  readonly past: readonly Said[];
  /** Which of the shown boxes is chosen. */
  readonly chosen: number | null;
}

export type Act =
  | { readonly type: 'accept' }
  | { readonly type: 'none' }
  | { readonly type: 'add'; readonly box: Box }
  | { readonly type: 'reshape'; readonly at: number; readonly box: Box }
  | { readonly type: 'remove' }
  | { readonly type: 'lesion-type'; readonly to: LesionType }
  | { readonly type: 'choose'; readonly at: number | null }
  | { readonly type: 'choose-next' }
  | { readonly type: 'say'; readonly part: Part; readonly to: Said[Part] }
  | { readonly type: 'turn'; readonly part: Part }
  | { readonly type: 'undo' };

/** In which order a key turns through the values of a part; after the last it is not said again. */
const TURNS: { readonly [P in Part]: readonly Said[P][] } = {
  organ: ORGANS as readonly Organ[],
  usable: [false, true],
  cleanliness: CLEANLINESS,
  caecum: [true, false],
};

/** The sheet of a question as it comes from the station. */
export function sheetOf({ lesions, correction }: Question): Sheet {
  const { organ, usable, cleanliness, caecum, lesions: said } = correction ?? NOTHING_SAID;
  return {
    proposed: lesions.map(({ box, score }) => ({ box: clipped(box), score })),
    said: { organ, usable, cleanliness, caecum, lesions: said },
    past: [],
    chosen: null,
  };
}

export const anythingSaid = (said: Said): boolean => Object.values(said).some((part) => part !== null);

/** The boxes in the picture: the doctor's own once any is said, until then those of the model. */
export const shownLesions = (sheet: Sheet): readonly SaidLesion[] =>
  sheet.said.lesions ?? sheet.proposed.map(({ box }) => ({ box, type: 'unknown' }));

/**
 * The sheet after an act. What the doctor touches first (a box drawn, removed, reshaped or named) makes all shown boxes
 * the doctor's own, since the list is then said to be whole. `said` stays the same object where nothing is said anew.
 */
export function act(sheet: Sheet, what: Act): Sheet {
  const shown = shownLesions(sheet);
  const { chosen } = sheet;
  switch (what.type) {
    case 'accept':
      return sheet.said.lesions === null ? withLesions(sheet, shown, null) : { ...sheet, chosen: null };
    case 'none':
      return sheet.said.lesions?.length === 0 ? sheet : withLesions(sheet, [], null);
    case 'add':
      return withLesions(sheet, [...shown, { box: what.box, type: 'unknown' }], shown.length);
    case 'reshape':
      return withLesions(sheet, changed(shown, what.at, { box: what.box }), what.at);
    case 'remove': {
      const at = chosen ?? (shown.length === 1 ? 0 : null);
      return at === null || !shown[at]
        ? sheet
        : withLesions(
            sheet,
            shown.filter((_, i) => i !== at),
            null,
          );
    }
    case 'lesion-type': {
      const at = chosen ?? (shown.length === 1 ? 0 : null);
      return at === null || !shown[at]
        ? sheet
        : withLesions(sheet, changed(shown, at, { type: what.to }), at);
    }
    case 'choose':
      return { ...sheet, chosen: what.at !== null && shown[what.at] ? what.at : null };
    case 'choose-next':
      return { ...sheet, chosen: shown.length === 0 ? null : ((chosen ?? -1) + 1) % shown.length };
    case 'say':
      return sheet.said[what.part] === what.to ? sheet : says(sheet, { ...sheet.said, [what.part]: what.to });
    case 'turn':
      return says(sheet, { ...sheet.said, [what.part]: turned(what.part, sheet.said) });
    case 'undo': {
      const before = sheet.past.at(-1);
      return before ? { ...sheet, said: before, past: sheet.past.slice(0, -1), chosen: null } : sheet;
    }
  }
}

const says = (sheet: Sheet, said: Said): Sheet => ({ ...sheet, said, past: [...sheet.past, sheet.said] });

const withLesions = (sheet: Sheet, lesions: readonly SaidLesion[], chosen: number | null): Sheet => ({
  ...says(sheet, { ...sheet.said, lesions: [...lesions] }),
  chosen,
});

const changed = (lesions: readonly SaidLesion[], at: number, change: Partial<SaidLesion>): SaidLesion[] =>
  lesions.map((lesion, i) => (i === at ? { ...lesion, ...change } : lesion));

function turned(part: Part, said: Said): Said[Part] {
  const values: readonly Said[Part][] = TURNS[part];
  const at = said[part] === null ? -1 : values.indexOf(said[part]);
  return values[at + 1] ?? null;
}
