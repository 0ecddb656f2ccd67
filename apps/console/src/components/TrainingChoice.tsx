import { useTranslation } from 'react-i18next';
import { useConsole, useSession } from './context.js';

/** Whether examinations are held for practice, with a score sheet at their end. */
export function TrainingChoice() {
  const { t } = useTranslation();
  const session = useSession();
  const on = useConsole((state) => state.training);
  return (
    <fieldset className="modes">
      <legend>{t('training.title')}</legend>
      <label>
        <input
          type="checkbox"
          name="training"
          checked={on}
          onChange={({ target }) => session.setTraining(target.checked)}
        />
        <span>
          <strong>{t('training.on')}</strong>
          <small>{t('training.hint')}</small>
        </span>
      </label>
    </fieldset>
  );
}
