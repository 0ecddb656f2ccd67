import { HaustraError } from '@haustra/domain';

export const endedError = (examId: string): HaustraError =>
  new HaustraError({
    code: 'usage',
    message: `the examination ${examId} has ended and cannot be resumed`,
    hint: 'Start a new examination.',
  });

export const overError = (examId: string): HaustraError =>
  new HaustraError({
    code: 'usage',
    message: `the examination ${examId} takes no more events: its session is over, or its journal was begun before`,
    hint: 'Resume the examination if it is open, otherwise start a new one.',
  });

export const otherModelError = (
  examId: string,
  model: { readonly id: string; readonly version: string; readonly sha256: string },
): HaustraError =>
  new HaustraError({
    code: 'usage',
    message: `the examination ${examId} was started with another model (${model.id} ${model.version}, ${model.sha256.slice(0, 12)})`,
    hint: 'Resume it with that model, or end it and start a new examination.',
  });

export const noPhotoError = (file: string): HaustraError =>
  new HaustraError({
    code: 'not-found',
    message: 'the examination has no such photo, or it was dropped',
    where: file,
    hint: 'Take it again.',
  });
