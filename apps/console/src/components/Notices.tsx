import { useTranslation } from 'react-i18next';
import type { MessageKey } from '../messages/en.js';
import { useConsole } from './context.js';

/** Short messages that go by themselves. */
export function Notices() {
  const { t } = useTranslation();
  // The key is known only when it runs, so the variables cannot be checked against it here.
  const say = t as (key: MessageKey, values: object) => string;
  const notices = useConsole((state) => state.notices);
  return (
    <div className="notices" role="status" aria-live="polite">
      {notices.map((notice) => (
        <p key={notice.id} className={notice.tone}>
          {say(notice.key, { ...notice.values })}
        </p>
      ))}
    </div>
  );
}
