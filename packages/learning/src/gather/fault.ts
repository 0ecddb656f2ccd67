import type { FrameFindings } from '@haustra/domain';

/** From this probability on a picture is taken for one from outside the body. */
const OUTSIDE = 0.5;
/** Below this probability of being usable a picture teaches nothing. */
const USABLE = 0.5;

/** Why a picture is not learnt from, as far as the picture by itself tells; null where nothing speaks against it. Pure. */
export function faultOf({
  organ,
  usable,
}: Pick<FrameFindings, 'organ' | 'usable'>): 'outside' | 'unusable' | null {
  if (organ.outside >= OUTSIDE) return 'outside';
  return usable < USABLE ? 'unusable' : null;
}
