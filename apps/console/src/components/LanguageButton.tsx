import { useTranslation } from 'react-i18next';
import { writePreferences } from '../live/preferences.js';
import { type Language, speak } from '../messages/i18n.js';
import { useSession } from './context.js';

/** Changes the language of the page and of the words drawn beside outlines. */
export function LanguageButton() {
  const { t, i18n } = useTranslation();
  const session = useSession();
  const next: Language = i18n.language === 'zh' ? 'en' : 'zh';
  return (
    <button
      type="button"
      className="plain"
      title={t('app.languageHint')}
      lang={next}
      onClick={() => {
        writePreferences({ language: next });
        speak(next);
        session.setLanguage(next);
      }}
    >
      {t('app.language')}
    </button>
  );
}
