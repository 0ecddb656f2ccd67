import { HaustraError } from '@haustra/domain';

/** The person or the program stopped it. */
export const cancelled = (where: string): HaustraError =>
  new HaustraError({ code: 'cancelled', message: 'stopped before the end', where });

/** The frames of a source can be read once. */
export const alreadyRead = (where: string): HaustraError =>
  new HaustraError({ code: 'internal', message: 'the frames of this source were already read', where });
