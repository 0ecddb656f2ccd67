/** The floors of the house: a package imports only from floors below its own; nothing imports an app. */
export const floors = {
  '@haustra/domain': 0,
  '@haustra/clinical': 1,
  '@haustra/store': 2,
  '@haustra/media': 2,
  '@haustra/vision': 2,
  '@haustra/exam': 3,
  '@haustra/learning': 3,
  '@haustra/phantom': 3,
  '@haustra/station': 4,
  '@haustra/console': 4,
  '@haustra/e2e': 5,
};

/** Neighbours on one floor that may be imported, each with its reason. */
export const neighbours = {
  '@haustra/media': { '@haustra/store': 'files are written whole or not at all by one function' },
};

/**
 * Says why an import breaks the house rule, or null when it is allowed.
 * @param {string} from importing package
 * @param {string} to imported specifier
 */
export function brokenFloor(from, to) {
  const target = to.split('/').slice(0, 2).join('/');
  if (!(target in floors) || target === from) return null;
  const [own, other] = [floors[from], floors[target]];
  if (own === undefined) return `${from} stands on no floor: add it to scripts/floors.mjs`;
  if (other >= 4) return `${from} imports the app ${target}: nothing imports an app`;
  if (other < own || neighbours[from]?.[target]) return null;
  return `${from} (floor ${own}) imports ${target} (floor ${other}): import only from floors below`;
}
