import { HaustraError } from '@haustra/domain';
import { isModelName, ModelRegistry } from '@haustra/learning';
import { DEFAULT_MODEL } from '@haustra/vision';
import { dataFolder } from '../exams/data-folder.js';

/**
 * Which model to load: the one that was named, also one of the site's by its name; where none was named the one that was
 * promoted at this site, else the one shipped.
 * @param named the `--model` of the command
 * @param data the data folder; by default that of this user
 * @param registry that of the data folder, where it is asked often
 * @returns what `loadModel` takes
 * @throws HaustraError `journal-broken` where the audit journal was changed, so that nobody knows what was promoted
 */
export async function chosenModel(
  named: string | undefined,
  data = dataFolder(undefined),
  registry = new ModelRegistry(data),
): Promise<string> {
  if (named !== undefined) return isModelName(named) ? registry.folder(named) : named;
  try {
    const { name, folder } = await registry.current();
    return name === null ? DEFAULT_MODEL : folder;
  } catch (thrown) {
    if (!(thrown instanceof HaustraError)) throw thrown;
    const { code, message, where = registry.audit.path, hint = '' } = thrown;
    const way = `Until then name the model: --model ${DEFAULT_MODEL}.`;
    throw new HaustraError({ code, message, where, hint: `${hint} ${way}`, cause: thrown });
  }
}
