import { useTranslation } from 'react-i18next';
import { useConsole, useSession } from './context.js';

/** Whether examinations are held for practice, with a score sheet at their end, and whether it is reminded. */
export function TrainingChoice() {
  const { t } = useTranslation();
  const session = useSession();
  const training = useConsole((state) => state.training);
  const said = useConsole((state) => state.guidance);
  // A site may ask for them where nobody else said anything.
  const bySite = useConsole((state) => state.view?.standing?.guidance ?? false);
  return (
    <fieldset className="modes">
      <legend>{t('training.title')}</legend>
      <label>
        <input
          type="checkbox"
          name="training"
          checked={training}
          onChange={({ target }) => session.setTraining(target.checked)}
        />
        <span>
          <strong>{t('training.on')}</strong>
          <small>{t('training.hint')}</small>
        </span>
      </label>
      <label>
        <input
          type="checkbox"
          name="guidance"
          checked={said ?? (training || bySite)}
          onChange={({ target }) => session.setGuidance(target.checked)}
        />
        <span>
          <strong>{t('training.guidance')}</strong>
          <small>{t('training.guidanceHint')}</small>
        </span>
      </label>
    </fieldset>
  );
}
