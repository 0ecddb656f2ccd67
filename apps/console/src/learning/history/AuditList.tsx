import type { AuditEntry } from '@haustra/domain';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { timeText } from '../format.js';
import { useAuditWords } from './audit-words.js';
import { foldCorrections } from './fold.js';

/** Entries shown before "all" is asked for. */
const FIRST = 60;

/** What happened to models, the latest first, in words. */
export function AuditList({ entries }: { entries: readonly AuditEntry[] }) {
  const { t, i18n } = useTranslation();
  const words = useAuditWords();
  const [all, setAll] = useState(false);
  const folded = foldCorrections(entries).reverse();
  const shown = all ? folded : folded.slice(0, FIRST);
  return (
    <>
      <ol className="audit">
        {shown.map(({ entry, times }) => (
          <li key={entry.seq} className={entry.event.type}>
            <time dateTime={entry.at}>{timeText(entry.at, i18n.language)}</time>
            <span>{words(entry.event, times)}</span>
            <small>
              {entry.by === 'station' || entry.by === 'console' ? t(`learn.history.${entry.by}`) : entry.by}
            </small>
          </li>
        ))}
      </ol>
      {shown.length < folded.length && (
        <button type="button" className="more" onClick={() => setAll(true)}>
          {t('learn.history.all', { count: folded.length })}
        </button>
      )}
    </>
  );
}
