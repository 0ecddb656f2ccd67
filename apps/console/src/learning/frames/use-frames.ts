import type { DropReason, GatheredFrame } from '@haustra/domain';
import { useCallback, useEffect, useState } from 'react';
import type { CallFailure } from '../api/failure.js';
import { asCallFailure } from '../api/failure.js';
import { useDesk } from '../context.js';

/** Frames asked for at once. */
export const PAGE = 60;

interface Asked {
  readonly roundId: string;
  /** Null: the kept ones; else those dropped for this reason. */
  readonly why: DropReason | null;
  readonly gathering: boolean;
  /** Changes when there are more. */
  readonly version: number;
}

interface Listed {
  readonly of: string;
  readonly frames: readonly GatheredFrame[];
  readonly total: number | null;
  readonly failure: CallFailure | null;
}

export interface FrameList {
  readonly frames: readonly GatheredFrame[];
  /** Null until the first page came. */
  readonly total: number | null;
  readonly failure: CallFailure | null;
  more(): void;
  again(): void;
}

/** The frames of a round, page by page; while frames are gathered, new ones are added at the end. */
export function useFrames({ roundId, why, gathering, version }: Asked): FrameList {
  const { api } = useDesk();
  const of = `${roundId} ${why ?? 'kept'} ${gathering}`;
  const [listed, setListed] = useState<Listed>({ of: '', frames: [], total: null, failure: null });
  const [wanted, setWanted] = useState({ of, count: PAGE });
  const [tries, setTries] = useState(0);
  const count = wanted.of === of ? wanted.count : PAGE;
  const known = listed.of === of ? listed : null;
  const have = known?.frames.length ?? 0;
  // biome-ignore lint/correctness/useExhaustiveDependencies: `version` and `tries` ask again for the same page
  useEffect(() => {
    if (have >= count) return;
    let stale = false;
    const query = { kept: why === null, why, offset: have, limit: count - have };
    api.frames(roundId, query).then(
      ({ frames, total }) => {
        if (stale) return;
        setListed((before) => ({
          of,
          frames: before.of === of ? [...before.frames, ...frames] : frames,
          total,
          failure: null,
        }));
      },
      (thrown: unknown) => {
        if (stale) return;
        const failure = asCallFailure(thrown);
        setListed((before) =>
          before.of === of ? { ...before, failure } : { of, frames: [], total: null, failure },
        );
      },
    );
    return () => {
      stale = true;
    };
  }, [api, of, roundId, why, count, version, tries]);
  const more = useCallback(() => setWanted({ of, count: have + PAGE }), [of, have]);
  const again = useCallback(() => setTries((n) => n + 1), []);
  return {
    frames: known?.frames ?? [],
    total: known?.total ?? null,
    failure: known?.failure ?? null,
    more,
    again,
  };
}
