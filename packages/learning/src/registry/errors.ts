import { HaustraError } from '@haustra/domain';

export const noSuchModel = (name: string): HaustraError =>
  new HaustraError({
    code: 'not-found',
    message: 'there is no such model',
    where: name.slice(0, 120),
    hint: '"haustra models list" names those that there are.',
  });

export const alreadyInUse = (name: string): HaustraError =>
  new HaustraError({
    code: 'usage',
    message: 'the model is in use already',
    where: name,
    hint: 'Nothing needs to be done.',
  });

export const nothingBefore = (): HaustraError =>
  new HaustraError({
    code: 'usage',
    message: 'the shipped model is in use: there is nothing to go back to',
    hint: '"haustra models list" shows what is there; "haustra models promote NAME" puts one into use.',
  });

const WHY_NOT = {
  none: 'it has not been through a gate',
  refused: 'its gate was not passed',
  stale: 'it was judged against another model than the one in use now',
  changed: 'it was changed after it was judged',
} as const;

export const notPassed = (name: string, why: keyof typeof WHY_NOT): HaustraError =>
  new HaustraError({
    code: 'refused',
    message: `the model is not put into use: ${WHY_NOT[why]}`,
    where: name,
    hint: 'Judge it with "haustra models gate FOLDER --labelled DIR"; --force overrules and is written down.',
  });
