import { useTranslation } from 'react-i18next';
import { clockText } from '../../components/format.js';
import type { ShadowLine } from '../api/answers.js';

/** Where in the examination both models differ, and in what; folded until asked for. */
export function Differences({ line: { differences, more } }: { line: ShadowLine }) {
  const { t } = useTranslation();
  const timeOf = ({ fromMs, toMs }: ShadowLine['differences'][number]): string => {
    if (fromMs === null) return '';
    const [from, to] = [clockText(fromMs), clockText(toMs ?? fromMs)];
    return from === to ? from : `${from}–${to}`;
  };
  return (
    <details>
      <summary>{t('learn.shadow.differences', { count: differences.length + more })}</summary>
      <ul>
        {differences.map((difference) => (
          <li key={`${difference.file} ${difference.fromMs} ${difference.what}`}>
            <span className="stretch-file">{difference.file}</span> <time>{timeOf(difference)}</time>{' '}
            {t(`learn.shadow.what.${difference.what}`)}
          </li>
        ))}
        {more > 0 && <li className="quiet">{t('learn.shadow.more', { count: more })}</li>}
      </ul>
    </details>
  );
}
