import { useTranslation } from 'react-i18next';
import type { Ask } from './use-ask.js';

/** Which of the questions is on the desk and which are answered; each can be gone to. */
export function AskProgress({ ask: { at, answered, go } }: { ask: Ask }) {
  const { t } = useTranslation();
  const done = answered.filter(Boolean).length;
  return (
    <div className="ask-progress">
      <p>
        <button
          type="button"
          className="plain"
          disabled={at === 0}
          onClick={() => go(at - 1)}
          title={`${t('learn.ask.previous')} (←)`}
        >
          <span aria-hidden="true">←</span>
          <span className="sr-only">{t('learn.ask.previous')}</span>
        </button>
        <strong>{t('learn.ask.at', { at: at + 1, of: answered.length })}</strong>
        <button
          type="button"
          className="plain"
          disabled={at === answered.length - 1}
          onClick={() => go(at + 1)}
          title={`${t('learn.ask.following')} (→)`}
        >
          <span aria-hidden="true">→</span>
          <span className="sr-only">{t('learn.ask.following')}</span>
        </button>
        <span className="quiet" role="status">
          {t('learn.ask.answered', { done })}
        </span>
      </p>
      <ol className="dots">
        {answered.map((yes, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the questions keep their order
          <li key={i}>
            <button
              type="button"
              className={yes ? 'yes' : ''}
              aria-current={i === at ? 'step' : undefined}
              aria-label={t(yes ? 'learn.ask.dotAnswered' : 'learn.ask.dot', { number: i + 1 })}
              onClick={() => go(i)}
            >
              {yes ? '✓' : ''}
            </button>
          </li>
        ))}
      </ol>
    </div>
  );
}
