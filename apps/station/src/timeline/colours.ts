import type { AlarmKind, ColonRegion, Phase } from '@haustra/domain';
import type { Lanes } from '@haustra/exam';

/** Colours that stay apart for the colour-blind (after Okabe and Ito), on white. */
export const PHASE_COLOUR: Readonly<Record<Phase, string>> = {
  outside: '#d7dce0',
  insertion: '#56b4e9',
  withdrawal: '#4db892',
  treatment: '#cc79a7',
  obscured: '#8b8f94',
};

export const REGION_COLOUR: Readonly<Record<ColonRegion, string>> = {
  right: '#f2c94c',
  transverse: '#f2994a',
  left: '#9b8ae0',
};

export const SEVERITY_COLOUR: Readonly<Record<Lanes['prompts'][number]['severity'], string>> = {
  info: '#0072b2',
  advice: '#c98300',
  warning: '#d55e00',
};

export const ALARM_COLOUR: Readonly<Record<AlarmKind, string>> = {
  'too-fast': '#d55e00',
  'slip-back': '#b3123f',
};

/** Alarms lie behind the bars of speed. */
export const ALARM_OPACITY = 0.35;

export const INK = '#1a1f24';
export const QUIET = '#5a6570';
export const RULE = '#e3e8ec';
export const CLEAN = '#8fcf9f';
export const SOILED = '#8a5a2b';
export const SPEED = '#3c6e9f';
export const LESION = '#b3123f';
export const CAECUM = '#6b2fa0';
